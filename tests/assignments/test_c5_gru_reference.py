"""The reference of c5_gru, against loops over single numbers, differences and closed forms.

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
GIVEN = ROOT / "assignments" / "common" / "given"
NAMES = ("Wr", "br", "Wu", "bu", "Wc", "bc")


@pytest.fixture(scope="module")
def ref():
    sys.path.insert(0, str(GIVEN))
    try:
        return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c5_gru.py")))
    finally:
        sys.path.remove(str(GIVEN))
        sys.modules.pop("gatehelp", None)


def network(n_x=3, n_a=2, m=4, T=5, seed=6):
    """x, c0 and the six parameters."""
    rng = np.random.default_rng(seed)
    shapes = {"W": (n_a, n_a + n_x), "b": (n_a, 1)}
    parameters = {name: 0.8 * rng.normal(size=shapes[name[0]]) for name in NAMES}
    return rng.normal(size=(n_x, m, T)), rng.normal(size=(n_a, m)), parameters


def weighted(row, numbers, b):
    return sum(float(w) * z for w, z in zip(row, numbers, strict=True)) + float(b)


def step_by_loops(x, c, p):
    """One example, one number at a time."""
    units = range(len(c))

    def gate(W, b):
        zs = [weighted(p[W][j], [*c, *x], p[b][j, 0]) for j in units]
        return [1 / (1 + math.exp(-z)) for z in zs]

    r, u = gate("Wr", "br"), gate("Wu", "bu")
    kept = [r[j] * c[j] for j in units]
    cand = [math.tanh(weighted(p["Wc"][j], [*kept, *x], p["bc"][j, 0])) for j in units]
    return [u[j] * cand[j] + (1 - u[j]) * c[j] for j in units]


def states_by_loops(x, c0, p):
    _, m, T = x.shape
    states = np.zeros((len(c0), m, T))
    for i in range(m):
        c = [float(value) for value in c0[:, i]]
        for t in range(T):
            c = step_by_loops([float(value) for value in x[:, i, t]], c, p)
            states[:, i, t] = c
    return states


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


@pytest.mark.parametrize("sizes", [(3, 2, 4, 5), (1, 1, 1, 1), (2, 5, 3, 2)])
def test_forward_by_loops(ref, sizes):
    x, c0, p = network(*sizes)
    want = states_by_loops(x, c0, p)
    first, _ = ref.gru_cell_forward(x[:, :, 0], c0, p)
    states, _ = ref.gru_forward(x, c0, p)
    assert np.allclose(first, want[:, :, 0], rtol=0, atol=1e-12)
    assert np.allclose(states, want, rtol=0, atol=1e-12)


def test_what_the_gates_do(ref):
    x, c, p = network(T=1)
    xt = x[:, :, 0]
    keeps, _ = ref.gru_cell_forward(xt, c, p | {"bu": p["bu"] - 60})
    assert np.allclose(keeps, c, rtol=0, atol=1e-15)
    writes = p | {"bu": p["bu"] + 60}
    opened, _ = ref.gru_cell_forward(xt, c, writes | {"br": p["br"] + 60})
    assert np.allclose(opened, np.tanh(p["Wc"] @ np.vstack([c, xt]) + p["bc"]))
    forgets, _ = ref.gru_cell_forward(xt, c, writes | {"br": p["br"] - 60})
    assert np.allclose(forgets, np.tanh(p["Wc"][:, 2:] @ xt + p["bc"]))


@pytest.mark.parametrize("sizes", [(3, 2, 4, 1), (1, 3, 2, 1), (2, 2, 1, 1)])
def test_a_step_back_by_differences(ref, sizes):
    x, c, p = network(*sizes)
    xt = x[:, :, 0]
    dc = np.random.default_rng(4).normal(size=c.shape)
    found = ref.gru_cell_backward(dc, ref.gru_cell_forward(xt, c, p)[1])

    def cost(xt, c, p):
        return float(np.sum(dc * states_by_loops(xt[:, :, None], c, p)[:, :, 0]))

    assert np.allclose(found["dxt"], slope_of(lambda v: cost(v, c, p), xt), atol=1e-8)
    assert np.allclose(found["dc_prev"], slope_of(lambda v: cost(xt, v, p), c), atol=1e-8)
    for name in NAMES:
        want = slope_of(lambda v, name=name: cost(xt, c, p | {name: v}), p[name])
        assert np.allclose(found[f"d{name}"], want, atol=1e-8)
        assert found[f"d{name}"].shape == p[name].shape


@pytest.mark.parametrize("sizes", [(3, 2, 2, 4), (1, 3, 1, 5), (2, 1, 3, 1)])
def test_back_through_time_by_differences(ref, sizes):
    x, c0, p = network(*sizes)
    dc = np.random.default_rng(4).normal(size=(*c0.shape, x.shape[2]))
    found = ref.gru_backward(dc, ref.gru_forward(x, c0, p)[1])

    def cost(x, c0, p):
        return float(np.sum(dc * states_by_loops(x, c0, p)))

    assert np.allclose(found["dx"], slope_of(lambda v: cost(v, c0, p), x), atol=1e-8)
    assert np.allclose(found["dc0"], slope_of(lambda v: cost(x, v, p), c0), atol=1e-8)
    for name in NAMES:
        want = slope_of(lambda v, name=name: cost(x, c0, p | {name: v}), p[name])
        assert np.allclose(found[f"d{name}"], want, atol=1e-8)


def test_without_a_look_at_the_state_it_is_a_leaky_average(ref):
    x, c0, p = network()
    p = {k: np.where(np.arange(5) < 2, 0, v) if k[0] == "W" else v for k, v in p.items()}
    p["Wu"] = 0 * p["Wu"]
    keep = 1 - 1 / (1 + np.exp(-p["bu"]))
    cand = np.tanh(np.einsum("ax,xmt->amt", p["Wc"][:, 2:], x) + p["bc"][:, :, None])
    states, caches = ref.gru_forward(x, c0, p)
    want = keep**5 * c0 + sum((1 - keep) * keep ** (4 - t) * cand[:, :, t] for t in range(5))
    assert np.allclose(states[:, :, -1], want)
    dc = np.zeros(states.shape)
    dc[:, :, -1] = 1
    assert np.allclose(ref.gru_backward(dc, caches)["dc0"], np.broadcast_to(keep**5, c0.shape))


@pytest.mark.parametrize(("kind", "gates"), [("rnn", ""), ("gru", "ru"), ("lstm", "fio")])
def test_parameters_are_counted_one_by_one(ref, kind, gates):
    for n_x, n_a in ((3, 5), (7, 2), (1, 1)):
        arrays = [np.zeros(shape) for _ in gates + "c" for shape in ((n_a, n_a + n_x), (n_a, 1))]
        assert ref.recurrent_parameter_count(kind, n_x, n_a) == sum(a.size for a in arrays)


def test_other_kinds_are_refused(ref):
    for kind in ("cnn", "GRU", ""):
        with pytest.raises(ValueError, match="kind"):
            ref.recurrent_parameter_count(kind, 3, 5)
