"""The reference of c2_initialization, against mathematics written another way.

Loops, closed forms, quadrature and slopes by differences. Nothing here may call the checks:
they are proved elsewhere, and what they take for granted is tested here.
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
SEEDED = ("random", "xavier", "he", "glorot_uniform")


@pytest.fixture(scope="module")
def nethelp():
    return run_module(COMMON / "given" / "nethelp.py", "common")


@pytest.fixture(scope="module")
def ref(nethelp):
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(sys.modules, "nethelp", nethelp)
        return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_initialization.py")))


@pytest.fixture(scope="module")
def circles():
    return run_module(COMMON / "datasets.py", "common").circles


def start(ref, scheme, dims, seed):
    if scheme == "random":
        return ref.initialize_parameters_random(dims, 1.5, seed)
    return getattr(ref, f"initialize_parameters_{scheme}")(dims, seed)


def deviation(scheme, n_prev, n):
    """What each scheme's weights must have, by its definition."""
    return {
        "random": 1.5,
        "xavier": n_prev**-0.5,
        "he": (n_prev / 2) ** -0.5,
        "glorot_uniform": (2 / (n_prev + n)) ** 0.5,
    }[scheme]


def network(dims, m=6, seed=3):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(dims), start=1):
        parameters[f"W{layer}"] = 0.8 * rng.normal(size=(n, n_prev))
        parameters[f"b{layer}"] = 0.5 * rng.normal(size=(n, 1))
    Y = rng.integers(0, 2, size=(dims[-1], m)).astype(float)
    return rng.normal(size=(dims[0], m)), Y, parameters


def test_zeros_are_zeros_and_new_each_time(ref):
    one, other = (ref.initialize_parameters_zeros([3, 4, 2]) for _ in range(2))
    assert {name: value.shape for name, value in one.items()} == {
        "W1": (4, 3),
        "b1": (4, 1),
        "W2": (2, 4),
        "b2": (2, 1),
    }
    assert all(value.dtype == np.float64 and not value.any() for value in one.values())
    for name, value in one.items():
        assert not np.shares_memory(value, other[name])


@pytest.mark.parametrize("scheme", SEEDED)
@pytest.mark.parametrize("dims", [[4, 1], [3, 3, 3], (2, 5, 4, 1)])
def test_random_starts_have_the_shapes_and_follow_the_seed(ref, scheme, dims):
    one, same, other = (start(ref, scheme, dims, seed) for seed in (0, 0, 1))
    assert sorted(one) == sorted(f"{k}{i}" for i in range(1, len(dims)) for k in "Wb")
    for layer in range(1, len(dims)):
        W, b = one[f"W{layer}"], one[f"b{layer}"]
        assert (W.shape, b.shape) == ((dims[layer], dims[layer - 1]), (dims[layer], 1))
        assert W.dtype == b.dtype == np.float64
        assert not b.any()
        assert np.array_equal(W, same[f"W{layer}"])
        assert not np.isclose(W, other[f"W{layer}"]).any()


@pytest.mark.parametrize("scheme", SEEDED)
def test_random_starts_have_their_deviation_in_every_layer(ref, scheme):
    dims = [2, 5000, 7, 3000]
    found = start(ref, scheme, dims, 5)
    for layer in range(1, len(dims)):
        w = found[f"W{layer}"].ravel() / deviation(scheme, dims[layer - 1], dims[layer])
        assert abs(w.mean()) < 5 / math.sqrt(w.size)
        assert w.std() == pytest.approx(1, abs=5 / math.sqrt(2 * w.size))
        # The fourth moment tells a bell (3) from a box (9/5).
        want = 1.8 if scheme == "glorot_uniform" else 3
        assert np.mean(w**4) == pytest.approx(want, abs=0.35)


@pytest.mark.parametrize("scheme", SEEDED)
def test_no_weight_is_drawn_twice(ref, scheme):
    found = start(ref, scheme, [6] * 4, 9)
    drawn = np.concatenate([found[f"W{layer}"].ravel() for layer in (1, 2, 3)])
    assert np.unique(np.abs(drawn)).size == drawn.size


