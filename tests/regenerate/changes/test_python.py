"""What a change of the generated source means for those who wrote against it."""

from __future__ import annotations

from typing import Final

import pytest

from adlists.regenerate.changes.change import Severity, verdict
from adlists.regenerate.changes.python import compare

TAG: Final = """
class BoxesApi:
    def put(
        self, box: "Box", *, size: int, label: str | Unset = UNSET, top: int = 5
    ) -> "Receipt": ...
    def drop(self, name: str) -> None: ...
"""
CLIENT: Final = """
class Api:
    @cached_property
    def boxes(self) -> BoxesApi:
        from .tags.boxes import BoxesApi
"""
BOX: Final = """
class Box:
    name: str = field(metadata={})
    note: str | Unset = field(default=UNSET)
    kind: Literal["a", "b"] = field(metadata={})
"""
RECEIPT: Final = """
class Receipt:
    number: str = field(metadata={})
    state: Literal["open", "paid"] | Unset = field(default=UNSET)
    inner: "Inner" = field(metadata={})
"""
INNER: Final = """
class Inner:
    code: int = field(metadata={})
"""
FILES: Final = {
    "client.py": CLIENT,
    "tags/boxes.py": TAG,
    "models/box.py": BOX,
    "models/receipt.py": RECEIPT,
    "models/inner.py": INNER,
}


@pytest.mark.parametrize(
    ("file", "old", "new", "label"),
    [
        ("tags/boxes.py", "def drop", "def throw", "B"),
        ("tags/boxes.py", "label: str | Unset = UNSET", "label: str", "B"),
        ("tags/boxes.py", "size: int", "size: int | Unset = UNSET", "C"),
        ("tags/boxes.py", "size: int", "size: float", "C"),
        ("tags/boxes.py", "size: int", "size: str", "B"),
        ("tags/boxes.py", "size: int, ", "", "B"),
        ("tags/boxes.py", "size: int", "size: int, more: int = 1", "C"),
        ("tags/boxes.py", "size: int", "size: int, more: int", "B"),
        ("tags/boxes.py", "top: int = 5", "top: int = 6", "P"),
        ("tags/boxes.py", '-> "Receipt"', '-> "Receipt" | None', "B"),
        ("tags/boxes.py", '-> "Receipt"', "-> None", "B"),
        ("tags/boxes.py", "-> None", '-> "Receipt"', "C"),
        ("tags/boxes.py", "drop(self, name: str)", "drop(self, name: str, extra: int = 0)", "C"),
        ("tags/boxes.py", "drop(self, name: str)", "drop(self, extra: int, name: str)", "B"),
        ("models/box.py", "name: str = field(metadata={})",
         "name: str | Unset = field(default=U)", "C"),
        ("models/box.py", "note: str | Unset = field(default=UNSET)",
         "note: str = field(metadata={})", "B"),
        ("models/box.py", '"a", "b"', '"a"', "B"),
        ("models/box.py", '"a", "b"', '"a", "b", "c"', "C"),
        ("models/box.py", 'Literal["a", "b"]', "str", "C"),
        ("models/box.py", "    note: str | Unset = field(default=UNSET)\n", "", "B"),
        ("models/box.py", "note:", "notes:", "B"),
        ("models/receipt.py", "number: str = field(metadata={})",
         "number: str | Unset = field(default=U)", "B"),
        ("models/receipt.py", '"open", "paid"', '"open"', "C"),
        ("models/receipt.py", '"open", "paid"', '"open", "paid", "late"', "P"),
        ("models/receipt.py", "number: str", "number: int", "B"),
        ("models/receipt.py", "state: Lit", "more: int = field(metadata={})\n    state: Lit", "C"),
        ("models/inner.py", "code: int = field(metadata={})",
         "code: int | None = field(metadata={})", "B"),
        ("models/inner.py", "    code: int = field(metadata={})", "    pass", "B"),
    ],
)  # fmt: skip
def test_a_change_of_source_is_judged_by_direction(
    file: str, old: str, new: str, label: str
) -> None:
    assert old in FILES[file]
    after = {**FILES, file: FILES[file].replace(old, new, 1)}
    changes = compare("boxes", FILES, after)

    assert changes
    assert verdict(changes).name[0] == label, [str(change) for change in changes]


def test_a_rename_is_told_once_and_by_both_names() -> None:
    after = {**FILES, "tags/boxes.py": TAG.replace("def drop", "def drop_box")}

    assert [str(change) for change in compare("boxes", FILES, after)] == [
        "boxes.Api.boxes.drop: is likely renamed to Api.boxes.drop_box"
    ]


def test_the_same_source_is_no_change() -> None:
    assert compare("boxes", FILES, dict(FILES)) == ()
    assert verdict(()) is Severity.COMPATIBLE


def test_a_field_of_what_is_sent_and_received_is_told_once() -> None:
    both = {**FILES, "tags/boxes.py": TAG.replace('-> "Receipt"', '-> "Box"')}
    after = {**both, "models/box.py": BOX.replace("    name: str = field(metadata={})\n", "")}

    assert [str(change) for change in compare("boxes", both, after)] == [
        "boxes.models.Box.name: removed"
    ]


VALUES: Final = """
State = Literal["open", "paid"]
"""


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        ('Literal["open", "paid"]', "State", "N"),
        ("str", "State | str", "N"),
        ("State", "str", "P"),
        ("str", "State", "C"),
    ],
)
def test_a_name_for_values_is_taken_for_the_values(old: str, new: str, label: str) -> None:
    before, after = (
        {
            **FILES,
            "models/state.py": VALUES,
            "models/receipt.py": RECEIPT.replace('Literal["open", "paid"]', written),
        }
        for written in (old, new)
    )

    changes = compare("shop", before, after)

    assert ("N" if not changes else "CPB"[verdict(changes)]) == label
