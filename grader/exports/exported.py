"""What an export gives: the file's text, and what of the quiz it could not hold."""

from __future__ import annotations

from dataclasses import dataclass

from grader.quizzes import Value, shown


@dataclass(frozen=True)
class Exported:
    """A file's text, its ending, and sentences on what is lost."""

    text: str
    suffix: str
    lost: tuple[str, ...] = ()


def forms(value: Value) -> list[str]:
    """How an answer may be written: of a number once, of a tuple in the ways that people do."""
    if not isinstance(value, tuple):
        return [f"{value:.15g}" if isinstance(value, float) else str(value)]
    inner = [shown(one) for one in value]
    tail = "," if len(inner) == 1 else ""
    spaced, close = ", ".join(inner), ",".join(inner)
    return list(dict.fromkeys([f"({spaced}{tail})", f"({close}{tail})", spaced, close]))
