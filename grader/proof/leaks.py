"""That nothing of the solutions, hidden checks or misconceptions is in the handout."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.course import KNOWN_MISTAKES, Assignment, misconceptions_of, solution_lines, stub_of
from grader.diagnosis import values_of
from grader.handout import FOLDER, handout_of

# A shorter line says nothing ("return A"): it may stand in a handout by chance.
TELLING = 16


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
    for one in misconceptions_of(assignment):
        secrets[one.id] = "a misconception"
        if all(one.hint != check.hint for check in public):
            secrets[one.hint] = "the hint of a misconception"
    # Of what public checks catch, hints are handed out for `grade check` to say.
    told = {one["hint"] for one in values_of(assignment)}
    for path, content in tree.items():
        text = content.decode("utf-8", "replace")
        if path == KNOWN_MISTAKES:
            text = text.replace('\\"', '"')
        for secret, what in secrets.items():
            if path == KNOWN_MISTAKES and secret in told:
                continue
            if secret and secret in text:
                yield (
                    f"{FOLDER}/{assignment.slug}/{path} would hold {what} ({secret[:60]!r}); "
                    "take it out of what the handout is made from."
                )


def _parts(line: str) -> list[str]:
    """A line, and the value that it returns or assigns: that alone gives as much away.

    A plain call is no secret: it is how the handout writes the signature.
    """
    values = [line.removeprefix("return "), line.partition(" = ")[2]]
    return [line, *[value for value in values if not re.fullmatch(r"\w+\([\w, ]*\)", value)]]
