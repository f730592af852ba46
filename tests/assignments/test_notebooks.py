"""The notebooks of the course: filled in they run, pass everywhere and earn full marks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from grader.course.course import load_course
from grader.course.solution import function_span
from grader.handout import FOLDER

ROOT = Path(__file__).resolve().parents[2]
COURSE = load_course(ROOT)
VALIDATE = Path(__file__).with_name("validate_notebooks.py")
USED = ("c1_computation_graph", "c1_activations")


def run(*command, cwd):
    return subprocess.run(
        [sys.executable, *map(str, command)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONWARNINGS": "ignore"},
        check=False,
        timeout=500,
    )


def marks(cell):
    return cell.metadata.get("nbgrader", {})


def filled(path, source):
    """The notebook with each exercise's function as `source` has it."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if marks(cell).get("solution"):
            start, end = function_span(source, cell.id)
            cell.source = source[start:end]
    return book


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory, proved_slugs):
    """A student's copy of some of the handout, each notebook filled in and each module not."""
    folder = tmp_path_factory.mktemp("student") / FOLDER
    for slug in {*proved_slugs, *USED}:
        shutil.copytree(ROOT / FOLDER / slug, folder / slug)
        assignment = COURSE.load(slug)
        path = folder / slug / f"{assignment.spec.module}.ipynb"
        nbformat.write(filled(path, assignment.reference), path)
    return folder


def module_of(slug):
    return COURSE.load(slug).spec.module


def executed(path, folder):
    """Run a notebook from top to bottom as Jupyter would, errors and all."""
    done = run(
        "-m",
        "jupyter",
        "execute",
        "--inplace",
        "--allow-errors",
        path,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return nbformat.read(path, as_version=4)


def said(cell):
    return "".join(one.text for one in cell.outputs if one.output_type == "stream")


@pytest.fixture(scope="module")
def validated(handed_out, proved_slugs):
    """What nbgrader's validation, which runs the notebooks, says of each."""
    paths = [handed_out / slug / f"{module_of(slug)}.ipynb" for slug in proved_slugs]
    done = run(VALIDATE, *paths, cwd=handed_out)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [one["path"] for one in found] == [str(path) for path in paths]
    return dict(zip(proved_slugs, found, strict=True))


@pytest.mark.xdist_group("notebooks")
def test_nbgrader_takes_it_and_every_checking_cell_passes(validated, proved_slug):
    found = validated[proved_slug]
    assert found["locked"] == len(COURSE.load(proved_slug).spec.exercises)
    assert found["same"]
    assert found["found"] == {}


@pytest.mark.xdist_group("notebooks")
def test_filled_in_it_runs_from_top_to_bottom(validated, proved_slug):
    slug = proved_slug
    book = nbformat.read(Path(validated[slug]["path"]).with_suffix(".run.ipynb"), as_version=4)
    outputs = [one for cell in book.cells for one in cell.get("outputs", ())]
    assert [one for one in outputs if one.output_type != "stream" or one.name != "stdout"] == []
    assignment = COURSE.load(slug)
    cells = {cell.id: cell for cell in book.cells}
    for exercise in assignment.spec.exercises:
        public = sum(check.public for check in assignment.checks_of(exercise.name))
        text = said(cells[f"{exercise.name}-checks"])
        want = f"{public} of {public} public check" if public else "has no public checks"
        assert want in text


def reports_of(submissions):
    done = run("-m", "grader", "run", submissions, "--json", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return {(one["student"], one["assignment"]): one for one in json.loads(done.stdout)["reports"]}


def test_marking_gives_them_full_marks_and_the_unfilled_ones_none(
    handed_out, tmp_path, proved_slugs
):
    for slug in proved_slugs:
        name = f"{module_of(slug)}.ipynb"
        for student, source in (("full", handed_out), ("empty", ROOT / FOLDER)):
            (tmp_path / student / slug).mkdir(parents=True)
            shutil.copy(source / slug / name, tmp_path / student / slug / name)
    reports = reports_of(tmp_path)
    for slug in proved_slugs:
        full, empty = reports["full", slug], reports["empty", slug]
        assert full["score"] == full["max_score"] > 0
        assert full["held"] == []
        assert full["notes"] == []
        assert empty["score"] == 0
        verdicts = {one["verdict"] for each in empty["exercises"] for one in each["checks"]}
        assert verdicts <= {"not_implemented", "skipped"}


def test_grade_check_looks_at_the_notebooks_that_are_filled_in(handed_out, proved_slugs):
    """Beside each lies the module, which is still the stub."""
    done = run("-m", "grader", "check", handed_out, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    for slug in {*proved_slugs, *USED}:
        assert f"{module_of(slug)}.ipynb" in done.stdout
        assert f"{module_of(slug)}.py" not in done.stdout


def test_given_code_calls_the_functions_of_the_notebook(handed_out, tmp_path):
    slug = "c1_computation_graph"
    folder = shutil.copytree(handed_out / slug, tmp_path / slug)
    path = folder / "computation_graph.ipynb"
    book = nbformat.read(path, as_version=4)
    cells = [
        cell for cell in book.cells if cell.cell_type == "code" and not marks(cell).get("grade")
    ]
    cells.append(nbformat.v4.new_code_cell("print((Node(2.0) * 3 + 1).value)"))
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    assert said(executed(path, folder).cells[-1]) == "7.0\n"


def test_a_wrong_function_is_one_line_of_red_and_a_mended_one_passes(handed_out, tmp_path):
    slug = "c1_activations"
    folder = shutil.copytree(handed_out / slug, tmp_path / slug)
    path = folder / "activations.ipynb"
    book = nbformat.read(path, as_version=4)
    checking = next(cell.source for cell in book.cells if cell.id == "relu-checks")
    sources = [
        "%matplotlib --list\nimport numpy as np",
        "def relu(z):\n    return np.abs(z)",
        checking,
        "%%time\ndef relu(z):\n    return np.maximum(z, 0)\n1 / 0",
        checking,
        "del relu",
        checking,
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    wrong, right, gone = executed(path, folder).cells[2::2]
    assert "✗ relu" in said(wrong)
    assert [one.traceback for one in wrong.outputs if one.output_type == "error"] == [
        ["relu does not pass its public checks yet."]
    ]
    assert "1 of 1 public check passes" in said(right)
    assert not any(one.output_type == "error" for one in right.outputs)
    assert "There is no relu yet" in gone.outputs[-1].evalue
