"""The reference of c1_shallow_network, against mathematics written another way.

Loops, closed forms and differences. Nothing here may call the checks: they are proved
elsewhere, and what they take for granted is tested here.
"""

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "assignments" / "c1_shallow_network"
NAMES = ("W1", "b1", "W2", "b2")
BOTH = pytest.mark.parametrize("activation", ["tanh", "relu"])


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c1_shallow_network.py")))


@pytest.fixture(scope="module")
def petals():
    return runpy.run_path(str(FOLDER / "given" / "petals.py"))["petals"]


@pytest.fixture
def network():
    rng = np.random.default_rng(8)
    shapes = {"W1": (4, 3), "b1": (4, 1), "W2": (2, 4), "b2": (2, 1)}
    parameters = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return parameters, rng.normal(size=(3, 6)), rng.integers(0, 2, size=(2, 6)).astype(float)


@pytest.fixture
def by_hand():
    ln2, ln3 = math.log(2), math.log(3)
    parameters = {
        "W1": np.array([[ln2, ln2], [ln2, -ln2], [-ln2, -ln2]]),
        "b1": np.array([[-2 * ln2], [-2 * ln2], [2 * ln2]]),
        "W2": 5 * ln3 / 6 * np.array([[2, 0, -1], [1, -3, 1]]),
        "b2": np.array([[ln3 / 2], [-ln3 / 2]]),
    }
    X = np.array([[1.0, 2.0, 2.0, 3.0], [0.0, 1.0, -1.0, 0.0]])
    return parameters, X, np.array([[0.0, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0]])


def output(parameters, x, activation):
    """The probabilities of one example, unit by unit."""
    g = math.tanh if activation == "tanh" else lambda z: max(z, 0.0)
    hidden = [
        g(sum(w * v for w, v in zip(row, x, strict=True)) + b)
        for row, b in zip(parameters["W1"], parameters["b1"][:, 0], strict=True)
    ]
    scores = [
        sum(w * a for w, a in zip(row, hidden, strict=True)) + b
        for row, b in zip(parameters["W2"], parameters["b2"][:, 0], strict=True)
    ]
    return [1 / (1 + math.exp(-z)) for z in scores]


def cost(parameters, X, Y, activation):
    """The cross-entropy, a sum over outputs and a mean over examples."""
    total = 0.0
    for x, labels in zip(X.T, Y.T, strict=True):
        for a, y in zip(output(parameters, x, activation), labels, strict=True):
            total -= math.log(a if y else 1 - a)
    return total / X.shape[1]


def differences(parameters, X, Y, activation, h=1e-5):
    """The slopes of the cost in every parameter."""
    grads = {}
    for name in NAMES:
        grads[name] = np.zeros_like(parameters[name])
        for place in np.ndindex(parameters[name].shape):
            ends = []
            for step in (h, -h):
                moved = {key: value.copy() for key, value in parameters.items()}
                moved[name][place] += step
                ends.append(cost(moved, X, Y, activation))
            grads[name][place] = (ends[0] - ends[1]) / (2 * h)
    return grads


def test_layer_sizes_are_rows(ref):
    assert ref.layer_sizes(np.zeros((5, 3)), np.zeros((2, 3)), 7) == (5, 7, 2)
    assert ref.layer_sizes(np.zeros((3, 9)), np.zeros((1, 9))) == (3, 4, 1)


def test_start_is_small_random_and_settled_by_the_seed(ref):
    first, again = (ref.initialize_parameters(60, 50, 40, 1) for _ in range(2))
    other = ref.initialize_parameters(60, 50, 40, 2)
    assert [first[name].shape for name in NAMES] == [(50, 60), (50, 1), (40, 50), (40, 1)]
    assert not first["b1"].any()
    assert not first["b2"].any()
    for name in ("W1", "W2"):
        assert first[name].std() == pytest.approx(0.01, rel=0.1)
        assert abs(first[name].mean()) < 0.001
        assert np.array_equal(first[name], again[name])
        assert not np.array_equal(first[name], other[name])
    assert not np.isin(first["W2"], first["W1"]).any()


