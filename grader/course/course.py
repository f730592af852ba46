"""A course: its assignments in order, with their weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.course.assignment import Assignment
from grader.course.load import load
from grader.course.specs import (
    AssignmentSpec,
    CourseSpec,
    course_path,
    read,
)
from grader.errors import CourseInvalid, UsageProblem
from grader.near import near_words

# Where the quizzes lie, below assignments/.
QUIZZES = "quizzes"


@dataclass(frozen=True)
class Course:
    """A course: its root, its title and its assignments' slugs in order."""

    root: Path
    spec: CourseSpec

    def slugs(self) -> tuple[str, ...]:
        """The assignments in course order."""
        return tuple(entry.slug for entry in self.spec.assignment)

    def quizzes(self) -> tuple[str, ...]:
        """The quizzes in course order."""
        return tuple(entry.slug for entry in self.spec.quiz)

    def weights(self) -> dict[str, float]:
        """What each assignment and each quiz counts in the course, in course order."""
        return {entry.slug: entry.weight for entry in (*self.spec.assignment, *self.spec.quiz)}

    def load(self, slug: str) -> Assignment:
        """One assignment. Raises `UsageProblem` if the course has none of that name."""
        self.require(slug)
        return load(self.root, slug)

    def module(self, slug: str) -> str:
        """The name of what students hand in; the slug, where the assignment doesn't say."""
        spec = self._spec(slug)
        return spec.module if spec else slug

    def exercises(self, slug: str) -> tuple[str, ...]:
        """The names of what an assignment asks for; none, where it doesn't say."""
        spec = self._spec(slug)
        return tuple(one.name for one in spec.exercises) if spec else ()

    def given(self, slug: str) -> tuple[str, ...]:
        """The names of the modules that an assignment gives; none, where it doesn't say."""
        spec = self._spec(slug)
        return spec.given if spec else ()

    def _spec(self, slug: str) -> AssignmentSpec | None:
        """What an assignment says of itself, without its code; None where that is not valid."""
        try:
            return read(self.root / "assignments" / slug / "assignment.toml", AssignmentSpec)
        except CourseInvalid:  # told of by `load`, to whoever marks it
            return None

    def require(self, slug: str) -> None:
        """Raise `UsageProblem` if the course has no such assignment, with the nearest names."""
        if slug not in self.slugs():
            names = (*self.slugs(), *self.quizzes())
            meant = near_words(slug, names) or f"This course has {', '.join(names)}."
            raise UsageProblem(f"There is no assignment {slug!r}. {meant}")


def find_course(*starts: Path, outside: Path | None = None) -> Course:
    """The course whose root is one of these folders or a folder above one of them.

    None of these may be or lie in the folder `outside`: a course's own files are run, and what
    was handed in must never be taken for one.
    """
    work = outside.resolve() if outside is not None else None
    for start in starts:
        for folder in (start.resolve(), *start.resolve().parents):
            if work is not None and work in (folder, *folder.parents):
                continue
            if (folder / "assignments" / "course.toml").is_file():
                return load_course(folder)
    raise UsageProblem(
        "No course here: no folder above this one holds assignments/course.toml. "
        "Run grade inside the course, or name it with --course FOLDER."
    )


def load_course(root: Path) -> Course:
    """The course at `root`. Raises `CourseInvalid`."""
    path = root / "assignments" / "course.toml"
    spec = read(path, CourseSpec)
    slugs = [entry.slug for entry in (*spec.assignment, *spec.quiz)]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise CourseInvalid(f"{course_path(path)}: assignment {slug!r} is listed twice.")
    for slug in (entry.slug for entry in spec.quiz):
        if not (root / "assignments" / QUIZZES / f"{slug}.toml").is_file():
            raise CourseInvalid(
                f"{course_path(path)}: quiz {slug!r} has no assignments/{QUIZZES}/{slug}.toml."
            )
    for slug in (entry.slug for entry in spec.assignment):
        if not (root / "assignments" / slug / "assignment.toml").is_file():
            raise CourseInvalid(
                f"{course_path(path)}: assignment {slug!r} has no "
                f"assignments/{slug}/assignment.toml."
            )
    return Course(root, spec)
