"""The reference of c1_activations, against mathematics written another way.

Exact fractions, `math`, series, loops and differences. Nothing here may call the checks:
they are proved elsewhere, and what they take for granted is tested here.
"""

import math
import runpy
import warnings
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
NAMES = ("sigmoid", "tanh", "relu", "leaky_relu")
SHAPES = [(), (4,), (2, 3), (2, 1, 3)]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c1_activations.py")))


def slope(g, z, h=1e-5):
    return (g(z + h) - g(z - h)) / (2 * h)


def exact(name, z):
    """The slope at z, by formulas in exponentials and not in activations."""
    if name == "sigmoid":
        return 1 / (math.exp(z / 2) + math.exp(-z / 2)) ** 2
    if name == "tanh":
        return 4 / (math.exp(z) + math.exp(-z)) ** 2
    return 1.0 if z > 0 else {"relu": 0.0, "leaky_relu": 0.01}[name]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_every_function_keeps_the_shape_and_gives_floats(ref, name, shape):
    rng = np.random.default_rng(0)
    Z, dA = np.asarray(rng.normal(size=shape)), np.asarray(rng.normal(size=shape))
    before = Z.copy(), dA.copy()
    A, dZ = getattr(ref, name)(Z), getattr(ref, f"{name}_backward")(dA, Z)
    assert (np.shape(A), np.shape(dZ)) == (shape, shape)
    assert (np.asarray(A).dtype, np.asarray(dZ).dtype) == (np.float64, np.float64)
    assert np.array_equal(Z, before[0])
    assert np.array_equal(dA, before[1])


@pytest.mark.parametrize("z", [-30.0, -12.5, -1.0, 0.0, 0.3, 17.0])
def test_sigmoid_and_tanh_are_those_of_math(ref, z):
    at = np.array([z])
    assert ref.sigmoid(at)[0] == pytest.approx(1 / (1 + math.exp(-z)), rel=1e-14)
    assert ref.tanh(at)[0] == pytest.approx(math.tanh(z), rel=1e-14, abs=1e-300)


def test_ends_are_reached_without_a_warning(ref):
    z = np.array([-1e4, -745.0, -710.0, 710.0, 745.0, 1e4])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.allclose(ref.sigmoid(z), [0, 0, 0, 1, 1, 1], rtol=0, atol=1e-300)
        assert np.array_equal(ref.tanh(z), [-1, -1, -1, 1, 1, 1])


@pytest.mark.parametrize("z", [1e-3, -1e-6, 1e-9, -1e-12])
def test_tanh_near_zero_follows_its_series(ref, z):
    x = Fraction(z)
    series = float(x - x**3 / 3 + 2 * x**5 / 15)
    assert ref.tanh(np.array([z]))[0] == pytest.approx(series, rel=1e-14, abs=0)


def test_relu_and_leaky_relu_by_cases(ref):
    for z in (np.array([-3, -1, 0, 2]), np.array([-3.0, -1.0, 0.0, 2.0])):
        assert np.array_equal(ref.relu(z), [0, 0, 0, 2])
        assert np.allclose(ref.leaky_relu(z), [-0.03, -0.01, 0, 2], rtol=1e-15)
        assert np.array_equal(ref.leaky_relu(z, alpha=0.5), [-1.5, -0.5, 0, 2])
        assert np.array_equal(ref.leaky_relu(z, alpha=1.0), z)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("z", [-3.1, -0.7, 0.4, 2.2])
def test_backward_is_the_slope_times_what_arrives(ref, name, z):
    forward, backward = getattr(ref, name), getattr(ref, f"{name}_backward")
    got = backward(np.array([-2.5]), np.array([z]))[0]
    assert got == pytest.approx(-2.5 * exact(name, z), rel=1e-12)
    assert got == pytest.approx(-2.5 * slope(forward, np.array([z]))[0], rel=1e-8, abs=1e-12)


def test_slopes_at_the_kink_are_those_of_the_left(ref):
    dA, Z = np.array([3.0]), np.array([0.0])
    assert ref.relu_backward(dA, Z)[0] == 0.0
    assert ref.leaky_relu_backward(dA, Z, alpha=0.2)[0] == pytest.approx(0.6)


def test_relu_backward_gives_a_new_array(ref):
    dA = np.array([1.0, -2.0])
    assert not np.shares_memory(ref.relu_backward(dA, np.array([1.0, 2.0])), dA)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("tol", [0.001, 0.012, 0.2])
def test_saturated_fraction_counts_entry_by_entry(ref, name, tol):
    Z = np.round(4 * np.random.default_rng(1).normal(size=(5, 7)), 2)
    count = sum(exact(name, float(z)) < tol for z in Z.ravel())
    assert ref.saturated_fraction(Z, name, tol=tol) == pytest.approx(count / 35)


def test_saturated_fraction_by_hand_and_of_an_unknown_name(ref):
    Z = np.array([[0.0, 10.0], [-10.0, 1.0]])
    assert [ref.saturated_fraction(Z, name) for name in NAMES] == [0.5, 0.5, 0.5, 0.0]
    assert ref.saturated_fraction(Z, "sigmoid", tol=0.3) == 1.0
    with pytest.raises(ValueError, match="softsign"):
        ref.saturated_fraction(Z, "softsign")


