"""Object detection: shapes are looked at wherever something comes in."""

from __future__ import annotations

import warnings
from typing import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def _as_boxes(boxes: object, ndim: int | None = None) -> Floats:
    found = np.array(boxes, dtype=np.float64)
    if found.shape[-1:] != (4,):
        raise TypeError(f"a box has four numbers, not {found.shape}")
    if ndim is not None and found.ndim != ndim:
        raise TypeError("wrong number of axes")
    return found


def _sigmoid(z: Floats) -> Floats:
    out = np.empty_like(z)
    positive = z >= 0
    out[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    small = np.exp(z[~positive])
    out[~positive] = small / (1.0 + small)
    return out


def _softmax(z: Floats) -> Floats:
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return np.exp(shifted) / np.exp(shifted).sum(axis=-1, keepdims=True)


def iou(box1: Sequence[float], box2: Sequence[float]) -> float:
    a, b = _as_boxes(box1, 1), _as_boxes(box2, 1)
    upper_left = np.maximum(a[:2], b[:2])
    lower_right = np.minimum(a[2:], b[2:])
    w, h = np.maximum(lower_right - upper_left, 0.0)
    union = np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - w * h
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return float(w * h / union) if union > 0.0 else 0.0


def iou_matrix(boxes_a: Floats, boxes_b: Floats) -> Floats:
    a, b = _as_boxes(boxes_a, 2), _as_boxes(boxes_b, 2)
    left = np.maximum.outer(a[:, 0], b[:, 0])
    top = np.maximum.outer(a[:, 1], b[:, 1])
    right = np.minimum.outer(a[:, 2], b[:, 2])
    bottom = np.minimum.outer(a[:, 3], b[:, 3])
    both = np.where((right > left) & (bottom > top), (right - left) * (bottom - top), 0.0)
    areas = [(one[:, 2] - one[:, 0]) * (one[:, 3] - one[:, 1]) for one in (a, b)]
    union = np.add.outer(*areas) - both
    safe = np.where(union > 0.0, union, np.inf)
    return both / safe


def center_to_corners(boxes: Floats) -> Floats:
    boxes = _as_boxes(boxes)
    half = 0.5 * boxes[..., 2:]
    boxes[..., 2:] = boxes[..., :2] + half
    boxes[..., :2] -= half
    return boxes


def corners_to_center(boxes: Floats) -> Floats:
    boxes = _as_boxes(boxes)
    boxes[..., 2:] -= boxes[..., :2]
    boxes[..., :2] += 0.5 * boxes[..., 2:]
    return boxes


def best_anchor(w: float, h: float, anchors: Floats) -> int:
    n = anchors.shape[0]
    shape = np.array([[0.0, 0.0, w, h]])
    others = np.hstack([np.zeros((n, 2)), anchors])
    return int(iou_matrix(shape, others)[0].argmax())


def encode_box(box: Floats, anchors: Floats, S: int) -> tuple[int, int, int, Floats]:
    cx, cy, w, h = (float(v) for v in _as_boxes(box, 1))
    for name, value in (("cx", cx), ("cy", cy)):
        if value < 0 or value >= 1:
            raise ValueError(f"{name} = {value} is not in [0, 1)")
    for name, value in (("w", w), ("h", h)):
        if value <= 0:
            raise ValueError(f"{name} = {value} is not positive")
    anchor = best_anchor(w, h, anchors)
    col, row = int(cx * S), int(cy * S)
    place = np.array([cx * S - col, cy * S - row])
    t = np.empty(4)
    t[:2] = np.log(place / (1 - place))
    t[2:] = np.log(np.array([w, h]) / anchors[anchor])
    return row, col, anchor, t


def decode_boxes(t: Floats, anchors: Floats) -> Floats:
    S, also_s, n_anchors, _ = t.shape
    assert S == also_s
    assert anchors.shape == (n_anchors, 2)
    rows, cols = np.indices((S, S))
    boxes = np.empty(t.shape)
    boxes[..., 0] = (_sigmoid(t[..., 0]) + cols[:, :, None]) / S
    boxes[..., 1] = (_sigmoid(t[..., 1]) + rows[:, :, None]) / S
    boxes[..., 2:] = anchors[None, None] * np.exp(t[..., 2:])
    return center_to_corners(boxes)


def filter_boxes(
    confidence: Floats, boxes: Floats, class_probs: Floats, threshold: float = 0.6
) -> tuple[Floats, Floats, Ints]:
    per_class = confidence * class_probs
    classes = per_class.argmax(axis=3)
    scores = np.take_along_axis(per_class, classes[..., None], axis=3)[..., 0]
    index = np.nonzero(scores >= threshold)
    return scores[index], boxes[index], classes[index]


def non_max_suppression(
    boxes: Floats, scores: Floats, iou_threshold: float = 0.5, max_boxes: int = 10
) -> Ints:
    if len(scores) == 0:
        return np.zeros(0, dtype=np.int64)
    near = iou_matrix(boxes, boxes) > iou_threshold
    left = np.array(scores, dtype=np.float64)
    kept: list[int] = []
    while len(kept) < max_boxes and np.isfinite(left).any():
        best = int(np.argmax(left))
        kept.append(best)
        left[near[best]] = -np.inf
        left[best] = -np.inf
    return np.array(kept, dtype=np.int64)


def class_nms(
    boxes: Floats, scores: Floats, classes: Ints, iou_threshold: float = 0.5, max_boxes: int = 10
) -> Ints:
    stays = np.zeros(len(scores), dtype=bool)
    for label in set(classes.tolist()):
        members = np.nonzero(classes == label)[0]
        picked = non_max_suppression(
            boxes[members], scores[members], iou_threshold=iou_threshold, max_boxes=max_boxes
        )
        stays[members[picked]] = True
    order = np.argsort(-scores, kind="stable")
    return order[stays[order]][:max_boxes]


def build_target(
    boxes: Floats, classes: Ints, anchors: Floats, S: int, n_classes: int
) -> Floats:
    target = np.zeros((S, S, anchors.shape[0], 5 + n_classes), dtype=np.float64)
    for n in range(boxes.shape[0]):
        row, col, anchor, t = encode_box(boxes[n], anchors, S)
        if not target[row, col, anchor, 4]:
            target[row, col, anchor, 0:4] = t
            target[row, col, anchor, [4, 5 + int(classes[n])]] = 1.0
    return target


def detect(
    output: Floats,
    anchors: Floats,
    score_threshold: float = 0.6,
    iou_threshold: float = 0.5,
    max_boxes: int = 10,
) -> tuple[Floats, Floats, Ints]:
    scores, boxes, classes = filter_boxes(
        _sigmoid(output[..., 4:5]),
        decode_boxes(output[..., :4], anchors),
        _softmax(output[..., 5:]),
        threshold=score_threshold,
    )
    keep = np.asarray(class_nms(boxes, scores, classes, iou_threshold, max_boxes), dtype=int)
    return scores[keep], boxes[keep], classes[keep]
