"""The reference of c2_hyperparameter_search, against counting, loops and worked numbers.

Nothing here may call the checks: they are proved elsewhere, and what they take for granted is
tested here.
"""

import itertools
import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assignments" / "c2_hyperparameter_search"
SPACE = {
    "rate": ("log", 1e-4, 1.0),
    "momentum": ("beta", 0.9, 0.999),
    "drop": ("linear", -1.0, 1.0),
    "units": ("int", 3, 5),
    "g": ("choice", ["tanh", 3, (8, 4)]),
}
NAN = math.nan


@pytest.fixture(scope="module")
def ref():
    path = ROOT / "solutions" / "c2_hyperparameter_search.py"
    return SimpleNamespace(**runpy.run_path(str(path)))


@pytest.fixture(scope="module")
def training():
    return SimpleNamespace(**runpy.run_path(str(FOLDER / "given" / "training.py")))


def trials(*scores):
    return [({"x": float(place)}, score) for place, score in enumerate(scores)]


@pytest.mark.parametrize(("low", "high"), [(1e-4, 1), (0.5, 3), (1e-9, 1e-2)])
def test_each_factor_gets_its_share(ref, low, high):
    drawn = ref.sample_log_uniform(low, high, 40_000, 3)
    assert drawn.shape == (40_000,)
    assert low * (1 - 1e-12) <= drawn.min()
    assert drawn.max() <= high * (1 + 1e-12)
    # Between low·q^j and low·q^(j + 1) lies an eighth, with q⁸ = high/low.
    factor = (high / low) ** (1 / 8)
    edges = [low * factor**j for j in range(1, 8)]
    counts = np.bincount(np.searchsorted(edges, drawn), minlength=8)
    assert counts == pytest.approx([5000] * 8, abs=6 * math.sqrt(5000))


def test_beta_at_every_share_of_the_way(ref):
    drawn = np.sort(ref.sample_beta(0.9, 0.999, 40_001, 4))
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        want = 1 - 0.1 * 0.01**share
        assert drawn[round(40_000 * share)] == pytest.approx(want, abs=0.1 * (1 - want))
    assert (drawn[0], drawn[-1]) == pytest.approx((0.9, 0.999), abs=1e-4)


def test_whole_numbers_include_both_ends(ref):
    drawn = ref.sample_integers(-2, 2, 10_000, 5)
    assert drawn.dtype.kind == "i"
    assert np.unique(drawn).tolist() == [-2, -1, 0, 1, 2]
    assert np.bincount(drawn + 2) == pytest.approx([2000] * 5, abs=6 * 40)
    assert ref.sample_integers(7, 7, 3, 1).tolist() == [7, 7, 7]


