"""The reference of c3_data_splits, against slow loops, counts over seeds and the handout's numbers.

Nothing here may call the checks: they are proved elsewhere, and what they take for granted is
tested here.
"""

import itertools
import math
import runpy
from collections import Counter
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
PATIENTS = [7, 7, 3, 5, 5, 5, 9, 2, 2, 4]
LABELS = [1, 1, 0, 0, 0, 0, 1, 0, 0, 0]
SEEDS = 3000


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c3_data_splits.py")))


def is_partition(parts, m):
    return sorted(itertools.chain.from_iterable(np.asarray(part).tolist() for part in parts)) == [
        *range(m)
    ]


def near(count, chance, of=SEEDS):
    """Six deviations."""
    return abs(count - of * chance) <= 6 * math.sqrt(of * chance * (1 - chance))


def all_alike(counts, options, of=SEEDS):
    """Each of so many options came as often as the others."""
    return len(counts) == options and all(near(count, 1 / options, of) for count in counts.values())


@pytest.mark.parametrize(
    ("m", "percentages", "want"),
    [
        (1003, [60, 20, 20], [603, 200, 200]),
        (99, [70, 15, 15], [71, 14, 14]),
        (100, [71, 29], [71, 29]),
        (9, [0, 50, 50], [1, 4, 4]),
    ],
)
def test_sizes_of_the_handout(ref, m, percentages, want):
    assert ref.split_sizes(m, percentages) == want


def test_sizes_are_exact_up_to_ten_million(ref):
    for m in (0, 1, 99, 100, 7_654_321, 10**7):
        for p in range(101):
            share = math.floor(Fraction(m * p, 100))
            assert ref.split_sizes(m, [100 - p, p]) == [m - share, share]


@pytest.mark.parametrize(
    "wrong", [[90, 20], [50, 30], [120, -20], [60, -20, 20], [60, -20, 60], [99], []]
)
def test_percentages_that_can_not_be(ref, wrong):
    with pytest.raises(ValueError, match="100"):
        ref.split_sizes(10, wrong)


def test_all_partitions_are_as_likely(ref):
    found = Counter()
    for seed in range(SEEDS):
        parts = ref.split_indices(5, [2, 0, 2, 1], seed)
        assert [len(part) for part in parts] == [2, 0, 2, 1]
        assert is_partition(parts, 5)
        found[tuple(tuple(sorted(part.tolist())) for part in parts)] += 1
    assert all_alike(found, 30)


def test_strata_of_the_handout(ref):
    found = Counter()
    for seed in range(SEEDS):
        train, dev = ref.stratified_split(LABELS, 40, seed)
        assert is_partition([train, dev], 10)
        found[tuple(dev.tolist())] += 1
    assert (1, 4, 8) in found
    assert all_alike(found, 63)


def test_strata_of_any_labels(ref):
    rng = np.random.default_rng(0)
    for percent in (0, 1, 29, 58, 99, 100):
        y = rng.choice([-4, 0, 7], size=93)
        train, dev = ref.stratified_split(y, percent, 1)
        assert is_partition([train, dev], 93)
        for label, count in Counter(y.tolist()).items():
            assert np.sum(y[dev] == label) == math.floor(Fraction(count * percent, 100))


def test_groups_come_in_all_orders_alike(ref):
    groups = ["b", "a", "c", "b", "b", "d", "c"]
    due = Counter()
    for order in itertools.permutations("abcd"):
        dev = []
        for group in order:
            if 100 * len(dev) >= 40 * len(groups):
                break
            dev += [place for place, one in enumerate(groups) if one == group]
        due[tuple(sorted(dev))] += 1
    found = Counter()
    for seed in range(SEEDS):
        train, dev = ref.group_split(groups, 40, seed)
        assert is_partition([train, dev], 7)
        found[tuple(dev.tolist())] += 1
    assert set(found) == set(due)
    assert all(near(found[dev], count / 24) for dev, count in due.items())


def test_patients_of_the_handout(ref):
    devs = {tuple(ref.group_split(PATIENTS, 30, seed)[1].tolist()) for seed in range(300)}
    assert {(0, 1, 6), (3, 4, 5, 9)} <= devs
    assert all(len(dev) >= 3 for dev in devs)


def test_what_floating_point_would_add(ref):
    assert 0.28 * 150 > 42
    assert 87 / 150 * 100 < 58
    for percent, want in ((28, 42), (58, 87)):
        assert len(ref.group_split(np.arange(150), percent, 0)[1]) == want


def test_all_sets_of_two_sources_are_as_likely(ref):
    found = Counter()
    for seed in range(SEEDS):
        sets = ref.split_two_sources(2, 3, 2, 1, 1, seed)
        assert is_partition(list(sets.values()), 5)
        assert min(*sets["dev"], *sets["test"]) >= 2
        found[tuple(tuple(sorted(part.tolist())) for part in sets.values())] += 1
    # Three for dev, two for test, and three ways to choose two of the pool's three.
    assert all_alike(found, 18)


