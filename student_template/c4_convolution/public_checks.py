"""The public checks of Convolution and pooling by hand; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, CallFailed, Failure, Function, Reference, Student, array, check, close, costs_agree, double_precision, draw, entries, fresh, given, kind_of, numbers, quiet, refuses, require, scalar, steps_do_not_grow, unchanged, unpack
from numpy.random import Generator
from collections.abc import Callable


Hyperparameters = dict[str, int]


GAP = 0.1


def places(n: int, f: int, pad: int = 0, stride: int = 1) -> range:
    """Where windows of f start along a padded side of n."""
    return range(0, n + 2 * pad - f + 1, stride)


def hyperparameters(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Hyperparameters:
    """The stride and the padding of a convolution."""
    stride, pad = rng.integers((1, 0), (3, 2), endpoint=True)
    return {"stride": int(stride), "pad": int(pad)}


def filters(n_C_prev: draw.Dim = "n_C_prev", n_C: draw.Dim = "n_C", *, most: int = 3) -> draw.Field:
    """W (f, f, n_C_prev, n_C), f from 1 to `most`."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        f = int(rng.integers(1, most, endpoint=True))
        found: Array = draw.normal(f, f, n_C_prev, n_C)(rng, sizes, fields)
        return found

    return field


def biases(n_C: draw.Dim = "n_C") -> draw.Field:
    """b (1, 1, 1, n_C), of which none is 0."""
    return draw.normal(1, 1, 1, n_C)


def volume(m: draw.Dim = "m", n_C: draw.Dim = "n_C_prev") -> draw.Field:
    """A volume (m, n_H, n_W, n_C)."""
    return draw.normal(m, "n_H", "n_W", n_C)


def distinct(m: draw.Dim = "m", n_C: draw.Dim = "n_C") -> draw.Field:
    """A volume of numbers of both signs, no two of which are equal, nor the same up to the sign."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        shape = volume(m, n_C)(rng, sizes, fields).shape
        count = int(np.prod(shape))
        order = rng.permutation(count) - count // 2
        found: Array = (GAP * order + 0.3 * GAP).round(2).reshape(shape)
        return found

    return field


def whole(got: Any, what: str = "") -> int:
    """`got` as an int: a whole number that `range` takes, and no float or array of several."""
    found = array(got, what=what)
    if found.ndim or found.dtype.kind not in "iu":
        message = f"{what or 'The result'} must be a whole number, such as 3; it is {kind_of(got)}"
        raise Failure(message, got=got, want="an int", what=what)
    return int(found)


Network = dict[str, Array]


PARAMETERS = ("W1", "b1", "W2", "b2")


MODES = draw.options("max", "average")


MOST = 10


GROWN = ("examples", "rows", "columns", "channels", "filters")


NEAR = 1e-7


GUARDED = 1e-6


def channels_last(values: Any) -> Array:
    """A volume that is written down channel by channel: (m, n_C, n_H, n_W)."""
    found: Array = np.moveaxis(np.array(values, dtype=np.float64), 1, -1)
    return np.ascontiguousarray(found)


def two_images() -> Array:
    """Two examples of 3 rows, 4 columns and 2 channels; the first of all is the handout's image."""
    return channels_last(
        [
            [
                [[1, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 0]],
                [[0, 1, 0, 0], [2, 0, 0, 3], [0, 0, 4, 0]],
            ],
            [
                [[2, 0, 1, 0], [0, 1, 3, 2], [1, 2, 0, 1]],
                [[5, 0, 0, 0], [0, 0, 0, 0], [0, 0, 6, 0]],
            ],
        ]
    )


def three_filters() -> tuple[Array, Array]:
    """W (2, 2, 2, 3) and b: the handout's filter, one of the second channel, and one of both."""
    W = np.zeros((2, 2, 2, 3))
    W[:, :, 0, 0] = [[1.0, -1.0], [0.0, 2.0]]
    W[1, 0, 1, 1] = 3.0
    W[0, 1, 0, 2], W[0, 0, 1, 2] = 1.0, 1.0
    return W, np.array([1.0, -2.0, 0.5]).reshape(1, 1, 1, 3)


BY_HAND: tuple[tuple[Hyperparameters, Any], ...] = (
    (
        {"stride": 1, "pad": 0},
        [
            [
                [[2, 9, 4], [0, 1, 2]],
                [[4, -2, -2], [-2, -2, 10]],
                [[2.5, 1.5, 1.5], [3.5, 3.5, 2.5]],
            ],
            [
                [[5, 6, 6], [4, -1, 4]],
                [[-2, -2, -2], [-2, -2, 16]],
                [[5.5, 1.5, 0.5], [1.5, 3.5, 2.5]],
            ],
        ],
    ),
    (
        {"pad": 1, "stride": 2},
        [
            [
                [[3, 1, 1], [5, 1, 3]],
                [[-2, 1, -2], [-2, -2, -2]],
                [[0.5, 0.5, 0.5], [0.5, 3.5, 3.5]],
            ],
            [
                [[5, 3, 1], [3, -1, 3]],
                [[-2, -2, -2], [-2, -2, -2]],
                [[0.5, 0.5, 0.5], [0.5, 3.5, 0.5]],
            ],
        ],
    ),
)  # fmt: skip


Slopes = tuple[Array, Array, Array]


