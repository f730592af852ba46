"""The reference of c3_transfer_multitask, against loops, differences and the handout's numbers.

Nothing here may call the checks: they are proved elsewhere, and what they take for granted is
tested here.
"""

import itertools
import math
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]
COMMON = ROOT / "assignments" / "common"
FOLDER = ROOT / "assignments" / "c3_transfer_multitask"
NAN = math.nan
SAID = np.array([[0.75, 0.5, 0.9, 0.25], [0.2, 0.5, 0.5, 0.4], [0.1, 0.6, 0.3, 0.8]])
KNOWN = np.array([[1.0, NAN, 0.0, 1.0], [NAN, NAN, 0.0, 1.0], [NAN, NAN, NAN, NAN]])


@pytest.fixture(scope="module")
def ref():
    nethelp = run_module(COMMON / "given" / "nethelp.py", "common")
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "nethelp", nethelp)
        path = ROOT / "solutions" / "c3_transfer_multitask.py"
        return SimpleNamespace(**runpy.run_path(str(path)))


@pytest.fixture(scope="module")
def folds():
    return runpy.run_path(str(FOLDER / "given" / "folds.py"))["folds"]


def labels(rng, tasks, m):
    Y = rng.integers(0, 2, size=(tasks, m)).astype(float)
    Y[rng.random(Y.shape) < 0.4] = NAN
    return Y


def slow_loss(Yhat, Y):
    total = 0.0
    for said, label in zip(Yhat.ravel().tolist(), Y.ravel().tolist(), strict=True):
        if label == 1:
            total -= math.log(said)
        if label == 0:
            total -= math.log(1 - said)
    return total / Y.shape[1]


def network(rng, dims):
    found = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(dims), start=1):
        found[f"W{layer}"] = 0.7 * rng.normal(size=(n, n_prev))
        found[f"b{layer}"] = 0.5 * rng.normal(size=(n, 1))
    return found


def test_the_handouts_four_images(ref):
    assert ref.multitask_loss(SAID, KNOWN) == pytest.approx(1.3965, abs=5e-5)
    assert ref.multitask_loss(SAID, KNOWN) == pytest.approx(math.log(800 / 3) / 4)
    want = [[-0.0625, 0, 0.225, -0.1875], [0, 0, 0.125, -0.15], [0, 0, 0, 0]]
    assert ref.multitask_gradient(SAID, KNOWN) == pytest.approx(np.array(want))
    found = ref.multitask_accuracy(SAID, KNOWN)
    assert found[:2] == pytest.approx([1 / 3, 1 / 2])
    assert math.isnan(found[2])


def test_loss_against_a_loop(ref):
    rng = np.random.default_rng(0)
    for _ in range(50):
        tasks, m = rng.integers(1, 6, size=2)
        Yhat, Y = rng.uniform(0.01, 0.99, size=(tasks, m)), labels(rng, tasks, m)
        assert ref.multitask_loss(Yhat, Y) == pytest.approx(slow_loss(Yhat, Y), rel=1e-12, abs=0)


def test_gradient_against_differences(ref):
    rng = np.random.default_rng(1)
    Z, Y, h = rng.uniform(-3, 3, size=(3, 5)), labels(rng, 3, 5), 1e-6
    found = ref.multitask_gradient(1 / (1 + np.exp(-Z)), Y)
    for place in np.ndindex(Z.shape):
        ends = []
        for sign in (1, -1):
            moved = Z.copy()
            moved[place] += sign * h
            ends.append(slow_loss(1 / (1 + np.exp(-moved)), Y))
        assert found[place] == pytest.approx((ends[0] - ends[1]) / (2 * h), abs=1e-8)
    assert (found[np.isnan(Y)] == 0).all()


@pytest.mark.filterwarnings("error")
def test_certain_predictions(ref):
    sure = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    met = np.array([[1.0, 0.0, NAN], [NAN, NAN, 0.0]])
    assert ref.multitask_loss(sure, met) == pytest.approx(0.0, abs=1e-12)
    assert 10 / 3 < ref.multitask_loss(sure, np.where(met == 1, 0.0, NAN)) < 800 / 3
    assert ref.multitask_loss(sure, np.full((2, 3), NAN)) == 0.0
    assert ref.multitask_gradient(sure, 1 - met) == pytest.approx(
        np.where(np.isnan(met), 0, 2 * sure - 1) / 3
    )


