"""Equal code is marked once, and everybody gets what he would get alone."""
# ruff: noqa: E501  (the pairs are easier to compare in one line each)

import json
import os

import pytest

from grader.authoring.checks import Check
from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.marking import Marker, Remembered, Store
from grader.marking.reuse import is_steady
from grader.preparation.prepare import prepare
from grader.sandbox import Limits, Sandbox
from grader.submissions import Submission

RIGHT = """\
import numpy as np


def relu(x):
    return np.maximum(x, 0.0)


def relu_backward(upstream, x):
    return upstream * (x > 0)


def row_means(x):
    return relu(x).mean(axis=1, keepdims=True)
"""
LAID_OUT = '''\
"""Mine."""
import numpy as np
import matplotlib.pyplot as plt

# three functions


def row_means(x):
    """The means."""
    return relu(
        x
    ).mean(axis=1,
           keepdims=True)


def unrelated(a):
    return a + plt.nothing


def relu( x ):   # the larger
    return np.maximum( x, 0.0 )


def relu_backward(upstream, x):
    return ( upstream * (x > 0) )
'''


@pytest.fixture(scope="module")
def box(safe_rung):
    with Sandbox(safe_rung, Limits(memory_bytes=512 << 20)) as sandbox:
        yield sandbox


@pytest.fixture
def course(tiny_course):
    return load(tiny_course, "tiny")


@pytest.fixture
def marker(course, box):
    prepared = prepare(course)

    def made(store):
        marker = Marker(prepared, box, remembered=Remembered(marked=store))
        return lambda source: marker.mark(
            Submission(student="ada", assignment="tiny", source=source)
        )

    return made


def plain(report):
    """A report as it must be, however it came about."""
    told = json.loads(report.model_dump_json())
    told["seconds"] = 0
    for exercise in told["exercises"]:
        exercise["reused"] = False
        for check in exercise["checks"]:
            check["seconds"] = 0
    return told


def reused(report):
    return [one.name for one in report.exercises if one.reused]


@pytest.fixture
def runs(monkeypatch):
    """The checks that were run."""
    ran = []
    call = Check.__call__
    monkeypatch.setattr(
        Check, "__call__", lambda self, *a, **k: (ran.append(self.exercise), call(self, *a, **k))[1]
    )
    return ran


def test_the_same_code_in_another_layout_is_not_run_again(marker, runs):
    mark = marker(Store())
    assert reused(mark(RIGHT)) == []
    runs.clear()
    again = mark(LAID_OUT)
    assert reused(again) == ["relu", "relu_backward", "row_means"]
    assert runs == []
    assert plain(again) == plain(marker(None)(LAID_OUT))


def test_a_function_that_changed_runs_again_with_those_that_use_it(marker):
    mark = marker(Store())
    mark(RIGHT)
    assert reused(mark(RIGHT.replace("np.maximum(x, 0.0)", "(x + abs(x)) / 2"))) == []
    # `relu_backward` uses it by the assignment's word, though not by name.
    changed = mark(RIGHT.replace("axis=1", "axis=-1"))
    assert reused(changed) == ["relu", "relu_backward"]


def test_lines_are_each_students_own(marker):
    wrong = RIGHT.replace("    return np.maximum(x, 0.0)", "    y = x\n    return y[10000000]")
    laid_out = "# one\n# two\n" + wrong.replace("return y[10000000]", "return y[\n  10000000]")
    mark = marker(Store())
    lines = [report.exercises[0].checks[0].line for report in (mark(wrong), mark(laid_out))]
    assert lines == [6, 8]
    again = mark("\n\n" + laid_out)
    assert reused(again) == ["relu", "relu_backward", "row_means"]
    assert again.exercises[0].checks[0].line == 10
    assert plain(again) == plain(marker(None)("\n\n" + laid_out))


