"""The result contract (schema 1): frozen models, and nothing that computes or prints.

`Report` is everything about one graded submission. It is the truth that every other
format is a view of; `Report.model_json_schema()` is the published JSON Schema.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from grader.results.panels import Picture
from grader.results.verdicts import FeedbackLevel, Kind, Model, QuestionKind, Rung, Status, Verdict

SCHEMA_VERSION: Literal[1] = 1


class GradientRow(Model):
    """One parameter of a gradient check; numbers as text, since they may be NaN."""

    name: str
    shape: str
    worst: str = Field(description="The place of the worst entry, in brackets; empty for a number.")
    analytic: str = Field(description="That entry as the student's code gave it.")
    numeric: str = Field(description="That entry by central differences.")
    error: str = Field(description="|a − n| / max(1e-8, |a| + |n|) of that entry.")
    right: bool
    kinks: int = Field(ge=0, description="Entries at a kink, which can't be checked.")


class Counterexample(Model):
    """The smallest input found on which a check fails."""

    inputs: dict[str, str] = Field(
        description="Each input by name, as Python that can be pasted (np is NumPy)."
    )
    call: str = Field(description="The call into the student's code, as Python.")
    got: str = Field(description="What the student's code returned, shortened if it is long.")
    want: str = Field(description="What must come back; empty where the law alone says it.")
    shrunk: bool = Field(description="Whether a smaller failing input was searched for.")
    gradients: tuple[GradientRow, ...] = Field(
        default=(), description="Of a gradient check: each parameter beside its numeric gradient."
    )


class SourceLine(Model):
    """A line of the student's file that a result names."""

    where: str = Field(description='As in "line 12 of your file"; in a notebook, by cell.')
    text: str


class CheckResult(Model):
    """The verdict of one check and its evidence."""

    id: str
    title: str
    kind: Kind | Literal["question"]
    public: bool
    points: int = Field(ge=0)
    earned: int = Field(ge=0)
    verdict: Verdict
    message: str = Field(default="", description="What went wrong, in the grader's own words.")
    hint: str = ""
    counterexample: Counterexample | None = None
    cause: str = Field(default="", description="What stands out in the wrong answer: facts.")
    line: int | None = Field(default=None, description="Line of the student's file that raised.")
    callers: tuple[int, ...] = Field(
        default=(),
        description="Of public checks: the lines that `line` was called from, the nearest first; "
        "where it took too long, those that it had called.",
    )
    raised: str = Field(
        default="",
        description="The student's own exception text: for instructors, and for public checks.",
    )
    warnings: tuple[str, ...] = Field(
        default=(), description="Warnings that NumPy gave during the failing call."
    )
    source: tuple[SourceLine, ...] = Field(
        default=(),
        description="The line that raised, those it was called from, and those NumPy warned at.",
    )
    seconds: float = Field(default=0.0, ge=0)


Mends = Literal["all", "tried", "some"]


class Repair(Model):
    """Where a student's own code is wrong, found by a small edit, or by the right value there.

    What holds with all of an exercise's together is in `mends`: `all` of its checks pass with the
    edits, or those that failed come out right as far as they were `tried`, or `some` of what comes
    back is right that was wrong.
    """

    line: int | None = Field(description="Line of the student's file; null where none is told.")
    source: SourceLine | None = Field(default=None, description="That line, for the student.")
    kind: str = Field(description="Of which kind the mistake is.")
    says: str = Field(description="The mistake in words, without the code that mends it.")
    mends: Mends = Field(default="all", description="What comes out right with all of them.")
    old: str = Field(default="", description="For the instructor: the statement as it is.")
    new: str = Field(default="", description="For the instructor: what it becomes; empty if gone.")


class Option(Model):
    """What may be answered to a question of a quiz: a choice, or a number that is recognised."""

    letter: str = Field(default="", description="Of a choice, on this student's paper.")
    text: str = Field(description="As on this student's paper.")
    label: str = Field(description="With ⟨names⟩ in place of drawn values: the same for everyone.")
    right: bool | None = Field(description="null where the student may not know.")
    chosen: bool
    misconception: str | None = Field(
        default=None, description="The known misconception that it stands for."
    )


