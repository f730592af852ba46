"""What a submission's code does decides its verdicts, and one mistake costs once."""

import json

import pytest

from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.marking.marker import Marker
from grader.preparation.kept import prepare_once
from grader.preparation.prepare import prepare
from grader.sandbox import Limits, Sandbox
from grader.submissions import OwnModule, Submission, extract_notebook

from ..conftest import without_times


def exercise(report, name):
    return next(one for one in report.exercises if one.name == name)


def verdicts(report, name):
    return [check.verdict for check in exercise(report, name).checks]


def lost(report):
    return [one.name for one in report.exercises if one.score < one.max_score]


def test_the_reference_has_full_marks(mark, assignment, safe_rung):
    report = mark(assignment.reference)
    assert (report.status, report.score, report.max_score) == ("graded", 40, 40)
    assert report.isolation == safe_rung
    assert not report.held
    assert {check.verdict for one in report.exercises for check in one.checks} == {"passed"}


@pytest.mark.parametrize(
    ("body", "verdict", "says"),
    [
        ("while True: pass", "timed_out", "did not come back within"),
        ("return np.ones((10**6, 10**6))", "out_of_memory", "more memory than"),
        ("import os; os._exit(0)", "died", "exit code 0"),
        ("raise SystemExit(3)", "died", "asked Python to exit"),
        ("import ctypes; ctypes.string_at(0)", "died", "SIGSEGV"),
        ("raise KeyError(z)", "errored", "it raised KeyError there"),
        ("return z + undefined_name", "errored", "NameError at line"),
        ("raise NotImplementedError", "not_implemented", "Not filled in yet"),
        ("print('x' * 40_000_000); return z", "protocol", "printed more than"),
    ],
)
def test_each_end_of_a_call_has_its_verdict_and_costs_the_others_nothing(
    mark, with_function, body, verdict, says
):
    report = mark(with_function(f"def sigmoid(z):\n    {body}"))
    assert verdicts(report, "sigmoid")[0] == verdict
    assert says in exercise(report, "sigmoid").checks[0].message
    assert lost(report) == ["sigmoid"]
    assert exercise(report, "predict").replaced == ("sigmoid",)


def test_a_hang_costs_its_limit_once(mark, with_function):
    report = mark(with_function("def sigmoid(z):\n    while True: pass"))
    messages = [check.message for one in report.exercises for check in one.checks]
    assert sum("did not come back within" in text for text in messages) == 2
    assert exercise(report, "sigmoid").checks[1].message.startswith("Not run: ")
    assert verdicts(report, "sigmoid") == ["timed_out", "timed_out"]
    # Where it is used, the reference stands in at once.
    assert {one.name for one in report.exercises if "sigmoid" in one.replaced} >= {"predict"}


HANGS = {
    "a loop": "n = 0\n    while True:\n        n += 1  # here",
    "a loop that catches everything": (
        "while True:\n        try: z = z + 0  # here\n        except: pass"
    ),
    "a loop around a function that is right": "while True: z = relu(z) - 1  # here",
    "a loop of Python's own": "return sum(range(10**12))  # here",
    "waiting": "import time; time.sleep(1e6)  # here",
}
RELU = "def relu(z):\n    for _ in range(200): z = np.maximum(z, 0)\n    return z\n\n"


@pytest.mark.parametrize("kind", HANGS)
def test_a_hang_tells_the_line_that_it_was_at(kind, mark, with_function):
    source = with_function(f"{RELU}def sigmoid(z):\n    {HANGS[kind]}\n")
    first = exercise(mark(source), "sigmoid").checks[0]
    text = source.split("\n")[first.line - 1]
    assert "# here" in text or text.strip() == "while True:"
    assert first.message == (
        f"sigmoid did not come back within 5 s, and was stopped at line {first.line} of your file"
    )
    here, *called = first.source
    assert here.text == text.strip()
    assert all(one.where.startswith("which had called line ") for one in called)


