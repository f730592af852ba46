"""Folders and archives of a class to rows."""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageProblem
from grader.submissions import Asked, Expected, Submission, discover
from grader.submissions import tree as trees

C1 = Expected("c1_neuron", "neuron")
C2 = Expected("c2_softmax", "softmax")
COURSE = (C1, C2)
NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "X = 'nb'"}]})

Files = dict[str, "str | bytes"]


def put(root: Path, files: Files) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def zipped(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(files: Files) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            content = data if isinstance(data, bytes) else data.encode()
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def table(rows: list[Submission]) -> dict[tuple[str, str], str]:
    """Who handed in what: the source, or the problem."""
    assert [(r.student, r.assignment) for r in rows] == sorted(
        (r.student, r.assignment) for r in rows
    )
    assert all(bool(row.source) != bool(row.problem) for row in rows)
    return {(row.student, row.assignment): row.source or row.problem for row in rows}


def alone(tmp_path: Path, files: Files, course: tuple[Expected, ...] = COURSE) -> Submission:
    """The row of ada for C1, who is one of a class."""
    put(tmp_path, {f"ada/{name}": data for name, data in files.items()})
    put(tmp_path, {"zoe/c1_neuron/neuron.py": "zoe"})
    rows = [row for row in discover(tmp_path, course) if row.student == "ada"]
    (row,) = [row for row in rows if row.assignment == C1.slug]
    return row


LAYOUTS: list[tuple[str, str]] = [
    ("c1_neuron/neuron.py", "neuron.py"),
    ("c1_neuron/neuron.ipynb", "neuron.ipynb"),
    ("c1_neuron.py", "c1_neuron.py"),
    ("c1_neuron.ipynb", "c1_neuron.ipynb"),
    ("neuron.py", "neuron.py"),
    ("neuron.ipynb", "neuron.ipynb"),
    ("c1_neuron/c1_neuron.py", "c1_neuron.py"),
    ("c1_neuron/c1_neuron.ipynb", "c1_neuron.ipynb"),
    ("c1_neuron/mine.py", "mine.py"),
    ("c1_neuron/mine.ipynb", "mine.ipynb"),
    ("C1_Neuron/Neuron.PY", "Neuron.PY"),
    ("c1_neuron/c1_neuron/neuron.py", "neuron.py"),
    ("homework/c1_neuron/neuron.py", "neuron.py"),
    ("homework/neuron.py", "neuron.py"),
]


def content(name: str) -> str:
    return NOTEBOOK if name.lower().endswith(".ipynb") else "x = 1\n"


def kept(name: str) -> str:
    return "X = 'nb'\n" if name.lower().endswith(".ipynb") else "x = 1\n"


@pytest.mark.parametrize(("name", "shown"), LAYOUTS)
def test_layouts_in_a_student_s_folder(tmp_path: Path, name: str, shown: str) -> None:
    row = alone(tmp_path, {name: content(name), "README.md": "hi", ".DS_Store": ""})
    assert (row.source, row.problem, row.files) == (kept(name), "", (shown,))
    assert row.notes == ()


@pytest.mark.parametrize(("name", "shown"), LAYOUTS)
@pytest.mark.parametrize(
    ("archive", "origin"),
    [
        ("ada.zip", ""),
        ("ada.tar.gz", ""),
        ("ada.tgz", ""),
        ("ada/c1_neuron.zip", "c1_neuron.zip/"),
        ("ada/homework.tar.gz", "homework.tar.gz/"),
        ("ada/c1_neuron/anything.zip", "anything.zip/"),
    ],
)
def test_layouts_in_a_student_s_archive(
    tmp_path: Path, archive: str, origin: str, name: str, shown: str
) -> None:
    pack = zipped if archive.endswith("zip") else tarred
    files: Files = {name: content(name), "__MACOSX/x.py": "", ".DS_Store": ""}
    put(tmp_path, {archive: pack(files), "zoe/neuron.py": "zoe"})
    assert table(discover(tmp_path, COURSE)) == {
        ("ada", "c1_neuron"): kept(name),
        ("zoe", "c1_neuron"): "zoe",
    }
    assert discover(tmp_path, COURSE)[0].files == (origin + shown,)


@pytest.mark.parametrize("suffix", [".zip", ".tar.gz"])
@pytest.mark.parametrize("wrap", ["", "class of 2026/", "submitted/"])
def test_a_whole_class_in_an_archive(tmp_path: Path, suffix: str, wrap: str) -> None:
    files: Files = {
        f"{wrap}ada/c1_neuron/neuron.py": "ada",
        f"{wrap}ada/c1_neuron/timestamp.txt": "2026-01-01 00:00:00 UTC",
        f"{wrap}bob/neuron.py": "bob",
        f"{wrap}eve.zip": zipped({"neuron.py": "eve"}),
    }
    path = tmp_path / f"class{suffix}"
    path.write_bytes((zipped if suffix == ".zip" else tarred)(files))
    rows = discover(path, COURSE)
    found = table(rows)
    assert found["ada", "c1_neuron"] == "ada"
    assert found["bob", "c1_neuron"] == "bob"
    assert found["eve", "c1_neuron"] == "eve"
    assert rows[0].received == "2026-01-01T00:00:00+00:00"


@pytest.mark.parametrize("name", ["c1_neuron/neuron.py", "neuron.py", "c1_neuron.py"])
def test_the_archive_of_one_student_as_root(tmp_path: Path, name: str) -> None:
    (tmp_path / "ada.zip").write_bytes(zipped({name: "x"}))
    assert table(discover(tmp_path / "ada.zip", COURSE)) == {("ada", "c1_neuron"): "x"}


@pytest.mark.parametrize("name", ["c1_neuron/neuron.py", "neuron.py", "c1_neuron.ipynb"])
def test_a_root_that_is_one_student_s_folder(tmp_path: Path, name: str) -> None:
    root = put(tmp_path / "ada", {name: content(name), "data/x.csv": "", "conftest.py": ""})
    assert table(discover(root, COURSE)) == {("ada", "c1_neuron"): kept(name)}


def test_a_stray_file_in_a_class_does_not_make_it_one_student_s(tmp_path: Path) -> None:
    put(tmp_path, {"neuron.py": "stray", "ada/neuron.py": "ada"})
    assert table(discover(tmp_path, COURSE))["ada", "c1_neuron"] == "ada"


NUMBERED = (Expected("c1_neuron", "neuron"),)
BESIDE: dict[str, Files] = {
    "loose files": {"ada.py": "a", "bob.py": "b", "neuron.py": "x"},
    "folders": {"ada/solution.py": "a", "bob/solution.py": "b", "c1_neuron/neuron.py": "x"},
    "a folder and a loose file": {"ada/mine.ipynb": NOTEBOOK, "c1_neuron.py": "x", "bob.py": "b"},
    "archives": {"ada/a.zip": zipped({"a.py": "a"}), "bob/w.rar": "", "c1_neuron.ipynb": NOTEBOOK},
    "deep": {"ada/my/own/work.py": "a", "bob/b/c/d.py": "b", "neuron.py": "x"},
    "one of another assignment's name": {
        "ada/ada.py": "a", "bob/c1_bob.py": "b", "c1_neuron/neuron.py": "x", "neuron.py": "x"
    },
}  # fmt: skip


@pytest.mark.parametrize("packed", ["", "class.zip", "class/"])
@pytest.mark.parametrize("kind", BESIDE)
def test_a_file_of_an_assignment_s_name_takes_nobody_s_row(
    tmp_path: Path, kind: str, packed: str
) -> None:
    root = tmp_path / "class"
    if packed:
        root = tmp_path / "class.zip"
        start = packed if packed.endswith("/") else ""
        root.write_bytes(zipped({start + name: data for name, data in BESIDE[kind].items()}))
    else:
        put(root, BESIDE[kind])
    rows = discover(root, NUMBERED, asked=("c1_neuron",))
    assert {"ada", "bob"} < {row.student for row in rows}
    assert len(rows) >= 3


def test_a_link_at_the_top_may_be_a_student_too(tmp_path: Path) -> None:
    put(tmp_path, {"neuron.py": "x"})
    (tmp_path / "ada").symlink_to("nowhere")
    assert {row.student for row in discover(tmp_path, COURSE)} == {"ada", "neuron"}


def test_one_student_s_folder_may_hold_more_than_what_is_marked_this_time(tmp_path: Path) -> None:
    given = Expected("c1_neuron", "neuron", Asked(given=("graph",)))
    files: Files = {"c1_neuron/neuron.py": "x", "c2_softmax/softmax.py": "y", "graph.py": ""}
    root = put(tmp_path / "ada", {**files, "public_checks.py": "", "README.md": ""})
    assert table(discover(root, [given])) == {("ada", "c1_neuron"): "x"}


WHOLE = (
    Expected("c1_neuron", "neuron"),
    Expected("c4_conv", "conv", Asked(given=("graph",))),
    Expected("c5_attention", "attention"),
    Expected("quiz_1", "quiz_1", answers=True),
    Expected("quiz_2", "quiz_2", answers=True),
)
ANSWERS = 'quiz = "quiz_1"\n[answers]\na = 1\n'
OF_ADA: Files = {
    "c1_neuron.py": "x", "c4_conv/conv.py": "y", "graph.py": "",
    "c5_attention.zip": zipped({"attention.py": "z"}), "quiz_1/answers.toml": ANSWERS,
}  # fmt: skip
ROOTS: dict[str, Files] = {
    "a student": OF_ADA,
    "a student's answers": {"quiz_1/answers.toml": ANSWERS},
    "a student's one folder": {"c5_attention/attention.py": "x"},
    "a class": {f"{who}/{name}": data for who in ("ada", "bob") for name, data in OF_ADA.items()},
    "a class and a stray file": {"ada/neuron.py": "x", "bob/conv.py": "y", "c1_neuron.py": "x"},
}


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "archive"])
@pytest.mark.parametrize("kind", ROOTS)
def test_who_is_who_does_not_depend_on_what_is_marked(
    tmp_path: Path, kind: str, packed: bool
) -> None:
    root = put(tmp_path / "ada", ROOTS[kind])
    if packed:
        root = tmp_path / "packed" / "ada.zip"
        put(root.parent, {root.name: zipped(ROOTS[kind])})
    whole = {(row.student, row.assignment): row for row in discover(root, WHOLE)}
    students = {student for student, _ in whole}
    assert students == {"ada"} if "student" in kind else {"ada", "bob"} <= students
    for one in WHOLE:
        others = [other for other in WHOLE if other is not one]
        rows = discover(root, [one], asked=[one.slug], others=others)
        assert {row.student for row in rows} == students
        for row in rows:
            same = whole.get((row.student, row.assignment))
            if same is None:
                assert row.problem
            else:
                told = (row.source, row.problem, row.missing)
                assert told == (same.source, same.problem, same.missing)


