"""The public checks of Residual blocks, forward, backward and stacked; run them with `grade check`."""

from collections.abc import Sequence
from typing import Any
from grader.authoring import Array, Reference, Student, check, close, double_precision, draw, entries, equal, given, numbers, refuses, require, sequence, unchanged, unpack
import numpy as np


Network = dict[str, Array]


Blocks = list[dict[str, Any]]


def first_block() -> tuple[Array, Network]:
    """X (2, 1, 3, 2), and an identity block for it."""
    X = [[[[-1, 2], [3, 1], [-1, -1]]], [[[2, 2], [1, -1], [-1, -2]]]]
    W2 = np.zeros((3, 3, 3, 2))  # an image of one row meets the middle rows only
    W2[1] = [[[0, 1], [0, 1], [1, -1]], [[0, 1], [0, 0], [0, 0]], [[0, -1], [-1, 0], [0, 0]]]
    return np.array(X, dtype=np.float64), {
        "W1": np.array([[[[1.0, 1.0, 2.0], [0.0, -2.0, -1.0]]]]),
        "b1": per_filter(3, 1, -1),
        "W2": W2,
        "b2": per_filter(1, -2),
    }


def second_block() -> tuple[Array, Network]:
    """What the first block gives, and a projection block for it, of stride 2."""
    A = [[[[0, 0], [2, 5], [4, 3]]], [[[0, 1], [0, 3], [2, 4]]]]
    W1 = np.zeros((3, 3, 2, 2))
    W1[1] = [[[0, 0], [0, -1]], [[2, 0], [0, 0]], [[0, -2], [1, 0]]]
    return np.array(A, dtype=np.float64), {
        "W1": W1,
        "b1": per_filter(-1, 2),
        "W2": np.array([[[[1.0, 0.0, -1.0], [0.0, -1.0, 0.0]]]]),
        "b2": per_filter(-1, -1, 1),
        "Ws": np.array([[[[0.0, 1.0, 2.0], [-2.0, 1.0, 0.0]]]]),
        "bs": per_filter(-1, 3, 2),
    }


def third_block() -> tuple[Array, Network]:
    """What the second block gives, and an identity block that adds 1 to it."""
    A = [[[[2, 2, 0], [0, 9, 4]]], [[[0, 1, 1], [0, 8, 4]]]]
    return np.array(A, dtype=np.float64), {
        "W1": np.zeros((1, 1, 3, 2)),
        "b1": per_filter(0, 0),
        "W2": np.zeros((3, 3, 2, 3)),
        "b2": per_filter(1, 1, 1),
    }


def grid_block() -> tuple[Array, Network]:
    """Two mirrored images of 3 x 5 pixels with one channel, and a projection block for them."""
    image = [[1, -9, -2, -9, 3], [-9, -9, -9, -9, -9], [-4, -9, 5, -9, 6]]
    X = np.array([image, [row[::-1] for row in image]], dtype=np.float64)[..., np.newaxis]
    return X, {
        "W1": np.array([[[[-1.0]]]]),
        "b1": per_filter(0),
        "W2": np.ones((3, 3, 1, 1)),
        "b2": per_filter(0),
        "Ws": np.array([[[[1.0]]]]),
        "bs": per_filter(-6),
    }


def per_filter(*values: float) -> Array:
    """A bias (1, 1, 1, n_C)."""
    return np.array(values, dtype=np.float64).reshape(1, 1, 1, -1)


def three_blocks() -> tuple[Array, Blocks]:
    """X, and the three blocks for it."""
    X, first = first_block()
    blocks = [first, second_block()[1], third_block()[1]]
    return X, [{"parameters": p, "stride": s} for p, s in zip(blocks, (1, 2, 1), strict=True)]


def silent_block(mix: Array, stride: int) -> dict[str, Any]:
    """A projection block with a main path of 0, in which the shortcut mixes channels so."""
    n_C, n_2 = mix.shape
    parameters = {
        "W1": np.zeros((1, 1, n_C, 2)),
        "b1": per_filter(0, 0),
        "W2": np.zeros((1, 1, 2, n_2)),
        "b2": np.zeros((1, 1, 1, n_2)),
        "Ws": mix[np.newaxis, np.newaxis],
        "bs": np.zeros((1, 1, 1, n_2)),
    }
    return {"parameters": parameters, "stride": stride}


