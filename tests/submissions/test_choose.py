"""Which file is the work, whatever else lies beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.submissions import Asked, Expected, Submission, discover
from grader.submissions.belongs import called_like, copy_number, defined_names, plain_stem
from tests.submissions.test_discover import Files, notebook, put, tarred, zipped
from tests.submissions.test_layouts import DONE, NEURON, SOFTMAX, STUB

HALF = "def f(x):\n    return x\n\n\ndef g(x):\n    raise NotImplementedError\n"
OTHER = "def h(x):\n    return x\n\n\ndef k(x):\n    return x\n"
HOME = "c1_neuron/neuron.py"


def row_of(
    tmp_path: Path, files: Files, expected: tuple[Expected, ...] = (NEURON, SOFTMAX)
) -> Submission:
    put(tmp_path, {f"ada/{name}": data for name, data in files.items()})
    put(tmp_path, {"zoe/neuron.py": DONE})
    others = [one for one in (NEURON, SOFTMAX) if one not in expected]
    rows = discover(tmp_path, expected, asked=("c1_neuron",), others=others)
    (row,) = [one for one in rows if one.student == "ada" and one.assignment == "c1_neuron"]
    return row


def words(source: str) -> list[str]:
    """What a source says, whatever the empty lines that a notebook's is read without."""
    return source.split()


WHERE_WORK_LIES = [
    "c1_neuron/neuron (1).py", "c1_neuron/neuron-Copy1.ipynb", "c1_neuron/neuron_final.py",
    "c1_neuron/Copy of neuron.py", "c1_neuron/neuron - Copy (2).py", "c1_neuron/neuron_final_v2.py",
    "c1_neuron/neuron.ipynb", "c1_neuron/c1_neuron.py", "c1_neuron/neuron.py.txt",
    "c1_neuron/neuron.ipynb.txt", "c1_neuron/neuron.ipynb.json", "c1_neuron/solution.py",
    "c1_neuron/src/neuron.py", "c1_neuron.py", "neuron.py", "my work/neuron.py",
    "my work/c1_neuron.py",
    "my work/solution.py", "solution.py", "Neuron2.py", "ada_neuron.ipynb", "neuron-ada.py",
    "c1_neuron (1)/neuron.py", "c1_neuron-main/neuron.py", "neuron_handin/solution.ipynb",
]  # fmt: skip


@pytest.mark.parametrize("expected", [(NEURON,), (NEURON, SOFTMAX)], ids=["one", "all"])
@pytest.mark.parametrize("name", WHERE_WORK_LIES)
def test_the_untouched_handout_hides_no_work(
    tmp_path: Path, name: str, expected: tuple[Expected, ...]
) -> None:
    data = notebook(DONE) if "ipynb" in name else DONE
    row = row_of(tmp_path, {HOME: STUB, "c1_neuron/public_checks.py": "", name: data}, expected)
    assert (row.problem, words(row.source)) == ("", words(DONE))
    told = f"{HOME}: not read, as {name} has more functions filled in"
    # What is not named for it is looked for only where what is named holds nothing.
    assert told in row.notes


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
@pytest.mark.parametrize(
    "name", ["c1_neuron.zip", "work.zip", "c1_neuron/work.zip", "neuron (2).zip", "handin/w.zip"]
)
@pytest.mark.parametrize(
    "inner", ["neuron.py", "c1_neuron/neuron.py", "w/w/neuron_final.py", "x.py"]
)
def test_it_hides_no_work_in_an_archive(tmp_path: Path, pack, name: str, inner: str) -> None:
    row = row_of(tmp_path, {HOME: STUB, name: pack({inner: DONE})})
    assert (row.problem, row.source) == ("", DONE)
    assert row.notes == (f"{HOME}: not read, as {name}/{inner} has more functions filled in",)


@pytest.mark.parametrize(
    ("files", "source"),
    [
        ({HOME: HALF, "c1_neuron/neuron (1).py": DONE}, DONE),
        ({HOME: DONE, "c1_neuron/neuron (1).py": HALF}, DONE),
        ({HOME: DONE, "c1_neuron/neuron (1).py": f"# new\n{DONE}"}, f"# new\n{DONE}"),
        ({"neuron (2).py": DONE, "neuron (10).py": f"# new\n{DONE}"}, f"# new\n{DONE}"),
        ({HOME: DONE, "c1_neuron/neuron-Copy1.py": f"# old\n{DONE}"}, DONE),
        ({HOME: DONE, "c1_neuron/neuron (1).py": "def f(:"}, DONE),
        ({HOME: DONE, "neuron.zip": zipped({"neuron.py": f"# old\n{DONE}"})}, DONE),
        # Helpers are not counted, be they as many as they may.
        (
            {HOME: DONE, "neuron_tools.py": "".join(f"def t{i}(): return 1\n" for i in range(9))},
            DONE,
        ),
        ({HOME: HALF, "c1_neuron/scratch.py": DONE}, HALF),
    ],
)
def test_the_fullest_counts_and_then_the_newest(tmp_path: Path, files: Files, source: str) -> None:
    row = row_of(tmp_path, files)
    assert row.source == source
    assert len(row.notes) == 1
    assert "not read" in row.notes[0]


