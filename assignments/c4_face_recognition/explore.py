"""What a student's embeddings draw: distances of pairs, people in the plane, one triplet."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.faces import PIXELS, faces, pair_distances, told_apart
from grader.authoring import Array, Reference, Student, finite, numbers, unpack
from grader.authoring.pictures import Lines, Regions, grid, lines, picture, region, regions

# Others than the checks'.
CAMERA = 3
STEPS, MARGIN, RATE = 20, 0.5, 1.0
# Of the squared distances of unit rows, which lie between 0 and 4.
EDGES = np.linspace(0.0, 4.0, 25)
SIDE, RANGE = 24, (-1.3, 1.3)
THRESHOLDS = 0.5, 0.05
PEOPLE, VIEWS = 5, 6


def trained(
    student: Student, X: Array, whose: NDArray[np.int64], d: int, steps: int
) -> tuple[Array, Array]:
    """A W for embeddings of d numbers, before and after so many steps."""
    start = 0.3 * np.random.default_rng(1).normal(size=(PIXELS, d))
    W = start
    for _ in range(steps):
        W_new, _ = unpack(student.triplet_step(W, X, whose, MARGIN, RATE), "W_new", "loss")
        W = numbers(W_new, start.shape, "W_new")
    return start, W


def embedded(student: Student, X: Array, W: Array) -> Array:
    """The student's embeddings of these pictures."""
    return numbers(student.l2_normalize(X @ W), (len(X), W.shape[1]), "the embeddings")


@picture(
    "triplet_step",
    "l2_normalize",
    try_next="Train with a margin of 0, and with one of 2. Then look at the pairs that lie on the "
    "wrong side: are they often the same two people?",
)
def pairs(student: Student, ref: Reference) -> list[Lines]:
    """How far apart pictures of one person are, and of two: people that W has never seen.

    Shares of the pairs in each stretch of the distance, before and after 20 steps.
    """
    X, whose = faces(16, 4, seed=11, camera=CAMERA)
    strangers, theirs = faces(20, 4, seed=12, camera=CAMERA)
    panels = []
    for heading, W in zip(
        ("Before", "After 20 steps"), trained(student, X, whose, 4, STEPS), strict=True
    ):
        E = embedded(student, strangers, W)
        same, different = pair_distances(E, theirs)
        panels.append(
            lines(
                (EDGES[:-1] + EDGES[1:]) / 2,
                {"one person": shares(same), "two people": shares(different)},
                x_label="squared distance",
                y_label="share of the pairs",
                heading=heading,
                says=f"At the best threshold {100 * told_apart(E, theirs):.0f}% come right.",
            )
        )
    return panels


def shares(distances: Array) -> Array:
    """The share of these distances in each stretch between two edges."""
    counted, _ = np.histogram(distances, EDGES)
    return counted / distances.size


@picture(
    "triplet_step",
    "l2_normalize",
    "pairwise_squared_distances",
    try_next="Enrol her with one picture instead of two. How large must the threshold be then, and "
    "whom does it let in? Draw eight people: why do four numbers hold more of them apart than two?",
)
def door(student: Student, ref: Reference) -> list[Lines | Regions]:
    """Five people in the plane: where their pictures lie, and for whom the door opens.

    Unit rows of two numbers lie on a circle. One of the five is enrolled by two of her six
    pictures; the door opens at two thresholds.
    """
    X, whose = faces(PEOPLE, VIEWS, seed=19, camera=CAMERA)
    before, after = (embedded(student, X, W) for W in trained(student, X, whose, 2, 2 * STEPS))
    cells = grid(SIDE, RANGE, RANGE).T
    her = np.where(whose == 0, 1, 0)
    maps = []
    for threshold in THRESHOLDS:
        on_grid, on_points = (
            opens(student, points, after[:VIEWS:3].copy(), threshold) for points in (cells, after)
        )
        maps.append(region(f"threshold {threshold:g}", on_grid, on_points, her, side=SIDE))
    return [
        lines(
            range(1, len(X) + 1),
            {"before": angles(before), "after 40 steps": angles(after)},
            x_label=f"picture, {VIEWS} of each person",
            y_label="angle on the circle",
            heading="Where they lie",
        ),
        regions(
            after.T,
            her,
            maps,
            x_range=RANGE,
            y_range=RANGE,
            x_label="e₁",
            y_label="e₂",
            heading="Where the door opens for the first one, after 40 steps",
        ),
    ]


def angles(E: Array) -> Array:
    """The angle of each row of two numbers, between −π and π."""
    found: Array = np.arctan2(E[:, 1], E[:, 0])
    return found


def opens(student: Student, points: Array, enrolled: Array, threshold: float) -> NDArray[np.int64]:
    """1 for each point that is near enough to one of the enrolled ones, and 0 elsewhere."""
    D = student.pairwise_squared_distances(points, enrolled)
    nearest = numbers(D, (len(points), len(enrolled)), "D").min(axis=1)
    return np.where(nearest <= threshold, 1, 0)


@picture(
    "triplet_loss",
    "triplet_loss_gradient",
    try_next="Take a negative that begins farther away than the positive by more than the margin. "
    "And one that begins exactly where the anchor is: which way can it go?",
)
def one_triplet(student: Student, ref: Reference) -> list[Lines]:
    """Gradient descent on a single hard triplet: its two distances, and its loss."""
    rows: list[Array] = [np.array([point]) for point in ([0.0, 0.0], [1.0, 0.4], [0.5, -0.3])]
    record: dict[str, list[Any]] = {"d(a, p)": [], "d(a, n)": [], "loss": []}
    for _ in range(25):
        anchor, positive, negative = rows
        record["d(a, p)"].append(((anchor - positive) ** 2).sum())
        record["d(a, n)"].append(((anchor - negative) ** 2).sum())
        record["loss"].append(finite(student.triplet_loss(*rows, 0.5), "the loss"))
        got = unpack(
            student.triplet_loss_gradient(*rows, 0.5), "d_anchor", "d_positive", "d_negative"
        )
        rows = [
            row - 0.02 * numbers(slope, row.shape, "a gradient")
            for row, slope in zip(rows, got, strict=True)
        ]
    loss = {"loss": record.pop("loss")}
    return [
        lines(range(25), series, x_label="step", y_label=label, heading=heading)
        for series, label, heading in (
            (record, "squared distance", "The distances"),
            (loss, "loss", "The loss"),
        )
    ]
