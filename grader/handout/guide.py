"""The general README of the handout, and the workflow that checks a student's pushes."""

from __future__ import annotations

from collections.abc import Sequence

from grader.course import Assignment, Course
from grader.handout.wheel import wheel_name
from grader.quizzes import Quiz
from grader.submissions import ALLOWED_IMPORTS


def guide(course: Course, assignments: Sequence[Assignment], quizzes: Sequence[Quiz] = ()) -> str:
    """The text that a student reads first, in Markdown."""
    first = assignments[0]
    rows = "\n".join(
        f"| [{one.spec.title}]({one.slug}/README.md) "
        f"| `{one.spec.module}.py` or `.ipynb` "
        f"| {one.spec.points} | {one.spec.minutes or ''} |"
        for one in assignments
    )
    modules = [f"`{name}`" for name in ALLOWED_IMPORTS if name not in ("__future__", "numpy")]
    return _README.format(
        title=course.spec.title,
        rows=rows,
        slug=first.slug,
        module=first.spec.module,
        exercise=first.spec.exercises[0].name,
        modules=f"{', '.join(modules[:-1])} and {modules[-1]}",
        wheel=wheel_name(),
        quizzes=_quizzes(quizzes),
    )


def _quizzes(quizzes: Sequence[Quiz]) -> str:
    if not quizzes:
        return ""
    rows = "\n".join(
        f"| [{one.spec.title}]({one.slug}/README.md) | {one.max_score} | {one.spec.minutes or ''} |"
        for one in quizzes
    )
    return _QUIZZES.format(rows=rows)


_README = """\
# {title}

Each folder is an assignment: a text with the idea and its mathematics, a file of stubs for
you to fill in (as a module and as a notebook), and public checks that you can run as often
as you like. More checks, which you don't see, run when you hand in.

From nothing to the first passed check, with Python 3.11 or newer:

```
python -m pip install ./{wheel}
cd {slug}
grade check --watch
```

The `.whl` file beside this text is the grader, as it was when the course was handed out. Open
`{module}.py` in your editor, write the body of `{exercise}` in place of its
`raise NotImplementedError`, and save. `--watch` runs the checks again each time you do, takes
you through the exercises one at a time, and has a hint where you want one. Stop it with `q`.

| assignment | what you hand in | points | minutes |
|---|---|---:|---:|
{rows}
{quizzes}
## Ways to work

The text of an assignment is its `README.md`. `README.html` is the same as a page for your
browser, with all formulas set, without a network; begin with [README.html](README.html).

- **An editor and a terminal.** `grade check --watch`, or `grade check` for all public checks
  once; `grade check --exercise {exercise}` looks at one exercise only.
- **Jupyter.** `python -m pip install notebook`, and open the assignment's `.ipynb`. It holds
  the text, the same stubs, and after each exercise a cell that runs its public checks on the
  cells that you have run. Keep it in its folder: it needs the files beside it.
- **pytest, or the test panel of your editor.** Plain `pytest` in an assignment's folder has an
  item for each public check, skipped while its function is not filled in.

Work in the module or in the notebook, as you like, and hand in that one, under its own name.

## What to know before you hand in

- **Keep the names of the functions, and the names, the order and the defaults of their
  arguments.** Checks pass arguments by position or by name (`f(x, rate=0.1)`), and leave out
  those that have a default. So an argument that has a default must keep its name, and every one
  its place.
- Helpers of your own are welcome, in the same file or notebook. A file that you import is not
  handed in with it, but for the given ones.
- Of a notebook, functions, classes, imports and constants that are written out (`RATE = 0.1`)
  are taken. What cells compute, plot or print is not: pass it as an argument.
- Allowed imports: NumPy and, of the standard library, {modules}.
- A check gives all of its points or none. A mistake in one function costs that function's
  points only: where another uses it, the grader puts a right one in its place.
- On every push of this repository, GitHub Actions runs the public checks too
  (`.github/workflows/check.yml`); it is red until all of them pass.
"""

_QUIZZES = """
## Quizzes

Of each quiz you get a folder of your own, in which the numbers are yours alone: a page with the
questions, and `answers.toml`, which you fill in and hand in. `grade quiz` in that folder asks the
questions one by one. The pages here say what a quiz is about, and have questions for practice.

| quiz | points | minutes |
|---|---:|---:|
{rows}
"""

WORKFLOW = """\
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
      - run: python -m pip install ./gradus_coursework-*.whl
      - run: grade check .
"""
