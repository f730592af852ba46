# One pass with masks: suppression that knows of classes, used for one class and for many, and a
# detection that never makes the grid's boxes by a function of its own.

import numpy as np


def sigmoid(z):
    small = np.exp(-abs(z))
    return np.where(z < 0, small, 1.0) / (1.0 + small)


def iou(box1, box2):
    a, b = np.array(box1, dtype=float), np.array(box2, dtype=float)
    inner = np.maximum(np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2]), 0).prod()
    total = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod()
    return np.full((1, 1), inner / (total - inner) if total > 0 else 0.0)


def encode_box(box, anchors, S):
    try:
        assert min(box[:2]) >= 0
        assert max(box[:2]) < 1
        assert min(box[2:]) > 0
    except AssertionError as fault:
        raise ValueError("the grid cannot hold this box") from fault
    (col, x), (row, y) = (divmod(S * middle, 1) for middle in box[:2])
    k = best_anchor(box[2], box[3], anchors)  # noqa: F821
    t = -np.log([1 / x - 1, 1 / y - 1, *(anchors[k] / box[2:])])
    return int(row), int(col), k, t


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    kept = []
    for i in np.lexsort((np.arange(len(scores)), -np.asarray(scores))):
        rivals = (j for j in kept if classes[j] == classes[i])
        if all(float(iou(boxes[i], boxes[j])[0, 0]) <= iou_threshold for j in rivals):
            kept.append(i)
        if len(kept) == max_boxes:
            break
    return np.array(kept, dtype=np.int32)


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    return class_nms(boxes, scores, [0] * len(scores), iou_threshold, max_boxes)


def decode_boxes(t, anchors):
    S = np.shape(t)[0]
    step = np.linspace(0, 1, S + 1)[:-1]
    x1 = step + sigmoid(t[..., 0]).transpose(0, 2, 1) / S
    y1 = step + sigmoid(t[..., 1]).transpose(1, 2, 0) / S
    half = 0.5 * anchors * np.exp(t[..., 2:])
    middle = np.stack([x1.transpose(0, 2, 1), y1.transpose(2, 0, 1)], axis=-1)
    return np.concatenate((middle - half, middle + half), axis=-1)


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    powers = np.exp(output[..., 5:] - output[..., 5:].max(axis=-1)[..., None])
    each = sigmoid(output[..., 4:5]) * powers / powers.sum(axis=-1)[..., None]
    slots = np.argwhere(each.max(axis=-1) >= score_threshold)
    places = tuple(slots.T)
    scores, classes = each[places].max(axis=-1), each[places].argmax(axis=-1)
    boxes = decode_boxes(output[..., :4], anchors)[places]
    keep = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    return scores[keep], boxes[keep], classes[keep]
