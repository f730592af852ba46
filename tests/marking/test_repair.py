"""Where a function is wrong is told by its line, and nothing else of it; a search costs nobody."""

import time

import pytest

from grader.marking import marker as marking
from grader.marking import pointing, repair, tryout
from grader.marking.marker import Marker
from grader.marking.remembered import Remembered
from grader.marking.store import Store
from grader.reports import feedback_of, to_html, to_markdown
from grader.submissions import Submission

from ..conftest import without_times

SLUG = "c1_logistic_regression"
# Slips that are no known misconception, one in each function: what stands there, and the kind.
SLIPS = {
    "initialize": ("return np.zeros((n_x, 1)), 0.0", "return np.zeros((n_x, n_x)), 0.0", "shape"),
    "compute_cost": ("np.log(1 - A)", "np.log(1 + A)", "sign"),
    "propagate": ("db = np.sum(A - Y) / m", "db = np.sum(A - Y) * m", "divides"),
    "predict": ("A > 0.5", "A > 0.25", "number"),
    "mse_propagate": ("/ (2 * m)", "/ (3 * m)", "number"),
    "curvature": ("np.mean(x**2 * s))", "np.mean(x * s))", "function"),
}
HEADS = "def {}("


@pytest.fixture
def slipped(assignment):
    """The reference with some of the slips, and the line of each."""

    def make(names):
        source = assignment.reference
        for name in names:
            old, new, _ = SLIPS[name]
            assert source.count(old, source.index(HEADS.format(name))) == 1, name
            source = source.replace(old, new)
        text = {name: SLIPS[name][1] for name in names}
        lines = {name: source[: source.index(text[name])].count("\n") + 1 for name in names}
        return source, lines

    return make


@pytest.fixture
def marker(prepared, sandbox):
    return Marker(prepared, sandbox)


def marked(marker, source):
    report = marker.mark(Submission(student="ada", assignment=SLUG, source=source))
    assert report.status == "graded"
    return report


def repairs_of(report):
    return {one.name: one.repairs for one in report.exercises if one.repairs}


TOLD = ("propagate", "predict", "compute_cost", "mse_propagate")


@pytest.fixture(scope="session")
def several(prepared, sandbox, assignment):
    """The report on work with some slips at once, and the line of each."""
    source = assignment.reference
    for name in TOLD:
        source = source.replace(*SLIPS[name][:2])
    lines = {name: source[: source.index(SLIPS[name][1])].count("\n") + 1 for name in TOLD}
    return marked(Marker(prepared, sandbox), source), lines, source


@pytest.mark.parametrize("name", TOLD)
def test_the_line_of_a_slip_and_its_kind_are_told(several, name):
    report, lines, source = several
    (one,) = repairs_of(report)[name]
    assert (one.line, one.kind) == (lines[name], SLIPS[name][2])
    assert one.source.where == f"line {lines[name]} of your file"
    assert one.source.text == source.splitlines()[lines[name] - 1].strip()
    assert SLIPS[name][1].split("(")[0] in one.old


def test_what_is_right_or_known_is_not_searched(marker, assignment, monkeypatch):
    monkeypatch.setattr(repair.Mending, "found", lambda _: pytest.fail("searched"))
    report = marked(marker, assignment.reference)
    assert report.score == report.max_score
    known = assignment.reference.replace("np.mean(Y * np.log(A)", "np.sum(Y * np.log(A)")
    report = marked(marker, known)
    assert [one.misconception for one in report.exercises if one.misconception]
    stub = "def compute_cost(A, Y):\n    raise NotImplementedError\n"
    marked(marker, f"{assignment.reference}\n{stub}")


def test_students_read_the_line_and_no_code(several):
    report, lines, _ = several
    told = feedback_of(report)
    for exercise in told.exercises:
        for one in exercise.repairs:
            assert (one.old, one.new) == ("", "")
    for text in (to_html(report), to_markdown(report)):
        assert f"Line {lines['predict']} of your file" in text
        assert "A &gt; 0.5" not in text
        assert "A > 0.5" not in text


