"""Which media type a reply travels in (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from adlists._runtime.media import essence
from adlists.contract import MediaType


@attrs.frozen
class _Range:
    name: str
    weight: float
    position: int
    parameters: frozenset[str] = frozenset()

    @property
    def breadth(self) -> int:
        """0 for one media type, 1 for a family, 2 for all."""
        return 2 if self.name == "*/*" else int(self.name.endswith("/*"))

    def covers(self, name: str) -> bool:
        return self.name in {"*/*", name} or (
            self.breadth == 1 and name.startswith(self.name.removesuffix("*"))
        )


def choose(offered: Sequence[MediaType], accept: str | None, sent: str | None) -> MediaType:
    """Return the media type for a reply, of those the document lists for it.

    By weight, then by the order in Accept, then by the document's; of several that differ in
    parameters alone, the one with those that were asked for. Where nothing fits, the type of
    the request's own body is taken, and failing that the first: a service on ASP.NET Web API
    answers in some form rather than with 406.
    """
    ranges = sorted(_ranges(accept or "*/*"), key=lambda asked: (-asked.weight, asked.position))
    for asked in ranges:
        fitting = [
            media_type
            for media_type in offered
            if asked.weight > 0
            and asked.covers(essence(media_type.name))
            and _best(ranges, media_type) is asked
        ]
        if fitting:
            told = (item for item in fitting if _parameters(item.name) == asked.parameters)
            return next(told, fitting[0]) if asked.breadth == 0 else fitting[0]
    return next(
        (media_type for media_type in offered if essence(media_type.name) == sent), offered[0]
    )


def _best(ranges: Sequence[_Range], media_type: MediaType) -> _Range:
    """Return the narrowest range that covers a type: its weight is the one that counts."""
    fitting = [asked for asked in ranges if asked.covers(essence(media_type.name))]
    return min(fitting, key=lambda asked: asked.breadth)


def _ranges(accept: str) -> Iterator[_Range]:
    for position, part in enumerate(accept.lower().split(",")):
        name, *parameters = [piece.strip() for piece in part.split(";")]
        weight = 1.0
        told: list[str] = []
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                weight = _weight(value.strip())
            else:
                told.append(parameter)
        if "/" in name:
            yield _Range(name, weight, position, _parameters(";".join(["", *told])))


def _parameters(listed: str) -> frozenset[str]:
    """Return the parameters of a media type, without blanks."""
    return frozenset("".join(part.split()) for part in listed.lower().split(";")[1:])


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
