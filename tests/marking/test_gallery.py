"""Pictures of a submission: drawn, or left out with a sentence; never a change of a verdict."""

import re

import pytest

from grader.batch.run import Settings, start
from grader.calls import Whole
from grader.course.course import load_course
from grader.course.load import load
from grader.errors import CourseInvalid, SandboxFailed
from grader.marking import Remembered, Store
from grader.marking.gallery import ALL_SECONDS, CALL_SECONDS, OUR_FAULT, Gallery, budget_of_pictures
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare
from grader.proof.junk import JUNK
from grader.proof.pictures import prove_pictures
from grader.reports import to_html, to_markdown
from grader.results import from_json, to_json
from grader.sandbox import Sandbox
from grader.submissions import Submission

EXPLORE = '''\
"""What relu draws."""

import numpy as np

from grader.authoring import numbers
from grader.authoring.pictures import image, images, lines, picture


@picture("relu", try_next="Try -3.")
def curve(student, ref):
    """The curve of relu."""
    z = np.linspace(-2.0, 2.0, 5)
    return lines(z, {"relu": student.relu(z)}, x_label="z", y_label="relu(z)")


@picture("row_means", try_next="Try more rows.")
def means(student, ref):
    """The means of two rows."""
    found = numbers(student.row_means(np.eye(2)), (2, 1))
    return [images([image("means", found, (2, 1), low=0, high=1)], low=0, high=1, says="Two.")]
'''
RIGHT = "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0.0)\n\n\n"
BACKWARD = "def relu_backward(upstream, x):\n    return upstream * (x > 0)\n\n\n"
MEANS = "def row_means(x):\n    return relu(x).mean(axis=1, keepdims=True)\n"
WHOLE = RIGHT + BACKWARD + MEANS


@pytest.fixture(scope="module")
def write(tiny, tmp_path_factory):
    """Write the tiny course with a text as its explore.py (and other changes); gives its root."""

    def written(text, **changed):
        files = {"assignments/tiny/explore.py": text, **changed}
        return tiny.write_tiny_course(tmp_path_factory.mktemp("course"), files)

    return written


@pytest.fixture(scope="module")
def ready(write):
    return prepare(load(write(EXPLORE), "tiny"))


@pytest.fixture(scope="module")
def tiny_sandbox(safe_rung):
    with Sandbox(safe_rung) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def draw(ready, tiny_sandbox):
    """Mark source text with pictures; gives the report."""
    marker = Marker(ready, tiny_sandbox, Gallery(ready))

    def drawn(source, **how):
        return marker.mark(Submission(student="ada", assignment="tiny", source=source, **how))

    return drawn


def replaced(name, body):
    return f"{WHOLE}\n\ndef {name}(*args, **kwargs):\n    {body}\n"


def left_out(report):
    return {one.id: one.left_out for one in report.pictures}


def test_the_student_s_curve_stands_beside_the_course_s(draw):
    report = draw(replaced("relu", "return np.abs(args[0])"))
    curve, means = report.pictures
    (panel,) = curve.panels
    assert [(one.role, one.y) for one in panel.series] == [
        ("yours", (2, 1, 0, 1, 2)),
        ("reference", (0, 0, 0, 1, 2)),
    ]
    assert panel.x == (-2, -1, 0, 1, 2)
    assert panel.says == (
        "relu: yours begins and ends at 2, lowest with 0 at z = 0; the course’s rises from 0 to 2."
    )
    assert (curve.title, curve.uses, curve.next) == ("The curve of relu.", ("relu",), "Try -3.")
    assert means.panels[0].images[0].rows == ("4", "4")
    assert from_json(to_json(report)) == report


def test_equal_code_draws_once(ready, tiny_sandbox, draw, monkeypatch):
    known = Remembered(marked=Store())
    marker = Marker(ready, tiny_sandbox, Gallery(ready), known)
    first = marker.mark(Submission(student="ada", assignment="tiny", source=WHOLE))
    assert all(one.panels for one in first.pictures)
    monkeypatch.setattr(Gallery, "draw", None)
    again = marker.mark(Submission(student="bob", assignment="tiny", source=f"# mine\n{WHOLE}"))
    assert again.pictures == first.pictures
    monkeypatch.undo()
    for other in (replaced("relu", "return np.abs(args[0])"), replaced("row_means", "return 0")):
        alone = draw(other).pictures
        seen = marker.mark(Submission(student="eve", assignment="tiny", source=other)).pictures
        assert seen == alone != first.pictures


