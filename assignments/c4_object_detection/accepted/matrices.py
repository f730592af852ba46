# Everything goes through whole arrays: matrices that turn one form of a box into the other, one
# matrix of overlaps for suppression, indices as arrays, scalars as 0-d arrays.

import numpy as np

TO_CORNERS = np.array([[1, 0, -0.5, 0], [0, 1, 0, -0.5], [1, 0, 0.5, 0], [0, 1, 0, 0.5]])
TO_CENTER = np.linalg.inv(TO_CORNERS)


def iou_matrix(boxes_a, boxes_b):
    a, b = np.asarray(boxes_a, dtype=float), np.asarray(boxes_b, dtype=float)
    low = np.maximum(a[:, np.newaxis, :2], b[np.newaxis, :, :2])
    high = np.minimum(a[:, np.newaxis, 2:], b[np.newaxis, :, 2:])
    inter = (high - low).clip(min=0).prod(axis=2)
    union = np.add.outer(area(a), area(b)) - inter
    return np.divide(inter, union, out=np.zeros_like(inter), where=union > 0)


def area(boxes):
    return np.diff(boxes.reshape(-1, 2, 2), axis=1).prod(axis=(1, 2))


def iou(box1, box2):
    return iou_matrix(np.array([box1]), np.array([box2]))[0, 0]


def center_to_corners(boxes):
    return np.einsum("ij,...j->...i", TO_CORNERS, boxes)


def corners_to_center(boxes):
    return boxes @ TO_CENTER.T


def best_anchor(w, h, anchors):
    around = np.concatenate([-anchors, anchors], axis=1)
    return iou_matrix(np.array([[-w, -h, w, h]]), around).argmax()


def encode_box(box, anchors, S):
    middle, sides = box[:2], box[2:]
    if np.any(middle < 0) or np.any(middle >= 1) or np.any(sides <= 0):
        raise ValueError("no such cell")
    place, cell = np.modf(middle * S)
    col, row = cell.astype(int)
    k = best_anchor(*sides, anchors)
    t = np.concatenate([np.log(place) - np.log1p(-place), np.log(sides / anchors[k])])
    return row, col, k, t


def decode_boxes(t, anchors):
    S = t.shape[1]
    cells = np.moveaxis(np.mgrid[:S, :S], 0, -1)[:, :, None, ::-1]
    middles = (np.exp(-np.logaddexp(0, -t[..., :2])) + cells) / S
    return center_to_corners(np.concatenate([middles, anchors * np.exp(t[..., 2:])], axis=-1))


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    scores = np.einsum("rcak,rcal->rcal", confidence, class_probs).reshape(-1, class_probs.shape[3])
    classes = scores.argmax(axis=1)
    best = np.take_along_axis(scores, classes[:, None], axis=1)[:, 0]
    (keep,) = np.where(best >= threshold)
    return best.take(keep), boxes.reshape(-1, 4).take(keep, axis=0), classes.take(keep)


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = np.lexsort((np.arange(len(scores)), -scores))
    near = iou_matrix(boxes[order], boxes[order]) > iou_threshold
    stays = np.ones(len(order), dtype=bool)
    for i in range(len(order)):
        if stays[i]:
            stays[i + 1 :] &= ~near[i, i + 1 :]
    return order[stays][:max_boxes]


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    # Boxes of different classes are moved so far apart that they cannot overlap.
    span = np.ptp(boxes) + 1 if boxes.size else 1
    return non_max_suppression(boxes + (classes * span)[:, None], scores, iou_threshold, max_boxes)


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    t, z, logits = np.split(output, [4, 5], axis=-1)
    confidence = np.exp(-np.logaddexp(0, -z))
    logits = logits - logits.max(axis=-1, keepdims=True)
    probs = np.exp(logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True)))
    found = filter_boxes(confidence, decode_boxes(t, anchors), probs, score_threshold)
    keep = class_nms(found[1], found[0], found[2], iou_threshold, max_boxes)
    return tuple(part[keep] for part in found)
