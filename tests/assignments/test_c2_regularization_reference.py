"""The reference of c2_regularization, against mathematics written another way.

Loops over units and examples with the masks given, closed forms and slopes by differences.
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


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_regularization.py")))


@pytest.fixture(scope="module")
def digits():
    with np.load(ROOT / "assignments" / "common" / "data" / "digits.npz") as data:
        X, digit = data["X"], data["digit"]
    order = np.random.default_rng(0).permutation(1797)
    return X[:, order] / 16, (digit[:, order] % 2).astype(float)


def network(dims, m=6, seed=3):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(dims), start=1):
        parameters[f"W{layer}"] = 0.8 * rng.normal(size=(n, n_prev))
        parameters[f"b{layer}"] = 0.5 * rng.normal(size=(n, 1))
    Y = rng.integers(0, 2, size=(dims[-1], m)).astype(float)
    return rng.normal(size=(dims[0], m)), Y, parameters


def output(x, i, parameters, masks, keep_prob):
    """The outputs for example i, unit by unit, with the masks of the hidden layers given."""
    a, last = list(x), len(parameters) // 2
    for layer in range(1, last + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        z = [sum(w * v for w, v in zip(W[j], a, strict=True)) + b[j, 0] for j in range(len(W))]
        if layer == last:
            return [1 / (1 + math.exp(-v)) for v in z]
        a = [max(0.0, v) / keep_prob if masks[layer - 1][j, i] else 0.0 for j, v in enumerate(z)]
    return None


def cost(X, Y, parameters, masks, keep_prob, lambd=0.0):
    """Cross-entropy and penalty, example by example and weight by weight."""
    total = 0.0
    for i in range(X.shape[1]):
        for a, y in zip(output(X[:, i], i, parameters, masks, keep_prob), Y[:, i], strict=True):
            total -= math.log(a if y else 1 - a)
    squares = sum(w * w for name, v in parameters.items() if name[0] == "W" for w in v.flat)
    return total / X.shape[1] + lambd * squares / (2 * X.shape[1])


def slope_of(f, at, h=1e-6):
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def slopes_of(f, parameters):
    return {
        name: slope_of(lambda v, name=name: f(parameters | {name: v}), value)
        for name, value in parameters.items()
    }


def masks_of(caches):
    return [D for _, _, D, _ in caches[:-1]]


def test_penalty_by_loops(ref):
    _, _, parameters = network([3, 4, 2, 2])
    squares = 0.0
    for layer in (1, 2, 3):
        for row in parameters[f"W{layer}"]:
            squares += sum(w * w for w in row)
    assert ref.l2_penalty(parameters, 0.7, 9) == pytest.approx(0.7 * squares / 18, rel=1e-12)
    assert ref.l2_penalty(dict(reversed(parameters.items())), 0.0, 9) == 0


def test_penalty_of_twelve_layers(ref):
    parameters = {f"W{i}": np.full((1, 1), float(i)) for i in range(1, 13)}
    parameters |= {f"b{i}": np.ones((1, 1)) for i in range(1, 13)}
    assert ref.l2_penalty(parameters, 2.0, 1) == pytest.approx(sum(i * i for i in range(1, 13)))


@pytest.mark.parametrize("lambd", [0.0, 1.3])
def test_cost_by_loops(ref, lambd):
    X, Y, parameters = network([3, 4, 2])
    AL, caches = ref.forward_propagation_with_dropout(X, parameters, 1.0, 0)
    want = cost(X, Y, parameters, masks_of(caches), 1.0, lambd)
    got = ref.compute_cost_with_regularization(AL, Y, parameters, lambd)
    assert got == pytest.approx(want, rel=1e-10)


def test_the_gradients_of_the_penalty_are_its_slopes(ref):
    _, _, parameters = network([3, 4, 2])
    grads = {f"d{name}": np.full_like(value, 0.5) for name, value in parameters.items()}
    grads["dA1"] = np.ones((4, 6))
    kept = {name: value.copy() for name, value in grads.items()}
    found = ref.add_l2_gradients(grads, parameters, 1.3, 7)
    want = slopes_of(lambda p: ref.l2_penalty(p, 1.3, 7), parameters)
    for name, slope in want.items():
        assert np.allclose(found[f"d{name}"] - 0.5, slope, atol=1e-8)
    assert found["dA1"] is grads["dA1"]
    assert all(np.array_equal(grads[name], kept[name]) for name in kept)


def test_decay_is_descent_with_the_penalty(ref):
    _, _, parameters = network([3, 4, 2])
    grads = {f"d{name}": np.full_like(value, 0.5) for name, value in parameters.items()}
    full = ref.add_l2_gradients(grads, parameters, 1.3, 7)
    found = ref.weight_decay_update(parameters, grads | {"dA1": 0}, 0.2, 1.3, 7)
    assert found.keys() == parameters.keys()
    for name, value in parameters.items():
        assert np.allclose(found[name], value - 0.2 * full[f"d{name}"], rtol=1e-12)


@pytest.mark.parametrize("keep_prob", [0.3, 0.5, 0.8])
def test_dropout_keeps_a_share_and_the_mean(ref, keep_prob):
    A = np.full((300, 400), 2.0)
    A_out, D = ref.dropout_forward(A, keep_prob, 4)
    error = math.sqrt(keep_prob * (1 - keep_prob) / A.size)
    assert abs(D.mean() - keep_prob) < 5 * error
    assert abs(A_out.mean() - 2) < 10 * error / keep_prob
    assert set(np.unique(A_out)) == {0.0, 2.0 / keep_prob}
    assert np.array_equal(A_out > 0, D)
    # Independent entries: the counts of rows and of columns vary as binomial ones.
    for axis, trials in ((0, 300), (1, 400)):
        variance = D.sum(axis=axis).var() / (trials * keep_prob * (1 - keep_prob))
        assert variance == pytest.approx(1, abs=0.4)


def test_dropout_follows_the_seed_and_leaves_all_at_one(ref):
    A = np.random.default_rng(1).normal(size=(20, 30))
    kept = A.copy()
    one, same, other = (ref.dropout_forward(A, 0.5, seed)[1] for seed in (0, 0, 1))
    assert np.array_equal(one, same)
    assert 0.3 < (one == other).mean() < 0.7
    A_out, D = ref.dropout_forward(A, 1.0, 5)
    assert D.all()
    assert np.array_equal(A_out, A)
    assert np.array_equal(A, kept)


def test_dropout_backward_is_the_slope(ref):
    rng = np.random.default_rng(2)
    A, dA = rng.normal(size=(4, 5)), rng.normal(size=(4, 5))
    _, D = ref.dropout_forward(A, 0.6, 8)
    want = slope_of(lambda A: float(np.sum(dA * ref.dropout_forward(A, 0.6, 8)[0])), A)
    assert np.allclose(ref.dropout_backward(dA, D, 0.6), want, atol=1e-8)


@pytest.mark.parametrize("dims", [[3, 2], [3, 4, 1], [2, 5, 4, 3, 2]])
@pytest.mark.parametrize("keep_prob", [0.5, 0.8, 1.0])
def test_forward_by_loops_with_its_masks(ref, dims, keep_prob):
    X, _, parameters = network(dims)
    AL, caches = ref.forward_propagation_with_dropout(X, parameters, keep_prob, 6)
    masks = masks_of(caches)
    assert [D.shape for D in masks] == [(n, 6) for n in dims[1:-1]]
    for i in range(6):
        want = output(X[:, i], i, parameters, masks, keep_prob)
        assert np.allclose(AL[:, i], want, rtol=1e-10)


def test_layers_of_one_width_have_other_masks(ref):
    X, _, parameters = network([5, 30, 30, 30, 1], m=40)
    _, caches = ref.forward_propagation_with_dropout(X, parameters, 0.5, 6)
    for one, other in itertools.combinations(masks_of(caches), 2):
        assert 0.4 < (one == other).mean() < 0.6


@pytest.mark.parametrize("dims", [[3, 2], [3, 4, 1], [3, 3, 3], [2, 4, 3, 3, 2]])
@pytest.mark.parametrize("keep_prob", [0.6, 1.0])
def test_backward_is_the_slope_of_the_cost_with_its_masks(ref, dims, keep_prob):
    X, Y, parameters = network(dims)
    _, caches = ref.forward_propagation_with_dropout(X, parameters, keep_prob, 6)
    masks = masks_of(caches)
    grads = ref.backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
    want = slopes_of(lambda p: cost(X, Y, p, masks, keep_prob), parameters)
    for name, slope in want.items():
        assert grads[f"d{name}"].shape == slope.shape
        assert np.allclose(grads[f"d{name}"], slope, rtol=1e-6, atol=1e-8)


def test_the_handouts_worked_example(ref):
    parameters = {
        "W1": np.array([[1.0], [2.0]]),
        "b1": np.array([[0.0], [-1.0]]),
        "W2": np.array([[0.5, -0.4]]),
        "b2": np.zeros((1, 1)),
    }
    X, Y = np.array([[1.0, 3.0]]), np.ones((1, 2))
    wanted = [[True, True], [False, True]]
    seed = next(
        seed
        for seed in range(200)
        if np.array_equal(ref.dropout_forward(np.ones((2, 2)), 0.5, seed + 1)[1], wanted)
    )
    AL, caches = ref.forward_propagation_with_dropout(X, parameters, 0.5, seed)
    assert AL[0] == pytest.approx([0.7311, 0.2689], abs=5e-5)
    cost = ref.compute_cost_with_regularization(AL, Y, parameters, 0.0)
    assert cost == pytest.approx(0.8133, abs=5e-5)
    grads = ref.backward_propagation_with_dropout(X, Y, caches, parameters, 0.5)
    found = {name: value.ravel().tolist() for name, value in grads.items()}
    want = {
        "dW1": [-1.2311, 0.8773],
        "db1": [-0.5, 0.2924],
        "dW2": [-2.4621, -3.6553],
        "db2": [-0.5],
    }
    for name, numbers in want.items():
        assert found[name] == pytest.approx(numbers, abs=6e-5)


def test_the_handouts_penalties(ref):
    parameters = {
        "W1": np.array([[1.0, 2, 0], [-1, 0, 1]]),
        "b1": np.array([[100.0], [-50]]),
        "W2": np.array([[2.0, -1]]),
        "b2": np.array([[7.0]]),
    }
    assert ref.l2_penalty(parameters, 0.5, 4) == pytest.approx(0.75)
    AL = np.array([[0.5, 0.25, 0.5], [0.75, 0.5, 0.5]])
    Y = np.array([[1.0, 0, 1], [1, 0, 0]])
    got = ref.compute_cost_with_regularization(AL, Y, parameters, 0.5)
    assert got == pytest.approx(2.1160, abs=5e-5)


@pytest.mark.parametrize(
    ("costs", "patience", "min_delta", "want"),
    [
        ([5, 4, 4.5, 4.2, 3], 2, 0, (1, 3)),
        ([2, 2, 2, 1], 2, 0, (0, 2)),
        ([4, 3.75, 3.25, 3.2, 3.1, 1], 2, 0.5, (2, 4)),
        ([3, 2, 1], 1, 0, (2, 2)),
        ([1, 2, 3], 5, 0, (0, 2)),
        ([7], 1, 0, (0, 0)),
    ],
)
def test_early_stopping_of_the_handout(ref, costs, patience, min_delta, want):
    assert ref.early_stopping(costs, patience, min_delta) == want


def test_early_stopping_by_its_definition(ref):
    rng = np.random.default_rng(5)
    for _ in range(300):
        costs = [float(c) for c in rng.integers(0, 8, size=rng.integers(1, 20))]
        patience, min_delta = int(rng.integers(1, 5)), float(rng.choice([0.0, 0.5, 1.0]))
        bests = []  # the best epoch as it stands after each epoch
        for epoch, one in enumerate(costs):
            before = bests[-1] if bests else 0
            better = not bests or one < costs[before] - min_delta
            bests.append(epoch if better else before)
        stops = [e for e, best in enumerate(bests) if e - best >= patience]
        stop = min([*stops, len(costs) - 1])
        assert ref.early_stopping(costs, patience, min_delta) == (bests[stop], stop)


def test_training_is_descent_by_differences(ref):
    dims = [3, 4, 2]
    X, Y, _ = network(dims)
    parameters, none = ref.model(X, Y, dims, num_iterations=0, seed=6)
    assert none == []
    want = []
    for i in range(3):
        _, caches = ref.forward_propagation_with_dropout(X, parameters, 0.7, 6 + 2 * i)
        masks = masks_of(caches)
        objective = lambda p, masks=masks: cost(X, Y, p, masks, 0.7, 0.9)  # noqa: E731
        want.append(objective(parameters))
        slopes = slopes_of(objective, parameters)
        parameters = {name: v - 0.3 * slopes[name] for name, v in parameters.items()}
    found, costs = ref.model(X, Y, dims, 0.3, 3, 0.9, 0.7, 6)
    assert costs == pytest.approx(want, rel=1e-6)
    assert all(np.allclose(found[name], parameters[name], atol=1e-6) for name in parameters)


def test_training_starts_at_hes_weights(ref):
    found, _ = ref.model(np.ones((3, 2)), np.ones((600, 2)), [3, 500, 4, 600], num_iterations=0)
    for layer, n_prev in ((1, 3), (2, 500), (3, 4)):
        assert found[f"W{layer}"].std() == pytest.approx(math.sqrt(2 / n_prev), rel=0.08)
        assert not found[f"b{layer}"].any()


def test_every_iteration_has_masks_of_its_own(ref):
    X, Y, _ = network([3, 40, 30, 2])
    still, costs = ref.model(X, Y, [3, 40, 30, 2], 0.0, 120, 0.0, 0.5)
    assert np.unique(np.round(costs, 9)).size == 120
    start, _ = ref.model(X, Y, [3, 40, 30, 2], num_iterations=0)
    assert all(np.array_equal(still[name], start[name]) for name in start)


def test_training_reaches_the_thresholds_with_a_margin(ref, digits):
    X, Y = digits
    train, test = slice(0, 100), slice(100, 1100)

    def right(parameters, part):
        AL, _ = ref.forward_propagation_with_dropout(X[:, part], parameters, 1.0, 0)
        return ((AL > 0.5) == Y[:, part]).mean()

    squares = []
    for lambd in (0.0, 1.0):
        found, _ = ref.model(X[:, train], Y[:, train], [64, 20, 1], 0.3, 120, lambd)
        squares.append(sum(np.sum(v**2) for name, v in found.items() if name[0] == "W"))
    assert squares[1] / squares[0] == pytest.approx(0.574, abs=0.02)
    found, costs = ref.model(X[:, train], Y[:, train], [64, 20, 1], 0.3, 120, 0.0, 0.8)
    assert right(found, train) > 0.94
    assert right(found, test) > 0.85
    assert (np.diff(costs) > 0).mean() > 0.28
