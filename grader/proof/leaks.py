"""That nothing of the solutions, hidden checks or misconceptions is in the handout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from grader.course import (
    KNOWN_MISTAKES,
    Assignment,
    Misconception,
    misconceptions_of,
    solution_lines,
    stub_of,
)
from grader.diagnosis import values_of
from grader.handout import FOLDER, handout_of

# A shorter line says nothing ("return A"): it may stand in a handout by chance.
TELLING = 16
HINT = "the hint of a misconception"


def handed_out(assignment: Assignment) -> Iterator[str]:
    """Nothing of the solutions, hidden checks or misconceptions is in the handout."""
    tree = handout_of(assignment)
    stub = stub_of(assignment)
    secrets = {
        part: "a line of the solution"
        for line in solution_lines(assignment.reference)
        for part in _parts(line.strip())
        if len(part) >= TELLING and part not in stub
    }
    public = [check for check in assignment.checks if check.public]
    for check in assignment.checks:
        if not check.public:
            secrets[check.id] = "a hidden check"
            if all(check.hint != other.hint for other in public):
                secrets[check.hint] = "the hint of a hidden check"
    hints = {}
    for one in misconceptions_of(assignment):
        secrets[one.id] = "a misconception"
        if all(one.hint != check.hint for check in public):
            hints[one.hint] = HINT
    for path, content in tree.items():
        # Of what public checks catch, hints are handed out for `grade check` to say: which of them
        # are, `hinted` looks at.
        known = path == KNOWN_MISTAKES
        text = content.decode("utf-8", "replace")
        for secret, what in (secrets if known else secrets | hints).items():
            if secret and _holds(text.replace('\\"', '"') if known else text, secret):
                yield _held(assignment, path, secret, what)


def hinted(assignment: Assignment, missed: Sequence[Misconception]) -> Iterator[str]:
    """No hint of a misconception that public checks do not catch is among the known mistakes."""
    path = assignment.folder / KNOWN_MISTAKES
    known = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"mistakes": []}
    hints = {one["hint"] for one in known["mistakes"]}
    hints -= {one.hint for one in misconceptions_of(assignment) if one not in missed}
    found = [one for one in missed if one.hint in hints]
    # A student's own check may draw other examples, and catch it on these.
    told = {one["hint"] for one in values_of(assignment, found)} if found else {}
    for one in found:
        if one.hint not in told:
            yield _held(assignment, KNOWN_MISTAKES, one.hint, HINT)


def _holds(text: str, secret: str) -> bool:
    """Whether it stands there; the name of a hidden check may begin that of a public one."""
    if not secret.isidentifier():
        return secret in text
    return secret in text and re.search(rf"\b{secret}\b", text) is not None


def _held(assignment: Assignment, path: str, secret: str, what: str) -> str:
    return (
        f"{FOLDER}/{assignment.slug}/{path} would hold {what} ({secret[:60]!r}); "
        "take it out of what the handout is made from."
    )


def _parts(line: str) -> list[str]:
    """A line, and the value that it returns or assigns: that alone gives as much away.

    A plain call is no secret: it is how the handout writes the signature.
    """
    values = [line.removeprefix("return "), line.partition(" = ")[2]]
    return [line, *[value for value in values if not re.fullmatch(r"\w+\([\w, ]*\)", value)]]
