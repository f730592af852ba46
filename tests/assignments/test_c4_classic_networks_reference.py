"""The reference of c4_classic_networks, against published figures, counting and loops.

Nothing here calls the checks: what they take for granted is tested here.
"""

import itertools
import runpy
import sys
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
        solution = ROOT / "solutions" / "c4_classic_networks.py"
        return SimpleNamespace(**runpy.run_path(str(solution)))
    finally:
        sys.path.remove(str(GIVEN))


def positions(n, f, stride, pad):
    """How many windows begin and end in the padded row."""
    return sum(1 for start in range(0, n + 2 * pad, stride) if start + f <= n + 2 * pad)


@pytest.mark.parametrize("kind", ["conv", "pool"])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("pad", [0, 1, 3, "valid", "same", None])
def test_shapes_by_counting_windows(ref, kind, stride, pad):
    for f, height, width in itertools.product((1, 3, 4, 7), (7, 8, 12), (9, 11)):
        layer = {"type": kind, "f": f, "stride": stride, "filters": 5, "pad": pad}
        if pad is None:
            del layer["pad"]
        if pad == "same" and f == 4:
            with pytest.raises(ValueError, match="f = 4"):
                ref.layer_output_shape((height, width, 2), layer)
            continue
        p = {None: 0, "valid": 0, "same": (f - 1) // 2}.get(pad, pad)
        want = positions(height, f, stride, p), positions(width, f, stride, p)
        found = ref.layer_output_shape((height, width, 2), layer)
        assert found == (*want, 5 if kind == "conv" else 2)


def conv(f, filters, stride=1, pad=0):
    return {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}


@pytest.mark.parametrize(
    ("shape", "layer"),
    [
        ((4, 9, 2), conv(5, 3)),
        ((9, 4, 2), conv(5, 3)),
        ((2, 9, 2), conv(5, 3, pad=1)),
        ((9, 9, 2), conv(2, 3, pad="same")),
        ((9,), conv(1, 3)),
        ((9,), {"type": "pool", "f": 1, "stride": 1, "mode": "max"}),
        ((9, 9, 2), {"type": "fc", "units": 3}),
        ((9, 9, 2), {"type": "norm"}),
        ((9,), {"type": "norm"}),
    ],
)
def test_what_is_refused(ref, shape, layer):
    with pytest.raises(ValueError, match=r"\w"):
        ref.layer_output_shape(shape, layer)


def test_parameters_by_making_the_arrays(ref):
    W, b = np.zeros((5, 5, 3, 6)), np.zeros((1, 1, 1, 6))
    assert ref.layer_parameter_count((9, 14, 3), conv(5, 6)) == W.size + b.size == 456
    W, b = np.zeros((120, 400)), np.zeros((120, 1))
    assert ref.layer_parameter_count((400,), {"type": "fc", "units": 120}) == W.size + b.size
    assert ref.layer_parameter_count((9, 9, 3), {"type": "pool", "f": 2, "stride": 2}) == 0


def rows_of(ref, name):
    """(type, output shape, parameters) of a network's layers but for relu and dropout."""
    rows = ref.network_summary(*ref.classic_network(name))
    return [
        (row["type"], row["output_shape"], row["parameters"])
        for row in rows
        if row["type"] not in ("relu", "dropout")
    ]


def test_lenet5_as_published(ref):
    # LeCun, Bottou, Bengio and Haffner (1998): C1 has 156 parameters, C5 48120 and F6 10164. Its
    # C3 is connected in part (1516) and its pools and last layer have coefficients of their own.
    assert rows_of(ref, "lenet5") == [
        ("conv", (28, 28, 6), 156),
        ("pool", (14, 14, 6), 0),
        ("conv", (10, 10, 16), 2416),
        ("pool", (5, 5, 16), 0),
        ("flatten", (400,), 0),
        ("fc", (120,), 48120),
        ("fc", (84,), 10164),
        ("fc", (10,), 850),
    ]
    assert 156 + 12 + 1516 + 32 + 48120 + 10164 == 60000  # which the paper says in all


def test_alexnet_as_published(ref):
    # Krizhevsky, Sutskever and Hinton (2012): 60 million parameters; the layers from the second
    # on have 186624, 64896, 64896, 43264, 4096, 4096 and 1000 units.
    rows = rows_of(ref, "alexnet")
    assert sum(row[2] for row in rows) == 62_378_344
    units = [np.prod(row[1]) for row in rows if row[0] in ("conv", "fc")]
    assert units == [290400, 186624, 64896, 64896, 43264, 4096, 4096, 1000]
    # On two GPUs the second, fourth and fifth layer saw half of their input.
    halves = [256 * 48 * 25, 384 * 192 * 9, 256 * 192 * 9]
    assert 62_378_344 - sum(halves) == 60_965_224


def test_vgg16_as_published(ref):
    # Simonyan and Zisserman (2015): configuration D, 16 weight layers, 138 million parameters.
    rows = rows_of(ref, "vgg16")
    assert sum(row[2] for row in rows) == 138_357_544
    assert [row[0] for row in rows].count("conv") == 13
    assert [row[1] for row in rows if row[0] == "pool"] == [
        (112, 112, 64),
        (56, 56, 128),
        (28, 28, 256),
        (14, 14, 512),
        (7, 7, 512),
    ]


def test_the_inception_block_as_published(ref):
    # Szegedy et al. (2015): block 3a, of 28 × 28 × 192, takes 128 million multiplications.
    shape = (28, 28, 192)
    branches = [(1, 64, None), (3, 128, 96), (5, 32, 16), (1, 32, None)]
    costs = [ref.conv_cost(shape, *branch) for branch in branches]
    assert sum(cost["multiplications"] for cost in costs) == 128_049_152
    assert sum(cost["parameters"] for cost in costs) == 163_696
    assert ref.conv_cost(shape, 5, 32) == {"multiplications": 120_422_400, "parameters": 153_632}
    assert costs[2]["multiplications"] == 12_443_648


def test_cost_by_counting(ref):
    A, W = np.ones((3, 4, 2)), np.ones((3, 3, 2, 5))
    # Each multiplication with padding counts as one.
    padded = np.pad(A, ((1, 1), (1, 1), (0, 0)))
    products = sum(
        (padded[i : i + 3, j : j + 3] * W[..., k]).size
        for i, j, k in itertools.product(range(3), range(4), range(5))
    )
    found = ref.conv_cost((3, 4, 2), 3, 5)
    assert found == {"multiplications": products, "parameters": W.size + 5}
    narrow = ref.conv_cost((3, 4, 2), 3, 5, 1)
    assert narrow == {"multiplications": 24 + 12 * 45, "parameters": 3 + 50}


def seen_by_one(layers):
    """How many inputs one output depends on, by following sets of them forward."""
    cells = [{i} for i in range(400)]
    for layer in layers:
        f, stride = layer["f"], layer["stride"]
        starts = range(0, len(cells) - f + 1, stride)
        cells = [set().union(*cells[start : start + f]) for start in starts]
    return max(cells[0]) - min(cells[0]) + 1


def test_receptive_fields_by_following_cells(ref):
    for fs in itertools.product((1, 2, 3, 5), repeat=3):
        for strides in itertools.product((1, 2, 3), repeat=3):
            layers = [conv(f, 1, stride) for f, stride in zip(fs, strides, strict=True)]
            layers[1]["type"] = "pool"
            # Windows that leave gaps reach from end to end all the same.
            assert ref.receptive_field(layers) == seen_by_one(layers)


def test_receptive_fields_of_the_classics(ref):
    fields = {name: ref.receptive_field(ref.classic_network(name)[1]) for name in NAMES}
    assert fields == {"lenet5": 16, "alexnet": 195, "vgg16": 212}
    assert ref.receptive_field([{"type": "flatten"}, {"type": "fc", "units": 3}]) == 1


NAMES = ("lenet5", "alexnet", "vgg16")


def test_a_dense_layer_in_place_of_a_convolution(ref):
    assert ref.dense_equivalent((32, 32, 3), conv(5, 6)) == 3073 * 4704 == 14_455_392
    large = ref.dense_equivalent((8192, 8192, 64), conv(3, 128, pad="same"))
    assert large == (2**32 + 1) * 2**33


@pytest.mark.parametrize("f", [1, 3, 5, 7])
def test_pooling_by_loops(ref, f):
    A = np.random.default_rng(f).normal(size=(2, 4, 3, 2)) - 2
    found = ref.max_pool_same(A, f)
    p = f // 2
    for i, h, w, c in np.ndindex(A.shape):
        near = A[i, max(0, h - p) : h + p + 1, max(0, w - p) : w + p + 1, c]
        assert found[i, h, w, c] == near.max()


def convolved(A, W, b):
    """A same convolution followed by relu, number by number."""
    m, height, width, _ = A.shape
    f = W.shape[0]
    p = f // 2
    out = np.zeros((m, height, width, W.shape[3]))
    for i, h, w, k in np.ndindex(out.shape):
        total = b[0, 0, 0, k]
        for u, v in np.ndindex(f, f):
            y, x = h + u - p, w + v - p
            if 0 <= y < height and 0 <= x < width:
                total += A[i, y, x] @ W[u, v, :, k]
        out[i, h, w, k] = max(0.0, total)
    return out


def test_the_block_by_loops(ref):
    rng = np.random.default_rng(3)
    A = rng.normal(size=(2, 4, 5, 3)) - 0.5
    sizes = {"1": (1, 3, 2), "3r": (1, 3, 4), "3": (3, 4, 1), "5r": (1, 3, 2), "5": (5, 2, 3)}
    sizes["p"] = (1, 3, 2)
    P = {f"W{name}": rng.normal(size=(f, f, c, n)) for name, (f, c, n) in sizes.items()}
    P |= {f"b{name}": rng.normal(size=(1, 1, 1, n)) for name, (_, _, n) in sizes.items()}
    pooled = ref.max_pool_same(A)
    branches = [
        convolved(A, P["W1"], P["b1"]),
        convolved(convolved(A, P["W3r"], P["b3r"]), P["W3"], P["b3"]),
        convolved(convolved(A, P["W5r"], P["b5r"]), P["W5"], P["b5"]),
        convolved(pooled, P["Wp"], P["bp"]),
    ]
    found = ref.inception_forward(A, P)
    assert found.shape == (2, 4, 5, 8)
    assert np.allclose(found, np.concatenate(branches, axis=3), atol=1e-12)


def test_windows_are_uniform_and_independent(ref):
    image = np.arange(20).reshape(1, 4, 5, 1)
    windows = ref.augment_batch(np.repeat(image, 6000, axis=0), 3, 5)[..., 0]
    known = {}
    for top, left in itertools.product(range(2), range(3)):
        window = image[0, top : top + 3, left : left + 3, 0]
        known[window.tobytes()] = (top, left, 0)
        known[window[:, ::-1].tobytes()] = (top, left, 1)
    found = [known[window.tobytes()] for window in windows]
    counts = [found.count(one) for one in known.values()]
    assert len(counts) == 12
    # Five standard deviations of a share of 1/12.
    assert max(abs(count - 500) for count in counts) < 5 * np.sqrt(6000 * 11 / 144)
    again = sum(one == other for one, other in itertools.pairwise(found))
    assert abs(again - 500) < 5 * np.sqrt(6000 * 11 / 144)


def test_a_crop_of_the_whole_side(ref):
    images = np.arange(2 * 3 * 5, dtype=np.uint8).reshape(2, 3, 5, 1)
    out = ref.augment_batch(images, 3, 0)
    assert (out.shape, out.dtype) == ((2, 3, 3, 1), np.uint8)
    for crop in (0, -1, 4):
        with pytest.raises(ValueError, match="crop"):
            ref.augment_batch(images, crop, 0)
