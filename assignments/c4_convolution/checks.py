"""The checks of "Convolution and pooling by hand".

Each states one law of the exercise that its name starts with. Caches are the student's own
business: a check hands them from a forward step to the backward step and never looks into them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator

from common.datasets import digit_images
from common.volumes import (
    Hyperparameters,
    biases,
    convolutions,
    distinct,
    filters,
    hyperparameters,
    places,
    pools,
    upstream,
    volume,
    whole,
)
from grader.authoring import (
    Array,
    CallFailed,
    Failure,
    Function,
    Reference,
    Student,
    array,
    check,
    close,
    costs_agree,
    double_precision,
    draw,
    entries,
    fresh,
    given,
    gradients_agree,
    numbers,
    quiet,
    refuses,
    require,
    scalar,
    steps_do_not_grow,
    unchanged,
    unpack,
)

Network = dict[str, Array]

PARAMETERS = ("W1", "b1", "W2", "b2")
MODES = draw.options("max", "average")
# No output of a layer that is drawn here has more rows or columns.
MOST = 10
# What a loop over each of these would run over.
GROWN = ("examples", "rows", "columns", "channels", "filters")
# So much may rounding change a share.
NEAR = 1e-7
# Digits, and the training of the network.
CLASSES, TRAIN, TEST, BATCH, STEPS, RATE = 3, 48, 200, 4, 24, 0.1
# What a guard of the logarithm may make of a cost of 0.
GUARDED = 1e-6


# What the checks share: inputs, and laws used more than once


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


# What comes of these two: at a stride of 1, and at one of 2 with padding.
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


# conv_output_size


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
    "conv_output_size",
    points=2,
    kind="property",
    hint="The first window starts at 0, the others every stride cells, and the last one must lie "
    "inside: count them.",
)
@given(
    f=draw.integer(1, 9),
    more=draw.integer(0, 400),
    pad=draw.integer(0, 4),
    stride=draw.integer(1, 5),
    examples=40,
)
def conv_output_size_counts_windows(
    student: Student, ref: Reference, f: int, more: int, pad: int, stride: int
) -> None:
    """It counts the starts 0, stride, 2·stride, … whose windows lie in n + 2·pad cells."""
    n = max(1, f + more - 2 * pad)
    want = len(places(n, f, pad, stride))
    got = whole(student.conv_output_size(n, f, pad, stride), "the size")
    close(got, want, rtol=0, what="the size")
    named = student.conv_output_size(n=n, f=f, stride=stride, pad=pad)
    close(whole(named, "the size"), want, rtol=0, what="the size, with arguments by their names")


@check(
    "conv_output_size",
    points=2,
    kind="example",
    hint="No side, window or stride below 1, no padding below 0, and at least one window: look at "
    "the numbers before you compute with them. Padding may make a large window fit, and the first "
    "window has its place however large the stride is.",
)
def conv_output_size_refuses(student: Student, ref: Reference) -> None:
    """ValueError if n, f or stride < 1, pad < 0 or f > n + 2·pad; 1 where it just fits."""
    fitting: tuple[tuple[int, ...], ...] = (
        (1, 1),
        (3, 3),
        (3, 5, 1),
        (1, 5, 2, 3),
        (2, 1, 0, 2),
        (3, 2, 1, 7),
    )
    for fits in fitting:
        what = f"the size for {', '.join(map(str, fits))}"
        close(whole(student.conv_output_size(*fits), what), 1.0, rtol=0, what=what)
    large: tuple[tuple[int, ...], ...] = ((3, 5), (2, 3), (3, 6, 1), (3, 4, 0, 2))
    few = (0, 1, 1), (-1, 1, 3), (4, 0), (4, -2), (9, 3, -2), (5, 3, 0, 0), (5, 3, 0, -3)
    for wrong in (*large, *few):
        refuses(student.conv_output_size, *wrong)


# same_padding


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
    "same_padding",
    points=2,
    kind="property",
    hint="p zeros on each side: n + 2p cells, and n windows of f in them.",
)
@given(half=draw.integer(0, 15), n=draw.integer(1, 64), examples=20)
def same_padding_keeps_the_size(student: Student, ref: Reference, half: int, n: int) -> None:
    """With n + 2p cells there are n windows of f, whatever n is; f may be NumPy's."""
    for f in (2 * half + 1, np.int64(2 * half + 1)):
        p = whole(student.same_padding(f), "the padding")
        law = f"with a padding of {p}, windows of {f} must keep a side of {n}"
        require(n + 2 * p - int(f) + 1 == n, law, got=p, want=half)


@check(
    "same_padding",
    points=1,
    kind="example",
    hint="The windows of an even f have no cell in the middle: no whole p solves the equation. And "
    "what has no cell at all is no window.",
)
def same_padding_refuses(student: Student, ref: Reference) -> None:
    """ValueError for f = 2, 8, 0, −1, −2 and −5; 3 for f = 7."""
    close(whole(student.same_padding(7), "the padding"), 3.0, rtol=0, what="the padding for f = 7")
    for f in (2, 8, 0, -1, -2, -5):
        refuses(student.same_padding, f)


# zero_pad


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


IMAGES: dict[str, tuple[int, int]] = {"n_H": (1, 6), "n_W": (1, 6), "m": (1, 3), "n_C": (1, 3)}


