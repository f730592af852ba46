"""The public checks of Metrics that decide; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Failure, Reference, Student, check, close, entries, kind_of, refuses, require, scalar, unchanged, unpack


BOXES = ("tp", "fp", "fn", "tn")


BOARDS = (1, 1, 0, 1, 0, 1, 0, 0, 1, 0)


SCORES = (0.95, 0.9, 0.85, 0.8, 0.6, 0.55, 0.4, 0.3, 0.2, 0.1)


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


def chosen_model(got: Any, want: int | None, what: str = "the choice") -> None:
    """A place in the list, or None."""
    if want is None:
        require(got is None, f"{what} must be None: no model is allowed", got=got, want=None)
        return
    law = f"{what} must be a place in the list; it is {kind_of(got)}"
    require(got is not None and not isinstance(got, bool), law, got=got, want=want)
    number(got, want, what, exactly=True)


NETWORKS = [
    {"f1": 0.90, "ms": 80, "mb": 200},
    {"f1": 0.92, "ms": 95, "mb": 350},
    {"f1": 0.95, "ms": 1500, "mb": 900},
    {"f1": 0.92, "ms": 60, "mb": 400},
    {"f1": 0.97, "ms": 100.5, "mb": 500},
]


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
