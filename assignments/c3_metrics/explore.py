"""What a student's metrics see: a threshold that moves, networks over a belt, and a rare class."""

import numpy as np
from numpy.typing import NDArray

from grader.authoring import Array, Reference, Student, entries, finite, scalar, unpack
from grader.authoring.pictures import Lines, lines, picture

BOARDS = 120
BETAS = (0.5, 1.0, 2.0)


def boards(seed: int, cracked: float) -> tuple[Array, NDArray[np.int64]]:
    """Scores (120,) from 0 to 1 in falling order, and which boards are cracked."""
    rng = np.random.default_rng(seed)
    y = (np.arange(BOARDS) < cracked * BOARDS).astype(np.int64)
    scores = 1 / (1 + np.exp(-(rng.normal(size=BOARDS) + 2.2 * y - 1.0)))
    order = np.argsort(-scores)
    return np.round(scores[order], 3), y[order]


def two_shares(student: Student, y: NDArray[np.int64], said: NDArray[np.bool_]) -> list[float]:
    """Precision and recall of the student's functions."""
    counts = entries(student.confusion_counts(y, said * 1), "tp", "fp", "fn")
    tp, fp, fn = (int(finite(one, "a count")) for one in counts)
    return [scalar(student.precision(tp, fp)), scalar(student.recall(tp, fn))]


@picture(
    "confusion_counts",
    "precision",
    "recall",
    "f_beta",
    "best_threshold",
    try_next="Let one board in twenty be cracked in place of one in three, with the same network. "
    "Which of the curves falls, and why not the other?",
)
def thresholds(student: Student, ref: Reference) -> list[Lines]:
    """Precision, recall and F of 120 boards, threshold by threshold."""
    scores, y = boards(3, 1 / 3)
    at = np.linspace(0.04, 0.96, 17)
    pairs = [two_shares(student, y, scores >= t) for t in at]
    shares = {"precision": [one[0] for one in pairs], "recall": [one[1] for one in pairs]}
    f = {f"F{beta:g}": [scalar(student.f_beta(*one, beta)) for one in pairs] for beta in BETAS}
    found = []
    for beta in BETAS:
        t, best = unpack(student.best_threshold(scores, y, beta), "t", "F")
        found.append(f"F{beta:g} {scalar(best, 'F'):.3f} at {scalar(t, 't'):.3f}")
    return [
        lines(
            at,
            shares,
            x_label="threshold",
            y_label="share",
            heading="Two numbers that pull apart",
        ),
        lines(
            at,
            f,
            x_label="threshold",
            y_label="F",
            heading="Three metrics, three summits",
            says=f"Your best_threshold: {'; '.join(found)}.",
        ),
    ]


@picture(
    "confusion_counts",
    "precision",
    "recall",
    try_next="Mark your best threshold on the curve. Then take seed 4 in place of 3, new boards "
    "of the same kind: is the point on the new curve as good?",
)
def trade(student: Student, ref: Reference) -> Lines:
    """Precision against recall, and the lines on which F1 is the same."""
    scores, y = boards(3, 1 / 3)
    share = np.linspace(0.1, 1.0, 13)
    cuts = [int(np.flatnonzero(np.cumsum(y) >= s * y.sum() - 1e-9)[0]) for s in share]
    pairs = [two_shares(student, y, scores >= scores[cut]) for cut in cuts]
    same = {}
    for f in (0.5, 0.7, 0.9):
        with np.errstate(divide="ignore"):
            precise = f * share / (2 * share - f)
        same[f"F1 = {f}"] = np.clip(np.where(2 * share > f, precise, 1.0), 0.0, 1.0)
    return lines(
        share,
        {"your network": [one[0] for one in pairs]},
        given=same,
        x_label="recall",
        y_label="precision",
    )


@picture(
    "choose_model",
    try_next="Ask for the fastest network with an F1 of 0.85 or more. Which way round is the "
    "staircase then, and what are its steps?",
)
def staircase(student: Student, ref: Reference) -> Lines:
    """The F1 of the chosen network, while the belt's limit grows to 400 ms."""
    rng = np.random.default_rng(8)
    times = np.round(np.exp(rng.uniform(np.log(25), np.log(380), size=14)))
    gains = 0.7 + 0.09 * np.log(times / 25) - 0.05 * rng.random(14)
    models = [
        {"f1": float(f1), "ms": float(ms)} for f1, ms in zip(np.round(gains, 3), times, strict=True)
    ]
    limits = np.geomspace(times.min(), 400, 39)
    chosen = []
    for limit in limits:
        place = student.choose_model(models, "f1", constraints=[("ms", "<=", float(limit))])
        number = float("nan") if place is None else scalar(place, "the choice")
        known = number == number and 0 <= number < len(models)
        chosen.append(models[int(number)]["f1"] if known else float("nan"))
    return lines(
        limits,
        {"your choice": chosen},
        x_label="limit, ms",
        y_label="F1 of the choice",
        log_x=True,
        says="It begins where one network is just fast enough.",
    )


@picture(
    "macro_f1",
    "weighted_error",
    try_next="How much must a crack weigh, so that missing half of them is as bad as calling every "
    "board cracked? Work it out first, and then look.",
)
def rare(student: Student, ref: Reference) -> Lines:
    """One board in twenty is cracked: what three metrics say, the more of the cracks are missed."""
    y = (np.arange(200) % 20 == 0).astype(np.int64)
    missed = np.arange(0, 11, 2)
    error, weighted, macro = [], [], []
    for count in missed:
        said = y.copy()
        said[np.flatnonzero(y)[:count]] = 0
        said[[3, 47, 101]] = 1
        error.append(scalar(student.weighted_error(y, said, np.ones(200)), "an error"))
        weighted.append(scalar(student.weighted_error(y, said, 1 + 19 * y), "an error"))
        macro.append(scalar(student.macro_f1(y, said, 2), "macro F1"))
    return lines(
        missed / 10,
        {"error rate": error, "error, cracks weigh 20": weighted, "macro F1": macro},
        x_label="share of cracks that are missed",
        y_label="metric",
    )
