"""The checks of "Metrics that decide".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.labels import Shape, in_form, in_shapes
from grader.authoring import (
    Array,
    Failure,
    Reference,
    Student,
    check,
    close,
    draw,
    entries,
    given,
    kind_of,
    refuses,
    require,
    scalar,
    unchanged,
    unpack,
)

BOXES = ("tp", "fp", "fn", "tn")
# The ten boards of the handout, in the order of their scores.
BOARDS = (1, 1, 0, 1, 0, 1, 0, 0, 1, 0)
SCORES = (0.95, 0.9, 0.85, 0.8, 0.6, 0.55, 0.4, 0.3, 0.2, 0.1)
# F that differ by less are called a near tie.
NEAR = 1e-9
# What is beyond a limit by this is beyond it.
TOO_MUCH = 1e-6
# A value so far below 0 is still better than none.
FAR = 1e12
# Values of about 1 that differ by so little are different all the same.
LITTLE = 1e-9


# What the checks share


def number(got: Any, want: float, what: str, *, exactly: bool = False) -> None:
    """As `close`, of a number that is in some plain ratio to any wrong one, by chance.

    So are a score, a place and a share of few boards: no cause is looked for.
    """
    found = scalar(got, what)
    room: dict[str, float] = {"rtol": 0, "atol": 0} if exactly else {}
    try:
        close(found, want, what=what, **room)
    except Failure as wrong:
        if not np.isfinite(found):
            raise
        raise Failure(wrong.message, got=got, want=want, what=what) from None


def counted(got: Any, *want: int, what: str = "") -> None:
    """The four counts: of tp, fp, fn and tn."""
    for name, found, number in zip(BOXES, entries(got, *BOXES), want, strict=True):
        close(found, number, rtol=0, atol=0, what=f"{name}{what}")


def two_labels(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
    """Two rows of 0 and 1; either may be rare, and in some draws one of them never occurs."""
    chance = rng.choice(
        [0.0, 0.15, 0.4, 0.6, 0.9, 1.0], size=(2, 1), p=[0.1, 0.2, 0.2, 0.2, 0.2, 0.1]
    )
    found: NDArray[np.int64] = (rng.random((2, sizes["rows"] * sizes["columns"])) < chance) * 1
    return found


# confusion_counts


@check(
    "confusion_counts",
    points=1,
    kind="example",
    public=True,
    hint="The prediction says positive or negative; the truth says whether that is true or false. "
    "Each entry is in one box only, so that the four add up to m.",
)
def confusion_counts_by_hand(student: Student, ref: Reference) -> None:
    """tp, fp, fn and tn of the handout's ten boards: 4, 2, 1, 3, in any shape and type.

    The same as a table, a column or truth values; with other alarms 1, 2, 4, 3; without any
    0, 0, 5, 5; all boards 300 times, in unsigned bytes: 1200, 600, 300, 900; and a single board.
    Both arguments stay as they are."""
    y_true, y_pred = np.array(BOARDS), np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0])
    counted(student.confusion_counts(y_true, y_pred), 4, 2, 1, 3)
    got = student.confusion_counts(y_true.reshape(2, 5), y_pred.reshape(10, 1) == 1)
    counted(got, 4, 2, 1, 3, what=" of a table and a column")
    other = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 0])
    got = student.confusion_counts(y_true.reshape(1, 10) == 1, other.reshape(5, 2))
    counted(got, 1, 2, 4, 3, what=" of other alarms")
    got = student.confusion_counts(list(BOARDS), [0] * 10)
    counted(got, 0, 0, 5, 5, what=" without an alarm")
    in_bytes = (np.tile(one, 300).astype(np.uint8) for one in (y_true, y_pred))
    got = student.confusion_counts(*in_bytes)
    counted(got, 1200, 600, 300, 900, what=" of 3000 boards in bytes")
    got = student.confusion_counts(y_true.astype(np.float64), y_pred == 1)
    counted(got, 4, 2, 1, 3, what=" of floats and truth values")
    counted(student.confusion_counts([[1]], [1]), 1, 0, 0, 0, what=" of a single board")
    unchanged(student.confusion_counts, y_true.reshape(2, 5), y_pred.reshape(5, 2))


@check(
    "confusion_counts",
    points=1,
    kind="property",
    hint="Four boxes: each entry is in one of them, whatever shape and type it comes in. Lay both "
    "out flat first: entries belong together in reading order.",
)
@given(
    draw.drawn(
        sizes={"rows": (1, 5), "columns": (1, 8)},
        labels=two_labels,
        shapes=in_shapes(2),
        kinds=lambda rng, _, __: rng.choice(["bool", "int", "float", "byte", "list"], 2).tolist(),
    ),
    examples=20,
)
def confusion_counts_are_four_boxes(
    student: Student,
    ref: Reference,
    labels: NDArray[np.int64],
    shapes: list[Shape],
    kinds: list[str],
) -> None:
    """The counts are right in any shape and type; swapping truth and prediction swaps fp and fn.

    Flipping all labels swaps tp with tn, and fp with fn; both arguments stay as they are. The same
    with both as bytes, or as truth values."""
    y_true, y_pred = (in_form(*one) for one in zip(labels, shapes, kinds, strict=True))
    pairs = list(zip(*labels.tolist(), strict=True))
    tp, fp, fn, tn = (pairs.count(pair) for pair in ((1, 1), (0, 1), (1, 0), (0, 0)))
    counted(student.confusion_counts(y_true, y_pred), tp, fp, fn, tn)
    counted(student.confusion_counts(y_pred, y_true), tp, fn, fp, tn, what=" of the swapped")
    flipped = (in_form(1 - row, *one) for row, *one in zip(labels, shapes, kinds, strict=True))
    counted(student.confusion_counts(*flipped), tn, fn, fp, tp, what=" of the flipped")
    for kind, form in (("byte", "bytes"), ("bool", "truth values")):
        alike = (in_form(row, shape, kind) for row, shape in zip(labels, shapes, strict=True))
        counted(student.confusion_counts(*alike), tp, fp, fn, tn, what=f" of {form}")
    unchanged(student.confusion_counts, y_true, y_pred)


# precision and recall


@check(
    "precision",
    points=1,
    kind="example",
    public=True,
    hint="Of all boards that you called cracked, how many are? And of none, 0.0.",
)
def precision_by_hand(student: Student, ref: Reference) -> None:
    """precision(4, 2) is 2/3, (3, 9): 1/4, (1, 2): 1/3, (5, 0): 1, (0, 4): 0 and (0, 0): 0."""
    for tp, fp, want in (
        (4, 2, 2 / 3),
        (3, 9, 0.25),
        (1, 2, 1 / 3),
        (5, 0, 1),
        (1, 0, 1),
        (0, 4, 0),
    ):
        number(student.precision(tp, fp), want, f"the precision of tp {tp}, fp {fp}")
    number(student.precision(0, 0), 0.0, "the precision without an alarm")


def two_counts(rng: Generator, _: draw.Sizes, __: draw.Fields) -> tuple[int, int]:
    """Two counts, of any size up to some thousand; each is 0 now and then."""
    drawn = np.floor(10 ** rng.uniform(0, 3.5, size=2)) * (rng.random(2) > 0.1)
    return int(drawn[0]), int(drawn[1])


def shares(share: Callable[[int, int], Any], good: int, bad: int, name: str) -> None:
    """good/(good + bad): the same for 7 times of both, less with one more bad one; 0.0 for none."""
    want = good / (good + bad) if good + bad else 0.0
    number(share(good, bad), want, name)
    number(share(7 * good, 7 * bad), want, f"{name} of 7 times as many of both")
    more = good / (good + bad + 1)
    number(share(good, bad + 1), more, f"{name} with one mistake more")
    if good and bad:
        total = scalar(share(good, bad), name) + scalar(share(bad, good), name)
        number(total, 1.0, f"{name} and what it leaves, together,")


@check(
    "precision",
    points=1,
    kind="property",
    hint="A share: both kinds of alarms stand below, and only the true ones above.",
)
@given(draw.drawn(counts=two_counts), examples=15)
def precision_is_a_share(student: Student, ref: Reference, counts: tuple[int, int]) -> None:
    """Precision is a share of all alarms: 7 times both counts give the same, more fp give less."""
    shares(student.precision, *counts, "the precision")


@check(
    "recall",
    points=1,
    kind="example",
    public=True,
    hint="Of all boards that are cracked, how many did you find? And of none, 0.0.",
)
def recall_by_hand(student: Student, ref: Reference) -> None:
    """recall(4, 1) is 4/5, (3, 9): 1/4, (2, 1): 2/3, (5, 0): 1, (0, 4): 0 and (0, 0): 0."""
    for tp, fn, want in ((4, 1, 0.8), (3, 9, 0.25), (2, 1, 2 / 3), (5, 0, 1), (1, 0, 1), (0, 4, 0)):
        number(student.recall(tp, fn), want, f"the recall of tp {tp}, fn {fn}")
    number(student.recall(0, 0), 0.0, "the recall where nothing is positive")


@check(
    "recall",
    points=1,
    kind="property",
    hint="A share: all that is positive stands below, found or not, and what was found above.",
)
@given(draw.drawn(counts=two_counts), examples=15)
def recall_is_a_share(student: Student, ref: Reference, counts: tuple[int, int]) -> None:
    """Recall is a share of all positives: 7 times both counts give the same, more fn give less."""
    shares(student.recall, *counts, "the recall")


# f_beta


@check(
    "f_beta",
    points=1,
    kind="example",
    public=True,
    hint="P = 1/2 and R = 1: 2 · 1/2 / (1/2 + 1); for beta 2: 5 · 1/2 / (4 · 1/2 + 1). Where P or "
    "R is 0, so is F.",
)
def f_beta_by_hand(student: Student, ref: Reference) -> None:
    """F of P = 1/2 and R = 1 is 2/3, and 5/6 for beta = 2; F is 0.0 where P or R is 0, or both.

    The boards' 2/3 and 4/5 give 8/11, 10/13 and 20/29; P = R gives P; P 0.0005, R 1: 2/2001."""
    close(student.f_beta(0.5, 1.0), 2 / 3, what="F1 of 1/2 and 1")
    close(student.f_beta(0.5, 1.0, 2.0), 5 / 6, what="F2 of 1/2 and 1")
    close(student.f_beta(2 / 3, 0.8), 8 / 11, what="F1 of 2/3 and 4/5")
    close(student.f_beta(2 / 3, 0.8, beta=2), 10 / 13, what="F2 of 2/3 and 4/5")
    close(student.f_beta(2 / 3, 0.8, beta=0.5), 20 / 29, what="F0.5 of 2/3 and 4/5")
    close(student.f_beta(0.3, 0.3, 3.0), 0.3, what="F3 of 0.3 twice")
    close(student.f_beta(0.0005, 1.0), 2 / 2001, what="F1 of 0.0005 and 1")
    close(student.f_beta(1e-5, 1e-5, 2.0), 1e-5, what="F2 of 0.00001 twice")
    close(student.f_beta(0.0, 0.7), 0.0, what="F1 of 0 and 0.7")
    close(student.f_beta(0.7, 0.0, 2.0), 0.0, what="F2 of 0.7 and 0")
    close(student.f_beta(0.0, 0.0), 0.0, what="F1 of 0 and 0")
    close(student.f_beta(0.0, 0.0, 0.5), 0.0, what="F0.5 of 0 and 0")


