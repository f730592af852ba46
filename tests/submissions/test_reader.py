"""Files are read in another process, once, and what they make Python do is their own affair."""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import resource
import sys
import time
from pathlib import Path

import pytest

from grader.errors import SandboxFailed
from grader.sandbox import Disposable
from grader.submissions import Asked, Expected, discover, read_module
from grader.submissions import reader as reading_apart
from grader.submissions.model import MEGABYTE, Unreadable
from grader.submissions.names import MOST_CHARACTERS, MOST_TEXTS
from grader.submissions.reader import read_notebook
from grader.submissions.source.analysis import analyse

from .greedy import GREEDY, LONG, book, finally_nested, with_returns

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="in this process elsewhere")
EXPECTED = Expected("c1_neuron", "neuron", Asked(filename="neuron.py"))
# The others take as long as their length allows, and stand in tests/hostile.
QUICK = ("finally", "finally and returns", "finally and loops", "marks", "bound often")
PLAIN = "def f(x):\n    return x\n"


@contextlib.contextmanager
def apart():
    """Nothing may be parsed in this process meanwhile, nor may it work long or take much memory."""

    def refused(*_, **__):
        raise AssertionError("parsed in the checker")

    started, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ast, "parse", refused)
        patched.setattr(builtins, "compile", refused)
        yield
    assert time.process_time() - started < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 << 10


def test_what_is_read_is_what_the_analysis_says():
    source = (
        "import os\nimport numpy as np\n\ndef f(x):\n    return np.tanh(x)\n\ndef g(x):\n    pass\n"
    )
    asked = Asked("m.py", imports=("json",), forbidden={"f": ("np.tanh",), "g": ()})
    found = read_module(source, asked)
    here = analyse(source, imports=["json"], filename="m.py", exercises=["f", "g"])
    told = ("problem", "line", "stubs", "filled_in", "notes", "held", "codes", "refused", "guarded")
    for name in told:
        assert getattr(found, name) == getattr(here, name), name
    assert found.parts == here.reach
    assert found.refusals == {"f": "Line 5 uses np.tanh, which is not allowed here"}
    assert (found.source, found.asked) == (source, asked)


def test_what_is_no_python_says_where():
    found = read_module("x = 1\ndef f(:\n", Asked())
    assert (found.line, found.codes) == (2, ())
    assert found.problem.startswith("line 2: ")


def test_a_character_that_is_none_is_told():
    assert "UnicodeEncodeError" in read_module("x = '\ud800'\n", Asked()).problem


@pytest.mark.parametrize("name", QUICK)
def test_a_greedy_file_costs_this_process_nothing_and_the_next_is_read(name):
    with apart(), pytest.raises(Unreadable, match="too long or too much memory to read"):
        read_module(PLAIN + GREEDY[name], Asked(forbidden={"f": ("np.tanh",)}))
    assert read_module(PLAIN, Asked()).filled_in == {"f"}


@pytest.mark.parametrize("name", LONG)
def test_a_long_file_that_asks_for_no_more_than_its_length_is_read(name):
    assert read_module(PLAIN + LONG[name], Asked()).problem == ""


def test_a_notebook_is_read_apart():
    with apart():
        found = read_notebook(book("%magic\nX = 1", PLAIN, "f(2)").encode(), Asked())
    assert found.source == "pass\nX = 1\ndef f(x):\n    return x\nf(2)\n"
    assert found.line_map == (
        *(("cell 1", 1), ("cell 1", 2), ("cell 2", 1), ("cell 2", 2)),
        ("cell 3", 1),
    )
    assert found.remarks[0] == "one magic was left out of cell 1"
    assert found.filled_in == {"f"}


@pytest.mark.parametrize(
    "text",
    [
        book(PLAIN, with_returns(13)),
        book(PLAIN, finally_nested(22)),
        book(PLAIN, GREEDY["marks"]),
        '{"nbformat": 4, "cells": [' + '{"":0},' * (2 * MEGABYTE) + "0]}",
    ],
    ids=["returns", "finally", "marks", "json"],
)
def test_a_greedy_notebook_costs_this_process_nothing(text):
    with apart(), contextlib.suppress(Unreadable):
        # What is greedy may be left out, as a cell that is no Python is.
        assert read_notebook(text.encode(), Asked()).filled_in <= {"f"}


