"""The public checks of Residual blocks, forward, backward and stacked; run them with `grade check`."""

from collections.abc import Callable, Sequence
from typing import Any
from grader.authoring import Array, CallFailed, Failure, Reference, Student, check, close, double_precision, draw, entries, equal, given, numbers, refuses, require, sequence, unchanged, unpack
import numpy as np


def cache_serves(
    backward: Callable[[Any], Any],
    known: Any,
    forward: Callable[[], Any],
    later: Callable[[], Any],
    agrees: Callable[[Any, str], None],
) -> None:
    """What `forward` keeps serves a way back that is right elsewhere, and outlives a later call.

    Nobody looks inside. Elsewhere is a cache of the course's own form; or, for one who has a form
    of his own, a cache of this function from which the way back sets out at once. One whose way
    back is right with neither is at fault there. The calls are the same whatever they give.
    """

    def is_right(cache: Any) -> bool:
        try:
            agrees(backward(cache), "")
        except (CallFailed, Failure):
            return False
        return True

    mine = forward()
    later()
    got, fault = None, ""
    try:
        got = backward(mine)
    except CallFailed as failed:
        fault = f"an exception: {failed}"
    # After it, so that a way back that is wrong from its second call on is not this one's fault.
    at_once, with_known = is_right(forward()), is_right(known)
    if not (at_once or with_known):
        return
    law = "a backward pass that is right with another cache must be so with this one of yours"
    require(not fault, law, got=fault, want="derivatives")
    if with_known:
        agrees(got, " made from your cache by a backward pass that is right with the handout's")
    agrees(got, " made from your cache after a later forward call")


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


def silent_identity(b2: Array) -> Network:
    """An identity block with a main path of b2 alone."""
    n_C = b2.size
    return {
        "W1": np.zeros((1, 1, n_C, 2)),
        "b1": per_filter(0, 0),
        "W2": np.zeros((1, 1, 2, n_C)),
        "b2": b2,
    }


def silent_slopes(db2: Array) -> Network:
    """The derivatives in the parameters of such a block."""
    return {f"d{name}": 0 * value for name, value in silent_identity(db2).items()} | {"db2": db2}


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


def by_way_of(block: tuple[Array, Network], Z1: Any, S: Any) -> tuple[Any, ...]:
    """The cache of a block, in the course's own form: Z1 and S are those of the handout's table."""
    X, parameters = block
    before = np.array(Z1, dtype=np.float64)
    return X, before, np.maximum(0.0, before), np.array(S, dtype=np.float64), parameters


def first_cache() -> tuple[Any, ...]:
    """The cache of the first block."""
    Z1 = [[[[2, -4, -5], [6, 2, 4], [2, 2, -2]]], [[[5, -1, 1], [4, 4, 2], [2, 4, -1]]]]
    S = [[[[-2, -4], [2, 5], [4, 3]]], [[[-1, 1], [-1, 3], [2, 4]]]]
    return by_way_of(first_block(), Z1, S)


def second_cache() -> tuple[Any, ...]:
    """The cache of the second block, with its stride."""
    Z1 = [[[[4, -2], [7, -3]]], [[[2, 2], [3, -1]]]]
    S = [[[[2, 2, -1], [-1, 9, 4]]], [[[-2, 1, 1], [-7, 8, 4]]]]
    return *by_way_of(second_block(), Z1, S), 2


def third_cache() -> tuple[Any, ...]:
    """The cache of the third block, whose sum is nowhere below 1."""
    block = third_block()
    return by_way_of(block, np.zeros((2, 1, 2, 2)), block[0] + 1)


