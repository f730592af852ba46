"""What a function does with hidden inputs is not to be seen by its later workers, nor by the next
student's: each program here leaves something behind in a hidden check and looks for it in a public
one of a later exercise, whose words students read.
"""

from __future__ import annotations

import pytest

from .conftest import HERE, REFERENCE, SAFE, grade, require, write_class

PROGRAMS = {path.stem: path.read_text("utf-8") for path in (HERE / "outlives").glob("*.py")}


@pytest.mark.parametrize("rung", SAFE)
def test_nothing_outlives_a_worker(rung, course, tmp_path):
    require(rung)
    # Two of each, one after the other: the second finds what the first left.
    sources = {
        f"{name}{number}": f"{REFERENCE}\n\n{text}"
        for name, text in PROGRAMS.items()
        if rung == "A" or "# at: A\n" not in text
        for number in (1, 2)
    }
    run = grade(
        write_class(tmp_path / "class", sources), course, tmp_path / "out",
        "--rung", rung, "-j", "1", "--no-pictures",
    )  # fmt: skip
    assert run.code == 0
    assert len(run.reports) == len(sources)
    for student, report in run.reports.items():
        public = {
            check["id"]: check["raised"]
            for exercise in report["exercises"]
            for check in exercise["checks"]
            if check["public"]
        }
        assert public["optimize_step_by_step"], student  # it did look, or was refused
        assert "SEEN" not in "".join(public.values()), (student, public)