def test_two_students_called_like_folders_of_nbgrader_are_two_students(tmp_path: Path) -> None:
    put(tmp_path, {"submitted/c1_neuron/neuron.py": "1", "source/c1_neuron/neuron.py": "2"})
    put(tmp_path, {"ada/c1_neuron/neuron.py": "ada"})
    assert {row.student for row in discover(tmp_path, COURSE)} == {"ada", "source", "submitted"}


@pytest.mark.parametrize("suffix", [".zip", ".tgz"])
@pytest.mark.parametrize("around", ["", "class/"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("eve/my\\notes.txt", "nothing was handed in for c1_neuron: found my/notes.txt"),
        ("eve/a/../b.txt", "nothing was handed in for c1_neuron: found a/b.txt"),
        ("eve/a/../neuron.py", "tries to write outside its folder"),
        ("eve/../neuron.py", "tries to write outside its folder"),
        ("eve/" + "x" * 2000, "nothing was handed in"),
        ("eve/" + "1" * 255, "nothing was handed in"),
    ],
)
def test_one_student_s_file_name_leaves_the_others_of_an_archive_their_rows(
    tmp_path: Path, suffix: str, around: str, name: str, said: str
) -> None:
    names = {f"{who}/neuron.py": who for who in ("ada", "bob")} | {name: "x"}
    files: Files = {around + name: data for name, data in names.items()}
    path = tmp_path / f"class{suffix}"
    path.write_bytes((zipped if suffix == ".zip" else tarred)(files))
    found = table(discover(path, COURSE))
    assert said in found.pop(("eve", "c1_neuron"))
    assert found == {("ada", "c1_neuron"): "ada", ("bob", "c1_neuron"): "bob"}


