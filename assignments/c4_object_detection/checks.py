"""The checks of "Boxes, YOLO grids and non-max suppression".

Each states one law of the exercise that its name starts with. A threshold is moved away from the
scores and overlaps that it is compared with, so that rounding decides nothing.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from grader.authoring import (
    Array,
    Failure,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    equal,
    fresh,
    given,
    kind_of,
    numbers,
    quiet,
    refuses,
    require,
    sequence,
    steps_do_not_grow,
    unchanged,
    unpack,
)

# This near to a threshold, or to another IoU, rounding could decide.
NEAR = 1e-6
# In its cell a box's middle keeps this far from the border, where the logit is infinite.
INSIDE = 0.05
LN2, LN3, LN4 = np.log(2.0), np.log(3.0), np.log(4.0)
# The anchors of the handout's example, a wide one and a tall one.
ANCHORS = np.array([[0.5, 0.25], [0.125, 0.5]])
# How two intervals may lie to each other.
LAYOUTS = ("apart", "touching", "partly", "inside", "around", "the same")


# What the checks share: inputs, and laws used more than once


def other_interval(rng: Generator, low: float, high: float, layout: str) -> tuple[float, float]:
    """An interval that lies so to that from low to high: before it as often as behind it."""
    a, b = low, high
    turned = rng.random() < 0.5
    if turned:
        a, b = -high, -low
    part, length = rng.uniform(0.1, 0.9) * (b - a), rng.uniform(0.3, 3.0)
    found = {
        "apart": (b + part, b + part + length),
        "touching": (b, b + length),
        "partly": (a + part, b + length),
        "inside": (a + 0.3 * part, b - 0.7 * (b - a - part)),
        "around": (a - part, b + length),
        "the same": (a, b),
    }[layout]
    return (-found[1], -found[0]) if turned else found


def pairs(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Array:
    """Two corner boxes in each of the 36 layouts, (36, 2, 4)."""
    found = []
    for across in LAYOUTS:
        for down in LAYOUTS:
            x1, y1 = rng.uniform(-5, 3, size=2)
            x2, y2 = x1 + rng.uniform(0.4, 3), y1 + rng.uniform(0.4, 3)
            (a1, a2), (b1, b2) = (
                other_interval(rng, x1, x2, across),
                other_interval(rng, y1, y2, down),
            )
            found.append([[x1, y1, x2, y2], [a1, b1, a2, b2]])
    return np.array(found)


def clusters(dim: str) -> draw.Field:
    """Corner boxes (dim, 4), most of them around one of three points, of which two are near."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        count = sizes[dim]
        points = rng.uniform(-2, 2, size=(3, 2))
        points[1] = points[0] + rng.uniform(-1, 1, size=2)
        middles = points[rng.integers(3, size=count)] + 0.35 * rng.normal(size=(count, 2))
        sides = rng.uniform(0.8, 2.4, size=(count, 2))
        found: Array = np.concatenate([middles - sides / 2, middles + sides / 2], axis=1).round(2)
        return found

    return field


def with_flat_ones(dim: str) -> draw.Field:
    """As `clusters`, but a third of the boxes are a point, a line, or one of those before."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        boxes: Array = clusters(dim)(rng, sizes, fields)
        for place in np.flatnonzero(rng.random(len(boxes)) < 1 / 3):
            way = rng.integers(4)
            if way in (0, 2):
                boxes[place, 2] = boxes[place, 0]
            if way in (1, 2):
                boxes[place, 3] = boxes[place, 1]
            if way == 3:
                boxes[place] = boxes[0]
        return boxes

    return field


def tied_scores(dim: str) -> draw.Field:
    """Scores (dim,) above 0 and up to 1, of which several are equal."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        found: Array = rng.integers(1, 8, size=sizes[dim], endpoint=True) / 8
        return found

    return field


def different_scores(dim: str) -> draw.Field:
    """Scores (dim,), no two of them equal."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        found: Array = rng.permutation(np.arange(1, 31))[: sizes[dim]] / 32
        return found

    return field


def labels(dim: str) -> draw.Field:
    """Classes (dim,), of up to four numbers, with gaps between them."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
        some = rng.choice(8, size=rng.integers(1, 4, endpoint=True), replace=False)
        return rng.choice(some, size=sizes[dim]).astype(np.int64)

    return field


def fit(w: float, h: float, anchors: Array) -> Array:
    """The IoU of a shape with each anchor's."""
    shared = np.minimum(w, anchors[:, 0]) * np.minimum(h, anchors[:, 1])
    found: Array = shared / (w * h + np.prod(anchors, axis=1) - shared)
    return found


