"""The given code and data sets that several assignments share."""

import itertools
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]
COMMON = ROOT / "assignments" / "common"


@pytest.fixture(scope="module")
def nethelp():
    return SimpleNamespace(**runpy.run_path(str(COMMON / "given" / "nethelp.py")))


@pytest.fixture(scope="module")
def datasets():
    return run_module(COMMON / "datasets.py", "common")


@pytest.fixture(scope="module")
def chance_of():
    return run_module(COMMON / "chance.py", "common")


def network(dims, seed=3):
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (n_prev, n) in enumerate(itertools.pairwise(dims), start=1):
        parameters[f"W{layer}"] = rng.normal(size=(n, n_prev))
        parameters[f"b{layer}"] = 0.5 * rng.normal(size=(n, 1))
    return parameters


def data(dims, m=7, seed=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(dims[0], m)), rng.integers(0, 2, (dims[-1], m)).astype(float)


def slow_cost(X, Y, parameters):
    """Example by example, unit by unit."""
    total, last = 0.0, len(parameters) // 2
    for x, y in zip(X.T, Y.T, strict=True):
        a = list(x)
        for layer in range(1, last + 1):
            W, b = parameters[f"W{layer}"], parameters[f"b{layer}"]
            z = [
                c + sum(w * v for w, v in zip(row, a, strict=True))
                for row, c in zip(W, b[:, 0], strict=True)
            ]
            a = [max(0.0, v) if layer < last else 1 / (1 + np.exp(-v)) for v in z]
        total -= sum(t * np.log(p) + (1 - t) * np.log(1 - p) for t, p in zip(y, a, strict=True))
    return total / X.shape[1]


@pytest.mark.parametrize("dims", [[3, 1], [3, 4, 1], [2, 5, 3, 2]])
def test_the_given_network_costs_what_it_costs_by_hand(nethelp, dims):
    X, Y = data(dims)
    parameters = network(dims)
    cost, grads = nethelp.cost_and_grads(X, Y, parameters)
    assert isinstance(cost, float)
    assert cost == pytest.approx(slow_cost(X, Y, parameters), rel=1e-12)
    assert {name: value.shape for name, value in grads.items()} == {
        "d" + name: value.shape for name, value in parameters.items()
    }


@pytest.mark.parametrize("dims", [[3, 1], [3, 4, 1], [2, 5, 3, 2]])
def test_the_given_gradients_are_those_of_the_given_cost(nethelp, dims):
    X, Y = data(dims)
    parameters = network(dims)
    _, grads = nethelp.cost_and_grads(X, Y, parameters)
    for name, value in parameters.items():
        for place in np.ndindex(value.shape):
            costs = []
            for step in (1e-6, -1e-6):
                moved = {key: one.copy() for key, one in parameters.items()}
                moved[name][place] += step
                costs.append(nethelp.cost_and_grads(X, Y, moved)[0])
            slope = (costs[0] - costs[1]) / 2e-6
            assert grads["d" + name][place] == pytest.approx(slope, abs=1e-7)


def test_the_given_network_stays_finite_when_it_is_sure_and_changes_nothing(nethelp):
    X, Y = data([3, 4, 1])
    parameters = {name: 1000 * value for name, value in network([3, 4, 1]).items()}
    before = {name: value.copy() for name, value in parameters.items()}
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        cost, grads = nethelp.cost_and_grads(X, Y, parameters)
    assert np.isfinite(cost)
    assert all(np.isfinite(value).all() for value in grads.values())
    assert all(np.array_equal(parameters[name], before[name]) for name in before)


def test_the_given_prediction_is_the_likelier_label(nethelp):
    X, _ = data([2, 5, 3, 2])
    parameters = network([2, 5, 3, 2])
    for column, want in zip(X.T, nethelp.predict(X, parameters).T, strict=True):
        costs = [
            [slow_cost(column[:, None], np.array(y), parameters) for y in ys]
            for ys in ([[[0], [0]], [[1], [0]]], [[[0], [0]], [[0], [1]]])
        ]
        assert want.tolist() == [float(one < zero) for zero, one in costs]


def test_the_circles_alternate_and_keep_their_radius(datasets):
    X, Y = datasets.circles(2000, 3)
    assert X.shape == (2, 2000)
    assert Y.shape == (1, 2000)
    assert set(Y[0, ::2]) == {0.0}
    assert set(Y[0, 1::2]) == {1.0}
    radius = np.linalg.norm(X, axis=0)
    assert radius[Y[0] == 0].mean() == pytest.approx(1.0, abs=0.01)
    assert radius[Y[0] == 1].mean() == pytest.approx(0.6, abs=0.01)
    assert np.array_equal(datasets.circles(2000, 3)[0], X)
    assert not np.array_equal(datasets.circles(2000, 4)[0], X)


