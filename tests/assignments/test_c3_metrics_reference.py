"""The reference of c3_metrics, against loops, exact fractions and the handout's numbers.

Nothing here may call the checks: they are proved elsewhere, and what they take for granted is
tested here.
"""

import itertools
import runpy
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]
SCORES = [0.95, 0.90, 0.85, 0.80, 0.60, 0.55, 0.40, 0.30, 0.20, 0.10]
BOARDS = [1, 1, 0, 1, 0, 1, 0, 0, 1, 0]
NETWORKS = [
    {"f1": 0.90, "ms": 80, "mb": 200},
    {"f1": 0.92, "ms": 95, "mb": 350},
    {"f1": 0.95, "ms": 1500, "mb": 900},
    {"f1": 0.92, "ms": 60, "mb": 400},
    {"f1": 0.97, "ms": 100.5, "mb": 500},
]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c3_metrics.py")))


def exact_f(y, said, beta):
    """F_beta as a fraction, from the counts alone."""
    tp = sum(t and p for t, p in zip(y, said, strict=True))
    square = Fraction(beta) ** 2
    below = sum(said) + square * sum(y)
    return (1 + square) * tp / below if below else Fraction(0)


@pytest.mark.parametrize("pairs", list(itertools.product([0, 1], repeat=4)))
def test_counts_of_two_entries(ref, pairs):
    y_true, y_pred = pairs[:2], pairs[2:]
    want = dict.fromkeys(("tp", "fp", "fn", "tn"), 0)
    for truth, said in zip(y_true, y_pred, strict=True):
        want[("t" if truth == said else "f") + ("p" if said else "n")] += 1
    assert ref.confusion_counts(y_true, y_pred) == want
    assert ref.confusion_counts(np.array([y_true]) == 1, np.array([y_pred]).T) == want
    assert all(type(one) is int for one in ref.confusion_counts(y_true, y_pred).values())


def test_the_handouts_boards(ref):
    counts = ref.confusion_counts(BOARDS, np.array(SCORES) >= 0.5)
    assert counts == {"tp": 4, "fp": 2, "fn": 1, "tn": 3}
    pair = ref.precision(4, 2), ref.recall(4, 1)
    assert pair == pytest.approx((4 / 6, 4 / 5))
    found = [ref.f_beta(*pair, beta) for beta in (1, 2, 0.5)]
    assert found == pytest.approx([8 / 11, 10 / 13, 20 / 29])


@pytest.mark.parametrize(
    ("beta", "row"),
    [
        (1, [0.333, 0.571, 0.500, 0.667, 0.600, 0.727, 0.667, 0.615, 0.714, 0.667]),
        (2, [0.238, 0.455, 0.435, 0.625, 0.600, 0.769, 0.741, 0.714, 0.862, 0.833]),
        (0.5, [0.556, 0.769, 0.588, 0.714, 0.600, 0.690, 0.606, 0.541, 0.610, 0.556]),
    ],
)
def test_the_handouts_table(ref, beta, row):
    for t, want in zip(SCORES, row, strict=True):
        said = [int(score >= t) for score in SCORES]
        assert float(exact_f(BOARDS, said, beta)) == pytest.approx(want, abs=5e-4)
    t, f = ref.best_threshold(SCORES, BOARDS, beta)
    assert (t, f) == (SCORES[int(np.argmax(row))], pytest.approx(max(row), abs=5e-4))


def test_nothing_over_nothing_is_zero(ref):
    assert ref.precision(0, 0) == ref.recall(0, 0) == ref.f_beta(0.0, 0.0) == 0.0
    assert ref.f_beta(0.0, 0.4, 3) == ref.f_beta(0.4, 0.0, 3) == 0.0


@pytest.mark.parametrize("beta", [0.25, 0.5, 1, 2, 4])
def test_f_is_a_mean_between_the_two(ref, beta):
    for p, r in np.random.default_rng(0).uniform(0.01, 1, size=(50, 2)):
        f = ref.f_beta(p, r, beta)
        assert min(p, r) - 1e-12 <= f <= max(p, r) + 1e-12
        assert 1 / f == pytest.approx((1 / p + beta**2 / r) / (1 + beta**2))


def test_macro_f1_by_fractions(ref):
    rng = np.random.default_rng(1)
    assert ref.macro_f1([0, 0, 1, 1, 1, 2], [0, 1, 1, 1, 1, 1], 3) == pytest.approx(17 / 36)
    for n in (2, 3, 5):
        y_true, y_pred = rng.integers(n, size=(2, 12)).tolist()
        classes = [
            exact_f([int(one == k) for one in y_true], [int(one == k) for one in y_pred], 1)
            for k in range(n)
        ]
        assert ref.macro_f1(y_true, y_pred, n) == pytest.approx(float(sum(classes) / n))


