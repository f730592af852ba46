"""Assignments and courses as they lie on disk: read, checked for sense, never run.

Loading runs `checks.py` (the author's code) and nothing of a student's. Whatever is wrong
with a course is a `CourseInvalid` with file, key and what was expected.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType

from grader.checks import Check, checks_in
from grader.errors import CourseInvalid, UsageProblem
from grader.exploring import Exploration, pictures_in
from grader.specs import (
    AssignmentSpec,
    ChangeSpec,
    CourseSpec,
    ExerciseSpec,
    MisconceptionsSpec,
    name_of,
    read,
    text_of,
)

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"
PUBLIC_CHECKS = "public_checks.py"


@dataclass(frozen=True)
class Misconception:
    """A known wrong way to do an exercise: the reference with one change."""

    id: str
    exercise: str
    says: str
    hint: str
    source: str


@dataclass(frozen=True)
class Assignment:
    """Everything about one assignment; `reference` is the whole source of the solution."""

    slug: str
    folder: Path
    spec: AssignmentSpec
    checks: tuple[Check, ...]
    reference: str
    solution: Path
    given: Mapping[str, str]
    sha256: str
    pictures: tuple[Exploration, ...] = ()

    @property
    def max_score(self) -> int:
        """The sum of the checks' points."""
        return sum(check.points for check in self.checks)

    def exercise(self, name: str) -> ExerciseSpec:
        """The exercise of that name."""
        return next(one for one in self.spec.exercises if one.name == name)

    def checks_of(self, exercise: str) -> tuple[Check, ...]:
        """The exercise's checks, in file order."""
        return tuple(check for check in self.checks if check.exercise == exercise)

    def uses(self, exercise: str) -> tuple[str, ...]:
        """The exercises that this one uses, directly or through others, in course order."""
        found: set[str] = set()
        waiting = list(self.exercise(exercise).uses)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.exercise(name).uses)
        return tuple(one.name for one in self.spec.exercises if one.name in found)

    def class_names(self) -> frozenset[str]:
        """The classes that the reference and the given code define."""
        trees = [ast.parse(source) for source in (self.reference, *self.given.values())]
        return frozenset(
            node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)
        )

    def misconceptions(self) -> tuple[Misconception, ...]:
        """The known wrong solutions. Raises `CourseInvalid`."""
        return tuple(_misconceptions(self))

    def accepted(self) -> dict[str, str]:
        """Right solutions in other styles: file name → source (over the reference's)."""
        return {
            path.name: overridden(self.reference, path.read_text(encoding="utf-8"))
            for path in sorted((self.folder / "accepted").glob("*.py"))
        }

    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The parameter names of the reference's top-level functions. Raises `CourseInvalid`."""
        try:
            tree = ast.parse(self.reference)
        except SyntaxError as fault:
            raise CourseInvalid(
                f"{name_of(self.solution)}: line {fault.lineno} is not valid Python ({fault.msg})."
            ) from fault
        return {
            node.name: tuple(arg.arg for arg in [*node.args.posonlyargs, *node.args.args])
            for node in tree.body
            if isinstance(node, ast.FunctionDef)
        }


@dataclass(frozen=True)
class Course:
    """A course: its root, its title and its assignments' slugs in order."""

    root: Path
    spec: CourseSpec

    def slugs(self) -> tuple[str, ...]:
        """The assignments in course order."""
        return tuple(entry.slug for entry in self.spec.assignment)

    def weights(self) -> dict[str, float]:
        """What each assignment counts in the course, in course order."""
        return {entry.slug: entry.weight for entry in self.spec.assignment}

    def load(self, slug: str) -> Assignment:
        """One assignment. Raises `UsageProblem` if the course has none of that name."""
        self.require(slug)
        return load(self.root, slug)

    def module(self, slug: str) -> str:
        """The name of what students hand in; the slug, where the assignment doesn't say."""
        try:
            return read(self.root / "assignments" / slug / "assignment.toml", AssignmentSpec).module
        except CourseInvalid:
            return slug

    def require(self, slug: str) -> None:
        """Raise `UsageProblem` if the course has no such assignment."""
        if slug not in self.slugs():
            raise UsageProblem(
                f"There is no assignment {slug!r}; this course has {', '.join(self.slugs())}."
            )


