"""A class, one in four hostile: nobody is lost, and nobody notices the others.

Sixty students in the tests; HOSTILE_CLASS=200 makes it two hundred.
"""

from __future__ import annotations

import csv
import os
from itertools import cycle, islice

import pytest

from .conftest import CALL_SECONDS, grade, honest, tricks, without_times, write_class

HOSTILE = int(os.environ.get("HOSTILE_CLASS", "60")) // 4
HONEST = 3 * HOSTILE
# Each of another kind: hangs, memory, output, the wire, deaths, lies.
CHOSEN = (
    "loop_python",
    "memory_by_growth",
    "memory_one_array",
    "threads_that_burn",
    "flood_of_both",
    "wire_flooded",
    "wire_forged_reply",
    "wire_long_body",
    "segfault",
    "exit_while_loading",
    "close_everything",
    "patch_builtins",
    "reply_cyclic",
    "dies_while_shrinking",
    "source_too_deep",
)


@pytest.fixture(scope="module")
def runs(course, best, tmp_path_factory):
    home = tmp_path_factory.mktemp("sixty")
    known = {one.name: one for one in tricks("tricks")}
    hostile = {
        f"bad{number:02}": known[name].source({"HOSTILE_DEEP": "-" * 90_000 + "1"})
        for number, name in enumerate(islice(cycle(CHOSEN), HOSTILE))
    }
    assert len(hostile) == HOSTILE
    write_class(home / "mixed", honest(HONEST) | hostile)
    write_class(home / "quiet", honest(HONEST))
    return {
        name: grade(home / name, course, home / f"{name}-out", "--rung", best, "-j", "2")
        for name in ("mixed", "quiet")
    }


def test_everyone_has_a_row(runs):
    with (runs["mixed"].out / "grades.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == HONEST + HOSTILE
    assert len({row["student"] for row in rows}) == HONEST + HOSTILE
    assert runs["mixed"].code == 0
    assert all(row["score"].isdecimal() for row in rows)


def test_the_honest_are_marked_as_without_the_hostile(runs):
    mixed, quiet = runs["mixed"].reports, runs["quiet"].reports
    assert len(quiet) == HONEST
    for name, report in quiet.items():
        assert without_times(mixed[name]) == without_times(report)


def test_the_wall_clock_is_bounded(runs):
    # A hang costs its limit once; all else is generous room for a busy machine.
    limit = runs["quiet"].seconds * 3 + 4 * HOSTILE * CALL_SECONDS
    assert runs["mixed"].seconds < limit
    assert runs["mixed"].peak_mb < 1500


def test_nothing_is_left(runs):
    assert runs["mixed"].left == []
    assert not list(runs["mixed"].out.rglob("*.tmp"))