def test_a_hidden_hang_tells_a_line_as_any_error_does(mark, with_function):
    source = with_function(
        "def mse_propagate(w, b, X, Y):\n"
        "    while X.shape[1] > 7: pass\n"
        "    A = sigmoid(w.T @ X + b)\n"
        "    dZ = (A - Y) * A * (1 - A) / X.shape[1]\n"
        "    return {'dw': X @ dZ.T, 'db': np.sum(dZ)}, np.mean((A - Y) ** 2) / 2"
    )
    last = exercise(mark(source), "mse_propagate").checks[1]
    assert (last.public, last.verdict) == (False, "timed_out")
    assert source.split("\n")[last.line - 1] == "    while X.shape[1] > 7: pass"
    far = source.replace("    while", "    b = b + 0\n" * 100 + "    while")
    last = exercise(mark(far), "mse_propagate").checks[1]
    assert (last.verdict, last.line, last.source) == ("timed_out", None, ())
    assert last.message == "mse_propagate did not come back within 5 s, and was stopped"


LIES = """\
def sigmoid(z):
    import faulthandler, os, signal, stat
    ends = [n for n in range(3, 60) if n in _open() and stat.S_ISSOCK(os.fstat(n).st_mode)]
    def lie(*_):
        for end in ends:
            os.write(end, b'most recent call first\\n  File "{file}", line {line} in f\\n')
    faulthandler.unregister(signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, lie)
    while True: pass

def _open():
    import os
    found = []
    for n in range(60):
        try: os.fstat(n)
        except OSError: continue
        found.append(n)
    return found
"""


@pytest.mark.parametrize(
    ("file", "line", "told"),
    [
        ("logistic_regression.py", 3, 3),
        ("logistic_regression.py", 0, None),
        ("logistic_regression.py", 9_999_999, None),
        ("other.py", 3, None),
    ],
)
def test_a_submission_can_lie_about_its_line_and_about_nothing_else(
    file, line, told, mark, with_function
):
    report = mark(with_function(LIES.format(file=file, line=line)))
    first = exercise(report, "sigmoid").checks[0]
    assert (first.verdict, first.line) == ("timed_out", told)
    assert first.message.startswith("sigmoid did not come back within 5 s")
    assert lost(report) == ["sigmoid"]


def test_a_hang_on_some_inputs_costs_the_checks_that_use_them(mark, with_function):
    report = mark(
        with_function(
            "def mse_propagate(w, b, X, Y):\n"
            "    while w.max() > 15: pass\n"
            "    A = sigmoid(w.T @ X + b)\n"
            "    dZ = (A - Y) * A * (1 - A) / X.shape[1]\n"
            "    return {'dw': X @ dZ.T, 'db': np.sum(dZ)}, np.mean((A - Y) ** 2) / 2"
        )
    )
    assert verdicts(report, "mse_propagate") == ["passed", "passed", "timed_out"]


def test_what_ends_one_check_is_not_held_against_those_before_it(mark, with_function):
    # The wrong answer's search for a smaller input comes after the hang that was sent ahead.
    report = mark(
        with_function(
            "def mse_propagate(w, b, X, Y):\n"
            "    while w.max() > 15: pass\n"
            "    A = sigmoid(w.T @ X + b)\n"
            "    dZ = (A - Y) * A * (1 - A) / X.shape[1]\n"
            "    cost = np.mean((A - Y) ** 2) / 2 + (X.shape[0] > 3)\n"
            "    return {'dw': X @ dZ.T, 'db': np.sum(dZ)}, cost"
        )
    )
    assert verdicts(report, "mse_propagate") == ["passed", "failed", "timed_out"]
    assert exercise(report, "mse_propagate").checks[1].counterexample.shrunk


def test_a_missing_function_is_not_implemented(mark, assignment):
    report = mark(assignment.reference.replace("def sigmoid(", "def sigmoid_old(", 1))
    assert verdicts(report, "sigmoid") == ["not_implemented"] * 2
    assert "defines no function called sigmoid" in exercise(report, "sigmoid").checks[0].message
    assert lost(report) == ["sigmoid"]