def test_one_student_s_many_files_leave_the_others_of_an_archive_their_rows(tmp_path: Path) -> None:
    many: Files = {f"eve/{number}": "" for number in range(5001)}
    path = tmp_path / "class.tgz"
    path.write_bytes(tarred({"ada/neuron.py": "ada", **many}))
    found = table(discover(path, COURSE))
    assert found["ada", "c1_neuron"] == "ada"
    assert "eve holds more than 5000 files" in found["eve", "c1_neuron"]


def test_a_root_given_as_a_link_or_a_dot_is_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = put(tmp_path / "ada", {"neuron.py": "x"})
    (tmp_path / "link").symlink_to(root)
    monkeypatch.chdir(root)
    for path in (tmp_path / "link", Path()):
        assert table(discover(path, COURSE)) == {("ada", "c1_neuron"): "x"}


@pytest.mark.parametrize(
    "beside", [{}, {"gradebook.db": "", "release/c1_neuron/x.ipynb": NOTEBOOK}]
)
def test_an_nbgrader_course(tmp_path: Path, beside: Files) -> None:
    files: Files = {
        "submitted/ada/c1_neuron/Problem 1.ipynb": NOTEBOOK,
        "submitted/ada/c1_neuron/timestamp.txt": "2026-01-01 12:00:00.5 UTC",
        "submitted/bob/c1_neuron/Problem 1.ipynb": "{",
    }
    rows = discover(put(tmp_path, files | beside), COURSE)
    assert [row.student for row in rows] == ["ada", "bob"]
    assert rows[0].received == "2026-01-01T12:00:00+00:00"
    assert rows[0].source == "X = 'nb'\n"
    assert "not JSON" in rows[1].problem