def test_scale_is_a_factor(ref):
    one, ten = (ref.initialize_parameters_random([3, 4, 2], scale, 6) for scale in (1, 10))
    assert all(np.allclose(ten[name], 10 * one[name]) for name in one)
    assert not any(v.any() for v in ref.initialize_parameters_random([3, 2], 0.0, 6).values())


def test_uniform_weights_fill_their_interval(ref):
    found = ref.initialize_parameters_glorot_uniform([40, 200, 10], 4)
    for layer, r in ((1, math.sqrt(6 / 240)), (2, math.sqrt(6 / 210))):
        W = found[f"W{layer}"]
        assert -r <= W.min() < -0.99 * r
        assert r >= W.max() > 0.99 * r


@pytest.mark.parametrize(
    ("activation", "alpha"),
    [("linear", 0.3), ("relu", 0.3), *(("leaky_relu", a) for a in (0, 0.01, 0.3, 1))],
)
def test_the_gain_undoes_what_the_activation_takes(ref, activation, alpha):
    g = {
        "linear": lambda z: z,
        "relu": lambda z: max(0.0, z),
        "leaky_relu": lambda z: z if z > 0 else alpha * z,
    }[activation]
    # Gauss and Hermite's rule is exact for squares on each side of 0 by symmetry.
    nodes, shares = np.polynomial.hermite_e.hermegauss(40)
    kept = sum(w * g(z) ** 2 for z, w in zip(nodes, shares, strict=True)) / sum(shares)
    assert ref.initialization_gain(activation, alpha) * kept == pytest.approx(1)


def test_the_gain_of_tanh_is_that_of_a_line_and_others_are_refused(ref):
    assert ref.initialization_gain("tanh") == 1
    assert ref.initialization_gain("leaky_relu") == pytest.approx(2 / 1.0001, rel=1e-12)
    for name in ("sigmoid", "elu", ""):
        with pytest.raises(ValueError, match="no gain"):
            ref.initialization_gain(name)


@pytest.mark.parametrize("activation", ["relu", "tanh", "linear"])
def test_deviations_by_loops(ref, activation):
    g = {"relu": lambda z: max(0.0, z), "tanh": math.tanh, "linear": float}[activation]
    X, _, parameters = network([3, 5, 2, 4])
    found = ref.activation_stds(dict(reversed(parameters.items())), X, activation)
    columns = [list(x) for x in X.T]
    for layer in (1, 2, 3):
        W, b = parameters[f"W{layer}"], parameters[f"b{layer}"][:, 0]
        columns = [
            [g(c + sum(w * a for w, a in zip(row, x, strict=True))) for row, c in zip(W, b)]  # noqa: B905
            for x in columns
        ]
        flat = list(itertools.chain(*columns))
        mean = sum(flat) / len(flat)
        want = math.sqrt(sum((a - mean) ** 2 for a in flat) / len(flat))
        assert found[layer - 1] == pytest.approx(want, rel=1e-10)


def test_other_activations_are_refused(ref):
    X, _, parameters = network([3, 2])
    with pytest.raises(ValueError, match="sigmoid"):
        ref.activation_stds(parameters, X, "sigmoid")


def test_he_keeps_the_signal_of_relus_and_xavier_halves_its_square(ref):
    X = np.random.default_rng(0).normal(size=(300, 400))
    dims = [300] * 9
    he = ref.activation_stds(ref.initialize_parameters_he(dims, 1), X, "relu")
    xavier = ref.activation_stds(ref.initialize_parameters_xavier(dims, 1), X, "relu")
    # Of N(0, 2) relu keeps the mean square 1 and the deviation √(1 − 1/π).
    assert he[0] == pytest.approx(math.sqrt(1 - 1 / math.pi), rel=0.05)
    assert he[-1] == pytest.approx(he[0], rel=0.25)
    assert xavier[-1] / xavier[0] == pytest.approx(2**-3.5, rel=0.25)