def test_a_new_head(ref):
    parameters = network(np.random.default_rng(2), [2] * 11)
    found = ref.replace_head(parameters, 3, 7)
    assert found["W10"].shape == (3, 2)
    assert not found["b10"].any()
    for name in parameters:
        assert not np.shares_memory(found[name], parameters[name])
        if name[1:] != "10":
            assert np.array_equal(found[name], parameters[name])
    wide = {"W1": np.ones((2, 400)), "b1": np.ones((2, 1))}
    assert 20 * ref.replace_head(wide, 500, 0)["W1"].std() == pytest.approx(1, abs=0.01)


def test_frozen_layers(ref):
    rng = np.random.default_rng(3)
    parameters = network(rng, [2] * 13)
    grads = {f"d{name}": rng.normal(size=value.shape) for name, value in parameters.items()}
    found = ref.freeze_update(parameters, grads, 0.5, [1, 11])
    for name, value in parameters.items():
        step = 0 if name in ("W1", "b1", "W11", "b11") else 0.5 * grads[f"d{name}"]
        assert np.array_equal(found[name], value - step)


def test_features_against_a_loop(ref):
    rng = np.random.default_rng(4)
    X, parameters = rng.normal(size=(3, 5)), network(rng, [3, 4, 2, 5, 1])
    for count in range(4):
        found = ref.extract_features(X, parameters, count)
        for i, x in enumerate(X.T.tolist()):
            a = x
            for layer in range(1, count + 1):
                W, b = parameters[f"W{layer}"].tolist(), parameters[f"b{layer}"].ravel().tolist()
                a = [
                    max(0.0, c + sum(w * v for w, v in zip(row, a, strict=True)))
                    for row, c in zip(W, b, strict=True)
                ]
            assert found[:, i] == pytest.approx(a)
    assert not np.shares_memory(ref.extract_features(X, parameters, 0), X)


def test_the_handouts_worked_example(ref):
    ln3 = math.log(3)
    X = np.array([[0.0, 2, 2, -1], [-1, -1, 2, 1]])
    parameters = {
        "W1": np.array([[-1.0, 0], [0, 1], [0, -1]]),
        "b1": np.array([[1.0], [0], [0]]),
        "W2": ln3 * np.array([[1.0, -1, 0], [1, -1, 1]]),
        "b2": ln3 * np.array([[1.0], [0]]),
    }
    Y = np.array([[0.0, 0, 1, 1], [1, 0, 1, 1]])
    A = ref.extract_features(X, parameters, 1)
    assert np.array_equal(A, [[1, 0, 0, 2], [0, 0, 2, 1], [1, 1, 0, 0]])
    found, costs = ref.fine_tune(X, Y, parameters, [1, 2], 0.8, 1)
    assert costs == pytest.approx([math.log(2560000 / 243) / 4])
    assert costs == pytest.approx([2.3156], abs=5e-5)
    steps = {
        "W2": np.array([[14, -32, 33], [-12, -41, 13]]) / 100,
        "b2": np.array([[16], [-10]]) / 100,
        "W1": ln3 * np.array([[7, -23], [59, 73], [30, -13]]) / 100,
        "b1": ln3 * np.array([[9], [40], [13]]) / 100,
    }
    for name, value in parameters.items():
        assert found[name] == pytest.approx(value - steps[name])
    head, _ = ref.fine_tune(X, Y, parameters, [2], 0.8, 7)
    alone, _ = ref.fine_tune(A, Y, {"W1": parameters["W2"], "b1": parameters["b2"]}, [1], 0.8, 7)
    assert head["W2"] == pytest.approx(alone["W1"])
    assert np.array_equal(head["W1"], parameters["W1"])


