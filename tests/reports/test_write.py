from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grader.gradebook import grades_csv
from grader.reports import class_html, to_html, to_markdown
from grader.reports.write import read_report, sweep, write_class, write_report
from grader.results import to_json


def test_a_report_is_written_in_three_forms(tmp_path, mixed):
    write_report(tmp_path, mixed[1])
    folder = tmp_path / "s2"
    assert {path.name for path in folder.iterdir()} == {
        f"c1_numpy_basics.{form}" for form in ("json", "html", "md")
    }
    for form, render in (("json", to_json), ("html", to_html), ("md", to_markdown)):
        written = (folder / f"c1_numpy_basics.{form}").read_bytes()
        assert written == render(mixed[1]).encode()


def test_the_class_is_written(tmp_path, mixed):
    write_class(tmp_path / "new", mixed)
    assert (tmp_path / "new" / "grades.csv").read_bytes() == grades_csv(mixed).encode()
    assert (tmp_path / "new" / "index.html").read_bytes() == class_html(mixed).encode()
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_what_was_written_is_read_back(tmp_path, mixed):
    for report in mixed:
        write_report(tmp_path, report)
        assert read_report(tmp_path, report.student, report.assignment) == report


def test_what_is_absent_or_spoiled_is_none(tmp_path, mixed):
    assert read_report(tmp_path, "s2", "c1_numpy_basics") is None
    write_report(tmp_path, mixed[1])
    path = tmp_path / "s2" / "c1_numpy_basics.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    assert read_report(tmp_path, "s2", "c1_numpy_basics") is None
    path.write_bytes(b"\xff\xfe")
    assert read_report(tmp_path, "s2", "c1_numpy_basics") is None
    path.write_text(text.replace('"student": "s2"', '"student": "s9"'), encoding="utf-8")
    assert read_report(tmp_path, "s2", "c1_numpy_basics") is None


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, mixed, monkeypatch):
    write_report(tmp_path, mixed[1])
    before = {path.name: path.read_bytes() for path in (tmp_path / "s2").iterdir()}

    def fails(self, target):
        raise OSError("no space left")

    monkeypatch.setattr("pathlib.Path.replace", fails)
    with pytest.raises(OSError, match="no space left"):
        write_report(tmp_path, mixed[1].model_copy(update={"seed": 8}))
    assert {path.name: path.read_bytes() for path in (tmp_path / "s2").iterdir()} == before


def test_the_json_comes_last_so_that_it_vouches_for_the_pages(tmp_path, mixed, monkeypatch):
    def fails(report):
        raise RuntimeError

    monkeypatch.setattr("grader.reports.write.to_markdown", fails)
    with pytest.raises(RuntimeError):
        write_report(tmp_path, mixed[1])
    assert read_report(tmp_path, "s2", "c1_numpy_basics") is None


def test_what_a_killed_run_left_half_written_is_removed(tmp_path, mixed):
    write_report(tmp_path, mixed[1])
    folder = tmp_path / "s2"
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = folder / f".x.json.{ended.pid}-1.tmp"
    at_work = folder / f".x.json.{os.getpid()}-1.tmp"
    foreign = folder / ".editor.tmp"
    for path in (left, at_work, foreign, tmp_path / f".grades.csv.{ended.pid}-77.tmp"):
        path.write_text("half")
    kept = {path for path in folder.iterdir() if path != left}
    sweep(tmp_path)
    assert set(folder.iterdir()) == kept
    assert not list(tmp_path.glob(".*.tmp"))
