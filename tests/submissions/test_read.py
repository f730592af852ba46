"""One file to one submission."""

from __future__ import annotations

import json
import time
import zoneinfo
from pathlib import Path

import pytest

from grader.errors import UsageProblem
from grader.submissions import Expected, Submission, discover, read_source
from grader.submissions.model import NOTEBOOK_LIMIT, SOURCE_LIMIT

C1 = Expected("c1_neuron", "neuron")


def read(tmp_path: Path, name: str, data: bytes) -> Submission:
    path = tmp_path / name
    path.write_bytes(data)
    return read_source(path, C1)


def received(tmp_path: Path, stamp: str) -> Submission:
    folder = tmp_path / "ada" / "c1_neuron"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "neuron.py").write_text("x = 1")
    (folder / "timestamp.txt").write_text(stamp)
    (row,) = discover(tmp_path, [C1])
    return row


def test_a_python_file(tmp_path: Path) -> None:
    row = read(tmp_path, "my work.py", b"x = 1\r\n")
    assert row.source == "x = 1\n"
    assert (row.student, row.assignment, row.files) == ("", "c1_neuron", ("my work.py",))
    assert (row.problem, row.notes, row.line_map, row.received) == ("", (), None, None)


def test_a_notebook(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": "%pylab\nX = 1"}]
    row = read(tmp_path, "a.IPYNB", json.dumps({"nbformat": 4, "cells": cells}).encode())
    assert row.source == "pass\nX = 1\n"
    assert row.line_map == (("cell 1", 1), ("cell 1", 2))
    assert row.notes[0] == "one magic was left out of cell 1"


def test_a_notebook_with_nothing_to_mark_is_a_problem_that_says_why(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": "def f(:"}]
    row = read(tmp_path, "a.ipynb", json.dumps({"nbformat": 4, "cells": cells}).encode())
    assert row.problem.startswith(
        "the notebook defines no function, class or constant: cell 1 was left out: line 1"
    )
    assert row.sha256


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.py", b"", "the file is empty"),
        ("a.ipynb", b" ", "the file is empty"),
        ("a.ipynb", b"{'\xe9'}", "the notebook is not UTF-8; save it again with Jupyter"),
        ("a.ipynb", b"{",
         ("the notebook's file is damaged or cut off: it is not JSON from line 1, column 2 on; "
          "save it again with Jupyter")),
        ("a.py", b"'\xe9'",
         "line 1 holds byte 0xe9, which is not UTF-8; save the file as UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_not_an_error(
    tmp_path: Path, name: str, data: bytes, problem: str
) -> None:
    row = read(tmp_path, name, data)
    assert row.problem == problem
    assert row.source == ""
    assert row.files == (name,)
    assert row.sha256


SIGN_IN = b"<!DOCTYPE html>\n<html><title>Sign in to your account</title><input type=password>"
MERGE = b"import math\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"
OF_OTHER_KINDS = [
    (SIGN_IN, "the file is the sign-in page of a website (HTML), saved in place of the work: "),
    (b"\xef\xbb\xbf\n <html>Log in", "the file is the sign-in page of a website"),
    (b"<html><body>def f(x)", "the file is a web page (HTML), and no Python: download"),
    (b"<?xml version='1.0'?>", "the file is a web page (HTML)"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9", "a pointer of Git LFS"),
    (b"%PDF-1.7\n\0", "the file is a PDF: hand in"),
    (b"PK\x03\x04\0\0", "the file is a zip archive or an office document: hand in"),
    (b"{\\rtf1\\ansi", "the file is formatted text (RTF): save it as plain text"),
    (b"\x89PNG\r\n", "the file is a picture"),
    (MERGE, "line 2 is a mark that Git leaves where two versions of a file were not merged"),
    (MERGE.replace(b"\n", b"\r\n"), "line 2 is a mark that Git leaves"),
    (b'{"cells": [\n' + MERGE + b"]}", "line 3 is a mark that Git leaves"),
]


@pytest.mark.parametrize("name", ["a.py", "a.ipynb", "a.py.txt", "a.ipynb.json"])
@pytest.mark.parametrize(("data", "said"), OF_OTHER_KINDS)
def test_a_file_of_another_kind_says_so(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in read(tmp_path, name, data).problem


@pytest.mark.parametrize(
    "source",
    [
        f'"""\n{MERGE.decode()}"""\nx = 1\n',
        "x = 1\n# =======\n",
        "# version https://git-lfs.github.com/spec/v1\nx = 1\n",
        "# <html>\nx = 1\n",
        "'<<<<<<< HEAD'\nx = 1\n",
    ],
)
def test_what_only_looks_like_another_kind_is_read(tmp_path: Path, source: str) -> None:
    row = read(tmp_path, "a.py", source.encode())
    assert (row.problem, row.source) == ("", source)


def test_marks_by_the_thousand_are_looked_through_once(tmp_path: Path) -> None:
    data = (b"<<<<<<< \n=======\n" * 60_000)[: SOURCE_LIMIT - 1] + b"\n"
    start = time.process_time()
    assert read(tmp_path, "a.py", data).problem == ""
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("name", "limit", "said"),
    [("a.py", SOURCE_LIMIT, "1 MB"), ("a.ipynb", NOTEBOOK_LIMIT, "20 MB without its outputs")],
)
def test_large_files_are_a_problem_before_they_are_read(
    tmp_path: Path, name: str, limit: int, said: str
) -> None:
    with (tmp_path / name).open("wb") as stream:
        stream.truncate(limit + 1)
    row = read_source(tmp_path / name, C1)
    assert row.problem == f"{name} is larger than {said}, so it was not read"
    assert row.sha256 == ""


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "a.py", b"#" * SOURCE_LIMIT).problem == ""


def test_the_digest_is_of_names_and_bytes(tmp_path: Path) -> None:
    first = read(tmp_path, "a.py", b"x = 1")
    assert first.sha256 == read(tmp_path, "a.py", b"x = 1").sha256
    others = [read(tmp_path, "b.py", b"x = 1"), read(tmp_path, "a.py", b"x = 1\n")]
    assert len({first.sha256, *(row.sha256 for row in others)}) == 3


def test_a_missing_file_is_a_fault_of_the_command_line(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.py", tmp_path):
        with pytest.raises(UsageProblem, match="There is no file"):
            read_source(path, C1)


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("2015-02-02 14:58:23.948203 UTC\n", "2015-02-02T14:58:23+00:00"),
        ("2015-02-02 14:58:23.948203", "2015-02-02T14:58:23+00:00"),
        pytest.param(
            "2015-02-02 14:58:23.948203 America/Los_Angeles",
            "2015-02-02T22:58:23+00:00",
            marks=pytest.mark.skipif(not zoneinfo.available_timezones(), reason="no time zones"),
        ),
        ("2015-02-02T14:58:23+02:00", "2015-02-02T12:58:23+00:00"),
        ("2015-02-02T14:58Z", "2015-02-02T14:58:00+00:00"),
    ],
)
def test_the_time_stamp_of_nbgrader_is_read_as_utc(tmp_path: Path, stamp: str, moment: str) -> None:
    row = received(tmp_path, stamp)
    assert row.received == moment
    assert row.notes == ()


@pytest.mark.parametrize(
    "stamp",
    [
        "",
        "yesterday",
        "2015-13-02 14:58:23",
        "2015-02-02 14:58:23 Mars/Olympus",
        "2015-02-02 14:58:23 America",
        "2015-02-02 14:58:23 ../../etc/passwd",
        "2015-02-02 14:58:23 +99:99",
        "0001-01-01 00:00:00+14:00",
        "é",
        "2" * 2000,
    ],
)
def test_a_time_stamp_that_is_none_is_noted(tmp_path: Path, stamp: str) -> None:
    row = received(tmp_path, stamp)
    assert row.received is None
    assert row.notes == ("timestamp.txt holds no time that can be read",)
    assert row.problem == ""
