"""Plain `pytest` in a student's folder; and nothing at all anywhere else."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from grader.selfcheck import pytest_items

pytest_plugins = ("pytester",)
pytestmark = pytest.mark.usefixtures("clean_modules")

IDS = {
    "double": ["double_three", "double_an_array"],
    "quadruple": ["quadruple_two"],
    "halve": ["halve_four"],
}


@pytest.fixture(autouse=True)
def as_students_run_it(monkeypatch):
    """Without what the outer pytest, or whoever started it, has set."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def folder(small, pytester):
    """A student's folder, which is the current one: `double` is wrong, `halve` right."""
    here = small.write(pytester.path, double="return x + 3.0", halve="return x / 2")
    os.chdir(here)
    return here


def pytest_in(folder, *arguments):
    """A pytest of its own, which finds the plugin as a student's does: by its entry point."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_each_public_check_is_an_item(folder, tmp_path):
    done = pytest_in(folder, "-rfs", "--junitxml", tmp_path / "junit.xml")
    assert done.returncode == 1, done.stderr
    assert "1 failed, 2 passed, 1 skipped" in done.stdout
    assert "public_checks.py: quadruple is not filled in yet" in done.stdout
    for said in (
        "_ double_an_array _",
        "✗ double: double([1, 2]) = [2, 4].",
        "An input that fails",
        "What came back",
        "Which entry is it?",
        "FAILED public_checks.py::double::double_an_array",
        "small.py: secret is not filled in yet; it has hidden checks only. 2 of 4 public",
        "checks pass. Next: mend double.",
    ):
        assert said in done.stdout
    for ours in ("Traceback", "Error", "pytest_items", "raise ", "runtest"):
        assert ours not in done.stdout.replace("NotImplementedError", "")
    cases = {one.get("name"): one for one in ET.parse(tmp_path / "junit.xml").iter("testcase")}
    assert set(cases) == {name for names in IDS.values() for name in names}
    assert "What came back" in cases["double_an_array"].find("failure").text
    assert cases["quadruple_two"].find("skipped") is not None


def test_editors_can_list_the_items_and_run_one(folder):
    listed = pytest_in(folder, "--collect-only", "-q")
    assert listed.returncode == 0
    wanted = [f"public_checks.py::{name}::{check}" for name in IDS for check in IDS[name]]
    assert listed.stdout.splitlines()[: len(wanted)] == wanted
    assert "3 of 4" not in listed.stdout, "listing runs nothing"
    one = pytest_in(folder, "-v", folder / "public_checks.py::double::double_three")
    assert one.returncode == 0
    assert "public_checks.py::double::double_three PASSED" in one.stdout
    assert "2 of 2" not in one.stdout


@pytest.mark.parametrize(
    ("arguments", "exercises", "items"),  # an empty set stands for all exercises
    [
        ([], set(), 4),
        (["-k", "double"], {"double"}, 2),
        (["-k", "halve_four or quadruple"], {"halve", "quadruple"}, 2),
        (["public_checks.py"], set(), 4),
        (["public_checks.py::double"], {"double"}, 2),
        (
            ["public_checks.py::halve::halve_four", "public_checks.py::double"],
            {"double", "halve"},
            3,
        ),
    ],
)
def test_one_run_serves_all_that_was_chosen(
    folder, pytester, monkeypatch, arguments, exercises, items
):
    runs = []
    with (folder / "public_checks.py").open("a") as file:  # it is no module of tests
        file.write("\n\ndef test_nothing():\n    pass\n")

    def counted(where, assignment, work, chosen, begun, **how):
        runs.append(set(chosen))
        return check_source(where, assignment, work, chosen, begun, **how)

    check_source = pytest_items.check_source
    monkeypatch.setattr(pytest_items, "check_source", counted)
    done = pytester.inline_run("--rootdir", str(folder), *arguments)
    assert runs == [exercises]
    assert sum(map(len, done.listoutcomes())) == items


def test_a_fault_of_ours_is_told_of_the_items_and_others_go_on(folder, pytester, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("no worker")

    monkeypatch.setattr(pytest_items, "check_source", broken)
    other = pytester.makepyfile(test_other="def test_other():\n    pass\n")
    done = pytester.inline_run("--rootdir", str(pytester.path), str(folder), str(other))
    passed, _, failed = done.listoutcomes()
    assert (len(passed), len(failed)) == (1, 4)
    assert all("no worker" in str(one.longrepr) for one in failed)


@pytest.fixture
def said(pytester):
    """Run pytest in this process; gives its exit code and what it printed."""

    def run(*arguments):
        done = pytester.runpytest_inprocess("--rootdir", ".", *arguments)
        text = done.stdout.str() + done.stderr.str()
        assert "Traceback" not in text
        return done.ret, text

    return run


def test_a_stub_is_no_failure(folder, small, said):
    (folder / "small.py").write_text(small.source())
    code, text = said()
    assert code == 0
    assert "4 skipped" in text
    assert "0 of 4 public checks pass. Next: fill in double." in text


def test_one_that_needs_a_stub_is_skipped(folder, small, said):
    (folder / "small.py").write_text(small.source(quadruple=small.RIGHT["quadruple"]))
    code, text = said("-rs", "-k", "quadruple")
    assert code == 0
    assert "public_checks.py: Needs double, which is not filled in yet" in text


def test_what_uses_a_wrong_one_says_only_that(folder, small, said):
    (folder / "small.py").write_text(small.source(**small.RIGHT | {"double": "return x + 4.0"}))
    code, text = said()
    assert code == 1
    assert text.count("quadruple uses double, which is wrong: mend double first.\n") == 1
    assert "✗ quadruple" not in text
    assert "✗ double: double(3) = 6." in text
    code, text = said("-k", "quadruple")
    assert "quadruple uses double, which is wrong: mend double first.\n" in text


def test_a_syntax_error_is_told_with_its_line(folder, small, said):
    (folder / "small.py").write_text(small.source(double="return (x"))
    code, text = said("-k", "double_three")
    assert code == 1
    assert "which marks here: line 6: '(' was never closed." in text
    assert "    return (x\n" in text


def test_missing_work_and_a_damaged_handout_are_told(folder, said):
    (folder / "small.py").unlink()
    code, text = said("-k", "double_three")
    assert code == 1
    assert "There is no small.py in" in text
    (folder / "assignment.toml").write_text("title = ")
    code, text = said()
    assert code == 2
    assert "assignment.toml is not TOML" in text


def test_several_handouts_at_once(folder, small, pytester, said):
    small.write(pytester.path / "second", **small.RIGHT)
    os.chdir(pytester.path)
    code, text = said()
    assert code == 1
    assert "1 failed, 6 passed, 1 skipped" in text
    assert "second/c9_small/public_checks.py ...." in text
    assert "4 of 4 public checks pass; hidden checks run when you hand in" in text


def test_other_projects_are_left_alone(pytester):
    """A file of that name in a project of its own: neither read, nor kept from being a test."""
    (pytester.path / "public_checks.py").write_text("def test_mine():\n    assert True\n")
    (pytester.path / "test_mine.py").write_text(
        "import sys\n\n\ndef test_light():\n"
        "    assert 'grader.selfcheck.pytest_plugin' in sys.modules\n"
        "    loaded = {name for name in sys.modules if name.startswith('grader')}\n"
        "    assert loaded == {'grader', 'grader.selfcheck', 'grader.selfcheck.pytest_plugin'}\n"
        "    assert 'numpy' not in sys.modules\n"
    )
    done = pytest_in(pytester.path, "-W", "error")
    assert "1 passed" in done.stdout, done.stdout
    assert "public checks" not in done.stdout
    named = pytest_in(pytester.path, "public_checks.py")
    assert "1 passed" in named.stdout, named.stdout