def test_that_only_the_handout_is_there_is_said_where_more_lies_beside_it(tmp_path: Path) -> None:
    alone = row_of(
        tmp_path / "1", {HOME: STUB, "c1_neuron/README.md": "", "c1_neuron/data.csv": ""}
    )
    assert (alone.source, alone.notes) == (STUB, ())
    files: Files = {HOME: STUB, "report.docx": "PK", "c1_neuron/solution.py": "def f(:"}
    row = row_of(tmp_path / "2", files)
    assert row.notes[0] == f"{HOME} was taken, and nothing is filled in there"
    assert row.notes[1].startswith(
        "c1_neuron/solution.py: not read: it is not valid Python (line 1"
    )
    assert row.notes[2] == "report.docx: not read, as only .py and .ipynb files are"


LITTLE = "def f(x):\n    return x\n"
THIRDS = Asked(forbidden=dict.fromkeys(("f", "g", "h"), ()))


@pytest.mark.parametrize("asked", [("c1_neuron",), ("c1_neuron", "c2_softmax"), ()])
@pytest.mark.parametrize("data", [LITTLE, HALF, "x = 1\n", "def f(:\n", DONE])
@pytest.mark.parametrize("name", ["eve/hw.py", "hw.py", "eve/work/hw.py", "eve/hw.ipynb"])
def test_what_a_file_without_a_name_counts_for_is_no_matter_of_what_is_marked(
    tmp_path: Path, name: str, data: str, asked: tuple[str, ...]
) -> None:
    """Half of an assignment's functions make it that one's, be that alone named by the instructor
    or one of all."""
    neuron = replace(NEURON, asked=THIRDS)
    all_of_it = (neuron, SOFTMAX)
    expected = tuple(one for one in all_of_it if one.slug in asked) or all_of_it
    others = [one for one in all_of_it if one not in expected]
    put(tmp_path, {name: notebook(data) if "ipynb" in name else data, "zoe/neuron.py": DONE})
    put(tmp_path, {"kim/neuron.py": DONE})
    rows = discover(tmp_path, expected, asked=asked, others=others)
    (row,) = [one for one in rows if one.student not in ("zoe", "kim") and "c1" in one.assignment]
    assert row.student == ("hw" if name == "hw.py" else "eve")
    assert bool(row.source) == (data in (HALF, DONE))
    told = "holds 1 of the assignment's 3 functions, and a file of such a name is taken if it holds"
    assert (told in row.problem) == (data in (LITTLE, "def f(:\n"))


@pytest.mark.parametrize("others", ["ada/neuron.py", "ada.py", "ada_1_assignsubmission_file_/x.py"])
def test_who_is_called_after_a_file_beside_others_is_told(tmp_path: Path, others: str) -> None:
    put(
        tmp_path,
        {others: DONE, others.replace("ada", "bob").replace("1", "2"): DONE, "hw.py": DONE},
    )
    rows = {row.student: row.notes for row in discover(tmp_path, [NEURON, SOFTMAX])}
    told = () if others == "ada.py" else ("called so after hw.py beside the other students' work",)
    assert rows == {"ada": (), "bob": (), "hw": told}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("softmax.py", OTHER), ("softmax.py", DONE), ("c2_softmax.py", STUB),
        ("softmax (1).py", OTHER),
        ("my_softmax_final.ipynb", notebook(OTHER)), ("c2_softmax/solution.py", OTHER),
        ("c2_softmax/mine.ipynb", notebook(DONE)), ("c2_softmax.zip", zipped({"x.py": OTHER})),
        ("solution.py", OTHER), ("hw.ipynb", notebook(OTHER)), ("w/x.py", OTHER),
        ("work.zip", zipped({"softmax.py": DONE})), ("neuron.py", OTHER), ("c1_neuron/x.py", OTHER),
        ("neuron.ipynb", notebook(OTHER)), ("neuron_final.py", OTHER),
    ],
)  # fmt: skip
@pytest.mark.parametrize("expected", [(NEURON,), (NEURON, SOFTMAX)], ids=["one", "all"])
def test_another_assignment_s_file_is_never_taken(
    tmp_path: Path, name: str, data: str | bytes, expected: tuple[Expected, ...]
) -> None:
    row = row_of(tmp_path, {name: data}, expected)
    assert row.source == ""
    assert "nothing was handed in for c1_neuron" in row.problem or (
        row.problem.endswith("holds the functions of c2_softmax, so it was not marked as c1_neuron")
    )


@pytest.mark.parametrize("expected", [(NEURON,), (NEURON, SOFTMAX)], ids=["one", "all"])
def test_one_file_may_hold_several_assignments(
    tmp_path: Path, expected: tuple[Expected, ...]
) -> None:
    for name in ("neuron.py", "solution.py", "homework.ipynb"):
        both = DONE + OTHER
        data = notebook(both) if name.endswith("ipynb") else both
        row = row_of(tmp_path / name, {name: data}, expected)
        assert words(row.source) == words(both)