def test_a_time_stamp_in_a_student_s_own_archive_is_not_believed(tmp_path: Path) -> None:
    own: Files = {"c1_neuron/neuron.py": "x", "c1_neuron/timestamp.txt": "2000-01-01 00:00 UTC"}
    put(tmp_path, {"ada.zip": zipped(own), "bob/neuron.py": "x"})
    assert discover(tmp_path, COURSE)[0].received is None


def test_a_time_stamp_beside_an_archive_counts(tmp_path: Path) -> None:
    stamp = {"c1_neuron/timestamp.txt": "2026-01-01 00:00 UTC"}
    row = alone(tmp_path, {"c1_neuron/work.zip": zipped({"neuron.py": "x"})} | stamp)
    assert row.received == "2026-01-01T00:00:00+00:00"


def test_a_moodle_download(tmp_path: Path) -> None:
    put(
        tmp_path,
        {
            "Ada Byron_101_assignsubmission_file/mine.py": "ada",
            "Ada Byron_101_assignsubmission_onlinetext/onlinetext.html": "",
            "Bob_102_assignsubmission_file_/work.zip": zipped({"neuron.py": "bob"}),
            "Cy_103_assignsubmission_onlinetext_/onlinetext.html": "",
            "Dee_104_assignsubmission_file_neuron.py": "dee",
        },
    )
    found = table(discover(tmp_path, [C1]))
    assert list(found) == [(name, "c1_neuron") for name in ("Ada Byron", "Bob", "Cy", "Dee")]
    assert found["Ada Byron", "c1_neuron"] == "ada"
    assert found["Bob", "c1_neuron"] == "bob"
    assert "found onlinetext.html" in found["Cy", "c1_neuron"]
    assert found["Dee", "c1_neuron"] == "dee"


def test_loose_files_are_students_where_one_assignment_is_expected(tmp_path: Path) -> None:
    put(tmp_path, {"ada.py": "ada", "bob.ipynb": NOTEBOOK, "conftest.py": "", "README.md": ""})
    assert table(discover(tmp_path, [C1])) == {
        ("ada", "c1_neuron"): "ada",
        ("bob", "c1_neuron"): "X = 'nb'\n",
    }
    assert "found ada.py" in table(discover(tmp_path, COURSE))["ada", "c1_neuron"]


# -- which file wins ----------------------------------------------------------------------


