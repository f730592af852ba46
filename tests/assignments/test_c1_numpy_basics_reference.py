"""The reference of c1_numpy_basics, against mathematics written another way.

Loops, exact fractions, closed forms, and NumPy's own broadcasting. Nothing here may call the
checks: they are proved elsewhere, and what they take for granted is tested here.
"""

import itertools
import math
import runpy
import warnings
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ref():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "solutions" / "c1_numpy_basics.py")))


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.mark.parametrize("z", [-30.0, -1.5, 0.0, 0.3, 12.0])
def test_sigmoid_is_the_logistic_function(ref, z):
    assert ref.sigmoid(z) == pytest.approx(1 / (1 + math.exp(-z)), rel=1e-14)
    assert ref.sigmoid(z) + ref.sigmoid(-z) == pytest.approx(1.0, abs=1e-15)


def test_sigmoid_takes_lists_integers_and_any_shape(ref):
    assert np.array_equal(ref.sigmoid([[0, 0]]), [[0.5, 0.5]])
    assert ref.sigmoid(np.zeros((2, 1, 3), dtype=int)).shape == (2, 1, 3)
    assert ref.sigmoid(np.array([1])).dtype == np.float64
    assert ref.sigmoid(1) == pytest.approx(0.731, abs=1e-3)


@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.uint8, np.int8])
def test_sigmoid_computes_in_float64_whatever_it_is_given(ref, dtype):
    s = ref.sigmoid(np.array([0, 1, 100], dtype=dtype))
    assert s.dtype == np.float64
    assert s == pytest.approx([1 / 2, 1 / (1 + math.exp(-1)), 1 / (1 + math.exp(-100))], rel=1e-14)


def test_sigmoid_reaches_its_ends_without_a_warning(ref):
    z = np.array([-1e4, -745.0, -100.0, 100.0, 745.0, 1e4])
    assert np.allclose(ref.sigmoid(z), [0, 0, 0, 1, 1, 1], rtol=0, atol=1e-40)


@pytest.mark.parametrize("z", [-6.0, -0.7, 0.0, 2.0, 5.5])
def test_sigmoid_derivative_is_the_slope(ref, z):
    h = 1e-5
    slope = (ref.sigmoid(z + h) - ref.sigmoid(z - h)) / (2 * h)
    assert ref.sigmoid_derivative(z) == pytest.approx(slope, abs=1e-9)
    assert ref.sigmoid_derivative(z) == pytest.approx(1 / (2 + 2 * math.cosh(z)), rel=1e-13)


def test_sigmoid_derivative_keeps_the_shape(ref):
    assert ref.sigmoid_derivative([[0, 0]]).shape == (1, 2)
    assert ref.sigmoid_derivative(math.log(3)) == pytest.approx(3 / 16)


def test_image_to_vector_by_loops(ref, rng):
    image = rng.integers(0, 255, size=(3, 4, 2), dtype=np.uint8)
    want = [image[i, j, k] for i in range(3) for j in range(4) for k in range(2)]
    column = ref.image_to_vector(image)
    assert (column.shape, column.dtype) == ((24, 1), np.uint8)
    assert column[:, 0].tolist() == want


def test_flatten_images_puts_each_picture_into_its_column(ref, rng):
    images = rng.integers(0, 255, size=(5, 3, 4, 2), dtype=np.uint8)
    columns = ref.flatten_images(images)
    assert (columns.shape, columns.dtype) == ((24, 5), np.uint8)
    for i, image in enumerate(images):
        assert np.array_equal(columns[:, i : i + 1], ref.image_to_vector(image))
    assert np.array_equal(ref.flatten_images(images[:1]), ref.image_to_vector(images[0]))


def test_scale_pixels_divides_by_255_and_copies(ref):
    X = np.array([[0, 51], [102, 200]], dtype=np.uint8)
    want = [[float(Fraction(int(value), 255)) for value in row] for row in X]
    scaled = ref.scale_pixels(X)
    assert scaled.dtype == np.float64
    assert scaled.tolist() == want
    floats = X.astype(np.float64)
    assert not np.shares_memory(ref.scale_pixels(floats), floats)
    assert np.array_equal(floats, X)


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 5), (1, 1)])
def test_normalize_rows_by_loops(ref, rng, shape):
    x = rng.normal(size=shape)
    for row, unit in zip(x, ref.normalize_rows(x), strict=True):
        assert unit == pytest.approx(row / math.hypot(*row), rel=1e-14)


def test_normalize_rows_keeps_zeros_without_a_warning(ref):
    x = np.array([[0.0, 0.0], [3.0, -4.0]])
    assert ref.normalize_rows(x).tolist() == [[0.0, 0.0], [0.6, -0.8]]


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 5), (3, 1)])
def test_softmax_by_loops(ref, rng, shape):
    x = rng.normal(size=shape)
    for row, p in zip(x, ref.softmax(x), strict=True):
        total = sum(math.exp(value) for value in row)
        assert p == pytest.approx([math.exp(value) / total for value in row], rel=1e-13)


