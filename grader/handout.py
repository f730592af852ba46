"""From the course to what students get: `student_template/`.

Stubs, handout texts, public checks and given code, made from `solutions/` and
`assignments/`. Making is a pure function from files to files; what must not get out
(solution regions, hidden checks, misconceptions) is never copied, and the proof searches
for it once more.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.assignments import BEGIN, END, PUBLIC_CHECKS, Assignment, Course, function_span
from grader.errors import CourseInvalid

FOLDER = "student_template"
Tree = dict[str, bytes]
# Taken for a comment, a misspelt mark would leave the solution in the handout.
_NEARLY = re.compile(r"#\s*(BEGIN|END)\s+SOLUTION", re.IGNORECASE)


def stub(source: str, name: str) -> str:
    """The solution `source` with each region replaced by `raise NotImplementedError`.

    `name` is the file's name for messages. Raises `CourseInvalid` for unbalanced or nested
    regions, a file without any, and a result that does not compile.
    """
    kept: list[str] = []
    opened: int | None = None
    regions = 0
    for number, line in enumerate(source.splitlines(), start=1):
        mark = line.strip()
        if mark == BEGIN:
            if opened is not None:
                raise CourseInvalid(
                    f"{name}: line {number} begins a solution region inside the one that began "
                    f"at line {opened}; end that one first with `{END}`."
                )
            opened = number
            regions += 1
            kept.append(line[: len(line) - len(line.lstrip())] + "raise NotImplementedError")
        elif mark == END:
            if opened is None:
                raise CourseInvalid(
                    f"{name}: line {number} ends a solution region that never began; put "
                    f"`{BEGIN}` before it or remove it."
                )
            opened = None
        elif _NEARLY.search(line):
            raise CourseInvalid(
                f"{name}: line {number} looks like the mark of a solution region and is none; "
                f"write `{BEGIN}` or `{END}` on a line of its own, or reword it."
            )
        elif opened is None:
            kept.append(line)
    if opened is not None:
        raise CourseInvalid(
            f"{name}: the solution region of line {opened} never ends; add `{END}`."
        )
    if not regions:
        raise CourseInvalid(
            f"{name} has no solution region; mark each body with `{BEGIN}` and `{END}`."
        )
    stripped = "\n".join(kept) + "\n"
    try:
        ast.parse(stripped)
    except SyntaxError as fault:
        raise CourseInvalid(
            f"{name}: without its solution regions line {fault.lineno} is not valid Python "
            f"({fault.msg}); let a region hold whole statements."
        ) from fault
    return stripped


def solution_lines(source: str) -> list[str]:
    """The lines inside the solution regions."""
    found, inside = [], False
    for line in source.splitlines():
        mark = line.strip()
        if mark in (BEGIN, END):
            inside = mark == BEGIN
        elif inside:
            found.append(line)
    return found


def stub_of(assignment: Assignment) -> str:
    """The assignment's stub. Raises `CourseInvalid`, also for an exercise without a region."""
    name = f"solutions/{assignment.solution.name}"
    stripped = stub(assignment.reference, name)
    for exercise in assignment.spec.exercises:
        try:
            start, end = function_span(assignment.reference, exercise.name)
        except LookupError:
            raise CourseInvalid(
                f"{name} defines no {exercise.name}, which assignment.toml lists as an exercise; "
                "write it or take it off the list."
            ) from None
        if BEGIN not in assignment.reference[start:end]:
            raise CourseInvalid(
                f"{name}: {exercise.name} has no solution region, so the handout would hold its "
                f"solution; mark its body with `{BEGIN}` and `{END}`."
            )
    return stripped


def public_checks(assignment: Assignment) -> str:
    """The source of the public checks and of what they need, and of nothing else."""
    path = assignment.folder / "checks.py"
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    body = ast.parse(source).body
    wanted = {check.id for check in assignment.checks if check.public}
    needed = _needed(body, wanted)
    imports = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    rest = [node for node in body if _defined(node) & needed]
    used = {name for node in rest for name in _names(node)}
    head = [text for node in imports if (text := _import_of(node, used))]
    title = f'"""The public checks of {assignment.spec.title}; run them with `grade check`."""\n'
    parts = ["".join(lines[_first_line(node) - 1 : node.end_lineno]) for node in rest]
    return "\n".join([title, "\n".join(head), "", "", "\n\n\n".join(p.strip() for p in parts), ""])


def _first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *[decorator.lineno for decorator in decorators]])