def test_the_first_rule_that_fits_wins_and_the_rest_is_noted(tmp_path: Path) -> None:
    names = [
        "c1_neuron/neuron.py",
        "c1_neuron/c1_neuron.py",
        "c1_neuron/neuron.ipynb",
        "c1_neuron.py",
        "neuron.py",
        "c1_neuron.zip",
    ]
    files: Files = {name: name for name in names}
    for wins in range(len(names) - 1):
        root = tmp_path / str(wins)
        row = alone(root, {name: files[name] for name in names[wins:]})
        if names[wins].endswith(".py"):
            assert row.source == names[wins]
            assert row.notes[0].endswith("is there too") if wins < 4 else len(row.notes) == 1
            # The archive could hold the other assignment, for which there is no row to say it.
            assert row.notes[-1].startswith("besides what was marked: ")


def test_a_py_file_is_taken_before_a_notebook_and_that_is_noted(tmp_path: Path) -> None:
    row = alone(tmp_path, {"c1_neuron/mine.ipynb": NOTEBOOK, "c1_neuron/mine.py": "x"})
    assert row.source == "x"
    assert row.notes == ("c1_neuron/mine.ipynb: not read, as c1_neuron/mine.py is there too",)


STUB = "def f(x):\n    raise NotImplementedError\n"
DONE = "def f(x):\n    return x\n"


def notebook(source: str) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": source}]})


@pytest.mark.parametrize("packed", [False, True])
def test_an_untouched_stub_does_not_hide_the_work_beside_it(tmp_path: Path, packed: bool) -> None:
    """The handout has both, and a whole folder is handed in."""
    for number, (module, book) in enumerate([(DONE, STUB), (STUB, DONE), ("def f(:", DONE)]):
        files: Files = {"c1_neuron/neuron.py": module, "c1_neuron/neuron.ipynb": notebook(book)}
        row = alone(tmp_path / str(number), {"ada.zip": zipped(files)} if packed else files)
        assert row.source == DONE
        assert row.problem == ""
        assert len(row.notes) == 1


def test_what_was_not_read_is_noted_with_the_reason(tmp_path: Path) -> None:
    files: Files = {"c1_neuron/neuron.py": STUB, "c1_neuron/neuron.ipynb": notebook(DONE)}
    row = alone(tmp_path, files)
    assert row.notes == (
        "c1_neuron/neuron.py: not read, as c1_neuron/neuron.ipynb has more functions filled in",
    )


def test_the_module_is_taken_where_as_much_is_filled_in(tmp_path: Path) -> None:
    files: Files = {"c1_neuron/neuron.py": DONE, "c1_neuron/neuron.ipynb": notebook(DONE)}
    assert alone(tmp_path, files).files == ("neuron.py",)


def test_the_exact_name_is_taken_before_one_in_another_case(tmp_path: Path) -> None:
    put(tmp_path, {"probe": ""})
    if (tmp_path / "PROBE").exists():
        pytest.skip("this file system folds case")
    row = alone(tmp_path, {"Neuron.py": "x", "neuron.py": "y", "NEURON.py": "z"})
    assert row.source == "y"
    assert row.notes == ("NEURON.py and Neuron.py: not read, as neuron.py is there too",)


def test_files_that_cannot_be_told_apart_are_named(tmp_path: Path) -> None:
    row = alone(tmp_path, {"c1_neuron/a.py": "x", "c1_neuron/b.ipynb": NOTEBOOK})
    assert row.problem == (
        "it is not clear which file to read: c1_neuron/a.py and c1_neuron/b.ipynb; "
        "hand in one of them"
    )


def test_of_several_archives_the_one_that_holds_work_is_read(tmp_path: Path) -> None:
    empty = {"c1_neuron/a.zip": zipped({})}
    row = alone(tmp_path / "1", {**empty, "c1_neuron/b.zip": zipped({"neuron.py": "x"})})
    assert (row.source, row.files) == ("x", ("b.zip/neuron.py",))
    assert row.notes == ("besides what was marked: c1_neuron/a.zip: the archive is empty",)
    row = alone(tmp_path / "2", {**empty, "c1_neuron/b.zip": zipped({})})
    assert row.problem == "c1_neuron/a.zip: the archive is empty"


def test_helpers_do_not_make_the_choice_unclear(tmp_path: Path) -> None:
    files: Files = {f"c1_neuron/{name}.py": "x" for name in ("mine", "conftest", "test_public")}
    assert alone(tmp_path, files).files == ("mine.py",)