def one_pixel() -> tuple[Array, dict[str, Any], Array, Array, Network]:
    """Two images of a pixel, a projection block that doubles them, and the way back.

    X is (−1, 2) and (2, 2), the block has no main path; dA, dX and grads.
    """
    doubles = silent_block(2 * np.eye(2), 2)
    X = np.array([[[[-1.0, 2.0]]], [[[2.0, 2.0]]]])
    dA = np.array([[[[3.0, 1.0]]], [[[-1.0, 2.0]]]])
    dX = np.array([[[[0.0, 2.0]]], [[[-2.0, 4.0]]]])
    grads = {
        **{f"d{name}": np.zeros_like(doubles["parameters"][name]) for name in ("W1", "b1", "W2")},
        "db2": per_filter(-1, 3),
        "dWs": np.array([[[[-2.0, 3.0], [-2.0, 6.0]]]]),
        "dbs": per_filter(-1, 3),
    }
    return X, doubles, dA, dX, grads


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


def negated(parameters: Network) -> Network:
    """Other parameters for the same block."""
    return {name: -value for name, value in parameters.items()}


@check(
    "shortcut_kind",
    points=3,
    kind="example",
    public=True,
    hint="x is added to what the main path gives, entry by entry. For that the stride must be 1, "
    "and the channels as many as before: both. And what is no shape, no number of filters or no "
    "stride gets no answer, whatever the rest is.",
)
def shortcut_kind_by_hand(student: Student, ref: Reference) -> None:
    """On (7, 9, 4) only 4 filters with stride 1 give "identity"; and what is refused.

    A single pixel with stride 2 is "projection", and hundreds of channels are like four. ValueError
    for a shape with the examples in it or with two entries, and for filters or a stride below 1.
    """
    cases = [(4, 1, "identity"), (4, 2, "projection"), (7, 1, "projection")]
    cases += [(9, 1, "projection"), (1, 1, "projection"), (8, 2, "projection")]
    for filters, stride, want in cases:
        what = f"the kind for {filters} filters and stride {stride}"
        equal(student.shortcut_kind((7, 9, 4), filters, stride), want, what)
    equal(student.shortcut_kind((1, 1, 4), 4, 2), "projection", "the kind of one pixel, stride 2")
    for stride, want in ((1, "identity"), (3, "projection")):
        what = f"the kind of 512 channels, 512 filters and stride {stride}"
        equal(student.shortcut_kind((7, 9, 512), 512, stride), want, what)
    for shape, filters, stride in (((2, 7, 9, 4), 4, 1), ((7, 9, 4), 0, 1), ((7, 9, 4), 4, 0)):
        refuses(student.shortcut_kind, shape, filters, stride)
    for shape, filters, stride in (((7, 9), 4, 2), ((7, 9, 4), -4, 1), ((7, 9, 4), -4, -1)):
        refuses(student.shortcut_kind, shape, filters, stride)


