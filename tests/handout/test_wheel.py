"""The wheel of the handout: students install that very file, and nothing by name."""

import os
import subprocess
import sys
import zipfile

import pytest

import grader
from grader.course.load import load
from grader.errors import UsageProblem
from grader.handout import handout_of, stale, write
from grader.handout import wheel as wheels
from grader.handout.guide import WORKFLOW
from grader.handout.wheel import build_wheel, wheel_name


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    path = tmp_path_factory.mktemp("wheel") / wheel_name()
    path.write_bytes(build_wheel())
    return path


def test_it_holds_the_grader_and_nothing_of_the_course(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"grader", f"gradus_coursework-{grader.__version__}.dist-info"}
    assert "grader/reports/templates/student.html.jinja" in names


def test_a_student_with_that_file_and_the_handout_alone_can_check(wheel, tiny, tmp_path):
    folder = tmp_path / "handout" / "tiny"
    write(handout_of(load(tiny.write_tiny_course(tmp_path / "course"), "tiny")), folder)
    home = tmp_path / "installed"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", home, wheel], check=True)
    code = "import grader, sys; print(grader.__file__); from grader.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "check"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith(str(home)), done.stderr
    assert "relu" in done.stdout
    assert done.returncode == 1  # nothing is filled in yet


def test_no_instruction_asks_a_package_index_for_the_grader():
    for text in (WORKFLOW, (wheels.Path(grader.__file__).parents[1] / "README.md").read_text()):
        lines = [line for line in text.splitlines() if "pip install" in line]
        assert lines
        for line in lines:
            assert "gradus" not in line or "./gradus_coursework-" in line, line


def test_a_wheel_beside_the_handout_does_not_make_it_stale(tmp_path):
    tree = {"README.md": b"text"}
    assert not stale(tree, write_out(tree, tmp_path))
    (tmp_path / wheel_name()).write_bytes(b"an older one")
    assert not stale(tree, tmp_path)
    assert stale({**tree, wheel_name(): b"a new one"}, tmp_path)


def write_out(tree, folder):
    write(tree, folder)
    return folder


def test_without_its_source_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(wheels.grader, "__file__", str(tmp_path / "grader" / "__init__.py"))
    with pytest.raises(UsageProblem, match=r"copy the wheel that it was installed from"):
        build_wheel()
