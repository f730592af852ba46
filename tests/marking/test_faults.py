"""A check's own fault on an input that was never drawn costs the evidence, and no score."""

from grader.course.load import load
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by

CLOSE = """\
@given(tables(), examples=12)
def relu_is_the_larger(student, ref, X):
    \"\"\"relu(x) is the larger of x and 0.\"\"\"
"""
RAISES_ON_THE_SMALLEST = """\
@given(draw.drawn(sizes={"n": (1, 40), "m": (2, 50)}, X=draw.normal("n", "m")), examples=3)
def relu_is_the_larger(student, ref, X):
    \"\"\"relu(x) is the larger of x and 0.\"\"\"
    if X.shape == (2, 2):
        raise ZeroDivisionError
"""


def test_a_search_for_a_smaller_input_outlives_a_fault_of_the_check(tiny, sandbox, tmp_path):
    checks = tiny.changed_text("assignments/tiny/checks.py", CLOSE, RAISES_ON_THE_SMALLEST)
    assignment = load(tiny.write_tiny_course(tmp_path, checks), "tiny")
    tried = (prepare(assignment, seed=seed) for seed in range(20))
    prepared = next(one for one in tried if not any(check.fault for check in one.checks))
    wrong = "return np.abs(x) if x.ndim > 1 and len(x) > 1 else np.maximum(x, 0.0)"
    source = tiny.SOLUTION.replace("return np.maximum(x, 0.0)", wrong)
    report = marked_by(Marker(prepared, sandbox, mends=False), "tiny")(source)
    assert report.status == "graded", report.problem
    known, larger, pure = report.exercises[0].checks
    assert [known.verdict, larger.verdict, pure.verdict] == ["passed", "failed", "passed"]
    assert larger.counterexample is not None