def hand_in(root: Path, **files: str) -> None:
    folder = root / "ada" / "c1_neuron"
    folder.mkdir(parents=True)
    for suffix, text in files.items():
        (folder / f"neuron.{suffix}").write_text(text, encoding="utf-8")


def test_of_twins_both_are_read_apart_and_once(tmp_path, monkeypatch):
    hand_in(tmp_path, py="def f(x):\n    pass\n", ipynb=book(PLAIN))
    asked = []
    ask = Disposable.ask
    monkeypatch.setattr(Disposable, "ask", lambda *args: asked.append(args) or ask(*args))
    with apart():
        (row,) = discover(tmp_path, [EXPECTED])
    assert row.files == ("neuron.ipynb",)
    assert row.reading is not None
    assert row.reading.asked == EXPECTED.asked
    assert len(asked) == 2


def test_a_greedy_twin_is_not_taken(tmp_path):
    hand_in(tmp_path, py=with_returns(13), ipynb=book(PLAIN))
    with apart():
        (row,) = discover(tmp_path, [EXPECTED])
    assert (row.problem, row.source) == ("", PLAIN)


def test_where_both_twins_are_greedy_the_row_says_so(tmp_path):
    hand_in(tmp_path, py=with_returns(13), ipynb=book(GREEDY["marks"]))
    with apart():
        (row,) = discover(tmp_path, [EXPECTED])
    assert "too long or too much memory" in row.problem
    assert row.files == ("neuron.py",)
    assert row.sha256


def test_what_of_ours_fails_meanwhile_is_no_problem_of_the_file(tmp_path, monkeypatch):
    def lost(*_):
        raise SandboxFailed("gone")

    hand_in(tmp_path, ipynb=book(PLAIN))
    monkeypatch.setattr(Disposable, "ask", lost)
    with apart():
        (row,) = discover(tmp_path, [EXPECTED])
    assert (row.problem, row.fault) == ("", "gone")


def test_a_fault_of_the_reader_is_told():
    with pytest.raises(SandboxFailed, match="TypeError"):
        read_module("x = 1\n", Asked(imports=3))  # type: ignore[arg-type]


def test_a_forked_process_asks_in_its_own_name():
    read_module(PLAIN, Asked())
    mine = reading_apart._here()
    assert reading_apart._here() is mine
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("os.getpid", lambda: -1)
        other = reading_apart._here()
    assert other is not mine
    other.close()


def test_what_is_said_of_a_file_is_short_however_long_its_names_are(tmp_path):
    name = "a" * 40_000
    lost = [f"%%{name}\nx = {n}" for n in range(8)]
    cells = [{"cell_type": "raw", "source": f"def {name}(x):\n    return x\n"}]
    text = json.loads(book(PLAIN, *lost))
    text["cells"] += cells
    hand_in(tmp_path, ipynb=json.dumps(text))
    (row,) = discover(tmp_path, [EXPECTED])
    assert row.source == PLAIN
    assert 1 < len(row.notes) <= MOST_TEXTS + 1
    assert max(map(len, row.notes)) < MOST_CHARACTERS + 20


def test_a_notebook_of_too_many_lines_is_told():
    with pytest.raises(Unreadable, match="more than 20000 lines"):
        read_notebook(book('X = """' + "\n" * 30_000 + '"""').encode(), Asked())


def test_what_python_parses_and_refuses_to_compile_comes_back_too():
    """A `return` that slipped out of its function was a fault of ours, for the whole class."""
    found = read_module("def f(x):\n    x = 1\nreturn x\n", Asked())
    (refused,) = found.refused
    assert (refused.line, refused.names, refused.by_chance) == (3, (), False)
    assert "begin the line as far in as the lines of its function" in refused.why
