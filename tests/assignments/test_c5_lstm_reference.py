"""The reference of c5_lstm, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
GATES = ("f", "i", "c", "o")


@pytest.fixture(scope="module")
def ref():
    given = str(ROOT / "assignments" / "common" / "given")
    sys.path.insert(0, given)
    try:
        return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c5_lstm.py")))
    finally:
        sys.path.remove(given)


def network(n_x=3, n_a=2, n_y=4, m=5, T=6, seed=2):
    """x, a0 and the ten parameters."""
    rng = np.random.default_rng(seed)
    p = {f"W{g}": 0.7 * rng.normal(size=(n_a, n_a + n_x)) for g in GATES}
    p |= {f"b{g}": 0.7 * rng.normal(size=(n_a, 1)) for g in GATES}
    p |= {"Wy": rng.normal(size=(n_y, n_a)), "by": rng.normal(size=(n_y, 1))}
    return rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m)), p


def by_loops(x, a0, p):
    """a, y and c as lists [step][example][unit], one number after the other."""
    n_x, m, T = x.shape
    n_a, n_y = len(a0), len(p["by"])
    a = [[[float(a0[k, i]) for k in range(n_a)] for i in range(m)]]
    c = [[[0.0] * n_a for _ in range(m)]]
    y = []
    for t in range(T):
        a.append([])
        c.append([])
        y.append([])
        for i in range(m):
            seen = a[t][i] + [float(x[k, i, t]) for k in range(n_x)]
            z = {
                g: [
                    sum(w * s for w, s in zip(p[f"W{g}"][k], seen, strict=True)) + p[f"b{g}"][k, 0]
                    for k in range(n_a)
                ]
                for g in GATES
            }
            gate = {g: [1 / (1 + math.exp(-v)) for v in z[g]] for g in "fio"}
            cell = [
                gate["f"][k] * c[t][i][k] + gate["i"][k] * math.tanh(z["c"][k]) for k in range(n_a)
            ]
            c[t + 1].append(cell)
            a[t + 1].append([gate["o"][k] * math.tanh(cell[k]) for k in range(n_a)])
            e = [
                math.exp(sum(p["Wy"][j, k] * a[t + 1][i][k] for k in range(n_a)) + p["by"][j, 0])
                for j in range(n_y)
            ]
            y[t].append([v / sum(e) for v in e])
    return a[1:], y, c[1:]


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def test_sigmoid(ref):
    z = np.array([-1e308, -800.0, -3.0, 0.0, 0.5, 800.0, 1e308])
    want = [0, 0, 1 / (1 + math.exp(3)), 0.5, 1 / (1 + math.exp(-0.5)), 1, 1]
    with np.errstate(all="raise", under="ignore"):
        assert ref.sigmoid(z) == pytest.approx(want, rel=1e-13)
    assert ref.sigmoid(-2) == pytest.approx(1 / (1 + math.exp(2)))


def test_forward_by_loops(ref):
    x, a0, p = network()
    found = ref.lstm_forward(x, a0, p)[:3]
    for one, want in zip(found, by_loops(x, a0, p), strict=True):
        assert np.allclose(one, np.transpose(want, (2, 1, 0)), rtol=1e-12)


def test_a_step_by_differences(ref):
    x, a_prev, p = network()
    rng = np.random.default_rng(7)
    c_prev, da, dc = rng.normal(size=(3, *a_prev.shape))
    at = {"xt": x[:, :, 1], "a_prev": a_prev, "c_prev": c_prev}
    grads = ref.lstm_cell_backward(da, dc, ref.lstm_cell_forward(*at.values(), p)[3])

    def total(name, value):
        inputs = at | ({name: value} if name in at else {})
        a, c, _, _ = ref.lstm_cell_forward(*inputs.values(), p | {name: value})
        return float(np.sum(da * a) + np.sum(dc * c))

    for name, value in (at | {k: v for k, v in p.items() if k[1] != "y"}).items():
        want = slope_of(lambda v, name=name: total(name, v), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-8)


@pytest.mark.parametrize("T", [1, 2, 5])
def test_a_sequence_by_differences(ref, T):
    x, a0, p = network(T=T)
    da = np.random.default_rng(8).normal(size=(2, 5, T))
    grads = ref.lstm_backward(da, ref.lstm_forward(x, a0, p)[3])

    def total(name, value):
        at = {"x": x, "a0": a0} | ({name: value} if name in ("x", "a0") else {})
        return float(np.sum(da * ref.lstm_forward(*at.values(), p | {name: value})[0]))

    for name, value in ({"x": x, "a0": a0} | {k: v for k, v in p.items() if k[1] != "y"}).items():
        want = slope_of(lambda v, name=name: total(name, v), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-8)


def test_the_last_steps_cost_by_loops_and_differences(ref):
    x, a0, p = network(T=4)
    classes = [0, 3, 1, 1, 2]
    y = np.eye(4)[:, classes]

    def by_hand(p):
        last = by_loops(x, 0 * a0, p)[1][-1]
        return -sum(math.log(last[i][k]) for i, k in enumerate(classes)) / 5

    cost, grads = ref.last_step_cost_and_grads(x, y, p)
    assert cost == pytest.approx(by_hand(p))
    for name, value in p.items():
        want = slope_of(lambda v, name=name: by_hand(p | {name: v}), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-8)


def test_the_highway_is_the_cells_derivative(ref):
    gates = np.random.default_rng(1).uniform(size=(2, 3, 5))
    path = ref.cell_highway(gates)
    for t in range(6):
        for k, i in np.ndindex(2, 3):
            assert path[k, i, t] == pytest.approx(math.prod(gates[k, i, t:].tolist()))
    assert ref.cell_highway(np.full((1, 2, 100), 0.99))[0, 0, 0] == pytest.approx(
        0.366032, abs=1e-6
    )


def test_the_start(ref):
    p = ref.initialize_lstm(200, 100, 40, 3)
    assert sum(v.size for v in p.values()) == ref.lstm_parameter_count(200, 100, 40)
    for g in GATES:
        assert p[f"W{g}"].std() * math.sqrt(300) == pytest.approx(1, abs=0.02)
        assert (p[f"b{g}"] == float(g == "f")).all()
    assert p["Wy"].std() * 10 == pytest.approx(1, abs=0.05)


def test_cells_reach_as_far_as_their_forget_gates(ref):
    """With bf so large that nothing is forgotten, a first input's gradient does not shrink."""
    x, a0, p = network(T=40)
    norms = {}
    for bias in (-2.0, 30.0):
        q = p | {"bf": np.full((2, 1), bias)}
        da = np.zeros((2, 5, 40))
        da[:, :, -1] = 1.0
        dx = ref.lstm_backward(da, ref.lstm_forward(x, a0, q)[3])["dx"]
        norms[bias] = np.linalg.norm(dx[:, :, 0])
    assert norms[-2.0] < 1e-12
    assert norms[30.0] > 1e-6


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_learns_to_remember_with_a_margin(ref, seed):
    rng = np.random.default_rng(seed)

    def sequences(m):
        y = np.eye(3)[:, rng.integers(3, size=m)]
        x = np.zeros((4, m, 6))
        x[:3, :, 0] = y
        x[3, :, 1:] = rng.choice([-1.0, 1.0], size=(m, 5))
        return x, y

    x, y = sequences(30)
    p = ref.initialize_lstm(4, 8, 3, seed)
    mean, square = ({k: np.zeros(v.shape) for k, v in p.items()} for _ in range(2))
    for t in range(1, 21):
        grads = ref.last_step_cost_and_grads(x, y, p)[1]
        for k in p:
            mean[k] = 0.9 * mean[k] + 0.1 * grads[f"d{k}"]
            square[k] = 0.99 * square[k] + 0.01 * grads[f"d{k}"] ** 2
            step = mean[k] / (1 - 0.9**t) / (np.sqrt(square[k] / (1 - 0.99**t)) + 1e-8)
            p[k] = p[k] - 0.1 * step
    x, y = sequences(100)
    said = ref.lstm_forward(x, np.zeros((8, 100)), p)[1][:, :, -1]
    assert -np.sum(y * np.log(said)) / 100 < 0.3
    assert np.mean(said.argmax(axis=0) == y.argmax(axis=0)) >= 0.9
