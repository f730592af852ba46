"""`grade check` as a student meets it on a terminal, in a pipe and in a hurry."""

import os
import subprocess
import sys

import pytest


def check(*arguments, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "grader", "check", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "100"} | environment,
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(small, tmp_path):
    return small.write(tmp_path, double="return x + 3.0")


def test_each_check_has_a_line_and_the_first_failure_is_explained(folder):
    done = check(cwd=folder)
    assert done.returncode == 1
    text = done.stdout.decode()
    assert "Small · small.py" in text
    assert "✓ double" in text
    assert "✗ double    wrong answer: double([1, 2]) = [2, 4]." in text
    assert "○ halve     not filled in yet" in text
    assert "What came back" in text
    assert "Which entry is it?" in text
    assert "secret is not filled in yet; it has hidden checks only." in text
    assert text.rstrip().endswith("1 of 4 public checks pass. Next: mend double.")


def test_a_pipe_that_knows_few_signs_is_no_fault(folder):
    done = check(cwd=folder, PYTHONIOENCODING="cp1252")
    assert done.returncode == 1, done.stderr
    assert b"? double    wrong answer" in done.stdout


def test_an_exercise_without_public_checks(folder):
    done = check("-e", "secret", cwd=folder)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "secret is not filled in yet; it has hidden checks only." in text
    assert "0 of 0" not in text


def test_a_syntax_error_shows_its_line(folder, small):
    (folder / "small.py").write_text(small.source(double="return (x"))
    done = check(cwd=folder)
    assert done.returncode == 1
    assert "line 6: '(' was never closed." in done.stdout.decode()
    assert "    return (x\n" in done.stdout.decode()


def test_it_does_not_wait_for_what_only_pages_need():
    code = (
        "import sys\nimport grader.selfcheck.public_checks, grader.selfcheck.screen\n"
        "print(sorted({'jinja2', 'pytest', 'html'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_exercise_is_found_in_whichever_folder_has_it(small, tmp_path):
    first = small.write(tmp_path / "a", **small.RIGHT)
    other = first.rename(tmp_path / "c9_other")
    for name in ("assignment.toml", "public_checks.py", "small.py"):
        text = (other / name).read_text()
        (other / name).write_text(text.replace("halve", "third"))
    small.write(tmp_path, **small.RIGHT)
    done = check("-e", "halve", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode()
    assert "1 of 1 public check passes; hidden checks run when you hand in." in text
    assert text.count("Small · small.py") == 1
    done = check("-e", "none", cwd=tmp_path)
    assert done.returncode == 2
    assert b"No exercise is called 'none' in c9_other, c9_small." in done.stderr


def test_what_public_checks_do_not_see_is_told_in_points(folder, small):
    toml = folder / "assignment.toml"
    text = toml.read_text().replace("points = 4", "points = 9")
    toml.write_text(text.replace('name = "double"\npoints = 2', 'name = "double"\npoints = 7'))
    (folder / "small.py").write_text(small.source(**small.RIGHT))
    text = check(cwd=folder).stdout.decode()
    assert "4 of 4 public checks pass" in text
    assert "hidden checks run when you hand in, for 5 of 9 points." in text
