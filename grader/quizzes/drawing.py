"""What a student gets of a quiz: values and orders, from the course's secret and who he is.

Each draw is an HMAC-SHA256 of what it is for, with the course's secret for its key: the same at
every run and on every machine, and not to be worked out from anybody's paper without the secret
(RFC 2104; a function that nobody can tell from chance without its key).
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from grader.quizzes.expressions import Value, evaluate
from grader.quizzes.quiz import QuestionSpec

T = TypeVar("T")
# So often values are drawn that `where` may refuse; a question that refuses more is not proved.
MOST_DRAWS = 1000


def same_person(name: str) -> str:
    """A student's id in the form that is drawn for: capitals and blanks around it don't matter."""
    return unicodedata.normalize("NFC", name).strip().lower()


class Draws:
    """The draws of one student in one quiz."""

    def __init__(self, secret: str, quiz: str, student: str) -> None:
        self._key = secret.encode()
        self._about = (quiz, same_person(student))

    def number(self, below: int, *what: object) -> int:
        """A whole number from 0 up to `below`: 64 bits of it, so that none is favoured visibly."""
        return int.from_bytes(self.digest("number", *what)[:8], "big") % below

    def digest(self, *what: object) -> bytes:
        """Bytes that belong to this, and to nothing else."""
        # Lengths keep ("ab", "c") and ("a", "bc") apart.
        parts = [str(part).encode() for part in (*self._about, *what)]
        message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.new(self._key, message, hashlib.sha256).digest()

    def order(self, items: Sequence[T], *what: object) -> list[T]:
        """The items in an order of this student's (Fisher and Yates)."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.number(last + 1, "order", last, *what)
            found[last], found[other] = found[other], found[last]
        return found

    def values(self, question: QuestionSpec) -> dict[str, Value]:
        """The values of a question. Raises `LookupError` where `where` refuses all."""
        for attempt in range(MOST_DRAWS):
            drawn: dict[str, Value] = {
                name: some[self.number(len(some), question.id, name, attempt)]
                for name, some in question.draw.items()
            }
            if evaluate(question.where, drawn):
                return drawn
        raise LookupError(f"{question.id}: `where` refuses {MOST_DRAWS} drawn sets of values")