def slopes_by_hand() -> list[tuple[Array, Network]]:
    """For each of the three blocks: the derivatives in what it gives, and in its parameters."""
    first = [[[[4, 0], [0, 1], [-1, -1]]], [[[1, 1], [2, -2], [3, 3]]]]
    last = [[[[1, 2, 3], [1, -1, 2]]], [[[-2, 1, 2], [3, 3, -2]]]]
    dW2, dW1 = np.zeros((3, 3, 3, 2)), np.zeros((3, 3, 2, 2))
    dW2[1] = [[[6, -2], [10, 10], [2, 0]], [[4, 7], [10, 4], [0, 1]], [[0, 2], [0, -2], [0, 2]]]
    dW1[1] = [[[-4, 0], [-4, 0]], [[-4, 0], [0, -1]], [[2, 0], [-1, -3]]]
    return [
        (
            np.array(first, dtype=np.float64),
            {
                "dW1": np.array([[[[-6.0, 0.0, 4.0], [-8.0, -4.0, 4.0]]]]),
                "db1": per_filter(3, 2, 2),
                "dW2": dW2,
                "db2": per_filter(2, 2),
            },
        ),
        (
            np.array(last, dtype=np.float64),
            {
                "dW1": dW1,
                "db1": per_filter(-1, -1),
                "dW2": np.array([[[[4.0, 12.0, 12.0], [0.0, 2.0, 4.0]]]]),
                "db2": per_filter(1, 5, 2),
                "dWs": np.array([[[[0.0, 2.0, 4.0], [0.0, 10.0, 0.0]]]]),
                "dbs": per_filter(1, 5, 2),
            },
        ),
        (
            np.array(last, dtype=np.float64),
            {
                "dW1": np.zeros((1, 1, 3, 2)),
                "db1": per_filter(0, 0),
                "dW2": np.zeros((3, 3, 2, 3)),
                "db2": per_filter(3, 5, 5),
            },
        ),
    ]


def slopes_of_x() -> Array:
    """The derivatives in X, where those in what the third block gives are as by hand."""
    dX = [[[[1, 0], [-1, 3], [-3, -1]]], [[[3, -1], [3, -8], [8, 3]]]]
    return np.array(dX, dtype=np.float64)


def forward_agrees(got: Any, want: Array, words: str = "") -> Any:
    """The first of (A, cache) is this; the cache."""
    A, cache = unpack(got, "A", "cache")
    close(A, want, what=f"A{words}")
    double_precision(A, f"A{words}")
    return cache


def backward_agrees(got: Any, dX: Array, grads: Network, words: str = "") -> None:
    """(dX, grads) are these; grads may have further keys."""
    found, slopes = unpack(got, "dX", "grads")
    close(found, dX, what=f"dX{words}")
    double_precision(found, f"dX{words}")
    slopes_agree(slopes, grads, words)


def slopes_agree(got: Any, want: Network, words: str = "") -> None:
    """The derivatives in a block's parameters are these."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


def stack_agrees(got: Any, dX: Array, grads: list[Network], words: str = "") -> None:
    """(dX, grads) of several blocks are these, in the order of the blocks."""
    found, slopes = unpack(got, "dX", "grads")
    close(found, dX, what=f"dX{words}")
    double_precision(found, f"dX{words}")
    for place, one in enumerate(sequence(slopes, len(grads), f"grads{words}")):
        slopes_agree(one, grads[place], f" of block {place}{words}")


@check(
    "shortcut_kind",
    points=3,
    kind="example",
    public=True,
    hint="x is added to what the main path gives, entry by entry. For that the stride must be 1, "
    "and the channels as many as before: both. And what is no shape, no number of filters or no "
    "stride gets no answer.",
)
def shortcut_kind_by_hand(student: Student, ref: Reference) -> None:
    """Of (7, 9, 4) with 4 filters and stride 1: identity; with other filters or stride 2: not.

    A pixel with stride 2: not. ValueError for a shape with the examples in it, no filters, or a
    stride of 0.
    """
    cases = [(4, 1, "identity"), (4, 2, "projection"), (7, 1, "projection")]
    cases += [(9, 1, "projection"), (1, 1, "projection"), (8, 2, "projection")]
    for filters, stride, want in cases:
        what = f"the kind for {filters} filters and stride {stride}"
        equal(student.shortcut_kind((7, 9, 4), filters, stride), want, what)
    equal(student.shortcut_kind((1, 1, 4), 4, 2), "projection", "the kind of one pixel, stride 2")
    for shape, filters, stride in (((2, 7, 9, 4), 4, 1), ((7, 9, 4), 0, 1), ((7, 9, 4), 4, 0)):
        refuses(student.shortcut_kind, shape, filters, stride)


@check(
    "identity_block_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has this block pixel by pixel: Z1, A1, Z2, then plus X, and relu last. Each "
    "of them is a new array.",
)
def identity_block_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's first block: two examples of one row of three pixels."""
    X, parameters = first_block()
    forward_agrees(student.identity_block_forward(X, parameters), second_block()[0])
    unchanged(student.identity_block_forward, X, parameters)