@check(
    "identity_block_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has this block pixel by pixel: Z1, A1, Z2, then plus X, and relu last. Each "
    "of them is a new array, and parameters are found by their names.",
)
def identity_block_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's first block: two examples of one row of three pixels.

    With its parameters in another order; and with X and biases ten times as large, which makes all
    that comes out ten times as large.
    """
    X, parameters = first_block()
    wanted = second_block()[0]
    forward_agrees(student.identity_block_forward(X, parameters), wanted)
    turned = dict(reversed(parameters.items()))
    words = " with the parameters in another order"
    forward_agrees(student.identity_block_forward(X, turned), wanted, words)
    tenfold = parameters | {name: 10 * parameters[name] for name in ("b1", "b2")}
    words = " of ten times X, b1 and b2"
    forward_agrees(student.identity_block_forward(10 * X, tenfold), 10 * wanted, words)
    unchanged(student.identity_block_forward, X, parameters)


@check(
    "identity_block_forward",
    points=1,
    kind="property",
    public=True,
    hint="What does the way back need? X, A1, both masks and the weights: the last relu was asked "
    "about the sum. And of this call, not of the one after it: no object is shared by two caches.",
)
def identity_block_forward_makes_a_cache(student: Student, ref: Reference) -> None:
    """The cache serves your way back, also after a later call with other numbers.

    Where your identity_block_backward is right with the cache that the handout describes, it must
    be so with yours.
    """
    X, parameters = first_block()
    dA, grads = slopes_by_hand()[0]
    cache_serves(
        lambda one: student.identity_block_backward(dA, one),
        first_cache(),
        lambda: forward_agrees(student.identity_block_forward(X, parameters), second_block()[0]),
        lambda: student.identity_block_forward(-X, negated(parameters)),
        lambda got, words: backward_agrees(got, slopes_of_x(), grads, words),
    )


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
    """The handout's first block, backward: dX, dW1, db1, dW2 and db2; dA stays unchanged.

    A second call, with −50·dA, gives −50 times as much, and has no array and no dict in common with
    what an earlier one gave.
    """
    X, parameters = first_block()
    _, cache = unpack(student.identity_block_forward(X, parameters), "A", "cache")
    dA, grads = slopes_by_hand()[0]
    backward_agrees(student.identity_block_backward(dA, cache), slopes_of_x(), grads)
    unchanged(student.identity_block_backward, dA, cache)
    more = {name: -50 * slope for name, slope in grads.items()}
    got = student.identity_block_backward(-50 * dA, cache)
    backward_agrees(got, -50 * slopes_of_x(), more, " for −50·dA")
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
    hint="The handout has its second block pixel by pixel. Two convolutions start at X, both with "
    "the stride that is asked for; the one between A1 and Z2 has stride 1. At stride 1 Ws and bs "
    "are used as well. The padding is (f − 1)/2 on each side, whatever the stride.",
)
def projection_block_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's second block, and a grid of 3 x 5 pixels with stride 2 and stride 1.

    Of the grid W1 makes −x, W2 adds up nine neighbours, and the shortcut takes 6 off. With stride
    1, W2 = 0 and b2 = 0 the main path is silent, and the shortcut makes 2x + 1. And a row of four
    pixels, of which W1 takes the left neighbour, with stride 2.
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
    # The windows lie around the first and the third pixel: left of these are nothing, and the 2.
    row, left = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 1, 4, 1), np.zeros((3, 3, 1, 1))
    left[1, 0] = 1.0
    alone = {"W1": left, "W2": np.ones((1, 1, 1, 1)), "Ws": np.zeros((1, 1, 1, 1))}
    got = student.projection_block_forward(row, parameters | alone | {"bs": per_filter(0)}, 2)
    forward_agrees(got, np.array([0.0, 2.0]).reshape(1, 1, 2, 1), " of the row of four pixels")


@check(
    "projection_block_forward",
    points=1,
    kind="property",
    public=True,
    hint="What does the way back need? What an identity block's does, and the stride; and of this "
    "call, not of the one after it: no object is shared by two caches.",
)
def projection_block_forward_makes_a_cache(student: Student, ref: Reference) -> None:
    """The cache serves your way back, also after a later call with another stride.

    Where your projection_block_backward is right with the cache that the handout describes, it
    must be so with yours.
    """
    X, parameters = second_block()
    dA, grads = slopes_by_hand()[1]
    dX, _ = slopes_by_hand()[0]
    wanted = third_block()[0]
    cache_serves(
        lambda one: student.projection_block_backward(dA, one),
        second_cache(),
        lambda: forward_agrees(student.projection_block_forward(X, parameters, 2), wanted),
        lambda: student.projection_block_forward(-X, negated(parameters), 1),
        lambda got, words: backward_agrees(got, dX, grads, words),
    )


@check(
    "projection_block_backward",
    points=3,
    kind="example",
    public=True,
    hint="dS goes both ways: through the second and the first convolution, and through the "
    "shortcut's. Both end at X, so their dX are added.",
)
def projection_block_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's second block, backward: dX and six derivatives; dA stays unchanged.

    A second call, with −50·dA; and a block without a main path, which reads a single pixel.
    """
    X, parameters = second_block()
    _, cache = unpack(student.projection_block_forward(X, parameters, 2), "A", "cache")
    dA, grads = slopes_by_hand()[1]
    dX, _ = slopes_by_hand()[0]
    backward_agrees(student.projection_block_backward(dA, cache), dX, grads)
    unchanged(student.projection_block_backward, dA, cache)
    more = {name: -50 * slope for name, slope in grads.items()}
    got = student.projection_block_backward(-50 * dA, cache)
    backward_agrees(got, -50 * dX, more, " for −50·dA")
    X, block, dA, dX, grads = one_pixel()
    forward = student.projection_block_forward(X, block["parameters"], 2)
    _, cache = unpack(forward, "A", "cache")
    got = student.projection_block_backward(dA, cache)
    backward_agrees(got, dX, grads, " of one pixel and stride 2")


