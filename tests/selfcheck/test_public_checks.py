"""A student's own check: which file is the work, what is run, and the way without fork."""

import functools
import os
import select
import selectors
import shutil
import types
from pathlib import Path

import pytest

from grader.course.load import load_handout
from grader.errors import UsageProblem
from grader.marking import asked_of
from grader.sandbox import Sandbox, cold, handle, launch
from grader.selfcheck import public_checks as checking
from grader.selfcheck.public_checks import (
    PublicChecks,
    check_source,
    filled_in,
    handouts,
    read_work,
    work_in,
)
from grader.submissions import Expected, discover

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("clean_modules")


@pytest.fixture
def handout(small, tmp_path):
    return small.write(tmp_path)


def verdicts(report):
    return {one.id: one.verdict for result in report.exercises for one in result.checks}


def checked(folder, *exercises):
    return check_source(folder, *read_work(folder), exercises)


def test_the_folders_that_a_path_means(handout, tmp_path):
    assert handouts(handout) == [handout]
    assert handouts(handout / "small.py") == [handout]
    assert handouts(tmp_path) == [handout]
    with pytest.raises(UsageProblem, match="is no assignment"):
        handouts(handout.parent.parent / "nowhere")
    (tmp_path / "mine.py").write_text("")
    with pytest.raises(UsageProblem, match="lies in the folder of no assignment"):
        handouts(tmp_path / "mine.py")
    for name in ("assignment.toml", "public_checks.py"):
        with pytest.raises(UsageProblem, match=f"{name} is not your work: name the .py or .ipynb"):
            handouts(handout / name)


def test_where_it_is_wrong_is_looked_for_unless_somebody_waits(handout):
    text = "def double(x):\n    y = x * 3\n    return y\n"
    (handout / "small.py").write_text(text, encoding="utf-8")
    assignment, work = read_work(handout)
    (double,) = check_source(handout, assignment, work, ["double"]).exercises
    assert [(one.line, one.kind) for one in double.repairs] == [
        (2, "somewhere")
    ]  # public checks are few
    with PublicChecks(assignment) as checks:
        assert not any(one.repairs for one in checks.report(work).exercises)


@pytest.mark.parametrize(
    ("module", "book", "chosen", "noted"),
    [
        ([], [], "small.py", False),
        (["double"], [], "small.py", False),
        ([], ["double"], "small.ipynb", False),
        (["double"], ["double", "halve"], "small.ipynb", True),
        (["double"], ["halve"], "small.py", True),
    ],
)
def test_of_a_module_and_a_notebook_the_one_with_fewer_stubs_is_the_work(
    handout, small, module, book, chosen, noted
):
    (handout / "small.py").write_text(small.source(**dict.fromkeys(module, "return 1")))
    (handout / "small.ipynb").write_text(small.notebook(**dict.fromkeys(book, "return 1")))
    work = work_in(handout, load_handout(handout))
    assert work.files == (chosen,)
    other = {"small.py": "small.ipynb", "small.ipynb": "small.py"}[chosen]
    said = f"{other} has work in it too, and was not looked at: name it to check it."
    assert (said in work.notes) == noted
    named = work_in(handout, load_handout(handout), handout / other)
    assert named.files == (other,)