@check(
    "identity_block_backward",
    points=3,
    kind="example",
    public=True,
    hint="First through the last relu: dS is dA where S > 0. From there two ways lead to X: back "
    "through both convolutions, and straight along the shortcut. And each call makes arrays and a "
    "dict of its own.",
)
def identity_block_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's first block, backward: dX, dW1, db1, dW2 and db2; dA stays.

    What a second call gives has no array and no dict in common with what the first gave.
    """
    X, parameters = first_block()
    _, cache = unpack(student.identity_block_forward(X, parameters), "A", "cache")
    dA, grads = slopes_by_hand()[0]
    backward_agrees(student.identity_block_backward(dA, cache), slopes_of_x(), grads)
    unchanged(student.identity_block_backward, dA, cache)
    seen = student.identity_block_backward.observe("shared", args=(dA, cache), kwargs={})
    _, found = unpack(seen.value, "dX", "grads")
    entries(found, *grads)
    # Under a further key there may be anything, what is returned already or was given among it.
    require(
        not seen.shared or len(found) > len(grads),
        "each call must return new arrays, and a new dict",
        got="one that an earlier call has returned as well",
        want="new ones",
    )


@check(
    "projection_block_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has this block pixel by pixel. Two convolutions start at X, both with the "
    "stride that is asked for; the one between A1 and Z2 has stride 1. At stride 1 Ws and bs "
    "are used as well.",
)
def projection_block_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's second block; a grid of 3 x 5 pixels, of which stride 2 leaves 2 x 3; stride 1.

    Of the grid W1 makes −x, W2 adds up nine neighbours, and the shortcut takes 6 off. With stride
    1, W2 = 0 and b2 = 0 the main path is silent, and the shortcut makes 2x + 1.
    """
    X, parameters = second_block()
    forward_agrees(student.projection_block_forward(X, parameters, 2), third_block()[0])
    unchanged(student.projection_block_forward, X, parameters, 2)
    grid, parameters = grid_block()
    A = np.array([[[1, 0, 0], [0, 5, 2]], [[0, 0, 1], [2, 5, 0]]], dtype=np.float64)[
        ..., np.newaxis
    ]
    got = student.projection_block_forward(grid, parameters, 2)
    forward_agrees(got, A, " of the grid")
    zeros = {"W2": np.zeros((3, 3, 1, 1)), "Ws": np.full((1, 1, 1, 1), 2.0), "bs": per_filter(1)}
    got = student.projection_block_forward(grid, parameters | zeros, 1)
    forward_agrees(got, np.maximum(0.0, 2 * grid + 1), " of the grid with W2 = 0 and stride 1")


@check(
    "projection_block_backward",
    points=3,
    kind="example",
    public=True,
    hint="dS goes both ways: through the second and the first convolution, and through the "
    "shortcut's. Both end at X, so their dX are added.",
)
def projection_block_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's second block, backward: dX, and six derivatives in parameters; dA stays."""
    X, parameters = second_block()
    _, cache = unpack(student.projection_block_forward(X, parameters, 2), "A", "cache")
    dA, grads = slopes_by_hand()[1]
    dX, _ = slopes_by_hand()[0]
    backward_agrees(student.projection_block_backward(dA, cache), dX, grads)
    unchanged(student.projection_block_backward, dA, cache)