PAIRS = {
    "a default": ("def relu(x, n=np.zeros(1)):\n    return np.maximum(x, n)", "zeros(1)", "ones(1)"),
    "a constant": ("ZERO = 0.0\ndef relu(x):\n    return np.maximum(x, ZERO)", "0.0", "1.0"),
    "a rebound name": ("ZERO = 0.0\ndef relu(x):\n    return np.maximum(x, ZERO)\nZERO += 0", "0\n", "2\n"),
    "patching at import": ("np.maximum = np.maximum\ndef relu(x):\n    return np.maximum(x, 0.0)", "= np.maximum\n", "= np.minimum\n"),
    "a decorator": ("def same(f):\n    return f\n@same\ndef relu(x):\n    return np.maximum(x, 0.0)", "return f\n", "return np.abs\n"),
    "a closure": ("def made(n):\n    def relu(x):\n        return np.maximum(x, n)\n    return relu\nrelu = made(0.0)", "(0.0)", "(1.0)"),
    "a class attribute": ("class K:\n    Z = 0.0\ndef relu(x):\n    return np.maximum(x, K.Z)", "Z = 0.0", "Z = 1.0"),
    "a definition that comes later": ("def relu(x):\n    return np.maximum(x, 0.0)\ndef one(x):\n    return x", "def one", "def relu"),
    "a conditional definition": ("if True:\n    def relu(x):\n        return np.maximum(x, 0.0)\nelse:\n    relu = abs", "True", "False"),
    "a name that is gone": ("def zero():\n    return 0.0\ndef relu(x):\n    return np.maximum(x, zero())\nif 0: del zero", "if 0", "if 1"),
    "a name in a text": ("def one():\n    return 0.0\nT = {'k': one}\ndef relu(x):\n    return np.maximum(x, T['k']())", "return 0.0", "return 1.0"),
    "the order of definitions": ("def z():\n    return 0.0\nK = z()\ndef relu(x):\n    return np.maximum(x, K)", "return 0.0", "return 1.0"),
    "a global that is written": ("Z = 0.0\ndef put():\n    global Z\n    Z = 0.0\nput()\ndef relu(x):\n    return np.maximum(x, Z)", "    Z = 0.0", "    Z = 1.0"),
    "a generator of state": ("def g():\n    while True:\n        yield 0.0\nG = g()\ndef relu(x):\n    return np.maximum(x, next(G))", "yield 0.0", "yield 1.0"),
    "a mutable that is filled": ("K = []\ndef put(v):\n    K.append(v)\nput(0.0)\ndef relu(x):\n    return np.maximum(x, K[0])", "put(0.0)", "put(1.0)"),
    "a function's attribute": ("def relu(x):\n    return np.maximum(x, relu.z)\nrelu.z = 0.0", "z = 0.0", "z = 1.0"),
    "code that is made of text": ("exec('Z = 0.0')\ndef relu(x):\n    return np.maximum(x, Z)", "Z = 0.0", "Z = 1.0"),
    "a name that is made": ("def aa():\n    return 0.0\ndef ab():\n    return 1.0\ndef relu(x):\n    return np.maximum(x, globals()['a' + 'a']())", "'a' + 'a'", "'a' + 'b'"),
    "a method that NumPy calls": ("class A:\n    def __array__(self, *a, **k):\n        return np.zeros(())\ndef relu(x):\n    return np.maximum(x, A())", "zeros", "ones"),
    "what a docstring says": ("def relu(x):\n    '''0.0'''\n    return np.maximum(x, float(relu.__doc__))", "'''0.0'''", "'''1.0'''"),
    "where a line stands": ("import sys\ndef relu(x):\n    return np.maximum(x, sys._getframe().f_lineno - 10.0)", "import sys\n", "import sys\n\n"),
    "a default of another function": ("K = [0.0]\ndef put(v):\n    K[0] = v\ndef other(x=put(0.0)):\n    return x\ndef relu(x):\n    return np.maximum(x, K[0])", "put(0.0)", "put(1.0)"),
    "an import that hides a builtin": ("from numpy import maximum as larger\ndef relu(x):\n    return larger(x, 0.0)", "numpy import maximum", "numpy import minimum"),
    "a lambda in a list": ("F = [lambda x: np.maximum(x, 0.0)]\ndef relu(x):\n    return F[0](x)", "0.0", "1.0"),
    "a star that brings names": ("from numpy import *\ndef relu(x):\n    return maximum(x, 0.0)\ndef other():\n    return maximum", "def other", "def maximum"),
    "a memo over calls": ("SEEN = []\ndef relu(x):\n    SEEN.append(1)\n    return np.maximum(x, 0.0 if len(SEEN) < 99 else 1.0)", "99", "3"),
}  # fmt: skip
REST = RIGHT[RIGHT.index("def relu_backward") :]


@pytest.mark.parametrize("what", PAIRS)
def test_code_that_only_looks_equal_gets_what_it_would_get_alone(marker, what):
    text, old, new = PAIRS[what]
    assert text.count(old) == 1
    one = f"import numpy as np\n{REST}\n\n{text}\n"
    other = f"import numpy as np\n{REST}\n\n{text.replace(old, new)}\n"
    alone = marker(None)
    for first, second in ((one, other), (other, one)):
        mark = marker(Store())
        mark(first)
        assert plain(mark(second)) == plain(alone(second))
    assert plain(alone(one))["exercises"] != plain(alone(other))["exercises"]


