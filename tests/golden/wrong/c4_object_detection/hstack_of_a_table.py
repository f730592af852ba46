# expect: center_to_corners, corners_to_center loses
# hstack joins along axis 1, which is the last of a table only; squeeze also takes away an axis
# of one box.
"""Object detection with small classes and helpers."""

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import NamedTuple

import numpy as np


@dataclass(frozen=True)
class Box:
    """A corner box."""

    x1: float
    y1: float
    x2: float
    y2: float

    @classmethod
    def of(cls, numbers):
        return cls(*map(float, numbers))

    @property
    def area(self):
        return (self.x2 - self.x1) * (self.y2 - self.y1)

    def __and__(self, other):
        x1, y1 = max(self.x1, other.x1), max(self.y1, other.y1)
        x2, y2 = min(self.x2, other.x2), min(self.y2, other.y2)
        return Box(x1, y1, max(x1, x2), max(y1, y2))

    def fit(self, other):
        shared = (self & other).area
        return shared / (self.area + other.area - shared) if shared else 0.0


class Detections(NamedTuple):
    scores: np.ndarray
    boxes: np.ndarray
    classes: np.ndarray

    def pick(self, which):
        return Detections(*(np.array([part[i] for i in which]) for part in self))


class Slots:
    """Remembers which slots are taken."""

    def __init__(self):
        self._taken = defaultdict(bool)

    def take(self, *place):
        free = not self._taken[place]
        self._taken[place] = True
        return free


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def softmax(z):
    z = z - np.amax(z, axis=-1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(-1, keepdims=True)


def logit(p):
    return -np.log(1 / p - 1)


def iou(box1, box2):
    return Box.of(box1).fit(Box.of(box2))


def _sides(boxes):
    return boxes[..., 2] - boxes[..., 0], boxes[..., 3] - boxes[..., 1]


def iou_matrix(boxes_a, boxes_b):
    n, m = len(boxes_a), len(boxes_b)
    a = np.repeat(boxes_a, m, axis=0)
    b = np.tile(boxes_b, (n, 1))
    shared = np.hstack([np.maximum(a, b)[:, :2], np.minimum(a, b)[:, 2:]])
    w, h = _sides(shared)
    inter = np.where((w > 0) & (h > 0), w * h, 0.0)
    (wa, ha), (wb, hb) = _sides(a), _sides(b)
    union = wa * ha + wb * hb - inter
    return (inter / np.where(inter > 0, union, 1.0)).reshape(n, m)


def center_to_corners(boxes):
    middle, half = boxes[..., :2], boxes[..., 2:] / 2
    return np.hstack([middle - half, middle + half])


def corners_to_center(boxes):
    table = np.atleast_2d(boxes).astype(float)
    first, last = table[..., :2], table[..., 2:]
    return np.concatenate([(first + last) / 2, last - first], axis=-1).squeeze()


def best_anchor(w, h, anchors):
    fit = partial(Box(0.0, 0.0, w, h).fit)
    fits = [fit(Box(0.0, 0.0, pw, ph)) for pw, ph in anchors]
    return fits.index(max(fits))


def encode_box(box, anchors, S):
    cx, cy, w, h = box
    if not 0 <= cx < 1 or not 0 <= cy < 1 or not w > 0 or not h > 0:
        raise ValueError(f"{box} cannot be encoded")
    (row, y), (col, x) = divmod(cy * S, 1), divmod(cx * S, 1)
    which = best_anchor(w, h, anchors)
    pw, ph = anchors[which]
    return int(row), int(col), which, np.array([logit(x), logit(y), np.log(w / pw), np.log(h / ph)])


def decode_boxes(t, anchors):
    S = t.shape[0]
    cells = np.arange(S)
    centre = np.stack(
        [
            (sigmoid(t[..., 0]) + cells[None, :, None]) / S,
            (sigmoid(t[..., 1]) + cells[:, None, None]) / S,
            np.exp(t[..., 2]) * anchors[:, 0],
            np.exp(t[..., 3]) * anchors[:, 1],
        ],
        axis=-1,
    )
    half = centre[..., 2:] / 2
    return np.concatenate([centre[..., :2] - half, centre[..., :2] + half], axis=-1)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    scores = (confidence * class_probs).reshape(-1, class_probs.shape[-1])
    classes = np.argmax(scores, axis=1)
    best = np.max(scores, axis=1)
    (which,) = np.nonzero(best >= threshold)
    return Detections(best[which], boxes.reshape(-1, 4)[which], classes[which])


def _survivors(boxes, scores, threshold):
    """Yields what stays, the best first."""
    seen = []
    for i in sorted(range(len(boxes)), key=scores.__getitem__, reverse=True):
        box = Box.of(boxes[i])
        if all(box.fit(other) <= threshold for other in seen):
            seen.append(box)
            yield i


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    return list(islice(_survivors(boxes, scores, iou_threshold), max_boxes))


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    groups = defaultdict(list)
    for i, c in enumerate(classes):
        groups[int(c)].append(i)
    stay = [
        members[k]
        for members in groups.values()
        for k in _survivors(boxes[members], scores[members], iou_threshold)
    ]
    return sorted(sorted(stay), key=lambda i: scores[i], reverse=True)[:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    target, slots = np.zeros((S, S, len(anchors), 5 + n_classes)), Slots()
    for box, label in zip(boxes, classes):
        *place, t = encode_box(box, anchors, S)
        if slots.take(*place):
            one_hot = [float(c == label) for c in range(n_classes)]
            target[tuple(place)] = [*t, 1.0, *one_hot]
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    boxes = decode_boxes(output[..., :4], anchors)
    found = filter_boxes(
        sigmoid(output[..., 4:5]), boxes, softmax(output[..., 5:]), threshold=score_threshold
    )
    scores, boxes, classes = found
    keep = class_nms(boxes, scores, classes, iou_threshold=iou_threshold, max_boxes=max_boxes)
    if len(keep) == 0:
        return [np.empty(0), np.empty((0, 4)), np.empty(0, dtype=int)]
    return list(Detections(scores, boxes, classes).pick(keep))