def test_softmax_far_out_without_a_warning(ref):
    x = np.array([[1000.0, 1001.0], [-1000.0, -1001.0], [0.0, -2000.0]])
    with np.errstate(all="warn", under="ignore"), warnings.catch_warnings():
        warnings.simplefilter("error")
        p = ref.softmax(x)
    assert np.allclose(p, [[0.26894142, 0.73105858], [0.73105858, 0.26894142], [1, 0]])


def test_losses_of_the_handouts_example(ref):
    assert ref.l1_loss([1, 0.5, 2], [1, 1, 0]) == 2.5
    assert ref.l2_loss([1, 0.5, 2], [1, 1, 0]) == 4.25


@pytest.mark.parametrize("shape", [(5,), (1, 5), (3, 4), (2, 3, 2)])
def test_losses_by_loops(ref, rng, shape):
    yhat, y = rng.normal(size=shape), rng.normal(size=shape)
    pairs = list(zip(yhat.ravel().tolist(), y.ravel().tolist(), strict=True))
    assert ref.l1_loss(yhat, y) == pytest.approx(sum(abs(b - a) for a, b in pairs), rel=1e-13)
    assert ref.l2_loss(yhat, y) == pytest.approx(sum((b - a) ** 2 for a, b in pairs), rel=1e-13)


def test_losses_of_small_whole_numbers_do_not_wrap(ref):
    a, b = np.array([0, 10], dtype=np.uint8), np.array([1, 30], dtype=np.uint8)
    assert ref.l1_loss(a, b) == ref.l1_loss(b, a) == 21
    assert ref.l2_loss(a, b) == ref.l2_loss(b, a) == 401


@pytest.mark.parametrize("name", ["l1_loss", "l2_loss"])
@pytest.mark.parametrize("shapes", [((3, 1), (3,)), ((2, 1), (1, 2)), ((4,), ())])
def test_losses_refuse_what_would_broadcast(ref, name, shapes):
    a, b = map(np.ones, shapes)
    assert (a - b).size
    with pytest.raises(ValueError, match="has shape"):
        getattr(ref, name)(a, b)


def test_broadcast_shape_is_numpys_for_every_pair_of_small_shapes(ref):
    shapes = [
        shape for dims in range(4) for shape in itertools.product((0, 1, 2, 3, 4), repeat=dims)
    ]
    small = [shape for shape in shapes if len(shape) < 3]
    fitting = 0
    for a, b in itertools.product(shapes, small):
        try:
            want = np.broadcast_shapes(a, b)
        except ValueError:
            for pair in ((a, b), (b, a)):
                with pytest.raises(ValueError, match="do not fit"):
                    ref.broadcast_shape(*pair)
        else:
            fitting += 1
            assert ref.broadcast_shape(a, b) == want == ref.broadcast_shape(b, a)
    assert 0 < fitting < len(shapes) * len(small)


def test_broadcast_shape_makes_no_arrays(ref):
    side = 10**9
    assert ref.broadcast_shape((side, 1, side), (side, 1)) == (side, side, side)


@pytest.mark.parametrize("shape", [(3, 3), (4, 2), (2, 5)])
def test_center_and_scale_by_loops(ref, rng, shape):
    X = 3 + 2 * rng.normal(size=shape)
    m = shape[1]
    for row, z in zip(X.tolist(), ref.center_and_scale(X), strict=True):
        mean = math.fsum(row) / m
        deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in row) / m)
        assert z == pytest.approx([(value - mean) / deviation for value in row], rel=1e-10)


def test_center_and_scale_makes_a_constant_row_zeros_and_copies(ref):
    X = np.array([[5.0, 5.0, 5.0], [1.0, 2.0, 3.0]])
    before = X.copy()
    Z = ref.center_and_scale(X)
    assert np.array_equal(Z[0], [0.0, 0.0, 0.0])
    assert Z[1] == pytest.approx([-math.sqrt(1.5), 0.0, math.sqrt(1.5)])
    assert np.array_equal(X, before)


@pytest.mark.parametrize("value", [0.1, 0.7, 1e8 + 0.1, -3.3])
@pytest.mark.parametrize("m", [1, 2, 3, 6, 7])
def test_center_and_scale_makes_zeros_where_the_mean_is_rounded(ref, value, m):
    assert np.array_equal(ref.center_and_scale(np.full((2, m), value)), np.zeros((2, m)))


def test_center_and_scale_of_rows_that_vary_little(ref):
    X = np.array([[1e-7, 3e-7], [1.7e9 - 5, 1.7e9 + 5]])
    assert ref.center_and_scale(X) == pytest.approx(np.array([[-1.0, 1.0], [-1.0, 1.0]]), rel=1e-7)


@pytest.mark.parametrize(("p", "q", "n"), [(3, 3, 3), (4, 2, 5), (1, 6, 1)])
def test_pairwise_sq_distances_by_loops(ref, rng, p, q, n):
    A, B = rng.normal(size=(p, n)), rng.normal(size=(q, n))
    D = ref.pairwise_sq_distances(A, B)
    assert D.shape == (p, q)
    for i, j in np.ndindex(p, q):
        assert D[i, j] == pytest.approx(math.dist(A[i], B[j]) ** 2, rel=1e-13)