def test_pictures_are_drawn_only_when_they_are_asked_for(ready, tiny_sandbox, draw):
    plain = Marker(ready, tiny_sandbox).mark(
        Submission(student="ada", assignment="tiny", source=WHOLE)
    )
    assert plain.pictures == ()
    with_pictures = draw(WHOLE)
    timeless = {"pictures": (), "seconds": 0.0}
    assert _without_seconds(with_pictures.model_copy(update=timeless)) == _without_seconds(
        plain.model_copy(update=timeless)
    )


def _without_seconds(report):
    exercises = [
        one.model_copy(
            update={"checks": tuple(c.model_copy(update={"seconds": 0}) for c in one.checks)}
        )
        for one in report.exercises
    ]
    return report.model_copy(update={"exercises": tuple(exercises)})


def test_the_same_submission_gives_the_same_pictures(draw):
    first = draw(WHOLE).pictures
    draw(replaced("relu", "return 0"))
    assert draw(WHOLE).pictures == first


def test_the_stub_is_told_politely_and_runs_nothing(draw):
    stub = "def relu(x):\n    raise NotImplementedError\n"
    report = draw(stub)
    assert left_out(report) == {
        "curve": "Fill in `relu` to see it.",
        "means": "Fill in `row_means` to see it.",
    }
    assert all(one.panels == () and one.next == "" for one in report.pictures)


def test_a_stub_below_is_named(draw):
    partly = "def relu(x):\n    raise NotImplementedError\n\n\n" + MEANS
    assert left_out(draw(partly))["means"] == "Needs relu, which is not filled in yet."


def test_an_exception_names_the_line_and_not_its_text(draw):
    source = replaced("relu", "raise ValueError('SECRET')")
    line = source.count("\n")
    report = draw(source)
    said = (
        f"Your code refused this input at line {line} of your file: it raised ValueError there, "
        "and must take the input."
    )
    assert left_out(report) == {"curve": said, "means": said}
    assert "SECRET" not in str(report.pictures)


def test_a_notebook_s_line_is_named_by_cell(draw):
    source = replaced("relu", "raise ValueError")
    last = source.count("\n")
    places = tuple((f"cell {1 + number // 10}", number % 10) for number in range(last + 1))
    report = draw(source, line_map=places)
    assert left_out(report)["curve"] == (
        f"Your code refused this input in {places[last - 1][0]}, line {places[last - 1][1]}: it "
        "raised ValueError there, and must take the input."
    )


@pytest.mark.parametrize("statement", [*JUNK, "return float('nan') * args[0]"])
def test_whatever_comes_back_the_report_stands(draw, statement):
    report = draw(replaced("relu", statement))
    assert report.status == "graded"
    assert OUR_FAULT not in left_out(report).values()
    assert len(report.pictures) == 2
    for one in report.pictures:
        assert bool(one.panels) != bool(one.left_out)
    for view in (to_html, to_markdown, to_json):
        assert view(report)


def test_what_hung_in_a_check_is_not_run_again(draw):
    report = draw(replaced("relu", "while True: pass"))
    # Had it been run, it would not have come back within 2 s.
    assert set(left_out(report).values()) == {"When it was marked, `relu` took too long."}


def test_what_hangs_in_a_picture_only_costs_its_own_limit(draw):
    hangs = "while args[0].shape == (5,): pass\n    return np.maximum(args[0], 0.0)"
    report = draw(replaced("relu", hangs))
    assert report.score == report.max_score
    out = left_out(report)
    stopped = r"relu did not come back within 2 s, and was stopped at line \d+ of your file\."
    assert re.fullmatch(stopped, out["curve"])
    assert out["means"] == "Not run: relu did not come back within 2 s."


def test_a_death_in_one_picture_leaves_the_other(draw):
    dies = (
        "if args[0].shape == (5,):\n        import os\n        os._exit(3)\n"
        "    return np.maximum(args[0], 0.0)"
    )
    report = draw(replaced("relu", dies))
    assert left_out(report) == {"curve": "Your code ended its process (exit code 3).", "means": ""}
    assert report.status == "graded"


def test_a_picture_s_limits_are_below_the_assignment_s(ready):
    budget = budget_of_pictures(ready.assignment, Whole(60))
    assert budget.call_seconds == min(CALL_SECONDS, ready.assignment.spec.limits.call_seconds)
    assert budget.exercise_seconds == ALL_SECONDS


