"""The words of the contract: verdicts, kinds of check, statuses, rungs, levels of feedback."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Verdict = Literal[
    "passed",
    "failed",
    "not_implemented",
    "errored",
    "timed_out",
    "out_of_memory",
    "died",
    "protocol",
    "skipped",
    "broken",
]
Kind = Literal[
    "property",
    "gradient",
    "reference",
    "example",
    "statistical",
    "training",
    "vectorised",
    "stability",
    "purity",
    "static",
]
# Kinds of checks that run a function long or often: what may mend it is tried on these last, if at
# all.
LONG_KINDS = frozenset[Kind](["training", "statistical", "vectorised"])
QuestionKind = Literal["single", "multi", "number", "tuple"]
Status = Literal["graded", "missing", "unreadable", "stopped", "broken"]
Rung = Literal["A", "B", "C", "D"]
FeedbackLevel = Literal["full", "hint", "name", "silent"]


class Model(BaseModel):
    """Frozen, and closed to unknown keys: a typo must not travel as data."""

    model_config = ConfigDict(frozen=True, extra="forbid")
