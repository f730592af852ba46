"""The reference of c1_logistic_regression, against mathematics written another way.

Loops, exact fractions, closed forms and differences. Nothing here may call the checks:
they are proved elsewhere, and what they take for granted is tested here.
"""

import math
import runpy
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c1_logistic_regression.py")))


@pytest.fixture
def neuron():
    rng = np.random.default_rng(5)
    w, X = rng.normal(size=(3, 1)), rng.normal(size=(3, 7))
    return w, -0.4, X, np.array([[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0]])


@pytest.fixture(scope="module")
def tumours():
    folder = ROOT / "assignments" / "c1_logistic_regression" / "data"
    with np.load(folder / "breast_cancer.npz") as data:
        return data["X"], data["Y"]


def slope(f, at, h=1e-5):
    return (f(at + h) - f(at - h)) / (2 * h)


def partials(cost, w, b):
    """The differences of cost(w, b) in every entry of w, and in b."""
    dw = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        unit = np.zeros_like(w)
        unit[place] = 1.0
        dw[place] = slope(lambda t, unit=unit: cost(w + t * unit, b), 0.0)
    return dw, slope(lambda t: cost(w, t), b)


@pytest.mark.parametrize("z", [-30.0, -1.5, 0.0, 0.3, 12.0])
def test_sigmoid_is_the_logistic_function(ref, z):
    want = 1 / (1 + math.exp(-z))
    assert ref.sigmoid(z) == pytest.approx(want, rel=1e-14)
    assert ref.sigmoid(z) + ref.sigmoid(-z) == pytest.approx(1.0, abs=1e-15)


def test_sigmoid_takes_lists_integers_and_any_shape(ref):
    assert np.array_equal(ref.sigmoid([0, 0]), [0.5, 0.5])
    assert ref.sigmoid(np.zeros((2, 1, 3), dtype=int)).shape == (2, 1, 3)
    assert ref.sigmoid(np.array([1])).dtype == np.float64


def test_sigmoid_reaches_its_ends_without_a_warning(ref):
    assert np.allclose(ref.sigmoid(np.array([-1e4, 1e4])), [0.0, 1.0], rtol=0, atol=1e-300)


def test_initialize_gives_a_new_float_column(ref):
    (w, b), (other, _) = ref.initialize(4), ref.initialize(4)
    assert (w.shape, w.dtype, b) == ((4, 1), np.float64, 0.0)
    assert not w.any()
    assert not np.shares_memory(w, other)


def test_cost_is_the_mean_negative_log_probability_of_the_truth(ref):
    rng = np.random.default_rng(0)
    A, Y = rng.uniform(0.01, 0.99, size=(1, 9)), rng.integers(0, 2, size=(1, 9))
    truth = [a if y else 1 - a for a, y in zip(A[0], Y[0], strict=True)]
    assert ref.compute_cost(A, Y) == pytest.approx(-sum(map(math.log, truth)) / 9, rel=1e-12)


def test_cost_is_finite_where_predictions_are_certain(ref):
    Y = np.array([[0.0, 1.0, 1.0]])
    assert 0 <= ref.compute_cost(Y, Y) < 1e-6
    assert 10 / 3 < ref.compute_cost(np.array([[0.0, 1.0, 0.0]]), Y) < 800 / 3
    assert 10 / 3 < ref.compute_cost(np.array([[1.0, 1.0, 1.0]]), Y) < 800 / 3


@pytest.mark.parametrize("name", ["propagate", "mse_propagate"])
def test_gradients_are_the_slopes_of_the_returned_cost(ref, neuron, name):
    w, b, X, Y = neuron
    propagate = getattr(ref, name)
    grads, _ = propagate(w, b, X, Y)
    dw, db = partials(lambda w, b: propagate(w, b, X, Y)[1], w, b)
    assert grads["dw"].shape == w.shape
    assert np.allclose(grads["dw"], dw, rtol=1e-7, atol=1e-9)
    assert grads["db"] == pytest.approx(db, rel=1e-7)


def test_costs_of_both_losses_by_loops(ref, neuron):
    w, b, X, Y = neuron
    cross, squared = 0.0, 0.0
    for i in range(7):
        a = 1 / (1 + math.exp(-sum(w[j, 0] * X[j, i] for j in range(3)) - b))
        cross -= math.log(a if Y[0, i] else 1 - a) / 7
        squared += (a - Y[0, i]) ** 2 / 14
    assert ref.propagate(w, b, X, Y)[1] == pytest.approx(cross, rel=1e-12)
    assert ref.mse_propagate(w, b, X, Y)[1] == pytest.approx(squared, rel=1e-12)


def test_the_handouts_worked_example(ref):
    at = np.array([[math.log(3)]]), 0.0, np.array([[1.0, -1.0]]), np.array([[1.0, 1.0]])
    grads, cost = ref.propagate(*at)
    assert cost == pytest.approx(0.83698822, abs=5e-9)
    assert (grads["dw"].item(), grads["db"]) == pytest.approx((0.25, -0.5))
    grads, cost = ref.mse_propagate(*at)
    assert cost == pytest.approx(5 / 32)
    assert (grads["dw"].item(), grads["db"]) == pytest.approx((0.046875, -0.09375))


def test_squared_error_stalls_where_cross_entropy_does_not(ref):
    at = np.array([[20.0]]), 0.0, np.array([[1.0]]), np.array([[0.0]])
    assert ref.propagate(*at)[0]["dw"].item() > 0.99
    assert 0 < ref.mse_propagate(*at)[0]["dw"].item() < 1e-7


