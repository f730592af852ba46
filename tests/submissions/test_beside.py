"""The student's own modules: which of them a work finds, and what they are never taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.submissions import Asked, Expected, discover

EXPECTED = [
    Expected("c1_first", "first", Asked(forbidden={"f": ()})),
    Expected("c1_second", "second", Asked(given=("helpgiven",), forbidden={"g": ()})),
]
FIRST = "def f(x):\n    return x\n"


def handed_in(root: Path, files: dict[str, str]) -> dict[str, list[str]]:
    """The own modules of each assignment's work."""
    for name, text in files.items():
        path = root / "ada" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    rows = discover(root, EXPECTED, asked=["c1_first", "c1_second"])
    return {row.assignment: [one.name for one in row.modules] for row in rows}


@pytest.mark.parametrize(
    "line",
    [
        "from utils import h",
        "import utils",
        "import utils as u",
        "from .utils import h",
        "from utils import *",
        "def g(x):\n    import utils\n    return utils.h(x)",
    ],
)
def test_a_module_beside_the_work_is_found(tmp_path, line):
    found = handed_in(
        tmp_path,
        {
            "c1_second/second.py": f"{line}\ndef g(x):\n    return x\n",
            "c1_second/utils.py": "from more import *\ndef h(x):\n    return x\n",
            "c1_second/more.py": "K = 3\n",
            "c1_second/unused.py": "L = 4\n",
        },
    )
    assert found["c1_second"] == ["more", "utils"]


def test_an_earlier_assignment_may_be_imported(tmp_path):
    found = handed_in(
        tmp_path,
        {"c1_first/first.py": FIRST, "c1_second/second.py": "from first import f\ng = f\n"},
    )
    assert found == {"c1_first": [], "c1_second": ["first"]}


@pytest.mark.parametrize("name", ["numpy", "math", "random", "helpgiven", "second", "json"])
def test_no_file_is_taken_for_another_module(tmp_path, name):
    work = f"from {name} import g\n" if name != "second" else "import second\ndef g():\n    pass\n"
    files = {"c1_second/second.py": work}
    files.setdefault(f"c1_second/{name}.py", "def g(x):\n    return x\n")
    assert handed_in(tmp_path, files)["c1_second"] == []


def test_another_students_file_is_not_found(tmp_path):
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "utils.py").write_text("def h(x):\n    return x\n")
    found = handed_in(tmp_path, {"c1_second/second.py": "from utils import h\ng = h\n"})
    assert found["c1_second"] == []


def test_what_cannot_be_read_is_not_there(tmp_path):
    (tmp_path / "ada" / "c1_second").mkdir(parents=True)
    (tmp_path / "ada" / "c1_second" / "utils.py").write_bytes(b"\xff\xfe\x00x")
    found = handed_in(tmp_path, {"c1_second/second.py": "from utils import h\ng = h\n"})
    assert found["c1_second"] == []


def test_there_are_few_and_a_change_of_one_is_a_change_of_the_work(tmp_path):
    names = [f"m{number}" for number in range(30)]
    files = {f"c1_second/{name}.py": f"K = {name!r}\n" for name in names}
    files["c1_second/second.py"] = "".join(f"import {name}\n" for name in names) + "g = abs\n"
    assert len(handed_in(tmp_path, files)["c1_second"]) == 10
    (before,) = [one for one in discover(tmp_path, EXPECTED) if one.assignment == "c1_second"]
    (tmp_path / "ada" / "c1_second" / "m0.py").write_text("K = 5\n")
    (after,) = [one for one in discover(tmp_path, EXPECTED) if one.assignment == "c1_second"]
    assert before.sha256 != after.sha256
