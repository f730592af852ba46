"""The reference of c4_residual_networks, against loops over single pixels and differences.

Nothing here calls the checks: what they take for granted is tested here.
"""

import math
import runpy
import sys
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
GIVEN = ROOT / "assignments" / "common" / "given"


@pytest.fixture(scope="module")
def ref():
    sys.path.insert(0, str(GIVEN))
    try:
        return SimpleNamespace(
            **runpy.run_path(str(ROOT / "solutions" / "c4_residual_networks.py"))
        )
    finally:
        sys.path.remove(str(GIVEN))
        sys.modules.pop("convhelp", None)


def convolved(A, W, b, stride, pad):
    """One output at a time, one product at a time."""
    m, n_H, n_W, n_C = A.shape
    f, _, _, filters = W.shape
    sides = [(n + 2 * pad - f) // stride + 1 for n in (n_H, n_W)]
    Z = np.zeros((m, *sides, filters))
    for i, h, w, k in np.ndindex(Z.shape):
        total = b[0, 0, 0, k]
        for u, v, c in product(range(f), range(f), range(n_C)):
            row, column = h * stride + u - pad, w * stride + v - pad
            if 0 <= row < n_H and 0 <= column < n_W:
                total += A[i, row, column, c] * W[u, v, c, k]
        Z[i, h, w, k] = total
    return Z


def block_by_loops(X, p, stride):
    f1, f2 = len(p["W1"]), len(p["W2"])
    A1 = np.maximum(convolved(X, p["W1"], p["b1"], stride, (f1 - 1) // 2), 0)
    Z2 = convolved(A1, p["W2"], p["b2"], 1, (f2 - 1) // 2)
    short = convolved(X, p["Ws"], p["bs"], stride, 0) if "Ws" in p else X
    return np.maximum(Z2 + short, 0)


def block(f1, f2, n_C, n_1, n_2, projection, seed=3):
    rng = np.random.default_rng(seed)
    shapes = {"W1": (f1, f1, n_C, n_1), "b1": (1, 1, 1, n_1)}
    shapes |= {"W2": (f2, f2, n_1, n_2), "b2": (1, 1, 1, n_2)}
    if projection:
        shapes |= {"Ws": (1, 1, n_C, n_2), "bs": (1, 1, 1, n_2)}
    return {name: rng.normal(size=shape) / shape[0] for name, shape in shapes.items()}


def volume(*shape, seed=7):
    return np.random.default_rng(seed).normal(size=shape)


def slope_of(f, at, h=1e-6):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def test_kinds(ref):
    assert ref.shortcut_kind((5, 7, 4), 4, 1) == "identity"
    cases = [(4, 2), (5, 1), (7, 1), (3, 3)]
    assert {ref.shortcut_kind((5, 7, 4), *case) for case in cases} == {"projection"}
    for shape, filters, stride in (((5, 7), 5, 1), ((1, 5, 7, 4), 4, 1), ((5, 7, 4), 0, 1)):
        with pytest.raises(ValueError):
            ref.shortcut_kind(shape, filters, stride)
    with pytest.raises(ValueError):
        ref.shortcut_kind((5, 7, 4), 4, 0)


def test_the_kind_is_identity_where_shapes_agree(ref):
    for n_C, filters, stride in product((1, 2, 3), (1, 2, 3), (1, 2, 3)):
        X, p = volume(1, 4, 3, n_C), block(3, 1, n_C, 2, filters, projection=True)
        A, _ = ref.projection_block_forward(X, p, stride)
        kind = ref.shortcut_kind(X.shape[1:], filters, stride)
        assert (A.shape == X.shape) == (kind == "identity")


@pytest.mark.parametrize(("f1", "f2"), [(1, 3), (3, 1), (3, 5), (5, 3)])
def test_an_identity_block_by_loops(ref, f1, f2):
    X, p = volume(2, 3, 4, 2), block(f1, f2, 2, 3, 2, projection=False)
    A, _ = ref.identity_block_forward(X, p)
    assert np.allclose(A, block_by_loops(X, p, 1), rtol=1e-12)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize(("f1", "f2"), [(1, 3), (3, 1), (5, 3)])
def test_a_projection_block_by_loops(ref, f1, f2, stride):
    X, p = volume(2, 5, 4, 2), block(f1, f2, 2, 3, 4, projection=True)
    A, _ = ref.projection_block_forward(X, p, stride)
    assert np.allclose(A, block_by_loops(X, p, stride), rtol=1e-12)


@pytest.mark.parametrize(("f1", "f2"), [(1, 3), (3, 1), (3, 3)])
def test_an_identity_block_backward_by_differences(ref, f1, f2):
    X, p = volume(2, 2, 3, 2), block(f1, f2, 2, 3, 2, projection=False)
    dA = volume(2, 2, 3, 2, seed=8)
    dX, grads = ref.identity_block_backward(dA, ref.identity_block_forward(X, p)[1])
    assert np.allclose(dX, slope_of(lambda v: np.sum(dA * block_by_loops(v, p, 1)), X), atol=1e-7)
    for name, value in p.items():
        want = slope_of(
            lambda v, name=name: np.sum(dA * block_by_loops(X, p | {name: v}, 1)), value
        )
        assert np.allclose(grads[f"d{name}"], want, atol=1e-7)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_a_projection_block_backward_by_differences(ref, stride):
    X, p = volume(2, 4, 5, 2), block(3, 1, 2, 3, 3, projection=True)
    A, cache = ref.projection_block_forward(X, p, stride)
    dA = volume(*A.shape, seed=8)
    dX, grads = ref.projection_block_backward(dA, cache)
    want = slope_of(lambda v: np.sum(dA * block_by_loops(v, p, stride)), X)
    assert np.allclose(dX, want, atol=1e-7)
    for name, value in p.items():
        want = slope_of(
            lambda v, name=name: np.sum(dA * block_by_loops(X, p | {name: v}, stride)), value
        )
        assert np.allclose(grads[f"d{name}"], want, atol=1e-7)


def stack():
    """Blocks of both kinds, from 2 channels to 3: each sees another shape."""
    plain, wide = block(3, 1, 2, 3, 2, False, 1), block(1, 3, 2, 2, 4, True, 2)
    small, last = block(3, 3, 4, 1, 3, True, 4), block(1, 1, 3, 2, 3, False, 5)
    blocks = zip((plain, wide, small, last), (1, 1, 2, 1), strict=True)
    return [{"parameters": p, "stride": s} for p, s in blocks]


def stack_by_loops(X, blocks):
    for one in blocks:
        X = block_by_loops(X, one["parameters"], one["stride"])
    return X


def test_a_stack_by_loops_and_differences(ref):
    X, blocks = volume(2, 3, 4, 2), stack()
    A, caches = ref.resnet_forward(X, blocks)
    assert np.allclose(A, stack_by_loops(X, blocks), rtol=1e-12)
    dA = volume(*A.shape, seed=8)
    dX, grads = ref.resnet_backward(dA, caches)
    want = slope_of(lambda v: np.sum(dA * stack_by_loops(v, blocks)), X)
    assert np.allclose(dX, want, atol=1e-7)
    for k, one in enumerate(blocks):
        for name, value in one["parameters"].items():

            def cost(v, k=k, name=name, one=one):
                moved = one | {"parameters": one["parameters"] | {name: v}}
                return np.sum(dA * stack_by_loops(X, [*blocks[:k], moved, *blocks[k + 1 :]]))

            assert np.allclose(grads[k][f"d{name}"], slope_of(cost, value), atol=1e-7)


def test_no_blocks_change_nothing(ref):
    X = volume(2, 3, 4, 2)
    A, caches = ref.resnet_forward(X, [])
    assert np.array_equal(A, X)
    dX, grads = ref.resnet_backward(X, caches)
    assert np.array_equal(dX, X)
    assert (caches, grads) == ([], [])


def test_the_handouts_network(ref):
    """The tables of the handout, its numbers copied from there."""
    X = np.array([[[[-1, 2], [3, 1], [-1, -1]]], [[[2, 2], [1, -1], [-1, -2]]]], dtype=float)
    W2, W1 = np.zeros((3, 3, 3, 2)), np.zeros((3, 3, 2, 2))
    # Z2, first channel: a₃ of the left pixel − a₂ of the right one + 1; the second likewise.
    W2[1, 0, 2, 0], W2[1, 2, 1, 0] = 1, -1
    W2[1, 0, :, 1], W2[1, 1, 0, 1], W2[1, 2, 0, 1] = [1, 1, -1], 1, -1
    first = {"W1": [[[[1, 1, 2], [0, -2, -1]]]], "b1": [[[[3, 1, -1]]]], "W2": W2}
    first["b2"] = [[[[1, -2]]]]
    W1[1, 1, 0, 0], W1[1, 2, 1, 0], W1[1, 0, 1, 1], W1[1, 2, 0, 1] = 2, 1, -1, -2
    second = {"W1": W1, "b1": [[[[-1, 2]]]], "W2": [[[[1, 0, -1], [0, -1, 0]]]]}
    second |= {"b2": [[[[-1, -1, 1]]]], "Ws": [[[[0, 1, 2], [-2, 1, 0]]]], "bs": [[[[-1, 3, 2]]]]}
    blocks = [
        {"parameters": {name: np.array(v, dtype=float) for name, v in p.items()}, "stride": s}
        for p, s in ((first, 1), (second, 2))
    ]
    A, caches = ref.resnet_forward(X, blocks)
    assert A[:, 0].tolist() == [[[2, 2, 0], [0, 9, 4]], [[0, 1, 1], [0, 8, 4]]]
    middle, _ = ref.identity_block_forward(X, blocks[0]["parameters"])
    want = [[[0, 0], [2, 5], [4, 3]], [[0, 1], [0, 3], [2, 4]]]
    assert middle[:, 0].tolist() == want
    dA = np.array([[[[1, 2, 3], [1, -1, 2]]], [[[-2, 1, 2], [3, 3, -2]]]], dtype=float)
    dX, grads = ref.resnet_backward(dA, caches)
    want = [[[1, 0], [-1, 3], [-3, -1]], [[3, -1], [3, -8], [8, 3]]]
    assert dX[:, 0].tolist() == want
    assert grads[1]["dWs"][0, 0].tolist() == [[0, 2, 4], [0, 10, 0]]
    assert grads[1]["dW2"][0, 0].tolist() == [[4, 12, 12], [0, 2, 4]]
    assert grads[0]["dW1"][0, 0].tolist() == [[-6, 0, 4], [-8, -4, 4]]
    assert [g["db2"].ravel().tolist() for g in grads] == [[2, 2], [1, 5, 2]]
    assert [g["db1"].ravel().tolist() for g in grads] == [[3, 2, 2], [-1, -1]]


def depths(x, weights, residual):
    found = [x]
    for W in weights:
        t = np.array([[math.tanh(z) for z in row] for row in (W @ found[-1]).tolist()])
        found.append(found[-1] + t if residual else t)
    return found


@pytest.mark.parametrize("residual", [True, False])
def test_norms_by_differences_at_every_depth(ref, residual):
    rng = np.random.default_rng(4)
    weights = [rng.normal(size=(3, 3)) for _ in range(4)]
    x, d_out = rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    norms = ref.depth_gradient_norms(x, d_out, weights, residual)
    for depth, h in enumerate(depths(x, weights, residual)):
        rest = weights[depth:]
        slope = slope_of(lambda v, rest=rest: np.sum(d_out * depths(v, rest, residual)[-1]), h)
        assert norms[depth] == pytest.approx(np.linalg.norm(slope), rel=1e-6)


def test_the_thresholds_of_depth_have_a_margin(ref):
    for seed in range(200):
        rng = np.random.default_rng(seed)
        weights = [0.3 / np.sqrt(8) * rng.normal(size=(8, 8)) for _ in range(30)]
        x, d_out = rng.normal(size=(8, 3)), rng.normal(size=(8, 3))
        plain, kept = (ref.depth_gradient_norms(x, d_out, weights, r) for r in (False, True))
        assert 0 < plain[0] < 1e-12 * plain[-1]
        assert kept[0] > 0.3 * kept[-1]


def test_ratio(ref):
    assert ref.degradation_ratio([1, 2, 4]) == 0.5
    assert ref.degradation_ratio(np.array([27.0, 1, 5, 8])) == pytest.approx(1.5)
    assert ref.degradation_ratio([0.0, 1.0, 1.0]) == 0.0
    for norms in ([1.0, 0.0], [0.0, 0.0]):
        with pytest.raises(ValueError):
            ref.degradation_ratio(norms)
