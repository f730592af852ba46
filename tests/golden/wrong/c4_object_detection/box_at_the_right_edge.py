# expect: encode_box loses
"""A middle at 1 is put into the last cell."""

import itertools
import math

import numpy as np


def sides(box1, box2):
    for i in (0, 1):
        yield max(0.0, min(box1[i + 2], box2[i + 2]) - max(box1[i], box2[i]))


def iou(box1, box2):
    both = math.prod(sides(box1, box2))
    total = sum(math.prod(b[i + 2] - b[i] for i in (0, 1)) for b in (box1, box2))
    try:
        return both / (total - both) if total else 0
    except ZeroDivisionError:
        return 0


def iou_matrix(boxes_a, boxes_b):
    both, size_a, size_b = 1.0, 1.0, 1.0
    for i in (0, 1):
        low_a, high_a = boxes_a[:, i].reshape(-1, 1), boxes_a[:, i + 2].reshape(-1, 1)
        low_b, high_b = boxes_b[:, i], boxes_b[:, i + 2]
        both = both * np.fmax(0, np.fmin(high_a, high_b) - np.fmax(low_a, low_b))
        size_a, size_b = size_a * (high_a - low_a), size_b * (high_b - low_b)
    total = size_a + size_b - both
    total[total <= 0] = math.inf
    return both / total


def center_to_corners(boxes):
    out = np.zeros(boxes.shape)
    for i, sign in itertools.product((0, 1), (-1, 1)):
        out[..., i + (sign + 1)] = boxes[..., i] + sign * boxes[..., i + 2] / 2
    return out


def corners_to_center(boxes):
    out = np.zeros(boxes.shape)
    for i in (0, 1):
        out[..., i] = (boxes[..., i] + boxes[..., i + 2]) / 2
        out[..., i + 2] = boxes[..., i + 2] - boxes[..., i]
    return out


def best_anchor(w, h, anchors):
    fits = [iou((0, 0, w, h), (0, 0, *anchor)) for anchor in anchors]
    return next(k for k, fit in enumerate(fits) if fit == max(fits))


def encode_box(box, anchors, S):
    *middle, w, h = box
    if any(not 0 <= c <= 1 for c in middle) or w <= 0 or h <= 0:
        raise ValueError("outside")
    k = best_anchor(w, h, anchors)
    col, row = (min(S - 1, int(c * S)) for c in middle)
    places = [c * S - cell for c, cell in zip(middle, (col, row))]
    t = [math.log(max(p, 1e-9)) - math.log(max(1 - p, 1e-9)) for p in places]
    return row, col, k, [*t, math.log(w / anchors[k][0]), math.log(h / anchors[k][1])]


def decode_boxes(t, anchors):
    S = t.shape[0]
    steps = np.arange(S) / S
    out = np.array(t)
    for i, cells in enumerate((steps[:, None], steps[:, None, None])):
        half = anchors[:, i] * np.exp(t[..., 2 + i]) / 2
        middle = cells + (np.tanh(t[..., i] / 2) + 1) / (2 * S)
        out[..., i], out[..., 2 + i] = middle - half, middle + half
    return out


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    def reached():
        for place in np.ndindex(boxes.shape[:-1]):
            each = confidence[place] * class_probs[place]
            if each.max() >= threshold:
                yield each.max(), boxes[place], int(each.argmax())

    found = list(reached())
    if not found:
        return np.empty(0), np.empty((0, 4)), np.empty(0, dtype=int)
    return tuple(np.array(part) for part in zip(*found))


def survivors(boxes, order, iou_threshold):
    kept = []
    for i in order:
        if all(iou(boxes[i], one) <= iou_threshold for one in kept):
            kept.append(boxes[i])
            yield i


def falling(scores):
    return sorted(range(len(scores)), key=lambda i: (-scores[i], i))


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    return list(itertools.islice(survivors(boxes, falling(scores), iou_threshold), max_boxes))


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    by_class = sorted(falling(scores), key=lambda i: classes[i])
    groups = itertools.groupby(by_class, key=lambda i: classes[i])
    kept = {i for _, group in groups for i in survivors(boxes, group, iou_threshold)}
    return list(itertools.islice(filter(kept.__contains__, falling(scores)), max_boxes))


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), n_classes + 5))
    for box, c in zip(boxes, classes):
        row, col, k, t = encode_box(box, anchors, S)
        row_of = itertools.chain(t, [1], (float(c == d) for d in range(n_classes)))
        if not np.any(target[row, col, k]):
            target[row, col, k] = list(row_of)
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    confidence = (np.tanh(output[..., 4:5] / 2) + 1) / 2
    powers = np.exp(output[..., 5:] - np.amax(output[..., 5:], axis=3, keepdims=True))
    found = filter_boxes(
        confidence,
        decode_boxes(output[..., :4], anchors),
        powers / np.sum(powers, axis=3, keepdims=True),
        score_threshold,
    )
    keep = class_nms(found[1], found[0], found[2], iou_threshold, max_boxes)
    return tuple(np.array([part[i] for i in keep]).reshape(-1, *part.shape[1:]) for part in found)
