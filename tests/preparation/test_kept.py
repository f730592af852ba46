"""Prepared checks on disk: the same as new ones, and never taken from where others may write."""

import importlib
import io
import os
import pickle

import numpy as np
import pytest

from grader.cache import VARIABLE, own_folder
from grader.course.load import load
from grader.preparation import kept as keeping
from grader.show import code

# The face of the room has a function of this name.
preparing = importlib.import_module("grader.preparation.prepare")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """An empty cache of this test's own; gives its folder of prepared checks."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "prepared"


@pytest.fixture
def drawn(monkeypatch):
    """The checks that were drawn anew."""
    found = []
    draw = preparing.draw
    monkeypatch.setattr(
        preparing, "draw", lambda check, seed: (found.append(check.id), draw(check, seed))[1]
    )
    return found


@pytest.fixture
def assignment(tiny_course):
    return load(tiny_course, "tiny")


def shape_of(prepared):
    """What marking depends on, as text."""
    return [
        (
            one.check.id,
            one.seed,
            one.fault,
            [
                (
                    code(example.inputs),
                    [planned.request for planned in example.plan],
                    [
                        (str(asked.what), code(asked.answer))
                        for asked in example.asked
                        if isinstance(asked.what, str)
                    ],
                    len(example.asked),
                )
                for example in one.examples
            ],
        )
        for one in prepared.checks
    ]


def test_what_is_kept_is_what_was_prepared(assignment, kept, drawn):
    first = keeping.prepare_once(assignment)
    assert len(drawn) == len(assignment.checks)
    drawn.clear()
    second = keeping.prepare_once(assignment)
    assert drawn == []
    assert shape_of(first) == shape_of(second)
    inputs = [v for one in second.checks for e in one.examples for v in e.inputs.values()]
    arrays = [value for value in inputs if isinstance(value, np.ndarray)]
    assert arrays
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize("change", ["seed", "content", "grader"])
def test_another_seed_course_or_grader_is_prepared_anew(
    tiny, tiny_course, kept, drawn, monkeypatch, change
):
    keeping.prepare_once(load(tiny_course, "tiny"))
    drawn.clear()
    if change == "grader":
        monkeypatch.setattr(keeping, "grader_sha256", lambda: "another")
    if change == "content":
        path = tiny_course / "assignments" / "tiny" / "checks.py"
        path.write_text(path.read_text() + "\n# changed\n")
    assignment = load(tiny_course, "tiny")
    keeping.prepare_once(assignment, seed=99 if change == "seed" else None)
    assert len(drawn) == len(assignment.checks)


def test_a_damaged_file_is_made_again(assignment, kept, drawn):
    keeping.prepare_once(assignment)
    (path,) = kept.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", whole[: len(whole) // 2], b"\x80\x05K\x07.", os.urandom(200)):
        path.write_bytes(damaged)
        drawn.clear()
        keeping.prepare_once(assignment)
        assert len(drawn) == len(assignment.checks)
        assert len(path.read_bytes()) == len(whole)


def test_a_file_that_would_run_something_runs_nothing(assignment, kept, drawn, tmp_path):
    keeping.prepare_once(assignment)
    (path,) = kept.iterdir()
    witness = tmp_path / "witness"

    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(witness),)

    inner = pickle.dumps((Evil(), ""))
    for content in (pickle.dumps(Evil()), pickle.dumps({assignment.checks[0].id: inner})):
        path.write_bytes(content)
        drawn.clear()
        keeping.prepare_once(assignment)
        assert len(drawn) == len(assignment.checks)
    assert not witness.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such rights")
def test_where_others_may_write_nothing_is_read_or_kept(assignment, kept, drawn):
    keeping.prepare_once(assignment)
    (path,) = kept.iterdir()
    for place in (path, kept, kept.parent):
        mode = place.stat().st_mode
        place.chmod(mode | 0o022)
        drawn.clear()
        keeping.prepare_once(assignment)
        assert len(drawn) == len(assignment.checks), place
        if place.exists():
            place.chmod(mode)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such rights")
def test_a_umask_that_lets_a_group_write_keeps_the_cache(assignment, kept, drawn):
    before = os.umask(0o002)
    try:
        keeping.prepare_once(assignment)
        assert [place.stat().st_mode & 0o777 for place in (kept, kept.parent)] == [0o700] * 2
    finally:
        os.umask(before)
    drawn.clear()
    keeping.prepare_once(assignment)
    assert drawn == []


def test_a_fault_of_the_moment_is_not_kept(assignment, kept, drawn, monkeypatch):
    first = assignment.checks[0]

    def runs_short(*_, **__):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(type(first), "__call__", runs_short)
        assert all("MemoryError" in one.fault for one in keeping.prepare_once(assignment).checks)
    assert not any(one.fault for one in keeping.prepare_once(assignment).checks)


def test_an_empty_name_keeps_nothing(assignment, monkeypatch, tmp_path, drawn):
    monkeypatch.setenv(VARIABLE, "")
    assert own_folder("prepared") is None
    keeping.prepare_once(assignment)
    keeping.prepare_once(assignment)
    assert len(drawn) == 2 * len(assignment.checks)


def test_a_folder_that_cannot_be_made_is_no_fault(assignment, monkeypatch, tmp_path, drawn):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file"))
    assert keeping.prepare_once(assignment).checks
    assert len(drawn) == len(assignment.checks)


def test_only_so_many_files_are_kept(assignment, kept, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_FILES", 2)
    for seed in range(4):
        keeping.prepare_once(assignment, seed=seed)
    assert len(list(kept.iterdir())) == 2


def test_a_function_is_not_written():
    with pytest.raises(pickle.PicklingError):
        keeping._Writer(io.BytesIO()).dump([shape_of])