@pytest.mark.parametrize(("level", "kind", "line"), [("hint", True, False), ("name", False, False)])
def test_the_level_of_feedback_decides_how_much(several, level, kind, line):
    report, _, _ = several
    told = feedback_of(report.model_copy(update={"feedback": level}))
    found = [one for exercise in told.exercises for one in exercise.repairs]
    assert bool(found) == kind
    assert any(one.line is not None or one.source is not None for one in found) == line


def test_two_runs_say_the_same_and_so_does_what_is_reused(prepared, sandbox, slipped):
    source, lines = slipped(["predict"])
    store = Store()
    reports = [
        marked(Marker(prepared, sandbox, remembered=Remembered(marked=store)), text)
        for text in (source, f"\n\n{source}", source)
    ]
    first, moved, again = (repairs_of(one)["predict"][0] for one in reports)
    assert first == again
    assert moved.line == first.line + 2 == lines["predict"] + 2
    assert without_times(reports[0]) == without_times(reports[2])
    reused = next(one for one in reports[2].exercises if one.name == "predict")
    assert reused.reused


TWO = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = X @ (A - Y).T * m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, compute_cost(A, Y) + 1
"""


TWO_WRONG = (
    "    dw = X @ (A - Y).T * m",
    '    return {"dw": dw, "db": db}, compute_cost(A, Y) + 1',
)


def test_two_mistakes_are_told_where_one_alone_gets_further(marker, with_function):
    source = with_function(TWO)
    found = repairs_of(marked(marker, source))["propagate"]
    wrong = [number for number, line in enumerate(source.splitlines(), 1) if line in TWO_WRONG]
    assert [one.line for one in found] == wrong
    assert {one.mends for one in found} == {"all"}
    assert [one.kind for one in found] == ["divides", "number"]


# Neither shows while the other is there: no part of the result is right with one of them mended.
HIDDEN = """
def compute_cost(A, Y):
    m = Y.shape[1]
    total = 0.0
    for i in range(m):
        if Y[0, i] == 1:
            total += np.log10(A[0, i] + 1e-10)
        else:
            total += np.log(1 - A[0, i] + 1e-10)
    return -total
"""


def test_two_mistakes_that_hide_each_other_are_both_told(marker, with_function):
    source = with_function(HIDDEN)
    found = repairs_of(marked(marker, source))["compute_cost"]
    lines = [source.splitlines()[one.line - 1].strip() for one in found]
    assert lines == ["total += np.log10(A[0, i] + 1e-10)", "return -total"]
    assert [one.kind for one in found] == ["function", "factor"]
    assert {one.mends for one in found} == {"all"}


# Edits of it hang, print what they were given, and end the process.
NASTY = """
def predict(w, b, X):
    i = 0
    while i < 3:
        i += 1
    if X.shape[0] < 0:
        print("given", X.tolist())
        import os
        os._exit(3)
    return np.where(sigmoid(w.T @ X + b) > 0.25, 1.0, 0.0)
"""


def test_an_edit_that_hangs_prints_or_dies_costs_the_student_nothing(
    prepared, sandbox, with_function
):
    source = with_function(NASTY)
    without = marked(Marker(prepared, sandbox, mends=False), source)
    report = marked(Marker(prepared, sandbox), source)
    bare = [one.model_copy(update={"repairs": ()}) for one in report.exercises]
    told = without_times(report.model_copy(update={"exercises": tuple(bare)}))
    assert told == without_times(without)
    assert "given" not in report.output


def test_what_a_clock_ends_is_told_of_nobody_and_not_kept(prepared, sandbox, slipped, monkeypatch):
    monkeypatch.setattr(tryout, "MOST_HUNG", -1)
    store = Store()
    source, _ = slipped(["predict"])
    for _ in range(2):
        marker = Marker(prepared, sandbox, remembered=Remembered(marked=store))
        report = marked(marker, source)
        one = next(one for one in report.exercises if one.name == "predict")
        assert (one.repairs, one.reused) == ((), False)


def test_a_fault_of_the_search_is_told_and_costs_no_marks(marker, slipped, monkeypatch):
    source = slipped(["predict"])[0]
    before = marked(marker, source)

    def breaks(*_):
        raise TypeError

    monkeypatch.setattr(repair.Mending, "found", breaks)
    after = marked(marker, source)
    assert after.score == before.score
    assert not repairs_of(after)
    assert after.held == ("The search for what mends predict broke (TypeError); its marks stand.",)


def test_the_search_comes_last_and_among_hidden_inputs(marker, slipped, monkeypatch):
    seen = []
    mark = marking.FollowThrough.mark

    def noted(self, name):
        seen.append(name)
        return mark(self, name)

    found = repair.Mending.found

    def searched(self):
        assert marker._remembered.answers.hidden
        seen.append("search")
        return found(self)

    monkeypatch.setattr(marking.FollowThrough, "mark", noted)
    monkeypatch.setattr(repair.Mending, "found", searched)
    marked(marker, slipped(["predict"])[0])
    assert "search" in seen
    assert seen.index("search") > len(marker._prepared.assignment.exercises) - 1


def test_of_several_places_the_earliest_is_told(marker, with_function, monkeypatch):
    monkeypatch.setattr(marker._mistakes, "names", lambda *_: ())
    source = """
