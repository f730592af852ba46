"""What a student's detector sees: overlaps, boxes before and after suppression, a whole grid."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    numbers,
    require,
    scalar,
    sequence,
    unpack,
)
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

# The drawings are so many pixels wide and high, and one in so many along each axis has a dot: more
# would make the report large.
SIDE, DOT = 56, 3
SHIFTS = np.linspace(-3, 3, 49)
LIMITS = np.linspace(0, 1, 21)
# What is in the scene, as corner boxes: a horse with a person before it, and two dogs.
TRUE = np.array(
    [
        [0.06, 0.30, 0.60, 0.92],
        [0.11, 0.09, 0.55, 0.86],
        [0.62, 0.66, 0.82, 0.88],
        [0.76, 0.58, 0.96, 0.80],
    ]
)
CLASSES = np.array([0, 1, 2, 2])
# So many candidates are made for each.
EACH = 5
CELLS = 7
ANCHORS = np.array([[0.5, 0.5], [0.25, 0.6], [0.2, 0.2]])
SHAPES = (0, 1, 2, 2)
THERE = "What is there has small dots; a box has an outline, the darker the better its score."


@picture(
    "iou",
    try_next="Slide a box of half the height. How large can IoU become, and does the curve still "
    "have its kink in the middle? Then move it by (3, 3) from the start, and no further.",
)
def sliding(student: Student, ref: Reference) -> Lines:
    """The IoU of a box and the same box moved away from it, along x and along both axes."""
    box = np.array([1.0, 2.0, 3.0, 4.0])
    ways = {"along x": (1, 0, 1, 0), "along x and y": (1, 1, 1, 1)}
    found = {
        name: [scalar(student.iou(box, box + shift * np.array(way)), "the IoU") for shift in SHIFTS]
        for name, way in ways.items()
    }
    return lines(
        SHIFTS,
        found,
        x_label="how far it was moved (both boxes are 2 wide and 2 high)",
        y_label="IoU",
    )


@picture(
    "non_max_suppression",
    "class_nms",
    try_next="Move the two dogs closer to each other. From which overlap on are they one dog, and "
    "which threshold keeps both without keeping doubles?",
)
def suppressed(student: Student, ref: Reference) -> list[Images | Lines]:
    """A drawn scene with twenty candidates: before, and after your suppression."""
    boxes, scores, classes = candidates()
    alone = places(student.non_max_suppression(boxes, scores, 0.5, len(boxes)), len(boxes))
    kept = places(student.class_nms(boxes, scores, classes, 0.5, len(boxes)), len(boxes))
    counts = [
        len(places(student.non_max_suppression(boxes, scores, limit, len(boxes)), len(boxes)))
        for limit in LIMITS
    ]
    each = [
        len(places(student.class_nms(boxes, scores, classes, limit, len(boxes)), len(boxes)))
        for limit in LIMITS
    ]
    return [
        images(
            [
                scene(f"before: {len(boxes)} boxes", boxes, scores),
                scene(f"all as one class: {len(alone)}", boxes[alone], scores[alone]),
                scene(f"class by class: {len(kept)}", boxes[kept], scores[kept]),
            ],
            low=-1,
            high=1,
            heading="A person before a horse, and two dogs; the IoU threshold is 0.5",
            says=f"{THERE} Of {len(boxes)} candidates your non_max_suppression keeps {len(alone)} "
            f"and your class_nms {len(kept)}; there are {len(TRUE)} things.",
        ),
        lines(
            LIMITS,
            {"all as one class": counts, "class by class": each},
            x_label="IoU threshold",
            y_label="boxes that stay",
            heading="How many stay",
        ),
    ]


@picture(
    "decode_boxes",
    "filter_boxes",
    "detect",
    try_next="In place of 0.3 and 0.4 take thresholds of 0.1 and 0.9, and then 0.6 and 0.1. Which "
    "mistakes come, and which go? Could one grid of 3 × 3 cells hold all four things?",
)
def one_look(student: Student, ref: Reference) -> Images:
    """One output of a network for the scene: all its boxes, those that score, those detected."""
    output = network_output()
    shape = output.shape[:3]
    decoded = student.decode_boxes(output[..., :4].copy(), ANCHORS.copy())
    every = numbers(decoded, (*shape, 4), "the array of boxes")
    confidence = 1 / (1 + np.exp(-output[..., 4:5]))
    powers = np.exp(output[..., 5:])
    probs = powers / powers.sum(axis=-1, keepdims=True)
    parts = student.filter_boxes(confidence, every, probs, 0.3)
    some, some_scores, _ = rows_of(parts)
    found, scores, labels = rows_of(student.detect(output, ANCHORS.copy(), 0.3, 0.4, 20))
    named = ", ".join(
        f"class {label:g} with {score:.2f}" for score, label in zip(scores, labels, strict=True)
    )
    count = every.size // 4
    return images(
        [
            scene(f"all slots: {count}", every.reshape(-1, 4), confidence.reshape(-1)),
            scene(f"score at least 0.3: {len(some)}", some, some_scores),
            scene(f"detected: {len(found)}", found, scores),
        ],
        low=-1,
        high=1,
        heading=f"A grid of {CELLS} × {CELLS} cells with three anchors; thresholds of 0.3 and 0.4",
        says=f"{THERE} Of {count} boxes {len(some)} reach the score, and these are detected: "
        f"{named or 'none'}. (Horse 0, person 1, dogs 2.)",
    )


def candidates() -> tuple[Array, Array, NDArray[np.int64]]:
    """Some boxes for each thing, the more blurred the lower their scores; the classes are right."""
    rng = np.random.default_rng(3)
    which = np.tile(np.arange(len(TRUE)), EACH)
    sides = np.tile(TRUE[:, 2:] - TRUE[:, :2], (EACH, 2))
    blur = rng.uniform(-1, 1, size=sides.shape) * np.linspace(0.0, 0.2, len(which))[:, None]
    scores = np.linspace(0.95, 0.15, len(which))
    return TRUE[which] + blur * sides, scores, CLASSES[which].astype(np.int64)


def network_output() -> Array:
    """Noise, and for each thing its own slot, and a bit less sure those of the cells around it."""
    rng = np.random.default_rng(4)
    output = rng.normal(size=(CELLS, CELLS, len(ANCHORS), 8))
    output[..., 2:4] -= 1
    output[..., 4] -= 5
    for box, label, shape in zip(TRUE, CLASSES, SHAPES, strict=True):
        middle, sides = (box[:2] + box[2:]) / 2, box[2:] - box[:2]
        own = np.floor(middle * CELLS).astype(int)
        # Of the cells beside it, those that its middle is nearest to.
        right, below = np.where(middle * CELLS - own > 0.5, 1, -1)
        for across, down in ((0, 0), (right, 0), (0, below), (right, below)):
            col, row = own + np.array([across, down])
            place = np.clip(middle * CELLS - (col, row), 0.05, 0.95)
            slot = output[row, col, shape]
            slot[:2] = np.log(place / (1 - place)) + 0.1 * rng.normal(size=2)
            slot[2:4] = np.log(sides / ANCHORS[shape]) + 0.1 * rng.normal(size=2)
            slot[4] = 2.5 if (across, down) == (0, 0) else rng.uniform(-0.5, 1.0)
            slot[5:] = 3.0 * np.eye(3)[label]
    return output


def places(got: Any, count: int) -> list[int]:
    """Indices of some of so many boxes."""
    found = []
    for one in sequence(got, what="the kept indices"):
        whole = isinstance(one, int | np.integer)
        require(whole and 0 <= one < count, "a kept index must be that of a box", got=got)
        found.append(int(one))
    return found


def rows_of(got: Any) -> tuple[Array, Array, Array]:
    """Boxes, scores and classes as finite arrays of one length."""
    scores, boxes, labels = unpack(got, "scores", "boxes", "classes")
    count = len(array(scores, (None,), what="scores"))
    return (
        numbers(boxes, (count, 4), "boxes"),
        numbers(scores, (count,), "scores"),
        numbers(labels, (count,), "classes"),
    )


def scene(label: str, boxes: Array, scores: Sequence[float] | Array) -> Any:
    """The scene with these boxes drawn over it, the best on top."""
    pixels = np.zeros((SIDE, SIDE))
    for x1, y1, x2, y2 in np.rint(TRUE * SIDE).astype(int):
        pixels[y1:y2:DOT, x1:x2:DOT] -= 0.4
    for place in np.argsort(scores, kind="stable"):
        outline(pixels, boxes[place], 0.2 + 0.8 * float(np.clip(scores[place], 0, 1)))
    return image(label, pixels, (SIDE, SIDE), low=-1, high=1)


def outline(pixels: Array, box: Array, ink: float) -> None:
    """Draws the edges of a corner box, as far as they lie in the image."""
    x1, y1, x2, y2 = (int(v) for v in np.rint(np.clip(box, -1.0, 2.0) * SIDE))
    x2, y2 = x2 - 1, y2 - 1
    columns = slice(max(0, x1), max(0, x2 + 1))
    rows = slice(max(0, y1), max(0, y2 + 1))
    for row in (y1, y2):
        if 0 <= row < SIDE:
            pixels[row, columns] = ink
    for col in (x1, x2):
        if 0 <= col < SIDE:
            pixels[rows, col] = ink
