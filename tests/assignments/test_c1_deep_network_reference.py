"""The reference of c1_deep_network, against mathematics written another way.

Loops over single units and examples, closed forms and differences. Nothing here may call
the checks: they are proved elsewhere, and what they take for granted is tested here.
"""

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
DIMS = [4, 5, 3, 2]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c1_deep_network.py")))


@pytest.fixture(scope="module")
def digits():
    with np.load(ROOT / "assignments" / "common" / "data" / "digits.npz") as data:
        return data["X"], data["digit"]


def network(dims, m=6, seed=3):
    """X, Y and parameters, biases not 0."""
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer in range(1, len(dims)):
        parameters[f"W{layer}"] = 0.8 * rng.normal(size=(dims[layer], dims[layer - 1]))
        parameters[f"b{layer}"] = 0.5 * rng.normal(size=(dims[layer], 1))
    Y = rng.integers(0, 2, size=(dims[-1], m)).astype(float)
    return rng.normal(size=(dims[0], m)), Y, parameters


def output(x, parameters):
    """The network's outputs for one example, unit by unit."""
    a, last = list(x), len(parameters) // 2
    for layer in range(1, last + 1):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
        z = [sum(w * v for w, v in zip(W[j], a, strict=True)) + b[j, 0] for j in range(len(W))]
        a = [max(0.0, v) if layer < last else 1 / (1 + math.exp(-v)) for v in z]
    return a


def cost(X, Y, parameters):
    """The cross-entropy, example by example and output by output."""
    total = 0.0
    for i in range(X.shape[1]):
        for a, y in zip(output(X[:, i], parameters), Y[:, i], strict=True):
            total -= math.log(a if y else 1 - a)
    return total / X.shape[1]


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def slope_of_cost(X, Y, parameters, name):
    """The differences of the cost in each entry of one parameter."""
    return slope_of(lambda value: cost(X, Y, parameters | {name: value}), parameters[name])


def curve(activation, z):
    return {
        "relu": max(0.0, z),
        "sigmoid": 1 / (1 + math.exp(-z)),
        "tanh": (math.exp(z) - math.exp(-z)) / (math.exp(z) + math.exp(-z)),
    }[activation]


@pytest.mark.parametrize("dims", [[3, 1], [2, 3, 1], [5, 5, 5, 5], [64, 20, 7, 1], [1, 9, 2, 8, 3]])
def test_count_is_the_number_of_entries(ref, dims):
    entries = [value.size for value in network(dims)[2].values()]
    assert ref.count_parameters(dims) == sum(entries)


def test_count_is_a_whole_number(ref):
    assert isinstance(ref.count_parameters([2, 3, 1]), int)
    assert ref.count_parameters((2, 3, 1)) == 13


def test_initialization_has_the_shapes_and_the_scale(ref):
    found = ref.initialize_parameters_deep([400, 100, 50, 30], 2)
    assert list(found) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    for layer, (n_prev, n) in enumerate([(400, 100), (100, 50), (50, 30)], start=1):
        W, b = found[f"W{layer}"], found[f"b{layer}"]
        assert (W.shape, b.shape) == ((n, n_prev), (n, 1))
        assert (W.dtype, b.dtype) == (np.float64, np.float64)
        assert not b.any()
        assert W.std() == pytest.approx(1 / math.sqrt(n_prev), rel=0.08)
        assert abs(W.mean()) < 0.01


def test_initialization_follows_its_seed_and_repeats_no_draw(ref):
    one, same, other = (ref.initialize_parameters_deep([5, 5, 5], seed) for seed in (7, 7, 8))
    assert all(np.array_equal(one[name], same[name]) for name in one)
    assert not np.isclose(one["W1"], other["W1"]).any()
    assert not np.isclose(one["W1"], one["W2"]).any()


def test_linear_forward_by_loops(ref):
    X, _, parameters = network([4, 5])
    W, b = parameters["W1"], parameters["b1"]
    Z, _ = ref.linear_forward(X, W, b)
    for j, i in np.ndindex(5, 6):
        assert Z[j, i] == pytest.approx(sum(W[j, k] * X[k, i] for k in range(4)) + b[j, 0])


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_activations_entry_by_entry(ref, activation):
    X, _, parameters = network([4, 5])
    layer = X, parameters["W1"], parameters["b1"]
    Z, _ = ref.linear_forward(*layer)
    A, _ = ref.linear_activation_forward(*layer, activation)
    want = np.vectorize(lambda z: curve(activation, z))(Z)
    assert np.allclose(A, want, rtol=1e-12, atol=1e-14)