def test_a_file_without_any_known_name_is_known_by_what_it_defines(tmp_path: Path) -> None:
    put(tmp_path, {"ada/a.py": DONE, "ada/b.py": OTHER, "ada/c.py": "def t(): pass"})
    rows = discover(tmp_path, (NEURON, SOFTMAX))
    assert [(row.assignment, row.source) for row in rows] == [
        ("c1_neuron", DONE), ("c2_softmax", OTHER)
    ]  # fmt: skip


def test_two_that_hold_as_much_are_a_question(tmp_path: Path) -> None:
    row = row_of(tmp_path, {"a.py": DONE, "b.py": DONE})
    assert row.problem == "it is not clear which file to read: a.py and b.py; hand in one of them"
    row = row_of(tmp_path / "1", {"a.py": DONE, "a (1).py": DONE, "a-Copy2.ipynb": notebook(DONE)})
    assert row.files == ("a (1).py",)


def test_names_of_copies() -> None:
    for name in ("x (1)", "x(12)", "x - Copy", "x - Copy (2)", "x-Copy1", "Copy of x", "x copy 2"):
        assert plain_stem(name) == "x"
    for name in ("x1", "x_2", "copy", "x_final", "(1)", "Kopie"):
        assert plain_stem(name) in (name, "(1)")
    assert [copy_number(name) for name in ("x", "x (3)", "x-4", "x_5", "x-Copy1")] == [
        0,
        3,
        4,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("name", "slugs"),
    [
        ("neuron", "c1_neuron"), ("Neuron", "c1_neuron"), ("my-neuron v2", "c1_neuron"),
        ("neuron2", "c1_neuron"), ("C1Neuron", "c1_neuron"), ("neurons", ""), ("aneuron", ""),
        ("softmax_neuron", "c2_softmax"), ("", ""), ("ñeuron", ""),
    ],
)  # fmt: skip
def test_names_that_are_an_assignment_s(name: str, slugs: str) -> None:
    assert [one.slug for one in called_like(name, (NEURON, SOFTMAX))] == slugs.split()


def test_definitions_are_seen_in_modules_and_in_notebooks() -> None:
    text = (
        "def f(x):\n    pass\nasync def g(x): pass\nclass C:\n    def m(self): pass\n# def no()\n"
    )
    wanted = {"f", "g", "C"}
    assert defined_names(text.encode()) == wanted
    assert defined_names(notebook(text).encode()) == wanted
    cell = {"cell_type": "code", "source": text.splitlines(keepends=True)}
    assert defined_names(json.dumps({"cells": [cell]}, indent=1).encode()) == wanted
    assert defined_names(b"\xff\x00def f") == frozenset()


def test_nothing_that_a_student_writes_beside_his_work_takes_it_away(tmp_path: Path) -> None:
    many: Files = {f"lib{number}/x{number}.py": OTHER for number in range(200)}
    many |= {f"neuron_{number}.py": STUB for number in range(100)}
    row = row_of(tmp_path, {HOME: DONE, **many, "a.zip": b"PK", "b.rar": b"x"})
    assert row.source == DONE


def test_asked_without_names_counts_all_functions(tmp_path: Path) -> None:
    bare = Expected("c1_neuron", "neuron", Asked())
    put(tmp_path, {f"ada/{HOME}": STUB, "ada/c1_neuron/neuron_done.py": DONE, "zoe/neuron.py": "x"})
    assert discover(tmp_path, [bare])[0].source == DONE


def test_a_module_that_the_work_imports_is_read_with_it(tmp_path: Path) -> None:
    files: Files = {HOME: f"from helper import k\n{DONE}", "c1_neuron/helper.py": "k = 1\n"}
    row = row_of(tmp_path, files)
    assert ([one.name for one in row.modules], row.notes) == (["helper"], ())


def test_a_module_that_is_no_python_is_told(tmp_path: Path) -> None:
    files: Files = {HOME: f"from helper import k\n{DONE}", "c1_neuron/helper.py": "k = (1\n"}
    assert row_of(tmp_path, files).notes == (
        "helper.py, which your file imports, is not valid Python: line 1: '(' was never closed",
    )


def test_a_notebook_without_code_hides_no_work(tmp_path: Path) -> None:
    files: Files = {"c1_neuron/neuron.ipynb": notebook("%run work.py"), "c1_neuron/work.py": DONE}
    assert words(row_of(tmp_path, files).source) == words(DONE)


def test_what_to_hand_in_is_said_where_nothing_could_be_read(tmp_path: Path) -> None:
    inner = zipped({"neuron.py": DONE})
    row = row_of(tmp_path, {"c1_neuron.zip": zipped({"c1_neuron.zip": inner})})
    assert row.problem.endswith("unpack the outer one, and hand in c1_neuron.zip by itself")
    row = row_of(tmp_path / "2", {"c1_neuron/neuron.docx": "PK"})
    assert "only .py and .ipynb files are read, so hand in the one that you" in row.problem