@pytest.mark.parametrize("tol", [0.001, 0.01, 0.012, 0.2, 1.0])
def test_no_slope_at_a_hundredth_lies_at_a_tolerance(tol):
    """The checks draw Z in hundredths and compare slopes with these: rounding may not decide."""
    for name in ("sigmoid", "tanh"):
        assert min(abs(exact(name, k / 100) - tol) for k in range(1, 4000)) > 1e-6


def test_slopes_without_a_curve_are_exact(ref):
    """A share with tol = 1 or 0.01 rests on it: they are compared with < and not with ≤."""
    Z = np.array([[-3.0, -0.01, 0.01, 5.0]])
    assert ref.relu_backward(np.ones_like(Z), Z).tolist() == [[0.0, 0.0, 1.0, 1.0]]
    assert ref.leaky_relu_backward(np.ones_like(Z), Z).tolist() == [[0.01, 0.01, 1.0, 1.0]]
    assert ref.saturated_fraction(Z, "relu", tol=1.0) == 0.5


@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
@pytest.mark.parametrize("z", [6.0, 8.0, 10.0, 20.0])
def test_tails_are_tiny_and_not_cut(ref, name, z):
    backward = getattr(ref, f"{name}_backward")
    at = np.array([-z, z])
    want = 1e6 * exact(name, z)
    assert np.allclose(backward(np.full(2, 1e6), at), want, rtol=1e-6, atol=1e-9)
    assert np.array_equal(backward(np.ones(2), np.array([-1e4, 1e4])), [0.0, 0.0])


def test_a_dead_unit_gets_no_gradient_and_gives_no_output(ref):
    Z = np.array([[-1.0, -2.0], [-1.0, 3.0], [0.0, -1.0], [-5.0, 0.1]])
    dead = ref.dead_units(Z)
    assert (dead.dtype, dead.tolist()) == (bool, [True, False, True, False])
    assert np.array_equal(dead, ~ref.relu(Z).any(axis=1))
    assert np.array_equal(dead, ~ref.relu_backward(np.ones_like(Z), Z).any(axis=1))


@pytest.mark.parametrize("name", NAMES)
def test_attenuation_is_the_mean_product_by_loops(ref, name):
    Zs = list(2 * np.random.default_rng(2).normal(size=(4, 2, 3)))
    want = []
    for layer in range(4):
        total = 0.0
        for place in np.ndindex(2, 3):
            total += math.prod(exact(name, float(Z[place])) for Z in Zs[layer:])
        want.append(total / 6)
    assert ref.gradient_attenuation(Zs, name) == pytest.approx(want, rel=1e-10)


def test_attenuation_of_the_steepest_sigmoids_is_a_power_of_four(ref):
    assert ref.gradient_attenuation([np.zeros((2, 3))] * 5, "sigmoid") == [
        pytest.approx(float(Fraction(1, 4) ** (5 - layer))) for layer in range(5)
    ]


@pytest.mark.parametrize("widths", [(2, 3), (1, 1, 1), (3, 3, 3, 3), (2, 4, 1, 3, 2)])
def test_one_layer_does_what_many_linear_layers_do(ref, widths):
    rng = np.random.default_rng(3)
    Ws = [rng.normal(size=(n, k)) for n, k in zip(widths[1:], widths[:-1], strict=True)]
    bs = [rng.normal(size=(n, 1)) for n in widths[1:]]
    before = [array.copy() for array in (*Ws, *bs)]
    W, b = ref.collapse_linear(Ws, bs)
    X = want = rng.normal(size=(widths[0], 6))
    for W_l, b_l in zip(Ws, bs, strict=True):
        want = W_l @ want + b_l
    assert (W.shape, b.shape) == ((widths[-1], widths[0]), (widths[-1], 1))
    assert np.allclose(W @ X + b, want, rtol=1e-12)
    assert all(map(np.array_equal, before, (*Ws, *bs)))


def test_an_activation_in_between_cannot_be_collapsed(ref):
    Ws, bs = [np.array([[1.0], [-1.0]]), np.array([[1.0, 1.0]])], [np.zeros((2, 1)), [[0.0]]]
    X = np.array([[-1.0, 1.0]])
    W, b = ref.collapse_linear(Ws, [np.asarray(one) for one in bs])
    assert np.array_equal(W @ X + b, [[0, 0]])
    assert np.array_equal(Ws[1] @ ref.relu(Ws[0] @ X), [[1, 1]])


def test_the_handouts_numbers(ref):
    assert np.exp(1e-12) - 1 == pytest.approx(1.00008890e-12, rel=1e-8)
    assert np.expm1(1e-12) == pytest.approx(1e-12, rel=1e-11)
    at = np.array([0.0, math.log(3.0)])
    assert ref.sigmoid_backward(np.array([4.0, 16.0]), at) == pytest.approx([1.0, 3.0])
    slopes = ref.sigmoid_backward(np.ones(2), np.array([10.0, 1.0]))
    assert slopes == pytest.approx([0.00005, 0.197], rel=0.1)