def a_share(rng: Generator, _: draw.Sizes, __: draw.Fields) -> float:
    """A number from 0.01 to 1, on either end now and then, and 0 too."""
    drawn = float(np.round(rng.uniform(0.01, 1.0), 3))
    return float(rng.choice([0.0, 1.0, drawn], p=[0.1, 0.1, 0.8]))


@check(
    "f_beta",
    points=2,
    kind="property",
    hint="beta² stands beside P below, and so over R in the mean of inverses: a large beta leaves "
    "R, a small one P. Where one of them is 0, so is F, and only there.",
)
@given(
    draw.drawn(
        P=a_share, R=a_share, beta=lambda rng, _, __: float(np.round(rng.uniform(0.2, 5), 2))
    ),
    examples=24,
)
def f_beta_is_a_harmonic_mean(
    student: Student, ref: Reference, P: float, R: float, beta: float
) -> None:
    """F is the harmonic mean of P and R, where recall counts beta² times.

    Swapping P with R is as good as 1/beta for beta; half of both gives half of F, and so with
    1/10000; P = R gives P; and beta of 0.001 and 1000 give P and R."""
    want = 0.0 if P * R == 0 else (1 + beta**2) / (beta**2 / R + 1 / P)
    close(student.f_beta(P, R, beta), want, what="F")
    close(student.f_beta(R, P, 1 / beta), want, what="F of R and P and 1/beta")
    for part, name in ((0.5, "half"), (1e-4, "1/10000")):
        close(student.f_beta(part * P, part * R, beta), part * want, what=f"F of {name} of both")
    close(student.f_beta(P, P, beta), P, what="F of P and P")
    plain = 0.0 if P * R == 0 else 2 / (1 / P + 1 / R)
    close(student.f_beta(P, R), plain, what="F1")
    for extreme, left in ((0.001, P), (1000.0, R)):
        want = left if P * R else 0.0
        close(student.f_beta(P, R, extreme), want, rtol=0, atol=2e-4, what=f"F of beta {extreme}")


