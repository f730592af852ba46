"""A student's own check: the public checks of a handout on the work that lies in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.assignments import PUBLIC_CHECKS, Assignment, load_handout
from grader.errors import UsageProblem
from grader.marking import Marker
from grader.results import Report
from grader.running import prepare_public
from grader.sandbox import Limits, Sandbox
from grader.submissions import Expected, Submission, read_source


def handouts(path: Path) -> list[Path]:
    """The assignment folders that `path` means: itself, its file's, or those inside it."""
    folder = path.parent if path.is_file() else path
    if (folder / PUBLIC_CHECKS).is_file():
        return [folder]
    found = sorted(one.parent for one in folder.glob(f"*/{PUBLIC_CHECKS}"))
    if not found:
        raise UsageProblem(
            f"{folder} is no assignment: it has no {PUBLIC_CHECKS}. Run grade check in the folder "
            "of an assignment, or name one."
        )
    return found


def check(folder: Path, file: Path | None = None, exercises: Sequence[str] = ()) -> Report:
    """Run the public checks on the work in a handout's folder, or on one file.

    The code runs in a process of its own but with the rights of whoever asks: it is theirs.
    """
    return check_source(folder, *read_work(folder, file), exercises)


def read_work(folder: Path, file: Path | None = None) -> tuple[Assignment, Submission]:
    """The handout in a folder, and the work in it. Raises `UsageProblem`."""
    assignment = load_handout(folder)
    expected = Expected(assignment.slug, assignment.spec.module)
    if file is None:
        file = folder / f"{expected.module}.py"
        notebook = folder / f"{expected.module}.ipynb"
        if not file.is_file() and notebook.is_file():
            file = notebook
    if not file.is_file():
        raise UsageProblem(f"There is no {file.name} in {folder}; it is what you fill in.")
    return assignment, replace(read_source(file, expected), student="you")


def check_source(
    folder: Path, assignment: Assignment, submission: Submission, exercises: Sequence[str] = ()
) -> Report:
    """Run the public checks of some exercises (default: all) on a submission."""
    names = [one.name for one in assignment.spec.exercises]
    for name in exercises:
        if name not in names:
            raise UsageProblem(
                f"{folder.name} has no exercise {name!r}; it has {', '.join(names)}."
            )
    kept = tuple(
        one
        for one in assignment.checks
        if one.public and (not exercises or one.exercise in exercises)
    )
    memory = assignment.spec.limits.memory_mb << 20
    with Sandbox("D", Limits(memory_bytes=memory)) as sandbox:
        prepared = prepare_public(replace(assignment, checks=kept))
        report = Marker(prepared, sandbox).mark(submission)
    tried = tuple(one for one in report.exercises if one.checks)
    return report.model_copy(update={"exercises": tried})