@pytest.mark.parametrize(
    "demo", ["x = 1 / 0", "import sys; sys.exit()", "name = input()", "open('x.csv')", "exit()"]
)
def test_what_no_exercise_needs_is_not_run(mark, assignment, demo):
    for source in (f"{demo}\n{assignment.reference}", f"{assignment.reference}\n{demo}\n"):
        report = mark(source)
        assert report.score == report.max_score
        assert not any("left out" in note for note in report.notes)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("1 / 0", "it raises ZeroDivisionError: division by zero"),
        ("float(input())", "it asks for input, and nobody is there to answer"),
        ("open('w.csv').read()", "it needs a file, and none is there when work is marked"),
        ("exit()", "it ends the program"),
        ("max(0 for _ in iter(int, 1))", "it takes too long"),
        ("bytes(10**13)", "it asks for more memory than this assignment allows"),
    ],
)
def test_what_stops_is_left_out_and_costs_those_that_need_it(mark, assignment, value, why):
    old = "def sigmoid("
    assert assignment.reference.count(old) == 1
    uses_it = assignment.reference.replace("np.exp", "(LOW, np.exp)[1]", 1)
    report = mark(f"LOW = {value}\n{uses_it}")
    if value == "bytes(10**13)" and "left out" not in report.notes[0]:
        pytest.skip("this system promises any memory")
    note = f"Line 1 was left out: {why}; what needs `LOW` can't work."
    assert report.notes[0] == note
    assert report.status == "graded"
    assert lost(report) == ["sigmoid"]
    assert exercise(report, "initialize").score == exercise(report, "initialize").max_score


def test_a_file_that_stops_what_loads_it_has_a_status_of_its_own(mark, assignment):
    stops = "exec('import os; os._exit(3)')\n"
    report = mark(stops + assignment.reference)
    assert (report.status, report.score) == ("stopped", 0)
    assert report.problem.startswith("Your code ended its process (exit code 3), while your file")
    assert report.held


def test_a_syntax_error_is_unreadable_and_says_where(mark, assignment):
    report = mark(assignment.reference + "\ndef oops(:\n", files=("logistic_regression.py",))
    assert (report.status, report.score) == ("unreadable", 0)
    line = assignment.reference.count("\n") + 2
    assert f"line {line}: invalid syntax" in report.problem
    assert report.exercises[0].checks[0].line == line


