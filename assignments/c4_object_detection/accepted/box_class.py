# Boxes are objects that know their area; the functions are what is asked for around them.

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering

import numpy as np


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, cx: float, cy: float, w: float, h: float) -> Box:
        return cls(cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2)

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def __and__(self, other: Box) -> Box:
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def iou(self, other: Box) -> float:
        shared = (self & other).area
        return shared and shared / (self.area + other.area - shared)

    @property
    def corners(self) -> list[float]:
        return [self.left, self.top, self.right, self.bottom]

    @property
    def centre(self) -> list[float]:
        return [
            0.5 * (self.left + self.right),
            0.5 * (self.top + self.bottom),
            self.right - self.left,
            self.bottom - self.top,
        ]


@total_ordering
@dataclass(frozen=True, eq=False)
class Candidate:
    place: int
    score: float
    box: Box

    def __lt__(self, other: Candidate) -> bool:
        return (-self.score, self.place) < (-other.score, other.place)


def iou(box1, box2):
    return Box(*box1).iou(Box(*box2))


def center_to_corners(boxes):
    return np.stack(Box.around(*np.moveaxis(boxes, -1, 0)).corners, axis=-1)


def corners_to_center(boxes):
    flat = np.asarray(boxes, dtype=np.float64).reshape(-1, 4)
    return np.array([Box(*one).centre for one in flat]).reshape(boxes.shape)


def best_anchor(w, h, anchors):
    shape = Box.around(0, 0, w, h)
    fits = [shape.iou(Box.around(0, 0, *one)) for one in anchors.tolist()]
    return fits.index(max(fits))


def suppress(candidates, iou_threshold):
    kept: list[Candidate] = []
    for one in sorted(candidates):
        if not any(one.box.iou(other.box) > iou_threshold for other in kept):
            kept.append(one)
    return kept


def candidates_of(boxes, scores):
    return [
        Candidate(place, float(score), Box(*box))
        for place, (box, score) in enumerate(zip(boxes, scores, strict=True))
    ]


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    kept = suppress(candidates_of(boxes, scores), iou_threshold)
    return tuple(one.place for one in kept[:max_boxes])


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    groups: dict[int, list[Candidate]] = {}
    for one in candidates_of(boxes, scores):
        groups.setdefault(int(classes[one.place]), []).append(one)
    kept = [one for group in groups.values() for one in suppress(group, iou_threshold)]
    return [one.place for one in sorted(kept)[:max_boxes]]