def test_other_activations_are_refused_both_ways(ref):
    layer = np.ones((1, 2)), np.ones((1, 1)), np.ones((1, 1))
    with pytest.raises(ValueError, match="softplus"):
        ref.linear_activation_forward(*layer, "softplus")
    _, cache = ref.linear_activation_forward(*layer, "relu")
    with pytest.raises(ValueError, match="softplus"):
        ref.linear_activation_backward(np.ones((1, 2)), cache, "softplus")


def test_sigmoid_reaches_both_ends_without_a_warning(ref):
    layer = np.array([[-1000.0, 0.0, 1000.0]]), np.ones((1, 1)), np.zeros((1, 1))
    A, _ = ref.linear_activation_forward(*layer, "sigmoid")
    assert np.array_equal(A, [[0.0, 0.5, 1.0]])


@pytest.mark.parametrize("dims", [[4, 1], [3, 3, 3], DIMS, [2, 4, 3, 5, 2, 3]])
def test_forward_by_loops(ref, dims):
    X, _, parameters = network(dims)
    AL, caches = ref.L_model_forward(X, parameters)
    assert len(caches) == len(dims) - 1
    for i in range(X.shape[1]):
        assert np.allclose(AL[:, i], output(X[:, i], parameters), rtol=1e-10)


def test_forward_finds_parameters_by_name(ref):
    X, _, parameters = network(DIMS)
    turned = dict(reversed(parameters.items()))
    assert np.array_equal(ref.L_model_forward(X, turned)[0], ref.L_model_forward(X, parameters)[0])


def test_cost_by_loops(ref):
    X, Y, parameters = network(DIMS)
    AL, _ = ref.L_model_forward(X, parameters)
    assert ref.compute_cost(AL, Y) == pytest.approx(cost(X, Y, parameters), rel=1e-10)


def test_cost_is_finite_where_predictions_are_certain(ref):
    Y = np.array([[0.0, 1.0], [1.0, 1.0]])
    assert 0 <= ref.compute_cost(Y, Y) < 1e-6
    assert 10 < ref.compute_cost(1 - Y, Y) / 2 < 800


def test_linear_backward_by_differences(ref):
    X, _, parameters = network([4, 3])
    W, b = parameters["W1"], parameters["b1"]
    dZ = np.random.default_rng(9).normal(size=(3, 6))
    dA, dW, db = ref.linear_backward(dZ, ref.linear_forward(X, W, b)[1])
    summed = lambda A, W, b: float(np.sum(dZ * ref.linear_forward(A, W, b)[0]))  # noqa: E731
    assert np.allclose(dA, slope_of(lambda A: summed(A, W, b), X), atol=1e-8)
    assert np.allclose(dW, slope_of(lambda W: summed(X, W, b), W) / 6, atol=1e-8)
    assert np.allclose(db, slope_of(lambda b: summed(X, W, b), b) / 6, atol=1e-8)


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_activation_backward_by_differences(ref, activation):
    X, _, parameters = network([4, 3])
    W, b = parameters["W1"], parameters["b1"]
    dA = np.random.default_rng(9).normal(size=(3, 6))

    def summed(A, W, b):
        return float(np.sum(dA * ref.linear_activation_forward(A, W, b, activation)[0]))

    _, cache = ref.linear_activation_forward(X, W, b, activation)
    kept = dA.copy()
    dX, dW, db = ref.linear_activation_backward(dA, cache, activation)
    assert np.array_equal(dA, kept)
    assert np.allclose(dX, slope_of(lambda A: summed(A, W, b), X), atol=1e-8)
    assert np.allclose(dW, slope_of(lambda W: summed(X, W, b), W) / 6, atol=1e-8)
    assert np.allclose(db, slope_of(lambda b: summed(X, W, b), b) / 6, atol=1e-8)


@pytest.mark.parametrize("dims", [[4, 1], [1, 1, 1], [3, 3, 3], DIMS, [2, 4, 3, 3, 2]])
def test_backward_is_the_slope_of_the_cost(ref, dims):
    X, Y, parameters = network(dims)
    grads = ref.L_model_backward(*forward(ref, X, Y, parameters))
    for name, value in parameters.items():
        assert grads[f"d{name}"].shape == value.shape
        want = slope_of_cost(X, Y, parameters, name)
        assert np.allclose(grads[f"d{name}"], want, rtol=1e-6, atol=1e-8)


def forward(ref, X, Y, parameters):
    AL, caches = ref.L_model_forward(X, parameters)
    return AL, Y, caches