def test_a_lost_sandbox_takes_the_pictures_only(ready, tiny_sandbox, monkeypatch):
    marker = Marker(ready, tiny_sandbox, Gallery(ready))
    opener = marker._opener

    def failing(work, replaced, budget, exercise="", **how):
        def lost():
            raise SandboxFailed("gone")

        pictures = budget.exercise_seconds == ALL_SECONDS
        return lost if pictures else opener(work, replaced, budget, exercise, **how)

    monkeypatch.setattr(marker, "_opener", failing)
    report = marker.mark(Submission(student="ada", assignment="tiny", source=WHOLE))
    assert report.status == "graded"
    assert report.score == report.max_score
    assert set(left_out(report).values()) == {OUR_FAULT}


def test_an_author_s_fault_is_found_before_any_submission(write, tiny_sandbox):
    broken = EXPLORE.replace("np.linspace(-2.0, 2.0, 5)", "np.linspace(-2.0, 2.0, 1)")
    ready = prepare(load(write(broken), "tiny"))
    gallery = Gallery(ready)
    assert len(gallery.faults) == 1
    assert "curve raised by its own fault" in gallery.faults[0]
    report = Marker(ready, tiny_sandbox, gallery).mark(
        Submission(student="ada", assignment="tiny", source=WHOLE)
    )
    assert report.status == "graded"
    assert left_out(report) == {"curve": OUR_FAULT, "means": ""}


def test_a_picture_of_no_exercise_is_refused(write):
    root = write(EXPLORE.replace('@picture("relu"', '@picture("rleu"'))
    with pytest.raises(CourseInvalid, match=r"explore\.py: picture curve uses 'rleu', which is no"):
        load(root, "tiny")


def test_an_assignment_without_pictures_has_none(write, tiny, tmp_path):
    assert load(tiny.write_tiny_course(tmp_path), "tiny").pictures == ()


def test_a_changed_explore_py_marks_anew(write):
    one, other = load(write(EXPLORE), "tiny"), load(write(EXPLORE + "\n"), "tiny")
    assert one.sha256 != other.sha256


# The proof.


def proved(write, text, **changed):
    return list(prove_pictures(prepare(load(write(text, **changed), "tiny"))))


def test_sound_pictures_are_proved(write):
    assert proved(write, EXPLORE) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('    """The curve of relu."""\n', "", "Picture curve has no title"),
        ('try_next="Try -3."', 'try_next=""', "Picture curve says nothing to try next"),
        (
            "(-2.0, 2.0, 5)",
            "(-2.0, 2.0, 1)",
            "picture curve raised by its own fault: ValueError: a curve has 2 to 200 points, not 1",
        ),
        ("student.relu(z)", "ref.relu(z)", "Picture curve is drawn on the stub"),
        (
            "student.relu(z)",
            "[float(v) for v in student.relu(z)]",
            "Picture curve raises TypeError",
        ),
        (
            "{\"relu\": student.relu(z)}",
            "{\"relu\": ref.relu(z), \"2\": 0 * numbers(student.relu(z), z.shape)}",
            "Picture curve is the same for every misconception",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_picture_is_one_sentence(write, old, new, says):
    assert EXPLORE.count(old) == 1
    found = proved(write, EXPLORE.replace(old, new))
    assert any(says in sentence for sentence in found), found


# A whole class.


def test_a_class_is_drawn_unless_that_is_not_asked_for(write, tmp_path, safe_rung):
    course = load_course(write(EXPLORE))
    for name in ("ada", "bob"):
        (tmp_path / "work" / name / "tiny").mkdir(parents=True)
        (tmp_path / "work" / name / "tiny" / "tiny_relu.py").write_text(WHOLE, encoding="utf-8")

    def graded(**how):
        settings = Settings(out=tmp_path / "out", rung=safe_rung, **how)
        grading = start(course, tmp_path / "work", settings)
        list(grading.run())
        return grading

    plain = graded(pictures=False, jobs=2)
    assert [one.pictures for one in plain.whole()] == [(), ()]
    drawn = graded(jobs=2)
    assert drawn.kept == 0
    whole = list(drawn.whole())
    assert [len(one.pictures) for one in whole] == [2, 2]
    assert whole[0].pictures == whole[1].pictures
    assert whole[0].pictures[0].panels
    # What a class's reports draw is not all held at once.
    assert not any(one.pictures for one in drawn.reports)
    again = graded(jobs=1)
    assert again.kept == 2
    assert list(again.whole()) == whole
    alone = graded(jobs=1, fresh=True)
    assert [one.pictures for one in alone.whole()] == [one.pictures for one in whole]
    assert "functions draw" in (tmp_path / "out" / "ada" / "tiny.html").read_text("utf-8")