def slopes_by_hand() -> list[tuple[Hyperparameters, Array, Slopes]]:
    """For both ways to move: dZ, and what becomes of it, (dA_prev, dW, db)."""
    none = [0, 0, 0, 0]
    cases: tuple[tuple[Hyperparameters, dict[Any, float], Any, Any, Any], ...] = (
        (
            {"stride": 1, "pad": 0},
            {(0, 0, 0, 0): 1, (0, 0, 1, 0): 2, (1, 1, 2, 1): -1, (0, 1, 0, 2): 4},
            [
                [[[1, 1, -2, 0], [0, 6, 4, 0], none], [none, [4, 0, 0, 0], none]],
                [[none, none, none], [none, none, [0, 0, -3, 0]]],
            ],
            [
                [[[5, 2], [2, 7]], [[2, 1], [2, 0]]],
                [[[-3, -2], [0, -1]], [[0, 0], [-6, 0]]],
                [[[0, 4], [8, 0]], [[8, 0], [0, 0]]],
            ],
            [3, -1, 4],
        ),
        (
            {"pad": 1, "stride": 2},
            {(0, 0, 0, 0): 1, (1, 1, 2, 0): 3, (0, 1, 1, 2): 4},
            [
                [[[2, 0, 0, 0], [0, 0, 4, 0], none], [none, [0, 4, 0, 0], none]],
                [[none, [0, 0, 0, 3], none], [none, none, none]],
            ],
            [
                [[[6, 0], [3, 1]], [[0, 0], [0, 0]]],
                [[[0, 0], [0, 0]], [[0, 0], [0, 0]]],
                [[[4, 12], [0, 4]], [[0, 0], [0, 16]]],
            ],
            [4, 0, 4],
        ),
    )  # fmt: skip
    found = []
    for moves, slopes, dA, dW, db in cases:
        dZ = np.zeros((2, 2, 3, 3))
        for place, slope in slopes.items():
            dZ[place] = slope
        # The filters, channel by channel, stand in rows.
        of_filters = np.array(dW, dtype=np.float64).transpose(2, 3, 1, 0)
        of_biases = np.array(db, dtype=np.float64).reshape(1, 1, 1, 3)
        found.append((moves, dZ, (channels_last(dA), of_filters, of_biases)))
    return found