def test_a_module_name_of_two_assignments_says_nothing_by_itself(tmp_path: Path) -> None:
    row = alone(tmp_path, {"neuron.py": "x"}, (C1, Expected("c2_again", "neuron")))
    assert "nothing was handed in for c1_neuron: found neuron.py" in row.problem


def test_an_archive_inside_an_archive_is_not_opened(tmp_path: Path) -> None:
    row = alone(tmp_path, {"c1_neuron.zip": zipped({"work.zip": zipped({"neuron.py": "x"})})})
    assert "nothing was handed in for c1_neuron: found c1_neuron.zip/work.zip" in row.problem


@pytest.mark.parametrize("name", ["work.rar", "c1_neuron.7z", "c1_neuron/x.tar.xz"])
def test_other_kinds_of_archive_are_named(tmp_path: Path, name: str) -> None:
    row = alone(tmp_path, {name: b"Rar!"})
    assert row.problem.endswith("is of a kind that is not read; hand in a .zip")


def test_two_assignments_in_one_archive(tmp_path: Path) -> None:
    put(tmp_path, {"ada/all.zip": zipped({"w/neuron.py": "1", "w/c2_softmax/softmax.py": "2"})})
    put(tmp_path, {"bob/neuron.py": "b", "bob/rest.zip": zipped({"softmax.py": "c"})})
    assert list(table(discover(tmp_path, COURSE)).values()) == ["1", "2", "b", "c"]


# -- every student has a row -----------------------------------------------------------------


C3 = Expected("c3", "rnn")


def rows_of(tmp_path: Path, handed_in: dict[str, str], *, asked: tuple[str, ...] = ()) -> set[str]:
    """The rows of a class, as "student assignment", by the numbers of what each handed in."""
    modules = {"1": "neuron.py", "2": "softmax.py", "3": "rnn.py"}
    for student, numbers in handed_in.items():
        (tmp_path / student).mkdir(parents=True)
        put(tmp_path, {f"{student}/{modules[number]}": "x" for number in numbers})
    found = discover(tmp_path, [C1, C2, C3], asked=asked)
    return {f"{row.student} {row.assignment[1]}" for row in found}


