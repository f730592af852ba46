# expect: non_max_suppression loses
# argsort is not stable by itself: among many boxes of equal scores the order is arbitrary.
"""Object detection with as few loops as possible."""

import numpy as np

# (cx, cy, w, h) @ TO_CORNERS is (x1, y1, x2, y2)
TO_CORNERS = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [-0.5, 0, 0.5, 0], [0, -0.5, 0, 0.5]])
TO_CENTER = np.linalg.inv(TO_CORNERS)


def iou(box1, box2):
    pair = np.array([box1, box2], dtype=np.float64)
    return iou_matrix(pair[:1], pair[1:])[0, 0]


def iou_matrix(boxes_a, boxes_b):
    a, b = boxes_a[:, None], boxes_b[None]
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.prod(np.clip(sides, 0, None), axis=-1)
    union = np.prod(a[..., 2:] - a[..., :2], -1) + np.prod(b[..., 2:] - b[..., :2], -1) - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)


def center_to_corners(boxes):
    return np.einsum("...i,ij->...j", boxes, TO_CORNERS)


def corners_to_center(boxes):
    return boxes @ TO_CENTER


def best_anchor(w, h, anchors):
    shapes = np.hstack([np.zeros_like(anchors), anchors])
    return iou_matrix(np.array([[0.0, 0.0, w, h]]), shapes)[0].argmax()


def encode_box(box, anchors, S):
    if not (np.all(box[:2] >= 0) and np.all(box[:2] < 1) and np.all(box[2:] > 0)):
        raise ValueError("no box to encode")
    place, cell = np.modf(box[:2] * S)
    col, row = cell.astype(int)
    k = best_anchor(*box[2:], anchors)
    return row, col, k, np.r_[np.log(place) - np.log1p(-place), np.log(box[2:] / anchors[k])]


def decode_boxes(t, anchors):
    S = len(t)
    cells = np.indices((S, S))[::-1].transpose(1, 2, 0)[:, :, None]
    middle = (0.5 + 0.5 * np.tanh(t[..., :2] / 2) + cells) / S
    half = anchors * np.exp(t[..., 2:]) / 2
    return np.concatenate([middle - half, middle + half], axis=-1)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    scores = confidence * class_probs
    best = scores.max(axis=-1)
    keep = best >= threshold
    return best[keep], boxes[keep], scores.argmax(axis=-1)[keep]


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = np.argsort(-scores)
    clash = iou_matrix(boxes[order], boxes[order]) > iou_threshold
    alive = np.ones(len(order), dtype=bool)
    for i in range(len(order)):
        if alive[i]:
            alive[i + 1 :] &= ~clash[i, i + 1 :]
    return order[alive][:max_boxes]


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    if not len(boxes):
        return []
    # each class is moved to a place of its own, where it meets no other
    apart = np.ceil(boxes.max() - boxes.min()) + 1
    moved = boxes + (classes * apart)[:, None]
    return non_max_suppression(moved, scores, iou_threshold, max_boxes)


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), 5 + n_classes))
    if len(boxes):
        rows, cols, slots, t = map(np.array, zip(*(encode_box(b, anchors, S) for b in boxes)))
        flat = np.ravel_multi_index((rows, cols, slots), target.shape[:3])
        _, first = np.unique(flat, return_index=True)
        values = np.hstack([t, np.ones((len(t), 1)), np.eye(n_classes)[classes]])
        target.reshape(-1, 5 + n_classes)[flat[first]] = values[first]
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    t, sure, logits = np.split(output, [4, 5], axis=-1)
    sure = 0.5 + 0.5 * np.tanh(sure / 2)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probs = powers / powers.sum(axis=-1, keepdims=True)
    found = filter_boxes(sure, decode_boxes(t, anchors), probs, score_threshold)
    keep = class_nms(found[1], found[0], found[2], iou_threshold, max_boxes)
    return tuple(part[keep] for part in found)
