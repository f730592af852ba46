"""The notebook of an assignment: its stubs, in the order of the text, with marks for nbgrader."""

from __future__ import annotations

import ast
import json
import re

import nbformat
import pytest

from grader.course import stub_of
from grader.course.load import load
from grader.handout.notebook import notebook_of, text_pieces
from grader.submissions import analyse, extract_notebook

README = """\
# Tiny

About three functions.

## The first

**`relu(x)`** (4 points) is the larger of x and 0.

```
## no heading, and **`row_means(x)`** is not meant
```

**`relu_backward(upstream, x)`** (3 points) and **`row_means(x)`** (2 points) use it.

## The end

Nothing more.
"""


@pytest.fixture
def assignment(tiny_course):
    return load(tiny_course, "tiny")


def book_of(assignment, readme=README):
    text = notebook_of(assignment, readme)
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    assert nbformat.writes(book) + "\n" == text  # as Jupyter writes it, so that its diff is small
    return book


def marks(cell):
    return cell.metadata.get("nbgrader", {})


@pytest.mark.parametrize(
    "heading", ["## relu_backward(upstream, x)", "### `relu_backward(upstream, x)`"]
)
def test_a_heading_introduces_an_exercise_too(assignment, heading):
    readme = README.replace("**`relu_backward(upstream, x)`** (3", f"{heading}\n\nIt (3")
    cells = book_of(assignment, readme).cells
    (before,) = [n for n, cell in enumerate(cells) if heading in cell.source]
    assert "def relu_backward" in cells[before + 1].source


def test_each_exercise_follows_the_text_that_introduces_it(assignment):
    ids = [
        cell.id if marks(cell) else cell.source.split("\n")[0]
        for cell in book_of(assignment).cells
        if cell.cell_type == "markdown" or marks(cell)
    ]
    assert ids[0] == "# Tiny"
    assert ids[3:] == [
        "## The first",
        "**`relu(x)`** (4 points) is the larger of x and 0.",
        "relu",
        "relu-checks",
        "**`relu_backward(upstream, x)`** (3 points) and **`row_means(x)`** (2 points) use it.",
        "relu_backward",
        "relu_backward-checks",
        "row_means",
        "row_means-checks",
        "## The end",
    ]


def test_an_exercise_in_a_table_follows_its_section(assignment):
    readme = "# Tiny\n\n## Two\n\n| f |\n|---|\n| `relu(x)` |\n\nMore.\n\n## End\n"
    ids = [cell.id for cell in book_of(assignment, readme).cells]
    sources = [cell.source for cell in book_of(assignment, readme).cells]
    assert ids.index("relu") == sources.index("## Two\n\n| f |\n|---|\n| `relu(x)` |\n\nMore.") + 1
    assert ids.index("row_means-checks") < sources.index("## End")


def test_without_any_text_every_exercise_is_there_all_the_same(assignment):
    for readme in ("", "# Tiny\n", "Prose alone.\n"):
        ids = [cell.id for cell in book_of(assignment, readme).cells]
        assert [one for one in ids if one in ("relu", "relu_backward", "row_means")] == [
            "relu",
            "relu_backward",
            "row_means",
        ]


def test_no_exercise_comes_before_one_that_stands_before_it_in_the_module(assignment):
    readme = (
        "# T\n\n**`row_means(x)`** uses it.\n\n**`relu_backward(u, x)`**\n\n**`relu(x)`** is.\n"
    )
    ids = [cell.id for cell in book_of(assignment, readme).cells]
    assert ids.index("relu") < ids.index("relu_backward") < ids.index("row_means")


def test_the_text_is_there_in_full_and_in_order(assignment):
    cells = book_of(assignment).cells
    texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    del texts[1:3]  # the note on notebooks, and the module's docstring
    assert "\n\n".join(texts) == README.strip("\n")


def test_what_is_fenced_is_not_cut():
    text = "a\n\n~~~~\n# b\n~~~\n**`c`**\n~~~~\n\n# d\n"
    assert list(text_pieces(text)) == ["a\n\n~~~~\n# b\n~~~\n**`c`**\n~~~~\n", "# d"]