@pytest.mark.parametrize("name", ["sample_log_uniform", "sample_beta"])
def test_samplers_follow_their_seed(ref, name):
    one, same, other = (getattr(ref, name)(0.2, 0.9, 50, seed) for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert not np.isclose(one, other, rtol=1e-12).any()
    assert getattr(ref, name)(0.5, 0.5, 2, 0) == pytest.approx([0.5, 0.5], rel=1e-12)


@pytest.mark.parametrize("lengths", [[2, 1], [3], [2, 3, 4], [1, 1, 1, 2], [2, 0, 3]])
def test_grid_is_the_product(ref, lengths):
    axes = {f"p{i}": list(range(10, 10 + n)) for i, n in enumerate(lengths)}
    found = ref.grid_points(axes)
    want = {tuple(values) for values in itertools.product(*axes.values())}
    assert len(found) == len(want) == math.prod(lengths)
    assert {tuple(point[name] for name in axes) for point in found} == want
    assert len({id(point) for point in found}) == len(found)


def test_points_have_plain_values_of_their_kinds(ref):
    found = ref.random_points(SPACE, 500, 8)
    assert len(found) == 500
    for point in found:
        assert list(point) == list(SPACE)
        assert [type(point[name]) for name in SPACE][:4] == [float, float, float, int]
        assert any(point["g"] is option for option in SPACE["g"][1])
    assert {point["units"] for point in found} == {3, 4, 5}
    assert {point["g"] for point in found} == {"tanh", 3, (8, 4)}
    assert np.mean([point["rate"] < 0.01 for point in found]) == pytest.approx(0.5, abs=0.15)
    assert np.mean([point["momentum"] < 0.99 for point in found]) == pytest.approx(0.5, abs=0.15)


def test_names_and_points_are_independent(ref):
    space = dict.fromkeys("abcd", ("linear", 0.0, 1.0))
    found = ref.random_points(space, 4000, 0)
    table = np.array([[point[name] for name in space] for point in found])
    beside = np.corrcoef(np.hstack([table[:-1], table[1:]]).T)
    assert np.abs(beside - np.eye(8)).max() < 0.09
    assert ref.random_points(space, 4, 1) == ref.random_points(space, 4, 1)


def test_unknown_kinds_are_refused(ref):
    with pytest.raises(ValueError, match="lo"):
        ref.random_points({"rate": ("lo", 0.1, 1.0)}, 1, 0)


def test_distinct_values_of_grid_and_random_points(ref):
    axis = [0.001, 0.01, 0.1]
    assert ref.distinct_values(ref.grid_points({"a": axis, "b": axis})) == {"a": 3, "b": 3}
    space = dict.fromkeys("ab", ("log", 0.001, 0.1))
    assert ref.distinct_values(ref.random_points(space, 9, 1)) == {"a": 9, "b": 9}
    assert ref.distinct_values([]) == {}


@pytest.mark.parametrize(
    ("scores", "least", "most"),
    [
        ([3, NAN, 1, 1], 2, 0),
        ([NAN, -math.inf, 0, math.inf], 1, 3),
        ([5.0], 0, 0),
        ([2, 2, 2], 0, 0),
        ([NAN, 0, -1, 4, -1, 4], 2, 3),
    ],
)
def test_best_is_the_first_of_the_best(ref, scores, least, most):
    assert ref.best_trial(trials(*scores)) == least
    assert ref.best_trial(trials(*scores), maximise=True) == most


@pytest.mark.parametrize("scores", [[], [NAN], [NAN, NAN]])
def test_without_a_score_there_is_no_best(ref, scores):
    with pytest.raises(ValueError, match="score"):
        ref.best_trial(trials(*scores))
    with pytest.raises(ValueError, match="score"):
        ref.zoom({"x": ("linear", 0.0, 9.0)}, trials(*scores), 2)


def test_the_handouts_worked_example(ref):
    space = {"rate": ("log", 0.0001, 1), "g": ("choice", ["tanh", "relu", "elu"])}
    rows = [(0.001, "relu", 3), (0.5, "relu", NAN), (0.01, "elu", 1), (0.1, "tanh", 2)]
    coarse = [({"rate": rate, "g": g}, cost) for rate, g, cost in [*rows, (1, "elu", 9)]]
    kept = [(dict(point), score) for point, score in coarse]
    assert ref.best_trial(coarse) == 2
    box = {"rate": ("log", 0.01, 0.1), "g": ("choice", ["tanh", "elu"])}
    assert ref.zoom(space, coarse, 2) == box
    box = {"rate": ("log", 0.001, 1), "g": ("choice", ["relu", "elu"])}
    assert ref.zoom(space, coarse, 2, maximise=True) == box
    assert [point for point, _ in coarse] == [point for point, _ in kept]


def test_zoom_by_ranks(ref):
    rng = np.random.default_rng(6)
    space = {"x": ("linear", 0.0, 1.0), "n": ("int", 0, 9)}
    for k in (1, 3, 20):
        found = [({"x": rng.random(), "n": int(rng.integers(10))}, rng.normal()) for _ in range(12)]
        ranks = [sum(other < score for _, other in found) for _, score in found]
        for maximise in (False, True):
            wanted = [11 - rank < k if maximise else rank < k for rank in ranks]
            best = [point for (point, _), taken in zip(found, wanted, strict=True) if taken]
            box = ref.zoom(space, found, k, maximise)
            for name, (kind, *_) in space.items():
                values = sorted(point[name] for point in best)
                assert box[name] == (kind, values[0], values[-1])


def test_search_calls_once_and_keeps_the_order(ref):
    asked = []

    def objective(point):
        asked.append(point)
        return abs(math.log10(point["rate"]) + 2) if len(asked) % 3 else NAN

    best, found = ref.coarse_to_fine(objective, SPACE, 12, 9, 4, 2)
    assert [point for point, _ in found] == asked
    assert len(asked) == 21
    assert best[1] == min(score for _, score in found if score == score)
    assert best in found
    box = ref.zoom(SPACE, found[:12], 4)
    for point, _ in found[12:]:
        assert box["rate"][1] * 0.999999 <= point["rate"] <= box["rate"][2] * 1.000001
        assert point["g"] in box["g"][1]


def test_second_stage_is_better_than_the_first(ref, training):
    gained = 0
    for seed in range(60):
        _, found = ref.coarse_to_fine(training.dev_cost, training.SPACE, 20, 20, 5, seed)
        coarse, fine = (np.nanmedian([s for _, s in part]) for part in (found[:20], found[20:]))
        gained += fine < coarse
    assert gained >= 59


def test_training_diverges_and_has_a_valley(training):
    point = {"momentum": 0.97, "units": 64, "dropout": 0.3, "activation": "relu"}
    costs = {
        rate: training.dev_cost({**point, "learning_rate": rate}) for rate in (5e-3, 0.5, 1e-5)
    }
    assert math.isnan(costs[0.5])
    assert costs[5e-3] < 0.12 < 0.6 < costs[1e-5]
    accuracy = training.dev_accuracy({**point, "learning_rate": 5e-3})
    assert accuracy == pytest.approx(math.exp(-costs[5e-3]))
