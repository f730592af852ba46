# expect: iou loses
"""Two negative sides make a positive area."""

import numpy as np


def sigmoid(z):
    """Sigmoid that never takes e to a large number."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def iou(box1, box2):
    xi1, yi1 = max(box1[0], box2[0]), max(box1[1], box2[1])
    xi2, yi2 = min(box1[2], box2[2]), min(box1[3], box2[3])
    inter = max(0, (xi2 - xi1) * (yi2 - yi1))
    area1 = (box1[2] - box1[0]) * (box1[3] - box1[1])
    area2 = (box2[2] - box2[0]) * (box2[3] - box2[1])
    union = area1 + area2 - inter
    return inter / union if union else 0.0


def iou_matrix(boxes_a, boxes_b):
    a = boxes_a[:, np.newaxis, :]  # (N, 1, 4)
    b = boxes_b[np.newaxis, :, :]  # (1, M, 4)
    overlap_x = np.maximum(0, np.minimum(a[:, :, 2], b[:, :, 2]) - np.maximum(a[:, :, 0], b[:, :, 0]))
    overlap_y = np.maximum(0, np.minimum(a[:, :, 3], b[:, :, 3]) - np.maximum(a[:, :, 1], b[:, :, 1]))
    intersection = overlap_x * overlap_y
    area_a = (a[:, :, 2] - a[:, :, 0]) * (a[:, :, 3] - a[:, :, 1])
    area_b = (b[:, :, 2] - b[:, :, 0]) * (b[:, :, 3] - b[:, :, 1])
    union = area_a + area_b - intersection
    result = np.zeros(union.shape)
    some = union > 0
    result[some] = intersection[some] / union[some]
    return result


def center_to_corners(boxes):
    cx, cy, w, h = boxes[..., 0], boxes[..., 1], boxes[..., 2], boxes[..., 3]
    return np.stack((cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2), axis=-1)


def corners_to_center(boxes):
    x1, y1, x2, y2 = boxes[..., 0], boxes[..., 1], boxes[..., 2], boxes[..., 3]
    return np.stack(((x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1), axis=-1)


def best_anchor(w, h, anchors):
    best = 0
    best_iou = -1
    for k in range(len(anchors)):
        pw, ph = anchors[k]
        inter = min(w, pw) * min(h, ph)
        value = inter / (w * h + pw * ph - inter)
        if value > best_iou:
            best_iou = value
            best = k
    return best


def encode_box(box, anchors, S):
    cx, cy, w, h = box
    if not (0 <= cx < 1 and 0 <= cy < 1 and w > 0 and h > 0):
        raise ValueError("box does not belong to a cell")
    col = int(np.floor(cx * S))
    row = int(np.floor(cy * S))
    anchor = best_anchor(w, h, anchors)
    x = cx * S - col
    y = cy * S - row
    tx = np.log(x / (1 - x))
    ty = np.log(y / (1 - y))
    tw = np.log(w / anchors[anchor, 0])
    th = np.log(h / anchors[anchor, 1])
    return row, col, anchor, np.array([tx, ty, tw, th])


def decode_boxes(t, anchors):
    S = t.shape[0]
    cols = np.arange(S).reshape(1, S, 1)
    rows = np.arange(S).reshape(S, 1, 1)
    cx = (sigmoid(t[..., 0]) + cols) / S
    cy = (sigmoid(t[..., 1]) + rows) / S
    w = anchors[:, 0] * np.exp(t[..., 2])
    h = anchors[:, 1] * np.exp(t[..., 3])
    return center_to_corners(np.stack((cx, cy, w, h), axis=-1))


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    scores = confidence * class_probs
    classes = np.argmax(scores, axis=-1)
    best = np.max(scores, axis=-1)
    mask = best >= threshold
    return best[mask], boxes[mask], classes[mask]


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = np.argsort(-scores, kind="stable")
    kept = []
    for i in order:
        if len(kept) == max_boxes:
            break
        good = True
        for j in kept:
            if iou(boxes[i], boxes[j]) > iou_threshold:
                good = False
                break
        if good:
            kept.append(int(i))
    return kept


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    kept = []
    for c in np.unique(classes):
        idx = np.where(classes == c)[0]
        for j in non_max_suppression(boxes[idx], scores[idx], iou_threshold, len(idx)):
            kept.append(int(idx[j]))
    kept.sort(key=lambda i: (-scores[i], i))
    return kept[:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), 5 + n_classes))
    for box, c in zip(boxes, classes):
        row, col, anchor, t = encode_box(box, anchors, S)
        if target[row, col, anchor, 4] == 1:
            continue
        target[row, col, anchor, :4] = t
        target[row, col, anchor, 4] = 1
        target[row, col, anchor, 5 + c] = 1
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    boxes = decode_boxes(output[..., :4], anchors)
    confidence = sigmoid(output[..., 4:5])
    probs = softmax(output[..., 5:])
    scores, boxes, classes = filter_boxes(confidence, boxes, probs, score_threshold)
    kept = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    return scores[kept], boxes[kept], classes[kept]