def test_the_handouts_worked_examples(ref):
    parameters = {
        "W1": np.array([[-2.0, -1, 2], [2, -2, -2]]),
        "b1": np.array([[1.0], [-2]]),
        "W2": np.array([[-1.0, 0], [1, 2], [1, 0]]),
        "b2": np.array([[-2.0], [-2], [0]]),
    }
    X = np.array([[2.0, 0, 2, 0], [-2, 2, -2, 2], [1, 1, 1, 1]])
    assert ref.activation_stds(parameters, X, "relu") == pytest.approx([1.5, 2.5])
    assert ref.activation_stds(parameters, X, "linear")[0] == pytest.approx(4.5)
    Y = np.array([[1.0, 1, 1, 0], [0, 1, 0, 0]])
    found, costs = ref.train_with_init(X, Y, [3, 5, 2], "zeros", 1, 2.0, 2)
    assert costs == pytest.approx([1.38629, 1.19815], abs=5e-6)
    assert found["b2"].ravel() == pytest.approx([0.5 + 0.25508, -0.5 - 0.25508], abs=5e-6)
    assert not any(found[name].any() for name in ("W1", "b1", "W2"))
    he, xavier, uniform = (start(ref, s, [4, 3, 1], 0) for s in ("he", "xavier", "glorot_uniform"))
    for layer, two, one in ((1, 0.707, 0.5), (2, 0.816, 0.577)):
        ratio = he[f"W{layer}"] / xavier[f"W{layer}"]
        assert ratio == pytest.approx(two / one, rel=2e-3)
        assert np.abs(uniform[f"W{layer}"]).max() <= {1: 0.9259, 2: 1.2248}[layer]


@pytest.mark.parametrize("init", ["zeros", "random", "xavier", "he"])
def test_training_is_descent_by_differences(ref, nethelp, init):
    X, Y, _ = network([3, 4, 2])
    parameters = {
        "zeros": lambda: ref.initialize_parameters_zeros([3, 4, 2]),
        "random": lambda: ref.initialize_parameters_random([3, 4, 2], 10, 6),
        "xavier": lambda: ref.initialize_parameters_xavier([3, 4, 2], 6),
        "he": lambda: ref.initialize_parameters_he([3, 4, 2], 6),
    }[init]()
    cost = lambda p: nethelp.cost_and_grads(X, Y, p)[0]  # noqa: E731
    want = []
    for _ in range(3):
        want.append(cost(parameters))
        moved = {}
        for name, value in parameters.items():
            slope = np.zeros_like(value)
            for place in np.ndindex(value.shape):
                unit = np.zeros_like(value)
                unit[place] = 1e-6
                up, down = (cost(parameters | {name: value + s * unit}) for s in (1, -1))
                slope[place] = (up - down) / 2e-6
            moved[name] = value - 0.1 * slope
        parameters = moved
    found, costs = ref.train_with_init(X, Y, [3, 4, 2], init, 6, 0.1, 3)
    assert costs == pytest.approx(want, rel=1e-6, abs=1e-6)
    assert all(np.allclose(found[name], parameters[name], atol=1e-5) for name in parameters)


def test_training_refuses_other_names_and_has_the_defaults(ref):
    X, Y, _ = network([3, 2])
    with pytest.raises(ValueError, match="glorot"):
        ref.train_with_init(X, Y, [3, 2], "glorot", 1)
    found, costs = ref.train_with_init(X, Y, [3, 2], "he", 1)
    same, _ = ref.train_with_init(X, Y, [3, 2], "he", 1, 0.05, 500)
    assert len(costs) == 500
    assert np.array_equal(found["W1"], same["W1"])


def test_training_reaches_the_threshold_with_a_margin(ref, nethelp, circles):
    for seed in (1, 2, 3):
        X, Y = circles(100, seed)
        found, costs = ref.train_with_init(X, Y, [2, 12, 6, 1], "he", seed, 0.5, 250)
        assert (nethelp.predict(X, found) == Y).mean() >= 0.97
        assert costs[0] == pytest.approx(math.log(2), abs=0.6)
        assert ref.train_with_init(X, Y, [2, 12, 6, 1], "random", seed, 0.5, 1)[1][0] > 20