def test_tuning_leaves_the_source(ref):
    rng = np.random.default_rng(5)
    parameters = network(rng, [3, 4, 2])
    before = {name: value.copy() for name, value in parameters.items()}
    X, Y = rng.normal(size=(3, 6)), rng.integers(0, 2, (2, 6)).astype(float)
    for trainable in ([], [1], [2], [1, 2]):
        found, costs = ref.fine_tune(X, Y, parameters, trainable, 0.5, 4)
        assert len(costs) == 4
        for name, value in before.items():
            assert np.array_equal(parameters[name], value)
            assert not np.shares_memory(found[name], parameters[name])
            assert np.array_equal(found[name], value) == (int(name[1:]) not in trainable)


@pytest.mark.parametrize("conditions", list(itertools.product([True, False], repeat=2)))
def test_transfer_needs_all_three(ref, conditions):
    for n_source, n_target in ((10, 9), (9, 9), (9, 10)):
        want = "transfer" if all(conditions) and n_source == 10 else "scratch"
        assert ref.transfer_or_scratch(*conditions, n_source, n_target) == want


def test_checks_train_on_the_given_folds(folds):
    ours = run_module(COMMON / "folds.py", "common").folds
    C = np.random.default_rng(6).normal(size=(4, 3))
    for one, other in zip(ours(50, C, 1, 7), folds(50, C, 1, 7), strict=True):
        assert np.array_equal(one, other)
    X, Y = folds(4000, C, 1, 7)
    assert X.shape == (20, 4000)
    assert ((Y.mean(axis=1) > 0.1) & (Y.mean(axis=1) < 0.9)).all()
    # The label of x is that of −x: no straight line tells them apart.
    assert abs(np.corrcoef(X, Y)[20:, :20]).max() < 0.1


def test_shared_features_are_worth_the_labels(ref, folds):
    """What the handout's table says, in a few worlds that the checks do not take."""
    shares = []
    for world in range(100, 104):
        rng = np.random.default_rng(world)
        X, Y = folds(400, rng.normal(size=(8, 3)), 0, world)
        begin = {
            "W1": rng.normal(size=(16, 20)) * math.sqrt(0.1),
            "b1": np.zeros((16, 1)),
            "W2": rng.normal(size=(8, 16)) / 4,
            "b2": np.zeros((8, 1)),
        }
        source, _ = ref.fine_tune(X, Y, begin, [1, 2], 1.0, 200)
        c = rng.normal(size=(1, 3))
        (X, Y), (X_test, Y_test) = folds(30, c, 1, world), folds(1000, c, 2, world)
        row = []
        for network_of, trainable in ((source, [2]), (source, [1, 2]), (begin, [1, 2])):
            start = ref.replace_head(network_of, 1, world)
            found, _ = ref.fine_tune(X, Y, start, trainable, 0.3, 100)
            row.append(np.mean(ref.predict(X_test, found) == Y_test))
        shares.append(row)
    head, every, scratch = np.mean(shares, axis=0)
    assert head > 0.7
    assert every > 0.65
    assert scratch < 0.6


def test_gaps_that_send_nothing_cost_little(ref, folds):
    """Eight tasks learn together from four of ten labels; with gaps read as 0 they do not."""
    rng = np.random.default_rng(8)
    C = rng.normal(size=(8, 3))
    (X, full), (X_test, Y_test) = folds(400, C, 0, 8), folds(500, C, 1, 8)
    Y = np.where(rng.random(full.shape) < 0.6, np.nan, full)
    begin = network(rng, [20, 16, 8])
    right = []
    for labels_of_all in (Y, np.nan_to_num(Y)):
        theta = {name: 0.4 * value for name, value in begin.items()}
        for _ in range(60):
            A = ref.extract_features(X, theta, 1)
            Yhat = 1 / (1 + np.exp(-(theta["W2"] @ A + theta["b2"])))
            dZ = ref.multitask_gradient(Yhat, labels_of_all)
            back = (theta["W2"].T @ dZ) * (A > 0)
            slopes = {"W2": dZ @ A.T, "b2": dZ.sum(axis=1, keepdims=True)}
            slopes |= {"W1": back @ X.T, "b1": back.sum(axis=1, keepdims=True)}
            theta = {name: value - 3.0 * slopes[name] for name, value in theta.items()}
        right.append(np.mean(ref.predict(X_test, theta) == Y_test))
    assert right[0] > right[1] + 0.1
