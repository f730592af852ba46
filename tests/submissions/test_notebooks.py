"""Notebooks: what of them is marked, and what is said about the rest."""

from __future__ import annotations

import ast
import contextlib
import json
from typing import Any

import nbformat.v3
import nbformat.v4
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions import Notebook, NotebookUnreadable, extract_notebook
from grader.submissions.notebooks import MAX_NOTES


def book(*sources: Any, **more: Any) -> str:
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "outputs": []} for source in sources
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells} | more)


def extracted(*sources: Any) -> Notebook:
    notebook = extract_notebook(book(*sources))
    assert len(notebook.line_map) == notebook.source.count("\n")
    return notebook


@pytest.mark.parametrize(
    "cell",
    [
        "import numpy as np",
        "def f(x: int = 3, *, y=None) -> int:\n    # why\n    return x",
        "@property\n@print\ndef f(self):\n    return 1",
        "X = make(3)",
        "for i in range(3):\n    x = i",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "X = 1; print(X); x.append(3)",
    ],
)
def test_a_cell_is_python_as_it_stands(cell: str) -> None:
    notebook = extracted("A = 1", cell)
    assert notebook.source == f"A = 1\n{cell}\n"
    assert notebook.notes == ()


def test_work_in_a_text_cell_is_told() -> None:
    cells = [
        {"cell_type": "markdown", "source": "## sigmoid\n```\ndef sigmoid(z):\n    return z\n```"},
        {"cell_type": "markdown", "source": ["def relu(z):\n", "    return max(z, 0)\n"]},
        {"cell_type": "raw", "source": "def tanh(z):\n    return z"},
        {"cell_type": "raw", "source": "def cost(\n    A: int,\n) -> tuple[int]:\n    return A"},
        {"cell_type": "code", "source": "X = 1"},
    ]
    told = (
        "cell 2 is no code cell, and defines relu: make it a code cell",
        "cell 3 is no code cell, and defines tanh: make it a code cell",
        "cell 4 is no code cell, and defines cost: make it a code cell",
    )
    assert extract_notebook(book(cells=cells)).notes[:3] == told
    fenced = "cell 1 is no code cell, and defines sigmoid: put it in a code cell"
    assert extract_notebook(book(cells=cells), "", ["sigmoid"]).notes[:4] == (fenced, *told)
    cells.append({"cell_type": "code", "source": "def sigmoid(z):\n    return 1"})
    assert extract_notebook(book(cells=cells), "", ["sigmoid"]).notes[:3] == told


def test_what_a_cell_that_was_left_out_defines_is_told() -> None:
    assert extracted("X = 1", "def f(x):\n    return (x\n").notes[0] == (
        "cell 2 was left out: line 2 is not valid Python ('(' was never closed); it defines f"
    )


def test_later_definitions_come_later() -> None:
    assert extracted("def f(): return 1", "def f(): return 2").source == (
        "def f(): return 1\ndef f(): return 2\n"
    )


def test_line_map_counts_text_cells_and_lines_left_out() -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "source": "# Title"},
        {"cell_type": "code", "source": ["%pylab\n", "\n", "def f():\n", "    pass\n"]},
        {"cell_type": "raw", "source": "x"},
        {"cell_type": "code", "source": "print()\nX = 1"},
    ]
    notebook = extract_notebook(book(cells=cells))
    assert notebook.source == "pass\n\ndef f():\n    pass\nprint()\nX = 1\n"
    assert notebook.line_map[2] == ("cell 2", 3)
    assert notebook.line_map[-2:] == (("cell 4", 1), ("cell 4", 2))
    assert notebook.notes[-1] == "cells are counted from the top, text cells included"


def test_magics_shell_and_help_lines_are_left_out_and_counted() -> None:
    notebook = extracted(
        "%matplotlib inline\n%load_ext x\n!pip install \\\n   numpy\nX = 1\nX?\n??print\nf = !ls",
        "for i in x:\n    !ls\nt = %time f()",
    )
    lines = notebook.source.split("\n")
    assert lines[4] == "X = 1"
    assert {*lines[:4], *lines[5:8]} == {"pass", ""}
    assert notebook.notes[:2] == (
        "two magics, two shell lines and two help lines were left out of cell 1",
        "one magic and one shell line were left out of cell 2",
    )


def test_one_magic_is_said_in_the_singular() -> None:
    assert extracted("%pylab").notes[0] == "one magic was left out of cell 1"


def test_a_percent_or_bang_inside_a_string_or_brackets_is_python() -> None:
    source = (
        "def f(a, b):\n    s = '''it's\n%d\n!ls\n''' % (\n    a\n    % b)\n"
        "    return a \\\n    % b  # don't (\n"
    )
    notebook = extracted("%pylab\n" + source)
    assert notebook.source == f"pass\n{source}"
    assert notebook.notes[0].startswith("one magic was")


def test_cell_magics_take_their_cell_with_them_unless_it_is_python() -> None:
    notebook = extracted(
        "%%bash\nX = 1", "\n%%time\nY = 2", "%%html\n<b>", "%%writefile a.py\nZ = 1"
    )
    assert notebook.source == "\npass\nY = 2\n"
    assert notebook.notes[0] == "cell 1 was left out: %%bash is not Python"
    writes = "%%writefile only writes a file, so take this line and what imports it out"
    assert f"cell 4 was left out: {writes}" in notebook.notes
    assert "one magic was left out of cell 2" in notebook.notes