def test_optimize_steps_against_the_slopes_of_the_cost(ref, neuron):
    w, b, X, Y = neuron
    cost = lambda w, b: ref.compute_cost(ref.sigmoid(w.T @ X + b), Y)  # noqa: E731
    want_w, want_b, want_costs = w, b, []
    for _ in range(5):
        want_costs.append(cost(want_w, want_b))
        dw, db = partials(cost, want_w, want_b)
        want_w, want_b = want_w - 0.3 * dw, want_b - 0.3 * db
    params, grads, costs = ref.optimize(w, b, X, Y, 5, 0.3, record_every=2)
    assert np.allclose(params["w"], want_w, atol=1e-8)
    assert params["b"] == pytest.approx(want_b, abs=1e-8)
    assert np.allclose(grads["dw"], dw, atol=1e-8)
    assert costs == pytest.approx([want_costs[0], want_costs[2], want_costs[4]], abs=1e-8)


def test_optimize_leaves_its_inputs_and_can_do_nothing(ref, neuron):
    before = [np.copy(value) for value in neuron]
    ref.optimize(*neuron, 4, 0.3)
    params, _, costs = ref.optimize(*neuron, 0, 0.3)
    assert all(map(np.array_equal, before, neuron))
    assert np.array_equal(params["w"], neuron[0])
    assert costs == []


@pytest.mark.parametrize(("n", "every", "count"), [(10, 5, 2), (11, 5, 3), (1, 7, 1), (9, 1, 9)])
def test_optimize_records_the_ceiling_of_n_over_every(ref, neuron, n, every, count):
    assert len(ref.optimize(*neuron, n, 0.1, every)[2]) == count


def test_predict_is_the_side_of_the_line(ref):
    w, X = np.array([[1.0], [-1.0]]), np.array([[0.0, 1.0, 3.0], [1.0, 0.0, 3.4]])
    assert np.array_equal(ref.predict(w, 0.5, X), [[0, 1, 1]])
    assert np.array_equal(ref.predict(w, 0.3, X), [[0, 1, 0]])


def test_data_is_the_published_set(tumours):
    X, Y = tumours
    assert (X.shape, X.dtype, Y.shape, Y.dtype) == ((30, 569), np.float64, (1, 569), np.float64)
    assert np.isfinite(X).all()
    assert (Y.sum(), (1 - Y).sum()) == (357, 212)
    assert X[0, 0] == 17.99


def test_model_reaches_the_thresholds_with_a_margin(ref, tumours):
    order = np.random.default_rng(0).permutation(569)
    X, Y = (part[:, order] for part in tumours)
    X = (X - X[:, :400].mean(axis=1, keepdims=True)) / X[:, :400].std(axis=1, keepdims=True)
    found = ref.model(X[:, :400], Y[:, :400], X[:, 400:], Y[:, 400:], 1000, 0.1)
    assert found["train_accuracy"] > 98
    assert found["test_accuracy"] > 95
    assert len(found["costs"]) == 10
    assert found["costs"][-1] < 0.06
    right = found["Y_prediction_test"] == Y[:, 400:]
    assert found["test_accuracy"] == pytest.approx(100 * right.sum() / 169)


@pytest.mark.parametrize("loss", ["bce", "mse"])
@pytest.mark.parametrize("w", [-2.5, -0.3, 0.0, 1.7])
def test_curvature_is_the_second_difference_of_the_cost(ref, loss, w):
    x, y = np.array([0.5, -1.5, 2.0, 1.0]), np.array([1.0, 0.0, 0.0, 1.0])
    propagate = ref.propagate if loss == "bce" else ref.mse_propagate

    def cost(w):
        return propagate(np.array([[w]]), 0.0, x[np.newaxis], y[np.newaxis])[1]

    h = 1e-3
    second = (cost(w + h) - 2 * cost(w) + cost(w - h)) / h**2
    assert ref.curvature(w, x, y, loss) == pytest.approx(second, abs=1e-6)
    assert ref.curvature(w, list(x), list(y), loss) == ref.curvature(w, x, y, loss)


def test_curvature_in_exact_fractions(ref):
    a, s = Fraction(3, 4), Fraction(3, 16)
    w = math.log(3)
    assert ref.curvature(w, [1], [0], "bce") == pytest.approx(float(s))
    assert ref.curvature(w, [1], [0], "mse") == pytest.approx(float(s * (s + a * (1 - 2 * a))))
    with pytest.raises(ValueError, match="mae"):
        ref.curvature(w, [1], [0], "mae")


def test_witness_breaks_convexity_of_the_squared_error_only(ref):
    found = ref.nonconvexity_witness()
    x, y, wa, wb = (found[key] for key in ("x", "y", "wa", "wb"))

    def cost(w, loss):
        total = 0.0
        for xi, yi in zip(x, y, strict=True):
            a = 1 / (1 + math.exp(-w * xi))
            cross = -math.log(a if yi else 1 - a)
            total += (a - yi) ** 2 / 2 if loss == "mse" else cross
        return total / len(x)

    def bulge(loss):
        return cost((wa + wb) / 2, loss) - (cost(wa, loss) + cost(wb, loss)) / 2

    assert bulge("mse") > 1e-2
    assert bulge("bce") <= 0
