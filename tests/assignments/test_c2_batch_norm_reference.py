"""The reference of c2_batch_norm, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_batch_norm.py")))


def layer(n=3, m=5, seed=4):
    """Z, gamma, beta and running statistics."""
    rng = np.random.default_rng(seed)
    Z = 2 * rng.normal(size=(n, m)) + rng.normal(size=(n, 1))
    running = {"mean": rng.normal(size=(n, 1)), "var": rng.uniform(0.2, 3, size=(n, 1))}
    return Z, rng.normal(size=(n, 1)), rng.normal(size=(n, 1)), running


def network(n_x=3, n_h=4, n_y=2, m=6, seed=5):
    """X, Y and the six parameters."""
    rng = np.random.default_rng(seed)
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "gamma1": (n_h, 1), "beta1": (n_h, 1)}
    shapes |= {"W2": (n_y, n_h), "b2": (n_y, 1)}
    Y = rng.integers(0, 2, size=(n_y, m)).astype(float)
    return rng.normal(size=(n_x, m)), Y, {k: rng.normal(size=v) for k, v in shapes.items()}


def normalised(row, gamma, beta, eps):
    """One unit, one example after the other."""
    mean = sum(row) / len(row)
    var = sum((z - mean) ** 2 for z in row) / len(row)
    return [gamma * (z - mean) / math.sqrt(var + eps) + beta for z in row]


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


@pytest.mark.parametrize("eps", [1e-8, 0.5, 16.0])
def test_forward_by_loops(ref, eps):
    Z, gamma, beta, _ = layer()
    out, cache = ref.batchnorm_forward(Z, gamma, beta, eps)
    for j in range(3):
        assert np.allclose(out[j], normalised(Z[j], gamma[j, 0], beta[j, 0], eps), rtol=1e-12)
    assert np.allclose(gamma * cache["xhat"] + beta, out)
    assert np.allclose(cache["inv_std"] ** -2, Z.var(axis=1, keepdims=True) + eps)


def test_a_constant_row_becomes_beta(ref):
    Z, gamma, beta, _ = layer()
    Z[1] = 7.0
    out, _ = ref.batchnorm_forward(Z, gamma, beta)
    assert out[1].tolist() == [beta[1, 0]] * 5


def test_running_statistics_end_at_those_of_one_batch(ref):
    Z, _, _, running = layer()
    kept = {name: value.copy() for name, value in running.items()}
    found = running
    for _ in range(400):
        found = ref.update_running_stats(found, Z)
    assert np.allclose(found["mean"], Z.mean(axis=1, keepdims=True))
    assert np.allclose(found["var"], Z.var(axis=1, keepdims=True))
    assert all(np.array_equal(running[name], kept[name]) for name in kept)
    once = ref.update_running_stats(running, Z, 0.75)
    want = 0.75 * kept["var"][2, 0] + 0.25 * np.var(Z[2])
    assert once["var"][2, 0] == pytest.approx(want)


def test_prediction_by_loops(ref):
    Z, gamma, beta, running = layer()
    out = ref.batchnorm_predict(Z, gamma, beta, running, 0.3)
    for j, i in np.ndindex(Z.shape):
        x = (Z[j, i] - running["mean"][j, 0]) / math.sqrt(running["var"][j, 0] + 0.3)
        assert out[j, i] == pytest.approx(gamma[j, 0] * x + beta[j, 0])
    alone = ref.batchnorm_predict(Z[:, 2:3], gamma, beta, running, 0.3)
    assert np.array_equal(alone, out[:, 2:3])


@pytest.mark.parametrize("eps", [1e-8, 0.1, 1.0])
@pytest.mark.parametrize(("n", "m"), [(1, 2), (3, 3), (4, 7)])
def test_backward_by_differences(ref, eps, n, m):
    Z, gamma, beta, _ = layer(n, m)
    dout = np.random.default_rng(9).normal(size=(n, m))

    def cost(Z, gamma, beta):
        rows = [normalised(Z[j], gamma[j, 0], beta[j, 0], eps) for j in range(n)]
        return float(np.sum(dout * np.array(rows)))

    dZ, dgamma, dbeta = ref.batchnorm_backward(dout, ref.batchnorm_forward(Z, gamma, beta, eps)[1])
    assert np.allclose(dZ, slope_of(lambda v: cost(v, gamma, beta), Z), atol=1e-6)
    assert np.allclose(dgamma, slope_of(lambda v: cost(Z, v, beta), gamma), atol=1e-7)
    assert np.allclose(dbeta, slope_of(lambda v: cost(Z, gamma, v), beta), atol=1e-7)


def test_backward_has_two_blind_directions(ref):
    Z, gamma, beta, _ = layer()
    dout = np.random.default_rng(3).normal(size=Z.shape)
    _, cache = ref.batchnorm_forward(Z, gamma, beta)
    dZ, _, _ = ref.batchnorm_backward(dout, cache)
    assert np.allclose(dZ.sum(axis=1), 0, atol=1e-12)
    assert np.allclose((dZ * cache["xhat"]).sum(axis=1), 0, atol=1e-7)


@pytest.mark.parametrize(("n", "n_prev"), [(3, 3), (3, 2), (1, 4)])
def test_a_folded_layer_does_the_same(ref, n, n_prev):
    _, gamma, beta, running = layer(n)
    rng = np.random.default_rng(8)
    W, b, A = rng.normal(size=(n, n_prev)), rng.normal(size=(n, 1)), rng.normal(size=(n_prev, 9))
    W_folded, b_folded = ref.fold_batchnorm(W, b, gamma, beta, running, 0.2)
    want = ref.batchnorm_predict(W @ A + b, gamma, beta, running, 0.2)
    assert np.allclose(W_folded @ A + b_folded, want)


def cost_by_loops(X, Y, p, eps):
    total, m = 0.0, X.shape[1]
    Z1 = [[float(w @ x) + b for x in X.T] for w, b in zip(p["W1"], p["b1"][:, 0], strict=True)]
    N1 = [
        normalised(row, g, b, eps)
        for row, g, b in zip(Z1, p["gamma1"][:, 0], p["beta1"][:, 0], strict=True)
    ]
    for i in range(m):
        a = [max(0.0, row[i]) for row in N1]
        for k in range(len(Y)):
            z = sum(w * v for w, v in zip(p["W2"][k], a, strict=True)) + p["b2"][k, 0]
            q = 1 / (1 + math.exp(-z))
            total -= math.log(q if Y[k, i] else 1 - q)
    return total / m


@pytest.mark.parametrize("eps", [1e-8, 0.4])
@pytest.mark.parametrize("n_y", [1, 2])
def test_the_networks_gradients_by_differences(ref, eps, n_y):
    X, Y, p = network(n_y=n_y)
    cost, grads = ref.bn_network_gradients(X, Y, p, eps)
    assert cost == pytest.approx(cost_by_loops(X, Y, p, eps))
    for name, value in p.items():
        want = slope_of(lambda v, name=name: cost_by_loops(X, Y, p | {name: v}, eps), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-7)
    assert np.abs(grads["db1"]).max() < 1e-12


def test_the_handouts_worked_example(ref):
    X, Y = np.array([[1.0, 1, 7, 7]]), np.array([[0.0, 1, 1, 1]])
    a, c = math.log(3) / 4, -math.log(3) / 3
    p = {"W1": [[1], [-1]], "b1": [[0], [2]], "gamma1": [[5], [5]], "beta1": [[1], [0]]}
    p |= {"W2": [[a, c]], "b2": [[0]]}
    p = {name: np.array(value, dtype=float) for name, value in p.items()}
    cost, grads = ref.bn_network_gradients(X, Y, p, 16.0)
    assert cost == pytest.approx(0.56233514, abs=5e-9)
    found = {name: value.ravel().tolist() for name, value in grads.items()}
    assert found["dW1"] == pytest.approx([-0.24 * a, 0.24 * c])
    assert found["dgamma1"] == pytest.approx([-0.075 * a, -0.075 * c])
    assert found["dbeta1"] == pytest.approx([-a / 8, -c / 8])
    assert found["dW2"] == pytest.approx([-1 / 2, -3 / 8])
    assert found["db2"] == pytest.approx([-1 / 4])


def moved(X, Y, p):
    """The parameters after a step of 0.3 against differences of the cost, with an eps of 0.1."""
    slopes = {
        name: slope_of(lambda v, name=name: cost_by_loops(X, Y, p | {name: v}, 0.1), value)
        for name, value in p.items()
    }
    return {name: value - 0.3 * slopes[name] for name, value in p.items()}


def test_training_is_a_loop_over_batches(ref):
    X, Y, _ = network(m=6, n_y=1)
    start, still = ref.bn_model(X, Y, 4, learning_rate=0.0, num_epochs=0, seed=3)
    assert still["mean"].tolist() == [[0]] * 4
    assert still["var"].tolist() == [[1]] * 4
    parameters, want = start, (np.zeros((4, 1)), np.ones((4, 1)))
    for _ in range(3):
        Z1 = parameters["W1"] @ X + parameters["b1"]
        batch = Z1.mean(axis=1, keepdims=True), Z1.var(axis=1, keepdims=True)
        want = tuple(0.8 * old + 0.2 * new for old, new in zip(want, batch, strict=True))
        parameters = moved(X, Y, parameters)
    found, running = ref.bn_model(X, Y, 4, 0.3, 6, 3, 0.8, 0.1, 3)
    assert all(np.allclose(found[name], parameters[name], atol=1e-6) for name in found)
    assert np.allclose(running["mean"], want[0], atol=1e-6)
    assert np.allclose(running["var"], want[1], atol=1e-6)


@pytest.mark.parametrize(("m", "last"), [(7, 3), (8, 2), (9, 3)])
def test_a_last_batch_of_one_is_left_out(ref, m, last):
    X, Y = 2.0 ** np.arange(m).reshape(1, m), np.zeros((1, m))
    parameters, running = ref.bn_model(X, Y, 2, 0.0, 3, 1, 0.0)
    total = running["mean"] / parameters["W1"] * last
    chosen = round(float(total[0, 0]))
    assert total[0, 0] == pytest.approx(chosen)
    assert bin(chosen).count("1") == last


def test_folding_and_predicting_agree(ref):
    X, Y, _ = network(m=40, n_y=1)
    parameters, running = ref.bn_model(X, Y, 4, num_epochs=5)
    names = ("W1", "b1", "gamma1", "beta1")
    W, b = ref.fold_batchnorm(*(parameters[name] for name in names), running)
    Z2 = parameters["W2"] @ np.maximum(0, W @ X + b) + parameters["b2"]
    assert np.array_equal(ref.bn_predict(X, parameters, running), Z2 > 0)


def test_training_reaches_the_thresholds_with_a_margin(ref):
    with np.load(ROOT / "assignments" / "common" / "data" / "digits.npz") as data:
        order = np.random.default_rng(0).permutation(1797)
        X = data["X"][:, order] / 16
        Y = (data["digit"][:, order] % 2).astype(float)
    for seed in (1, 2, 3):
        trained = ref.bn_model(X[:, :200], Y[:, :200], 12, 0.5, 25, 10, seed=seed)
        right = ref.bn_predict(X, *trained) == Y
        assert right[:, :200].mean() > 0.95
        assert right[:, 200:600].mean() > 0.88