def test_everything_of_the_tiny_course_is_marked_the_same(marker, course):
    mark, alone = marker(Store()), marker(None)
    for one in misconceptions_of(course):
        for text in (one.source, f"# a line\n\n{one.source}"):
            assert plain(mark(text)) == plain(alone(text)), one.id


@pytest.mark.parametrize(
    "body",
    [
        "    while True:\n        pass",
        "    return bytes(2_000_000_000)",
        "    import os\n    os._exit(1)",
    ],
)
def test_what_follows_from_a_clock_or_luck_is_run_again(marker, body):
    source = RIGHT.replace("    return np.maximum(x, 0.0)", body)
    mark = marker(Store())
    first = mark(source)
    assert any(not is_steady(one.checks) for one in first.exercises)
    again = mark(source)
    # Those that use it hang on it as well.
    assert reused(again) == []


def test_draws_without_a_seed_are_run_again(marker):
    source = RIGHT.replace(
        "np.maximum(x, 0.0)", "np.maximum(x, 0.0 * np.random.default_rng().random())"
    )
    mark = marker(Store())
    mark(source)
    assert reused(mark(source)) == []


def test_what_is_kept_on_disk_serves_the_next_run(marker, tmp_path, runs):
    (tmp_path / "kept").mkdir(mode=0o700)
    first = marker(Store(tmp_path / "kept"))(RIGHT)
    runs.clear()
    again = marker(Store(tmp_path / "kept"))(RIGHT)
    assert runs == []
    assert reused(again) == ["relu", "relu_backward", "row_means"]
    assert plain(again) == plain(first)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b'{"shown": [], "result": 3}'])
def test_what_is_damaged_is_made_again(marker, tmp_path, damage):
    (tmp_path / "kept").mkdir(mode=0o700)
    first = marker(Store(tmp_path / "kept"))(RIGHT)
    for path in (tmp_path / "kept").glob("*/*"):
        path.write_bytes(damage)
    again = marker(Store(tmp_path / "kept"))(RIGHT)
    assert reused(again) == []
    assert plain(again) == plain(first)


@pytest.mark.skipif(os.name != "posix", reason="needs modes")
def test_what_others_may_have_written_is_not_read(marker, tmp_path):
    (tmp_path / "kept").mkdir(mode=0o700)
    marker(Store(tmp_path / "kept"))(RIGHT)
    for path in (tmp_path / "kept").glob("*/*"):
        path.chmod(0o666)
    assert reused(marker(Store(tmp_path / "kept"))(RIGHT)) == []


def test_what_is_kept_is_bounded(monkeypatch, tmp_path):
    from grader.marking import store as module

    monkeypatch.setattr(module, "MOST_IN_MEMORY", 1000)
    monkeypatch.setattr(module, "MOST_ON_DISK", 5000)
    monkeypatch.setattr(module, "_BETWEEN_SWEEPS", 10)
    (tmp_path / "kept").mkdir(mode=0o700)
    kept = Store(tmp_path / "kept")
    for number in range(101):
        kept.put(f"{number:04}", b"x" * 300)
    assert kept._size <= 1000
    assert sum(path.stat().st_size for path in (tmp_path / "kept").glob("*/*")) <= 5000 + 300
    assert kept.get("0100") == b"x" * 300
    assert kept.get("0000") is None


def test_a_changed_check_leaves_the_marks_of_others(box, tiny, tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    old, new = "One mean for each row.", "A mean for each row."
    assert tiny.CHECKS.count(old) == 1
    marks = []
    for place, checks in (("one", tiny.CHECKS), ("other", tiny.CHECKS.replace(old, new))):
        root = tiny.write_tiny_course(tmp_path / place, {"assignments/tiny/checks.py": checks})
        marker = Marker(
            prepare(load(root, "tiny")), box, remembered=Remembered(marked=Store(folder))
        )
        marks.append(marker.mark(Submission(student="a", assignment="tiny", source=RIGHT)))
    assert reused(marks[1]) == ["relu", "relu_backward"]


@pytest.mark.parametrize("name", ["solutions/tiny.py", "assignments/tiny/assignment.toml"])
def test_another_reference_or_limit_marks_all_anew(box, tiny, tmp_path, name):
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    for place, text in (("one", tiny.FILES[name]), ("other", tiny.FILES[name] + "\n# more\n")):
        root = tiny.write_tiny_course(tmp_path / place, {name: text})
        marker = Marker(
            prepare(load(root, "tiny")), box, remembered=Remembered(marked=Store(folder))
        )
        assert reused(marker.mark(Submission(student="a", assignment="tiny", source=RIGHT))) == []