COPIES = (
    "small (1).py", "small_final.py", "small.py.txt", "Copy of small.py", "small - Copy.py",
    "c9_small.py", "SMALL.PY", "small.ipynb.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_taken_for_the_work_as_it_is_where_it_is_marked(handout, small, name, tmp_path):
    text = (
        small.notebook(double="return x + x")
        if "ipynb" in name
        else small.source(double="return 1")
    )
    copy = handout / name
    copy.write_text(text)
    assert handouts(copy) == [handout]
    assert work_in(handout, load_handout(handout)).files == (name,)
    assert work_in(handout, load_handout(handout), copy).files == (name,)
    assert set(verdicts(checked(handout)).values()) != {"not_implemented"}
    (handout / "small.py").write_text(small.source(double="return 1", halve="return 2"))
    work = work_in(handout, load_handout(handout))
    assert work.files == ("small.py",)
    assert f"{name} has work in it too, and was not looked at: name it to check it." in work.notes
    # Marked is the same one.
    expected = Expected("c9_small", "small", asked_of(load_handout(handout)))
    (there := tmp_path / "class" / "ada").mkdir(parents=True)
    for done, taken in ((("double", "halve"), "small.py"), ((), name)):
        (handout / "small.py").write_text(small.source(**dict.fromkeys(done, "return 1")))
        for one in (copy, handout / "small.py"):
            shutil.copy(one, there)
        (row,) = discover(there.parent, [expected])
        assert row.files == work_in(handout, load_handout(handout)).files == (taken,)


def test_of_copies_that_are_as_full_the_highest_number_counts_unless_nobody_has_begun(
    handout, small
):
    for name in ("small (1).py", "small (2).py"):
        (handout / name).write_text(small.source())
    assert work_in(handout, load_handout(handout)).files == ("small.py",)
    for name in ("small.py", "small (1).py", "small (2).py"):
        (handout / name).write_text(small.source(double="return x"))
    work = work_in(handout, load_handout(handout))
    assert work.files == ("small (2).py",)
    assert len(work.notes) == 2


def test_what_is_called_otherwise_is_no_copy(handout, small):
    for name in ("smaller.py", "test_small.py", "small.pdf", "other.py", ".small.py"):
        (handout / name).write_text(small.source(double="return x"))
    assert work_in(handout, load_handout(handout)).files == ("small.py",)


def test_a_download_is_checked_by_the_assignment_in_whose_folder_one_is(
    handout, small, tmp_path, monkeypatch
):
    download = tmp_path / "small (1).py"
    download.write_text(small.source(double="return x + x"))
    with pytest.raises(UsageProblem, match="lies in the folder of no assignment: put it beside"):
        handouts(download)
    monkeypatch.chdir(handout)
    (folder,) = handouts(download)
    assert folder.resolve() == handout
    report = check_source(folder, *read_work(folder, download), ["double"])
    assert set(verdicts(report).values()) == {"passed"}


def test_a_notebook_that_cannot_be_read_does_not_hide_the_module(handout):
    (handout / "small.ipynb").write_text("{")
    assert work_in(handout, load_handout(handout)).files == ("small.py",)
    (handout / "small.py").unlink()
    assert "not JSON" in work_in(handout, load_handout(handout)).problem


def test_no_work_is_told(handout):
    (handout / "small.py").unlink()
    with pytest.raises(UsageProblem, match=r"There is no small\.py in .*; it is what you fill in"):
        read_work(handout)


def test_what_counts_as_filled_in(handout):
    (handout / "small.py").write_text(
        "def double(x):\n    'Twice.'\n    raise NotImplementedError\n\n\n"
        "quadruple = lambda x: 4 * x\n\n\n"
        "class secret:\n    def f(self):\n        raise NotImplementedError\n\n\n"
        "def halve(x):\n    return x / 2\n"
    )
    assert filled_in(*read_work(handout)) == {
        "double": False,
        "quadruple": True,
        "secret": False,
        "halve": True,
    }
    (handout / "small.py").write_text("def double(:\n")
    assert set(filled_in(*read_work(handout)).values()) == {False}


def test_a_stub_with_hidden_checks_only_is_not_forgotten(handout, small):
    assert checked(handout).notes == ("secret is not filled in yet; it has hidden checks only.",)
    right = {name: body for name, body in small.RIGHT.items() if name != "secret"}
    (handout / "small.py").write_text(small.source(**right))
    report = checked(handout)
    assert set(verdicts(report).values()) == {"passed"}
    assert report.notes == ("secret is not filled in yet; it has hidden checks only.",)
    assert checked(handout, "double").notes == ()
    (handout / "small.py").write_text(small.source(**small.RIGHT))
    assert checked(handout).notes == ()


def test_the_same_checks_run_again_and_again_on_what_was_asked_for(handout, small):
    assignment, work = read_work(handout)
    with PublicChecks(assignment) as checks:
        assert set(verdicts(checks.report(work)).values()) == {"not_implemented"}
        (handout / "small.py").write_text(small.source(double="return 2 * x", halve="return x"))
        _, work = read_work(handout)
        report = checks.report(work, ["double"])
        assert verdicts(report) == {"double_three": "passed", "double_an_array": "passed"}
        assert (report.score, report.max_score) == (2, 2)
        assert verdicts(checks.report(work))["halve_four"] == "failed"


@pytest.fixture
def no_fork(monkeypatch):
    """What a system without fork, without pidfds and without poll has: macOS, Windows."""
    starters = []

    def starter(plan):
        starters.append(cold.ColdStarter(plan, tcp=True))
        return starters[-1]

    def no_pidfd(_pid):
        raise OSError

    monkeypatch.setattr(launch, "ColdStarter", starter)
    monkeypatch.setattr(launch, "WarmStarter", None)
    monkeypatch.setattr(checking, "Sandbox", functools.partial(Sandbox, cold=True))
    monkeypatch.setattr(os, "pidfd_open", no_pidfd)
    monkeypatch.delattr(select, "poll")
    monkeypatch.setattr(selectors, "DefaultSelector", selectors.SelectSelector)
    yield starters
    assert starters, "no cold process was started"


def test_verdicts_without_fork(no_fork, handout, small):
    (handout / "small.py").write_text(
        small.source(double="return x * 3", quadruple="import os; os._exit(3)", secret="return 1")
    )
    report = checked(handout)
    assert verdicts(report) == {
        "double_three": "failed",
        "double_an_array": "failed",
        "quadruple_two": "died",
        "halve_four": "not_implemented",
    }
    (handout / "small.py").write_text(
        small.source(double="return x.missing", halve="while True: pass")
    )
    report = checked(handout, "double", "halve")
    assert verdicts(report) == {
        "double_three": "errored",
        "double_an_array": "errored",
        "halve_four": "timed_out",
    }
    (first, *_) = report.exercises[0].checks
    assert (first.line, first.raised[:15]) == (6, "AttributeError:")


def test_a_hang_tells_its_line_where_there_are_no_pidfds(no_fork, handout, small, monkeypatch):
    monkeypatch.setattr(handle, "sys", types.SimpleNamespace(platform="darwin"))
    source = small.source(halve="while True: pass")
    (handout / "small.py").write_text(source)
    (late,) = checked(handout, "halve").exercises[0].checks
    assert source.split("\n")[late.line - 1] == "    while True: pass"


def test_a_whole_assignment_without_fork(no_fork, tmp_path):
    slug = "c1_logistic_regression"
    folder = tmp_path / slug
    shutil.copytree(ROOT / "student_template" / slug, folder)
    shutil.copy(ROOT / "solutions" / f"{slug}.py", folder / "logistic_regression.py")
    report = checked(folder)
    assert set(verdicts(report).values()) == {"passed"}
    assert len(verdicts(report)) > 5
    assert report.isolation == "D"