def test_a_cell_that_writes_the_file_that_is_asked_for_holds_the_work() -> None:
    source = "%%writefile neuron.py\nZ = 1"
    cells = [{"cell_type": "code", "source": source}]
    assert extract_notebook(book(cells=cells), "neuron.py").source == "pass\nZ = 1\n"
    assert extract_notebook(book(cells=cells), "other.py").source == ""


def test_a_cell_with_a_syntax_error_is_left_out_and_the_others_count() -> None:
    notebook = extracted("X = 1", "Y = 2\ndef f(:\n    pass", "Z = 3")
    assert notebook.source == "X = 1\nZ = 3\n"
    assert notebook.notes[0].startswith("cell 2 was left out: line 2 is not valid Python (")


@pytest.mark.parametrize(
    "bad", ["X = 1\0", "X = '\ud800'", "(" * 5000, "-" * 100_000 + "1", 3, ["a", 3], None]
)
def test_a_cell_that_python_chokes_on_is_left_out(bad: Any) -> None:
    notebook = extracted(bad, "Z = 3")
    assert notebook.source == "Z = 3\n"
    assert notebook.notes[0].startswith("cell 1 was left out: ")


def test_invalid_escapes_are_no_error_whatever_the_warning_filter() -> None:
    assert extracted("X = '\\d'").source == "X = '\\d'\n"


def test_line_ends_of_windows_are_read() -> None:
    assert extracted("X = 1\r\nprint()\r\nY = 2").source == "X = 1\nprint()\nY = 2\n"


def test_notes_end() -> None:
    notes = extracted(*["%pylab"] * 500).notes
    assert len(notes) == MAX_NOTES + 2
    assert notes[-2] == "480 more remarks are left out here"


def test_what_jupyter_writes_is_read() -> None:
    v4, v3 = nbformat.v4, nbformat.v3
    new = v4.new_notebook(cells=[v4.new_markdown_cell("t"), v4.new_code_cell("X = 1")])
    assert extract_notebook(nbformat.writes(new)).source == "X = 1\n"
    old = v3.new_notebook(worksheets=[v3.new_worksheet(cells=[v3.new_code_cell("X = 1")])])
    assert extract_notebook(v3.writes_json(old)).source == "X = 1\n"


def test_outputs_are_ignored() -> None:
    cell = {"cell_type": "code", "source": "X = 1", "outputs": [{"data": "x" * 2_000_000}]}
    assert extract_notebook(book(cells=[cell])).source == "X = 1\n"


def test_a_notebook_without_definitions_gives_no_source() -> None:
    assert extracted("print(1)", "%pylab\nf(3)").source == ""
    assert extracted().source == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is not JSON from line 1, column 1 on"),
        ('{\n "cells": [,]}', "is not JSON from line 2, column 12 on"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "a number that is too long"),
        ("[]", "no notebook"),
        ("{}", "no notebook"),
        ('{"nbformat": 2}', "has nbformat 2, but 3 or 4 is needed"),
        ('{"nbformat": true}', "has nbformat True"),
        ('{"nbformat": 4}', "no list of cells"),
        ('{"nbformat": 4, "cells": {}}', "no list of cells"),
        ('{"nbformat": 3}', "no list of worksheets"),
        ('{"nbformat": 3, "worksheets": [4]}', "no list of cells"),
        (book(metadata={"language_info": {"name": "R"}}), "the notebook's language is R"),
        (book(metadata={"kernelspec": {"language": "julia"}}), "language is julia"),
        (book("#" * 600_000, "#" * 600_000), "more than 1 MB of code"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_notebook_is_said_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(NotebookUnreadable) as caught:
        extract_notebook(text)
    assert sentence in str(caught.value)


FRAGMENTS = st.sampled_from(
    ["def f(x):", "lambda:0", "\t", "\n", "    ", "return x", "X = 1", "%pylab", "!ls", "?",
     "'''", '"', "(", ")", "\\", "# x", "é", ";", "@", "import a", "class A: pass", "\f", "\0",
     "yield 1"]
)  # fmt: skip
SOURCES = st.lists(FRAGMENTS, max_size=12).map("".join) | st.text(max_size=30)


@given(st.lists(SOURCES, max_size=4))
def test_any_cells_give_a_source_that_python_reads(sources: list[str]) -> None:
    notebook = extracted(*sources)
    ast.parse(notebook.source)
    for cell, line in notebook.line_map:
        number = int(cell.removeprefix("cell "))
        assert 1 <= line <= len(sources[number - 1].replace("\r", "\n").split("\n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "worksheets", "source", "input", "cell_type", "metadata"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(st.text(max_size=50) | JSON.map(json.dumps))
def test_any_text_is_a_notebook_or_unreadable(text: str) -> None:
    with pytest.raises(NotebookUnreadable):
        extract_notebook(text)


@given(st.sampled_from([3, 4]), JSON, JSON, JSON)
def test_any_json_in_the_shape_of_a_notebook_is_read_or_unreadable(
    version: int, cells: Any, metadata: Any, source: Any
) -> None:
    shapes = [cells, [cells], [{"cell_type": "code", "source": source, "input": source}]]
    for shape in shapes:
        book = {"nbformat": version, "metadata": metadata, "cells": shape, "worksheets": shape}
        with contextlib.suppress(NotebookUnreadable):
            assert extract_notebook(json.dumps(book)).source.count("\n") >= 0
