"""Every file of `student_template/`, and what differs between them and a folder."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

import tomli_w

from grader.course import (
    KNOWN_MISTAKES,
    PUBLIC_CHECKS,
    QUIZZES,
    Assignment,
    Course,
    stub_of,
    unrun,
)
from grader.errors import CourseInvalid
from grader.handout.guide import WORKFLOW, guide
from grader.handout.notebook import notebook_of
from grader.handout.page import Place, page
from grader.handout.public import public_checks
from grader.handout.wheel import PATTERN, build_wheel, wheel_name
from grader.quizzes import (
    ANSWERS,
    EVERYONE,
    PAPER,
    Paper,
    Papers,
    answers_text,
    first_page,
    paper_of,
    paper_text,
    practice_text,
    sheet_of,
    sheet_text,
)
from grader.submissions import is_blank

FOLDER = "student_template"
Files = dict[str, bytes]
# Of questions for practice everybody gets the same: their values are no secret.
FOR_EVERYBODY = "for everybody"
# What trying the handout out leaves behind; none of it is ever committed.
_CACHES = {"__pycache__", ".pytest_cache", ".ipynb_checkpoints"}


def handout(course: Course, *, wheel: bool = False, only: Collection[str] | None = None) -> Files:
    """Every file of `student_template/`, by its path from there; with the `wheel` if it is wanted.

    Or only the folders of some assignments and quizzes: others are not even loaded. Raises
    `CourseInvalid`, and `UsageProblem` where no wheel can be made.
    """
    assignments = [unrun(course.root, slug) for slug in course.slugs()]
    quizzes = list(Papers(course))
    places = [Place(one.slug, one.spec.title) for one in assignments]
    places += [Place(one.slug, one.spec.title) for one in quizzes]
    tree: Files = {}
    if only is None:
        first = guide(course, assignments, quizzes)
        tree["README.md"] = first.encode()
        tree["README.html"] = page(first, f"{FOLDER}/README.md", course.spec.title, places).encode()
        tree[".github/workflows/check.yml"] = WORKFLOW.encode()
    for slug in course.slugs():
        if only is not None and slug not in only:
            continue
        assignment = course.load(slug)
        for path, content in handout_of(assignment).items():
            tree[f"{assignment.slug}/{path}"] = content
        tree[f"{assignment.slug}/README.html"] = page(
            readme_of(assignment),
            f"assignments/{assignment.slug}/README.md",
            course.spec.title,
            places,
            here=assignment.slug,
        ).encode()
    for quiz in quizzes:
        if only is not None and quiz.slug not in only:
            continue
        text = practice_text(quiz, paper_of(quiz, FOR_EVERYBODY, EVERYONE))
        tree[f"{quiz.slug}/README.md"] = text.encode()
        where = f"assignments/{QUIZZES}/{quiz.slug}.toml"
        tree[f"{quiz.slug}/README.html"] = page(
            text, where, course.spec.title, places, here=quiz.slug
        ).encode()
    if wheel:
        tree[wheel_name()] = build_wheel()
    return tree


def handout_of(assignment: Assignment) -> Files:
    """The files of one assignment's folder, but for its page, which leads to the others."""
    readme = readme_of(assignment)
    tree: Files = {
        f"{assignment.spec.module}.py": stub_of(assignment).encode(),
        f"{assignment.spec.module}.ipynb": notebook_of(assignment, readme).encode(),
        "README.md": readme.encode(),
        "assignment.toml": _spec_of(assignment).encode(),
        PUBLIC_CHECKS: public_checks(assignment).encode(),
    }
    known = assignment.folder / KNOWN_MISTAKES
    if known.is_file():
        # Its first line says what it was made from, which is no concern of students.
        mistakes = json.loads(known.read_text(encoding="utf-8"))["mistakes"]
        lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in mistakes)
        tree[KNOWN_MISTAKES] = f'{{"mistakes": [\n{lines}\n]}}\n'.encode()
    for name, text in assignment.given.items():
        tree[f"{name}.py"] = text.encode()
    for folder in ("figures",):
        for path in sorted((assignment.folder / folder).glob("*")):
            tree[f"{folder}/{path.name}"] = path.read_bytes()
    return tree


