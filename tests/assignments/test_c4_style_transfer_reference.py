"""The reference of c4_style_transfer, against loops over single numbers and differences.

Nothing here calls the checks: what they take for granted is tested here, the images too.
"""

import math
import runpy
import sys
from itertools import product
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.course.modules import run_module

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    given = str(ROOT / "assignments" / "common" / "given")
    sys.path.insert(0, given)
    try:
        return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c4_style_transfer.py")))
    finally:
        sys.path.remove(given)
        sys.modules.pop("convhelp", None)


def pair(shape, seed=3):
    """Activations of two images at one layer."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=shape), rng.normal(size=shape)


def slope_of(f, at, h=1e-5):
    """The differences of the number f(at) in each entry of `at`."""
    slope = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        unit = np.zeros_like(at)
        unit[place] = h
        slope[place] = (f(at + unit) - f(at - unit)) / (2 * h)
    return slope


def content_by_loops(a_C, a_G):
    total = 0.0
    for place in np.ndindex(a_C.shape):
        total += (a_C[place] - a_G[place]) ** 2
    return total / (4 * a_C.size)


def together(a, i, j):
    """How channels i and j go together, added up place by place."""
    return sum(a[h, w, i] * a[h, w, j] for h in range(a.shape[0]) for w in range(a.shape[1]))


def style_by_loops(a_S, a_G):
    n_H, n_W, n_C = a_S.shape
    total = 0.0
    for i, j in product(range(n_C), repeat=2):
        total += (together(a_S, i, j) - together(a_G, i, j)) ** 2
    return total / (4 * n_C**2 * (n_H * n_W) ** 2)


SHAPES = [(2, 3, 4), (4, 2, 3), (1, 1, 1), (3, 1, 2), (1, 5, 3), (3, 3, 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_costs_by_loops(ref, shape):
    one, other = pair(shape)
    assert ref.content_cost(one, other) == pytest.approx(content_by_loops(one, other))
    assert ref.layer_style_cost(one, other) == pytest.approx(style_by_loops(one, other))
    assert ref.content_cost(one, one) == 0
    assert ref.layer_style_cost(one, one) == 0


@pytest.mark.parametrize("shape", SHAPES)
def test_gradients_by_differences(ref, shape):
    one, other = pair(shape)
    want = slope_of(lambda a: content_by_loops(one, a), other)
    assert np.allclose(ref.content_cost_gradient(one, other), want, atol=1e-9)
    want = slope_of(lambda a: style_by_loops(one, a), other)
    assert np.allclose(ref.layer_style_cost_gradient(one, other), want, atol=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_unrolled_place_by_place(ref, shape):
    a, _ = pair(shape)
    A = ref.unroll(a)
    assert A.shape == (shape[2], shape[0] * shape[1])
    for h, w, c in np.ndindex(shape):
        assert A[c, h * shape[1] + w] == a[h, w, c]
    G = ref.gram_matrix(A)
    for i, j in np.ndindex(G.shape):
        assert G[i, j] == pytest.approx(together(a, i, j))


def test_the_style_forgets_places_and_the_content_does_not(ref):
    one, other = pair((3, 4, 2))
    order = np.random.default_rng(5).permutation(12)
    moved = other.reshape(12, 2)[order].reshape(3, 4, 2)
    assert ref.layer_style_cost(one, moved) == pytest.approx(ref.layer_style_cost(one, other))
    assert ref.content_cost(one, moved) != pytest.approx(ref.content_cost(one, other))


def test_the_handouts_worked_example(ref):
    a_S = np.array([[[4, -1], [3, 0], [1, 2]], [[1, 0], [0, 2], [0, -2]]], dtype=float)
    a_G = np.array([[[1, 1], [0, 2], [2, -1]], [[0, 0], [3, 3], [1, 2]]], dtype=float)
    assert ref.unroll(a_S).tolist() == [[4, 3, 1, 1, 0, 0], [-1, 0, 2, 0, 2, -2]]
    assert ref.gram_matrix(ref.unroll(a_S)).tolist() == [[27, -2], [-2, 13]]
    assert ref.gram_matrix(ref.unroll(a_G)).tolist() == [[15, 10], [10, 19]]
    assert ref.layer_style_cost(a_S, a_G) == pytest.approx(13 / 16)
    dA = ref.unroll(ref.layer_style_cost_gradient(a_S, a_G))
    assert np.allclose(24 * dA, [[0, 4, -6, 0, 0, 2], [3, 2, 3, 0, 9, 4]])
    assert ref.content_cost(a_S, a_G) == pytest.approx(4 / 3)
    dA = ref.unroll(ref.content_cost_gradient(a_S, a_G))
    assert np.allclose(24 * dA, [[-3, -3, 1, -1, 3, 1], [2, 2, -3, 0, 1, 4]])
    assert ref.total_cost(4 / 3, 13 / 16, 3, 8) == pytest.approx(10.5)
    found = ref.activation_gradients([a_S], [a_S], [a_G], 0, [0.5], 3, 8)
    assert found[0][1, 2, 1] == pytest.approx(7 / 6)
    assert ref.style_cost([a_S, a_S], [a_G, a_S], [0.5, 3]) == pytest.approx(13 / 32)


def layers_by_loops(image, filters):
    """Same convolutions and tanh, number by number."""
    found, a = [], image
    for W in filters:
        f, n_C = W.shape[0], W.shape[3]
        pad = f // 2
        z = np.zeros((*a.shape[:2], n_C))
        for h, w, k in np.ndindex(z.shape):
            for u, v, c in np.ndindex(W.shape[:3]):
                row, column = h + u - pad, w + v - pad
                if 0 <= row < a.shape[0] and 0 <= column < a.shape[1]:
                    z[h, w, k] += a[row, column, c] * W[u, v, c, k]
        a = np.vectorize(math.tanh)(z)
        found.append(a)
    return found


def images(seed=6):
    """Content, style and start of 3 × 4 pixels, and filters of two layers."""
    rng = np.random.default_rng(seed)
    filters = [0.5 * rng.normal(size=(3, 3, 2, 3)), 0.5 * rng.normal(size=(1, 1, 3, 2))]
    return (*(rng.random((3, 4, 2)) for _ in range(3)), filters)


@pytest.mark.parametrize("content_layer", [0, 1])
def test_each_update_goes_against_differences_of_the_cost(ref, content_layer):
    content, style, start, filters = images()
    weights, alpha, beta = [0.5, 2.0], 3.0, 200.0
    content_acts, style_acts = (layers_by_loops(one, filters) for one in (content, style))

    def cost(image):
        acts = layers_by_loops(image, filters)
        J_style = sum(
            w * style_by_loops(s, g) for w, s, g in zip(weights, style_acts, acts, strict=True)
        )
        J_content = content_by_loops(content_acts[content_layer], acts[content_layer])
        return alpha * J_content + beta * J_style

    want, costs = start, []
    for _ in range(2):
        costs.append(cost(want))
        want = want - 0.3 * slope_of(cost, want)
    arguments = content, style, filters, content_layer, weights, start, alpha, beta, 0.3
    image, found = ref.style_transfer(*arguments, 2)
    assert np.allclose(image, want, atol=1e-7)
    assert found == pytest.approx(costs)
    same, none = ref.style_transfer(*arguments, 0)
    assert same is not start
    assert np.array_equal(same, start)
    assert none == []


def test_the_defaults(ref):
    content, style, start, filters = images()
    plain = ref.style_transfer(content, style, filters, 1, [1, 1], start)
    spelt = ref.style_transfer(content, style, filters, 1, [1, 1], start, 10, 40, 1.0, 100)
    assert np.array_equal(plain[0], spelt[0])
    assert len(plain[1]) == 100
    assert plain[1] == spelt[1]
    assert ref.total_cost(2, 3) == 140


@pytest.fixture(scope="module")
def made():
    return run_module(ROOT / "assignments" / "common" / "images.py", "common")


def test_stripes_come_again_after_a_period(made):
    upright = made.stripes(3, 12, 4.0)
    assert np.allclose(upright[:, :8], upright[:, 4:])
    assert np.ptp(upright, axis=0).max() == 0
    assert np.allclose(upright[:, 1:], made.stripes(3, 12, 4.0, shift=-1.0)[:, :-1])
    across = made.stripes(12, 3, 4.0, 90.0)
    assert np.allclose(across, upright.T)
    assert upright.min() == pytest.approx(0)
    assert upright.max() == pytest.approx(1)
    slanting = made.stripes(9, 9, 5.0, 30.0)
    assert not np.allclose(slanting, slanting.T)


def test_checks_and_blobs(made):
    board = made.checks(3, 4, 2)
    assert board.tolist() == [[0, 0, 1, 1], [0, 0, 1, 1], [1, 1, 0, 0]]
    spots = made.blobs(20, 30, 3, 4)
    assert np.array_equal(spots, made.blobs(20, 30, 3, 4))
    assert not np.array_equal(spots, made.blobs(20, 30, 3, 5))
    assert 0.8 < spots.max() <= 1
    assert spots.min() < 0.01


def test_painted_in_colours(made):
    found = made.painted(made.checks(2, 3, 1), [0.1, 0.5], [0.9, 0.0])
    assert found.shape == (2, 3, 2)
    assert found[0, 0].tolist() == [0.1, 0.5]
    assert np.allclose(found[0, 1], [0.9, 0.0])


def turned(seed=1):
    """Filters (3, 3, 2, 3) and (3, 3, 3, 4) of length 1, at right angles: the checks' own."""
    rng, found = np.random.default_rng(seed), []
    for before, n_C in ((2, 3), (3, 4)):
        columns = np.linalg.qr(rng.normal(size=(9 * before, n_C)))[0]
        found.append(columns.reshape(3, 3, before, n_C))
    return found


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4])
def test_descents_reach_the_thresholds_with_a_margin(ref, made, seed):
    rng = np.random.default_rng(seed)
    content = made.painted(made.blobs(6, 8, 3, seed), [0.2, 0.1], [0.6, 1.0])
    pattern = made.stripes(6, 8, 3 + 2 * rng.random(), 180 * rng.random())
    style = made.painted(pattern, [0.1, 0.8], [0.9, 0.2])
    shared = turned(), 0, [0.5, 0.5], rng.random((6, 8, 2))
    image, costs = ref.style_transfer(content, style, *shared, 0.0, 1500.0, 1.0, 30)
    assert costs[-1] < 0.15 * costs[0]
    found, want = (
        ref.gram_matrix(ref.unroll(layers_by_loops(one, shared[0][:1])[0]))
        for one in (image, style)
    )
    assert np.abs(found - want).mean() < 0.08 * np.abs(want).mean()
    assert (np.diff(costs) < 0).all()
    _, costs = ref.style_transfer(content, style, *shared, 10.0, 0.0, 6.0, 20)
    assert costs[-1] < 0.04 * costs[0]
    assert (np.diff(costs) < 0).all()