def compute_cost(A, Y):
    A = np.clip(A, 1e-15, 1 - 1e-15)
    total = np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return float(total)
"""
    (found,) = repairs_of(marked(marker, with_function(source)))["compute_cost"]
    assert found.source.text.startswith("total = ")
    once = source.replace("total = ", "return float(").replace("(1 - A))", "(1 - A)))")
    report = marked(marker, with_function(once.replace("    return float(total)\n", "")))
    assert [one.kind for one in repairs_of(report)["compute_cost"]] == ["minus"]


def test_a_search_ends_after_so_many_edits(marker, slipped, monkeypatch):
    monkeypatch.setattr(repair, "MOST_TRIED", 3)
    monkeypatch.setattr(repair, "MOST_WORK", 1)
    monkeypatch.setattr(pointing, "MOST_TRIED", 3)
    tried = []
    held = tryout.Tryout.held
    monkeypatch.setattr(
        tryout.Tryout, "held", lambda *args, **more: tried.append(1) or held(*args, **more)
    )
    started = time.process_time()
    marked(marker, slipped(["predict"])[0])
    # Before any of them, each check's examples are tried as the function is.
    checks = len(marker._prepared.checks_of("predict"))
    assert len(tried) <= 3 + pointing.MOST_EXAMPLES * (checks + 3)
    assert time.process_time() - started < 20


ANOTHER_WAY = """
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = X @ np.sign(A - Y).T * np.abs(A).max() / m
    db = np.sum(A - Y) / m
    return {"dw": dw, "db": db}, compute_cost(A, Y)
"""


def test_a_value_that_no_small_edit_mends_is_told_by_its_line(marker, with_function):
    source = with_function(ANOTHER_WAY)
    report = marked(marker, source)
    (found,) = repairs_of(report)["propagate"]
    assert found.source.text.startswith("dw = ")
    assert found.kind.startswith("value")
    assert found.mends == "tried"
    assert "the value of" in found.new
    told = feedback_of(report)
    assert {one.new for each in told.exercises for one in each.repairs} == {""}
    hint = feedback_of(report.model_copy(update={"feedback": "hint"}))
    assert not any(each.repairs for each in hint.exercises)
    page = to_html(report)
    assert "With the right value there, the checks that fail come out right" in page
    assert "the value of" not in page


# What it tells of itself is no list of steps, too much, or of steps that there are not.
LYING = """
def propagate(w, b, X, Y):
    import sys
    seen = sys._getframe(0).f_globals.get("_gradus_seen_")
    for number in range(4000):
        if seen is not None:
            seen({step}, w)
    return {{"dw": w, "db": b}}, 0.0
"""


@pytest.mark.parametrize("step", ["'x'", "-1", "10**30", "[w]", "0"])
def test_what_a_function_tells_of_itself_is_not_believed(marker, with_function, step):
    source = with_function(LYING.format(step=step))
    report = marker.mark(Submission(student="ada", assignment=SLUG, source=source))
    assert report.status == "graded"
    assert not any("broke" in one for one in report.held)
    found = next(one for one in report.exercises if one.name == "propagate")
    assert found.score < found.max_score