def find_course(*starts: Path) -> Course:
    """The course whose root is one of these folders or a folder above one of them."""
    for start in starts:
        for folder in (start.resolve(), *start.resolve().parents):
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
    slugs = [entry.slug for entry in spec.assignment]
    for slug in slugs:
        if slugs.count(slug) > 1:
            raise CourseInvalid(f"{name_of(path)}: assignment {slug!r} is listed twice.")
        if not (root / "assignments" / slug / "assignment.toml").is_file():
            raise CourseInvalid(
                f"{name_of(path)}: assignment {slug!r} has no assignments/{slug}/assignment.toml."
            )
    return Course(root, spec)


def load(root: Path, slug: str) -> Assignment:
    """The assignment `slug` of the course at `root`. Raises `CourseInvalid`."""
    folder = root / "assignments" / slug
    solution = root / "solutions" / f"{slug}.py"
    spec = read(folder / "assignment.toml", AssignmentSpec)
    names = [exercise.name for exercise in spec.exercises]
    for exercise in spec.exercises:
        for used in exercise.uses:
            if used not in names:
                raise CourseInvalid(
                    f"{name_of(folder / 'assignment.toml')}: exercise {exercise.name} uses "
                    f"{used!r}, which is no exercise of this assignment."
                )
    checks = checks_in(_run_module(folder / "checks.py", slug))
    for check in checks:
        if check.exercise not in names:
            raise CourseInvalid(
                f"{name_of(folder / 'checks.py')}: check {check.id} is of {check.exercise!r}, "
                f"which is no exercise of this assignment ({', '.join(names)})."
            )
    pictures = _pictures(folder, slug, names)
    return Assignment(
        slug=slug,
        folder=folder,
        spec=spec,
        checks=checks,
        reference=text_of(solution),
        solution=solution,
        given={name: text_of(folder / "given" / f"{name}.py") for name in spec.given},
        sha256=_digest(folder, solution),
        pictures=pictures,
    )


def _pictures(folder: Path, slug: str, names: Collection[str]) -> tuple[Exploration, ...]:
    """What `explore.py` draws, if there is one."""
    path = folder / "explore.py"
    if not path.is_file():
        return ()
    found = pictures_in(_run_module(path, slug))
    for one in found:
        for used in one.uses:
            if used not in names:
                raise CourseInvalid(
                    f"{name_of(path)}: picture {one.id} uses {used!r}, which is no exercise of "
                    f"this assignment ({', '.join(names)})."
                )
    return found


def load_handout(folder: Path) -> Assignment:
    """The assignment as a student has it: public checks, given code and no reference.

    Raises `UsageProblem` when `folder` is no handout, `CourseInvalid` when it is damaged.
    """
    if not (folder / "assignment.toml").is_file() or not (folder / PUBLIC_CHECKS).is_file():
        raise UsageProblem(
            f"{folder} is no assignment: it has no assignment.toml and {PUBLIC_CHECKS}. "
            "Run grade check in an assignment's folder, or name one."
        )
    spec = read(folder / "assignment.toml", AssignmentSpec)
    given = {
        path.stem: text_of(path)
        for path in sorted(folder.glob("*.py"))
        if path.name not in (PUBLIC_CHECKS, f"{spec.module}.py") and path.stem in spec.given
    }
    return Assignment(
        slug=folder.resolve().name,
        folder=folder,
        spec=spec,
        checks=checks_in(_run_module(folder / PUBLIC_CHECKS, folder.resolve().name)),
        reference="",
        solution=folder / f"{spec.module}.py",
        given=given,
        sha256="",
    )