@pytest.mark.parametrize(
    ("handed_in", "rows"),
    [
        # What one hands in besides is his own row.
        ({"ann": "1", "bob": "1", "cid": "1", "eve": "123"}, "ann1 bob1 cid1 eve1 eve2 eve3"),
        ({"ann": "1", "eve": "12"}, "ann1 eve1 eve2"),
        ({"ann": "1", "eve": "2"}, "ann1 eve2"),
        ({"ann": "1", "bob": "1", "cid": "1", "dan": "12", "eve": "12"},
         "ann1 bob1 cid1 dan1 eve1 dan2 eve2"),
        # What half of a class has handed in is asked of the other half.
        ({"ann": "12", "bob": "12", "cid": "1", "dan": "1"},
         "ann1 bob1 cid1 dan1 ann2 bob2 cid2 dan2"),
        ({"ann": "1", "bob": "1", "cid": ""}, "ann1 bob1 cid1"),
        # Who has handed in nothing is no reason to let others off.
        ({"ann": "12", "bob": "12", "cid": "1", "dan": "", "eve": "", "fay": ""},
         "ann1 bob1 cid1 dan1 eve1 fay1 ann2 bob2 cid2 dan2 eve2 fay2"),
        # A class of one, and one of nobody.
        ({"ann": "13"}, "ann1 ann3"),
        ({"ann": ""}, "ann1 ann2 ann3"),
        # Each has a row, and it is not one that somebody else has chosen.
        ({"ann": "", "eve": "3"}, "ann1 ann2 ann3 eve3"),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_class(tmp_path: Path, handed_in: dict[str, str], rows: str) -> None:
    assert rows_of(tmp_path, handed_in) == {f"{one[:-1]} {one[-1]}" for one in rows.split()}


def test_what_the_instructor_names_is_asked_of_everyone(tmp_path: Path) -> None:
    handed_in = {"ann": "1", "bob": "12", "cid": "1"}
    asked = ("c1_neuron", "c3")
    found = rows_of(tmp_path, handed_in, asked=asked)
    assert found == {f"{who} {n}" for who in handed_in for n in "13"} | {"bob 2"}


@pytest.mark.parametrize("size", [3, 4, 9, 40])
def test_what_one_hands_in_besides_gives_nobody_else_a_row(tmp_path: Path, size: int) -> None:
    handed_in = {f"s{number}": "1" for number in range(size)}
    alone = rows_of(tmp_path / "alone", {**handed_in, "eve": "1"})
    beside = rows_of(tmp_path / "beside", {**handed_in, "eve": "123"})
    assert beside - alone == {"eve 2", "eve 3"}
    assert alone <= beside


def test_a_row_says_what_there_is_instead(tmp_path: Path) -> None:
    put(tmp_path, {"ada/neuron.py": "x", "bob/neuron.py": "y", "eve/essay.txt": "z"})
    put(tmp_path, {"kim/softmax.py": "x"})
    (tmp_path / "zoe").mkdir()
    found = table(discover(tmp_path, COURSE))
    assert found["kim", "c1_neuron"].startswith(
        "nothing was handed in for c1_neuron: found softmax.py; accepted are c1_neuron/neuron.py"
    )
    assert "found essay.txt" in found["eve", "c1_neuron"]
    assert "the folder is empty" in found["zoe", "c1_neuron"]


def test_if_nobody_handed_in_anything_there_is_a_row_for_each_assignment(tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    assert list(table(discover(tmp_path, COURSE))) == [("ada", "c1_neuron"), ("ada", "c2_softmax")]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("eve.zip", zipped({"../x.py": ""}), "tries to write outside its folder: ../x.py"),
        ("eve.zip", b"PK not", "the archive is damaged"),
        ("eve/c1_neuron.tgz", b"\x1f\x8b", "the archive is damaged"),
        ("eve/any.zip", zipped({"/x.py": ""}), "tries to write outside its folder: /x.py"),
        ("eve/neuron.py", b"\xff", "line 1 holds byte 0xff"),
        ("eve/neuron.ipynb", b"[", "not JSON"),
    ],
)
def test_what_cannot_be_read_is_that_student_s_problem(
    tmp_path: Path, name: str, data: bytes, problem: str
) -> None:
    put(tmp_path, {name: data, "ada/neuron.py": "x"})
    found = table(discover(tmp_path, COURSE))
    assert problem in found["eve", "c1_neuron"]
    assert found["ada", "c1_neuron"] == "x"


def test_a_damaged_extra_archive_does_not_harm_what_was_found(tmp_path: Path) -> None:
    put(tmp_path, {"ada/neuron.py": "x", "ada/extra.zip": b"PK", "bob/softmax.py": "y"})
    ada, bob = discover(tmp_path, COURSE)
    assert (ada.assignment, ada.source, ada.problem) == ("c1_neuron", "x", "")
    (note,) = ada.notes
    assert note.startswith("besides what was marked: extra.zip: the archive is damaged")
    assert (bob.assignment, bob.source) == ("c2_softmax", "y")


def test_an_archive_that_cannot_be_read_is_why_what_was_asked_is_missing(tmp_path: Path) -> None:
    put(tmp_path, {"ada/neuron.py": "x", "ada/extra.zip": b"PK", "bob/softmax.py": "y"})
    found = table(discover(tmp_path, COURSE, asked=("c1_neuron", "c2_softmax")))
    assert found["ada", "c1_neuron"] == "x"
    assert "damaged" in found["ada", "c2_softmax"]


def test_links_are_never_followed_out_of_a_student_s_folder(tmp_path: Path) -> None:
    put(tmp_path, {"bob/neuron.py": "bob"})
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "neuron.py").symlink_to(tmp_path / "bob" / "neuron.py")
    (tmp_path / "eve").symlink_to("bob")
    (tmp_path / "gone").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.py")
    found = table(discover(tmp_path, COURSE))
    assert "a link out of its folder" in found["ada", "c1_neuron"]
    assert "eve is a link to a folder" in found["eve", "c1_neuron"]
    assert "leads nowhere" in found["gone", "c1_neuron"]
    assert found["bob", "c1_neuron"] == "bob"
    assert "never opened" in table(discover(tmp_path, [C1]))["pipe", "c1_neuron"]


