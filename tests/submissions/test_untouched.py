"""What is just as it was handed out is as if it were not handed in; what was tried is marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import CourseInvalid
from grader.submissions import Asked, Expected, Submission, discover
from tests.submissions.test_discover import Files, notebook, put, zipped

HANDOUT = '''\
"""What a neuron does."""

import numpy as np

RATE = 0.1


def given(x):
    """Return x twice."""
    return 2 * x


def f(x):
    """Return x."""
    raise NotImplementedError


class Layer:
    """A layer."""

    def forward(self, x):
        """Return x."""
        raise NotImplementedError

    def backward(self, x):
        """Return x."""
        raise NotImplementedError
'''
STUB = "def g(x):\n    raise NotImplementedError\n"
NEURON = Expected(
    "c1_neuron", "neuron", Asked(forbidden={"f": (), "Layer": ()}), handout=lambda: HANDOUT
)
SOFTMAX = Expected("c2_softmax", "softmax", Asked(forbidden={"g": ()}), handout=lambda: STUB)
QUIZ = Expected("quiz_1", "quiz_1", answers=True)
COURSE = (NEURON, SOFTMAX, QUIZ)
SHEET = 'quiz = "quiz_1"\nstudent = "ada"\n\n[answers]\na = ""  # a letter\nb = []\n'
DONE = HANDOUT.replace("raise NotImplementedError", "return x")


def rows(root: Path, asked: tuple[str, ...] = ()) -> dict[tuple[str, str], Submission]:
    return {(row.student, row.assignment): row for row in discover(root, COURSE, asked=asked)}


UNTOUCHED: dict[str, Files] = {
    "module": {"c1_neuron/neuron.py": HANDOUT},
    "notebook": {"c1_neuron/neuron.ipynb": notebook(HANDOUT)},
    "both": {"c1_neuron/neuron.py": HANDOUT, "c1_neuron/neuron.ipynb": notebook(HANDOUT)},
    "archive": {"work.zip": zipped({"neuron (1).py": HANDOUT})},
    "looks": {"neuron.py": HANDOUT.replace("    ", "  ") + "\n\n# to do\n"},
    "an older text": {"neuron.py": HANDOUT.replace("Return x.", "Return it.", 1)},
}


@pytest.mark.parametrize("kind", UNTOUCHED)
def test_what_is_as_it_was_handed_out_is_missing(tmp_path: Path, kind: str) -> None:
    put(tmp_path, {f"ada/{name}": data for name, data in UNTOUCHED[kind].items()})
    row = rows(tmp_path, asked=("c1_neuron",))["ada", "c1_neuron"]
    assert (row.source, row.missing) == ("", True)
    assert row.problem.endswith(" is just as it was handed out: nothing is filled in yet")
    assert "neuron" in row.problem


TRIED = {
    "an exercise": HANDOUT.replace("raise NotImplementedError", "return x", 1),
    "a part of one": HANDOUT.replace("    raise", "    y = x\n    raise", 1),
    "a method": HANDOUT.replace("        raise NotImplementedError", "        return x", 1),
    "under another name": f"{HANDOUT}\n\ndef my_f(x):\n    return x\n",
    "by another name": HANDOUT.replace("def f", "def my_f"),
    "a value": HANDOUT.replace("0.1", "0.2"),
    "what was given": HANDOUT.replace("2 * x", "3 * x"),
    "an import": f"import math\n{HANDOUT}",
    "a slip": f"{HANDOUT}\n\ndef f(x:\n",
    "less": HANDOUT[: HANDOUT.index("class Layer")],
}


@pytest.mark.parametrize("is_notebook", [False, True], ids=["module", "notebook"])
@pytest.mark.parametrize("kind", TRIED)
def test_where_something_was_tried_it_is_marked(
    tmp_path: Path, kind: str, is_notebook: bool
) -> None:
    source = TRIED[kind]
    data = {"ada/neuron.ipynb": notebook(source)} if is_notebook else {"ada/neuron.py": source}
    put(tmp_path, {**data})
    row = rows(tmp_path, asked=("c1_neuron",))["ada", "c1_neuron"]
    assert (row.missing, "handed out" in row.problem) == (False, False)


def test_it_asks_nothing_of_anybody(tmp_path: Path) -> None:
    """The whole folder of handouts comes along with one quiz that is answered."""
    whole = {"c1_neuron/neuron.py": HANDOUT, "c2_softmax/softmax.py": STUB, "README.html": ""}
    answered = SHEET.replace('""', '"b"')
    for student in ("ada", "bob"):
        files = {**whole, "quiz_1/answers.toml": answered}
        put(tmp_path, {f"{student}/{name}": data for name, data in files.items()})
    put(tmp_path, {"eve/c1_neuron/neuron.py": DONE, "eve/quiz_1/answers.toml": SHEET})
    found = rows(tmp_path)
    assert found.keys() == {
        ("ada", "quiz_1"), ("bob", "quiz_1"), ("eve", "c1_neuron"), ("eve", "quiz_1")
    }  # fmt: skip
    assert {key for key, row in found.items() if row.missing} == {("eve", "quiz_1")}
    assert found["eve", "quiz_1"].problem == (
        "quiz_1/answers.toml is just as it was handed out: nothing is answered yet"
    )


def test_who_has_nothing_else_has_a_row_for_it(tmp_path: Path) -> None:
    put(tmp_path, {"ada/c1_neuron/neuron.py": HANDOUT, "ada/quiz_1/answers.toml": SHEET})
    found = rows(tmp_path)
    assert found.keys() == {("ada", "c1_neuron"), ("ada", "quiz_1")}
    assert all(row.missing for row in found.values())


@pytest.mark.parametrize("name", ["README.html", "README.md", "quiz_1/README.html", "readme.txt"])
def test_what_was_handed_out_with_it_is_nothing_that_a_person_must_look_at(
    tmp_path: Path, name: str
) -> None:
    paper = '[[questions]]\nid = "a"\n'
    put(tmp_path, {"ada/quiz_1/answers.toml": SHEET, "ada/quiz_1/paper.toml": paper})
    put(tmp_path, {f"ada/{name}": ""})
    row = rows(tmp_path, asked=("quiz_1",))["ada", "quiz_1"]
    assert row.missing


def test_a_person_looks_where_something_lies_beside_it(tmp_path: Path) -> None:
    put(tmp_path, {"ada/c1_neuron/neuron.py": HANDOUT, "ada/report.docx": "PK"})
    row = rows(tmp_path, asked=("c1_neuron",))["ada", "c1_neuron"]
    assert (bool(row.problem), row.missing) == (True, False)
    assert "report.docx: not read, as only .py and .ipynb files are" in row.notes


@pytest.mark.parametrize("line", ["a = 1", 'a = ["x"]', 'c = "x"', 'a = "', "a = false"])
def test_answers_of_which_one_is_given_are_marked(tmp_path: Path, line: str) -> None:
    put(tmp_path, {"ada/quiz_1/answers.toml": SHEET.replace('a = ""  # a letter', line)})
    row = rows(tmp_path, asked=("quiz_1",))["ada", "quiz_1"]
    assert (bool(row.source), row.missing) == (True, False)


def test_where_no_handout_is_known_all_is_marked(tmp_path: Path) -> None:
    put(tmp_path, {"ada/c1_neuron/neuron.py": HANDOUT})

    def invalid() -> str:
        raise CourseInvalid("a region is never closed")

    for handout in (None, invalid):
        (row,) = discover(tmp_path, [replace(NEURON, handout=handout)])
        assert row.source == HANDOUT