@check(
    "zero_pad",
    points=3,
    kind="property",
    hint="The same number of zeros on all four sides of each image; examples and channels are not "
    "padded.",
)
@given(draw.drawn(IMAGES, X=volume("m", "n_C")), pad=draw.integer(0, 5), examples=12)
def zero_pad_keeps_the_middle(student: Student, ref: Reference, X: Array, pad: int) -> None:
    """X stands in the middle of (m, n_H + 2·pad, n_W + 2·pad, n_C), and zeros around it."""
    m, n_H, n_W, n_C = X.shape
    got = student.zero_pad(X, pad)
    found = array(got, (m, n_H + 2 * pad, n_W + 2 * pad, n_C), what="the padded volume")
    middle = found[:, pad : pad + n_H, pad : pad + n_W]
    close(middle, X, rtol=0, atol=0, what="the middle of the padded volume")
    around = found.copy()
    around[:, pad : pad + n_H, pad : pad + n_W] = 0
    law = "all that stands around must be 0"
    require(not around.any(), law, got=got, want=ref.zero_pad(X, pad))
    double_precision(got, "the padded volume")


@check(
    "zero_pad",
    points=1,
    kind="purity",
    hint="Make a new array at each call and write X into its middle, with all of its digits. "
    "Padding once more adds up.",
)
@given(
    draw.drawn(IMAGES, X=volume("m", "n_C")),
    pad=draw.integer(0, 2),
    more=draw.integer(0, 2),
    examples=8,
)
def zero_pad_adds_up(student: Student, ref: Reference, X: Array, pad: int, more: int) -> None:
    """Padding by pad and then by more is padding by both; X stays as it is.

    With pad above 0 the volume is a new one at each call.
    """
    X = X / 3
    once = student.zero_pad(X, pad)
    close(once, ref.zero_pad(X, pad), what="the padded volume")
    want = ref.zero_pad(X, pad + more)
    close(student.zero_pad(once, more), want, what="the volume that was padded twice")
    unchanged(student.zero_pad, X, pad)
    if pad:
        fresh(student.zero_pad, X, pad)


# conv_single_step


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
    "conv_single_step",
    points=3,
    kind="reference",
    hint="Multiply what lies on each other, in all channels; add everything; then b.",
)
@given(
    draw.drawn(
        sizes={"f": (1, 5), "n_C_prev": (1, 4)},
        a_slice=draw.normal("f", "f", "n_C_prev"),
        W=draw.normal("f", "f", "n_C_prev"),
        b=draw.normal(1, 1, 1),
    ),
    examples=16,
)
def conv_single_step_is_a_sum_of_products(
    student: Student, ref: Reference, a_slice: Array, W: Array, b: Array
) -> None:
    """The step is the sum of a_slice·W over rows, columns and channels, plus b."""
    wanted = ref.conv_single_step(a_slice, W, b)
    got = student.conv_single_step(a_slice, W, b)
    close(one_number(got, "the step"), wanted, what="the step")
    double_precision(got, "the step")


@check(
    "conv_single_step",
    points=1,
    kind="purity",
    hint="Of an empty window only the bias is left, and nobody may find another filter afterwards. "
    "Where a product and the bias nearly cancel, what is left of a float32 is noise: compute in "
    "float64, and round nothing.",
)
@given(
    draw.drawn(
        sizes={"f": (1, 3), "n_C_prev": (1, 4)},
        a_slice=draw.normal("f", "f", "n_C_prev"),
        W=draw.normal("f", "f", "n_C_prev"),
        b=draw.normal(1, 1, 1),
    ),
    examples=8,
)
def conv_single_step_keeps_its_inputs(
    student: Student, ref: Reference, a_slice: Array, W: Array, b: Array
) -> None:
    """A window of zeros gives b; window, filter and b stay as they are.

    In float64: 12345.678901 in one cell and a bias of −12345.578 make 0.100901.
    """
    empty = student.conv_single_step(np.zeros_like(a_slice), W, b)
    want = float(b[0, 0, 0])
    close(one_number(empty, "the step"), want, what="the step with an empty window")
    one = np.zeros_like(W)
    one[0, 0, 0] = 12345.678901
    left = student.conv_single_step(np.ones_like(W), one, np.full_like(b, -12345.578))
    close(one_number(left, "the step"), 0.100901, what="the step where two numbers nearly cancel")
    unchanged(student.conv_single_step, a_slice, W, b)


# conv_forward


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
    "conv_forward",
    points=4,
    kind="reference",
    hint="Rows and columns are counted by themselves; every filter has its own bias; windows are "
    "cut out of the padded volume.",
)
@given(convolutions(), examples=12)
def conv_forward_slides_each_filter(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, W: Array, b: Array
) -> None:
    """Z holds the sum of products of each window and filter, plus the filter's b."""
    wanted = ref.conv_forward_fast(A_prev, W, b, hyperparameters)
    Z, _ = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    close(Z, wanted, what="Z")
    double_precision(Z, "Z")


