"""The reference of c2_gradient_checking, against derivatives that are known by hand.

Closed forms, loops over single entries, and functions that count how often they are asked.
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
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c2_gradient_checking.py")))


class Counting:
    """A function that notes copies of what it is asked about."""

    def __init__(self, f):
        self.f = f
        self.asked = []

    def __call__(self, x):
        self.asked.append(np.array(x, dtype=float))
        return self.f(x)


def parameters():
    return {
        "W1": np.arange(6.0).reshape(2, 3),
        "b1": np.array([[7.0], [8.0]]),
        "scale": np.array(9.0),
        "none": np.zeros((2, 0)),
        "count": np.array([1, 2]),
    }


def test_a_vector_has_the_entries_in_the_order_of_the_keys(ref):
    found = ref.parameters_to_vector(parameters(), ["count", "none", "b1", "scale", "W1"])
    assert found.tolist() == [1, 2, 7, 8, 9, 0, 1, 2, 3, 4, 5]
    assert found.dtype == np.float64
    assert ref.parameters_to_vector(parameters(), []).shape == (0,)


def test_a_vector_is_a_copy(ref):
    given = parameters()
    ref.parameters_to_vector(given, ["W1"])[:] = -1
    assert given["W1"][1, 2] == 5


@pytest.mark.parametrize("keys", [["W1", "b1"], ["scale"], ["none", "count", "W1"], []])
def test_the_way_back_undoes_the_way_there(ref, keys):
    given = parameters()
    theta = ref.parameters_to_vector(given, keys)
    found = ref.vector_to_parameters(theta, keys, [given[key].shape for key in keys])
    assert list(found) == keys
    for key in keys:
        assert np.array_equal(found[key], given[key])
        assert found[key].shape == given[key].shape
        assert not np.shares_memory(found[key], theta)


@pytest.mark.parametrize("length", [0, 5, 7])
def test_what_does_not_fit_is_refused(ref, length):
    with pytest.raises(ValueError, match=f"{length} entries"):
        ref.vector_to_parameters(np.zeros(length), ["b", "W"], [(2, 1), (2, 2)])


def test_differences_of_powers(ref):
    square, cube = Counting(lambda x: x * x), Counting(lambda x: x**3)
    assert ref.forward_difference(square, 3.0, 0.5) == 6.5
    assert ref.central_difference(cube, 3.0, 2.0) == 31
    assert sorted(float(x) for x in square.asked) == [3.0, 3.5]
    assert sorted(float(x) for x in cube.asked) == [1.0, 5.0]


def test_the_order_of_the_errors(ref):
    for difference, order in ((ref.forward_difference, 1), (ref.central_difference, 2)):
        errors = [abs(difference(math.sin, 0.7, h) - math.cos(0.7)) for h in (0.01, 0.005)]
        assert errors[0] / errors[1] == pytest.approx(2**order, rel=0.02)


def test_a_gradient_entry_by_entry(ref):
    rng = np.random.default_rng(2)
    theta, w = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    f = Counting(lambda t: float(np.sum(w * t**3) + t[0, 1] * t[1, 2]))
    want = 3 * w * theta**2
    want[0, 1] += theta[1, 2]
    want[1, 2] += theta[0, 1]
    kept = theta.copy()
    assert np.allclose(ref.numeric_gradient(f, theta), want, atol=1e-8)
    assert np.array_equal(theta, kept)
    assert len(f.asked) == 12
    for point in f.asked:
        assert np.count_nonzero(point != theta) == 1
        assert np.abs(point - theta).max() == pytest.approx(1e-6, rel=1e-6)


def test_a_gradient_of_whole_numbers_and_of_nothing(ref):
    found = ref.numeric_gradient(lambda t: float(np.sum(t**2)), np.array([1, -2, 3]))
    assert np.allclose(found, [2, -4, 6])
    for shape in ((0,), (3, 0)):
        assert ref.numeric_gradient(lambda t: float(np.sum(t)), np.zeros(shape)).shape == shape


def test_the_handouts_worked_example(ref):
    f = lambda t: t[0] ** 3 + t[0] * t[1]  # noqa: E731
    theta = np.array([2.0, 5.0])
    assert ref.numeric_gradient(f, theta, 1.0).tolist() == [18, 2]
    assert ref.numeric_gradient(f, theta) == pytest.approx([17, 2])
    assert ref.relative_difference(np.array([17, -2]), np.array([17, 2])) == pytest.approx(
        4 / 34.234, abs=1e-5
    )
    bent = lambda t: t[0] ** 2 + abs(t[1])  # noqa: E731
    assert ref.kink_coordinates(bent, np.zeros(2)) == [1]


def test_a_relative_difference_has_no_units(ref):
    rng = np.random.default_rng(4)
    g, n = rng.normal(size=(2, 3, 4))
    want = math.dist(g.ravel(), n.ravel()) / (math.hypot(*g.ravel()) + math.hypot(*n.ravel()))
    for scale in (1e-9, 1.0, 1e9):
        assert ref.relative_difference(scale * g, scale * n) == pytest.approx(want)
        assert ref.relative_difference(scale * n, scale * g) == pytest.approx(want)
    assert ref.relative_difference(g, -g) == pytest.approx(1)
    assert ref.relative_difference(g, g) == 0 == ref.relative_difference(0 * g, 0 * n)


def test_a_check_says_right_or_wrong(ref):
    f = Counting(lambda t: float(np.sum(np.exp(t))))
    theta = np.array([0.3, -1.0, 0.8])
    right = ref.gradient_check(f, np.exp, theta)
    assert right["ok"] is True
    assert right["difference"] < 1e-8
    wrong = ref.gradient_check(f, lambda t: 1.01 * np.exp(t), theta)
    assert wrong["ok"] is False
    assert wrong["difference"] == pytest.approx(0.01 / 2.01, rel=1e-5)
    d = wrong["difference"]
    for threshold, ok in ((d, True), (d * 1.001, True), (d * 0.999, False)):
        assert ref.gradient_check(f, lambda t: 1.01 * np.exp(t), theta, 1e-6, threshold)["ok"] is ok
    assert ref.gradient_check(f, lambda t: t * np.nan, theta)["ok"] is False


def logistic(X, Y):
    def cost(p):
        z = p["w"].T @ X + p["b"]
        return float(np.mean(np.log(1 + np.exp(z)) - Y * z))

    def gradients(p):
        dz = 1 / (1 + np.exp(-(p["w"].T @ X + p["b"]))) - Y
        return {"dw": X @ dz.T / X.shape[1], "db": dz.mean(axis=1, keepdims=True), "dz": dz}

    return cost, gradients


def test_the_culprit_is_found(ref):
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(3, 5)), np.array([[0, 1, 1, 0, 1.0]])
    cost, gradients = logistic(X, Y)
    p = {"w": rng.normal(size=(3, 1)), "b": np.array([[0.4]])}
    kept = {name: value.copy() for name, value in p.items()}
    differences, _ = ref.check_parameters(cost, gradients(p), p)
    assert max(differences.values()) < 1e-8
    for name, factor in (("w", -1.0), ("b", 5.0)):
        spoilt = gradients(p)
        spoilt["d" + name] = factor * spoilt["d" + name]
        differences, worst = ref.check_parameters(cost, spoilt, p)
        assert worst == name
        assert differences[name] == pytest.approx(1.0 if factor < 0 else 4 / 6, rel=1e-5)
    assert all(np.array_equal(p[name], kept[name]) for name in p)


def test_kinks_of_either_direction_are_found(ref):
    theta = np.array([1.0, -2.0, 0.5, 3.0])

    def f(t):
        relu = max(0.0, t[0] - 1) - 0.5 * max(0.0, -2 - t[1]) + 0.004 * abs(t[2] - 0.5)
        return relu + abs(t[3]) + float(np.sum(t**2))

    assert ref.kink_coordinates(f, theta) == [0, 1]
    assert ref.kink_coordinates(f, theta, tol=0.7) == [0]
    assert ref.kink_coordinates(f, theta, tol=0.005) == [0, 1, 2]
    assert ref.kink_coordinates(f, theta, epsilon=1.1, tol=100.0) == []