def overridden(reference: str, source: str) -> str:
    """`source` laid over the reference: what it defines wins, the rest stays."""
    lines = source.splitlines(keepends=True)
    # Python wants these first in a file.
    future = [line for line in lines if line.startswith("from __future__ ")]
    rest = [line for line in lines if not line.startswith("from __future__ ")]
    return "".join([*future, reference, "\n\n", *rest])


@functools.lru_cache(maxsize=2)
def _definitions(source: str) -> tuple[ast.stmt, ...]:
    """A source's top-level statements; each known mistake asks for those of the reference."""
    return tuple(ast.parse(source).body)


def function_span(source: str, name: str) -> tuple[int, int]:
    """First and one-past-last character of a top-level definition. Raises `LookupError`."""
    lines = source.splitlines(keepends=True)
    for node in _definitions(source):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            start = sum(map(len, lines[: node.lineno - 1]))
            return start, start + sum(map(len, lines[node.lineno - 1 : node.end_lineno]))
    raise LookupError(name)


def _misconceptions(assignment: Assignment) -> Iterator[Misconception]:
    path = assignment.folder / "misconceptions.toml"
    if not path.is_file():
        return
    for spec in read(path, MisconceptionsSpec).misconception:
        where = f"{name_of(path)}: misconception {spec.id}"
        if spec.exercise not in [exercise.name for exercise in assignment.spec.exercises]:
            raise CourseInvalid(f"{where} is of {spec.exercise!r}, which is no exercise.")
        if (spec.change is None) == (spec.file is None):
            raise CourseInvalid(f"{where} needs either `change` or `file`, and not both.")
        if spec.file is not None and not PurePosixPath(spec.file).match("misconceptions/*.py"):
            raise CourseInvalid(f"{where}: its `file` must be misconceptions/<name>.py.")
        if spec.file is not None:
            source = overridden(assignment.reference, text_of(assignment.folder / spec.file))
        else:
            assert spec.change is not None
            source = _changed(assignment, spec.exercise, spec.change, where)
        yield Misconception(spec.id, spec.exercise, spec.says, spec.hint, source)


def _changed(assignment: Assignment, exercise: str, change: ChangeSpec, where: str) -> str:
    source = assignment.reference
    try:
        start, end = function_span(source, exercise)
    except LookupError:
        raise CourseInvalid(
            f"{where} is of {exercise!r}, which {assignment.solution.name} does not define."
        ) from None
    count = source.count(change.old, start, end)
    if count != 1:
        raise CourseInvalid(
            f"{where}: its `old` text occurs {count} times in {exercise} of "
            f"{assignment.solution.name}; it must occur exactly once."
        )
    at = source.index(change.old, start, end)
    return source[:at] + change.new + source[at + len(change.old) :]


def _run_module(path: Path, slug: str) -> ModuleType:
    if not path.is_file():
        raise CourseInvalid(f"{name_of(path)} is missing.")
    spec = importlib.util.spec_from_file_location(f"gradus_{path.stem}_{slug}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses and inspect look a module up by its name.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as fault:
        line = _line_in(fault, path)
        raise CourseInvalid(
            f"{name_of(path)}{line} does not load: {type(fault).__name__}: {fault}."
        ) from fault
    return module


def _line_in(fault: BaseException, path: Path) -> str:
    line = fault.lineno if isinstance(fault, SyntaxError) else None
    trace = fault.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f" (line {line})" if line else ""


def _digest(folder: Path, solution: Path) -> str:
    """Of every file that can change a report of this assignment."""
    digest = hashlib.sha256()
    names = ("assignment.toml", "checks.py", "explore.py", "misconceptions.toml")
    files = [folder / name for name in names]
    for pattern in ("given/*.py", "misconceptions/*.py", "data/*.npz"):
        files.extend(sorted(folder.glob(pattern)))
    for path in (*files, solution):
        if path.is_file():
            content = path.read_bytes()
            digest.update(f"{path.name}:{len(content)}:".encode())
            digest.update(content)
    return digest.hexdigest()