@check(
    "resnet_forward",
    points=3,
    kind="example",
    public=True,
    hint="The third block gets 3 channels and gives 3: what shape X had at the start does not "
    "matter to it. A stride of 2 takes a projection, even where it leaves the size. And no blocks "
    "at all change nothing, not even a number below 0.",
)
def resnet_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three blocks, of which the last adds 1; three caches; without blocks X.

    And two projection blocks without a main path: one widens, the other has a stride of 2. So does
    one that reads a single pixel.
    """
    X, blocks = three_blocks()
    got = student.resnet_forward(X, blocks)
    sequence(forward_agrees(got, third_block()[0] + 1), 3, "caches")
    unchanged(student.resnet_forward, X, blocks)
    got = student.resnet_forward(X, blocks[:2])
    forward_agrees(got, third_block()[0], " of the first two blocks")
    got = student.resnet_forward(X, [])
    sequence(forward_agrees(got, X, " without blocks"), 0, "caches without blocks")
    # Main paths of 0: more channels at stride 1, then stride 2 with as many as before.
    wide = np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 1.0]])
    widens, strides = silent_block(wide, 1), silent_block(np.eye(3), 2)
    want = np.maximum(0.0, X @ wide)
    forward_agrees(student.resnet_forward(X, [widens]), want, " of a block that widens")
    got = student.resnet_forward(X, [widens, strides])
    forward_agrees(got, want[:, :, ::2], " of one that widens and one with stride 2")
    # One pixel stays one pixel; the shortcut doubles it.
    pixel, doubles = X[:, :, :1], silent_block(2 * np.eye(2), 2)
    got = student.resnet_forward(pixel, [doubles])
    forward_agrees(got, np.maximum(0.0, 2 * pixel), " of one pixel and stride 2")


@check(
    "resnet_backward",
    points=3,
    kind="example",
    public=True,
    hint="The last block comes first, and its dX is the dA of the one before. grads[0] belongs to "
    "the block that X met first. And a block goes back as it came: its kind was decided before.",
)
def resnet_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three blocks, backward; of one block; and without blocks dX is dA.

    And a projection block with a stride of 2 that reads a single pixel, and doubles it.
    """
    X, blocks = three_blocks()
    slopes = slopes_by_hand()
    _, caches = unpack(student.resnet_forward(X, blocks), "A", "caches")
    dA = slopes[2][0]
    stack_agrees(student.resnet_backward(dA, caches), slopes_of_x(), [one for _, one in slopes])
    unchanged(student.resnet_backward, dA, caches)
    _, caches = unpack(student.resnet_forward(X, blocks[:1]), "A", "caches")
    got = student.resnet_backward(slopes[0][0], caches)
    stack_agrees(got, slopes_of_x(), [slopes[0][1]], " of the first block alone")
    _, caches = unpack(student.resnet_forward(X, []), "A", "caches")
    stack_agrees(student.resnet_backward(X, caches), X, [], " without blocks")
    # One pixel, (−1, 2) and (2, 2), and a block without a main path.
    doubles = silent_block(2 * np.eye(2), 2)
    _, caches = unpack(student.resnet_forward(X[:, :, :1], [doubles]), "A", "caches")
    dA = np.array([[[[3.0, 1.0]]], [[[-1.0, 2.0]]]])
    dX = np.array([[[[0.0, 2.0]]], [[[-2.0, 4.0]]]])
    grads = {
        **{f"d{name}": np.zeros_like(doubles["parameters"][name]) for name in ("W1", "b1", "W2")},
        "db2": per_filter(-1, 3),
        "dWs": np.array([[[[-2.0, 3.0], [-2.0, 6.0]]]]),
        "dbs": per_filter(-1, 3),
    }
    got = student.resnet_backward(dA, caches)
    stack_agrees(got, dX, [grads], " of one pixel and stride 2")