def test_the_digits_are_all_there_in_another_order(datasets):
    with np.load(COMMON / "data" / "digits.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    ref = SimpleNamespace(data=lambda name: arrays)
    X, Y, digit = datasets.odd_digits(ref)
    assert X.shape == (64, 1797)
    assert X.max() == 1.0
    assert np.array_equal(Y[0], digit % 2)
    assert np.array_equal(np.bincount(digit), np.bincount(arrays["digit"][0]))
    assert not np.array_equal(digit, arrays["digit"][0])
    assert not np.array_equal(datasets.odd_digits(ref, seed=1)[2], digit)


def test_digits_to_learn_are_the_first_and_those_that_follow(datasets):
    with np.load(COMMON / "data" / "digits.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    ref = SimpleNamespace(data=lambda name: arrays)
    X, Y, digit = datasets.odd_digits(ref, seed=3)
    parts = datasets.digits_to_learn(ref, 30, 50, seed=3)
    wanted = (X[:, :30], Y[:, :30], X[:, 30:80], Y[:, 30:80], digit[30:80])
    for got, want in zip(parts, wanted, strict=True):
        assert np.array_equal(got, want)


@pytest.fixture(scope="module")
def convhelp():
    return SimpleNamespace(**runpy.run_path(str(COMMON / "given" / "convhelp.py")))


def volumes(m=2, n_H=6, n_W=5, n_C_prev=3, n_C=4, f=3, seed=5):
    rng = np.random.default_rng(seed)
    A = rng.normal(size=(m, n_H, n_W, n_C_prev))
    return A, rng.normal(size=(f, f, n_C_prev, n_C)), rng.normal(size=(1, 1, 1, n_C))


def slow_conv(A, W, b, stride, pad):
    """Window by window, as the handouts say it."""
    f = W.shape[0]
    padded = np.zeros((A.shape[0], A.shape[1] + 2 * pad, A.shape[2] + 2 * pad, A.shape[3]))
    padded[:, pad : pad + A.shape[1], pad : pad + A.shape[2]] = A
    rows, columns = ((n - f) // stride + 1 for n in padded.shape[1:3])
    Z = np.zeros((A.shape[0], rows, columns, W.shape[3]))
    for i, h, w, c in np.ndindex(Z.shape):
        window = padded[i, h * stride : h * stride + f, w * stride : w * stride + f]
        Z[i, h, w, c] = (window * W[..., c]).sum() + b[0, 0, 0, c]
    return Z


@pytest.mark.parametrize("f", [1, 2, 3])
@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (1, 1), (2, 0), (2, 2), (3, 1)])
def test_the_given_convolution_is_the_slow_one(convhelp, f, stride, pad):
    A, W, b = volumes(f=f)
    np.testing.assert_allclose(
        convhelp.conv2d(A, W, b, stride, pad), slow_conv(A, W, b, stride, pad)
    )


@pytest.mark.parametrize("f", [1, 2, 3])
@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (1, 1), (2, 0), (2, 2), (3, 1)])
def test_the_given_convolutions_gradients_are_those_of_its_cost(convhelp, f, stride, pad):
    A, W, b = volumes(f=f)
    Z = convhelp.conv2d(A, W, b, stride, pad)
    dZ = np.random.default_rng(6).normal(size=Z.shape)
    dA, dW, db = convhelp.conv2d_backward(dZ, A, W, stride, pad)
    cost = lambda A, W, b: float((dZ * slow_conv(A, W, b, stride, pad)).sum())  # noqa: E731
    for got, which in ((dA, 0), (dW, 1), (db, 2)):
        np.testing.assert_allclose(got, slope(cost, [A, W, b], which), rtol=1e-6, atol=1e-8)


def slope(cost, arrays, which, h=1e-5):
    """The numeric gradient of cost(*arrays) for one of them."""
    found = np.zeros_like(arrays[which])
    for at in np.ndindex(found.shape):
        sides = []
        for step in (h, -h):
            moved = [array.copy() for array in arrays]
            moved[which][at] += step
            sides.append(cost(*moved))
        found[at] = (sides[0] - sides[1]) / (2 * h)
    return found


def test_conv_same_keeps_rows_and_columns(convhelp):
    A, W, b = volumes()
    assert convhelp.conv_same(A, W, b).shape == (2, 6, 5, 4)
    np.testing.assert_allclose(convhelp.conv_same(A, W, b), slow_conv(A, W, b, 1, 1))


def test_features_of_an_image_and_their_gradient(convhelp):
    rng = np.random.default_rng(7)
    image = rng.normal(size=(4, 5, 2))
    filters = [0.4 * rng.normal(size=(3, 3, 2, 3)), 0.4 * rng.normal(size=(1, 1, 3, 2))]
    acts, cache = convhelp.extract(image, filters)
    assert [a.shape for a in acts] == [(4, 5, 3), (4, 5, 2)]
    zero = np.zeros((1, 1, 1, 3))
    np.testing.assert_allclose(acts[0], np.tanh(slow_conv(image[None], filters[0], zero, 1, 1)[0]))
    d_acts = [rng.normal(size=a.shape) for a in acts]

    def cost(image):
        found, _ = convhelp.extract(image, filters)
        return sum(float((d * a).sum()) for d, a in zip(d_acts, found, strict=True))

    got = convhelp.extract_backward(d_acts, cache)
    np.testing.assert_allclose(got, slope(cost, [image], 0), rtol=1e-6, atol=1e-8)


def test_the_given_convolutions_change_nothing(convhelp):
    A, W, b = volumes()
    kept = [x.copy() for x in (A, W, b)]
    Z = convhelp.conv2d(A, W, b, 2, 1)
    convhelp.conv2d_backward(Z, A, W, 2, 1)
    for now, before in zip((A, W, b), kept, strict=True):
        np.testing.assert_array_equal(now, before)


@pytest.mark.parametrize(("of", "chance"), [(1000, 0.5), (3000, 1 / 3), (100, 0.1), (400, 0.01)])
def test_chance_allows_what_it_does_and_little_more(chance_of, of, chance):
    least, most = chance_of.by_chance(of, chance)
    counts = np.random.default_rng(1).binomial(of, chance, size=100_000)
    assert least <= counts.min() <= counts.max() <= most
    # The exact chance of what is refused, from the logarithms of the binomial coefficients.
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, of + 1)))])
    k = np.arange(of + 1)
    chances = np.exp(
        logs[of] - logs[k] - logs[of - k] + k * np.log(chance) + (of - k) * np.log1p(-chance)
    )
    refused = (k < least) | (k > most)
    assert chances[refused].sum() < 1e-11
    deviation = np.sqrt(of * chance * (1 - chance))
    assert most - of * chance < 8 * deviation + 27
