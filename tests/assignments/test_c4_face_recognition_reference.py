"""The reference of c4_face_recognition, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here, and the made faces too.
"""

import itertools
import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c4_face_recognition.py")))


@pytest.fixture(scope="module")
def made():
    return run_module(ROOT / "assignments" / "common" / "faces.py", "common")


def gap(x, y):
    """The squared distance, coordinate by coordinate."""
    return math.fsum((float(s) - float(t)) ** 2 for s, t in zip(x, y, strict=True))


def unit(row):
    return [x / math.sqrt(math.fsum(y * y for y in row)) for x in row]


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        step = np.zeros_like(at)
        step[place] = h
        slope[place] = (f(at + step) - f(at - step)) / (2 * h)
    return slope


def rows(m=5, d=3, seed=3):
    return np.random.default_rng(seed).normal(size=(m, d))


@pytest.mark.parametrize(("m", "d"), [(1, 1), (4, 2), (3, 5)])
def test_unit_rows(ref, m, d):
    E = rows(m, d)
    assert np.allclose(ref.l2_normalize(E), [unit(row) for row in E.tolist()], rtol=1e-14)
    assert np.allclose(ref.l2_normalize(1e-9 * E), ref.l2_normalize(E), rtol=1e-12)
    with np.errstate(all="raise"):
        assert ref.l2_normalize(np.zeros((2, 3))).tolist() == [[0, 0, 0]] * 2
    assert np.allclose(
        ref.l2_normalize(np.array([[0.3, 0.4], [6, 8]]), 2.0), [[0.15, 0.2], [0.6, 0.8]]
    )


@pytest.mark.parametrize(("m", "d"), [(1, 2), (4, 3), (3, 5)])
def test_back_through_the_norm(ref, m, d):
    E, dN = rows(m, d), rows(m, d, seed=4)
    cost = lambda E: float(np.sum(dN * np.array([unit(row) for row in E.tolist()])))  # noqa: E731
    assert np.allclose(ref.l2_normalize_backward(dN, E), slope_of(cost, E), atol=1e-8)


def test_all_distances(ref):
    A, B = 3 * rows(4, 3), 3 * rows(6, 3, seed=5)
    D = ref.pairwise_squared_distances(A, B)
    assert np.allclose(D, [[gap(x, y) for y in B] for x in A], rtol=1e-12, atol=1e-12)
    far = 1000 + 0.1 * A
    D = ref.pairwise_squared_distances(far, far)
    assert D.min() >= 0
    assert np.allclose(D, [[gap(x, y) for y in far] for x in far], atol=1e-7)


def test_the_probability_of_a_pair(ref):
    e1, e2, w = rows(4, 3), rows(4, 3, seed=6), rows(1, 3, seed=7)[0]
    for i, p in enumerate(ref.siamese_probability(e1, e2, w, 0.3)):
        z = 0.3 + sum(w[k] * abs(e1[i, k] - e2[i, k]) for k in range(3))
        assert p == pytest.approx(1 / (1 + math.exp(-z)))
    with np.errstate(all="raise"):
        steep = ref.siamese_probability(
            np.array([[800.0], [-800.0]]), np.zeros((2, 1)), np.ones(1), 0.0
        )
    assert steep.tolist() == [1, 1]


def slow_loss(anchor, positive, negative, margin):
    return sum(
        max(0.0, gap(a, p) - gap(a, n) + margin)
        for a, p, n in zip(anchor, positive, negative, strict=True)
    )


@pytest.mark.parametrize("margin", [0.0, 0.2, 1.5])
def test_loss_and_gradient_by_loops(ref, margin):
    three = [rows(6, 3, seed=seed) for seed in (8, 9, 10)]
    assert ref.triplet_loss(*three, margin) == pytest.approx(slow_loss(*three, margin))
    assert ref.triplet_loss(*three) == pytest.approx(slow_loss(*three, 0.2))
    for role, got in enumerate(ref.triplet_loss_gradient(*three, margin)):
        cost = lambda at, role=role: slow_loss(*three[:role], at, *three[role + 1 :], margin)  # noqa: E731
        assert np.allclose(got, slope_of(cost, three[role]), atol=1e-7)


def test_the_handouts_triplets(ref):
    anchor = np.array([[0.0, 0], [1, 0], [0, 1]])
    positive = np.array([[2.0, 0], [1, 1], [0, 2]])
    negative = np.array([[1.0, 1], [0, -1], [3, 1]])
    assert slow_loss(anchor, positive, negative, 2.0) == 5
    assert ref.triplet_loss(anchor, positive, negative, 2.0) == 5
    assert ref.triplet_loss(anchor, positive, negative) == pytest.approx(2.2)
    got = ref.triplet_loss_gradient(anchor, positive, negative, 2.0)
    assert [one.tolist() for one in got] == [
        [[-2, 2], [-2, -4], [0, 0]],
        [[4, 0], [0, 2], [0, 0]],
        [[-2, -2], [2, 2], [0, 0]],
    ]


def all_triplets(labels):
    m = range(len(labels))
    return [
        (a, p, n)
        for a, p, n in itertools.product(m, m, m)
        if a != p and labels[a] == labels[p] and labels[a] != labels[n]
    ]


@pytest.mark.parametrize("seed", range(12))
def test_mining_against_all_triplets(ref, seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(2, 10))
    E, labels = rng.normal(size=(m, 2)), rng.integers(-1, 3, size=m)
    every = all_triplets(labels)
    loss = {t: gap(E[t[0]], E[t[1]]) - gap(E[t[0]], E[t[2]]) for t in every}
    hardest = [
        max((t for t in every if t[0] == a), key=loss.__getitem__)
        for a in sorted({t[0] for t in every})
    ]
    got = ref.hardest_triplets(E, labels.tolist())
    assert got.shape == (len(hardest), 3)
    assert got.dtype.kind == "i"
    assert [tuple(t) for t in got.tolist()] == hardest
    got = ref.semi_hard_triplets(E, labels, 1.0)
    assert got.dtype.kind == "i"
    assert [tuple(t) for t in got.tolist()] == [t for t in every if -1 < loss[t] < 0]