@BOTH
def test_forward_is_unit_by_unit(ref, network, activation):
    parameters, X, _ = network
    A2, cache = ref.forward_propagation(X, parameters, activation)
    want = np.array([output(parameters, x, activation) for x in X.T]).T
    assert np.allclose(A2, want, rtol=1e-12, atol=0)
    assert set(cache) >= {"Z1", "A1", "Z2", "A2"}


def test_forward_refuses_other_activations(ref, network):
    parameters, X, _ = network
    with pytest.raises(ValueError, match="softplus"):
        ref.forward_propagation(X, parameters, "softplus")


@BOTH
def test_cost_by_loops(ref, network, activation):
    parameters, X, Y = network
    A2, _ = ref.forward_propagation(X, parameters, activation)
    assert ref.compute_cost(A2, Y) == pytest.approx(cost(parameters, X, Y, activation), rel=1e-12)


def test_cost_is_finite_where_predictions_are_certain(ref):
    Y = np.array([[0.0, 1.0], [1.0, 1.0]])
    assert 0 <= ref.compute_cost(Y, Y) < 1e-6
    assert 10 / 2 < ref.compute_cost(np.array([[1.0, 1.0], [1.0, 1.0]]), Y) < 800 / 2
    assert 10 / 2 < ref.compute_cost(np.array([[0.0, 1.0], [1.0, 0.0]]), Y) < 800 / 2


@BOTH
def test_gradients_are_the_slopes_of_the_cost(ref, network, activation):
    parameters, X, Y = network
    _, cache = ref.forward_propagation(X, parameters, activation)
    grads = ref.backward_propagation(parameters, cache, X, Y, activation)
    want = differences(parameters, X, Y, activation)
    assert set(grads) == {f"d{name}" for name in NAMES}
    for name in NAMES:
        assert grads[f"d{name}"].shape == parameters[name].shape
        assert np.allclose(grads[f"d{name}"], want[name], rtol=1e-6, atol=1e-9)


@BOTH
def test_neither_pass_changes_what_it_is_given(ref, network, activation):
    parameters, X, Y = network
    _, cache = ref.forward_propagation(X, parameters, activation)
    given = [*parameters.values(), *cache.values(), X, Y]
    before = [value.copy() for value in given]
    ref.forward_propagation(X, parameters, activation)
    ref.backward_propagation(parameters, cache, X, Y, activation)
    assert all(map(np.array_equal, before, given))
    assert list(parameters) == list(NAMES)


def test_the_handouts_worked_example(ref, by_hand):
    parameters, X, Y = by_hand
    A2, cache = ref.forward_propagation(X, parameters)
    assert np.abs(cache["A1"]) == pytest.approx(np.full((3, 4), 0.6), rel=1e-14)
    probabilities = np.array([[0.25, 0.9, 0.25, 0.9], [0.75, 0.75, 0.1, 0.1]])
    assert pytest.approx(probabilities, rel=1e-14) == A2
    assert ref.compute_cost(A2, Y) == pytest.approx(1.49165488, abs=5e-9)
    grads = ref.backward_propagation(parameters, cache, X, Y)
    assert grads["dW2"][0] == pytest.approx(np.array([0.045, -0.15, -0.045]), rel=1e-12)
    assert grads["db2"][:, 0] == pytest.approx(np.array([-0.175, -0.075]), rel=1e-12)
    first = math.log(3) * np.array([[-1 / 2, 59 / 150], [1 / 10, -33 / 50], [1 / 5, 2 / 15]])
    assert grads["dW1"] == pytest.approx(first, rel=1e-12)
    biases = math.log(3) * np.array([-17 / 75, 3 / 25, 4 / 75])
    assert grads["db1"][:, 0] == pytest.approx(biases, rel=1e-12)
    moved = ref.update_parameters(parameters, grads, 1.0)
    half = math.log(3) / 2
    assert moved["b2"][:, 0] == pytest.approx(np.array([half + 0.175, -half + 0.075]))
    assert ref.predict(parameters, X).tolist() == [[0, 1, 0, 1], [1, 1, 0, 0]]


def test_update_steps_against_the_gradient(ref, network):
    parameters, _, _ = network
    grads = {f"d{name}": np.full_like(value, 0.5) for name, value in parameters.items()}
    for rate, step in (((0.2,), 0.1), ((), 0.6)):
        moved = ref.update_parameters(parameters, grads, *rate)
        assert all(np.allclose(moved[name], parameters[name] - step) for name in NAMES)


