"""A report that cannot be written costs nobody else anything, whatever the reason."""

import json

from grader.batch import markers
from grader.batch.run import Settings, start
from grader.course.course import load_course

RELU = """\
import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def relu_backward(upstream, x):
    return upstream * (x > 0)


def row_means(x):
    return relu(x).mean(axis=1, keepdims=True)
"""
LARGEST = RELU.replace("np.maximum(x, 0.0)", "np.full(np.shape(x), 1.7976931348623157e308)")
EXPLORE = '''\
"""What the tiny functions draw."""
import numpy as np

from grader.authoring import array
from grader.authoring.pictures import lines, picture


@picture("relu", try_next="Try more.")
def curve(student, ref):
    """The curve."""
    x = np.arange(-2.0, 3.0)
    return lines(x, {"relu": array(student.relu(x), x.shape)}, x_label="x", y_label="y")
'''


def graded(root, out, jobs, safe_rung):
    course = load_course(root)
    grading = start(course, root / "class", Settings(out=out, rung=safe_rung, jobs=jobs))
    return {report.student: report for report in grading.run()}


def write(root, **sources):
    for name, text in sources.items():
        (root / "class" / name).mkdir(parents=True)
        (root / "class" / name / "tiny.py").write_text(text)


def test_the_largest_number_is_a_gap_in_a_picture(tiny, tmp_path, safe_rung):
    root = tiny.write_tiny_course(tmp_path / "c", {"assignments/tiny/explore.py": EXPLORE})
    write(root, ada=RELU, mallory=LARGEST, zoe=RELU)
    for jobs in (1, 2):
        out = tmp_path / f"out{jobs}"
        found = graded(root, out, jobs, safe_rung)
        assert {name: one.status for name, one in found.items()} == dict.fromkeys(
            ("ada", "mallory", "zoe"), "graded"
        )
        told = json.loads((out / "mallory" / "tiny.json").read_text())
        assert len(told["pictures"]) == 1


def test_a_report_that_cannot_be_written_is_broken_and_the_others_go_on(
    tiny_course, tmp_path, safe_rung, monkeypatch
):
    write(tiny_course, ada=RELU, mallory=RELU, zoe=RELU)
    real = markers.write_report

    def failing(out, report):
        if report.student == "mallory" and report.status == "graded":
            raise ValueError("no report can hold this")
        return real(out, report)

    monkeypatch.setattr(markers, "write_report", failing)
    found = graded(tiny_course, tmp_path / "out", 1, safe_rung)
    assert found["ada"].status == found["zoe"].status == "graded"
    assert found["mallory"].status == "broken"
    assert "no report can hold this" in found["mallory"].problem
    rows = (tmp_path / "out" / "grades.csv").read_text().splitlines()
    assert len(rows) == 4