def test_a_student_with_very_many_files_does_not_stop_the_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trees, "MAX_ENTRIES", 10)
    put(tmp_path, {f"ada/{number}.csv": "" for number in range(11)})
    put(tmp_path, {"submitted/x": "", "bob/neuron.py": "bob"})
    found = table(discover(tmp_path, COURSE))
    assert "more than 10 files" in found["ada", "c1_neuron"]
    assert found["bob", "c1_neuron"] == "bob"


def test_names_are_made_safe_and_distinct(tmp_path: Path) -> None:
    for name in ("Ada", "ada", "con", "-o", "grades.csv"):
        put(tmp_path, {f"{name}/neuron.py": name})
    rows = discover(tmp_path, COURSE)
    assert table(rows) == {
        ("Ada", "c1_neuron"): "Ada",
        ("_con", "c1_neuron"): "con",
        ("_o", "c1_neuron"): "-o",
        ("ada==2", "c1_neuron"): "ada",
        ("grades.csv_", "c1_neuron"): "grades.csv",
    }
    assert [bool(row.notes) for row in rows] == [True, True, True, True, True]


def test_a_name_that_is_no_text_gives_a_row_that_can_be_written(tmp_path: Path) -> None:
    try:
        put(tmp_path, {"eve\udce9/neuron.py": "x", "ada/c1_neuron/n\udce9.py": "y"})
    except OSError:
        pytest.skip("this file system takes only text as names")
    rows = discover(tmp_path, COURSE)
    json.dumps([[row.student, *row.files, *row.notes] for row in rows], ensure_ascii=False).encode()
    assert table(rows) == {("ada", "c1_neuron"): "y", ("eve_", "c1_neuron"): "x"}


def test_the_same_folder_gives_the_same_rows(tmp_path: Path) -> None:
    files: Files = {f"s{i}/c1_neuron/neuron.py": str(i) for i in range(20)}
    first = put(tmp_path / "a" / "class", files)
    second = put(tmp_path / "b" / "class", dict(reversed(files.items())))
    assert discover(first, COURSE) == discover(second, COURSE)


# -- faults of the command line ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("gone", None, "There is no folder or archive"),
        ("x.py", b"x = 1", "is no folder and no archive"),
        ("class.zip", b"PK", "the archive is damaged"),
        ("class.zip", zipped({"../ada/neuron.py": ""}), "outside its folder"),
        ("class.tgz", tarred({}), "the archive is empty"),
    ],
    # An archive holds the time it was made; as part of a name it would differ between processes.
    ids=["no such folder", "a file", "a damaged zip", "a climbing zip", "an empty tar"],
)
def test_a_root_that_cannot_be_read_is_a_usage_problem(
    tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageProblem, match=said):
        discover(tmp_path / name, COURSE)


def test_an_empty_folder_is_a_usage_problem(tmp_path: Path) -> None:
    put(tmp_path, {".git/x": "", "README.md": "", "__MACOSX/y": ""})
    with pytest.raises(UsageProblem, match="holds no submissions"):
        discover(tmp_path, COURSE)


def test_a_course_without_assignments_is_a_usage_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="no assignment"):
        discover(tmp_path, [])


def test_a_name_that_no_system_takes_is_a_usage_problem() -> None:
    with pytest.raises(UsageProblem, match="There is no folder or archive a\\\\x00b"):
        discover(Path("a\0b"), COURSE)


NAMES = st.sampled_from(
    ["c1_neuron", "neuron.py", "softmax.ipynb", "c1_neuron.zip", "ada.zip", "submitted", "ada",
     "-o", "a.rar", "_1_assignsubmission_file_x.py", "c1_neuron.py", "mine.py", "timestamp.txt"]
)  # fmt: skip
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
CONTENTS = st.sampled_from([b"", b"x = 1", b"\xff", b"PK", NOTEBOOK.encode()])


@given(st.dictionaries(PATHS, CONTENTS, min_size=1, max_size=5))
def test_any_class_in_an_archive_gives_rows_or_a_usage_problem(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "class.zip").write_bytes(zipped(dict(files)))
        (root / "class").mkdir()
        for name, data in files.items():
            path = root / "class" / name
            if not any(part.is_file() for part in path.parents) and not path.exists():
                put(root / "class", {name: data})
        for source in (root / "class.zip", root / "class"):
            try:
                rows = discover(source, COURSE)
            except UsageProblem:
                continue
            assert table(rows)