def test_weights_are_copies(ref):
    rng = np.random.default_rng(2)
    for _ in range(20):
        y_true, y_pred, weights = rng.integers(4, size=(3, 9))
        weights[0] = 1
        copies = np.repeat([y_true, y_pred], weights, axis=1)
        want = np.mean(copies[0] != copies[1])
        assert ref.weighted_error(y_true, y_pred, weights) == pytest.approx(want)
    y, beam = [1, 1, 0, 0, 0], [10, 1, 1, 1, 1]
    assert ref.weighted_error(y, [0, 1, 0, 0, 0], beam) == pytest.approx(10 / 14)
    assert ref.weighted_error(y, [1, 0, 1, 0, 0], beam) == pytest.approx(2 / 14)
    with pytest.raises(ValueError, match="0"):
        ref.weighted_error([1, 0], [1, 1], [0.0, 0.0])


@pytest.mark.parametrize("beta", [0.5, 1, 2])
def test_threshold_against_all_cuts(ref, beta):
    rng = np.random.default_rng(3)
    for _ in range(40):
        m = int(rng.integers(1, 15))
        scores = np.round(rng.normal(size=m), 1)
        y = rng.integers(2, size=m).tolist()
        f = {float(t): exact_f(y, [int(s >= t) for s in scores], beta) for t in scores}
        t, got = ref.best_threshold(scores, y, beta)
        assert got == pytest.approx(float(max(f.values())))
        ties = [one for one, value in f.items() if value == max(f.values())]
        assert t in ties
        if len(ties) == 1 or got == 0:
            assert t == max(ties)


def test_threshold_of_a_tie_that_is_exact(ref):
    got = ref.best_threshold([0.5, 3.5, -1, -2], [0, 1, 0, 1])
    assert got == (3.5, pytest.approx(2 / 3))
    assert ref.best_threshold([0.1, 0.7, 0.4], [0, 0, 0]) == (0.7, 0.0)


@pytest.mark.parametrize(
    ("ask", "constraints", "want"),
    [
        (("f1",), [("ms", "<=", 100)], 1),
        (("f1",), [("ms", "<=", 100), ("mb", "<=", 300)], 0),
        (("f1",), [("ms", "<=", 50)], None),
        (("ms", "min"), [("f1", ">=", 0.92)], 3),
        (("f1",), (), 4),
        (("f1", "min"), (), 0),
    ],
)
def test_the_handouts_networks(ref, ask, constraints, want):
    assert ref.choose_model(NETWORKS, *ask, constraints=constraints) == want
    assert ref.choose_model([], *ask, constraints=constraints) is None


def test_a_price_for_speed_would_choose_another(ref):
    worth = [one["f1"] - 0.002 * one["ms"] for one in NETWORKS]
    assert int(np.argmax(worth)) == 3


def test_choice_against_a_slow_search(ref):
    rng = np.random.default_rng(4)
    for _ in range(100):
        models = [dict(zip("ab", row, strict=True)) for row in rng.integers(3, size=(5, 2))]
        limits = [("b", "<=", int(rng.integers(3))), ("b", ">=", int(rng.integers(2)))]
        places = [i for i, one in enumerate(models) if limits[1][2] <= one["b"] <= limits[0][2]]
        for direction, choose in (("max", max), ("min", min)):
            got = ref.choose_model(models, "a", direction, limits)
            if not places:
                assert got is None
                continue
            best = choose(models[i]["a"] for i in places)
            assert got == next(i for i in places if models[i]["a"] == best)


def test_labels_come_in_all_forms():
    labels = run_module(ROOT / "assignments" / "common" / "labels.py", "common")
    rng = np.random.default_rng(5)
    seen = set()
    for _ in range(100):
        seen.update(labels.in_shapes(2)(rng, {"rows": 2, "columns": 3}, {}))
    assert seen == {(6,), (1, 6), (6, 1), (2, 3), (3, 2)}
    for kind in ("bool", "int", "float", "byte", "list"):
        found = labels.in_form([1, 0, 1, 1, 0, 0], (2, 3), kind)
        assert np.array_equal(found, [[1, 0, 1], [1, 0, 0]])
        assert isinstance(found, list) == (kind == "list")