@check(
    "conv_forward",
    points=2,
    kind="property",
    hint="An output sees one window and nothing else, and one filter is laid over all windows.",
)
@given(
    convolutions(),
    down=draw.integer(0, 2),
    right=draw.integer(0, 2),
    place=draw.integer(0, 9999),
    examples=8,
)
def conv_forward_is_local_and_equivariant(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    down: int,
    right: int,
    place: int,
) -> None:
    """A pixel changes only outputs whose window holds it; a moved image moves its output."""
    f, (m, n_H, n_W, _) = len(W), A_prev.shape
    i, row, column, k = np.unravel_index(place % A_prev.size, A_prev.shape)
    change = np.zeros_like(A_prev)
    change[i, row, column, k] = 1.0
    before = ref.conv_forward_fast(A_prev, W, b, hyperparameters)
    Z, _ = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    close(Z, before, what="Z")
    Z, _ = unpack(student.conv_forward(A_prev + change, W, b, hyperparameters), "Z", "cache")
    stride, pad = hyperparameters["stride"], hyperparameters["pad"]
    want = before.copy()
    for h, top in enumerate(places(n_H, f, pad, stride)):
        for w, left in enumerate(places(n_W, f, pad, stride)):
            u, v = row + pad - top, column + pad - left
            if 0 <= u < f and 0 <= v < f:
                want[i, h, w] += W[u, v, k]
    pixel = [int(i), int(row), int(column), int(k)]
    close(Z, want, what=f"Z when A_prev{pixel} is larger by 1")
    still = {"stride": 1, "pad": 0}
    frames = [np.zeros((m, n_H + 2, n_W + 2, A_prev.shape[3])) for _ in range(2)]
    frames[0][:, :n_H, :n_W] = A_prev
    frames[1][:, down : down + n_H, right : right + n_W] = A_prev
    moved = f"Z of an image that is moved {down} rows down and {right} columns to the right"
    for frame, what in zip(frames, ("Z with zeros below and on the right", moved), strict=True):
        Z, _ = unpack(student.conv_forward(frame, W, b, still), "Z", "cache")
        close(Z, ref.conv_forward_fast(frame, W, b, still), what=what)


@check(
    "conv_forward",
    points=2,
    kind="property",
    hint="Products are added up, and nothing else happens: no activation, no mean. Filters know "
    "nothing of each other, and examples don't either.",
)
@given(convolutions(m=(2, 3), B=volume()), examples=8)
def conv_forward_is_linear(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    B: Array,
) -> None:
    """Z − b is linear in A_prev; reversed filters or examples give Z in reverse."""

    def Z(A: Array, W: Array, b: Array) -> Any:
        return unpack(student.conv_forward(A, W, b, hyperparameters), "Z", "cache")[0]

    one, other = (ref.conv_forward_fast(A, W, b, hyperparameters) for A in (A_prev, B))
    nothing = np.broadcast_to(b, one.shape)
    close(Z(np.zeros_like(A_prev), W, b), nothing, what="Z of a volume of zeros")
    close(Z(A_prev, W, b), one, what="Z of A")
    close(Z(B, W, b), other, what="Z of B")
    both = 2 * one + other - 2 * nothing
    close(Z(2 * A_prev + B, W, b), both, atol=1e-7, what="Z of 2A + B")
    backwards = Z(A_prev, W[..., ::-1].copy(), b[..., ::-1].copy())
    close(backwards, one[..., ::-1].copy(), what="Z of the filters in reverse")
    close(Z(A_prev[::-1].copy(), W, b), one[::-1].copy(), what="Z of the examples in reverse")


@check(
    "conv_forward",
    points=1,
    kind="purity",
    hint="Does the filter fit into the rows, and into the columns? And where it just does, zeros "
    "of the padding included, what does Z hold? Write into arrays of your own only.",
)
@given(convolutions(), examples=6)
def conv_forward_refuses_and_keeps(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, W: Array, b: Array
) -> None:
    """ValueError if the filters don't fit, the right Z if they do; arguments stay unchanged."""
    large = np.ones((5, 5, A_prev.shape[3], 2)), np.ones((1, 1, 1, 2))
    for rows, columns, stride in ((4, 5, 1), (5, 4, 3), (2, 7, 2)):
        A = np.ones((2, rows, columns, A_prev.shape[3]))
        refuses(student.conv_forward, A, *large, {"stride": stride, "pad": 0})
    Z, _ = unpack(
        student.conv_forward(np.ones((2, 3, 5, A_prev.shape[3])), *large, {"stride": 1, "pad": 1}),
        "Z",
        "cache",
    )
    met = A_prev.shape[3] * np.array([12.0, 15.0, 12.0]).reshape(1, 1, 3, 1)
    want = 1.0 + np.tile(met, (2, 1, 1, 2))
    close(Z, want, what="Z of ones, with filters of 5 × 5 and pad 1 on 3 × 5 pixels")
    unchanged(student.conv_forward, A_prev, W, b, hyperparameters)


@check(
    "conv_forward",
    points=1,
    kind="property",
    hint="If Z is right, look at the cache: it must hold what the way back needs, the input, the "
    "filters, and how they moved. A new one at each call, or the last call spoils those before it; "
    "and none that is used up.",
)
@given(convolutions(dZ=upstream), examples=6)
def conv_forward_makes_a_cache(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    dZ: Array,
) -> None:
    """Z is right, and the cache serves a right backward step, also after two other calls."""
    A_prev = A_prev / 3
    Z, cache = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    wanted, known = ref.conv_forward(A_prev, W, b, hyperparameters)
    close(Z, wanted, what="Z")
    other = {"stride": 1, "pad": 1}
    student.conv_forward(1 - A_prev, W + 1, b, hyperparameters)
    student.conv_forward(-A_prev[:, 1:], W[..., :1] + 1, b[..., :1], other)
    slopes = ref.conv_backward(dZ, known)

    def agrees(got: Any) -> None:
        names = "dA_prev", "dW", "db"
        for name, value, want in zip(names, unpack(got, *names), slopes, strict=True):
            close(value, want, what=name)

    serves(lambda one: student.conv_backward(dZ, one), agrees, cache, known)