def _defined(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {t.id for target in targets for t in ast.walk(target) if isinstance(t, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _needed(body: list[ast.stmt], wanted: set[str]) -> set[str]:
    """The top-level names that these definitions need, themselves included."""
    uses = {name: _names(node) for node in body for name in _defined(node)}
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in uses and name not in found:
            found.add(name)
            waiting.extend(uses[name])
    return found


def _import_of(node: ast.Import | ast.ImportFrom, used: set[str]) -> str:
    """The import statement with the names that are used only, or ""."""
    kept = [alias for alias in node.names if (alias.asname or alias.name).partition(".")[0] in used]
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        kept = node.names
    if not kept:
        return ""
    if isinstance(node, ast.Import):
        return ast.unparse(ast.Import(names=kept))
    return ast.unparse(ast.ImportFrom(module=node.module, names=kept, level=node.level))


def handout(course: Course) -> Tree:
    """Every file of `student_template/`, by its path from there. Raises `CourseInvalid`."""
    assignments = [course.load(slug) for slug in course.slugs()]
    tree: Tree = {
        "README.md": _readme(course, assignments).encode(),
        ".github/workflows/check.yml": _WORKFLOW.encode(),
    }
    for assignment in assignments:
        for path, content in handout_of(assignment).items():
            tree[f"{assignment.slug}/{path}"] = content
    return tree


def handout_of(assignment: Assignment) -> Tree:
    """The files of one assignment's folder."""
    readme = assignment.folder / "README.md"
    if not readme.is_file():
        raise CourseInvalid(
            f"assignments/{assignment.slug}/README.md is missing; write the handout's text there."
        )
    tree: Tree = {
        f"{assignment.spec.module}.py": stub_of(assignment).encode(),
        "README.md": readme.read_bytes(),
        "assignment.toml": (assignment.folder / "assignment.toml").read_bytes(),
        PUBLIC_CHECKS: public_checks(assignment).encode(),
    }
    for name, text in assignment.given.items():
        tree[f"{name}.py"] = text.encode()
    for folder in ("figures",):
        for path in sorted((assignment.folder / folder).glob("*")):
            tree[f"{folder}/{path.name}"] = path.read_bytes()
    return tree


def write(tree: Tree, target: Path) -> list[str]:
    """Make `target` hold this tree and nothing else; returns what was written or removed."""
    changed = [sentence for _, sentence in _differences(tree, target)]
    for path, _ in list(_differences(tree, target)):
        if path in tree:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_bytes(tree[path])
        else:
            (target / path).unlink()
    return changed


def stale(tree: Tree, target: Path) -> list[str]:
    """What differs between `target` and the tree, a sentence each."""
    return [sentence for _, sentence in _differences(tree, target)]


def _differences(tree: Tree, target: Path) -> Iterator[tuple[str, str]]:
    there = {
        path.relative_to(target).as_posix(): path
        for path in sorted(target.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    for path, content in sorted(tree.items()):
        if path not in there:
            yield path, f"{target.name}/{path} is missing"
        elif there[path].read_bytes() != content:
            yield path, f"{target.name}/{path} is out of date"
    for path in there:
        if path not in tree:
            yield path, f"{target.name}/{path} does not belong there"


def _readme(course: Course, assignments: list[Assignment]) -> str:
    first = assignments[0]
    rows = "\n".join(
        f"| [{one.spec.title}]({one.slug}/README.md) | `{one.slug}/{one.spec.module}.py` "
        f"| {one.spec.points} | {one.spec.minutes or ''} |"
        for one in assignments
    )
    return _README.format(
        title=course.spec.title, rows=rows, slug=first.slug, module=first.spec.module
    )


_README = """\
# {title}

Each folder is an assignment: a `README.md` with the idea and its mathematics, a file of
stubs for you to fill in, and public checks that you can run as often as you like. More
checks, which you don't see, run when you hand in.

From nothing to the first passed check, with Python 3.11 or newer:

```
python -m pip install gradus
cd {slug}
grade check
```

`grade check` says which public checks pass, and explains the first one that fails. Open
`{module}.py`, replace a `raise NotImplementedError` by your code, and run it again;
`grade check --exercise NAME` looks at one exercise only.

| assignment | what you hand in | points | minutes |
|---|---|---:|---:|
{rows}

- Hand in the file of stubs, under its own name, filled in. A notebook with the same
  functions will do as well.
- Keep the names and the arguments of the functions. Helpers of your own are welcome, in the
  same file.
- Allowed imports: NumPy and, of the standard library, `math`, `typing`, `dataclasses`,
  `collections`, `itertools`, `functools`, `copy` and `warnings`.
- A check gives all of its points or none. A mistake in one function costs that function's
  points only: where another uses it, the grader puts a right one in its place.
- On every push of this repository, GitHub Actions runs the public checks too
  (`.github/workflows/check.yml`).
"""

_WORKFLOW = """\
# Runs the public checks of every assignment on each push.
name: check
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: python -m pip install gradus
      - run: grade check .
"""