# macro_f1

# With so many classes a pair of them, as one number, doesn't fit into a byte.
MANY = 20


@check(
    "macro_f1",
    points=1,
    kind="example",
    public=True,
    hint="One class after the other against the rest, from 0 on: an F1 for each of n_classes, and "
    "their mean. One that is absent counts 0.",
)
def macro_f1_by_hand(student: Student, ref: Reference) -> None:
    """The handout's six boards: F1 of 2/3, 3/4 and 0, mean 17/36; with an absent class 17/48.

    Other six, where a class is only predicted: 3/8; and four in unsigned bytes, of the classes 3,
    17 and 19 out of 20: 7/60. Both arguments stay as they are."""
    y_true, y_pred = np.array([[0, 0, 1, 1, 1, 2]]), np.array([[0], [1], [1], [1], [1], [1]])
    close(student.macro_f1(y_true, y_pred, 3), 17 / 36, what="macro F1")
    close(student.macro_f1(y_true, y_pred, 4), 17 / 48, what="macro F1 of four classes")
    # Class 0 is only predicted, class 3 only there, class 2 is right; class 1 has P = R = 1/2.
    y_list, named = [1, 1, 3, 2, 2, 2], [[0, 1, 1], [2, 2, 2]]
    close(student.macro_f1(y_list, named, 4), 1.5 / 4, what="macro F1 of other six")
    # Class 3: 1; class 17: P = 1, R = 1/2; class 19: P = 1/2, R = 1; and 17 more, all absent.
    y_bytes, named_bytes = np.uint8([3, 17, 17, 19]), np.uint8([3, 17, 19, 19])
    got = student.macro_f1(y_bytes, named_bytes, MANY)
    close(got, 7 / 60, what="macro F1 of twenty classes, in bytes,")
    unchanged(student.macro_f1, y_true, y_pred, 4)