def test_share_of_target_in_training_dev(ref):
    shares = []
    for seed in range(200):
        sets = ref.split_two_sources(900, 200, 200, 50, 50, seed)
        assert {name: len(part) for name, part in sets.items()} == {
            "train": 800,
            "train_dev": 200,
            "dev": 50,
            "test": 50,
        }
        shares.append(np.mean(sets["train_dev"] >= 900))
    assert np.mean(shares) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    "wrong", [(3, 2, 3), (8, 1, 2), (-1, 1, 1), (1, -1, 1), (1, 1, -1), (1, 5, -2), (1, 5, 0)]
)
def test_sets_that_can_not_be(ref, wrong):
    with pytest.raises(ValueError, match="sizes"):
        ref.split_two_sources(6, 4, *wrong, 0)


@pytest.mark.parametrize("ends", [(7, 1, 2), (6, 2, 2), (0, 0, 4), (0, 0, 0), (10, 0, 0)])
def test_sets_at_the_ends_of_what_can_be(ref, ends):
    sets = ref.split_two_sources(6, 4, *ends, 0)
    assert [len(sets[name]) for name in ("train_dev", "dev", "test")] == list(ends)
    assert is_partition(list(sets.values()), 10)


def test_the_handouts_features(ref):
    X = np.array([[2, 4, 4, 4, 5, 5, 7, 9], [1, 1, 1, 1, 7, 7, 7, 7], [0.1] * 8])
    mu, sigma = ref.fit_scaler(X)
    assert mu == pytest.approx(np.array([[5], [4], [0.1]]))
    assert sigma == pytest.approx(np.array([[2], [3], [1.0]]))
    test = np.array([[9, 1], [4, 10], [0.1, 0.3]])
    want = np.array([[2, -2], [0, 2], [0, 0.2]])
    assert ref.apply_scaler(test, mu, sigma) == pytest.approx(want)


def test_equal_numbers_have_the_deviation_1(ref):
    X = np.array([[0.1, 0.1, 0.1], [1, 2, 6]])
    assert X[0].std() != 0
    assert ref.fit_scaler(X)[1] == pytest.approx(np.array([[1], [math.sqrt(14 / 3)]]))


def test_scaled_training_sets_have_mean_0_and_deviation_1(ref):
    rng = np.random.default_rng(1)
    X = 10.0 ** rng.integers(-3, 4, size=(5, 1)) * rng.normal(2, 1, size=(5, 30))
    Z = ref.apply_scaler(X, *ref.fit_scaler(X))
    assert Z.mean(axis=1) == pytest.approx(0, abs=1e-12)
    assert Z.std(axis=1) == pytest.approx(1)


def test_leaks_against_all_pairs(ref):
    train = np.array([[1, 2, 4, 2], [3, 4, 2, 4]])
    test = np.array([[2, 1, 4], [4, 4, 2]])
    assert sorted(ref.find_leaks(train, test)) == [(1, 0), (2, 2), (3, 0)]
    rng = np.random.default_rng(2)
    for n in (1, 2, 3):
        a, b = rng.integers(3, size=(n, 12)), rng.integers(3, size=(n, 9))
        want = [(i, j) for i in range(12) for j in range(9) if (a[:, i] == b[:, j]).all()]
        assert sorted(ref.find_leaks(a, b)) == want


def test_gap_is_the_share_that_would_have_to_change(ref):
    assert ref.distribution_gap([0, 0, 1, 1, 2], [3, 2, 1, 3, 0, 2, 1, 3, 2, 3], 4) == (
        pytest.approx(0.5)
    )
    rng = np.random.default_rng(3)
    for _ in range(20):
        a, b = rng.integers(4, size=(2, 12)).tolist()
        # Of as many labels in both, those of a that find no partner in b.
        left = Counter(a) - Counter(b)
        assert ref.distribution_gap(a, b, 5) == pytest.approx(sum(left.values()) / 12)
        assert ref.distribution_gap(a, b * 3, 5) == pytest.approx(sum(left.values()) / 12)


@pytest.mark.parametrize(
    ("ask", "want"),
    [((0.1, 0.01), 3458), ((0.1, 0.005), 13830), ((0.2, 0.03), 683), ((0.5, 0.04, 3), 1407)],
)
def test_sizes_of_dev_sets_in_the_handout(ref, ask, want):
    assert ref.dev_size_needed(*ask) == want


def test_one_example_less_is_too_few(ref):
    rng = np.random.default_rng(4)
    for _ in range(50):
        error, margin = rng.uniform(0.02, 0.98), rng.uniform(0.005, 0.1)
        n = ref.dev_size_needed(error, margin)
        assert 1.96 * math.sqrt(error * (1 - error) / n) <= margin
        assert n == 1 or 1.96 * math.sqrt(error * (1 - error) / (n - 1)) > margin


def test_dev_sets_of_that_size_keep_the_promise(ref):
    n = ref.dev_size_needed(0.2, 0.02)
    measured = np.random.default_rng(5).binomial(n, 0.2, size=20_000) / n
    assert np.mean(np.abs(measured - 0.2) <= 0.02) == pytest.approx(0.95, abs=0.01)
