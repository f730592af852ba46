"""Loops that would not be counted: remembered, ready, for some sizes only, hidden or wrong.

Each is laid over the reference, which earns all the rest. Every one of them passed the two
checks against loops where they counted calls made before, at sizes that are the same for all.
"""

from __future__ import annotations

import pytest

from tests.hostile.conftest import REFERENCE, check_of, grade, write_class

LOOPS = """
def slow_propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = np.zeros_like(w)
    for i in range(m):
        dw += X[:, i : i + 1] * (A - Y)[0, i] / m
    return {"dw": dw, "db": np.sum(A - Y) / m}, compute_cost(A, Y)


def slow_predict(w, b, X):
    z = [float((w.T @ X[:, i : i + 1])[0, 0] + b) for i in range(X.shape[1])]
    return np.array([[1.0 if v > 0 else 0.0 for v in z]])


fast_propagate, fast_predict = propagate, predict
"""
BOTH = """
def propagate(w, b, X, Y):
    return HOW(slow_propagate, fast_propagate, (w, b, X, Y), X.shape[1])


def predict(w, b, X):
    return HOW(slow_predict, fast_predict, (w, b, X), X.shape[1])
"""
# Each says how a call is answered, with the loop and with what needs none.
TRICKS = {
    "a loop": "def HOW(slow, fast, args, m):\n    return slow(*args)",
    "remembered": """
KNOWN = {}
def HOW(slow, fast, args, m):
    key = slow.__name__, *((a.tobytes(), a.shape) if hasattr(a, "tobytes") else a for a in args)
    if key not in KNOWN:
        KNOWN[key] = slow(*args)
    return KNOWN[key]
""",
    "remembered by lru_cache": """
import functools
@functools.lru_cache(maxsize=None)
def ANSWER(slow, *kept):
    return slow(*(np.frombuffer(a[0]).reshape(a[1]) if type(a) is tuple else a for a in kept))
def HOW(slow, fast, args, m):
    kept = [(a.tobytes(), a.shape) if isinstance(a, np.ndarray) else a for a in args]
    return ANSWER(slow, *kept)
""",
    "remembered by the object": """
KNOWN = {}
def HOW(slow, fast, args, m):
    key = slow.__name__, float(args[2].sum()), m
    return KNOWN.setdefault(key, None) or KNOWN.update({key: slow(*args)}) or KNOWN[key]
""",
    "remembered by size": """
KNOWN = {}
def HOW(slow, fast, args, m):
    key = slow.__name__, m
    if key not in KNOWN:
        KNOWN[key] = slow(*args)
    return KNOWN[key] if m > 12 else slow(*args)
""",
    "the two sizes that were": """
def HOW(slow, fast, args, m):
    return fast(*args) if m in (16, 256, 10, 1000) else slow(*args)
""",
    "fast where it is large": """
def HOW(slow, fast, args, m):
    return fast(*args) if m > 100 else slow(*args)
""",
    "fast where it is small": """
def HOW(slow, fast, args, m):
    return fast(*args) if m <= 100 else slow(*args)
""",
    "fast in between": """
def HOW(slow, fast, args, m):
    return fast(*args) if not 60 < m < 300 else slow(*args)
""",
    "fast at every other size": """
def HOW(slow, fast, args, m):
    return fast(*args) if m % 2 else slow(*args)
""",
    "fast at the second call of a size": """
MET = set()
def HOW(slow, fast, args, m):
    if (slow, m) in MET:
        return fast(*args)
    MET.add((slow, m))
    return slow(*args)
""",
    "a table of the inputs that were": """
TABLE = {}
for M in (16, 256):
    X = np.random.default_rng(3).normal(size=(3, M))
    W, Y = np.array([[0.4], [-0.3], [0.2]]), (X[:1] > 0).astype(np.float64)
    TABLE["slow_propagate", X.tobytes()] = slow_propagate(W, 0.1, X, Y)
    TABLE["slow_predict", X.tobytes()] = slow_predict(W, 0.1, X)
def HOW(slow, fast, args, m):
    key = slow.__name__, args[2].tobytes()
    return TABLE[key] if key in TABLE else slow(*args)
""",
    "rubbish where it would take long": """
def HOW(slow, fast, args, m):
    if m <= 12:
        return slow(*args)
    zeros = {"dw": np.zeros_like(args[0]), "db": 0.0}, 0.7
    return zeros if len(args) == 4 else np.zeros((1, m))
""",
    "rubbish of the right sign": """
def HOW(slow, fast, args, m):
    few = (*args[:2], *(a[:, :12] for a in args[2:]))
    if m <= 12 or len(args) == 4:
        return slow(*few)
    return np.hstack([slow(*few), np.ones((1, m - 12))])
""",
    "under the name of a file of NumPy's": """
for f in (slow_propagate, slow_predict):
    f.__code__ = f.__code__.replace(co_filename=np.einsum_path.__wrapped__.__code__.co_filename)
slow_predict.__code__ = slow_predict.__code__.replace(
    co_consts=tuple(
        c.replace(co_filename=slow_predict.__code__.co_filename) if hasattr(c, "co_code") else c
        for c in slow_predict.__code__.co_consts
    )
)
def HOW(slow, fast, args, m):
    return slow(*args)
""",
}
COUNTED = ("propagate_vectorised", "predict_vectorised")


@pytest.fixture(scope="module")
def reports(course, best, tmp_path_factory):
    home = tmp_path_factory.mktemp("loops")
    sources = {
        f"s{number}": "\n\n".join([REFERENCE, LOOPS, trick, BOTH])
        for number, trick in enumerate(TRICKS.values())
    }
    right = {"right": "\n\n".join([REFERENCE, LOOPS])}
    folder = write_class(home / "class", sources | right)
    run = grade(folder, course, home / "out", "--rung", best, "-j", "2", limit=900)
    assert run.code == 0, run.stderr
    return run.reports


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("check", COUNTED)
def test_a_loop_earns_nothing_for_being_none(reports, trick, check):
    report = reports[f"s{[*TRICKS].index(trick)}"]
    found = check_of(report, check)
    assert (found["verdict"], found["earned"]) == ("failed", 0), found["message"]


def test_a_loop_is_shown_with_what_was_counted(reports):
    found = check_of(reports["s0"], COUNTED[0])
    assert "a loop runs over the examples" in found["message"]
    assert found["counterexample"] is not None


def test_what_needs_no_loop_keeps_its_marks(reports):
    assert reports["right"]["score"] == reports["right"]["max_score"]
    assert reports["right"]["held"] == []
