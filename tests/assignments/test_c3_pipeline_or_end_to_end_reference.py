"""The reference of c3_pipeline_or_end_to_end, against loops, fractions and the handout's numbers.

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
CLIPS = [
    [1, 1, 1, 0, 0, 0, 0, 0],
    [1, 1, 0, 1, 1, 0, 0, 0],
    [1, 1, 1, 1, 0, 1, 1, 0],
    [1, 1, 1, 1, 1, 1, 1, 0],
]
STAGES = ["cut", "sounds", "words"]
SIZES = [100, 300, 1000, 3000, 10000, 30000]
# The pipeline, and the network end to end.
ERRORS = [0.30, 0.30, 0.28, 0.28, 0.27, 0.27], [0.60, 0.29, 0.35, 0.28, 0.20, 0.12]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions/c3_pipeline_or_end_to_end.py")))


@pytest.fixture(scope="module")
def archive():
    return run_module(ROOT / "assignments" / "common" / "worlds.py", "common").archive


@pytest.mark.parametrize("shares", [[], ["1/2"], ["9/10", "4/5", "19/20"], ["1", "3/7", "0"]])
def test_a_pipeline_by_fractions(ref, shares):
    want = Fraction(1)
    for share in shares:
        want *= Fraction(share)
    got = ref.pipeline_accuracy([float(Fraction(share)) for share in shares])
    assert got == pytest.approx(float(want))
    assert type(got) is float


def test_independent_stages_by_counting(ref):
    """Of stages that are right in 3 of 4, 1 of 2 and 2 of 3 cases, all cases together."""
    cases = list(itertools.product([1, 1, 1, 0], [1, 0], [1, 1, 0]))
    share = sum(all(case) for case in cases) / len(cases)
    assert ref.pipeline_accuracy([3 / 4, 1 / 2, 2 / 3]) == pytest.approx(share)


def test_the_handouts_clips(ref):
    accuracies = ref.measure_ceilings(CLIPS)
    assert accuracies == [3 / 8, 4 / 8, 6 / 8, 7 / 8]
    gains, best = ref.ceiling_analysis(STAGES, accuracies)
    assert gains == {"cut": 1 / 8, "sounds": 2 / 8, "words": 1 / 8}
    assert best == "sounds"
    blame = ref.attribute_errors(STAGES, CLIPS)
    assert blame == {"cut": 2, "sounds": 2, "words": 0, "unresolved": 1}
    assert all(type(count) is int for count in blame.values())


def test_gains_may_be_below_zero_and_equal(ref):
    gains, best = ref.ceiling_analysis(STAGES, [0.5, 0.25, 0.5, 0.75])
    assert (gains, best) == ({"cut": -0.25, "sounds": 0.25, "words": 0.25}, "sounds")
    assert ref.ceiling_analysis(["b", "a"], [0.875, 0.375, 0.25])[1] == "a"
    assert ref.ceiling_analysis(["b", "a"], np.array([0.5, 0.25, 0.0]))[1] == "b"


@pytest.mark.parametrize("column", list(itertools.product([0, 1], repeat=4)))
@pytest.mark.parametrize("kind", [bool, int, float, np.uint8])
def test_each_column_has_one_culprit(ref, column, kind):
    table = np.array([column, column]).T.astype(kind)
    blame = ref.attribute_errors(STAGES, table)
    want = dict.fromkeys([*STAGES, "unresolved"], 0)
    if not column[0]:
        rows = [name for name, right in zip(STAGES, column[1:], strict=True) if right]
        want[rows[0] if rows else "unresolved"] = 2
    assert blame == want


@pytest.mark.parametrize(("k", "want"), [(0, 9), (1, 11), (2, 17), (3, 30)])
def test_the_handouts_stages(ref, k, want):
    called = []

    def stage(name, function):
        def run(value):
            called.append(name)
            return function(value)

        return run

    stages = [
        stage("add", lambda v: v + 1),
        stage("double", lambda v: 2 * v),
        stage("less", lambda v: v - 3),
    ]
    assert ref.run_with_oracle(stages, 5, [7, 20, 30], k) == want
    assert called == ["add", "double", "less"][k:]


def test_the_table_is_made_by_the_oracle(ref):
    """Stages that fail on some inputs: the rows are what run_with_oracle gives."""
    stages = [lambda v: v if v % 3 else -1, lambda v: v if v % 4 else -1]
    inputs = range(1, 13)
    correct = [[ref.run_with_oracle(stages, v, [v, v], k) == v for v in inputs] for k in range(3)]
    assert ref.measure_ceilings(correct) == pytest.approx([6 / 12, 9 / 12, 1])
    want = {"first": 3, "second": 3, "unresolved": 0}
    assert ref.attribute_errors(["first", "second"], correct) == want


@pytest.mark.parametrize("end", list(itertools.product([1, 2, 3], repeat=4)))
def test_crossover_by_all_sizes(ref, end):
    sizes, pipeline = [4, 9, 25, 36], [2, 2, 2, 2]
    good = [s for i, s in enumerate(sizes) if all(e <= 2 for e in end[i:])]
    assert ref.crossover_size(sizes, pipeline, list(end)) == (good[0] if good else None)


def test_the_handouts_teams(ref):
    assert ref.crossover_size(SIZES, *ERRORS) == 3000
    assert ref.crossover_size(SIZES, *reversed(ERRORS)) is None


@pytest.mark.parametrize(
    ("asked", "want"),
    [
        ((10**6, 10**6, [10, 10], [10**4, 10**5]), "end_to_end"),
        ((10**4, 10**6, [10**5, 10**5], [10**4, 10**5]), "pipeline"),
        ((10**4, 10**6, [10**6, 10], [10**4, 10**5]), "collect_data"),
        ((0, 1, np.array([2]), np.array([2])), "pipeline"),
        ((0, 1, (1,), (2,)), "collect_data"),
    ],
)
def test_the_handouts_designs(ref, asked, want):
    assert ref.choose_architecture(*asked) == want


def test_the_handouts_fit(ref):
    X = np.array([[1.0, 2, 2], [2, 1, -2]])
    T = np.array([[10.0, 0, 0], [0, 5, 0], [1, 1, 1], [0, 0, 5]])
    want = [[1, 2], [1, 0.5], [0.5, 0.1], [1, -1]]
    assert np.allclose(ref.fit_linear(X, T, 1.0), want, rtol=1e-12)


@pytest.mark.parametrize(("d", "k", "m"), [(1, 1, 1), (2, 3, 7), (6, 2, 3), (4, 4, 4)])
@pytest.mark.parametrize("lambd", [1e-3, 1.0, 30.0])
def test_no_neighbour_costs_less(ref, d, k, m, lambd):
    rng = np.random.default_rng(d)
    X, T = rng.normal(size=(d, m)), rng.normal(size=(k, m))
    M = ref.fit_linear(X, T, lambd)
    assert M.shape == (k, d)

    def cost(at):
        return float(np.sum((at @ X - T) ** 2) + lambd * np.sum(at**2))

    for place in np.ndindex(*M.shape):
        for step in (-1e-3, 1e-3):
            moved = M.copy()
            moved[place] += step
            # The second derivative is 2(‖row‖² + λ), so far up it goes and no less.
            rise = step**2 * (np.sum(X[place[1]] ** 2) + lambd)
            assert cost(moved) - cost(M) == pytest.approx(rise, rel=1e-4, abs=1e-12)


def test_the_handouts_designs_in_numbers(ref):
    clips = {
        "X1": np.hstack([np.eye(4), np.zeros((4, 1))]),
        "U1": np.array([[2.0, 0, 4, -2, 7], [0, 6, -2, 4, 7]]),
        "U2": np.array([[1.0, 1, 0, 0], [0, 0, 1, 1]]),
        "T2": np.array([[1.0, 2, 3, 0], [0, -3, 2, 4], [4, 2, 1, -1]]),
        "Xp": np.array([[1.0, 0], [0, 0], [0, 1], [0, 0]]),
        "Tp": np.array([[4.0, 2], [-2, 0], [2, 6]]),
        "Xtest": np.array([[1.0, 0], [1, 0], [0, 2], [0, 1]]),
        "Ttest": np.array([[3.0, 2], [3, -1], [1, 6]]),
    }
    A = ref.fit_linear(clips["X1"], clips["U1"], 1.0)
    C = ref.fit_linear(clips["U2"], clips["T2"], 1.0)
    E = ref.fit_linear(clips["Xp"], clips["Tp"], 1.0)
    assert np.allclose(A, [[1, 0, 2, -1], [0, 3, -1, 2]])
    assert np.allclose(C, [[1, 1], [-1, 2], [2, 0]])
    assert np.allclose(E, [[2, 0, 1, 0], [-1, 0, 0, 0], [1, 0, 3, 0]])
    assert np.allclose(C @ A @ clips["Xtest"], [[4, 3], [5, -3], [2, 6]])
    assert np.allclose(E @ clips["Xtest"], [[2, 2], [-1, 0], [1, 6]])
    got = ref.compare_designs(**clips, lambd=1.0)
    assert got == pytest.approx({"pipeline": 11 / 6, "end_to_end": 3.0})


@pytest.mark.parametrize(
    ("pairs", "error"),
    [(5, 50.1), (10, 20.9), (15, 11.8), (20, 1.89), (25, 0.36), (30, 0.12), (50, 0.046)],
)
def test_the_handouts_world(ref, archive, pairs, error):
    got = ref.compare_designs(**archive(pairs, 0))
    assert got["pipeline"] == pytest.approx(2.03, abs=5e-3)
    assert got["end_to_end"] == pytest.approx(error, rel=0.02)


def test_data_decide_in_every_world(ref, archive):
    """The bounds of the check that lets data decide hold with room to spare in a hundred worlds."""
    for seed in range(100):
        few, many = (ref.compare_designs(**archive(pairs, seed)) for pairs in (5, 100))
        assert few["pipeline"] == many["pipeline"]
        assert few["end_to_end"] > 4 * few["pipeline"]
        assert many["end_to_end"] < many["pipeline"] / 8