# conv_forward_fast


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


@check(
    "conv_forward_fast",
    points=3,
    kind="reference",
    hint="Of n_H rows every stride-th: where does the last one lie? Cell (u, v) of the filter "
    "meets cell (u, v) of the window: nothing is flipped. And b is in each output once.",
)
@given(convolutions(), examples=12)
def conv_forward_fast_is_conv_forward(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, W: Array, b: Array
) -> None:
    """Z holds the same numbers as conv_forward's, for every stride and padding."""
    wanted, _ = ref.conv_forward(A_prev, W, b, hyperparameters)
    Z = student.conv_forward_fast(A_prev, W, b, hyperparameters)
    close(Z, wanted, what="Z")
    double_precision(Z, "Z")


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
    "conv_forward_fast",
    points=2,
    kind="vectorised",
    hint="A loop over the f·f cells of a filter is allowed, and none over what they meet, neither "
    "here nor in what you call.",
)
@given(draw.growing(most=1200), examples=1)
def conv_forward_fast_loops_over_cells(
    student: Student, ref: Reference, sizes: list[int], seed: int
) -> None:
    """As many Python instructions whatever grows, with 2 × 2 filters, padding and a stride."""
    moves = {"stride": 2, "pad": 1}
    for direction in GROWN:

        def example(rng: Generator, size: int, direction: str = direction) -> tuple[Any, Any]:
            shape, of_filters = grown(direction, size, 2)
            A_prev, W = rng.normal(size=shape), rng.normal(size=of_filters)
            b = rng.normal(size=(1, 1, 1, of_filters[3]))
            return (A_prev, W, b, moves), ref.conv_forward_fast(A_prev, W, b, moves)

        no_loop_over(direction, student.conv_forward_fast, example, sizes, seed)


@check(
    "conv_forward_fast",
    points=1,
    kind="purity",
    hint="A single pixel of a single example is a volume too: squeeze nothing out of the shape. "
    "Filters must fit into the padded input, in both directions. And a view of A_prev is A_prev: "
    "write into neither, and return an array of its own at each call.",
)
@given(convolutions(sides=(3, 4), m=(1, 2)), examples=6)
def conv_forward_fast_of_the_smallest(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, W: Array, b: Array
) -> None:
    """Z of a single pixel, and of filters that just fit; ValueError where conv_forward raises it.

    A pixel gives (1, 1, 1, 1); filters of 5 × 5 fit into 3 × 5 pixels with padding. Z is a new
    array at each call.
    """
    point, dot = A_prev[:1, :1, :1], W[:1, :1, :, :1]
    want = np.sum(point * dot[..., 0]) + b[..., :1]
    got = student.conv_forward_fast(
        point.copy(), dot.copy(), b[..., :1].copy(), {"stride": 3, "pad": 0}
    )
    close(got, want, what="Z of one pixel")
    for rows, columns, stride in ((2, 4, 1), (4, 2, 3)):
        part, large = A_prev[:, :1, :1], np.ones((3, 3, A_prev.shape[3], 1))
        A = np.tile(part, (1, rows, columns, 1))
        moves = {"stride": stride, "pad": 0}
        refuses(student.conv_forward_fast, A, large, b[..., :1].copy(), moves)
    deep = A_prev.shape[3]
    wide = np.arange(30.0 * deep).reshape(2, 3, 5, deep)
    large = np.arange(50.0 * deep).reshape(5, 5, deep, 2)
    one, moves = np.ones((1, 1, 1, 2)), {"stride": 1, "pad": 1}
    want = ref.conv_forward_fast(wide, large, one, moves)
    got = student.conv_forward_fast(wide, large, one, moves)
    close(got, want, what="Z of filters of 5 × 5 and pad 1 on 3 × 5 pixels")
    unchanged(student.conv_forward_fast, A_prev, W, b, hyperparameters)
    fresh(student.conv_forward_fast, A_prev, W, b, hyperparameters)


# conv_backward


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


def slopes_of_convolution(ref: Reference, moves: Any, dZ: Array, **at: Array) -> Any:
    """The numeric gradient of Σ dZ·Z in each of these of A_prev, W and b."""

    def Z(A_prev: Array, W: Array, b: Array) -> Any:
        return ref.conv_forward_fast(A_prev, W, b, moves)

    return ref.gradient(Z, upstream=dZ, **at)


@check(
    "conv_backward",
    points=5,
    kind="gradient",
    hint="Each window hands W·dz to the cells that it saw. Windows overlap, so add; they lie in "
    "the padded volume, so cut its border off in the end.",
)
@given(convolutions(m=(1, 2), dZ=upstream), examples=12)
def conv_backward_reaches_the_input(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    dZ: Array,
) -> None:
    """dA_prev is the derivative of Σ dZ·Z in A_prev."""
    _, cache = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    student.conv_forward(-A_prev, 2 * W, b, hyperparameters)  # another call
    dA_prev, _, _ = unpack(student.conv_backward(dZ, cache), "dA_prev", "dW", "db")
    numeric = slopes_of_convolution(ref, hyperparameters, dZ, A_prev=A_prev, W=W, b=b)
    gradients_agree(numeric, A_prev=dA_prev)