@check(
    "depth_gradient_norms",
    points=3,
    kind="example",
    public=True,
    hint="tanh(ln 2) = 3/5, tanh(½ ln 3) = 1/2 and tanh(ln 3) = 4/5, so the slopes 1 − t² are "
    "16/25, 3/4 and 9/25. The handout has the rest.",
)
def depth_gradient_norms_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two layers, plain and residual; and with W = 0 nothing but the skip is left."""
    u, v = np.log(3), np.log(2)
    x = np.array([[u, -u, 0.0], [v, -v, 0.0]])
    d_out = np.array([[25.0, 0.0, 3.0], [0.0, 25.0, 4.0]])
    W1, last = np.array([[0.0, 1.0], [0.5, 0.0]]), np.sqrt(1275.0)
    r, s = v / 0.5, u / 0.6  # W2 makes ln 2 and ln 3 of the first example's h_1
    weights = [W1, np.array([[0.0, r], [s, 0.0]])]
    first, start = [(0, 16 * r), (9 * s, 0), (4 * s, 3 * r)], [(6 * r, 0), (0, 5.76 * s)]
    want = np.array([length([*start, (1.5 * r, 4 * s)]), length(first), last])
    close(student.depth_gradient_norms(x, d_out, weights, False), want, what="norms, plain")
    r, s = v / (v + 0.5), u / (u + 0.6)
    weights = [W1, np.array([[0.0, r], [s, 0.0]])]
    first = [(25, 16 * r), (9 * s, 25), (3 + 4 * s, 4 + 3 * r)]
    start = [(25 + 6 * r, 16 + 16 * r), (9.375 + 9 * s, 25 + 5.76 * s)]
    start += [(5 + 1.5 * r + 4 * s, 7 + 3 * r + 4 * s)]
    want = np.array([length(start), length(first), last])
    close(student.depth_gradient_norms(x, d_out, weights, True), want, what="norms, residual")
    zeros = [np.zeros((2, 2))] * 3
    for residual, before in ((True, last), (False, 0.0)):
        got = student.depth_gradient_norms(x, d_out, zeros, residual)
        close(got, np.array([before, before, before, last]), what="norms with W = 0")
        unchanged(student.depth_gradient_norms, x, d_out, weights, residual)


def length(pairs: Sequence[tuple[float, float]]) -> float:
    """The root of the sum of all squares."""
    return float(np.sqrt(sum(a * a + b * b for a, b in pairs)))


@check(
    "depth_gradient_norms",
    points=1,
    kind="property",
    public=True,
    hint="Thirty factors below 1 leave next to nothing. With h + t the derivative of h itself is "
    "1, whatever W is: does your d keep that part?",
)
@given(
    draw.drawn(x=draw.normal(8, 3), d_out=draw.normal(8, 3), seed=draw.integers(low=0, high=999)),
    examples=4,
)
def depth_gradient_norms_say_why(
    student: Student, ref: Reference, x: Array, d_out: Array, seed: int
) -> None:
    """Through 30 layers of small weights: plain, below a millionth is left; residual, over 1/20."""
    chance = np.random.default_rng(seed)
    weights = [0.3 / np.sqrt(8) * chance.normal(size=(8, 8)) for _ in range(30)]
    for residual in (False, True):
        got = student.depth_gradient_norms(x, d_out, weights, residual)
        norms = numbers(got, (31,), "norms")
        close(norms[30], np.sqrt(np.sum(d_out**2)), what="the last of the norms")
        left = float(norms[0] / norms[30])
        if residual:
            require(left > 0.05, "norms[0]/norms[30] must be over 0.05, residual", got=left)
        else:
            require(0 < left < 1e-6, "norms[0]/norms[30] must be below 10⁻⁶, plain", got=left)


@check(
    "degradation_ratio",
    points=2,
    kind="example",
    public=True,
    hint="From 8 down to 2 in two steps: a factor of 1/4, and 1/2 for each. What lies between "
    "does not matter, not even a 0. Over 0 nothing can be divided, but 0 over something can. And "
    "write into nothing that you were given.",
)
def degradation_ratio_by_hand(student: Student, ref: Reference) -> None:
    """[2, 1, 8], [2, 0, 8]: 1/2; [27, 1, 5, 8]: 3/2; [0, 0, 4]: 0; [1, 0], [0, 0, 0]: ValueError.

    A list stays as it is, and an array too.
    """
    cases = (([2.0, 1.0, 8.0], 0.5), ([2.0, 0.0, 8.0], 0.5), ([27.0, 1.0, 5.0, 8.0], 1.5))
    for norms, want in (*cases, ([0.0, 0.0, 4.0], 0.0)):
        close(student.degradation_ratio(norms), want, what=f"the ratio of {norms}")
        unchanged(student.degradation_ratio, norms)
        unchanged(student.degradation_ratio, np.array(norms))
    for norms in ([1.0, 0.0], [0.0, 0.0, 0.0]):
        refuses(student.degradation_ratio, norms)
