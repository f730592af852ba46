"""Student code that looks for checks, reference, other work or grades finds none of them."""

from pathlib import Path

import pytest

from grader.calls.budget import Budget
from grader.calls.call import Call
from grader.calls.messages import load_request
from grader.calls.session import Session
from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.results.verdicts import Rung
from grader.sandbox import Limits, Sandbox
from grader.sandbox.probing import try_rung
from grader.worker.wire import Op

SNOOP = (Path(__file__).parent.parent / "snoop.py").read_text(encoding="utf-8")
PARTS = ("frames", "objects", "modules", "descriptors", "files", "imports")


@pytest.fixture(scope="module", params=["A", "B", "C"])
def find(request, root, assignment):
    rung: Rung = request.param
    missing = try_rung(rung)
    if missing is not None:
        pytest.skip(f"this machine has no rung {rung}: {missing[1]}")
    with Sandbox(rung, Limits()) as sandbox:

        def found(part):
            with Session(sandbox.spawn(), Budget(60, 90)) as session:
                session.load(load_request(SNOOP, "logistic_regression"), "logistic_regression")
                return session.invoke(Call(Op.CALL, "find", (part,))).value

        yield found


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_the_course_is_found(find, part, root):
    found = find(part)
    assignment = load(root, "c1_logistic_regression")
    secrets = [check.id for check in assignment.checks]
    secrets += [one.id for one in misconceptions_of(assignment)]
    secrets += [one.hint for one in misconceptions_of(assignment)]
    secrets += [check.title for check in assignment.checks]
    secrets += ["BEGIN SOLUTION", "misconceptions.toml", "assignment.toml", "breast_cancer"]
    seen = [secret for secret in secrets if secret in found]
    assert not seen


@pytest.mark.parametrize("part", PARTS)
def test_the_search_itself_works(find, part):
    # Without this the test above could pass because nothing was looked at.
    expected = {
        "frames": "counted",
        "objects": "logistic_regression",
        "modules": "grader.worker",
        "descriptors": "fd 3 mode",
        "files": "",
        "imports": "grader.marking",
    }
    assert expected[part] in find(part)


def test_files_of_the_machine_are_out_of_reach(find):
    found = find("files").splitlines()
    assert not [path for path in found if path.startswith(("/etc/passwd", "/proc/1/", "/home/"))]
    assert not [path for path in found if "solutions" in path or "submissions" in path]


def test_only_the_four_descriptors_are_open(find):
    numbers = [line.split()[1] for line in find("descriptors").splitlines() if "mode" in line]
    assert numbers == ["0", "1", "2", "3"]


def test_the_checks_modules_cannot_be_imported(find):
    # What is not in the worker's memory comes back as a placeholder for an absent module.
    for line in find("imports").splitlines():
        name, _, what = line.replace(":", " is").partition(" is ")
        assert "module" not in what or name == "grader", line
