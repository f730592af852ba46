"""Faults that end a run: of the environment, of the course or of the command line.

Each carries the exit code and is shown as one sentence. How student code ends is none of these:
that is in `grader.outcome`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # `grade --help` reads this module and must not wait for pydantic
    pass


class GraderError(Exception):
    """A fault to tell the user about, as one sentence that says what to do next."""

    exit_code: ClassVar[int] = 3


class UsageProblem(GraderError):
    """What was asked for cannot be done as it was asked."""

    exit_code = 2


class CourseInvalid(GraderError):
    """The course (its assignments, checks or solutions) contradicts itself.

    It holds a sentence for each thing that is to be mended.
    """

    exit_code = 4

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def __str__(self) -> str:
        return " ".join(self.sentences)


class NoSafeSandbox(GraderError):
    """Other people's code would run without isolation."""

    exit_code = 5


class SandboxFailed(GraderError):
    """The sandbox could not start or lost its zygote: our fault, never the student's."""


class ReportsUnwritable(GraderError):
    """The folder for the reports is full, or may not be written to."""