def papers_of(course: Course, papers: Papers, student: str, slugs: Sequence[str]) -> Files:
    """A student's papers of these quizzes, by their paths in a folder of his: a folder for each
    quiz, and a page that leads to them. Raises `CourseInvalid`.
    """
    places = [Place(slug, papers.quiz(slug).spec.title) for slug in slugs]
    mine = [papers.of(one.slug, student) for one in places]
    first = first_page(course.spec.title, mine)
    tree: Files = {
        "README.html": page(first, "the list of papers", course.spec.title, places).encode()
    }
    for paper in mine:
        for name, content in quiz_files(course, paper, places).items():
            tree[f"{paper.quiz.slug}/{name}"] = content
    return tree


def quiz_files(course: Course, paper: Paper, places: Sequence[Place] = ()) -> Files:
    """The files of one paper: its page, what `grade quiz` asks, and the answers to fill in.

    Raises `CourseInvalid` for a formula that cannot be set.
    """
    quiz = paper.quiz
    places = places or [Place(quiz.slug, quiz.spec.title)]
    where = f"assignments/{QUIZZES}/{quiz.slug}.toml"
    made = page(paper_text(paper), where, course.spec.title, places, here=quiz.slug)
    sheet = sheet_of(paper)
    return {
        "README.html": made.encode(),
        PAPER: sheet_text(sheet).encode(),
        ANSWERS: answers_text(sheet).encode(),
    }


def write(tree: Files, target: Path) -> list[str]:
    """Make `target` hold this tree and nothing else; returns what was written or removed."""
    changed = [sentence for _, sentence in _differences(tree, target)]
    for path, _ in list(_differences(tree, target)):
        if path in tree:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(tree[path])
        else:
            (target / path).unlink()
    return changed


def write_papers(tree: Files, folder: Path) -> list[str]:
    """Write a student's papers into his folder, in which whatever else lies there stays.

    A quiz in which something is answered is left as it is: returns the names of those.
    """
    answered = [
        path.removesuffix(f"/{ANSWERS}")
        for path in tree
        if path.endswith(f"/{ANSWERS}") and _is_answered(folder / path)
    ]
    for path, content in tree.items():
        if path.partition("/")[0] not in answered:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    return answered


def _is_answered(path: Path) -> bool:
    """Whether a student has written into a file of answers: so has he who has broken it."""
    try:
        return path.is_file() and not is_blank(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return True


def stale(tree: Files, target: Path, only: Collection[str] | None = None) -> list[str]:
    """What differs between `target` and the tree, a sentence each; `only` in these folders."""
    return [
        sentence
        for path, sentence in _differences(tree, target)
        if only is None or path.partition("/")[0] in only
    ]


def _spec_of(assignment: Assignment) -> str:
    """What a student's own check must know of an assignment, and nothing that hidden checks use."""
    spec = assignment.spec.model_dump(
        mode="json", exclude_defaults=True, exclude={"seed", "feedback"}
    )
    return tomli_w.dumps(spec)


def readme_of(assignment: Assignment) -> str:
    """The handout's text. Raises `CourseInvalid` where there is none to read."""
    path = assignment.folder / "README.md"
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseInvalid(
            f"assignments/{assignment.slug}/README.md is missing; write the handout's text there."
        ) from None
    except UnicodeDecodeError as fault:
        raise CourseInvalid(
            f"assignments/{assignment.slug}/README.md is not UTF-8 ({fault}); save it as UTF-8."
        ) from None


def _differences(tree: Files, target: Path) -> Iterator[tuple[str, str]]:
    there = {
        path.relative_to(target).as_posix(): path
        for path in sorted(target.rglob("*"))
        if path.is_file() and not _CACHES & {*path.parts}
    }
    if wheel_name() not in tree:  # it lies there where one was asked for, and is never committed
        there = {path: found for path, found in there.items() if not fnmatch(path, PATTERN)}
    for path, content in sorted(tree.items()):
        if path not in there:
            yield path, f"{target.name}/{path} is missing"
        elif there[path].read_bytes() != content:
            yield path, f"{target.name}/{path} is out of date"
    for path in there:
        if path not in tree:
            yield path, f"{target.name}/{path} does not belong there"