@check(
    "conv_backward",
    points=4,
    kind="gradient",
    hint="A filter meets every window of every example, and each adds what it saw, times its dz. "
    "The bias stands in every output.",
)
@given(convolutions(dZ=upstream), examples=12)
def conv_backward_reaches_the_filters(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    dZ: Array,
) -> None:
    """dW and db are the derivatives of Σ dZ·Z in W and b."""
    _, cache = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    student.conv_forward(-A_prev, 2 * W, b, hyperparameters)  # another call
    _, dW, db = unpack(student.conv_backward(dZ, cache), "dA_prev", "dW", "db")

    def Z(W: Array, b: Array) -> Any:
        return ref.conv_forward_fast(A_prev, W, b, hyperparameters)

    gradients_agree(ref.gradient(Z, upstream=dZ, W=W, b=b), W=dW, b=db)


def large_strides(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Hyperparameters:
    """A stride that leaves cells out, and no padding."""
    return {"stride": int(rng.integers(2, 4, endpoint=True)), "pad": 0}


@check(
    "conv_backward",
    points=2,
    kind="property",
    hint="What no window saw has no part in the cost. And a sum over the examples is twice as "
    "large when each of them comes twice: the 1/m is in dZ already.",
)
@given(
    draw.drawn(
        sizes={"n_H": (5, 7), "n_W": (4, 7), "m": (1, 2), "n_C_prev": (1, 3), "n_C": (1, 3)},
        hyperparameters=large_strides,
        A_prev=volume(),
        W=filters(most=2),
        b=biases(),
        dZ=upstream,
    ),
    examples=8,
)
def conv_backward_of_what_no_window_saw(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    dZ: Array,
) -> None:
    """Cells that no window saw get 0; where each example comes twice, dW and db double."""
    names = "dA_prev", "dW", "db"
    _, cache = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    back = unpack(student.conv_backward(dZ, cache), *names)
    seen = np.zeros(A_prev.shape, dtype=bool)
    for top in places(A_prev.shape[1], len(W), 0, hyperparameters["stride"]):
        for left in places(A_prev.shape[2], len(W), 0, hyperparameters["stride"]):
            seen[:, top : top + len(W), left : left + len(W)] = True
    dA_prev = numbers(back[0], A_prev.shape, "dA_prev")
    wanted = ref.conv_backward(dZ, ref.conv_forward(A_prev, W, b, hyperparameters)[1])
    law = "dA_prev must be 0 where no window was"
    untouched = float(np.abs(dA_prev[~seen]).max(initial=0.0)) <= 1e-12
    require(untouched, law, got=back[0], want=wanted[0])
    _, cache = unpack(
        student.conv_forward(np.tile(A_prev, (2, 1, 1, 1)), W, b, hyperparameters), "Z", "cache"
    )
    twice = unpack(student.conv_backward(np.tile(dZ, (2, 1, 1, 1)), cache), *names)
    wants = np.tile(wanted[0], (2, 1, 1, 1)), 2 * wanted[1], 2 * wanted[2]
    for name, value, want in zip(names, twice, wants, strict=True):
        close(value, want, what=f"{name} when each example comes twice")


@check(
    "conv_backward",
    points=2,
    kind="purity",
    hint="If the first call is right, look at what is left of it: dZ and the cache may be needed "
    "again, and each call adds into new arrays that begin at 0. Nothing is rounded.",
)
@given(convolutions(m=(1, 2), dZ=upstream), examples=8)
def conv_backward_can_be_repeated(
    student: Student,
    ref: Reference,
    hyperparameters: Any,
    A_prev: Array,
    W: Array,
    b: Array,
    dZ: Array,
) -> None:
    """dZ and the cache stay unchanged; the first call is right, a second one, and one with −2·dZ.

    Each call returns new arrays.
    """
    dZ = dZ / 3
    names = "dA_prev", "dW", "db"
    wanted = ref.conv_backward(dZ, ref.conv_forward(A_prev, W, b, hyperparameters)[1])
    _, cache = unpack(student.conv_forward(A_prev, W, b, hyperparameters), "Z", "cache")
    for name, value, want in zip(
        names, unpack(unchanged(student.conv_backward, dZ, cache), *names), wanted, strict=True
    ):
        close(value, want, what=name)
    fresh(student.conv_backward, dZ, cache)
    for factor, words in ((1.0, " of a second call"), (-2.0, " for −2·dZ")):
        back = unpack(student.conv_backward(factor * dZ, cache), *names)
        for name, value, want in zip(names, back, wanted, strict=True):
            close(value, factor * want, what=f"{name}{words}")
            double_precision(value, name)


# pool_forward


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
    "pool_forward",
    points=4,
    kind="reference",
    hint="Rows and columns are counted by themselves; each channel has its own largest number, "
    "which may be negative; an average has f·f numbers.",
)
@given(pools(), mode=MODES, examples=16)
def pool_forward_of_each_window(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, mode: str
) -> None:
    """A holds the largest number of each window, or its average, channel by channel."""
    for values, words in ((A_prev, ""), (-np.abs(A_prev), " where all are negative")):
        wanted, _ = ref.pool_forward(values, hyperparameters, mode)
        A, _ = unpack(student.pool_forward(values, hyperparameters, mode), "A", "cache")
        close(A, wanted, what=f"A{words}")
        double_precision(A, "A")


