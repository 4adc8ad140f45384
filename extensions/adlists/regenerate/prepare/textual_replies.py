"""Replies in XML or as a form, where alternatives look alike that JSON tells apart.

Such a media type is left out of a reply, aloud, where another one remains; else the operation
cannot be made.
"""

from __future__ import annotations

import attrs

from adlists._runtime.media import essence
from adlists.regenerate.documents import Document, Node, mapping, sequence
from adlists.regenerate.prepare.classes import Classes, classes_in
from adlists.regenerate.prepare.directions import closure
from adlists.regenerate.problems import Problem


@attrs.define
class TextualReplies:
    """Looks at the replies of a document; each class is looked at once."""

    _known: dict[str, Problem | None] = attrs.field(factory=dict[str, "Problem | None"])

    def apart(self, document: Document, classes: Classes, replies: Node) -> Problem | None:
        """Leave out media types in which alternatives look alike; return what leaves none."""
        for reply in replies.values():
            content: Node = mapping(reply.get("content"))
            for label in [label for label in content if _is_textual(label)]:
                problem = self._problem(classes, label, content[label]["schema"])
                if problem is None:
                    continue
                if all(map(_is_textual, content)):
                    return problem
                message = f"{label} is left out of the reply: {problem.message}"
                document.say(message, content[label])
                del content[label]
        return None

    def _problem(self, classes: Classes, label: str, schema: Node) -> Problem | None:
        roots = sequence(schema.get("anyOf")) if essence(label).endswith("xml") else []
        # A root in XML has a name of its own.
        found = classes.ambiguity.find(roots or schema, textual=True)
        for name in sorted(closure(classes_in(schema), classes.nodes)):
            if found is not None:
                return found
            if name not in self._known:
                self._known[name] = classes.ambiguity.find(classes.nodes[name], textual=True)
            found = self._known[name]
        return found


def _is_textual(label: str) -> bool:
    kind = essence(label)
    return kind.endswith(("/xml", "+xml")) or kind == "application/x-www-form-urlencoded"