def code_of(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def test_the_cells_hold_the_module_that_is_handed_out(assignment):
    found = "\n".join(cell.source for cell in code_of(book_of(assignment)) if not is_locked(cell))
    about, *rest = ast.parse(stub_of(assignment)).body
    assert ast.dump(ast.parse(found)) == ast.dump(ast.Module(rest, type_ignores=[]))
    assert about.value.value in [cell.source for cell in book_of(assignment).cells]


def is_locked(cell):
    return bool(marks(cell).get("locked"))


def test_what_stands_around_functions_stays_with_them(course_with):
    root = course_with(
        "solutions/tiny.py",
        "\n\ndef row_means(x):",
        "\nLIMIT = 3\n\n# Means,\n# by row.\n@staticmethod\ndef row_means(x):",
    )
    cells = {cell.id: cell.source for cell in book_of(load(root, "tiny")).cells}
    assert cells["relu_backward"].endswith("raise NotImplementedError\n\nLIMIT = 3")
    assert cells["row_means"].startswith("# Means,\n# by row.\n@staticmethod\ndef row_means(x):")


def test_points_are_those_of_the_public_checks(assignment):
    cells = {cell.id: cell for cell in book_of(assignment).cells}
    assert marks(cells["relu-checks"])["points"] == 1  # of 4: three are for hidden checks
    assert marks(cells["relu_backward-checks"])["points"] == 0
    assert "relu_backward has no public checks" in cells["relu_backward-checks"].source


def test_students_cannot_delete_or_change_a_checking_cell_by_mistake(assignment):
    for cell in code_of(book_of(assignment)):
        if is_locked(cell):
            assert cell.metadata["editable"] is False
        if marks(cell):
            assert cell.metadata["deletable"] is False


def test_ids_are_names_and_come_out_the_same(assignment):
    assert notebook_of(assignment, README) == notebook_of(assignment, README)
    ids = [cell.id for cell in book_of(assignment).cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", ["mean_λ", "r" * 60])
def test_a_name_that_cannot_be_an_id_gets_a_number(tiny, tmp_path, name):
    changed = {
        path: text.replace("row_means", name)
        for path, text in tiny.FILES.items()
        if isinstance(text, str)
    }
    assignment = load(tiny.write_tiny_course(tmp_path / "course", changed), "tiny")
    cells = {cell.id: cell.source for cell in book_of(assignment).cells}
    assert f"def {name}(x):" in cells["exercise-3"]
    assert f'check("{name}")' in cells["exercise-3-checks"]


def test_given_code_that_imports_the_module_finds_the_notebook(tiny, tmp_path):
    given = "def call(x):\n    import tiny_relu\n\n    return tiny_relu.relu(x)\n"
    toml = tiny.FILES["assignments/tiny/assignment.toml"].replace(
        "seed = 5", 'seed = 5\ngiven = ["caller", "alone"]'
    )
    changed = {
        "assignments/tiny/assignment.toml": toml,
        "assignments/tiny/given/caller.py": given,
        "assignments/tiny/given/alone.py": "import math\n",
    }
    assignment = load(tiny.write_tiny_course(tmp_path / "course", changed), "tiny")
    (cell,) = [one for one in code_of(book_of(assignment)) if "sys.modules" in one.source]
    assert cell.source.startswith("# caller.py imports tiny_relu; in here")


def test_without_such_code_there_is_no_such_cell(assignment):
    assert "sys.modules" not in notebook_of(assignment, README)


def test_marking_takes_the_stubs_and_nothing_of_the_checking_cells(assignment):
    """What the cells do for the notebook must not look like reaching for the grader."""
    found = extract_notebook(notebook_of(assignment, README))
    assert found.notes == ()
    names = ["relu", "relu_backward", "row_means"]
    assert re.findall(r"^def (\w+)", found.source, re.MULTILINE) == names
    read = analyse(found.source, exercises=names)
    assert {name for part in read.reach for name in part.names} >= {*names}
    assert (read.notes, read.held) == ((), ())
    assert "grader" not in read.source


def test_nothing_of_the_solution_is_in_it(assignment):
    assert "maximum" in assignment.reference
    assert "maximum" not in json.dumps(notebook_of(assignment, README))