def are_slopes(got: Any, wants: Slopes, words: str = "") -> None:
    """(dA_prev, dW, db) are these, in float64."""
    names = "dA_prev", "dW", "db"
    for name, value, want in zip(names, unpack(got, *names), wants, strict=True):
        close(value, want, what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


def pooled_images() -> Array:
    """Two examples of 3 rows, 4 columns and 2 channels; two of their four images are negative."""
    image = np.array([[1.0, 2, 0, 1], [0, 1, 3, 2], [2, 0, 1, 0]])
    dark = np.array([[-9.0, -4, -3, -8], [-1, -6, -7, -2], [-5, -12, -10, -11]])
    return channels_last([[image, dark], [dark[::-1], image[:, ::-1]]])


def pooled_slopes() -> tuple[Array, dict[str, Array]]:
    """dA for windows of 2 × 2 and a stride of 1, and dA_prev for each mode."""
    dA = channels_last(
        [
            [[[1, 2, 4], [8, 16, 32]], [[1, 0, 0], [0, 0, -2]]],
            [[[0, 3, 0], [0, 0, 0]], [[0, 0, 0], [0, 5, 0]]],
        ]
    )
    none = [0, 0, 0, 0]
    largest = [
        [[[0, 1, 0, 0], [0, 0, 54, 0], [8, 0, 0, 0]], [none, [1, 0, 0, -2], none]],
        [[none, [0, 3, 0, 0], none], [none, [0, 5, 0, 0], none]],
    ]
    quarters = [
        [
            [[1, 3, 6, 4], [9, 27, 54, 36], [8, 24, 48, 32]],
            [[1, 1, 0, 0], [1, 1, -2, -2], [0, 0, -2, -2]],
        ],
        [[[0, 3, 3, 0], [0, 3, 3, 0], none], [none, [0, 5, 5, 0], [0, 5, 5, 0]]],
    ]
    return dA, {"max": channels_last(largest), "average": channels_last(quarters) / 4}


def said(moves: Hyperparameters) -> str:
    """The hyperparameters, behind the name of a value."""
    return " at " + ", ".join(f"{name} {value}" for name, value in moves.items())


def one_cell(
    rng: Generator, sizes: draw.Sizes, fields: draw.Fields
) -> tuple[Array, list[tuple[int, int, int]]]:
    """Filters (f, f, n_C_prev, n_C) of a single cell each that is not 0, and where it is."""
    f, deep, count = int(rng.integers(2, 3, endpoint=True)), sizes["n_C_prev"], sizes["n_C"]
    W, cells = np.zeros((f, f, deep, count)), []
    for c in range(count):
        u, v, k = (int(rng.integers(most)) for most in (f, f, deep))
        W[u, v, k, c] = draw.normal()(rng, sizes, fields)
        cells.append((u, v, k))
    return W, cells


def cell_by_cell(A_prev: Array, W: Array, cells: Any, b: Array, stride: int) -> Array:
    """What filters of one cell find: that cell of each window, times its weight."""
    f, (m, n_H, n_W, _) = len(W), A_prev.shape
    rows, columns = places(n_H, f, 0, stride), places(n_W, f, 0, stride)
    found = np.zeros((m, len(rows), len(columns), len(cells)))
    for c, (u, v, k) in enumerate(cells):
        seen = [[A_prev[:, row + u, column + v, k] for column in columns] for row in rows]
        found[..., c] = W[u, v, k, c] * np.array(seen).transpose(2, 0, 1) + b[0, 0, 0, c]
    return found


def cut(noise: Array, like: Any, n_C: int, what: str) -> tuple[Array, Array]:
    """The student's volume, looked at, and as much of `noise` for each of its entries."""
    found = array(like, (noise.shape[0], None, None, n_C), what=what).astype(np.float64)
    require(np.isfinite(found).all(), f"{what} must be finite", got=like)
    rows, columns = found.shape[1:3]
    law = f"{what} has more rows or columns than the input"
    require(rows <= noise.shape[1] and columns <= noise.shape[2], law, got=like)
    return found, noise[:, :rows, :columns].copy()


def serves(
    backward: Callable[[Any], Any], agrees: Callable[[Any], None], own: Any, known: Any
) -> None:
    """A backward step that is right with a cache of the course's form is right with this one, too.

    Nobody looks inside: one who has a form of his own has a backward step that is right with that
    alone, or else is at fault there.
    """
    try:
        agrees(backward(known))
    except (CallFailed, Failure):
        return
    law = "your backward step is right with the cache of the course's form, and must be with yours"
    for times in ("", ", twice in a row"):
        try:
            got = backward(own)
        except CallFailed as failed:
            require(False, law + times, got=f"an exception: {failed}", want="gradients")
        try:
            agrees(got)
        except Failure as failure:
            message = f"{law}{times}: {failure.message}"
            raise Failure(message, got=failure.got, want=failure.want) from None


@check(
    "conv_output_size",
    points=2,
    kind="example",
    public=True,
    hint="Write the padded side down, and count the cells at which a window may start. With a "
    "stride of 2 a window of 3 may start at 0 and 2 of 6 cells, and at 4 it would stick out. "
    "However long the stride is, the first window has its place. What makes no sense, or fits "
    "nowhere, is refused.",
)
def conv_output_size_by_hand(student: Student, ref: Reference) -> None:
    """Sizes by hand, such as 3 for n = 7, f = 3 and a stride of 2; and what is refused.

    With NumPy's whole numbers, too. ValueError for a window of 5 on 3 cells, a padding of −1, and a
    side, a window or a stride of 0.
    """
    cases: dict[tuple[int, ...], int] = {
        (6, 3): 4,
        (7, 3, 0, 2): 3,
        (6, 3, 0, 2): 2,
        (6, 3, 1): 6,
        (3, 5, 1): 1,
        (9, 2, 3, 4): 4,
        (5, 3, 0, 9): 1,
    }
    for case, want in cases.items():
        for kind in (int, np.int64):
            what = f"the size for {', '.join(map(str, case))}"
            close(whole(student.conv_output_size(*map(kind, case)), what), want, rtol=0, what=what)
    for wrong in ((3, 5), (5, 3, -1), (0, 1, 1), (5, 0), (5, 3, 0, 0)):
        refuses(student.conv_output_size, *wrong)


@check(
    "same_padding",
    points=1,
    kind="example",
    public=True,
    hint="Solve n + 2p − f + 1 = n for p. For which f is there no whole p, or no window at all?",
)
def same_padding_by_hand(student: Student, ref: Reference) -> None:
    """For f = 1, 3, 5 and 11 it is 0, 1, 2 and 5. ValueError for 4, 0 and −3."""
    for f, want in ((1, 0), (3, 1), (5, 2), (11, 5)):
        what = f"the padding for f = {f}"
        close(whole(student.same_padding(f), what), want, rtol=0, what=what)
    for f in (4, 0, -3):
        refuses(student.same_padding, f)


@check(
    "zero_pad",
    points=2,
    kind="example",
    public=True,
    hint="Height and width grow by 2·pad, and the other two axes don't. Write the padded image of "
    "each channel down: 3 rows and 4 columns with pad 1. What stands in the middle keeps all of "
    "its digits.",
)
def zero_pad_by_hand(student: Student, ref: Reference) -> None:
    """Two examples of 1 × 2 pixels and 3 channels, pad 1: each image inside of 3 × 4 pixels."""
    X = channels_last([[[[1, 2]], [[3, 4]], [[5, 6]]], [[[7, 8]], [[9, -1]], [[-2, -3]]]])
    want = channels_last(
        [
            [[[0, 0, 0, 0], [0, *row, 0], [0, 0, 0, 0]] for row in ([1, 2], [3, 4], [5, 6])],
            [[[0, 0, 0, 0], [0, *row, 0], [0, 0, 0, 0]] for row in ([7, 8], [9, -1], [-2, -3])],
        ]
    )
    close(student.zero_pad(X, 1), want, what="the padded volume")
    close(student.zero_pad(X, 0), X, what="the volume with pad 0")
    thirds = student.zero_pad(X / 3, 1)
    close(thirds, want / 3, rtol=0, atol=1e-12, what="the padded volume of a third of it")
    double_precision(thirds, "the padded volume")
    unchanged(student.zero_pad, X, 1)


def one_number(got: Any, what: str) -> float:
    """A number in any form: an array of a single entry may have any number of axes here."""
    if isinstance(got, np.ndarray) and got.size == 1:
        got = got.reshape(())
    return scalar(got, what)


@check(
    "conv_single_step",
    points=2,
    kind="example",
    public=True,
    hint="With the filter of 2 × 2 × 3 the products of the first channel are 1, −2, 0 and 8, of "
    "the second one 0, 5, −12 and 0; the third one is 0 but for 7·2. Then the bias, once. Where "
    "two numbers nearly cancel, what is left of a float32 is noise.",
)
def conv_single_step_by_hand(student: Student, ref: Reference) -> None:
    """A window and a filter of 2 × 2 × 3 and the bias −20.5 give 7 − 7 + 14 − 20.5 = −6.5.

    And 20000.000125 and a bias of −20000 give 0.000125.
    """
    a_slice = channels_last([[[[1, 2], [3, 4]], [[9, 5], [4, 6]], [[7, -3], [8, 1]]]])[0]
    W = channels_last([[[[1, -1], [0, 2]], [[0, 1], [-3, 0]], [[2, 0], [0, 0]]]])[0]
    b = np.full((1, 1, 1), -20.5)
    close(one_number(student.conv_single_step(a_slice, W, b), "the step"), -6.5, what="the step")
    window, one = np.full((1, 1, 1), 20000.000125), np.ones((1, 1, 1))
    left = student.conv_single_step(window, one, np.full((1, 1, 1), -20000.0))
    close(one_number(left, "the step"), 0.000125, what="the step where two numbers nearly cancel")
    unchanged(student.conv_single_step, a_slice, W, b)


@check(
    "conv_forward",
    points=3,
    kind="example",
    public=True,
    hint="Of the three filters the first is the handout's, and the second one says 3 times what "
    "the second channel has in the lower left corner of the window, less 2. With pad 1 their first "
    "window has three zeros and the first pixel. Filters must fit into the padded rows, and into "
    "the columns.",
)
def conv_forward_by_hand(student: Student, ref: Reference) -> None:
    """Two images of 3 × 4 pixels and 2 channels, 3 filters: at stride 1, and at 2 with pad 1.

    ValueError for filters of 4 × 4 that don't fit; with padding they fit into 2 × 3 pixels.
    """
    A_prev, (W, b) = two_images(), three_filters()
    for moves, want in BY_HAND:
        Z, _ = unpack(student.conv_forward(A_prev, W, b, dict(moves)), "Z", "cache")
        close(Z, channels_last(want), what=f"Z{said(moves)}")
        unchanged(student.conv_forward, A_prev, W, b, dict(moves))
        Z, _ = unpack(student.conv_forward(A_prev / 3, W, b / 3, dict(moves)), "Z", "cache")
        close(Z, channels_last(want) / 3, what=f"Z of a third of A_prev and b{said(moves)}")
        double_precision(Z, "Z")
    large, ones = np.ones((4, 4, 2, 3)), np.ones((1, 1, 1, 3))
    for small in (A_prev, np.ones((2, 5, 3, 2))):
        refuses(student.conv_forward, small, large, ones, {"stride": 1, "pad": 0})
        refuses(student.conv_forward, small, large, ones, {"stride": 3, "pad": 0})
    # Both windows hold all of the 2 · 3 · 2 ones.
    got = student.conv_forward(np.ones((2, 2, 3, 2)), large, ones, {"stride": 1, "pad": 1})
    Z, _ = unpack(got, "Z", "cache")
    close(Z, np.full((2, 1, 2, 3), 13.0), what="Z of filters of 4 × 4 on 2 × 3 pixels with pad 1")


@check(
    "conv_forward",
    points=1,
    kind="property",
    public=True,
    hint="The cache must hold what the way back takes out of it: the input as it was, the filters, "
    "and how they moved. A new one at each call, and none that is used up.",
)
def conv_forward_keeps_for_later(student: Student, ref: Reference) -> None:
    """The cache serves your conv_backward, twice, and after other calls of conv_forward.

    Where conv_backward is right with (A_prev, W, b, hparameters), it must be so with your cache.
    """
    A_prev, (W, b) = two_images(), three_filters()
    for moves, dZ, wants in slopes_by_hand():
        got = student.conv_forward(A_prev, W, b, dict(moves))
        _, cache = unpack(got, "Z", "cache")
        student.conv_forward(1 - A_prev, W + 1, b, dict(moves))
        student.conv_forward(-A_prev[:, 1:], W[..., :1] + 1, b[..., :1], {"stride": 1, "pad": 1})

        def back(one: Any, dZ: Array = dZ) -> Any:
            return student.conv_backward(dZ, one)

        def agrees(got: Any, wants: Slopes = wants) -> None:
            are_slopes(got, wants)

        serves(back, agrees, cache, (A_prev, W, b, dict(moves)))


@check(
    "conv_forward",
    points=2,
    kind="property",
    public=True,
    hint="Window (h, w) starts at row h·stride and column w·stride. Its cell (u, v) is u rows "
    "below and v columns to the right, and meets the filter's cell (u, v): nothing is flipped.",
)
@given(
    draw.drawn(
        sizes={"n_H": (3, 7), "n_W": (3, 7), "m": (2, 3), "n_C_prev": (2, 3), "n_C": (2, 4)},
        A_prev=volume(),
        filters=one_cell,
        b=biases(),
    ),
    stride=draw.integer(1, 4),
    examples=12,
)
def conv_forward_finds_one_cell(
    student: Student, ref: Reference, A_prev: Array, filters: Any, b: Array, stride: int
) -> None:
    """A filter of one weight finds that cell of each window, times the weight, plus b."""
    W, cells = filters
    want = cell_by_cell(A_prev, W, cells, b, stride)
    Z, _ = unpack(student.conv_forward(A_prev, W, b, {"stride": stride, "pad": 0}), "Z", "cache")
    close(Z, want, what="Z")


@check(
    "conv_forward_fast",
    points=2,
    kind="example",
    public=True,
    hint="The numbers of conv_forward's example: compare the two functions, at a stride of 1 and "
    "at one of 2. The bias, the padding, and only Z comes back. A single pixel is a volume, too, "
    "and filters must fit into the padded rows and columns.",
)
def conv_forward_fast_by_hand(student: Student, ref: Reference) -> None:
    """The two images and three filters of conv_forward give the same Z, and no cache.

    So does a single pixel. ValueError for filters of 4 × 4 that don't fit; with padding they fit.
    """
    A_prev, (W, b) = two_images(), three_filters()
    for moves, want in BY_HAND:
        Z = student.conv_forward_fast(A_prev, W, b, dict(moves))
        close(Z, channels_last(want), what=f"Z{said(moves)}")
        unchanged(student.conv_forward_fast, A_prev, W, b, dict(moves))
        Z = student.conv_forward_fast(A_prev / 3, W, b / 3, dict(moves))
        close(Z, channels_last(want) / 3, what=f"Z of a third of A_prev and b{said(moves)}")
        double_precision(Z, "Z")
    large, ones = np.ones((4, 4, 2, 3)), np.ones((1, 1, 1, 3))
    for small in (A_prev, np.ones((2, 5, 3, 2))):
        refuses(student.conv_forward_fast, small, large, ones, {"stride": 1, "pad": 0})
        refuses(student.conv_forward_fast, small, large, ones, {"stride": 3, "pad": 0})
    # Both windows hold all of the 2 · 3 · 2 ones.
    Z = student.conv_forward_fast(np.ones((2, 2, 3, 2)), large, ones, {"stride": 1, "pad": 1})
    close(Z, np.full((2, 1, 2, 3), 13.0), what="Z of filters of 4 × 4 on 2 × 3 pixels with pad 1")
    point, dot = np.array([[[[2.0]]]]), np.array([[[[3.0]]]])
    Z = student.conv_forward_fast(point, dot, np.ones((1, 1, 1, 1)), {"stride": 2, "pad": 0})
    close(Z, np.array([[[[7.0]]]]), what="Z of a single pixel")
    fresh(student.conv_forward_fast, A_prev, W, b, {"stride": 1, "pad": 0})


def grown(direction: str, size: int, f: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The shapes of A_prev and W when one of their sizes has grown."""
    sizes = {"examples": 2, "rows": 3, "columns": 4, "channels": 2, "filters": 3} | {
        direction: size
    }
    m, n_H, n_W, deep, count = (sizes[name] for name in GROWN)
    return (m, n_H, n_W, deep), (f, f, deep, count)


def no_loop_over(
    direction: str,
    function: Function,
    example: Callable[[Generator, int], tuple[Any, Any]],
    sizes: list[int],
    seed: int,
) -> None:
    """As `steps_do_not_grow`, whose examples are anything that grows: it is said what."""
    try:
        steps_do_not_grow(function, example, close, sizes=sizes, seed=seed)
    except Failure as failure:
        failure.message = failure.message.replace("the examples", f"the {direction}")
        raise


@check(
    "conv_forward_fast",
    points=2,
    kind="vectorised",
    public=True,
    hint="Whatever grows, the same few NumPy calls must do: one of them for all examples, windows, "
    "channels and filters at once. What you call counts as well: are there loops in zero_pad or "
    "conv_output_size?",
)
@given(draw.growing(most=1200), examples=1)
def conv_forward_fast_has_no_loop(
    student: Student, ref: Reference, sizes: list[int], seed: int
) -> None:
    """More examples, rows, columns, channels or filters take no more Python instructions."""
    for direction in GROWN:

        def example(rng: Generator, size: int, direction: str = direction) -> tuple[Any, Any]:
            shape, of_filters = grown(direction, size, 1)
            A_prev, W = rng.normal(size=shape), rng.normal(size=of_filters)
            b = rng.normal(size=(1, 1, 1, of_filters[3]))
            # A filter of one cell mixes the channels of each pixel.
            return (A_prev, W, b, {"stride": 1, "pad": 0}), A_prev @ W[0, 0] + b

        no_loop_over(direction, student.conv_forward_fast, example, sizes, seed)


@check(
    "conv_backward",
    points=3,
    kind="example",
    public=True,
    hint="dA_prev gets W·dz where the window was, dW gets the window·dz, and all are added up: at "
    "a stride of 1 those of the handout's two windows of the first image, and of one window for "
    "each other filter. With padding, what falls on the border is lost. The cache is that of the "
    "call it came from, and stays as it is.",
)
def conv_backward_by_hand(student: Student, ref: Reference) -> None:
    """The volumes of conv_forward's example, with a dZ of four windows, and then of three.

    After another call of conv_forward; for a third of dZ as well; dZ and the cache stay.
    """
    A_prev, (W, b) = two_images(), three_filters()
    for moves, dZ, wants in slopes_by_hand():
        _, cache = unpack(student.conv_forward(A_prev, W, b, dict(moves)), "Z", "cache")
        student.conv_forward(1 - A_prev, 2 * W, b, dict(moves))  # the cache is of the first call
        are_slopes(student.conv_backward(dZ, cache), wants, said(moves))
        unchanged(student.conv_backward, dZ, cache)
        thirds = tuple(want / 3 for want in wants)
        words = f" for a third of dZ{said(moves)}"
        are_slopes(student.conv_backward(dZ / 3, cache), thirds, words)


@check(
    "conv_backward",
    points=2,
    kind="property",
    public=True,
    hint="Twice the filters are twice Z − b, and so are twice the inputs: the slopes must know "
    "that. What is lost between the windows, or counted twice, shows in these sums.",
)
@given(
    draw.drawn(
        sizes={"n_H": (3, 6), "n_W": (3, 6), "m": (2, 3), "n_C_prev": (2, 3), "n_C": (2, 4)},
        hyperparameters=hyperparameters,
        A_prev=volume(),
        W=filters(),
        b=biases(),
        noise=draw.normal("m", MOST, MOST, "n_C"),
    ),
    examples=12,
)
def conv_backward_balances(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    noise: Array,
) -> None:
    """Σ dZ·(Z − b) is Σ W·dW for each filter, and Σ A_prev·dA_prev for each example."""
    got, cache = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    Z, dZ = cut(noise, got, W.shape[3], "Z")
    back = unpack(student.conv_backward(dZ, cache), "dA_prev", "dW", "db")
    dA_prev, dW = numbers(back[0], A_prev.shape, "dA_prev"), numbers(back[1], W.shape, "dW")
    moved = dZ * (Z - b)
    law = "Σ W·dW must be Σ dZ·(Z − b), with the Z of your conv_forward, for filter"
    balanced((W * dW).sum(axis=(0, 1, 2)), moved.sum(axis=(0, 1, 2)), law)
    law = "Σ A_prev·dA_prev must be Σ dZ·(Z − b), with the Z of your conv_forward, for example"
    balanced((A_prev * dA_prev).sum(axis=(1, 2, 3)), moved.sum(axis=(1, 2, 3)), law)
    want = [float(dZ[..., c].sum()) for c in range(W.shape[3])]
    close(back[2], np.array(want).reshape(b.shape), what="db")


def balanced(sums: Array, others: Array, law: str) -> None:
    """Both sides of a balance are the same; if not, either of them may be wrong."""
    for place, (one, other) in enumerate(zip(sums.tolist(), others.tolist(), strict=True)):
        same = abs(one - other) <= 1e-7 + 1e-6 * abs(other)
        require(same, f"{law} {place}; they are {one:.6g} and {other:.6g}")


@check(
    "pool_forward",
    points=2,
    kind="example",
    public=True,
    hint="Each image by itself, window by window. The largest of −9, −4, −1 and −6 is −1; and "
    "with f = 1 and a stride of 2 every second row and column is left. Nothing is padded, the "
    "largest may lie as far below 0 as numbers go, and a mode is compared letter by letter.",
)
def pool_forward_by_hand(student: Student, ref: Reference) -> None:
    """Two examples of 3 × 4 pixels and 2 channels, pooled in both modes by hand.

    With f = 2 and stride 1, f = 3 and stride 1, and f = 1 and stride 2; numbers of any size. "max"
    if nothing is said; ValueError for other modes, and for windows that don't fit.
    """
    A_prev, moves = pooled_images(), {"f": 2, "stride": 1}
    cases = {
        "max": [
            [[[2, 3, 3], [2, 3, 3]], [[-1, -3, -2], [-1, -6, -2]]],
            [[[-1, -6, -2], [-1, -3, -2]], [[3, 3, 2], [3, 3, 2]]],
        ],
        "average": [
            [[[1, 1.5, 1.5], [0.75, 1.25, 1.5]], [[-5, -5, -5], [-6, -8.75, -7.5]]],
            [[[-6, -8.75, -7.5], [-5, -5, -5]], [[1.5, 1.5, 1], [1.5, 1.25, 0.75]]],
        ],
    }  # fmt: skip
    for mode, want in cases.items():
        A, _ = unpack(student.pool_forward(A_prev, dict(moves), mode), "A", "cache")
        close(A, channels_last(want), what=f"A of mode {mode}{said(moves)}")
        unchanged(student.pool_forward, A_prev, dict(moves), mode)
        A, _ = unpack(student.pool_forward(A_prev, {"stride": 2, "f": 1}, mode), "A", "cache")
        close(A, A_prev[:, [0, 2]][:, :, [0, 2]], what=f"A of mode {mode} at f 1, stride 2")
        A, _ = unpack(student.pool_forward(A_prev / 3, dict(moves), mode), "A", "cache")
        close(A, channels_last(want) / 3, what=f"A of mode {mode} of a third of A_prev")
        double_precision(A, f"A of mode {mode}")
        A, _ = unpack(student.pool_forward(1e40 * A_prev, dict(moves), mode), "A", "cache")
        close(A, 1e40 * channels_last(want), what=f"A of mode {mode} of A_prev times 10⁴⁰")
        # Nine cells in a window, of 3 rows and 4 columns: two windows.
        A, _ = unpack(student.pool_forward(A_prev, {"f": 3, "stride": 1}, mode), "A", "cache")
        nine = {
            "max": [[[[3, 3]], [[-1, -2]]], [[[-1, -2]], [[3, 3]]]],
            "average": [[[[10, 10]], [[-57, -63]]], [[[-57, -63]], [[10, 10]]]],
        }
        close(
            A,
            channels_last(nine[mode]) / (1 if mode == "max" else 9),
            what=f"A of mode {mode} at f 3, stride 1",
        )
        for stride in (1, 3):
            # 3 rows are too few for a window of 4, and so are 3 columns.
            refuses(student.pool_forward, A_prev, {"f": 4, "stride": stride}, mode)
            turned = A_prev.transpose(0, 2, 1, 3).copy()
            refuses(student.pool_forward, turned, {"f": 4, "stride": stride}, mode)
    A, _ = unpack(student.pool_forward(A_prev, dict(moves)), "A", "cache")
    close(A, channels_last(cases["max"]), what="A when no mode is said")
    for other in ("median", "Max", "maximum", "mean", "avg"):
        refuses(student.pool_forward, A_prev, dict(moves), other)


@check(
    "pool_forward",
    points=1,
    kind="property",
    public=True,
    hint="The cache must hold what the way back takes out of it: A_prev, for A does not tell which "
    "cell was the largest, and the window and its stride. A new one at each call.",
)
def pool_forward_keeps_for_later(student: Student, ref: Reference) -> None:
    """The cache serves your pool_backward, twice, and after other calls of pool_forward.

    Where pool_backward is right with (A_prev, hparameters), it must be so with your cache.
    """
    A_prev, moves = pooled_images(), {"f": 2, "stride": 1}
    dA, wants = pooled_slopes()
    for mode, want in wants.items():
        _, cache = unpack(student.pool_forward(A_prev, dict(moves), mode), "A", "cache")
        student.pool_forward(-A_prev, dict(moves), mode)
        student.pool_forward(-A_prev[:, 1:], {"f": 1, "stride": 2}, mode)

        def back(one: Any, mode: str = mode) -> Any:
            return student.pool_backward(dA, one, mode)

        def agrees(got: Any, want: Array = want) -> None:
            close(got, want, what="dA_prev")

        serves(back, agrees, cache, (A_prev, dict(moves)))


@check(
    "pool_backward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has the first image. Max: each number of dA goes to one cell. Average: a "
    "quarter of it to each of four cells. Windows overlap, so add.",
)
def pool_backward_by_hand(student: Student, ref: Reference) -> None:
    """The volume of pool_forward's example, f = 2 and stride 1: both modes by hand.

    For a third of dA as well; dA and the cache stay. "max" if nothing is said.
    """
    A_prev, moves = pooled_images(), {"stride": 1, "f": 2}
    dA, wants = pooled_slopes()
    for mode, want in wants.items():
        _, cache = unpack(student.pool_forward(A_prev, dict(moves), mode), "A", "cache")
        close(student.pool_backward(dA, cache, mode), want, what=f"dA_prev of mode {mode}")
        thirds = student.pool_backward(dA / 3, cache, mode)
        close(thirds, want / 3, what=f"dA_prev of mode {mode} for a third of dA")
        double_precision(thirds, f"dA_prev of mode {mode}")
        unchanged(student.pool_backward, dA, cache, mode)
    _, cache = unpack(student.pool_forward(A_prev, dict(moves)), "A", "cache")
    got = student.pool_backward(dA, cache)
    close(got, wants["max"], what="dA_prev when no mode is said")


@check(
    "pool_backward",
    points=2,
    kind="property",
    public=True,
    hint="Everything larger by 1, and so is A; everything twice as large, and so is A: what dA "
    "says of that, dA_prev must say too. A derivative is passed on, not made.",
)
@given(
    draw.drawn(
        sizes={"n_H": (3, 7), "n_W": (3, 7), "m": (2, 3), "n_C": (2, 3)},
        A_prev=distinct(),
        noise=draw.normal("m", MOST, MOST, "n_C"),
    ),
    f=draw.integer(1, 3),
    stride=draw.integer(1, 3),
    mode=MODES,
    examples=12,
)
def pool_backward_balances(
    student: Student,
    ref: Reference,
    A_prev: Array,
    noise: Array,
    f: int,
    stride: int,
    mode: str,
) -> None:
    """Σ dA_prev is Σ dA, and Σ A_prev·dA_prev is Σ A·dA, for each example and channel."""
    got, cache = unpack(
        student.pool_forward(A_prev, {"f": f, "stride": stride}, mode), "A", "cache"
    )
    A, dA = cut(noise, got, A_prev.shape[3], "A")
    found = numbers(student.pool_backward(dA, cache, mode), A_prev.shape, "dA_prev")
    for c in range(A_prev.shape[3]):
        law = f"Σ dA_prev must be Σ dA, in channel {c} of example"
        balanced(found[..., c].sum(axis=(1, 2)), dA[..., c].sum(axis=(1, 2)), law)
        law = f"Σ A_prev·dA_prev must be Σ A·dA, with your A, in channel {c} of example"
        moved = (A_prev * found)[..., c], (A * dA)[..., c]
        balanced(moved[0].sum(axis=(1, 2)), moved[1].sum(axis=(1, 2)), law)


def with_ties(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """A volume of −1, 0 and 1, of which a quarter are smaller by a millionth."""
    drawn = draw.integers("m", "n_H", "n_W", "n_C", low=-1, high=1)(rng, sizes, fields)
    found: Array = drawn - 1e-6 * (rng.integers(4, size=drawn.shape) == 0)
    return found


@check(
    "pool_backward",
    points=1,
    kind="property",
    public=True,
    hint="Of several largest cells each gets the whole, or they share it, and the others of their "
    "window get nothing, however little they are smaller. Compare with the window's own maximum.",
)
@given(
    draw.drawn(
        sizes={"n_H": (3, 4), "n_W": (3, 5), "m": (1, 2), "n_C": (1, 2)},
        A_prev=with_ties,
        g=draw.normal("m", "n_C"),
    ),
    f=draw.integer(2, 3),
    stride=draw.integer(1, 2),
    examples=8,
)
def pool_backward_of_several_largest(
    student: Student, ref: Reference, A_prev: Array, g: Array, f: int, stride: int
) -> None:
    """Several largest cells get the whole each, or share it; all others get nothing.

    Only one window asks, in all images at once.
    """
    moves, (m, n_H, n_W, n_C) = {"f": f, "stride": stride}, A_prev.shape
    A, cache = unpack(student.pool_forward(A_prev, moves, "max"), "A", "cache")
    rows, columns = places(n_H, f, 0, stride), places(n_W, f, 0, stride)
    array(A, (m, len(rows), len(columns), n_C), what="A")
    for h, top in enumerate(rows):
        for w, left in enumerate(columns):
            dA = np.zeros((m, len(rows), len(columns), n_C))
            dA[:, h, w] = g
            found = numbers(student.pool_backward(dA, cache, "max"), A_prev.shape, "dA_prev")
            for i, c in np.ndindex(m, n_C):
                where = f"where only window ({h}, {w}) asks, in example {i} and channel {c}"
                cells = [(top + u, left + v) for u, v in np.ndindex(f, f)]
                passed_on(found[i, :, :, c] / g[i, c], A_prev[i, :, :, c], cells, where)


def passed_on(shares: Array, image: Array, cells: list[tuple[int, int]], where: str) -> None:
    """The largest cells of this window have 1 each, or parts of 1; all others have 0."""
    largest = max(image[cell] for cell in cells)
    first = [float(shares[cell]) for cell in cells if image[cell] == largest]
    whole_each = all(abs(share - 1) < NEAR for share in first)
    in_parts = abs(sum(first) - 1) < NEAR and min(first) > -NEAR
    law = f"{where}, the largest cells must have the whole each, or share it"
    require(whole_each or in_parts, law, got=[f"{share:.4g} of it" for share in first])
    rest = float(np.abs(shares).sum()) - sum(map(abs, first))
    law = f"{where}, all cells but the largest of this window must get 0"
    require(abs(rest) < NEAR, f"{law}; together they get {rest:.4g} of it")


def cost_and_grads(got: Any, parameters: Network) -> tuple[Any, Network]:
    """The cost, and the four gradients, looked at: finite, and of their parameters' shapes."""
    cost, grads = unpack(got, "cost", "grads")
    values = entries(grads, *(f"d{name}" for name in PARAMETERS))
    found = {
        name: numbers(value, parameters[name].shape, f"d{name}")
        for name, value in zip(PARAMETERS, values, strict=True)
    }
    return cost, found


def network_by_hand() -> tuple[Array, Array, Network, Network]:
    """The handout's network: X, Y, the parameters and the gradients."""
    X = channels_last([[[[1, 2, 0, 0.5], [0, 0, 3, 0]]], [[[0, 2, 0.5, 3], [4, 0, 0, 0]]]])
    Y = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    W1, a = np.zeros((3, 3, 1, 2)), np.log(2) / 12
    W1[1, 1, 0, 0], W1[1, 2, 0, 1] = 1.0, 1.0
    parameters = {
        "b2": np.log(2) * np.array([[-2.0], [-2.0], [-3.0]]),
        "W1": W1,
        "W2": np.log(2) * np.array([[1.0, 0, 0, -1], [0, 2, 0, 0], [0, 0, 1, 0]]),
        "b1": np.array([0.0, -1.0]).reshape(1, 1, 1, 2),
    }
    two = [[[2, 0, 4.5], [-7, -11, 0], [0, 0, -15]]], [[[8, 16, 0], [-4, -1, 26], [0, 16, 0]]]
    want = {
        "W1": a * np.array(two, dtype=np.float64).transpose(2, 3, 1, 0),
        "b1": a * np.array([-6.0, 10.0]).reshape(1, 1, 1, 2),
        "W2": np.array([[-2.0, -8, -9, 4], [16, 10, 18, 4], [-14, -2, -9, -8]]) / 12,
        "b2": np.array([[-0.25], [0.5], [-0.25]]),
    }
    return X, Y, parameters, want


@check(
    "cnn_cost_and_grads",
    points=2,
    kind="example",
    public=True,
    hint="The handout has this network step by step. F is (2, 2, 3, 0) for the first image: both "
    "channels of the left block, then both of the right one. Below a row of blocks there may be "
    "another one, whose numbers come after it; and what keeps the size, the side of the filters "
    "says.",
)
def cnn_cost_and_grads_by_hand(student: Student, ref: Reference) -> None:
    """The handout's network of two filters and three classes: J = ½ ln 18, and four gradients.

    The same with three empty rows below the images, and with the filters in the middle of 5 × 5.
    """
    X, Y, parameters, want = network_by_hand()
    got = student.cnn_cost_and_grads(X, Y, parameters)
    cost, grads = cost_and_grads(got, parameters)
    costs_agree(cost, np.log(18) / 2)
    for name in ("b2", "W2", "b1", "W1"):
        close(grads[name], want[name], what=f"d{name}")
        double_precision(entries(unpack(got, "cost", "grads")[1], f"d{name}")[0], f"d{name}")
    unchanged(student.cnn_cost_and_grads, X, Y, parameters)
    fresh(student.cnn_cost_and_grads, X, Y, parameters)
    # A second row of blocks, with nothing in it and no weights: the fifth row is left out.
    nothing = np.zeros((3, 4))
    tall = np.concatenate([X, np.zeros((2, 3, 4, 1))], axis=1)
    wide = np.pad(parameters["W1"], ((1, 1), (1, 1), (0, 0), (0, 0)))
    others = parameters | {"W1": wide, "W2": np.hstack([parameters["W2"], nothing])}
    cost, grads = cost_and_grads(student.cnn_cost_and_grads(tall, Y, others), others)
    words = " with empty rows below and filters of 5 × 5"
    costs_agree(cost, np.log(18) / 2, f"the cost{words}")
    close(grads["b2"], want["b2"], what=f"db2{words}")
    close(grads["W2"], np.hstack([want["W2"], nothing]), what=f"dW2{words}")
    close(grads["b1"], want["b1"], what=f"db1{words}")
    middle = grads["W1"][1:-1, 1:-1].copy()
    close(middle, want["W1"], what=f"the middle of dW1{words}")


@check(
    "cnn_cost_and_grads",
    points=1,
    kind="stability",
    public=True,
    hint="e^10000 is infinite, and 0·log 0 is NaN: take the largest score of each row away from "
    "that row before you exponentiate, and work the logarithm out on paper.",
)
def cnn_cost_and_grads_of_sure_answers(student: Student, ref: Reference) -> None:
    """Scores of 10,000 give no warning: sure and right costs 0, sure and wrong 10/m or more.

    And where all scores of a row are the same, 10,000 or 0, each class has the probability 1/3.
    """
    X, _, parameters, _ = network_by_hand()
    sure = parameters | {"b2": np.array([[10000.0], [0.0], [-10000.0]])}
    right = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    cost, grads = cost_and_grads(quiet(student.cnn_cost_and_grads, X, right, sure), sure)
    law = "the cost of answers that are sure and right must be 0"
    require(abs(scalar(cost, "the cost")) < GUARDED, law, got=cost, want=0.0)
    close(grads["b2"], np.zeros((3, 1)), atol=1e-7, what="db2 of sure and right answers")
    wrong = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    cost, grads = cost_and_grads(quiet(student.cnn_cost_and_grads, X, wrong, sure), sure)
    law = "one answer of 2 that is sure and wrong must cost 5 or more"
    require(5 < scalar(cost, "the cost") < 20000, law, got=cost, want="from 5")
    slopes = np.array([[0.5], [0.0], [-0.5]])
    close(grads["b2"], slopes, atol=1e-7, what="db2 with an answer that is sure and wrong")
    # F adds up to 7 for the first image, and to 0 for one without light.
    level = parameters | {"W2": np.full((3, 4), 10000 / 7), "b2": np.zeros((3, 1))}
    dark = np.concatenate([X[:1], np.zeros_like(X[:1])])
    cost, grads = cost_and_grads(quiet(student.cnn_cost_and_grads, dark, wrong, level), level)
    costs_agree(cost, np.log(3), "the cost of rows of equal scores")
    slopes = np.array([[-1.0], [2.0], [-1.0]]) / 6
    close(grads["b2"], slopes, atol=1e-7, what="db2 of rows of equal scores")