class Question(Model):
    """A question of a quiz as this student had it, what he answered, and why what is right is."""

    kind: QuestionKind
    text: str
    label: str = Field(description="With ⟨names⟩ in place of drawn values: the same for everyone.")
    values: dict[str, str] = Field(default_factory=dict, description="What was drawn for him.")
    given: str = Field(default="", description="The answer as it was understood; empty for none.")
    understood: bool = Field(
        default=True, description="False where an answer is no letter, number or shape as asked."
    )
    right: str = ""
    why: str = ""
    options: tuple[Option, ...] = ()


class NamedMisconception(Model):
    """A known misconception, and what is said of it."""

    id: str
    hint: str


class ExerciseResult(Model):
    """One exercise, or one question of a quiz: its checks and what they add up to."""

    name: str
    score: int = Field(ge=0)
    max_score: int = Field(ge=0)
    follow_through: bool = Field(
        default=False, description="Marked again with the reference in place of a wrong helper."
    )
    replaced: tuple[str, ...] = Field(
        default=(), description="The exercises the reference stood in for, when marked again."
    )
    misconception: str | None = Field(
        default=None, description="The known misconception that the submission behaves like."
    )
    misconception_hint: str = ""
    besides: tuple[NamedMisconception, ...] = Field(
        default=(),
        description="Known misconceptions that it makes at once with that one.",
    )
    repairs: tuple[Repair, ...] = Field(
        default=(),
        description="What mends it, where no misconception is named: one edit, or two together.",
    )
    reused: bool = Field(
        default=False,
        description="Whether the same code was marked before, and what that gave stands here.",
    )
    question: Question | None = Field(default=None, description="Of a quiz: question and answer.")
    checks: tuple[CheckResult, ...]

    @property
    def named(self) -> tuple[NamedMisconception, ...]:
        """All known misconceptions that it makes."""
        if self.misconception is None:
            return ()
        first = NamedMisconception(id=self.misconception, hint=self.misconception_hint)
        return (first, *self.besides)

    @property
    def known_mistake(self) -> str:
        """What is said of the known mistakes in it, "" where there is none."""
        if not self.besides:
            return self.misconception_hint
        hints = [self.misconception_hint, *(one.hint for one in self.besides)]
        return " ".join(["Two mistakes at once.", *(f"({n}) {h}" for n, h in enumerate(hints, 1))])


class SubmissionInfo(Model):
    """What was handed in."""

    files: tuple[str, ...] = ()
    sha256: str = ""
    received: str | None = Field(
        default=None,
        description="When, in ISO 8601, if known; without a zone where the download has none.",
    )
    layout: str = Field(default="", description="The system whose download it came in, if known.")
    name: str = Field(default="", description="The student's name, as that system writes it.")
    ids: dict[str, str] = Field(
        default_factory=dict,
        description="What the student is known by, by whose it is (canvas, email, sid, …).",
    )
    group: str = Field(default="", description="What the members of a group have in common.")
    late: bool | None = Field(
        default=None, description="Whether that system calls it late; null where it doesn't say."
    )


class Versions(Model):
    """What ran: the same submission can give another report under other versions."""

    python: str
    numpy: str
    hypothesis: str


class Report(Model):
    """Everything about one graded submission."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_version: Literal[1] = Field(default=SCHEMA_VERSION, alias="schema")
    grader: str
    student: str
    assignment: str
    title: str = Field(default="", description="The assignment's title.")
    quiz: bool = Field(default=False, description="Whether it is on answers, and on no code.")
    status: Status
    problem: str = Field(
        default="", description="Why nothing could be loaded, or what of ours broke."
    )
    score: int | None = Field(ge=0, description="null when the score is withheld (broken).")
    max_score: int = Field(ge=0)
    isolation: Rung | None = Field(description="The sandbox's rung; null if no code was run.")
    seed: int
    seconds: float = Field(default=0.0, ge=0)
    feedback: FeedbackLevel = "full"
    assignment_sha256: str = Field(
        default="", description="Digest of the assignment, its checks and its reference."
    )
    grader_sha256: str = Field(default="", description="Digest of the grader's own source.")
    submission: SubmissionInfo = SubmissionInfo()
    versions: Versions
    notes: tuple[str, ...] = Field(
        default=(), description="For the student: remarks on how the submission was read."
    )
    held: tuple[str, ...] = Field(
        default=(), description="For the instructor: why a person should look at this submission."
    )
    output: str = Field(
        default="", description="For the instructor: what the student's code printed, shortened."
    )
    exercises: tuple[ExerciseResult, ...] = ()
    pictures: tuple[Picture, ...] = Field(
        default=(),
        description="What the student's functions draw; empty where none were asked for.",
    )