@check(
    "pool_forward",
    points=2,
    kind="property",
    hint="Where everything is larger by 3, so are the largest and the average. Channels and "
    "examples are pooled by themselves. What is mode, if nobody says?",
)
@given(pools(m=(2, 3)), mode=MODES, examples=8)
def pool_forward_keeps_channels_apart(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, mode: str
) -> None:
    """2·A_prev + 3 gives 2·A + 3; reversed channels and examples give A in reverse."""
    wanted, _ = ref.pool_forward(A_prev, hyperparameters, mode)
    A, _ = unpack(student.pool_forward(2 * A_prev + 3, hyperparameters, mode), "A", "cache")
    close(A, 2 * wanted + 3, what="A of 2·A_prev + 3")
    turned = A_prev[::-1, :, :, ::-1].copy()
    A, _ = unpack(student.pool_forward(turned, hyperparameters, mode), "A", "cache")
    close(A, wanted[::-1, :, :, ::-1].copy(), what="A of channels and examples in reverse")
    largest, _ = ref.pool_forward(A_prev, hyperparameters, "max")
    A, _ = unpack(student.pool_forward(A_prev, hyperparameters), "A", "cache")
    close(A, largest, what="A when no mode is said")


@check(
    "pool_forward",
    points=2,
    kind="purity",
    hint='A mode that you don\'t know must not fall through to some branch, and "Max" is not '
    '"max". Does the window fit into the rows, and into the columns, whatever the stride is? And '
    "the largest number may lie far below 0.",
)
@given(pools(), mode=MODES, examples=6)
def pool_forward_refuses_and_keeps(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, mode: str
) -> None:
    """ValueError for another mode and f too large, else the right A; arguments stay unchanged.

    A window of 4 × 4 that just fits, of numbers around −10¹³.
    """
    for other in ("mean", "avg", "ave", "Average", "maximum", ""):
        refuses(student.pool_forward, A_prev, hyperparameters, other)
    for rows, columns, stride in ((4, 6, 1), (6, 4, 3)):
        A = -1e12 * np.arange(2.0 * rows * columns, 0, -1).reshape(2, rows, columns, 1)
        refuses(student.pool_forward, A, {"f": 5, "stride": stride}, mode)
        got, _ = unpack(student.pool_forward(A, {"f": 4, "stride": 4}, mode=mode), "A", "cache")
        window = A[:, :4, :4].reshape(2, 16)
        want = window.max(axis=1) if mode == "max" else window.mean(axis=1)
        close(got, want.reshape(2, 1, 1, 1), what="A of a window that just fits")
    unchanged(student.pool_forward, A_prev, hyperparameters, mode)


@check(
    "pool_forward",
    points=1,
    kind="property",
    hint="If A is right, look at the cache: it must hold what the way back needs, which cell was "
    "the largest, or the numbers to find it again, and the shape of A_prev. A new one at each "
    "call, and none that is used up.",
)
@given(pools(dA=upstream), mode=MODES, examples=6)
def pool_forward_makes_a_cache(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, dA: Array, mode: str
) -> None:
    """A is right, and the cache serves a right backward step, also after two other calls."""
    A_prev = A_prev / 3
    A, cache = unpack(student.pool_forward(A_prev, hyperparameters, mode), "A", "cache")
    wanted, known = ref.pool_forward(A_prev, hyperparameters, mode)
    close(A, wanted, what="A")
    student.pool_forward(-A_prev, hyperparameters, mode)
    student.pool_forward(-A_prev[:, 1:], {"f": 2, "stride": 1}, mode)
    slopes = ref.pool_backward(dA, known, mode)

    def agrees(got: Any) -> None:
        close(got, slopes, what="dA_prev")

    serves(lambda one: student.pool_backward(dA, one, mode), agrees, cache, known)


# pool_backward


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