def test_backward_is_right_where_the_network_is_certain(ref):
    X, Y = np.array([[-1.0, 0.0, 1.0, 1.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
    parameters = {"W1": np.array([[1000.0]]), "b1": np.zeros((1, 1))}
    AL, _, caches = forward(ref, X, Y, parameters)
    assert np.array_equal(AL, [[0.0, 0.5, 1.0, 1.0]])
    grads = ref.L_model_backward(AL, Y, caches)
    assert grads["db1"].item() == pytest.approx((0 - 0.5 + 0 + 1) / 4)
    assert grads["dW1"].item() == pytest.approx(1 / 4)


def test_the_handouts_worked_example(ref):
    ln3 = math.log(3)
    X = np.array([[1.0, 2.0, 2.0, 3.0], [0.0, 1.0, -1.0, 0.0]])
    Y = np.array([[1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]])
    parameters = {
        "W1": np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]),
        "b1": np.array([[-2.0], [-2.0], [2.0]]),
        "W2": ln3 * np.array([[2.0, -3.0, 3.0], [-2.0, -1.0, 1.0]]),
        "b2": ln3 * np.array([[-1.0], [1.0]]),
    }
    AL, _, caches = forward(ref, X, Y, parameters)
    assert np.allclose(AL, [[0.9, 0.75, 0.25, 0.1], [0.9, 0.25, 0.75, 0.1]], rtol=1e-12)
    assert ref.compute_cost(AL, Y) == pytest.approx(1.49165488, abs=5e-9)
    grads = ref.L_model_backward(AL, Y, caches)
    want = {
        "dW2": np.array([[-1.15, -0.65, 0.15], [0.35, -0.15, 0.65]]) / 4,
        "db2": np.array([[-1.0], [1.0]]) / 4,
        "dW1": ln3 / 4 * np.array([[-8.0, -1.0], [6.8, 0.5], [1.6, -0.5]]),
        "db1": ln3 / 4 * np.array([[-3.0], [2.1], [1.1]]),
    }
    for name, value in want.items():
        assert np.allclose(grads[name], value, rtol=1e-12), name
    assert ref.count_parameters([2, 3, 2]) == 17


def test_update_moves_each_parameter_by_its_own_gradient(ref):
    _, _, parameters = network([2] * 13)
    grads = {f"d{name}": np.full_like(v, i) for i, (name, v) in enumerate(parameters.items())}
    moved = ref.update_parameters(parameters, grads | {"dA3": np.ones(7)}, 0.5)
    assert moved.keys() == parameters.keys()
    for i, (name, value) in enumerate(parameters.items()):
        assert np.allclose(moved[name], value - 0.5 * i)


def test_training_is_a_loop_of_the_steps(ref):
    X, Y, _ = network(DIMS)
    parameters, want = ref.initialize_parameters_deep(DIMS, 6), []
    for _ in range(4):
        want.append(cost(X, Y, parameters))
        parameters = {
            name: value - 0.3 * slope_of_cost(X, Y, parameters, name)
            for name, value in parameters.items()
        }
    found, costs = ref.L_layer_model(X, Y, DIMS, 0.3, 4, 6)
    assert costs == pytest.approx(want, abs=1e-7)
    assert all(np.allclose(found[name], parameters[name], atol=1e-6) for name in parameters)


def test_predictions_are_the_likelier_classes(ref):
    X, _, parameters = network(DIMS)
    want = [[float(p > 0.5) for p in output(x, parameters)] for x in X.T]
    assert np.array_equal(ref.predict(X, parameters), np.array(want).T)


def test_data_is_the_published_set(digits):
    X, digit = digits
    assert (X.shape, X.dtype, digit.shape, digit.dtype) == ((64, 1797), "u1", (1, 1797), "u1")
    assert (X.min(), X.max()) == (0, 16)
    assert np.bincount(digit[0]).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert X[:8, 0].tolist() == [0, 0, 5, 13, 9, 1, 0, 0]


def test_training_reaches_the_thresholds_with_a_margin(ref, digits):
    order = np.random.default_rng(0).permutation(1797)
    X, Y = digits[0][:, order] / 16, (digits[1][:, order] % 2).astype(float)
    for seed in (1, 2, 3):
        run = X[:, :200], Y[:, :200], [64, 20, 7, 1]
        parameters, costs = ref.L_layer_model(*run, 0.4, 200, seed)
        assert (ref.predict(X[:, :200], parameters) == Y[:, :200]).mean() > 0.95
        assert (ref.predict(X[:, 200:600], parameters) == Y[:, 200:600]).mean() > 0.9
        assert costs[0] == pytest.approx(math.log(2), abs=0.1)
    _, slow = ref.L_layer_model(*run, 0.01, 40, 4)
    assert max(np.diff(slow)) < -1e-6
