# expect: iou_matrix loses
"""A comprehension is a loop too."""

from collections import defaultdict, namedtuple
from math import exp, log

import numpy as np

Corners = namedtuple("Corners", "x1 y1 x2 y2")
Centre = namedtuple("Centre", "cx cy w h")
Slot = namedtuple("Slot", "row col anchor t")


def area(b):
    return (b.x2 - b.x1) * (b.y2 - b.y1)


def shared(a, b):
    dx = min(a.x2, b.x2) - max(a.x1, b.x1)
    dy = min(a.y2, b.y2) - max(a.y1, b.y1)
    if dx <= 0 or dy <= 0:
        return 0.0
    return dx * dy


def iou(box1, box2):
    a, b = Corners(*map(float, box1)), Corners(*map(float, box2))
    both = shared(a, b)
    return both / (area(a) + area(b) - both) if both else 0.0


def iou_matrix(boxes_a, boxes_b):
    found = [iou(a, b) for a in boxes_a for b in boxes_b]
    return np.array(found, dtype=float).reshape(len(boxes_a), len(boxes_b))


def center_to_corners(boxes):
    c = Centre(*np.rollaxis(np.asarray(boxes, dtype=float), -1))
    x1, y1 = c.cx - c.w / 2, c.cy - c.h / 2
    return np.stack(Corners(x1, y1, x1 + c.w, y1 + c.h), -1)


def corners_to_center(boxes):
    c = Corners(*np.rollaxis(np.asarray(boxes, dtype=float), -1))
    w, h = c.x2 - c.x1, c.y2 - c.y1
    return np.stack(Centre(c.x1 + w / 2, c.y1 + h / 2, w, h), -1)


def best_anchor(w, h, anchors):
    def fit(k):
        return iou([-w / 2, -h / 2, w / 2, h / 2], [*(-anchors[k] / 2), *(anchors[k] / 2)])

    return max(range(len(anchors)), key=fit)


def encode_box(box, anchors, S):
    b = Centre(*map(float, box))
    if min(b.cx, b.cy) < 0 or max(b.cx, b.cy) >= 1 or min(b.w, b.h) <= 0:
        raise ValueError(b)
    col, row = int(b.cx * S // 1), int(b.cy * S // 1)
    k = best_anchor(b.w, b.h, anchors)
    u, v = b.cx * S % 1, b.cy * S % 1
    t = [-log(1 / u - 1), -log(1 / v - 1), log(b.w / anchors[k][0]), log(b.h / anchors[k][1])]
    return Slot(row, col, k, np.array(t))


def logistic(z):
    return np.exp(np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))


def decode_boxes(t, anchors):
    S = len(t)
    index = np.arange(S, dtype=float)
    c = Centre(
        (index[:, None] + logistic(t[..., 0])) / S,
        (index[:, None, None] + logistic(t[..., 1])) / S,
        anchors.T[0] * np.exp(t[..., 2]),
        anchors.T[1] * np.exp(t[..., 3]),
    )
    return np.stack([c.cx - c.w / 2, c.cy - c.h / 2, c.cx + c.w / 2, c.cy + c.h / 2], axis=3)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    table = (confidence * class_probs).reshape(-1, class_probs.shape[-1])
    rows = [i for i, row in enumerate(table) if max(row) >= threshold]
    return table[rows].max(1), boxes.reshape(-1, 4)[rows], table[rows].argmax(1)


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    return class_nms(boxes, scores, np.zeros(len(scores), int), iou_threshold, max_boxes)


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    kept = defaultdict(list)
    order = []
    for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)):
        mine = kept[int(classes[i])]
        if all(iou(boxes[i], boxes[j]) <= iou_threshold for j in mine):
            mine.append(i)
            order.append(i)
    return order[:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    slots = {}
    for box, c in zip(boxes.tolist(), classes.tolist()):
        slot = encode_box(box, anchors, S)
        slots.setdefault((slot.row, slot.col, slot.anchor), (slot.t, c))
    target = np.zeros([S, S, len(anchors), 5 + n_classes])
    for place, (t, c) in slots.items():
        target[place][:5] = [*t, 1]
        target[place][5 + c] = 1
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    logits = output[..., 5:]
    powers = np.exp(logits - logits.max(-1)[..., None])
    probs = powers / powers.sum(-1)[..., None]
    found = filter_boxes(
        logistic(output[..., 4])[..., None],
        decode_boxes(output[..., :4], anchors),
        probs,
        score_threshold,
    )
    scores, boxes, classes = found
    keep = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    return [np.take(part, np.array(keep, dtype=int), axis=0) for part in found]
