"""The public checks of Boxes, YOLO grids and non-max suppression; run them with `grade check`."""

from typing import Any
import numpy as np
from numpy.random import Generator
from grader.authoring import Array, Failure, Reference, Student, array, check, close, double_precision, draw, equal, fresh, given, kind_of, quiet, refuses, require, sequence, steps_do_not_grow, unchanged, unpack


LN2, LN3, LN4 = np.log(2.0), np.log(3.0), np.log(4.0)


ANCHORS = np.array([[0.5, 0.25], [0.125, 0.5]])


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