@check(
    "resnet_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout's third block gets 3 channels and gives 3: what shape X had at the start "
    "does not matter to it. What a block gives has as many channels as its W2 has filters. A "
    "stride of 2 takes a projection, even where it leaves the size. And no blocks at all change "
    "nothing, not even a number below 0.",
)
def resnet_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three blocks give A and three caches; no blocks give X itself.

    And projection blocks without a main path: one widens, others have a stride of 2 or 3. So does
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
    got = student.resnet_forward(X, [widens, {**strides, "stride": 3}])
    forward_agrees(got, want[:, :, ::3], " of one that widens and one with stride 3")
    # One pixel stays one pixel; the shortcut doubles it.
    pixel, doubles = X[:, :, :1], silent_block(2 * np.eye(2), 2)
    got = student.resnet_forward(pixel, [doubles])
    forward_agrees(got, np.maximum(0.0, 2 * pixel), " of one pixel and stride 2")


@check(
    "resnet_forward",
    points=1,
    kind="property",
    public=True,
    hint="A new list at each call, and in it an entry for each block, in the order of the blocks: "
    "the cache that this block made, and not the list itself or what the block gave.",
)
def resnet_forward_makes_its_caches(student: Student, ref: Reference) -> None:
    """The caches serve your way back, also after a later call with other numbers.

    Where your resnet_backward is right with the caches that the handout describes, it must be so
    with yours.
    """
    X, blocks = three_blocks()
    slopes = slopes_by_hand()
    dA, grads = slopes[2][0], [one for _, one in slopes]
    wanted = third_block()[0] + 1
    known = [
        ("identity", first_cache()),
        ("projection", second_cache()),
        ("identity", third_cache()),
    ]
    cache_serves(
        lambda one: student.resnet_backward(dA, one),
        known,
        lambda: forward_agrees(student.resnet_forward(X, blocks), wanted),
        lambda: student.resnet_forward(-X, blocks),
        lambda got, words: stack_agrees(got, slopes_of_x(), grads, words),
    )


@check(
    "resnet_backward",
    points=3,
    kind="example",
    public=True,
    hint="The last block comes first, and its dX is the dA of the one before it, and so on up to "
    "X. grads[0] belongs to the block that X met first. And a block goes back as it came: its kind "
    "was decided before.",
)
def resnet_backward_by_hand(student: Student, ref: Reference) -> None:
    """Two silent blocks, backward, and the handout's three; one alone; and none, where dX is dA.

    The main paths of the two are 0: they add biases. And a projection block with a stride of 2 that
    reads a single pixel, and doubles it.
    """
    X, blocks = three_blocks()
    biases = per_filter(-1.5, 0.5), per_filter(1, -2)
    dA = np.arange(1.0, 13.0).reshape(X.shape)
    # Where the first relu is on, and where the second is: what comes back must pass both.
    S = X + biases[0]
    on = S > 0, np.maximum(0.0, S) + biases[1] > 0
    two = [{"parameters": silent_identity(b2), "stride": 1} for b2 in biases]
    _, caches = unpack(student.resnet_forward(X, two), "A", "caches")
    got = student.resnet_backward(dA, caches)
    behind = [dA * on[0] * on[1], dA * on[1]]
    grads = [silent_slopes(one.sum(axis=(0, 1, 2), keepdims=True)) for one in behind]
    stack_agrees(got, behind[0], grads, " of two blocks")
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
    pixel, doubles, dA, dX, grads = one_pixel()
    _, caches = unpack(student.resnet_forward(pixel, [doubles]), "A", "caches")
    got = student.resnet_backward(dA, caches)
    stack_agrees(got, dX, [grads], " of one pixel and stride 2")


