"""What assignments share: found while an author's file runs, and forgotten afterwards."""

import sys

import pytest

from grader.course import load
from grader.errors import CourseInvalid
from grader.handout import public_checks
from grader.preparation import prepare

LAWS = '''\
"""Laws of this course."""

import numpy as np

from grader.authoring import close

ROOM = 1e-9


def near(got, want):
    close(got, want, atol=ROOM)


def never(got):
    raise AssertionError
'''
USES = (
    "    close(student.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))",
    "    near(student.relu(np.array([-2.0, 0.0, 3.0])), np.array([0.0, 0.0, 3.0]))",
)


@pytest.fixture
def shared(tiny, tmp_path):
    """Write the tiny course with a law in `common/`; gives its root."""

    def write(name="one", laws=LAWS, checks=""):
        text = tiny.CHECKS.replace(*USES).replace(
            "from grader.authoring", "from common.laws import near\nfrom grader.authoring", 1
        )
        files = {
            "assignments/tiny/checks.py": text + checks,
            "assignments/common/laws.py": laws,
        }
        return tiny.write_tiny_course(tmp_path / name, files)

    return write


def test_a_check_uses_what_the_course_shares(shared):
    prepared = prepare(load(shared(), "tiny"))
    assert not [one.fault for one in prepared.checks if one.fault]


def test_each_course_has_its_own_and_none_is_left_behind(shared):
    before = dict(sys.modules)
    path = list(sys.path)
    one = load(shared("one"), "tiny")
    other = load(
        shared("other", LAWS.replace("def near(got, want):", "def near(got, want=7):")), "tiny"
    )
    nears = [each.checks[0].function.__globals__["near"] for each in (one, other)]
    assert [near.__defaults__ for near in nears] == [None, (7,)]
    assert sys.path == path
    assert not [name for name in sys.modules.keys() - before.keys() if name.startswith("common")]


def test_a_module_of_that_name_elsewhere_is_neither_taken_nor_lost(shared, monkeypatch):
    elsewhere = type(sys)("common")
    monkeypatch.setitem(sys.modules, "common", elsewhere)
    load(shared(), "tiny")
    assert sys.modules["common"] is elsewhere


def test_a_change_there_is_a_change_of_the_assignment(shared):
    assert load(shared("one"), "tiny").sha256 == load(shared("same"), "tiny").sha256
    changed = shared("other", LAWS + "\n# changed\n")
    assert load(changed, "tiny").sha256 != load(shared("one"), "tiny").sha256


def test_the_handout_gets_what_public_checks_need_of_it_and_no_more(shared, tmp_path, monkeypatch):
    text = public_checks(load(shared(), "tiny"))
    assert "def near" in text
    assert "ROOM = 1e-9" in text
    assert "never" not in text
    assert "common" not in text
    path = tmp_path / "alone" / "public_checks.py"
    path.parent.mkdir()
    path.write_text(text)
    monkeypatch.chdir(path.parent)
    names = {}
    exec(compile(text, str(path), "exec"), names)
    assert names["relu_known_values"].public


def test_one_name_for_two_things_is_told(shared):
    root = shared(checks="\n\nROOM = 2\n")
    with pytest.raises(CourseInvalid, match=r"common/laws\.py both define ROOM; rename one"):
        public_checks(load(root, "tiny"))


def test_what_does_not_load_there_is_told_with_the_line_that_imports_it(shared):
    with pytest.raises(CourseInvalid, match=r"checks\.py \(line 5\) does not load: ZeroDivision"):
        load(shared(laws="1 / 0\n"), "tiny")
