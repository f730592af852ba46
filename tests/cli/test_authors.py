"""`grade new`, `prove`, `handout` and `check`, as authors and students meet them."""

import json
import os
import subprocess
import sys

import pytest


def grade(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "100"},
        check=False,
        timeout=120,
    )


def test_a_new_assignment_is_proved_as_soon_as_it_is_written(tiny_course):
    made = grade("new", "c2_doubling", cwd=tiny_course)
    assert made.returncode == 0, made.stderr
    assert "assignments/c2_doubling/checks.py" in made.stdout
    assert grade("handout", cwd=tiny_course).returncode == 0
    done = grade("prove", "c2_doubling", cwd=tiny_course)
    assert done.returncode == 0, done.stdout
    assert (
        "✓ c2_doubling: 2 checks, 1 accepted solution, 1 misconception (1 named), " in done.stdout
    )
    assert "1 proved; the handout is fresh." in done.stdout


@pytest.mark.parametrize("name", ["C2 Doubling", "../up", "2nd", "tiny"])
def test_a_name_that_cannot_be_is_refused(tiny_course, name):
    done = grade("new", name, cwd=tiny_course)
    assert done.returncode == 2
    assert not (tiny_course / "assignments" / "C2 Doubling").exists()


def test_what_is_not_proved_ends_with_4_and_says_what_mends_it(course_with):
    root = course_with("assignments/tiny/assignment.toml", "points = 9", "points = 8")
    done = grade("prove", cwd=root)
    assert done.returncode == 4
    assert "All checks add up to 9 points" in done.stdout
    assert "things are not proved." in done.stdout
    as_json = grade("prove", "--json", cwd=root)
    found = json.loads(as_json.stdout)
    assert found["proved"] is False
    assert any(one.endswith("make them agree.") for one in found["assignments"][0]["faults"])


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        pytest.param(
            "solutions/tiny.py",
            "np.maximum(x, 0.0)",
            "np.maximum(x, 1.0)",
            "✗ tiny: 5 checks; accepted solutions, misconceptions and mutants were not looked at\n",
            id="the reference is wrong",
        ),
        pytest.param(
            "assignments/tiny/assignment.toml",
            'title = "Tiny"',
            "title = 1",
            "✗ tiny: checks, accepted solutions, misconceptions and mutants were not looked at\n",
            id="nothing can be loaded",
        ),
    ],
)
def test_what_a_fault_kept_from_being_tried_has_no_number(course_with, file, old, new, says):
    done = grade("prove", "tiny", cwd=course_with(file, old, new))
    assert done.returncode == 4
    assert done.stdout.startswith(says), done.stdout


def test_a_slip_in_a_file_is_told_before_anything_is_tried(course_with):
    old = "np.maximum(x, 0.0)"
    root = course_with(
        "assignments/tiny/misconceptions.toml", f'old = "{old}"', 'old = "np.min(x)"'
    )
    done = grade("prove", "tiny", cwd=root)
    assert done.returncode == 4
    first, second, *_ = done.stdout.splitlines()
    assert first == (
        "✗ tiny: 5 checks; accepted solutions, misconceptions and mutants were not looked at"
    )
    assert "its `old` text occurs 0 times in relu" in second


def test_which_proofs_are_stale_is_told_without_proving(tiny_course):
    done = grade("prove", "--check", cwd=tiny_course)
    assert (done.returncode, done.stdout) == (4, "tiny was never proved: run `grade prove tiny`.\n")
    as_json = grade("prove", "--check", "--json", "tiny", cwd=tiny_course)
    assert as_json.returncode == 4
    assert json.loads(as_json.stdout)["stale"] == done.stdout.splitlines()
    assert grade("new", "c2_doubling", cwd=tiny_course).returncode == 0
    grade("handout", cwd=tiny_course)
    assert grade("prove", "c2_doubling", cwd=tiny_course).returncode == 0
    fresh = grade("prove", "--check", "c2_doubling", cwd=tiny_course)
    assert (fresh.returncode, fresh.stdout) == (0, "1 proof looked at; none is stale.\n")


def test_an_unknown_assignment_cannot_be_proved(tiny_course):
    done = grade("prove", "tinny", cwd=tiny_course)
    assert done.returncode == 2
    assert "There is no assignment 'tinny'. Did you mean 'tiny'?" in done.stderr


def test_the_handout_says_whether_it_is_fresh(tiny_course):
    assert grade("handout", "--check", cwd=tiny_course).returncode == 4
    made = grade("handout", cwd=tiny_course)
    assert "student_template/: 10 files, 10 of them changed." in made.stdout
    assert grade("handout", "--check", cwd=tiny_course).returncode == 0
    assert "0 of them changed" in grade("handout", cwd=tiny_course).stdout


@pytest.fixture
def handed_out(tiny_course):
    grade("handout", cwd=tiny_course)
    return tiny_course / "student_template" / "tiny"


def test_an_untouched_stub_is_not_filled_in(handed_out):
    done = grade("check", cwd=handed_out)
    assert done.returncode == 1
    assert "○ relu" in done.stdout
    assert "0 of 1 public check passes. Next: fill in relu." in done.stdout


def test_a_wrong_answer_is_explained_and_a_right_one_points_to_handing_in(handed_out):
    work = handed_out / "tiny_relu.py"
    stub = work.read_text()
    work.write_text(stub.replace("raise NotImplementedError", "return np.abs(x)", 1))
    done = grade("check", cwd=handed_out)
    assert done.returncode == 1
    for said in (
        "✗ relu",
        "[0]: 2 in place of 0",
        "What must come back",
        "This is a known mistake.",
    ):
        assert said in done.stdout
    work.write_text(stub.replace("raise NotImplementedError", "return np.maximum(x, 0)", 1))
    done = grade("check", work, cwd=handed_out)
    assert done.returncode == 0
    assert "1 of 1 public check passes; hidden checks run when you hand in" in done.stdout


def test_an_error_is_shown_with_its_line(handed_out):
    work = handed_out / "tiny_relu.py"
    work.write_text(work.read_text().replace("raise NotImplementedError", "return x[9]", 1))
    done = grade("check", cwd=handed_out)
    assert "IndexError: index 9 is out of bounds" in done.stdout
    assert "return x[9]" in done.stdout


def test_check_prints_only_json_when_asked(handed_out):
    done = grade("check", "--json", cwd=handed_out.parent)
    (report,) = json.loads(done.stdout)["reports"]
    assert report["exercises"][0]["checks"][0]["verdict"] == "not_implemented"
    assert done.stderr == ""


def test_check_elsewhere_says_what_to_do(tmp_path):
    done = grade("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "is no assignment" in done.stderr


def test_an_exercise_can_be_chosen(handed_out):
    done = grade("check", "-e", "nothing", cwd=handed_out)
    assert done.returncode == 2
    assert "has no exercise 'nothing'; it has relu, relu_backward, row_means." in done.stderr