def of_classes(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
    """Truth and prediction, of classes that are not all there, and of which most agree."""
    count, m = sizes["classes"], sizes["rows"] * sizes["columns"]
    odds = rng.dirichlet(np.full(count, 0.7))
    found: NDArray[np.int64] = rng.choice(count, size=(2, m), p=odds)
    found[1] = np.where(rng.random(m) < 0.5, found[0], found[1])
    return found


@check(
    "macro_f1",
    points=1,
    kind="property",
    hint="Each class weighs the same, large, small or absent, and whichever number it has. A "
    "byte holds no more than 255.",
)
@given(
    draw.drawn(
        sizes={"classes": (2, 5), "rows": (1, 5), "columns": (1, 8)},
        labels=of_classes,
        shapes=in_shapes(2),
        order=lambda rng, sizes, _: rng.permutation(sizes["classes"]),
    ),
    examples=16,
)
def macro_f1_weighs_classes_alike(
    student: Student,
    ref: Reference,
    labels: NDArray[np.int64],
    shapes: list[Shape],
    order: NDArray[np.int64],
) -> None:
    """The mean of the F1 of all classes, each with the same weight, whichever number it has.

    The same for classes in another order, and for truth and prediction swapped; n/(n + 1) of it
    with one class more, which is absent; and n/20 where they are the last of twenty, in bytes."""
    n = int(order.size)
    y_true, y_pred = (row.reshape(shape) for row, shape in zip(labels, shapes, strict=True))
    want = ref.macro_f1(y_true, y_pred, n)
    close(student.macro_f1(y_true, y_pred, n), want, what="macro F1")
    close(student.macro_f1(y_pred, y_true, n), want, what="macro F1 of the swapped")
    close(student.macro_f1(order[y_true], order[y_pred], n), want, what="macro F1 of other numbers")
    got = student.macro_f1(y_true, y_pred, n + 1)
    close(got, want * n / (n + 1), what="macro F1 with an absent class more")
    last = ((one + MANY - n).astype(np.uint8) for one in (y_true, y_pred))
    close(student.macro_f1(*last, MANY), want * n / MANY, what="macro F1 of the last of twenty")
    unchanged(student.macro_f1, y_true, y_pred, n)


# weighted_error


@check(
    "weighted_error",
    points=1,
    kind="example",
    public=True,
    hint="Add up the weights of the wrong ones, and divide by the sum of all weights. Some may be "
    "0, and all may be tiny; only if all are 0 is there nothing to divide by.",
)
def weighted_error_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five boards, the first of weight 10: errors of 10/14 and 2/14.

    Also with truth values, in bytes, and with weights of 1e-20; what weighs 0 doesn't count; three
    kinds; all weights 0: ValueError. All three arguments stay as they are."""
    y, weights = np.array([1, 1, 0, 0, 0]), np.array([10.0, 1.0, 1.0, 1.0, 1.0])
    one, other = np.array([0, 1, 0, 0, 0]), np.array([[1], [0], [1], [0], [0]])
    number(student.weighted_error(y, one, weights), 10 / 14, "the weighted error")
    number(student.weighted_error(y, other, weights), 2 / 14, "that of two light mistakes")
    got = student.weighted_error(y == 1, other == 1, weights)
    number(got, 2 / 14, "that of two light mistakes, in truth values,")
    got = student.weighted_error(np.uint8(y), np.uint8(other), weights)
    number(got, 2 / 14, "that of two light mistakes, in bytes,")
    got = student.weighted_error(y, other, 1e-20 * weights)
    number(got, 2 / 14, "that of two light mistakes, with tiny weights,")
    got = student.weighted_error(y, one, [0, 3, 1, 0, 0])
    number(got, 0.0, "the error where the only mistake weighs 0")
    kinds, named = [[0, 2, 1], [2, 0, 1]], [0, 0, 1, 1, 2, 1]
    got = student.weighted_error(kinds, named, [2, 1, 1, 4, 3, 1])
    number(got, 8 / 12, "the weighted error of three kinds")
    got = student.weighted_error(y.tolist(), one, weights.reshape(5, 1))
    number(got, 10 / 14, "the weighted error with weights in a column")
    refuses(student.weighted_error, y, one, np.zeros(5))
    refuses(student.weighted_error, kinds, named, [[0, 0, 0, 0, 0, 0]])
    unchanged(student.weighted_error, y, one, weights)
    unchanged(student.weighted_error, y.tolist(), one.tolist(), weights.tolist())


def some_weights(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
    """Whole weights from 0 to 5, not all of them 0."""
    weights = rng.integers(0, 5, size=sizes["rows"] * sizes["columns"], endpoint=True)
    weights[int(rng.integers(weights.size))] = 3
    return weights


@check(
    "weighted_error",
    points=1,
    kind="property",
    hint="A weighted mean of wrong (1) and right (0): only how the weights compare matters. Some "
    "may be 0, and all may be tiny.",
)
@given(
    draw.drawn(
        sizes={"classes": (2, 4), "rows": (1, 4), "columns": (1, 7)},
        labels=of_classes,
        weights=some_weights,
        shapes=in_shapes(3),
    ),
    examples=16,
)
def weighted_error_is_a_weighted_mean(
    student: Student,
    ref: Reference,
    labels: NDArray[np.int64],
    weights: NDArray[np.int64],
    shapes: list[Shape],
) -> None:
    """A whole weight is as good as so many copies; only how the weights compare matters.

    1e-20 times each changes nothing; equal ones give the error rate; truth values are labels;
    arrays and lists stay as they are."""
    y_true, y_pred, w = (
        row.reshape(shape) for row, shape in zip((*labels, weights), shapes, strict=True)
    )
    copies = np.repeat(labels, weights, axis=1)
    want = float(np.mean(copies[0] != copies[1]))
    number(student.weighted_error(y_true, y_pred, w), want, "the weighted error")
    got = student.weighted_error(y_true, y_pred, 1e-20 * w)
    number(got, want, "the error with tiny weights")
    rate = float(np.mean(labels[0] != labels[1]))
    got = student.weighted_error(y_true, y_pred, np.full(w.shape, 0.25))
    number(got, rate, "the error with equal weights")
    got = student.weighted_error(y_true > 0, y_pred > 0, w)
    of_two = float(np.mean((copies[0] > 0) != (copies[1] > 0)))
    number(got, of_two, "the error of truth values")
    unchanged(student.weighted_error, y_true, y_pred, w.astype(np.float64))
    unchanged(student.weighted_error, *(one.ravel().tolist() for one in (y_true, y_pred, w)))


# best_threshold


def chosen_threshold(got: Any, t: float, f: float, what: str = "") -> None:
    """The threshold, a score as it is, and the F there."""
    found = unpack(got, "t", "F")
    number(found[0], t, f"the threshold{what}", exactly=True)
    number(found[1], f, f"F{what}")


@check(
    "best_threshold",
    points=1,
    kind="example",
    public=True,
    hint="Try each score: positive is what has it or more. The handout's table has all the counts. "
    "Equal scores are on the same side, different ones are different, however close.",
)
def best_threshold_by_hand(student: Student, ref: Reference) -> None:
    """The handout's ten boards: (0.55, 8/11), for beta 2 (0.2, 25/29), for 0.5 (0.9, 10/13).

    In any order, and as a table; of equal F the larger t; without a crack the largest score and
    0.0; equal scores and close ones; F of 800/801 and 802/803; 60 scores. Both arguments stay as
    they are."""
    scores, y = np.array(SCORES), np.array(BOARDS)
    chosen_threshold(student.best_threshold(scores, y), 0.55, 8 / 11)
    turned = [7, 2, 9, 4, 0, 5, 1, 8, 3, 6]
    got = student.best_threshold(scores[turned].reshape(2, 5), y[turned].reshape(10, 1), beta=2.0)
    chosen_threshold(got, 0.2, 25 / 29, " for beta 2")
    nested = scores[turned].reshape(2, 5).tolist(), y[turned].reshape(5, 2).tolist()
    got = student.best_threshold(*nested, 0.5)
    chosen_threshold(got, 0.9, 10 / 13, " for beta 0.5")
    # P = 1, R = 1/2 at 3.5; P = 1/2, R = 1 at −2.
    got = student.best_threshold(np.array([0.5, 3.5, -1.0, -2.0]), np.array([0, 1, 0, 1]))
    chosen_threshold(got, 3.5, 2 / 3, " of equal F")
    got = student.best_threshold(np.array([0.1, 0.7, 0.4]), np.array([0, 0, 0]))
    chosen_threshold(got, 0.7, 0.0, " where nothing is positive")
    unchanged(student.best_threshold, scores[turned], y[turned])
    unchanged(student.best_threshold, scores[turned].tolist(), y[turned].tolist())
    # All of one score are on the same side of it: 2 of 3 at 1, and 3 of 5 at 0.
    got = student.best_threshold(np.array([0, 1, 1, 0, 1]), np.array([1, 1, 0, 0, 1]))
    chosen_threshold(got, 0.0, 3 / 4, " of two scores")
    # 2 of 2 at 2, 3 of 5 at 1: 4/5 and 3/4.
    got = student.best_threshold(np.array([1, 2, 1, 1, 2]), np.array([0, 1, 1, 0, 1]))
    chosen_threshold(got, 2.0, 4 / 5, " of two scores, where the larger is better")
    # The first two are the cracks; the next score differs by a billionth.
    close_by = np.array([0.7, 0.300000002, 0.300000001, 0.3])
    got = student.best_threshold(close_by, np.array([1, 1, 0, 0]))
    chosen_threshold(got, 0.300000002, 1.0, " of scores that are close")
    # 400 of 400 at 2.5, 401 of 402 at −1.125: F1 of 800/801 and of 802/803, which is more.
    many, cracked = np.repeat([2.5, -1.125], [400, 2]), np.array([1] * 401 + [0])
    for kind in (np.int64, np.uint8):
        got = student.best_threshold(many, cracked.astype(kind))
        what = f" where another F is nearly as large ({kind.__name__})"
        chosen_threshold(got, -1.125, 802 / 803, what)
    # From the top: a crack, 12 sound boards, 20 cracks, and 27 sound ones. F1 is 2·21/(33 + 21).
    falls = np.repeat([1, 0, 1, 0], [1, 12, 20, 27])
    got = student.best_threshold(np.arange(60)[::-1], falls)
    chosen_threshold(got, 27.0, 7 / 9, " of 60 scores")


def scored(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> tuple[Array, NDArray[np.int64]]:
    """Scores of any sign, several of them equal, and labels that follow them more or less."""
    m = sizes["rows"] * sizes["columns"]
    scores = np.round(float(rng.choice([0.3, 2.0, 8.0])) * rng.normal(size=m), 1) + 0.0
    chance = float(rng.choice([0.0, 0.1, 0.3, 0.6, 1.0], p=[0.1, 0.3, 0.3, 0.2, 0.1]))
    noise = rng.normal(size=m) * max(float(scores.std()), 0.1)
    ranks = np.argsort(np.argsort(-(scores + noise)))
    return scores, (ranks < np.round(chance * m)).astype(np.int64)


def decided(drawn: dict[str, Any]) -> bool:
    """No two thresholds nearly share the largest F, unless it is 0: rounding decides nothing."""
    (scores, y), b2 = drawn["scored"], drawn["beta"] ** 2
    said = scores >= np.unique(scores)[:, None]
    f = (1 + b2) * (said & (y == 1)).sum(axis=1) / (said.sum(axis=1) + b2 * y.sum())
    return bool(f.max() == 0 or (f > f.max() - NEAR).sum() == 1)


def threshold_cases() -> Any:
    """Scores, labels and shapes of both."""
    return draw.drawn(
        sizes={"rows": (1, 5), "columns": (1, 6)},
        scored=scored,
        shapes=in_shapes(2),
        beta=draw.choice([0.5, 1.0, 2.0]),
    ).filter(decided)


@check(
    "best_threshold",
    points=1,
    kind="reference",
    hint="Each distinct score is tried with ≥; the F of beta decides; and 0 may be the best F.",
)
@given(threshold_cases(), kind=draw.options("int", "bool", "float", "byte", "list"), examples=24)
def best_threshold_tries_all_scores(
    student: Student,
    ref: Reference,
    scored: tuple[Array, NDArray[np.int64]],
    shapes: list[Shape],
    beta: float,
    kind: str,
) -> None:
    """The largest F_beta, and the largest score that reaches it; both arguments stay."""
    scores = in_form(scored[0], shapes[0], "list" if kind == "list" else "float")
    y = in_form(scored[1], shapes[1], kind)
    want = ref.best_threshold(scores, y, beta)
    chosen_threshold(student.best_threshold(scores, y, beta), *want)
    unchanged(student.best_threshold, scores, y, beta)


RISING: dict[str, Callable[[Any], Any]] = {
    "shifted far down": lambda s: s / 4 - 50,
    "as probabilities": lambda s: 1 / (1 + np.exp(-s / 8)),
    "cubed": lambda s: s**3,
    "a thousand times as large": lambda s: 1000 * s,
}


@check(
    "best_threshold",
    points=1,
    kind="property",
    hint="Only the order of the scores matters: different ones are different, however close. What "
    "lies below all positives doesn't matter at all.",
)
@given(threshold_cases(), moved=draw.options(*RISING), examples=12)
def best_threshold_goes_by_order(
    student: Student,
    ref: Reference,
    scored: tuple[Array, NDArray[np.int64]],
    shapes: list[Shape],
    beta: float,
    moved: str,
) -> None:
    """Only the order of the scores matters: if they are moved without changing it, F stays.

    And t moves along; so it is with scores that are nearly the same. Each example twice changes
    nothing, nor do negatives below all others."""
    scores, y = scored
    t, f = ref.best_threshold(scores, y, beta)
    place = int(np.flatnonzero(scores == t)[0])
    for name, other in (
        (moved, RISING[moved](scores)),
        ("that are nearly the same", 1 + LITTLE * scores),
    ):
        got = student.best_threshold(other, y, beta)
        chosen_threshold(got, float(other[place]), f, f" of scores {name}")
    got = student.best_threshold(np.tile(scores, 2), np.tile(y, 2), beta)
    chosen_threshold(got, t, f, " of each example twice")
    lower = np.append(scores, scores.min() - [1.0, 2.0, 2.0]), np.append(y, [0, 0, 0])
    chosen_threshold(student.best_threshold(*lower, beta), t, f, " with more low negatives")


def hundreds(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> tuple[Array, Array]:
    """Scores and labels of some hundred boards, where a low threshold is better by a hair.

    From the top: s sound boards, each with a score of its own; a cracked ones, three to a score;
    2j + 1 of one score, of which j are cracked; and sound ones. Without the last but one F is 2a/D,
    D = 2a + s + j, and with them 2(a + j)/(D + 2j + 1). That is more if j·D > a·(2j + 1), which it
    is by 1 for a = j·(s + j) − 1.
    """
    s, j, sound = sizes["early"], sizes["late"], sizes["lowest"]
    a = j * (s + j) - 1
    falling = (
        np.arange(s),
        s + np.arange(a) // 3,
        np.full(2 * j + 1, s + a),
        s + a + 1 + np.arange(sound),
    )
    ranks = np.concatenate(falling)
    y = np.concatenate([np.zeros(s), np.ones(a + j), np.zeros(j + 1 + sound)])
    order = rng.permutation(ranks.size)
    return np.round(9 - ranks[order] / 32, 3), y[order]


@check(
    "best_threshold",
    points=1,
    kind="property",
    hint="The larger F wins, by however little, wherever it lies: look at all scores, and round "
    "nothing. A byte holds no more than 255.",
)
@given(
    draw.drawn(sizes={"early": (16, 22), "late": (10, 12), "lowest": (3, 8)}, boards=hundreds),
    examples=2,
)
def best_threshold_sees_small_gains(
    student: Student, ref: Reference, boards: tuple[Array, Array]
) -> None:
    """The larger F wins, though another is less by some millionths only; labels are bytes.

    Of some hundred boards the lowest score of a crack is the best threshold."""
    scores, y = boards[0], boards[1].astype(np.uint8)
    t = float(scores[y == 1].min())
    cracks, alarms = int(y.sum()), int((scores >= t).sum())
    got = student.best_threshold(scores, y)
    chosen_threshold(got, t, 2 * cracks / (cracks + alarms), " of some hundred boards")


# choose_model


def chosen_model(got: Any, want: int | None, what: str = "the choice") -> None:
    """A place in the list, or None."""
    if want is None:
        require(got is None, f"{what} must be None: no model is allowed", got=got, want=None)
        return
    law = f"{what} must be a place in the list; it is {kind_of(got)}"
    require(got is not None and not isinstance(got, bool), law, got=got, want=want)
    number(got, want, what, exactly=True)


# The handout's networks: F1, answer time, memory.
NETWORKS = [
    {"f1": 0.90, "ms": 80, "mb": 200},
    {"f1": 0.92, "ms": 95, "mb": 350},
    {"f1": 0.95, "ms": 1500, "mb": 900},
    {"f1": 0.92, "ms": 60, "mb": 400},
    {"f1": 0.97, "ms": 100.5, "mb": 500},
]
# Values of any size; metrics are in any order, and one has more of them.
LOSSES = [
    {"loss": 2e-9, "gain": -3e12, "bytes": 2e12, "ms": 4},
    {"bytes": 1e12, "gain": -2e12, "loss": 1e-9},
    {"gain": -1e12, "loss": 3e-9, "bytes": 3e12},
]


@check(
    "choose_model",
    points=1,
    kind="example",
    public=True,
    hint="Strike out what breaks a limit; of those left the best, of equals the first, by its "
    "place in the whole list. Where none is left, or none was there, None.",
)
def choose_model_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five networks: 1 within 100 ms, 0 within 300 MB as well, None within 50 ms.

    From an F1 of 0.92 the fastest, 3, the least F1, 1, and the smallest within 100 ms, 1; within
    0 MB None; without a limit 4; and out of none None. Two others, with values of a billionth,
    below 0 and beyond a billion. The list stays as it is."""
    time = ("ms", "<=", 100)
    for what, constraints, want in (
        ("within 100 ms", [time], 1),
        ("within 100 ms and 300 MB", [time, ("mb", "<=", 300)], 0),
        ("from 350 MB, within 100 ms", (("mb", ">=", 350), time), 1),
        ("from 400 MB, within 100 ms", [("mb", ">=", 400), time], 3),
        ("within 95 ms", [("ms", "<=", 95)], 1),
        ("within 94.9999 ms", [("ms", "<=", 94.9999)], 3),
        ("within 50 ms", [("ms", "<=", 50)], None),
        ("within 0 MB", [("mb", "<=", 0)], None),
        ("within 100 ms, from 600 MB", [time, ("mb", ">=", 600)], None),
    ):
        got = student.choose_model(NETWORKS, "f1", constraints=constraints)
        chosen_model(got, want, f"the choice {what}")
    got = student.choose_model(NETWORKS, "ms", "min", [("f1", ">=", 0.92)])
    chosen_model(got, 3, "the fastest from an F1 of 0.92")
    got = student.choose_model(NETWORKS, "f1", "min", [("f1", ">=", 0.92)])
    chosen_model(got, 1, "the least F1 from 0.92")
    limits = [time, ("mb", ">=", 100), ("f1", ">=", 0.92)]
    got = student.choose_model(NETWORKS, "mb", "min", limits)
    chosen_model(got, 1, "the smallest within three limits")
    got = student.choose_model(NETWORKS, "mb", "min", [("ms", "<=", 90), ("ms", ">=", 70)])
    chosen_model(got, 0, "the smallest from 70 to 90 ms")
    got = student.choose_model(NETWORKS, "f1", constraints=[("ms", "<=", 95), ("ms", ">=", 70)])
    chosen_model(got, 1, "the best from 70 to 95 ms")
    chosen_model(student.choose_model(NETWORKS, "mb", "min"), 0, "the smallest of all")
    chosen_model(student.choose_model(LOSSES, "loss", "min"), 1, "the least loss, a billionth,")
    got = student.choose_model(LOSSES, "loss", "min", [("bytes", "<=", 2e12)])
    chosen_model(got, 1, "the least loss of those of at most 2e12 bytes")
    got = student.choose_model(LOSSES, "gain", "max", [("loss", "<=", 2.5e-9)])
    chosen_model(got, 1, "the largest gain, below 0, with a loss of at most 2.5e-9")
    got = student.choose_model(LOSSES, "gain", constraints=[("gain", "<=", -2e12)])
    chosen_model(got, 1, "the largest gain of those of at most -2e12")
    nearly = [{"f1": 0.9}, {"f1": 0.9000000001}, {"f1": -0.1}]
    chosen_model(student.choose_model(nearly, "f1"), 1, "the best by very little")
    chosen_model(student.choose_model(nearly, "f1", "min"), 2, "the least, below 0")
    chosen_model(student.choose_model(NETWORKS, "f1"), 4, "the choice without a limit")
    chosen_model(student.choose_model([], "f1"), None, "the choice out of no models")
    unchanged(student.choose_model, NETWORKS, "f1", "max", [time])


METRICS = ("a", "b", "c")


def some_models(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[dict[str, float]]:
    """Models with three metrics on a coarse grid, of any sign and in any order.

    Some have a fourth one, which nobody asks for.
    """
    table = rng.integers(-4, 4, endpoint=True, size=(sizes["models"], len(METRICS) + 1)) / 4
    found = []
    for row in table.tolist():
        model = dict(zip((*METRICS, "d"), row, strict=True))
        names = [str(name) for name in rng.permutation([*model])]
        found.append({name: model[name] for name in names if name != "d" or row[0] > 0})
    return found


def some_constraints(
    rng: Generator, sizes: draw.Sizes, fields: draw.Fields
) -> list[tuple[str, str, float]]:
    """Up to three constraints, which some model just meets, or which all or none meet."""
    found = []
    for _ in range(sizes["limits"]):
        metric, sign = str(rng.choice(METRICS)), str(rng.choice(["<=", ">="]))
        values = sorted(model[metric] for model in fields["models"])
        place = int(rng.integers(len(values) // 2, len(values)))
        limit = values[place if sign == "<=" else len(values) - 1 - place]
        # Most are just met by a model, and some just missed by so little.
        off = float(rng.choice([0.0, -TOO_MUCH, TOO_MUCH, rng.normal()], p=[0.7, 0.1, 0.1, 0.1]))
        found.append((metric, sign, limit + off))
    return found


def choices() -> Any:
    """Models, constraints, and what is best."""
    return draw.drawn(
        sizes={"models": (1, 8), "limits": (0, 3)},
        models=some_models,
        constraints=some_constraints,
        optimise=draw.choice(METRICS),
        direction=draw.choice(["max", "min"]),
    )


@check(
    "choose_model",
    points=2,
    kind="reference",
    hint="All constraints must hold as they are given, equality included, those of 0 and of the "
    "optimised metric too; then the best, by however little; of equals the first.",
)
@given(choices(), examples=30)
def choose_model_filters_first(
    student: Student,
    ref: Reference,
    models: list[dict[str, float]],
    constraints: list[tuple[str, str, float]],
    optimise: str,
    direction: str,
) -> None:
    """The first of the best of the models that meet all constraints, or None if none does.

    The same where the best are better by little; the arguments stay as they are."""
    want = ref.choose_model(models, optimise, direction, constraints)
    chosen_model(student.choose_model(models, optimise, direction, constraints), want)
    limits = [one for one in constraints if one[0] != optimise]
    nearly = [{**model, optimise: 1 + LITTLE * model[optimise]} for model in models]
    want = ref.choose_model(models, optimise, direction, limits)
    got = student.choose_model(nearly, optimise, direction, limits)
    chosen_model(got, want, "the choice where all are nearly as good")
    unchanged(student.choose_model, models, optimise, direction, constraints)


@check(
    "choose_model",
    points=1,
    kind="property",
    hint="Good enough is enough: what has only a limit must not be weighed against anything. And "
    "numbers may be of any size: nothing is rounded, and none is the largest.",
)
@given(
    choices(),
    factor=draw.options(1e-9, 0.001, 60.0, 1e6),
    better=draw.options(0.5, 20.0, 3000.0),
    examples=16,
)
def choose_model_is_content(
    student: Student,
    ref: Reference,
    models: list[dict[str, float]],
    constraints: list[tuple[str, str, float]],
    optimise: str,
    direction: str,
    factor: float,
    better: float,
) -> None:
    """A metric with a limit only strikes models out: being far within it earns nothing.

    Other units change nothing; nor does a model that is worse than the chosen one, at the end of
    the list; nor that all are worse by as much."""
    limits = [one for one in constraints if one[0] != optimise]
    want = ref.choose_model(models, optimise, direction, limits)
    ask = optimise, direction
    signs = {metric: sign for metric, sign, _ in limits}
    one_sided = {m for m in signs if all(sign == signs[m] for n, sign, _ in limits if n == m)}
    for metric in sorted(one_sided):
        # All that meet the limits of this metric, but the chosen one, get better in it.
        lift = better if signs[metric] == ">=" else -better
        keeps = [limit for limit in limits if limit[0] == metric]
        moved = [
            {**model, metric: model[metric] + lift}
            if place != want and ref.choose_model([model], *ask, keeps) == 0
            else model
            for place, model in enumerate(models)
        ]
        got = student.choose_model(moved, *ask, limits)
        chosen_model(got, want, f"the choice where others are better in {metric}")
    in_units = [{name: factor * value for name, value in model.items()} for model in models]
    limits_in_units = [(name, sign, factor * value) for name, sign, value in limits]
    got = student.choose_model(in_units, *ask, limits_in_units)
    chosen_model(got, want, "the choice in other units")
    worse = -1.0 if direction == "max" else 1.0
    all_worse = [{**model, optimise: model[optimise] + FAR * worse} for model in models]
    got = student.choose_model(all_worse, *ask, limits)
    chosen_model(got, want, "the choice where all are far worse")
    if want is not None:
        longer = [*models, {**models[want], optimise: models[want][optimise] + worse}]
        got = student.choose_model(longer, *ask, limits)
        chosen_model(got, want, "the choice with a worse model more")
