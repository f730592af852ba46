"""The reference of c4_convolution, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import itertools
import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.authoring import Failure
from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]
GEOMETRIES = [(1, 1, 0), (2, 1, 0), (3, 1, 1), (2, 2, 0), (3, 2, 1), (3, 3, 2), (1, 3, 0)]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c4_convolution.py")))


def layer(f, seed=3):
    """A volume of 4 rows and 5 columns, filters and biases."""
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(2, 4, 5, 3)),
        rng.normal(size=(f, f, 3, 2)),
        rng.normal(size=(1, 1, 1, 2)),
    )


def slow_convolution(A, W, b, stride, pad):
    """Number by number; what lies outside of the image is 0."""
    f, (m, n_H, n_W, n_C_prev) = W.shape[0], A.shape
    rows = [h for h in range(-pad, n_H + pad, stride) if h + f <= n_H + pad]
    columns = [w for w in range(-pad, n_W + pad, stride) if w + f <= n_W + pad]
    Z = np.zeros((m, len(rows), len(columns), W.shape[3]))
    for i, (h, row), (w, column), c in itertools.product(
        range(m), enumerate(rows), enumerate(columns), range(W.shape[3])
    ):
        total = float(b[0, 0, 0, c])
        for u, v, k in itertools.product(range(f), range(f), range(n_C_prev)):
            if 0 <= row + u < n_H and 0 <= column + v < n_W:
                total += A[i, row + u, column + v, k] * W[u, v, k, c]
        Z[i, h, w, c] = total
    return Z


def slow_pooling(A, f, stride, mode):
    """Window by window, from sorted lists."""
    m, n_H, n_W, n_C = A.shape
    rows, columns = (range(0, n - f + 1, stride) for n in (n_H, n_W))
    found = np.zeros((m, len(rows), len(columns), n_C))
    for i, (h, row), (w, column), c in itertools.product(
        range(m), enumerate(rows), enumerate(columns), range(n_C)
    ):
        cells = sorted(A[i, row + u, column + v, c] for u in range(f) for v in range(f))
        found[i, h, w, c] = cells[-1] if mode == "max" else sum(cells) / len(cells)
    return found


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def test_sizes_count_the_windows(ref):
    for n, f, pad, stride in itertools.product(range(1, 9), range(1, 6), range(3), range(1, 4)):
        starts = [k for k in range(0, n + 2 * pad, stride) if k + f <= n + 2 * pad]
        if starts:
            assert ref.conv_output_size(n, f, pad, stride) == len(starts)
        else:
            with pytest.raises(ValueError, match="fit"):
                ref.conv_output_size(n, f, pad, stride)


@pytest.mark.parametrize("wrong", [(0, 1, 1), (4, 0), (5, 3, -1), (5, 3, 0, 0)])
def test_no_sizes_of_nonsense(ref, wrong):
    with pytest.raises(ValueError, match="at least"):
        ref.conv_output_size(*wrong)


def test_same_padding_keeps_the_size(ref):
    for f in range(1, 12, 2):
        assert ref.conv_output_size(7, f, ref.same_padding(f)) == 7
    for f in (-3, 0, 2, 4):
        with pytest.raises(ValueError, match="no padding"):
            ref.same_padding(f)


def test_zeros_stand_around(ref):
    A, _, _ = layer(1)
    padded = ref.zero_pad(A, 2)
    assert padded.shape == (2, 8, 9, 3)
    assert np.array_equal(padded[:, 2:6, 2:7], A)
    assert np.abs(padded).sum() == pytest.approx(np.abs(A).sum())


@pytest.mark.parametrize(("f", "stride", "pad"), GEOMETRIES)
def test_convolution_by_loops(ref, f, stride, pad):
    A, W, b = layer(f)
    hparameters = {"stride": stride, "pad": pad}
    want = slow_convolution(A, W, b, stride, pad)
    Z, _ = ref.conv_forward(A, W, b, hparameters)
    assert np.allclose(Z, want, rtol=1e-12)
    assert np.allclose(ref.conv_forward_fast(A, W, b, hparameters), want, rtol=1e-12)


@pytest.mark.parametrize(("f", "stride", "pad"), GEOMETRIES)
def test_the_gradients_of_a_convolution_by_differences(ref, f, stride, pad):
    A, W, b = layer(f)
    Z, cache = ref.conv_forward(A, W, b, {"stride": stride, "pad": pad})
    dZ = np.random.default_rng(5).normal(size=Z.shape)

    def cost(A, W, b):
        return float(np.sum(dZ * slow_convolution(A, W, b, stride, pad)))

    dA, dW, db = ref.conv_backward(dZ, cache)
    assert np.allclose(dA, slope_of(lambda v: cost(v, W, b), A), atol=1e-8)
    assert np.allclose(dW, slope_of(lambda v: cost(A, v, b), W), atol=1e-8)
    assert np.allclose(db, slope_of(lambda v: cost(A, W, v), b), atol=1e-8)


@pytest.mark.parametrize("mode", ["max", "average"])
@pytest.mark.parametrize(("f", "stride"), [(1, 1), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2)])
def test_pooling_and_its_gradient_by_loops_and_differences(ref, f, stride, mode):
    A, _, _ = layer(1)
    found, cache = ref.pool_forward(A, {"f": f, "stride": stride}, mode)
    assert np.allclose(found, slow_pooling(A, f, stride, mode), rtol=1e-12)
    dA = np.random.default_rng(6).normal(size=found.shape)

    def cost(A):
        return float(np.sum(dA * slow_pooling(A, f, stride, mode)))

    assert np.allclose(ref.pool_backward(dA, cache, mode), slope_of(cost, A), atol=1e-8)


def test_what_does_not_fit_and_unknown_modes_are_refused(ref):
    A, W, b = layer(3)
    for forward in (ref.conv_forward, ref.conv_forward_fast):
        with pytest.raises(ValueError, match="fit"):
            forward(A[:, :2], W, b, {"stride": 1, "pad": 0})
    with pytest.raises(ValueError, match="fit"):
        ref.pool_forward(A[:, :, :2], {"f": 3, "stride": 1})
    with pytest.raises(ValueError, match="mode"):
        ref.pool_forward(A, {"f": 2, "stride": 2}, "median")


def network(seed=7):
    """A batch of images of 4 rows and 5 columns, and parameters."""
    rng = np.random.default_rng(seed)
    Y = np.eye(3)[rng.integers(3, size=4)]
    shapes = {"W1": (3, 3, 2, 2), "b1": (1, 1, 1, 2), "W2": (3, 8), "b2": (3, 1)}
    return rng.normal(size=(4, 4, 5, 2)), Y, {k: rng.normal(size=v) for k, v in shapes.items()}


def slow_cost(X, Y, p):
    """Example by example, by the loops above."""
    Z = slow_convolution(X, p["W1"], p["b1"], 1, (len(p["W1"]) - 1) // 2)
    P = slow_pooling(Z * (Z > 0), 2, 2, "max")
    total = 0.0
    for volume, y in zip(P, Y, strict=True):
        flat = [volume[h, w, c] for h, w, c in np.ndindex(volume.shape)]
        scores = [
            sum(a * v for a, v in zip(row, flat, strict=True)) + bias
            for row, bias in zip(p["W2"], p["b2"][:, 0], strict=True)
        ]
        total -= math.log(
            math.exp(scores[int(np.argmax(y))]) / sum(math.exp(score) for score in scores)
        )
    return total / len(X)


def test_the_networks_gradients_by_differences(ref):
    X, Y, p = network()
    cost, grads = ref.cnn_cost_and_grads(X, Y, p)
    assert cost == pytest.approx(slow_cost(X, Y, p))
    for name, value in p.items():
        want = slope_of(lambda v, name=name: slow_cost(X, Y, p | {name: v}), value)
        assert np.allclose(grads[f"d{name}"], want, atol=1e-7)


def test_the_network_is_right_when_it_is_sure(ref):
    X, Y, p = network()
    p["W2"], p["b2"] = 0 * p["W2"], np.array([[10000.0], [0.0], [-10000.0]])
    with np.errstate(all="raise", under="ignore"):
        cost, grads = ref.cnn_cost_and_grads(X, Y, p)
    assert cost == pytest.approx(float(np.sum(Y * [0, 10000, 20000])) / 4)
    assert np.allclose(grads["db2"][:, 0], (4 * np.array([1, 0, 0]) - Y.sum(axis=0)) / 4)


def test_the_handouts_worked_examples(ref):
    X = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 0]]).reshape(1, 3, 4, 1)
    W = np.array([[1.0, -1], [0, 2]]).reshape(2, 2, 1, 1)
    one = np.ones((1, 1, 1, 1))
    Z, cache = ref.conv_forward(X, W, one, {"stride": 1, "pad": 0})
    assert Z[0, ..., 0].tolist() == [[2, 9, 4], [0, 1, 2]]
    dA, dW, db = ref.conv_backward(np.array([1.0, 2, 0, 0, 0, 0]).reshape(Z.shape), cache)
    assert dA[0, ..., 0].tolist() == [[1, 1, -2, 0], [0, 2, 4, 0], [0, 0, 0, 0]]
    assert dW[..., 0, 0].tolist() == [[5, 2], [2, 7]]
    assert db.tolist() == [[[[3]]]]
    Z, _ = ref.conv_forward(X, W, one, {"stride": 2, "pad": 1})
    assert Z[0, ..., 0].tolist() == [[3, 1, 1], [5, 1, 3]]
    A, cache = ref.pool_forward(X, {"f": 2, "stride": 1})
    assert A[0, ..., 0].tolist() == [[2, 3, 3], [2, 3, 3]]
    dA = ref.pool_backward(np.array([1.0, 2, 4, 8, 16, 32]).reshape(A.shape), cache)
    assert dA[0, ..., 0].tolist() == [[0, 1, 0, 0], [0, 0, 54, 0], [8, 0, 0, 0]]
    A, cache = ref.pool_forward(X, {"f": 2, "stride": 1}, "average")
    assert A[0, ..., 0].tolist() == [[1, 1.5, 1.5], [0.75, 1.25, 1.5]]
    dA = ref.pool_backward(np.array([4.0, 8, 0, 0, 0, 0]).reshape(A.shape), cache, "average")
    assert dA[0, ..., 0].tolist() == [[1, 3, 2, 0], [1, 3, 2, 0], [0, 0, 0, 0]]


def test_the_handouts_network(ref):
    X = np.array([[[1.0, 2, 0, 0.5], [0, 0, 3, 0]], [[0, 2, 0.5, 3], [4, 0, 0, 0]]])
    W1, a = np.zeros((3, 3, 1, 2)), math.log(2) / 12
    W1[1, 1, 0, 0], W1[1, 2, 0, 1] = 1, 1
    p = {"W1": W1, "b1": np.array([0, -1.0]).reshape(1, 1, 1, 2)}
    p["W2"] = 12 * a * np.array([[1.0, 0, 0, -1], [0, 2, 0, 0], [0, 0, 1, 0]])
    p["b2"] = -12 * a * np.array([[2.0], [2], [3]])
    cost, grads = ref.cnn_cost_and_grads(X[..., None], np.array([[1.0, 0, 0], [0, 0, 1]]), p)
    assert cost == pytest.approx(math.log(18) / 2)
    assert cost == pytest.approx(1.44518588, abs=5e-9)
    assert (12 * grads["db2"]).ravel() == pytest.approx([-3, 6, -3])
    want = [[-2, -8, -9, 4], [16, 10, 18, 4], [-14, -2, -9, -8]]
    assert np.allclose(12 * grads["dW2"], want)
    assert (grads["db1"] / a).ravel() == pytest.approx([-6, 10])
    first, second = (grads["dW1"] / a)[:, :, 0].transpose(2, 0, 1)
    assert np.allclose(first, [[2, 0, 4.5], [-7, -11, 0], [0, 0, -15]])
    assert np.allclose(second, [[8, 16, 0], [-4, -1, 26], [0, 16, 0]])


@pytest.fixture(scope="module")
def digit_images():
    with np.load(ROOT / "assignments" / "common" / "data" / "digits.npz") as archive:
        arrays = {name: archive[name] for name in archive.files}
    found = run_module(ROOT / "assignments" / "common" / "datasets.py", "common").digit_images
    return lambda *sizes: found(SimpleNamespace(data=lambda name: arrays), *sizes)


def test_the_images_are_upright_and_labelled(digit_images):
    X, Y, X_test, Y_test, digit = digit_images(10, 1000, 797)
    assert X.shape == (1000, 8, 8, 1)
    assert X_test.shape == (797, 8, 8, 1)
    assert Y.sum(axis=1).tolist() == [1] * 1000
    assert np.array_equal(Y_test.argmax(axis=1), digit)
    # A 7 has its bar above, and a 1 stands upright.
    seven, one = (X[Y[:, which] == 1].mean(axis=0)[..., 0] for which in (7, 1))
    assert seven[:2].sum() > 1.5 * seven[-2:].sum()
    assert one[:, 3:5].sum() > 0.5 * one.sum()
    _, few, _, _, others = digit_images(3, 48, 200, 1)
    assert few.shape == (48, 3)
    assert set(others) == {0, 1, 2}


@pytest.mark.parametrize("seed", range(4))
def test_training_reaches_its_thresholds_with_a_margin(ref, digit_images, seed):
    X, Y, X_test, Y_test, _ = digit_images(3, 48, 200, seed)
    rng, edge = np.random.default_rng(seed), np.array([[1.0] * 3, [0.0] * 3, [-1.0] * 3])
    p = {"W1": 0.8 * np.stack([edge, edge.T, -edge, -edge.T], axis=-1)[:, :, None]}
    p["W1"] += 0.1 * rng.normal(size=p["W1"].shape)
    p |= {"b1": np.zeros((1, 1, 1, 4)), "W2": np.zeros((3, 64)), "b2": np.zeros((3, 1))}
    start, _ = ref.cnn_cost_and_grads(X, Y, p)
    for step in range(24):
        batch = np.arange(4 * step, 4 * step + 4) % 48
        _, grads = ref.cnn_cost_and_grads(X[batch], Y[batch], p)
        p = {name: value - 0.1 * grads[f"d{name}"] for name, value in p.items()}
    assert ref.cnn_cost_and_grads(X, Y, p)[0] < 0.45 * start
    Z = ref.conv_forward_fast(X_test, p["W1"], p["b1"], {"stride": 1, "pad": 1})
    F = slow_pooling(Z * (Z > 0), 2, 2, "max").reshape(200, -1)
    assert np.mean((F @ p["W2"].T + p["b2"].T).argmax(axis=1) == Y_test.argmax(axis=1)) > 0.8


def test_drawn_volumes_fit_their_filters_and_have_no_ties(ref):
    volumes = run_module(ROOT / "assignments" / "common" / "volumes.py", "common")
    for seed in range(40):
        rng = np.random.default_rng(seed)
        sizes = {"m": 2, "n_H": 3, "n_W": 5, "n_C_prev": 2, "n_C": 3}
        fields = {"hyperparameters": volumes.hyperparameters(rng, sizes, {})}
        fields["A_prev"] = volumes.volume()(rng, sizes, fields)
        fields["W"] = volumes.filters()(rng, sizes, fields)
        b = volumes.biases()(rng, sizes, fields)
        Z = ref.conv_forward_fast(fields["A_prev"], fields["W"], b, fields["hyperparameters"])
        assert volumes.upstream(rng, sizes, fields).shape == Z.shape
        moves, A_prev = volumes.pooling(rng, sizes, {}), volumes.distinct()(rng, sizes, {})
        dA = volumes.upstream(rng, sizes, {"hyperparameters": moves, "A_prev": A_prev})
        assert dA.shape == ref.pool_forward(A_prev, moves)[0].shape
        assert np.unique(np.abs(A_prev)).size == A_prev.size
        assert (A_prev < 0).any()
        assert (A_prev > 0).any()


@pytest.mark.parametrize("wrong", [3.0, True, [3], np.array([3]), None, "3", np.float64(3)])
def test_whole_numbers_are_no_others(wrong):
    volumes = run_module(ROOT / "assignments" / "common" / "volumes.py", "common")
    assert [volumes.whole(one) for one in (3, np.int64(3), np.array(3), np.uint8(3))] == [3] * 4
    with pytest.raises(Failure):
        volumes.whole(wrong)
