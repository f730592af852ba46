# Recursion in place of loops: the best box, and whatever is left of the rest.

import numpy as np


def iou(box1, box2):
    def overlap(axis):
        low, high = max(box1[axis], box2[axis]), min(box1[axis + 2], box2[axis + 2])
        return (high - low) * (high > low)

    def area(box):
        return np.prod(np.subtract(box[2:], box[:2]), dtype=float)

    shared = overlap(0) * overlap(1)
    return 0.0 if shared == 0 else shared / (area(box1) + area(box2) - shared)


def best_anchor(w, h, anchors, k=0):
    def fit(one):
        shared = min(w, one[0]) * min(h, one[1])
        return shared / (w * h + one[0] * one[1] - shared)

    if k == len(anchors) - 1:
        return k
    other = best_anchor(w, h, anchors, k + 1)
    return k if fit(anchors[k]) >= fit(anchors[other]) else other


def survivors(candidates, boxes, threshold):
    if not candidates:
        return []
    best, *rest = candidates
    rest = [i for i in rest if iou(boxes[best], boxes[i]) <= threshold]
    return [best, *survivors(rest, boxes, threshold)]


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    return survivors(order, boxes, iou_threshold)[:max_boxes]


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    chains = [
        survivors([i for i in order if classes[i] == label], boxes, iou_threshold)
        for label in {int(label) for label in classes}
    ]
    stays = {i for chain in chains for i in chain}
    return [i for i in order if i in stays][:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    if len(boxes) == 0:
        return np.zeros((S, S, len(anchors), 5 + n_classes))
    target = build_target(boxes[:-1], classes[:-1], anchors, S, n_classes)
    row, col, anchor, t = encode_box(boxes[-1], anchors, S)  # noqa: F821
    if not target[row, col, anchor].any():
        target[row, col, anchor] = [*t, 1, *(c == classes[-1] for c in range(n_classes))]
    return target