def test_equal_distances_and_none(ref):
    line = np.array([[0.0], [2], [-2], [1], [-1]])
    assert ref.hardest_triplets(line, [0, 0, 0, 1, 1])[0].tolist() == [0, 1, 3]
    for labels in ([4, 4, 4, 4, 4], [0, 1, 2, 3, 4]):
        assert ref.hardest_triplets(line, labels).shape == (0, 3)
        assert ref.semi_hard_triplets(line, labels).shape == (0, 3)
    # 1 < d < 4 leaves −1.5 only: 2 is 4 away, just as far as the margin reaches.
    points = np.array([[0.0], [1], [2], [-1.5], [4]])
    assert ref.semi_hard_triplets(points, [0, 0, 1, 1, 2], 3.0).tolist() == [[0, 1, 3]]


def test_the_door(ref):
    you = np.array([1.0, 0])
    assert ref.verify(you, np.array([4.0, 4]), 25.0) == (25.0, True)
    assert ref.verify(you, np.array([4.0, 4]), 24.9) == (25.0, False)
    database = {"Ada": np.array([[9.0, 9], [4, 4]]), "Emmy": np.array([1.0, 5]), "Boole": you + 5}
    assert ref.recognise(you, database, 25.0) == ("Ada", 25.0)
    assert ref.recognise(you, database, 24.0) == (None, 25.0)
    assert ref.recognise(you, {}, 9.0) == (None, math.inf)


def test_a_step_is_the_slope_of_its_loss(ref):
    rng = np.random.default_rng(12)
    X, W, labels = rng.normal(size=(8, 4)), rng.normal(size=(4, 3)), [0, 0, 0, 1, 1, 2, 2, 5]
    before = W.copy()

    def loss(W):
        E = [unit(row) for row in (X @ W).tolist()]
        worst = {}
        for a, p, n in all_triplets(labels):
            worst[a] = max(worst.get(a, 0.0), gap(E[a], E[p]) - gap(E[a], E[n]) + 0.7)
        return sum(worst.values()) / len(worst)

    W_new, got = ref.triplet_step(W, X, labels, 0.7, 0.4)
    assert got == pytest.approx(loss(W))
    assert np.allclose((W - W_new) / 0.4, slope_of(loss, W), atol=1e-7)
    assert np.array_equal(W, before)
    W_new, got = ref.triplet_step(W, X, list(range(8)), 0.7, 0.4)
    assert got == 0
    assert np.array_equal(W_new, W)
    assert W_new is not W


def test_the_handouts_step(ref):
    X = np.array([[2.0, 0, 0], [0, 1, 1], [3, 4, 0], [4, -3, 1], [-0.6, 0.8, 1], [-8, -6, 0]])
    W = np.array([[1.0, 0], [0, 1], [0, 0]])
    triplets = ref.hardest_triplets(ref.l2_normalize(X @ W), [0, 0, 1, 1, 0, 2])
    assert triplets.tolist() == [[0, 4, 3], [1, 0, 2], [2, 3, 1], [3, 2, 0], [4, 0, 2]]
    W_new, loss = ref.triplet_step(W, X, [0, 0, 1, 1, 0, 2], 0.5, 0.5)
    assert loss == pytest.approx(2.372)
    assert np.allclose(W_new, [[1.41472, 0.5168], [0.5168, 0.58528], [0.0816, 0.1024]])


def test_the_made_faces(made):
    X, whose = made.faces(5, 3, seed=1)
    assert X.shape == (15, made.PIXELS)
    assert whose.tolist() == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3
    assert np.array_equal(X, made.faces(5, 3, seed=1)[0])
    assert not np.array_equal(X, made.faces(5, 3, seed=2)[0])
    # The camera only turns: distances stay, numbers do not.
    turned, _ = made.faces(5, 3, seed=1, camera=4)
    assert not np.allclose(X, turned)
    assert np.allclose(X @ X.T, turned @ turned.T)


def test_how_well_people_are_told_apart(made):
    whose = np.array([0, 0, 1, 1])
    assert made.told_apart(np.array([[0.0], [1], [5], [6]]), whose) == 1
    same, different = made.pair_distances(np.array([[0.0], [1], [5], [7]]), whose)
    assert same.tolist() == [1, 4]
    assert sorted(different.tolist()) == [16, 25, 36, 49]
    # At the threshold 1 one of two pairs is accepted, and of the four others none or two.
    assert made.told_apart(np.array([[0.0], [9], [5], [6]]), whose) == pytest.approx(0.75)
    assert made.told_apart(np.zeros((4, 1)), whose) == 0.5


def test_training_reaches_the_thresholds_with_a_margin(ref, made):
    for seed in range(5):
        X, whose = made.faces(16, 4, seed=50 + seed, camera=seed)
        strangers, theirs = made.faces(24, 3, seed=80 + seed, camera=seed)
        W = 0.3 * np.random.default_rng(seed).normal(size=(made.PIXELS, 4))
        record = []
        for _ in range(20):
            W, loss = ref.triplet_step(W, X, whose, 0.5, 1.0)
            record.append(loss)
        assert record[-1] < 0.45 * record[0]
        assert made.told_apart(ref.l2_normalize(strangers @ W), theirs) > 0.8
