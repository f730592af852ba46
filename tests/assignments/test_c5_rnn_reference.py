"""The reference of c5_rnn, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
SIZES = [(3, 4, 5, 2, 4), (1, 1, 2, 1, 3), (4, 2, 3, 3, 1), (2, 2, 2, 2, 2)]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c5_rnn.py")))


def network(n_a, n_x, n_y, m, T, seed=3):
    """x, a0 and parameters."""
    rng = np.random.default_rng(seed)
    shapes = {
        "Wax": (n_a, n_x),
        "Waa": (n_a, n_a),
        "Wya": (n_y, n_a),
        "ba": (n_a, 1),
        "by": (n_y, 1),
    }
    parameters = {name: 0.7 * rng.normal(size=shape) for name, shape in shapes.items()}
    return rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m)), parameters


def by_loops(x, a0, p):
    """The states and outputs, one number after the other."""
    (n_x, m, T), n_a, n_y = x.shape, len(a0), len(p["by"])
    a, y_pred = np.zeros((n_a, m, T)), np.zeros((n_y, m, T))
    for i in range(m):
        state = [float(v) for v in a0[:, i]]
        for t in range(T):
            state = [
                math.tanh(
                    sum(p["Waa"][j, k] * state[k] for k in range(n_a))
                    + sum(p["Wax"][j, k] * x[k, i, t] for k in range(n_x))
                    + p["ba"][j, 0]
                )
                for j in range(n_a)
            ]
            a[:, i, t] = state
            powers = [
                math.exp(sum(p["Wya"][c, j] * state[j] for j in range(n_a)) + p["by"][c, 0])
                for c in range(n_y)
            ]
            y_pred[:, i, t] = [power / sum(powers) for power in powers]
    return a, y_pred


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def one_hot(n_y, m, T, seed=8):
    return np.eye(n_y)[:, np.random.default_rng(seed).integers(n_y, size=(m, T))]


def test_softmax_by_loops(ref):
    z = np.random.default_rng(1).normal(size=(4, 3))
    found = ref.softmax(z)
    for i in range(3):
        total = sum(math.exp(v) for v in z[:, i])
        assert found[:, i] == pytest.approx([math.exp(v) / total for v in z[:, i]])
    far = ref.softmax(np.array([[1000.0, -1000.0], [999.0, -1000.0]]))
    assert far[:, 0] == pytest.approx([1 / (1 + math.exp(-1)), 1 / (1 + math.e)])
    assert far[:, 1].tolist() == [0.5, 0.5]


@pytest.mark.parametrize("sizes", SIZES)
def test_forward_by_loops(ref, sizes):
    x, a0, p = network(*sizes)
    a, y_pred, _ = ref.rnn_forward(x, a0, p)
    wanted = by_loops(x, a0, p)
    assert np.allclose(a, wanted[0], rtol=1e-12, atol=1e-14)
    assert np.allclose(y_pred, wanted[1], rtol=1e-12, atol=1e-14)
    a_next, yt_pred, _ = ref.rnn_cell_forward(x[:, :, 0], a0, p)
    assert np.array_equal(a_next, a[:, :, 0])
    assert np.array_equal(yt_pred, y_pred[:, :, 0])


@pytest.mark.parametrize("sizes", SIZES)
def test_a_step_back_by_differences(ref, sizes):
    x, a0, p = network(*sizes)
    x = x[:, :, :1]
    da = np.random.default_rng(5).normal(size=(*a0.shape, 1))
    found = ref.rnn_cell_backward(da[:, :, 0], ref.rnn_cell_forward(x[:, :, 0], a0, p)[2])

    def loss(x=x, a0=a0, **other):
        return float(np.sum(da * by_loops(x, a0, p | other)[0]))

    assert np.allclose(found["dxt"], slope_of(lambda v: loss(x=v), x)[:, :, 0], atol=1e-8)
    assert np.allclose(found["da_prev"], slope_of(lambda v: loss(a0=v), a0), atol=1e-8)
    for name in ("Wax", "Waa", "ba"):
        want = slope_of(lambda v, name=name: loss(**{name: v}), p[name])
        assert np.allclose(found[f"d{name}"], want, atol=1e-8)


@pytest.mark.parametrize("sizes", SIZES)
def test_back_through_time_by_differences(ref, sizes):
    x, a0, p = network(*sizes)
    da = np.random.default_rng(6).normal(size=(*a0.shape, x.shape[2]))
    kept = da.copy()
    caches = ref.rnn_forward(x, a0, p)[2]
    found = ref.rnn_backward(da, caches)

    def loss(x=x, a0=a0, **other):
        return float(np.sum(da * by_loops(x, a0, p | other)[0]))

    assert np.allclose(found["dx"], slope_of(lambda v: loss(x=v), x), atol=1e-8)
    assert np.allclose(found["da0"], slope_of(lambda v: loss(a0=v), a0), atol=1e-8)
    for name in ("Wax", "Waa", "ba"):
        want = slope_of(lambda v, name=name: loss(**{name: v}), p[name])
        assert np.allclose(found[f"d{name}"], want, atol=1e-7)
    assert np.array_equal(da, kept)
    again = ref.rnn_backward(da, caches)
    assert all(np.array_equal(again[name], found[name]) for name in found)


@pytest.mark.parametrize("sizes", SIZES)
def test_the_outputs_by_differences(ref, sizes):
    x, a0, p = network(*sizes)
    y = one_hot(sizes[2], *x.shape[1:])
    a, y_pred, _ = ref.rnn_forward(x, a0, p)
    cost, da, grads = ref.output_cost_and_grads(y_pred, y, a, p)

    def loss(a=a, Wya=p["Wya"], by=p["by"]):
        losses = []
        for t, i in np.ndindex(x.shape[2], x.shape[1]):
            z = Wya @ a[:, i, t] + by[:, 0]
            losses.append(math.log(sum(math.exp(v) for v in z)) - float(y[:, i, t] @ z))
        return sum(losses) / len(losses)

    assert cost == pytest.approx(loss())
    assert np.allclose(da, slope_of(lambda v: loss(a=v), a), atol=1e-8)
    assert np.allclose(grads["dWya"], slope_of(lambda v: loss(Wya=v), p["Wya"]), atol=1e-8)
    assert np.allclose(grads["dby"], slope_of(lambda v: loss(by=v), p["by"]), atol=1e-8)


def test_a_probability_of_0_costs_much_and_not_all(ref):
    a, p = np.ones((2, 1, 1)), {"Wya": np.ones((3, 2)), "by": np.zeros((3, 1))}
    y = np.array([1.0, 0.0, 0.0]).reshape(3, 1, 1)
    sure = np.array([0.0, 0.5, 0.5]).reshape(3, 1, 1)
    assert 100 < ref.output_cost_and_grads(sure, y, a, p)[0] < 800
    assert ref.output_cost_and_grads(y, y, a, p)[0] == 0


def test_clipping_by_loops(ref):
    rng = np.random.default_rng(2)
    gradients = {"a": 2 * rng.normal(size=(3, 2)), "b": rng.normal(size=4)}
    clipped = ref.clip_gradients(gradients, 1.5)
    entries = [float(v) for g in gradients.values() for v in g.flat]
    found = [float(v) for g in clipped.values() for v in g.flat]
    assert found == [min(max(v, -1.5), 1.5) for v in entries]
    norm = math.sqrt(sum(v * v for v in entries))
    for bound in (0.5 * norm, 2 * norm):
        scaled, length = ref.clip_by_global_norm(gradients, bound)
        assert length == pytest.approx(norm)
        found = [float(v) for g in scaled.values() for v in g.flat]
        assert found == pytest.approx([v * min(1.0, bound / norm) for v in entries])
    for bound in (0, -1):
        for clip in (ref.clip_gradients, ref.clip_by_global_norm):
            with pytest.raises(ValueError, match="above 0"):
                clip(gradients, bound)
    zeros, length = ref.clip_by_global_norm({"a": np.zeros((2, 3))}, 1.0)
    assert length == 0
    assert not zeros["a"].any()


@pytest.mark.parametrize("sizes", SIZES)
def test_norms_by_differences(ref, sizes):
    x, a0, p = network(*sizes)
    T = x.shape[2]
    da_last = np.random.default_rng(7).normal(size=a0.shape)
    states = by_loops(x, a0, p)[0]
    wanted = []
    for t in range(T + 1):
        begin = a0 if t == 0 else states[:, :, t - 1]

        def loss(state, t=t):
            last = by_loops(x[:, :, t:], state, p)[0][:, :, -1] if t < T else state
            return float(np.sum(da_last * last))

        wanted.append(np.sqrt(np.sum(slope_of(loss, begin) ** 2)))
    assert ref.gradient_norms_through_time(x, a0, p, da_last) == pytest.approx(wanted)


def test_a_step_of_training(ref):
    x, a0, p = network(3, 2, 4, 5, 3)
    y = one_hot(4, 5, 3)

    def cost_at(**other):
        return -float(np.sum(y * np.log(by_loops(x, a0, p | other)[1]))) / 15

    new, cost = ref.rnn_train_step(x, y, a0, p, 0.3, 0.02)
    assert cost == pytest.approx(cost_at())
    for name, value in p.items():
        slope = slope_of(lambda v, name=name: cost_at(**{name: v}), value)
        assert np.allclose(new[name], value - 0.3 * np.clip(slope, -0.02, 0.02), atol=1e-7)
    assert any(np.abs(new[name] - p[name]).max() > 0.00599 for name in p)
    assert any(np.abs(new[name] - p[name]).min() < 0.0059 for name in p)


def test_the_handouts_worked_example(ref):
    k = math.log(3) / 2
    p = {
        "Wax": [[1, 0, 0, 1], [0, 1, 0, -1], [0, 0, 1, 2]],
        "Waa": [[0, 2, -1], [1, 0, 1], [0, -1, 1]],
        "Wya": [[1, 0, 0], [0, 1, 0], [-1, 0, 1], [0, -1, 0], [0, 0, -1]],
        "ba": [[1], [-1], [2]],
        "by": [[0], [1], [0], [0], [1]],
    }
    p = {name: np.array(value, dtype=float) for name, value in p.items()}
    p["Wya"] *= 2 * math.log(2)
    p["by"] *= math.log(2)
    first = [[k, 1, -k - 5, 1], [-1.5, 1 - k, k - 1.5, 0], [1.5 - k, k - 0.5, -1, -1]]
    second = [[-k - 4, k + 2, 3, -1], [k - 4, 3.5, k - 5.5, 2], [-0.5, k, -k - 2.5, 0]]
    x = np.moveaxis(np.array([first, second]), 2, 0)
    a0 = np.array([[1.0, 0.0], [-1.0, 1.0], [0.0, -2.0]])
    a, y_pred, caches = ref.rnn_forward(x, a0, p)
    assert np.allclose(2 * a[:, 0].T, [[1, 0, -1], [0, -1, 1], [-1, 1, 0]])
    assert np.allclose(2 * a[:, 1].T, [[-1, 1, 0], [1, 0, 1], [0, 1, -1]])
    assert np.allclose(37 * y_pred[:, 0, 0], [8, 8, 1, 4, 16])
    assert np.allclose(20 * y_pred[:, 1, 2], [2, 8, 1, 1, 8])
    da = [[[7, 0, 1], [-2, 4, -4], [-4, 4, 2]], [[-5, -9, 7], [4, 2, -6], [1, 0, 4]]]
    found = ref.rnn_backward(np.moveaxis(np.array(da, dtype=float), 2, 0), caches)
    assert np.allclose(found["da0"].T, [[-1, 6, -4], [0, -8, 5]])
    assert np.allclose(found["dba"].T, [[2, 0, 7]])
    assert np.allclose(found["dWaa"], [[2.5, -3, 4.5], [-3, 0, 3], [4.5, -0.5, -3]])
    da_last = np.array([[-4.0, 1.0], [4.0, 0.0], [2.0, 4.0]])
    norms = ref.gradient_norms_through_time(x, a0, p, da_last)
    assert norms**2 == pytest.approx([55.90625, 48.5, 142, 53])


def test_training_reaches_its_threshold_with_a_margin(ref):
    for seed in range(5):
        rng = np.random.default_rng(seed)
        ones = rng.integers(0, 2, size=(20, 4))
        sums = ones + np.hstack([np.zeros((20, 1), dtype=int), ones[:, :3]])
        x, y = np.eye(2)[:, ones], np.eye(3)[:, sums]
        shapes = {"Wax": (6, 2), "Waa": (6, 6), "Wya": (3, 6)}
        p = {name: 0.5 * rng.normal(size=shape) for name, shape in shapes.items()}
        p["Waa"] *= 0.4
        p |= {"ba": np.zeros((6, 1)), "by": np.zeros((3, 1))}
        for _ in range(60):
            p, cost = ref.rnn_train_step(x, y, np.zeros((6, 20)), p, 1.0, 0.5)
        assert cost < 0.05