@BOTH
def test_model_steps_against_the_slopes_of_the_cost(ref, network, activation):
    parameters, X, Y = network
    want, want_costs = parameters, []
    for _ in range(3):
        want_costs.append(cost(want, X, Y, activation))
        slopes = differences(want, X, Y, activation)
        want = {name: want[name] - 0.3 * slopes[name] for name in NAMES}
    before = {name: value.copy() for name, value in parameters.items()}
    found, costs = ref.nn_model(X, Y, 9, 3, 0.3, activation, initial=parameters)
    assert costs == pytest.approx(want_costs, abs=1e-8)
    assert all(np.allclose(found[name], want[name], atol=1e-8) for name in NAMES)
    assert all(np.array_equal(before[name], parameters[name]) for name in NAMES)


def test_model_starts_at_its_own_parameters(ref, network):
    _, X, Y = network
    found, costs = ref.nn_model(X, Y, 5, 0, seed=4)
    start = ref.initialize_parameters(3, 5, 2, 4)
    assert costs == []
    assert all(np.array_equal(found[name], start[name]) for name in NAMES)


def test_model_from_zeros_moves_the_last_bias_only(ref, petals):
    X, Y = petals(31, 0)
    zeros = {"W1": np.zeros((3, 2)), "b1": np.zeros((3, 1))}
    zeros |= {"W2": np.zeros((1, 3)), "b2": np.zeros((1, 1))}
    found, _ = ref.nn_model(X, Y, 3, 50, initial=zeros)
    assert not any(found[name].any() for name in ("W1", "b1", "W2"))
    assert found["b2"].any()
    assert ref.count_distinct_units(found) == 1


def test_petals_are_no_straight_matter(ref, petals):
    X, Y = petals(400, 1)
    assert (X.shape, Y.shape, Y.dtype) == ((2, 400), (1, 400), np.float64)
    assert set(np.unique(Y)) == {0.0, 1.0}
    clean, _ = petals(400, 1, noise=0.0)
    assert np.array_equal(Y[0] > 0, clean[0] * clean[1] > 0)
    line = np.linalg.lstsq(np.vstack([X, np.ones((1, 400))]).T, 2 * Y[0] - 1, rcond=None)[0]
    assert np.mean((line[:2] @ X + line[2] > 0) == (Y[0] > 0)) < 0.75


def test_checks_train_on_the_given_petals(petals):
    checks = run_module(FOLDER / "checks.py", "c1_shallow_network", FOLDER.parent)
    for ours, given in zip(checks.petals(50, 3), petals(50, 3), strict=True):
        assert np.array_equal(ours, given)


def test_model_learns_the_petals_with_a_margin(ref, petals):
    X, Y = petals(150, 1)
    parameters, costs = ref.nn_model(X, Y, 8, 600, 2.5, seed=1)
    assert np.mean(ref.predict(parameters, X) == Y) > 0.95
    assert costs[-1] < 0.15


@BOTH
def test_predict_is_the_likelier_class(ref, network, activation):
    parameters, X, _ = network
    want = [[a > 0.5 for a in output(parameters, x, activation)] for x in X.T]
    assert np.array_equal(ref.predict(parameters, X, activation), np.array(want).T)


def test_units_are_counted_whole(ref):
    parameters = {"W1": np.array([[1.0], [1.0], [2.0]]), "b1": np.zeros((3, 1))}
    parameters["W2"] = np.array([[3.0, 3.0, 3.0]])
    assert ref.count_distinct_units(parameters) == 2
    assert ref.count_distinct_units(parameters | {"W2": np.array([[3.0, 4.0, 3.0]])}) == 3
    assert ref.count_distinct_units(parameters | {"b1": np.array([[0.0], [0.1], [0.0]])}) == 3
    apart = parameters | {"b1": np.array([[0.0], [0.05], [0.0]])}
    assert ref.count_distinct_units(apart, tol=0.1) == 2
    apart = {"W1": np.array([[1.0], [2.0], [1.0]]), "b1": np.zeros((3, 1))}
    assert ref.count_distinct_units(apart | {"W2": np.full((2, 3), 0.5)}) == 2