def slopes_of_pooling(ref: Reference, A_prev: Array, moves: Any, mode: str, dA: Array) -> Any:
    """The numeric gradient of Σ dA·A in A_prev."""

    def A(A_prev: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.pool_forward(A_prev.copy(), moves, mode)[0]

    return ref.gradient(A, upstream=dA, A_prev=A_prev)


@check(
    "pool_backward",
    points=3,
    kind="gradient",
    hint="In each window and channel one cell was the largest: all goes there, and it may be the "
    "largest of several windows.",
)
@given(pools(m=(1, 2), sides=(3, 5), dA=upstream), examples=12)
def pool_backward_of_the_largest(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, dA: Array
) -> None:
    """Mode "max", which is the default: dA_prev is the derivative of Σ dA·A."""
    _, cache = unpack(student.pool_forward(A_prev, hyperparameters, "max"), "A", "cache")
    student.pool_forward(-A_prev, hyperparameters, "average")  # another call
    numeric = slopes_of_pooling(ref, A_prev, hyperparameters, "max", dA)
    gradients_agree(numeric, A_prev=student.pool_backward(dA, cache, "max"))
    gradients_agree(numeric, A_prev=student.pool_backward(dA, cache))


@check(
    "pool_backward",
    points=2,
    kind="gradient",
    hint="Each of the f·f cells of a window has the same share in its average.",
)
@given(pools(m=(1, 2), sides=(3, 5), dA=upstream), examples=12)
def pool_backward_of_the_average(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, dA: Array
) -> None:
    """Mode "average": dA_prev is the derivative of Σ dA·A."""
    _, cache = unpack(student.pool_forward(A_prev, hyperparameters, "average"), "A", "cache")
    student.pool_forward(-A_prev, hyperparameters, "max")  # another call
    numeric = slopes_of_pooling(ref, A_prev, hyperparameters, "average", dA)
    gradients_agree(numeric, A_prev=student.pool_backward(dA, cache, "average"))


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


@check(
    "pool_backward",
    points=1,
    kind="purity",
    hint="If the first call is right, look at what is left of it: dA and the cache may be needed "
    "again, and each call adds into a new array. A stride that is larger than f leaves cells out, "
    "and these get 0.",
)
@given(pools(m=(1, 2), dA=upstream), mode=MODES, examples=8)
def pool_backward_can_be_repeated(
    student: Student, ref: Reference, hyperparameters: Any, A_prev: Array, dA: Array, mode: str
) -> None:
    """dA and the cache stay unchanged; the first call is right, a second one, and one with −2·dA.

    Each call returns a new array.
    """
    dA = dA / 3
    _, known = ref.pool_forward(A_prev, hyperparameters, mode)
    wanted = ref.pool_backward(dA, known, mode)
    _, cache = unpack(student.pool_forward(A_prev, hyperparameters, mode), "A", "cache")
    close(unchanged(student.pool_backward, dA, cache, mode), wanted, what="dA_prev")
    fresh(student.pool_backward, dA, cache, mode)
    for factor, words in ((1.0, " of a second call"), (-2.0, " for −2·dA")):
        got = student.pool_backward(factor * dA, cache, mode=mode)
        close(got, factor * wanted, what=f"dA_prev{words}")
        double_precision(got, "dA_prev")


# cnn_cost_and_grads


def cnn_parameters(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """The four parameters for images X and labels Y, in an order of their own."""
    _, n_H, n_W, deep = fields["X"].shape
    f, count = int(rng.choice((1, 3, 3, 5))), sizes["n_C"]
    shapes = {
        "W1": (f, f, deep, count),
        "b1": (1, 1, 1, count),
        "W2": (fields["Y"].shape[1], (n_H // 2) * (n_W // 2) * count),
        "b2": (fields["Y"].shape[1], 1),
    }
    order = [str(name) for name in rng.permutation(PARAMETERS)]
    return {name: draw.normal(*shapes[name], scale=0.7)(rng, sizes, fields) for name in order}


def one_hot(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Labels (m, C), a 1 in each row."""
    found: Array = np.eye(sizes["C"])[rng.integers(sizes["C"], size=sizes["m"])]
    return found


def cnns(*, sides: tuple[int, int] = (2, 5), **more: draw.Field) -> Any:
    """A batch of images of even and odd sides, and a network for it."""
    return draw.drawn(
        sizes={
            "n_H": sides,
            "n_W": sides,
            "m": (1, 4),
            "n_C_prev": (1, 2),
            "n_C": (1, 3),
            "C": (2, 4),
        },
        X=volume(),
        Y=one_hot,
        parameters=cnn_parameters,
        **more,
    )


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


@check(
    "cnn_cost_and_grads",
    points=1,
    kind="reference",
    hint="Convolution, relu, pooling, then one row for each example. Softmax goes over the "
    "classes, and the sum over the examples is divided by m.",
)
@given(cnns(), examples=10)
def cnn_cost_and_grads_cost(
    student: Student, ref: Reference, X: Array, Y: Array, parameters: Network
) -> None:
    """The cost is the mean cross-entropy of the softmax; arguments stay unchanged."""
    wanted, _ = ref.cnn_cost_and_grads(X, Y, parameters)
    cost, _ = cost_and_grads(student.cnn_cost_and_grads(X, Y, parameters), parameters)
    costs_agree(cost, wanted)
    unchanged(student.cnn_cost_and_grads, X, Y, parameters)


@check(
    "cnn_cost_and_grads",
    points=3,
    kind="gradient",
    hint="Back through softmax, the scores, the flattening, pooling, relu and the convolution, in "
    "this order, each with the cache of its own way forward.",
)
@given(cnns(sides=(2, 4)), examples=10)
def cnn_cost_and_grads_are_the_gradient(
    student: Student, ref: Reference, X: Array, Y: Array, parameters: Network
) -> None:
    """All four gradients are the derivatives of the cost."""

    def cost(**parameters: Array) -> float:
        return scored(ref, X, Y, parameters)[0]

    got = student.cnn_cost_and_grads(X, Y, parameters)
    _, found = cost_and_grads(got, parameters)
    for name in PARAMETERS:
        double_precision(entries(unpack(got, "cost", "grads")[1], f"d{name}")[0], f"d{name}")
    numeric = ref.gradient(cost, **parameters)
    gradients_agree(numeric, W1=found["W1"], b1=found["b1"], W2=found["W2"], b2=found["b2"])


@check(
    "cnn_cost_and_grads",
    points=1,
    kind="stability",
    hint="e^10000 is infinite, and 0·log 0 is NaN: take the largest score of each row away before "
    "you exponentiate, and work the logarithm out on paper.",
)
@given(cnns(), examples=8)
def cnn_cost_and_grads_of_the_certain(
    student: Student, ref: Reference, X: Array, Y: Array, parameters: Network
) -> None:
    """Scores of ±10,000 give no warning; the cost and db2 of sure answers are right."""
    m, C = Y.shape
    steep = parameters | {"b2": np.linspace(10000.0, -10000.0, C).reshape(C, 1)}
    right = np.zeros_like(Y)
    right[:, 0] = 1.0
    nothing, _ = cost_and_grads(quiet(student.cnn_cost_and_grads, X, right, steep), steep)
    law = "the cost of answers that are sure and right must be 0"
    require(abs(scalar(nothing, "the cost")) < GUARDED, law, got=nothing, want=0.0)
    wrong = right.copy()
    wrong[-1] = wrong[-1, ::-1]
    much, grads = cost_and_grads(quiet(student.cnn_cost_and_grads, X, wrong, steep), steep)
    bounds = 10 / m, 21000 / m
    law = f"one answer of {m} that is sure and wrong must cost {bounds[0]:.4g} or more"
    require(
        bounds[0] < scalar(much, "the cost") < bounds[1],
        law,
        got=much,
        want=f"from {bounds[0]:.4g}",
    )
    slopes = (right - wrong).sum(axis=0).reshape(C, 1) / m
    close(grads["b2"], slopes, atol=1e-7, what="db2 of sure answers")
    # All scores of an example are alike but for b2, and far from those of an empty image.
    both, labels = np.concatenate([np.zeros_like(X[:1]), X]), np.concatenate([right[:1], Y])
    level = parameters | {"b1": np.full_like(parameters["b1"], 0.01)}
    F = features(ref, both, level)
    level["W2"] = np.full_like(level["W2"], 10000.0 / F.sum(axis=1).max())
    P = np.exp(level["b2"][:, 0]) / np.exp(level["b2"]).sum()
    got, grads = cost_and_grads(quiet(student.cnn_cost_and_grads, both, labels, level), level)
    costs_agree(got, -(labels @ np.log(P)).mean(), "the cost of rows with scores of all sizes")
    slopes = (P - labels).mean(axis=0).reshape(C, 1)
    close(grads["b2"], slopes, atol=1e-7, what="db2 of rows with scores of all sizes")


@check(
    "cnn_cost_and_grads",
    points=2,
    kind="training",
    hint="Every step goes against your gradients. If the cost falls but not enough, compare them "
    "with differences, one after the other.",
)
def cnn_cost_and_grads_learns_digits(student: Student, ref: Reference) -> None:
    """After 24 steps on digits the cost is below 60%, and 70% of new ones are right."""
    X, Y, X_test, Y_test, _ = digit_images(ref, CLASSES, TRAIN, TEST)
    parameters = edge_filters(np.random.default_rng(0))
    start = scored(ref, X, Y, parameters)[0]
    for step in range(STEPS):
        batch = (np.arange(BATCH) + step * BATCH) % TRAIN
        got = student.cnn_cost_and_grads(X[batch], Y[batch], parameters)
        _, grads = cost_and_grads(got, parameters)
        parameters = {name: parameters[name] - RATE * grads[name] for name in PARAMETERS}
    share = scored(ref, X, Y, parameters)[0] / start
    accuracy = scored(ref, X_test, Y_test, parameters)[1]
    found = f"{100 * share:.1f}% of the cost, and {100 * accuracy:.1f}% right"
    law = "after 24 steps the cost must be below 60% of its start, and 70% of new digits right"
    require(share < 0.6 and accuracy > 0.7, law, got=found, want="below 60%, and above 70%")


def edge_filters(rng: Generator) -> Network:
    """A network for 8 × 8 pixels: filters that find four kinds of edges, and scores of 0."""
    edge = np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -1.0, -1.0]])
    W1 = 0.8 * np.array([edge, edge.T, -edge, -edge.T]).transpose(1, 2, 0)[:, :, np.newaxis]
    W2, b2 = np.zeros((CLASSES, 4 * 16)), np.zeros((CLASSES, 1))
    return {
        "W1": W1 + 0.1 * rng.normal(size=W1.shape),
        "b1": np.zeros((1, 1, 1, 4)),
        "W2": W2,
        "b2": b2,
    }


def features(ref: Reference, X: Array, parameters: Network) -> Array:
    """F: what is left of each image after convolution, relu and pooling, in a row."""
    W1, b1 = parameters["W1"], parameters["b1"]
    Z1 = ref.conv_forward_fast(X, W1, b1, {"stride": 1, "pad": (len(W1) - 1) // 2})
    P1, _ = ref.pool_forward(np.maximum(0.0, Z1), {"f": 2, "stride": 2})
    F: Array = P1.reshape(len(X), -1)
    return F


def scored(ref: Reference, X: Array, Y: Array, parameters: Network) -> tuple[float, float]:
    """The cost of the network on these images, and the share that comes out right."""
    W2, b2 = parameters["W2"], parameters["b2"]
    scores = features(ref, X, parameters) @ W2.T + b2.T
    scores = scores - scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    right = scores.argmax(axis=1) == Y.argmax(axis=1)
    return float(-(Y * logs).sum() / len(X)), float(right.mean())