def anchors_of(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Anchors (A, 2), wide and tall ones."""
    return rng.uniform(0.1, 0.9, size=(sizes["A"], 2)).round(2)


def centre_boxes(dim: str) -> draw.Field:
    """Centre boxes (dim, 4) that have a cell and one best anchor; the middles are off borders."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        S, anchors = sizes["S"], fields["anchors"]
        found: list[list[float]] = []
        while len(found) < sizes[dim]:
            cell = rng.integers(S, size=2)
            middle = (cell + rng.uniform(INSIDE, 1 - INSIDE, size=2)) / S
            w, h = np.exp(rng.uniform(np.log(0.02), np.log(2.0), size=2))
            first, *others = np.sort(fit(w, h, anchors))[::-1]
            if not others or first - others[0] > NEAR:
                found.append([*middle, w, h])
        return np.array(found).reshape(sizes[dim], 4)

    return field


def cells_of(_: Generator, sizes: draw.Sizes, __: draw.Fields) -> int:
    """S, as a number."""
    return sizes["S"]


def classes_of(_: Generator, sizes: draw.Sizes, __: draw.Fields) -> int:
    """C, as a number."""
    return sizes["C"]


def overlaps(boxes: Array) -> Array:
    """The IoUs of all pairs of corner boxes."""
    low = np.maximum(boxes[:, None, :2], boxes[:, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[:, 2:])
    shared = np.prod(np.maximum(high - low, 0.0), axis=2)
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    found: Array = shared / (areas[:, None] + areas - shared)
    return found


def moved_off(threshold: float, values: Array) -> float:
    """A threshold nearby that no value is near to."""
    while np.any(np.abs(values - threshold) < NEAR):
        threshold += 3 * NEAR
    return threshold


def index_of(got: Any, what: str) -> int:
    """A whole number, Python's or NumPy's: one that can be an index."""
    whole = isinstance(got, int | np.integer) and not isinstance(got, bool)
    if isinstance(got, np.ndarray) and got.ndim == 0 and got.dtype.kind in "iu":
        whole = True
    if not whole:
        message = f"{what} must be a whole number, to index with; it is {kind_of(got)}"
        raise Failure(message, got=got, want="an integer", what=what)
    return int(got)


def keeps(got: Any, want: list[int], words: str = "") -> None:
    """These indices are kept, in this order."""
    equal(indices_of(got), want, what=f"the list of kept indices{words}")


def indices_of(got: Any) -> list[int]:
    """Indices as a list."""
    return [index_of(one, "a kept index") for one in sequence(got, what="the kept indices")]


def detections_agree(got: Any, want: tuple[Array, ...], words: str = "") -> None:
    """Scores, boxes and classes are these, in their order, the first two in float64."""
    names = "scores", "boxes", "classes"
    for name, value, wanted in zip(names, unpack(got, *names), want, strict=True):
        close(value, np.asarray(wanted, dtype=np.float64), what=f"{name}{words}")
        if len(wanted) and name != "classes":
            double_precision(value, f"the array of {name}")


def slots_agree(got: Any, want: tuple[Any, ...], words: str) -> None:
    """row, col, anchor and t of a box are these."""
    *place, t = unpack(got, "row", "col", "anchor", "t")
    for name, value, wanted in zip(("row", "col", "anchor"), place, want, strict=False):
        law = f"the {name} of {words} is not right"
        require(index_of(value, name) == wanted, law, got=value, want=int(wanted))
    close(t, want[3], what=f"t of {words}")
    double_precision(t, f"t of {words}")


# iou


@check(
    "iou",
    points=3,
    kind="example",
    public=True,
    hint="(1, 2, 5, 4) and (3, 3, 9, 5) share the box from (3, 3) to (5, 4). Where one box begins "
    "behind the other's end, the overlap along that axis is 0, and not a negative number.",
)
def iou_by_hand(student: Student, ref: Reference) -> None:
    """IoU by hand: 1/9, 1/4, 1 of a box with itself, 0 of boxes that are apart or touch.

    Lists and whole numbers too; without area, 0; and the same in other units.
    """
    box = np.array([1.0, 2.0, 5.0, 4.0])
    others = [
        ([3.0, 3.0, 9.0, 5.0], 1 / 9, "that overlap"),
        ([2.0, 2.0, 4.0, 3.0], 1 / 4, "of which one holds the other"),
        ([1.0, 2.0, 5.0, 4.0], 1.0, "that are equal"),
        ([6.0, 3.0, 9.0, 5.0], 0.0, "that are apart along x"),
        ([3.0, 5.0, 9.0, 8.0], 0.0, "that are apart along y"),
        ([6.0, 5.0, 9.0, 7.0], 0.0, "that are apart along both axes"),
        ([5.0, 3.0, 8.0, 6.0], 0.0, "that touch"),
    ]
    double_precision(student.iou(box, np.array(others[0][0])), "the IoU")
    for other, want, words in others:
        close(student.iou(box, np.array(other)), want, what=f"the IoU of boxes {words}")
        close(student.iou(np.array(other), box), want, what=f"the IoU of boxes {words}, turned,")
    whole = [1, 2, 5, 4], (3, 3, 9, 5)
    close(student.iou(*whole), 1 / 9, what="the IoU of whole numbers")
    close(student.iou(*map(np.array, whole)), 1 / 9, what="the IoU of whole numbers in arrays")
    small = 1e-5 * box, 1e-5 * np.array(others[0][0])
    close(student.iou(*small), 1 / 9, what="the IoU of the first two in units of 100 km")
    tiny = 1e-20 * box, 1e-20 * np.array(others[0][0])
    close(student.iou(*tiny), 1 / 9, what="the IoU of the first two with sides times 10⁻²⁰")
    point, line = np.array([3.0, 3.0, 3.0, 3.0]), np.array([3.0, 1.0, 3.0, 4.0])
    for flat, words in ((point, "a point"), (line, "a line")):
        close(quiet(student.iou, flat, box), 0.0, what=f"the IoU with {words}")
        close(quiet(student.iou, flat, flat.copy()), 0.0, what=f"the IoU of {words} with itself")
    close(quiet(student.iou, [3, 3, 3, 3], (3, 3, 3, 3)), 0.0, what="the IoU of a point as a list")
    unchanged(student.iou, box, np.array(others[0][0]))


@check(
    "iou",
    points=4,
    kind="reference",
    hint="Find the overlap along x and along y, and cut each off at 0 by itself: two boxes may be "
    "apart along one axis and share everything along the other.",
)
@given(draw.drawn(boxes=pairs), examples=4)
def iou_of_all_layouts(student: Student, ref: Reference, boxes: Array) -> None:
    """IoU is right however two boxes lie: apart, touching, overlapping, one inside the other."""
    names = [f"along x {across}, along y {down}" for across in LAYOUTS for down in LAYOUTS]
    for (a, b), words in zip(boxes, names, strict=True):
        what = f"the IoU of a box and one that lies to it so: {words}:"
        close(student.iou(a, b), float(ref.iou(a, b)), what=what)


@check(
    "iou",
    points=3,
    kind="property",
    hint="In other units the intersection and the union change by one and the same factor: their "
    "ratio has no unit. Nor does it ask which box comes first, or change the boxes.",
)
@given(
    draw.drawn(boxes=pairs, shift=draw.normal(2, scale=20.0)),
    scale=draw.options(1e-40, 1e-8, 0.1, 1e4),
    examples=5,
)
def iou_has_no_unit(
    student: Student, ref: Reference, boxes: Array, shift: Array, scale: float
) -> None:
    """Swapping, moving or scaling both boxes leaves their IoU as it is; inputs are not changed."""
    for a, b in boxes[7::4]:
        want = float(ref.iou(a, b))
        close(student.iou(b, a), want, what="the IoU in the other order")
        both = np.tile(shift, 2)
        close(student.iou(a + both, b + both), want, what="the IoU after moving both boxes")
        close(student.iou(scale * a, scale * b), want, what=f"the IoU in units of {1 / scale:g}")
        close(student.iou(scale * a, scale * a), 1.0, what="the IoU of a box with itself")
    unchanged(student.iou, boxes[14, 0], boxes[14, 1])
    unchanged(student.iou, boxes[14, 0].tolist(), boxes[14, 1].tolist())


@check(
    "iou",
    points=2,
    kind="stability",
    hint="Two boxes without area have a union without area: ask before you divide. The denominator "
    "is no place for a small number.",
)
@given(draw.drawn(sizes={"n": (3, 5)}, boxes=clusters("n")), examples=6)
def iou_of_flat_boxes(student: Student, ref: Reference, boxes: Array) -> None:
    """A point or a line has IoU 0 with any box, itself included, and NumPy does not warn."""
    x1, y1, x2, y2 = boxes[0]
    flat = [[x1, y1, x1, y1], [x1, y1, x2, y1], [x1, y1, x1, y2]]
    for a in map(np.array, flat):
        for b in [*map(np.array, flat), boxes[0]]:
            close(quiet(student.iou, a, b), 0.0, what="the IoU of a box without area")
            close(quiet(student.iou, b, a), 0.0, what="the IoU of a box without area")
        close(quiet(student.iou, a.tolist(), a.tolist()), 0.0, what="the IoU of two such lists")
    for b in boxes:
        want = float(ref.iou(boxes[0], b))
        close(quiet(student.iou, boxes[0], b), want, what="the IoU of boxes with an area")
        close(quiet(student.iou, boxes[0].tolist(), tuple(b)), want, what="the IoU of lists")


# iou_matrix


@check(
    "iou_matrix",
    points=2,
    kind="example",
    public=True,
    hint="A row for each of the first boxes, a column for each of the others. Of the four others "
    "the last has no area: its IoU is 0 with any box, and with itself.",
)
def iou_matrix_by_hand(student: Student, ref: Reference) -> None:
    """Two boxes with four others: [[1/9, 1, 0, 0], [0, 0, 1/3, 0]]; tiny, flat and no boxes."""
    a = np.array([[1.0, 2.0, 5.0, 4.0], [7.0, 6.0, 9.0, 9.0]])
    b = np.array(
        [[3.0, 3.0, 9.0, 5.0], [1.0, 2.0, 5.0, 4.0], [8.0, 6.0, 10.0, 9.0], [8.0, 7.0, 8.0, 7.0]]
    )
    want = np.array([[1 / 9, 1.0, 0.0, 0.0], [0.0, 0.0, 1 / 3, 0.0]])
    got = quiet(student.iou_matrix, a, b)
    close(got, want, what="the matrix")
    double_precision(got, "the matrix")
    close(quiet(student.iou_matrix, b, a), want.T.copy(), what="the matrix in the other order")
    close(student.iou_matrix(1e-5 * a, 1e-5 * b), want, what="the matrix in units of 100 km")
    tiny = student.iou_matrix(1e-20 * a, 1e-20 * b)
    close(tiny, want, what="the matrix with sides times 10⁻²⁰")
    points = np.vstack([b[3:], b[3:]])
    got = quiet(student.iou_matrix, b[3:], points)
    close(got, np.zeros((1, 2)), what="the matrix of points")
    got = quiet(student.iou_matrix, points, points.copy())
    close(got, np.zeros((2, 2)), what="the matrix of points and themselves")
    close(student.iou_matrix(a, b[:0]), np.zeros((2, 0)), what="the matrix for no columns")
    close(student.iou_matrix(a[:0], b), np.zeros((0, 4)), what="the matrix for no rows")
    unchanged(student.iou_matrix, a, b)


@check(
    "iou_matrix",
    points=2,
    kind="vectorised",
    public=True,
    hint="With an axis of length 1 in the right place NumPy pairs each box of one array with each "
    "of the other, with no loop of yours.",
)
@given(draw.growing(), width=draw.number(1.0, 3.0), examples=2)
def iou_matrix_vectorised(
    student: Student, ref: Reference, sizes: list[int], seed: int, width: float
) -> None:
    """iou_matrix has no loop over boxes, and is right for boxes that are shifted along x.

    Of two that are w wide and shifted by d, (w − d)/(w + d).
    """

    def many(rng: Generator, n: int) -> tuple[Any, Any]:
        left, other = rng.uniform(-4.0, 4.0, size=n), rng.uniform(-4.0, 4.0, size=3)
        boxes, others = (
            np.stack([x, np.full(len(x), 2.0), x + width, np.full(len(x), 7.0)], axis=1)
            for x in (left, other)
        )
        shared = np.maximum(0.0, width - np.abs(left[:, None] - other))
        return (boxes, others), shared / (2 * width - shared)

    def turned(rng: Generator, n: int) -> tuple[Any, Any]:
        (boxes, others), wanted = many(rng, n)
        return (others, boxes), wanted.T.copy()

    for example in (many, turned):
        steps_do_not_grow(student.iou_matrix, example, close, sizes=sizes, seed=seed)


@check(
    "iou_matrix",
    points=3,
    kind="reference",
    hint="Entry [i, j] belongs to box i of the first array and box j of the second, and each box "
    "has its own area.",
)
@given(
    draw.drawn(sizes={"n": (1, 8), "m": (1, 8)}, a=with_flat_ones("n"), b=with_flat_ones("m")),
    scale=draw.options(1e-40, 1e-8, 1.0, 1e3),
    examples=16,
)
def iou_matrix_has_all_pairs(
    student: Student, ref: Reference, a: Array, b: Array, scale: float
) -> None:
    """Each entry is the IoU of its two boxes, in whatever unit; float64; no warning."""
    want = np.array([[ref.iou(one, other) for other in b] for one in a], dtype=np.float64)
    got = quiet(student.iou_matrix, scale * a, scale * b)
    close(got, want, what="the matrix")
    double_precision(got, "the matrix")


@check(
    "iou_matrix",
    points=1,
    kind="property",
    hint="Whatever the order of the two arrays, the pairs are the same. No boxes are legal, on "
    "either side.",
)
@given(
    draw.drawn(sizes={"n": (1, 5), "m": (1, 5)}, a=with_flat_ones("n"), b=with_flat_ones("m")),
    examples=8,
)
def iou_matrix_turned(student: Student, ref: Reference, a: Array, b: Array) -> None:
    """iou_matrix(b, a) is iou_matrix(a, b) transposed; of no boxes it is (0, M) or (N, 0).

    Of boxes with themselves.
    """
    want = ref.iou_matrix(a, b)
    close(student.iou_matrix(b, a), want.T.copy(), what="the matrix in the other order")
    close(student.iou_matrix(a, a), ref.iou_matrix(a, a), what="the matrix of boxes and themselves")
    for left, right in ((a[:0], b), (a, b[:0]), (a[:0], b[:0])):
        shape = len(left), len(right)
        close(quiet(student.iou_matrix, left, right), np.zeros(shape), what="the matrix of none")
    unchanged(student.iou_matrix, a, b)


# center_to_corners and corners_to_center


@check(
    "center_to_corners",
    points=2,
    kind="example",
    public=True,
    hint="Half a width to each side of the middle, half a height up and down: x1, y1, x2, y2, in a "
    "new array of float64.",
)
def center_to_corners_by_hand(student: Student, ref: Reference) -> None:
    """The centre box (2, 3, 3, 1) has the corners (0.5, 2.5, 3.5, 3.5).

    Alone, in a table and with more axes, as whole numbers; what comes back is a new array.
    """
    boxes = np.array([[2.0, 3.0, 3.0, 1.0], [-1.0, 0.5, 4.0, 3.0], [1.0, 7.0, 0.0, 2.0]])
    want = np.array([[0.5, 2.5, 3.5, 3.5], [-3.0, -1.0, 1.0, 2.0], [1.0, 6.0, 1.0, 8.0]])
    close(student.center_to_corners(boxes[0]), want[0], what="the box")
    close(student.center_to_corners(boxes), want, what="the boxes")
    got = student.center_to_corners(boxes[None, :, None])
    close(got, want[None, :, None], what="the boxes with three axes before the last")
    close(student.center_to_corners(boxes[:0]), want[:0], what="no boxes")
    whole = np.array([[2, 3, 3, 1], [2, 3, 5, 7]])
    close(
        student.center_to_corners(whole),
        np.array([[0.5, 2.5, 3.5, 3.5], [-0.5, -0.5, 4.5, 6.5]]),
        what="the boxes of whole numbers",
    )
    even = student.center_to_corners(np.array([2, 3, 4, 2]))
    close(even, np.array([0.0, 2.0, 4.0, 4.0]), what="the box of whole numbers")
    double_precision(even, "the box of whole numbers")
    unchanged(student.center_to_corners, boxes)
    fresh(student.center_to_corners, boxes)


@check(
    "corners_to_center",
    points=2,
    kind="example",
    public=True,
    hint="The middle is the mean of the two edges, as they were handed in, and the side is their "
    "difference: in a new array of float64.",
)
def corners_to_center_by_hand(student: Student, ref: Reference) -> None:
    """The corners (0.5, 2.5, 3.5, 3.5) are those of the centre box (2, 3, 3, 1).

    Alone, in a table and with more axes, as whole numbers; what comes back is a new array.
    """
    boxes = np.array([[0.5, 2.5, 3.5, 3.5], [-3.0, -1.0, 1.0, 2.0], [1.0, 6.0, 1.0, 8.0]])
    want = np.array([[2.0, 3.0, 3.0, 1.0], [-1.0, 0.5, 4.0, 3.0], [1.0, 7.0, 0.0, 2.0]])
    close(student.corners_to_center(boxes[0]), want[0], what="the box")
    close(student.corners_to_center(boxes), want, what="the boxes")
    got = student.corners_to_center(boxes[None, :, None])
    close(got, want[None, :, None], what="the boxes with three axes before the last")
    close(student.corners_to_center(boxes[:0]), want[:0], what="no boxes")
    whole = np.array([[0, 2, 3, 3], [-4, 1, 1, 8]])
    close(
        student.corners_to_center(whole),
        np.array([[1.5, 2.5, 3.0, 1.0], [-1.5, 4.5, 5.0, 7.0]]),
        what="the boxes of whole numbers",
    )
    even = student.corners_to_center(np.array([0, 2, 4, 4]))
    close(even, np.array([2.0, 3.0, 4.0, 2.0]), what="the box of whole numbers")
    double_precision(even, "the box of whole numbers")
    unchanged(student.corners_to_center, boxes)
    fresh(student.corners_to_center, boxes)


def tables() -> Any:
    """Boxes (n, k, 4) in either form: low corners, and sides."""
    return draw.drawn(sizes={"n": (1, 6), "k": (1, 4)}, low=draw.normal("n", "k", 2), sides=sides)


def sides(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Widths and heights, some of them 0."""
    found: Array = rng.integers(0, 40, size=(sizes["n"], sizes["k"], 2)) / 10
    return found


def parts_of(boxes: Array) -> list[Array]:
    """Boxes (n, k, 4) as they are, with more axes, with fewer, and none."""
    more = boxes[None, :, None].copy()
    return [boxes, more, boxes[:, 0].copy(), boxes[0, 0].copy(), boxes[:0], boxes[:0, 0]]


@check(
    "center_to_corners",
    points=2,
    kind="property",
    hint="Take the four numbers from the last axis, however many stand before it, and put what you "
    "make of them into a new array of float64.",
)
@given(tables(), examples=8)
def center_to_corners_of_any_shape(
    student: Student, ref: Reference, low: Array, sides: Array
) -> None:
    """Corners are right for any number of axes before the last, in a new float64 array."""
    corners = np.concatenate([low, low + sides], axis=-1)
    centres = np.concatenate([low + sides / 2, sides], axis=-1)
    for given_boxes, want in zip(parts_of(centres), parts_of(corners), strict=True):
        got = student.center_to_corners(given_boxes)
        close(got, want, what="the corners")
        double_precision(got, "the array of corners")
    whole = (10 * centres).astype(np.int64)
    want = np.concatenate([whole[..., :2] - whole[..., 2:] / 2, whole[..., :2] * 1.0], axis=-1)
    want[..., 2:] += whole[..., 2:] / 2
    got = student.center_to_corners(whole)
    close(got, want, what="the corners of whole numbers")
    double_precision(got, "the array of corners of whole numbers")
    unchanged(student.center_to_corners, centres)
    fresh(student.center_to_corners, centres)


@check(
    "corners_to_center",
    points=2,
    kind="property",
    hint="Take the four numbers from the last axis, however many stand before it, and put what you "
    "make of them into a new array of float64.",
)
@given(tables(), examples=8)
def corners_to_center_of_any_shape(
    student: Student, ref: Reference, low: Array, sides: Array
) -> None:
    """Centre boxes are right for any number of axes before the last, in a new float64 array."""
    corners = np.concatenate([low, low + sides], axis=-1)
    centres = np.concatenate([low + sides / 2, sides], axis=-1)
    for given_boxes, want in zip(parts_of(corners), parts_of(centres), strict=True):
        got = student.corners_to_center(given_boxes)
        close(got, want, what="the centre boxes")
        double_precision(got, "the array of centre boxes")
    whole = np.rint(10 * corners).astype(np.int64)
    got = student.corners_to_center(whole)
    want = np.concatenate(
        [(whole[..., :2] + whole[..., 2:]) / 2, whole[..., 2:] - whole[..., :2]], axis=-1
    )
    close(got, want, what="the centre boxes of whole numbers")
    double_precision(got, "the array of centre boxes of whole numbers")
    unchanged(student.corners_to_center, corners)
    fresh(student.corners_to_center, corners)


# best_anchor


@check(
    "best_anchor",
    points=2,
    kind="example",
    public=True,
    hint="Lay the two shapes on one point: they share min(w, p_w) · min(h, p_h). The first box has "
    "the IoUs 5/49, 2/23 and 1/9 with its anchors. Of two that fit equally well, half as large and "
    "twice as large, the first is taken, and of two others the one that fits a little better.",
)
def best_anchor_by_hand(student: Student, ref: Reference) -> None:
    """Of anchors (0.7, 0.7), (0.05, 0.25), (0.25, 0.8), the last fits 0.5 × 0.1 best.

    Of equal ones the first; one that fits a hair better; a box wider than the image.
    """
    anchors = np.array([[0.7, 0.7], [0.05, 0.25], [0.25, 0.8]])
    found = index_of(student.best_anchor(0.5, 0.1, anchors), "the anchor of 0.5 × 0.1")
    require(found == 2, "the anchor of 0.5 × 0.1 is not right", got=found, want=2)
    half_and_twice = np.array([[0.5, 0.25], [0.5, 1.0]])
    nearly, wide = np.array([[0.5, 0.24999], [0.5, 0.25]]), np.array([[0.25, 0.25], [0.9, 1.0]])
    cases = [(0.25, 0.25, ANCHORS, 0), (0.25, 0.75, ANCHORS, 1), (0.1, 0.4, ANCHORS, 1)]
    cases += [(0.9, 0.2, ANCHORS, 0), (0.5, 0.5, half_and_twice, 0)]
    cases += [(0.5, 0.5, half_and_twice[::-1], 0), (0.5, 0.25, nearly, 1), (3.0, 0.25, wide, 1)]
    for w, h, some, want in cases:
        what = f"the anchor of {w} × {h}, of {some.tolist()},"
        found = index_of(student.best_anchor(w, h, some.copy()), what)
        require(found == want, f"{what} is not right", got=found, want=want)
    unchanged(student.best_anchor, 0.5, 0.1, anchors)


@check(
    "best_anchor",
    points=3,
    kind="reference",
    hint="IoU of the two shapes around one point: neither the area alone, nor the distance, nor "
    "the ratio of the sides says how well they cover each other.",
)
@given(
    draw.drawn(
        sizes={"A": (2, 9), "S": (1, 1), "n": (6, 6)},
        anchors=lambda rng, sizes, _: rng.uniform(0.02, 1, size=(sizes["A"], 2)),
        boxes=centre_boxes("n"),
    ),
    examples=12,
)
def best_anchor_has_the_greatest_iou(
    student: Student, ref: Reference, anchors: Array, boxes: Array
) -> None:
    """best_anchor finds the anchor of the greatest IoU, among two to nine."""
    for w, h in boxes[:, 2:].tolist():
        found = index_of(student.best_anchor(w, h, anchors), "the anchor")
        want = ref.best_anchor(w, h, anchors)
        require(found == want, "this is not the anchor of the greatest IoU", got=found, want=want)
    unchanged(student.best_anchor, float(boxes[0, 2]), float(boxes[0, 3]), anchors)


@check(
    "best_anchor",
    points=1,
    kind="example",
    hint="Where two fit as well, the first is taken, whatever their sizes; where one fits a little "
    "better, that one; and where there is one anchor, that one.",
)
def best_anchor_takes_the_first(student: Student, ref: Reference) -> None:
    """Of anchors that fit equally well the first is taken; one that fits a hair better wins.

    A box that is larger than the image.
    """
    anchors = np.array([[0.125, 0.125], [0.5, 0.25], [0.25, 0.5], [0.5, 0.25]])
    cases = [(0.5, 0.5, anchors, 1), (0.5, 0.25, anchors, 1), (0.25, 0.5, anchors, 2)]
    cases += [(0.5, 0.25, anchors[1:], 0), (0.9, 0.02, anchors[:1], 0), (0.5, 0.5, anchors[2:], 0)]
    half_and_twice = np.array([[0.5, 0.25], [0.5, 1.0]])
    cases += [(0.5, 0.5, half_and_twice, 0), (0.5, 0.5, half_and_twice[::-1], 0)]
    nearly = np.array([[0.5, 0.24999], [0.5, 0.25]])
    cases += [(0.5, 0.25, nearly, 1), (0.5, 0.5, nearly, 1)]
    cases += [(3.0, 0.25, np.array([[0.25, 0.25], [0.9, 1.0]]), 1)]
    for w, h, some, want in cases:
        found = index_of(student.best_anchor(w, h, some.copy()), "the anchor")
        require(found == want, f"the anchor of {w} × {h} is not right", got=found, want=want)


# encode_box


@check(
    "encode_box",
    points=4,
    kind="example",
    public=True,
    hint="For the first box c_x·S = 2.75 gives column 2 and the place 0.75 in it, whose logit is "
    "ln 3; c_y·S = 1.5 gives row 1 and the place 0.5. Sides are compared with the anchor's own. A "
    "middle at 1 or above, or below 0, has no cell, and a side of 0 or below no logarithm; there "
    "is no other limit.",
)
def encode_box_by_hand(student: Student, ref: Reference) -> None:
    """The handout's boxes get their slot and t; a box that has no cell raises ValueError.

    One that is three times as wide as the image and a thousandth as high has a cell.
    """
    anchors = ANCHORS.copy()
    boxes = [
        ([0.6875, 0.375, 0.25, 0.25], (1, 2, 0, np.array([LN3, 0.0, -LN2, 0.0]))),
        ([0.0625, 0.6875, 0.25, 0.75], (2, 0, 1, np.array([-LN3, LN3, LN2, np.log(1.5)]))),
        ([0.7, 0.3, 0.1, 0.4], (1, 2, 1, np.array([LN4, -LN4, np.log(0.8), np.log(0.8)]))),
    ]
    for box, want in boxes:
        slots_agree(student.encode_box(np.array(box), anchors, 4), want, f"the box {box}")
        unchanged(student.encode_box, np.array(box), anchors, 4)
    box, (row, col, best, t) = boxes[0]
    got = student.encode_box(np.array(box), np.array([[0.9, 0.9], *ANCHORS]), 4)
    slots_agree(got, (row, col, best + 1, t), f"the box {box} with an anchor more, the first,")
    flat, t = np.array([0.31, 0.72, 3.0, 0.001]), np.log([1 / 4, 2 / 3, 6.0, 0.004])
    slots_agree(student.encode_box(flat, anchors, 20), (14, 6, 0, t), f"the box {flat.tolist()}")
    for place, values in enumerate(
        ((1.0, 1.1, -0.05), (1.0, 1.1, -0.05), (0.0, -0.25), (0.0, -0.25))
    ):
        for value in values:
            wrong = np.array(boxes[0][0])
            wrong[place] = value
            refuses(student.encode_box, wrong, anchors, 4)
    refuses(student.encode_box, np.array([0.6875, 0.375, -0.25, -0.25]), anchors, 4)


@check(
    "encode_box",
    points=4,
    kind="reference",
    hint="Row from c_y, column from c_x, by rounding down. t_x and t_y are logits of the place in "
    "the cell, t_w and t_h logarithms of ratios to the best anchor's sides.",
)
@given(
    draw.drawn(
        sizes={"S": (1, 7), "A": (1, 4), "n": (4, 4)},
        S=cells_of,
        anchors=anchors_of,
        boxes=centre_boxes("n"),
    ),
    examples=12,
)
def encode_box_finds_the_slot(
    student: Student, ref: Reference, S: int, anchors: Array, boxes: Array
) -> None:
    """Row, column, anchor and t of four boxes, on grids of 1 to 7 with 1 to 4 anchors."""
    for box in boxes:
        want = ref.encode_box(box, anchors, S)
        slots_agree(student.encode_box(box, anchors, S), want, "the box")
    unchanged(student.encode_box, boxes[0], anchors, S)


@check(
    "encode_box",
    points=2,
    kind="property",
    hint="Put your t into the formulas of the handout: does the box come out that you began with?",
)
@given(
    draw.drawn(
        sizes={"S": (2, 9), "A": (2, 4), "n": (3, 3)},
        S=cells_of,
        anchors=anchors_of,
        boxes=centre_boxes("n"),
    ),
    examples=10,
)
def encode_box_is_undone_by_decoding(
    student: Student, ref: Reference, S: int, anchors: Array, boxes: Array
) -> None:
    """Decoded at its place in the grid, t gives the box again, in the slot that fits it best."""
    for box in boxes:
        *place, t = unpack(student.encode_box(box, anchors, S), "row", "col", "anchor", "t")
        row, col, anchor = (
            index_of(value, name)
            for name, value in zip(("row", "col", "anchor"), place, strict=True)
        )
        there = 0 <= row < S and 0 <= col < S and 0 <= anchor < len(anchors)
        law = f"a grid of {S} × {S} with {len(anchors)} anchors has no such slot"
        require(there, law, got=[row, col, anchor])
        grid = np.zeros((S, S, len(anchors), 4))
        grid[row, col, anchor] = numbers(t, (4,), "t")
        with np.errstate(all="ignore"):
            decoded = ref.corners_to_center(ref.decode_boxes(grid, anchors)[row, col, anchor])
        close(decoded, box, what="the box that comes of decoding t")
        best = fit(box[2], box[3], anchors)
        law = "the box is in the slot of an anchor that fits worse than another"
        require(best[anchor] > best.max() - NEAR, law, got=anchor, want=int(np.argmax(best)))


@check(
    "encode_box",
    points=2,
    kind="example",
    hint="Each of the four numbers has its own limits, and no others. A middle at 1 would be in a "
    "row or column behind the last; one just below 0 must not be rounded into the first.",
)
@given(
    draw.drawn(
        sizes={"S": (2, 6), "A": (1, 3), "n": (1, 1)},
        S=cells_of,
        anchors=anchors_of,
        boxes=centre_boxes("n"),
    ),
    examples=5,
)
def encode_box_refuses_what_has_no_cell(
    student: Student, ref: Reference, S: int, anchors: Array, boxes: Array
) -> None:
    """ValueError for a middle outside of [0, 1) and for sides that are not above 0; else a slot.

    A box three times as wide as the image and a thousandth as high has one.
    """
    box = boxes[0]
    slots_agree(student.encode_box(box, anchors, S), ref.encode_box(box, anchors, S), "the box")
    beyond = 0.01 / S
    for place in range(4):
        for value in (-beyond, -1.4, 1.0, 1 + beyond, 2.0) if place < 2 else (0.0, -0.01, -0.3):
            wrong = box.copy()
            wrong[place] = value
            refuses(student.encode_box, wrong, anchors, S)
    for places, value in ((slice(2), -beyond), (slice(2), 1.4), (slice(2, 4), -0.3)):
        wrong = box.copy()
        wrong[places] = value
        refuses(student.encode_box, wrong, anchors, S)
    flat, t = np.array([0.31, 0.72, 3.0, 0.001]), np.log([1 / 4, 2 / 3, 6.0, 0.004])
    got = student.encode_box(flat, ANCHORS.copy(), 20)
    slots_agree(got, (14, 6, 0, t), "a wide and flat box")
    for value in (0.3 / S, 1 - 0.3 / S):
        edge = box.copy()
        edge[:2] = value, 1 - value
        want = ref.encode_box(edge, anchors, S)
        slots_agree(student.encode_box(edge, anchors, S), want, "a box in a corner of the image")


# decode_boxes


@check(
    "decode_boxes",
    points=3,
    kind="example",
    public=True,
    hint="Where t is 0, the box is the anchor around the middle of its cell: in row 3 and column 1 "
    "of four that is (1.5/4, 3.5/4). The column goes with x, the row with y. σ(1000) is 1 and "
    "σ(−1000) is 0, with no overflow on the way.",
)
def decode_boxes_by_hand(student: Student, ref: Reference) -> None:
    """The handout's boxes come back from their slots; where t is 0 lies the anchor itself.

    With t_x and t_y of ±1000 the middle is on the border of its cell; sides have no limit.
    """
    anchors = ANCHORS.copy()
    t = np.zeros((4, 4, 2, 4))
    t[0, 1, 0, :2] = 1000.0, -1000.0
    t[0, 2, 1, 2:] = 19.0, -19.0
    t[1, 2, 0] = LN3, 0.0, -LN2, 0.0
    t[2, 0, 1] = -LN3, LN3, LN2, np.log(1.5)
    got = quiet(student.decode_boxes, t, anchors)
    double_precision(got, "the array of boxes")
    got = array(got, (4, 4, 2, 4), what="the array of boxes")
    half = 0.125 / 2 * np.exp(19.0), 0.5 / 2 * np.exp(-19.0)
    wanted = [
        ((0, 1, 0), [0.25, -0.125, 0.75, 0.125]),
        ((0, 2, 1), [0.625 - half[0], 0.125 - half[1], 0.625 + half[0], 0.125 + half[1]]),
        ((1, 2, 0), [0.5625, 0.25, 0.8125, 0.5]),
        ((2, 0, 1), [-0.0625, 0.3125, 0.1875, 1.0625]),
        ((3, 1, 0), [0.125, 0.75, 0.625, 1.0]),
        ((0, 3, 1), [0.8125, -0.125, 0.9375, 0.375]),
    ]
    for (row, col, anchor), want in wanted:
        close(got[row, col, anchor], np.array(want), what=f"the box at [{row}, {col}, {anchor}]")
    unchanged(student.decode_boxes, t, anchors)


def far_and_near(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """t (S, S, A, 4), with a side or two near the limits of the handout."""
    t: Array = draw.normal("S", "S", "A", 4, scale=2.5)(rng, sizes, fields)
    t[0, 0, 0, 2:] = 19.0, -15.0
    t[-1, -1, -1, 2:] = -15.0, 19.0
    return t


@check(
    "decode_boxes",
    points=4,
    kind="reference",
    hint="Go through the four formulas. Cells are S to a side, for the middle; anchors are in "
    "units of the image, for the sides, which have no limits. Corners are asked for.",
)
@given(
    draw.drawn(
        sizes={"S": (1, 6), "A": (1, 4)},
        anchors=anchors_of,
        t=far_and_near,
    ),
    examples=12,
)
def decode_boxes_of_a_grid(student: Student, ref: Reference, anchors: Array, t: Array) -> None:
    """All boxes of a grid follow the four formulas, in float64; t is not changed."""
    got = student.decode_boxes(t, anchors)
    close(got, ref.decode_boxes(t, anchors), what="the array of boxes")
    double_precision(got, "the array of boxes")
    unchanged(student.decode_boxes, t, anchors)


@check(
    "decode_boxes",
    points=1,
    kind="vectorised",
    public=True,
    hint="Rows, columns and anchors each have an axis of their own: arrays of row and column "
    "numbers, with axes of length 1, are added to all cells at once.",
)
@given(draw.growing(), A=draw.integer(1, 3), examples=2)
def decode_boxes_vectorised(
    student: Student, ref: Reference, sizes: list[int], seed: int, A: int
) -> None:
    """decode_boxes has no loop over cells, and its boxes are right.

    t_x and t_y are ± ln 3, which is at ¾ or ¼ of the cell; t_w and t_h double or halve the sides.
    """

    def example(rng: Generator, n: int) -> tuple[Any, Any]:
        S = round(n**0.5)
        high, anchors = rng.random((S, S, A, 4)) < 0.5, rng.uniform(0.1, 0.9, size=(A, 2))
        t = np.where(high, 1.0, -1.0) * [LN3, LN3, LN2, LN2]
        cells = np.stack(np.meshgrid(np.arange(S), np.arange(S)), axis=-1)[:, :, None]
        middles = (cells + np.where(high[..., :2], 0.75, 0.25)) / S
        half = anchors * np.where(high[..., 2:], 1.0, 0.25)
        return (t, anchors), np.concatenate([middles - half, middles + half], axis=-1)

    steps_do_not_grow(student.decode_boxes, example, close, sizes=sizes, seed=seed)


@check(
    "decode_boxes",
    points=2,
    kind="stability",
    hint="e^1000 overflows. For a large negative number write the sigmoid with e to that number, "
    "or find a function of NumPy's that has its shape.",
)
@given(
    draw.drawn(
        sizes={"S": (2, 6), "A": (1, 3)},
        anchors=anchors_of,
        t=draw.normal("S", "S", "A", 4),
    ),
    size=draw.options(1.0, 20.0, 400.0),
    examples=8,
)
def decode_boxes_stays_in_the_cell(
    student: Student, ref: Reference, anchors: Array, t: Array, size: float
) -> None:
    """Whatever t_x and t_y are, a middle stays in its cell, and NumPy does not warn."""
    steep = t.copy()
    steep[..., :2] *= size
    steep[0, 1, 0, :2] = 1000.0, -1000.0
    steep[1, 0, 0, :2] = -1000.0, 1000.0
    got = quiet(student.decode_boxes, steep, anchors)
    found = numbers(got, t.shape, "the array of boxes")
    S = len(t)
    middles = (found[..., :2] + found[..., 2:]) / 2 * S
    cells = np.stack(np.meshgrid(np.arange(S), np.arange(S)), axis=-1)[:, :, None]
    off = np.abs(middles - cells - 0.5).max()
    law = "the middle of each box must lie in its own cell"
    require(off <= 0.5 + NEAR, law, got=f"{off:.4g} cells from the cell's middle", want="≤ 0.5")
    close(got, ref.decode_boxes(steep, anchors), what="the array of boxes")


# filter_boxes


@check(
    "filter_boxes",
    points=4,
    kind="example",
    public=True,
    hint="Multiply first: 0.9 · (0.2, 0.7, 0.1) has its best at 0.63, class 1. Of 0.6 · 0.8 = 0.48 "
    "and 1 · 0.5 the first lies below a threshold of 0.5, and the second equals it. The threshold "
    "is the one that was given, or 0.6.",
)
def filter_boxes_by_hand(student: Student, ref: Reference) -> None:
    """Of twelve slots, four reach a threshold of 0.5: their scores, boxes and classes.

    Two with the default threshold, and none with a threshold of 0.95.
    """
    confidence, class_probs = np.full((2, 2, 3, 1), 0.3), np.full((2, 2, 3, 4), 0.25)
    boxes = np.arange(48.0).reshape(2, 2, 3, 4)
    slots = [
        ((0, 0, 1), 0.6, [0.1, 0.1, 0.8, 0.0]),
        ((0, 1, 0), 0.9, [0.2, 0.7, 0.1, 0.0]),
        ((0, 1, 2), 0.4, [0.0, 0.0, 1.0, 0.0]),
        ((1, 0, 1), 0.75, [0.0, 0.0, 0.0, 1.0]),
        ((1, 0, 2), 0.5, [0.0, 0.9, 0.05, 0.05]),
        ((1, 1, 0), 1.0, [0.0, 0.5, 0.5, 0.0]),
        ((1, 1, 1), 1.0, [0.5625, 0.25, 0.1875, 0.0]),
    ]
    for place, sure, probs in slots:
        confidence[place], class_probs[place] = sure, probs
    kept = [(0, 1, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1)]
    want = (
        np.array([0.63, 0.75, 0.5, 0.5625]),
        np.array([boxes[place] for place in kept]),
        np.array([1, 3, 1, 0]),
    )
    detections_agree(student.filter_boxes(confidence, boxes, class_probs, 0.5), want)
    first = want[0][:2], want[1][:2], want[2][:2]
    got = student.filter_boxes(confidence, boxes, class_probs)
    detections_agree(got, first, " with the default threshold")
    none = np.zeros(0), np.zeros((0, 4)), np.zeros(0)
    got = student.filter_boxes(confidence, boxes, class_probs, 0.95)
    detections_agree(got, none, " with a threshold of 0.95, which none reaches")
    unchanged(student.filter_boxes, confidence, boxes, class_probs, 0.5)


def a_grid(**more: draw.Field) -> Any:
    """Confidences, boxes and class probabilities of a grid."""
    return draw.drawn(
        sizes={"S": (1, 4), "A": (1, 3), "C": (1, 5)},
        confidence=draw.uniform("S", "S", "A", 1, low=0.05, high=1.0),
        boxes=draw.normal("S", "S", "A", 4),
        class_probs=probabilities,
        **more,
    )


def probabilities(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Class probabilities (S, S, A, C)."""
    drawn = rng.exponential(size=(sizes["S"], sizes["S"], sizes["A"], sizes["C"]))
    found: Array = drawn / drawn.sum(axis=-1, keepdims=True)
    return found


@check(
    "filter_boxes",
    points=4,
    kind="reference",
    hint="One mask, made of the scores, for scores, boxes and classes alike. The score is a "
    "product, and the class is the place of the largest one.",
)
@given(a_grid(), threshold=draw.number(0.05, 0.6), examples=18)
def filter_boxes_keeps_what_scores(
    student: Student,
    ref: Reference,
    confidence: Array,
    boxes: Array,
    class_probs: Array,
    threshold: float,
) -> None:
    """Scores, boxes and classes of all slots that reach the threshold, in the grid's order."""
    limit = moved_off(threshold, confidence * class_probs)
    got = student.filter_boxes(confidence, boxes, class_probs, limit)
    detections_agree(got, ref.filter_boxes(confidence, boxes, class_probs, limit))
    unchanged(student.filter_boxes, confidence, boxes, class_probs, limit)


@check(
    "filter_boxes",
    points=2,
    kind="property",
    hint="The threshold that was given is compared with the scores. Below the lowest of them "
    "everything is kept, above the highest nothing: three arrays of length 0, the boxes with their "
    "four columns. A score at the threshold is kept.",
)
@given(a_grid(share=draw.uniform(low=0.2, high=0.8)), examples=10)
def filter_boxes_from_all_to_none(
    student: Student,
    ref: Reference,
    confidence: Array,
    boxes: Array,
    class_probs: Array,
    share: float,
) -> None:
    """A threshold below every score keeps all boxes, one above every score keeps none."""
    scores = np.sort(np.max(confidence * class_probs, axis=-1), axis=None)
    middle = moved_off(float(np.quantile(scores, share)), scores)
    limits = {"all": 0.5 * float(scores[0]), "some": middle, "no boxes": 1.5}
    for words, limit in limits.items():
        got = student.filter_boxes(confidence, boxes, class_probs, limit)
        want = ref.filter_boxes(confidence, boxes, class_probs, limit)
        detections_agree(got, want, f" where {words} reach the threshold")
    quarters = np.full(confidence.shape, 0.5), np.full((*boxes.shape[:3], 3), 0.25)
    quarters[1][..., 1:] = 0.375
    got = student.filter_boxes(quarters[0], boxes, quarters[1], 0.1875)
    count = boxes.size // 4
    want = np.full(count, 0.1875), boxes.reshape(count, 4), np.ones(count)
    detections_agree(got, want, " where each score equals the threshold, with two classes")
    got = student.filter_boxes(quarters[0], boxes, quarters[1], 0.18751)
    none = np.zeros(0), np.zeros((0, 4)), np.zeros(0)
    detections_agree(got, none, " where each score is just below the threshold")
    got = student.filter_boxes(np.full(confidence.shape, 0.59), boxes, np.ones(confidence.shape))
    detections_agree(got, none, " where each score is just below the default of 0.6")
    got = student.filter_boxes(np.full(confidence.shape, 0.61), boxes, np.ones(confidence.shape))
    want = np.full(count, 0.61), boxes.reshape(count, 4), np.zeros(count)
    detections_agree(got, want, " where each score is just above the default of 0.6")


# non_max_suppression


def shifted(*places: tuple[float, float, float]) -> Array:
    """Boxes that are 4 wide: their left and upper edges, and how high they are."""
    return np.array([[x, y, x + 4.0, y + high] for x, y, high in places])


@check(
    "non_max_suppression",
    points=4,
    kind="example",
    public=True,
    hint="Of the six boxes 4 is the best, then 1. At a threshold of 0.5 box 3 overlaps 1 too much "
    "and is gone, so 0 stays, whose overlap with 1 is small; box 4 is half of box 5, and 0.5 does "
    "not exceed 0.5. Boxes with equal scores stay in the order of their indices: not every way of "
    "sorting keeps to that.",
)
def non_max_suppression_by_hand(student: Student, ref: Reference) -> None:
    """Of six boxes [4, 1, 0, 5, 2] are kept; thresholds, units, equal scores, no boxes.

    A chain of three, one half of another, one far away. The first three with max_boxes = 3;
    thresholds of 0 and 1; a point twice; forty boxes that are apart, with three scores.
    """
    boxes = shifted((3, 0, 2), (1, 0, 2), (-6, -5, 2), (2, 0, 2), (10, 5, 1), (10, 5, 2))
    scores = np.array([0.7, 0.9, 0.3, 0.8, 0.95, 0.7])
    keeps(student.non_max_suppression(boxes, scores, 0.5, 6), [4, 1, 0, 5, 2])
    keeps(student.non_max_suppression(boxes, scores), [4, 1, 0, 5, 2], " with the defaults")
    got = student.non_max_suppression(boxes, scores, 0.5, 3)
    keeps(got, [4, 1, 0], " with max_boxes = 3")
    got = student.non_max_suppression(boxes, scores, 0.25, 6)
    keeps(got, [4, 1, 2], " with a threshold of 0.25")
    got = student.non_max_suppression(boxes, scores, 0.7, 6)
    keeps(got, [4, 1, 3, 0, 5, 2], " with a threshold of 0.7")
    keeps(student.non_max_suppression(boxes[:0], scores[:0]), [], " of no boxes")
    keeps(student.non_max_suppression(boxes[:1], scores[:1]), [0], " of one box")
    got = student.non_max_suppression(1e-20 * boxes, scores, 0.25, 6)
    keeps(got, [4, 1, 2], " with a threshold of 0.25 and sides times 10⁻²⁰")
    row = shifted((0, 0, 2), (4, 0, 2), (7, 0, 2))
    got = student.non_max_suppression(row, np.array([0.804, 0.802, 0.801]), 0.0, 4)
    keeps(got, [0, 1], " of boxes that touch, and one that overlaps, with a threshold of 0")
    got = student.non_max_suppression(row[[0, 0]], np.array([0.801, 0.804]), 1.0, 4)
    keeps(got, [1, 0], " of one box twice, with a threshold of 1")
    got = quiet(student.non_max_suppression, np.full((2, 4), 3.0), np.array([0.1, 0.2]), 0.25, 4)
    keeps(got, [1, 0], " of a point twice, whose IoU is 0")
    apart = shifted(*((5.0 * (place % 8), 3.0 * (place // 8), 2.0) for place in range(40)))
    three = np.array([0.25, 0.75, 0.5])[np.arange(40) % 3]
    falling = [*range(1, 40, 3), *range(2, 40, 3), *range(0, 40, 3)]
    got = student.non_max_suppression(apart, three, 0.5, 40)
    keeps(got, falling, " of forty boxes that are apart, with three scores")
    got = student.non_max_suppression(apart, three)
    keeps(got, falling[:10], " of forty boxes that are apart, with the default of ten")
    unchanged(student.non_max_suppression, boxes, scores, 0.5, 6)


def candidates(scores: Any, most: int, **more: draw.Field) -> Any:
    """Clusters of boxes with scores."""
    return draw.drawn(sizes={"n": (1, most)}, boxes=clusters("n"), scores=scores("n"), **more)


@check(
    "non_max_suppression",
    points=5,
    kind="reference",
    hint="From the best score down, equal ones by index. Compare a box with all that were kept, "
    "and with no other. Indices are those of the arrays that you were given.",
)
@given(
    candidates(tied_scores, 14),
    iou_threshold=draw.number(0.1, 0.7),
    max_boxes=draw.integer(1, 8),
    examples=22,
)
def non_max_suppression_keeps_the_best(
    student: Student,
    ref: Reference,
    boxes: Array,
    scores: Array,
    iou_threshold: float,
    max_boxes: int,
) -> None:
    """Of up to 14 boxes the right ones are kept, in the right order, with equal scores too."""
    limit = moved_off(iou_threshold, overlaps(boxes))
    want = ref.non_max_suppression(boxes, scores, limit, max_boxes)
    keeps(student.non_max_suppression(boxes, scores, limit, max_boxes), want)
    unchanged(student.non_max_suppression, boxes, scores, limit, max_boxes)


@check(
    "non_max_suppression",
    points=3,
    kind="property",
    hint="No two that stay may overlap by more than the threshold. And whatever is dropped was "
    "dropped by one that stays and has a better score.",
)
@given(
    candidates(different_scores, 14, order=lambda rng, sizes, _: rng.permutation(sizes["n"])),
    iou_threshold=draw.number(0.1, 0.7),
    examples=15,
)
def non_max_suppression_leaves_no_doubles(
    student: Student,
    ref: Reference,
    boxes: Array,
    scores: Array,
    order: NDArray[np.int64],
    iou_threshold: float,
) -> None:
    """Kept boxes overlap little, and each dropped one overlaps a better one that is kept.

    The same boxes are kept when they come in another order.
    """
    shared = overlaps(boxes)
    limit = moved_off(iou_threshold, shared)
    count = len(boxes)
    kept = indices_of(student.non_max_suppression(boxes, scores, limit, count))
    law = f"each kept index must be one of 0 … {count - 1}, and be there once"
    require(len({*kept} & {*range(count)}) == len(kept), law, got=kept)
    falling = all(scores[a] > scores[b] for a, b in pairwise(kept))
    require(falling, "the kept boxes must come with falling scores", got=scores[kept])
    for place, i in enumerate(kept):
        too_near = [j for j in kept[:place] if shared[i, j] > limit]
        law = f"two boxes that overlap by more than the threshold are kept: {i} and {too_near}"
        require(not too_near, law, got=kept)
    for i in {*range(count)} - {*kept}:
        by = [j for j in kept if shared[i, j] > limit and scores[j] > scores[i]]
        law = f"box {i} is dropped, and overlaps no kept box of a better score too much"
        require(bool(by), law, got=kept)
    some = boxes[kept], scores[kept]
    got = student.non_max_suppression(*some, limit, count)
    keeps(got, [*range(len(kept))], " of those that were kept before")
    got = student.non_max_suppression(boxes[order], scores[order], limit, count)
    places = np.argsort(order)[kept].tolist()
    keeps(got, places, " of the same boxes in another order")


@check(
    "non_max_suppression",
    points=2,
    kind="example",
    hint="A box goes when its IoU exceeds the threshold, and not when it equals it, whatever the "
    "threshold and the unit; low scores are no reason. Of many equal scores the lowest index comes "
    "first: not every way of sorting keeps to that.",
)
@given(draw.drawn(scores=draw.integers(60, low=1, high=3)), examples=4)
def non_max_suppression_at_its_limits(
    student: Student, ref: Reference, scores: NDArray[np.int64]
) -> None:
    """Ties, thresholds of 0 and 1, IoUs at the threshold, other units, boxes without area.

    An IoU at the threshold, sixty boxes apart with three scores, the defaults, one box, none;
    a place far away, low scores.
    """
    for high, limit, want in ((1.0, 0.5, [1, 3, 0, 2]), (0.5, 0.25, [1, 3, 2])):
        boxes = shifted((0, 0, 2), (0, 0, high), (9, 0, 1), (0, 1, 1))
        got = student.non_max_suppression(boxes, np.array([0.5, 0.9, 0.2, 0.8]), limit, 4)
        keeps(got, want, f" of boxes with IoUs of {limit} and 0.5, at a threshold of {limit}")
        got = student.non_max_suppression(boxes[:2], np.array([0.5, 0.9]), limit, 4)
        keeps(got, [1, 0], f" of two boxes with an IoU of {limit}, at that threshold")
    apart = shifted(*((5.0 * (place % 8), 3.0 * (place // 8), 2.0) for place in range(60)))
    falling = sorted(range(60), key=lambda place: (-scores[place], place))
    got = student.non_max_suppression(apart, scores / 4, 0.5, 60)
    keeps(got, falling, " of sixty boxes that don't overlap")
    got = student.non_max_suppression(apart, scores / 4)
    keeps(got, falling[:10], " with the default of ten")
    near, scores = shifted((0, 0, 2), (0, 0, 1.0001)), np.array([0.8, 0.804])
    for boxes, words in ((near, ""), (1e-9 * near, ", in other units"), (near + 1e6, ", far away")):
        got = student.non_max_suppression(boxes, scores)
        keeps(got, [1], f" of IoU 0.50005, with the default threshold of 0.5{words}")
    keeps(student.non_max_suppression(near, scores, 1.0, 4), [1, 0], " with a threshold of 1")
    same = np.array([near[0], near[0]])
    got = student.non_max_suppression(same, scores, 1.0, 4)
    keeps(got, [1, 0], " of one box twice, with a threshold of 1")
    row = shifted((0, 0, 2), (4, 0, 2), (7, 0, 2))
    got = student.non_max_suppression(row, np.array([0.9, 0.8, 0.7]), 0.0, 4)
    keeps(got, [0, 1], " of boxes that touch, and one that overlaps, with a threshold of 0")
    points = near[:, [0, 1, 0, 1]]
    got = student.non_max_suppression(points, np.array([1e-6, 2e-6]), 0.25, 4)
    keeps(got, [1, 0], " of a point twice, whose IoU is 0, with low scores")
    keeps(student.non_max_suppression(near[:1], np.array([0.3]), 0.1, 1), [0], " of one box")
    keeps(student.non_max_suppression(near[:0], np.zeros(0), 0.1, 3), [], " of no boxes")


# class_nms


@check(
    "class_nms",
    points=3,
    kind="example",
    public=True,
    hint="Of the six boxes 0, 1, 3 and 5 lie on each other, but where the classes are 2, 0 and 5 "
    "only 0 and 3 are of one. What stays of all classes is put in one order, by score and then by "
    "index, and then counted.",
)
def class_nms_by_hand(student: Student, ref: Reference) -> None:
    """Of six boxes of the classes 2, 0 and 5, [3, 4, 1, 2, 5] are kept; limits, ties, units.

    The best two; all of them as one class; a chain of three, the last two of one class. Boxes of
    two classes in one place, in any unit. A limit is for all classes together. A threshold of 0.
    Of twelve boxes of one class that are apart all stay, or ten by default; of no boxes, none.
    """
    boxes = shifted((1, 0, 2), (1, 0, 2), (9, 4, 2), (2, 0, 2), (10, 4, 2), (1, 0, 2))
    scores = np.array([0.6, 0.5, 0.4, 0.9, 0.7, 0.2])
    classes = np.array([2, 0, 5, 2, 0, 5])
    got = student.class_nms(boxes, scores, classes, 0.5, 6)
    keeps(got, [3, 4, 1, 2, 5])
    keeps(student.class_nms(boxes, scores, classes), [3, 4, 1, 2, 5], " with the defaults")
    keeps(student.class_nms(boxes, scores, classes, 0.5, 2), [3, 4], " with max_boxes = 2")
    got = student.class_nms(boxes, scores, classes, 0.7, 6)
    keeps(got, [3, 4, 0, 1, 2, 5], " with a threshold of 0.7")
    same = np.full(6, 300)
    keeps(student.class_nms(boxes, scores, same, 0.5, 6), [3, 4], " of one class")
    chain = shifted((1, 0, 2), (2, 0, 2), (3, 0, 2)), np.array([0.9, 0.8, 0.7])
    got = student.class_nms(*chain, np.array([4, 1, 1]))
    keeps(got, [0, 1], " of a chain of three, the last two of one class")
    apart = shifted(*((6.0 * place, 1.0, 2.0) for place in range(12)))
    got = student.class_nms(apart, np.full(12, 0.5), np.full(12, 1), 0.5, 12)
    keeps(got, [*range(12)], " of twelve boxes that are apart")
    got = student.class_nms(apart, np.full(12, 0.5), np.full(12, 1))
    keeps(got, [*range(10)], " of twelve boxes that are apart, with the default of ten")
    keeps(student.class_nms(boxes[:0], scores[:0], classes[:0]), [], " of no boxes")
    got = student.class_nms(
        apart[:5], np.array([0.5, 0.5, 0.5, 0.5, 0.9]), np.array([5, 0, 5, 2, 2])
    )
    keeps(got, [4, 0, 1, 2, 3], " of five boxes that are apart, four of them with equal scores")
    falling = np.array([0.9, 0.8, 0.7, 0.1, 0.6])
    got = student.class_nms(apart[:5], falling, np.array([1, 1, 1, 7, 1]), 0.5, 4)
    keeps(
        got, [0, 1, 2, 4], " of five boxes that are apart, four of them of one class, max_boxes 4"
    )
    place = np.array([[-8.0, -8.0, 0.0, 0.0], [-8.0, -8.0, 0.0, 0.0], [-8.0, -7.0, 0.0, 0.0]])
    for unit, words in ((1.0, ""), (1e4, " times 10⁴"), (1e-12, " times 10⁻¹²")):
        got = student.class_nms(unit * place, chain[1], np.array([0, 1, 1]))
        keeps(got, [0, 1], f" of two classes in one place, and one of them twice{words}")
    row = shifted((0, 0, 2), (3, 0, 2))
    got = student.class_nms(row, falling[:2], np.array([4, 4]), 0.0)
    keeps(got, [0], " of two that overlap, with a threshold of 0")
    unchanged(student.class_nms, boxes, scores, classes, 0.5, 6)


@check(
    "class_nms",
    points=3,
    kind="reference",
    hint="Within a class indices begin at 0 again: carry them back to the whole. Sort what stays "
    "by score and then by index, and cut it after max_boxes.",
)
@given(
    candidates(tied_scores, 16, classes=labels("n")),
    iou_threshold=draw.number(0.1, 0.6),
    max_boxes=draw.integer(1, 16),
    examples=20,
)
def class_nms_keeps_the_best_of_each(
    student: Student,
    ref: Reference,
    boxes: Array,
    scores: Array,
    classes: NDArray[np.int64],
    iou_threshold: float,
    max_boxes: int,
) -> None:
    """Of up to 16 boxes of up to four classes the right ones are kept, in the right order."""
    limit = moved_off(iou_threshold, overlaps(boxes))
    want = ref.class_nms(boxes, scores, classes, limit, max_boxes)
    keeps(student.class_nms(boxes, scores, classes, limit, max_boxes), want)
    unchanged(student.class_nms, boxes, scores, classes, limit, max_boxes)


@check(
    "class_nms",
    points=2,
    kind="property",
    hint="A class's number is a name and no more: whichever numbers are there, in whatever order "
    "they come, and in whatever unit the boxes are, the same ones stay.",
)
@given(
    candidates(tied_scores, 14, classes=labels("n"), names=lambda rng, _, __: rng.permutation(300)),
    iou_threshold=draw.number(0.1, 0.6),
    scale=draw.options(1e-8, 1e4),
    examples=12,
)
def class_nms_does_not_read_numbers(
    student: Student,
    ref: Reference,
    boxes: Array,
    scores: Array,
    classes: NDArray[np.int64],
    names: NDArray[np.int64],
    iou_threshold: float,
    scale: float,
) -> None:
    """Other numbers for the classes, or another unit of length, change nothing.

    One class; one for each box. The default threshold, and one of 0.
    """
    limit = moved_off(iou_threshold, overlaps(boxes))
    want = ref.class_nms(boxes, scores, classes, limit)
    got = student.class_nms(boxes, scores, names[classes], limit)
    keeps(got, want, " with other numbers for the classes")
    got = student.class_nms(scale * boxes, scores, classes, limit)
    keeps(got, want, " in other units")
    one = np.full(len(boxes), names[0])
    alone = ref.non_max_suppression(boxes, scores, limit, len(boxes))
    got = student.class_nms(boxes, scores, one, limit, len(boxes))
    keeps(got, alone, " of one class")
    own = np.arange(len(boxes))
    falling = sorted(range(len(boxes)), key=lambda place: (-scores[place], place))
    keeps(student.class_nms(boxes, scores, own, limit, 30), falling, " with a class for each box")
    near, scores = shifted((0, 0, 2), (0, 0, 1.0001), (0, 0, 0.9999)), np.array([0.9, 0.8, 0.7])
    got = student.class_nms(near, scores, names[[0, 0, 0]])
    keeps(got, [0, 2], " of IoUs of 0.50005 and 0.49995, with the default threshold")
    keeps(student.class_nms(near, scores, names[[0, 0, 0]], 0.0), [0], " with a threshold of 0")
    got = student.class_nms(1e-8 * near[:2], scores[:2], names[[0, 0]])
    keeps(got, [0], " of an IoU of 0.50005 in other units, with the default threshold")


# build_target


@check(
    "build_target",
    points=2,
    kind="example",
    public=True,
    hint="In the handout's example three slots are taken: [1, 2, 0], [2, 0, 1] and [1, 2, 1]. The "
    "third box belongs where the first is already, and the fourth comes after it. A taken slot has "
    "a 1 behind t, whatever t is.",
)
def build_target_by_hand(student: Student, ref: Reference) -> None:
    """The four boxes of the handout's example, of which the third finds its slot taken.

    An anchor in the middle of its cell takes its slot, too, though its t is 0; no boxes.
    """
    boxes = np.array(
        [
            [0.6875, 0.375, 0.25, 0.25],
            [0.0625, 0.6875, 0.25, 0.75],
            [0.64, 0.3, 0.28, 0.24],
            [0.7, 0.3, 0.1, 0.4],
        ]
    )
    classes, anchors = np.array([2, 0, 1, 1]), ANCHORS.copy()
    want = np.zeros((4, 4, 2, 8))
    want[1, 2, 0] = LN3, 0.0, -LN2, 0.0, 1.0, 0.0, 0.0, 1.0
    want[2, 0, 1] = -LN3, LN3, LN2, np.log(1.5), 1.0, 1.0, 0.0, 0.0
    want[1, 2, 1] = LN4, -LN4, np.log(0.8), np.log(0.8), 1.0, 0.0, 1.0, 0.0
    got = student.build_target(boxes, classes, anchors, 4, 3)
    close(got, want, what="the target")
    double_precision(got, "the target")
    # The second has its middle in the cell of the first, and is wide as well.
    two, alone = np.array([[0.375, 0.625, 0.5, 0.25], [0.4, 0.6, 0.4, 0.2]]), np.zeros(want.shape)
    alone[2, 1, 0, 4:6] = 1.0
    got = student.build_target(two, np.array([0, 2]), anchors, 4, 3)
    close(got, alone, what="the target of an anchor in the middle of its cell, and one more there")
    got = student.build_target(boxes[:0], classes[:0], anchors, 4, 3)
    close(got, np.zeros((4, 4, 2, 8)), what="the target of no boxes")
    unchanged(student.build_target, boxes, classes, anchors, 4, 3)


@check(
    "build_target",
    points=4,
    kind="reference",
    hint="Five numbers and the classes in each slot: t, then 1, then the one-hot. Look whether "
    "this very slot (row, column and anchor) is taken; if so, go on with the next box.",
)
@given(
    draw.drawn(
        sizes={"S": (1, 4), "A": (1, 3), "C": (1, 4), "n": (1, 9)},
        S=cells_of,
        anchors=anchors_of,
        boxes=centre_boxes("n"),
        n_classes=classes_of,
        classes=lambda rng, sizes, _: rng.integers(sizes["C"], size=sizes["n"]),
    ),
    examples=16,
)
def build_target_gives_each_slot_a_box(
    student: Student,
    ref: Reference,
    S: int,
    anchors: Array,
    boxes: Array,
    n_classes: int,
    classes: NDArray[np.int64],
) -> None:
    """Up to nine boxes on a small grid: the first box of a slot has it, also where its t is 0."""
    want = ref.build_target(boxes, classes, anchors, S, n_classes)
    got = student.build_target(boxes, classes, anchors, S, n_classes)
    close(got, want, what="the target")
    double_precision(got, "the target")
    got = student.build_target(boxes[::-1].copy(), classes[::-1].copy(), anchors, S, n_classes)
    want = ref.build_target(boxes[::-1], classes[::-1], anchors, S, n_classes)
    close(got, want, what="the target of the boxes in the other order")
    got = student.build_target(boxes[:0], classes[:0], anchors, S, n_classes)
    close(got, np.zeros(want.shape), what="the target of no boxes")
    places = (0.5, 0.5), (0.75, 0.25), (0.5, 0.5)
    near = np.array([[x / S, y / S, *anchors[0]] for x, y in places])
    three = np.array([n_classes - 1, 0, 0])
    want = ref.build_target(near, three, anchors, S, n_classes)
    got = student.build_target(near, three, anchors, S, n_classes)
    close(got, want, what="the target of an anchor in the middle of its cell, and two more there")
    unchanged(student.build_target, boxes, classes, anchors, S, n_classes)


# detect


@check(
    "detect",
    points=2,
    kind="example",
    public=True,
    hint="The handout's scores are 0.72, 0.64, 0.6 and 0.4. The second is the first box again, of "
    "the same class; the third overlaps it too, and is of another. e^1000 overflows: neither a "
    "sigmoid nor a softmax needs it.",
)
def detect_by_hand(student: Student, ref: Reference) -> None:
    """The handout's output: three boxes at thresholds of 0.3 and 0.25, two with max_boxes = 2.

    At a score threshold of 0.55 two are left, and nothing at one of 0.95. With the third of the
    first's class. Logits of ±1000, without a warning.
    """
    output, anchors = np.zeros((4, 4, 2, 8)), ANCHORS.copy()
    output[..., 4] = -12.0
    output[1, 2, 0] = LN3, 0.0, -LN2, 0.0, np.log(9.0), 0.0, np.log(8.0), 0.0
    output[1, 2, 1] = LN3, 0.0, LN2, -LN2, LN4, 0.0, np.log(8.0), 0.0
    output[1, 3, 0] = -LN3, 0.0, -LN2, 0.0, LN3, np.log(8.0), 0.0, 0.0
    output[2, 0, 1] = -LN3, LN3, LN2, np.log(1.5), LN4, 0.0, 0.0, LN2
    scores, classes = np.array([0.72, 0.6, 0.4]), np.array([1, 0, 2])
    boxes = np.array(
        [
            [0.5625, 0.25, 0.8125, 0.5],
            [0.6875, 0.25, 0.9375, 0.5],
            [-0.0625, 0.3125, 0.1875, 1.0625],
        ]
    )
    got = student.detect(output, anchors, 0.3, 0.25, 10)
    detections_agree(got, (scores, boxes, classes))
    got = student.detect(output, anchors, 0.3, 0.25, 2)
    detections_agree(got, (scores[:2], boxes[:2], classes[:2]), " with max_boxes = 2")
    got = student.detect(output, anchors, 0.55)
    detections_agree(got, (scores[:2], boxes[:2], classes[:2]), " with a threshold of 0.55")
    none = np.zeros(0), np.zeros((0, 4)), np.zeros(0)
    detections_agree(student.detect(output, anchors, 0.95), none, " with a threshold of 0.95")
    unchanged(student.detect, output, anchors, 0.3, 0.25, 10)
    output[1, 3, 0, 5:] = 0.0, np.log(8.0), 0.0
    got = student.detect(output, anchors, 0.3, 0.25, 10)
    left = scores[[0, 2]], boxes[[0, 2]], classes[[0, 2]]
    detections_agree(got, left, " with the third of the first's class")
    sure = np.zeros((4, 4, 2, 8))
    sure[..., :2], sure[..., 4] = (1000.0, -1000.0), -1000.0
    sure[1, 2, 0] = LN3, 0.0, -LN2, 0.0, np.log(9.0), 1000.0, 1000.0, 1000.0 + np.log(8.0)
    sure[2, 0, 1] = -1000.0, 1000.0, 0.0, 0.0, 1000.0, np.log(8.0) - 1000.0, -1000.0, -1000.0
    want = np.array([[-0.0625, 0.5, 0.0625, 1.0], boxes[0]])
    got = quiet(student.detect, sure, anchors)
    detections_agree(got, (np.array([0.8, 0.72]), want, np.array([0, 2])), " of logits of ±1000")


def outputs(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """A network's output (S, S, A, 5 + C)."""
    found: Array = 2 * rng.normal(size=(sizes["S"], sizes["S"], sizes["A"], 5 + sizes["C"]))
    found[..., 2:4] /= 4
    return found


@check(
    "detect",
    points=2,
    kind="reference",
    hint="Sigmoid of the confidence, softmax over the class logits of a slot, then your functions "
    "one after the other, each with its own threshold.",
)
@given(
    draw.drawn(
        sizes={"S": (1, 4), "A": (1, 3), "C": (1, 4)},
        anchors=lambda rng, sizes, _: rng.uniform(0.3, 0.9, size=(sizes["A"], 2)).round(2),
        output=outputs,
    ),
    score_threshold=draw.number(0.02, 0.3),
    iou_threshold=draw.number(0.05, 0.5),
    max_boxes=draw.integer(1, 14),
    examples=16,
)
def detect_goes_all_the_way(
    student: Student,
    ref: Reference,
    anchors: Array,
    output: Array,
    score_threshold: float,
    iou_threshold: float,
    max_boxes: int,
) -> None:
    """detect finds the right scores, boxes and classes of up to 48 slots, the best first."""
    scores, boxes, _ = ref.detect(output, anchors, 1e-9, 1.0, 48)
    low, high = moved_off(score_threshold, scores), moved_off(iou_threshold, overlaps(boxes))
    got = student.detect(output, anchors, low, high, max_boxes)
    detections_agree(got, ref.detect(output, anchors, low, high, max_boxes))
    unchanged(student.detect, output, anchors, low, high, max_boxes)


@check(
    "detect",
    points=1,
    kind="example",
    hint="Where nothing is given, scores from 0.6 on are kept, boxes with an IoU of up to 0.5, and "
    "ten of them. Whatever holds goes on to the functions that you call.",
)
def detect_by_default(student: Student, ref: Reference) -> None:
    """By default detect keeps scores from 0.6 on, IoUs of up to 0.5, and ten boxes."""
    anchors = np.array([[0.125, 0.125], [0.125, 0.0626], [0.125, 0.0624]])
    output = np.zeros((4, 4, 3, 6))
    output[..., 4] = -12.0
    # Ten cells have a box, of which two have another one inside.
    for place in range(10):
        output[place // 4, place % 4, 0, 4] = 3.0 - place / 8
    output[0, 1, 1, 4], output[0, 2, 2, 4] = 2.0, 2.1
    output[1, 3, 0, 4], output[2, 3, 0, 4] = np.log(0.61 / 0.39), np.log(0.59 / 0.41)
    want = ref.detect(output, anchors, 0.6, 0.5, 10)
    detections_agree(student.detect(output, anchors), want)
    output[:, :3, :, 4] = -12.0
    want = ref.detect(output, anchors, 0.6, 0.5, 10)
    detections_agree(student.detect(output, anchors), want, " of the last column")


@check(
    "detect",
    points=1,
    kind="stability",
    hint="e^1000 overflows, in a sigmoid and in a softmax. A softmax does not change when a number "
    "is taken off all of a slot's logits: which one keeps it from overflowing?",
)
@given(
    draw.drawn(
        sizes={"S": (2, 5), "A": (1, 3), "C": (1, 4), "n": (1, 4)},
        S=cells_of,
        anchors=anchors_of,
        boxes=centre_boxes("n"),
        n_classes=classes_of,
        classes=lambda rng, sizes, _: rng.integers(sizes["C"], size=sizes["n"]),
    ),
    size=draw.options(24.0, 2000.0),
    examples=10,
)
def detect_finds_what_it_was_taught(
    student: Student,
    ref: Reference,
    S: int,
    anchors: Array,
    boxes: Array,
    n_classes: int,
    classes: NDArray[np.int64],
    size: float,
) -> None:
    """From a target turned into logits of up to ±1000 its boxes come back, without a warning."""
    target = ref.build_target(boxes, classes, anchors, S, n_classes)
    output = np.concatenate([target[..., :4], size * (target[..., 4:] - 0.5)], axis=-1)
    taken = np.argwhere(target[..., 4])
    # After the first each a little surer than the next, so that their order is known.
    for place, (row, col, anchor) in enumerate(taken[1:]):
        output[row, col, anchor, 4] = 2.0 + 0.3 * (len(taken) - place)
    # A class that is little less sure than the best takes its share of the probability.
    for row, col, anchor in taken:
        best = int(np.argmax(output[row, col, anchor, 5:]))
        if best:
            output[row, col, anchor, 5] = output[row, col, anchor, 5 + best] - 1.0
    close_by = output[..., 4] < 0
    output[close_by, :2] = np.sign(output[close_by, 4:5]) * 1000.0
    got = quiet(student.detect, output, anchors, 0.5, 1.0, 50)
    want = ref.detect(output, anchors, 0.5, 1.0, 50)
    detections_agree(got, want)