@check(
    "depth_gradient_norms",
    points=3,
    kind="example",
    public=True,
    hint="A norm is the root of the sum of the squares of all entries. In the handout's layers "
    "tanh(ln 2) = 3/5, tanh(½ ln 3) = 1/2 and tanh(ln 3) = 4/5, so the slopes 1 − t² are 16/25, "
    "3/4 and 9/25, residual or plain: t is what tanh gave.",
)
def depth_gradient_norms_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two layers, plain and residual; three of one unit; and layers with W = 0."""
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
    double_precision(student.depth_gradient_norms(x, d_out, weights, True), "norms")
    # One unit and residual layers: h is 1, then 1.6 and 2.4; tanh makes 3/5, 4/5 and 3/5 of it.
    one, single = np.array([[1.0]]), [np.array([[w]]) for w in (v, u / 1.6, v / 2.4)]
    d_2 = 1 + 0.64 * v / 2.4
    d_1 = d_2 * (1 + 0.36 * u / 1.6)
    want = np.array([d_1 * (1 + 0.64 * v), d_1, d_2, 1.0])
    got = student.depth_gradient_norms(one, one, single, True)
    close(got, want, what="norms of three residual layers of one unit")
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
    hint="The last norm is that of d_out: the root of the sum of all its squares. On the way back "
    "thirty factors below 1 leave next to nothing. With h + t the derivative of h itself is 1, "
    "whatever W is, and that part is kept.",
)
@given(
    draw.drawn(x=draw.normal(8, 3), d_out=draw.normal(8, 3), seed=draw.integers(low=0, high=999)),
    examples=4,
)
def depth_gradient_norms_say_why(
    student: Student, ref: Reference, x: Array, d_out: Array, seed: int
) -> None:
    """Back through 30 layers of small weights, plain leaves below 10⁻⁶, residual over 1/20.

    The last norm is that of d_out.
    """
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
    "does not matter, not even a 0. Over 0 nothing can be divided, but 0 over something can; an "
    "array divides by 0 without an exception. Only 0 is 0. And what you were given stays as it is.",
)
def degradation_ratio_by_hand(student: Student, ref: Reference) -> None:
    """[2, 1, 8] and [2, 0, 8] give 1/2, [0, 0, 4] gives 0; a last norm of 0 is refused.

    Very small norms are not 0. A list stays as it is, and an array too.
    """
    cases = (([2.0, 1.0, 8.0], 0.5), ([2.0, 0.0, 8.0], 0.5), ([27.0, 1.0, 5.0, 8.0], 1.5))
    for norms, want in (*cases, ([0.0, 0.0, 4.0], 0.0)):
        close(student.degradation_ratio(norms), want, what=f"the ratio of {norms}")
        unchanged(student.degradation_ratio, norms)
        unchanged(student.degradation_ratio, np.array(norms))
    small = [2e-120, 1e-120, 8e-120]
    close(student.degradation_ratio(small), 0.5, what="the ratio of 2, 1 and 8 times 10⁻¹²⁰")
    # Twenty steps from 1 down to 10⁻⁴⁰.
    steep = [1e-40] + 20 * [1.0]
    close(student.degradation_ratio(steep), 0.01, what="the ratio of 10⁻⁴⁰ and twenty times 1")
    for norms in ([1.0, 0.0], [0.0, 0.0, 0.0]):
        refuses(student.degradation_ratio, norms)
        refuses(student.degradation_ratio, np.array(norms))