def test_lines_of_a_notebook_are_said_by_cell(mark, assignment):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Title"},
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": assignment.reference},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "source": "def sigmoid(z):\n    return 1 / 0\n",
        },
    ]
    book = extract_notebook(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    report = mark(book.source, line_map=book.line_map)
    assert "cell 3, line 2" in exercise(report, "sigmoid").checks[0].message


def test_a_wrong_helper_costs_its_own_points_only(mark, assignment):
    wrong = {one.id: one for one in misconceptions_of(assignment)}["sigmoid_sign"]
    report = mark(wrong.source)
    assert lost(report) == ["sigmoid"]
    assert exercise(report, "sigmoid").misconception == "sigmoid_sign"
    assert exercise(report, "sigmoid").misconception_hint == wrong.hint
    assert exercise(report, "propagate").follow_through


def test_a_right_exercise_that_allows_for_its_wrong_helper_keeps_its_points(mark, with_function):
    report = mark(
        with_function(
            "def sigmoid(z):\n    return 1 / (1 + np.exp(z))\n\n\n"
            "def predict(w, b, X):\n    return (sigmoid(-(w.T @ X + b)) > 0.5).astype(float)"
        )
    )
    # With the reference's sigmoid it is upside down, but as handed in it is right.
    assert set(verdicts(report, "predict")) == {"passed"}
    assert not exercise(report, "predict").follow_through


def test_wrong_numbers_are_told_where_a_reference_can_not_be_read(root, safe_rung):
    one = load(root, "c1_shallow_network")
    source = one.reference
    for old, new in (
        ('A2, {"Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2}', "0.99 * A2, [Z1, A1, A2]"),
        ('Z1, A1, A2 = cache["Z1"], cache["A1"], cache["A2"]', "Z1, A1, A2 = cache"),
        ("dZ2 = A2 - Y", "dZ2 = A2 + Y"),
    ):
        assert old in source
        source = source.replace(old, new)
    with Sandbox(safe_rung, Limits(memory_bytes=1 << 30)) as box:
        work = Submission(student="ada", assignment=one.slug, source=source)
        report = Marker(prepare_once(one), box).mark(work)
    told = {check.verdict for check in exercise(report, "backward_propagation").checks}
    assert "failed" in told
    assert "errored" not in told


def test_two_mistakes_cost_twice(mark, with_function):
    report = mark(
        with_function(
            "def sigmoid(z):\n    return z\n\n\n"
            "def predict(w, b, X):\n    return sigmoid(w.T @ X + b)"
        )
    )
    assert lost(report) == ["sigmoid", "predict"]


def test_a_module_that_is_not_allowed_costs_the_exercise_that_uses_it(mark, with_function):
    report = mark(
        "import statistics\n"
        + with_function(
            "def curvature(w, x, y, loss):\n"
            "    if loss not in ('bce', 'mse'): raise ValueError(loss)\n"
            "    a = 1 / (1 + np.exp(-w * np.asarray(x, float))); s = a * (1 - a)\n"
            "    factor = 1 if loss == 'bce' else s + (a - np.asarray(y)) * (1 - 2 * a)\n"
            "    return statistics.fmean(np.asarray(x, float) ** 2 * s * factor)"
        )
    )
    assert lost(report) == ["curvature"]
    assert "uses statistics" in exercise(report, "curvature").checks[0].message
    assert any("statistics, imported on line 1" in note for note in report.notes)


def test_an_absent_module_that_nothing_uses_costs_nothing(mark, assignment):
    report = mark(
        "import matplotlib.pyplot as plt\nfrom utils import *\n"
        'plt.rcParams["figure.figsize"] = (7.0, 4.0)\n'
        f"{assignment.reference}\n"
        "plt.plot(sigmoid(np.linspace(-4, 4)))\nplt.show()\n"
    )
    assert report.score == report.max_score


def test_the_smallest_failing_input_is_found(mark, with_function):
    report = mark(
        with_function(
            "def predict(w, b, X):\n"
            "    made = (w.T @ X + b > 0).astype(float)\n"
            "    return made if X.shape[1] < 3 else 1 - made"
        )
    )
    check = exercise(report, "predict").checks[1]
    shown = check.counterexample
    assert shown.shrunk
    namespace = {}
    exec("import numpy as np\nX = " + shown.inputs["X"], namespace)
    assert namespace["X"].shape == (1, 3)


def test_what_is_kept_from_call_to_call_is_said(mark, with_function):
    report = mark(
        with_function(
            "seen = []\n"
            "def predict(w, b, X):\n"
            "    seen.append(1)\n"
            "    made = (w.T @ X + b > 0).astype(float)\n"
            "    return made if len(seen) < 9 else 1 - made"
        )
    )
    check = exercise(report, "predict").checks[1]
    assert check.verdict == "failed"
    assert "does it keep something from one call to the next?" in check.message


def test_a_forbidden_name_is_found_wherever_it_hides(root, sandbox):
    assignment = load(root, "c1_activations")
    marker = Marker(prepare(assignment), sandbox)
    for lines in (
        "def tanh(z):\n    return np.tanh(z)",
        "tanh = np.tanh",
        "curve = np.tanh\ndef tanh(z):\n    return curve(z)",
        "class K:\n    f = staticmethod(np.tanh)\ndef tanh(z):\n    return K.f(z)",
        "from numpy import tanh as t\ndef tanh(z):\n    return t(z)",
        "import numpy as n\ndef h(z):\n    return n.tanh(z)\ndef tanh(z):\n    return h(z)",
        "def tanh(z):\n    return getattr(np, 'tanh')(z)",
    ):
        source = f"{assignment.reference}\n\n{lines}\n"
        report = marker.mark(Submission(student="a", assignment=assignment.slug, source=source))
        assert lost(report) == ["tanh"], lines
        assert exercise(report, "tanh").score == 0


TABLE = """
G = np.linspace(-20.0, 20.0, 4001)
T = np.zeros(G.size)
{fill}

def tanh(z):
    return np.interp(z, G, T)
"""


@pytest.mark.parametrize(
    "fill",
    [
        "T[:] = np.tanh(G)",
        "T += np.tanh(G)",
        "np.tanh(G, out=T)",
        "T[:] = [math.tanh(g) for g in G]",
        "T[:] = tables.made(G)",
    ],
)
def test_a_table_of_a_forbidden_function_is_no_way_round(root, sandbox, fill):
    assignment = load(root, "c1_activations")
    marker = Marker(prepare(assignment), sandbox)
    tables = "import numpy as np\n\n\ndef made(g):\n    return np.tanh(g)\n"
    head = "import math\nimport tables\n"
    report = marker.mark(
        Submission(
            student="a",
            assignment=assignment.slug,
            source=f"{head}{assignment.reference}\n{TABLE.format(fill=fill)}",
            modules=(OwnModule("tables", tables, "tables.py"),),
        )
    )
    assert exercise(report, "tanh").score == 0


@pytest.mark.parametrize(
    ("lines", "is_held"),
    [
        ("def sigmoid(z):\n    return (1 + np.tanh(z / 2)) / 2", False),
        (
            (
                "def sigmoid(z):\n    return np.tanh(z.pop()) if isinstance(z, set) else help(z)\n"
                "def help(z):\n    return 1 / (1 + np.exp(-z))\n"
                "def tanh(z):\n    return sigmoid({Box(z)})"
            ),
            True,
        ),
        (
            (
                "def sigmoid(z):\n    return (1 + np.tanh(z / 2)) / 2\n"
                "def tanh(z):\n    return 2 * sigmoid(2 * z) - 1"
            ),
            True,
        ),
    ],
)
def test_who_has_forbidden_work_done_elsewhere_is_looked_at(root, sandbox, lines, is_held):
    assignment = load(root, "c1_activations")
    source = f"{assignment.reference}\n\n{lines}\n"
    marker = Marker(prepare(assignment), sandbox)
    report = marker.mark(Submission(student="a", assignment=assignment.slug, source=source))
    said = "tanh may not use np.tanh, and calls sigmoid, which does"
    assert report.held == ((said,) if is_held else ())


def test_a_forged_answer_is_a_protocol_violation(mark, with_function):
    report = mark(
        with_function(
            "def sigmoid(z):\n    import os\n    os.write(3, b'\\x01' * 400)\n    return z"
        )
    )
    assert verdicts(report, "sigmoid")[0] == "protocol"


def test_marking_twice_gives_the_same_report(mark, assignment):
    wrong = misconceptions_of(assignment)[0].source
    first, second = mark(wrong), mark(wrong)
    assert without_times(first) == without_times(second)


def test_what_a_student_raises_reaches_the_instructor_and_no_hidden_message(mark, with_function):
    report = mark(with_function("def sigmoid(z):\n    raise ValueError('SECRET %r' % (z,))"))
    for check in exercise(report, "sigmoid").checks:
        assert "SECRET" in check.raised
        assert "SECRET" not in check.message


def test_arguments_in_another_order_are_what_is_told(mark, assignment):
    source = assignment.reference.replace(
        "def predict(w: np.ndarray, b: float, X: np.ndarray)", "def predict(X, w, b)"
    )
    assert source != assignment.reference
    report = mark(source)
    told = "predict takes (X, w, b) here, and it is called with (w, b, X)"
    assert any(told in note for note in report.notes)
    found = exercise(report, "predict")
    assert (found.misconception, found.repairs) == (None, ())
    failing = [one for one in found.checks if one.verdict in ("failed", "errored")]
    assert failing
    assert all(one.cause.startswith(told) for one in failing)


def test_where_a_mistake_is_known_its_numbers_suggest_nothing(mark, assignment):
    report = mark(assignment.reference.replace("np.mean(Y * np.log(A)", "np.sum(Y * np.log(A)"))
    named = [one for one in report.exercises if one.misconception]
    assert named
    assert not any(check.cause for one in named for check in one.checks)
