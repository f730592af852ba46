# expect: center_to_corners, corners_to_center loses
"""One way for a box, one for a table, one for a table of tables; more axes are no boxes."""

import numpy as np


def iou(box1, box2):
    width = max(0.0, min(box1[2], box2[2]) - max(box1[0], box2[0]))
    height = max(0.0, min(box1[3], box2[3]) - max(box1[1], box2[1]))
    intersection = width * height
    area1 = (box1[2] - box1[0]) * (box1[3] - box1[1])
    area2 = (box2[2] - box2[0]) * (box2[3] - box2[1])
    union = area1 + area2 - intersection
    return intersection / union if union > 0 else 0.0


def iou_matrix(boxes_a, boxes_b):
    a, b = boxes_a[:, None], boxes_b[None, :]
    width = np.maximum(0.0, np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0]))
    height = np.maximum(0.0, np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1]))
    intersection = width * height
    area_a = (a[..., 2] - a[..., 0]) * (a[..., 3] - a[..., 1])
    area_b = (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])
    union = area_a + area_b - intersection
    return intersection / np.where(union > 0, union, 1.0)


def center_to_corners(boxes):
    if boxes.ndim == 1:
        cx, cy, w, h = boxes
        return np.array([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])
    if boxes.ndim == 2:
        cx, cy, w, h = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=1)
    cx, cy, w, h = boxes[:, :, 0], boxes[:, :, 1], boxes[:, :, 2], boxes[:, :, 3]
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=2)


def corners_to_center(boxes):
    if boxes.ndim == 1:
        x1, y1, x2, y2 = boxes
        return np.array([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1])
    if boxes.ndim == 2:
        x1, y1, x2, y2 = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
        return np.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], axis=1)
    x1, y1, x2, y2 = boxes[:, :, 0], boxes[:, :, 1], boxes[:, :, 2], boxes[:, :, 3]
    return np.stack([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1], axis=2)


def best_anchor(w, h, anchors):
    intersection = np.minimum(w, anchors[:, 0]) * np.minimum(h, anchors[:, 1])
    union = w * h + anchors[:, 0] * anchors[:, 1] - intersection
    return int(np.argmax(intersection / union))


def encode_box(box, anchors, S):
    cx, cy, w, h = box
    if cx < 0 or cx >= 1 or cy < 0 or cy >= 1 or w <= 0 or h <= 0:
        raise ValueError(f"no cell holds the box {box}")
    row, col = int(cy * S), int(cx * S)
    x, y = cx * S - col, cy * S - row
    anchor = best_anchor(w, h, anchors)
    tx, ty = np.log(x / (1 - x)), np.log(y / (1 - y))
    tw, th = np.log(w / anchors[anchor, 0]), np.log(h / anchors[anchor, 1])
    return row, col, anchor, np.array([tx, ty, tw, th])


def decode_boxes(t, anchors):
    S = t.shape[0]
    tx, ty, tw, th = np.moveaxis(t, -1, 0)
    row, col = np.arange(S)[:, None, None], np.arange(S)[None, :, None]
    # (1 + tanh(z/2))/2 is the sigmoid of z, and overflows nowhere.
    x, y = (1 + np.tanh(tx / 2)) / 2, (1 + np.tanh(ty / 2)) / 2
    cx, cy = (x + col) / S, (y + row) / S
    w, h = anchors[:, 0] * np.exp(tw), anchors[:, 1] * np.exp(th)
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=-1)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    per_class = confidence * class_probs
    scores, classes = np.max(per_class, axis=-1), np.argmax(per_class, axis=-1)
    keep = scores >= threshold
    return scores[keep], boxes[keep], classes[keep]


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    kept = []
    for i in sorted(range(len(scores)), key=lambda i: -scores[i]):
        overlaps = [iou(boxes[i], boxes[j]) for j in kept]
        if len(kept) < max_boxes and all(overlap <= iou_threshold for overlap in overlaps):
            kept.append(i)
    return kept


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    kept = []
    for label in np.unique(classes):
        index = np.flatnonzero(classes == label)
        best = non_max_suppression(boxes[index], scores[index], iou_threshold, len(index))
        kept += [int(i) for i in index[best]]
    return sorted(kept, key=lambda i: (-scores[i], i))[:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), 5 + n_classes))
    for box, label in zip(boxes, classes, strict=True):
        row, col, anchor, t = encode_box(box, anchors, S)
        slot = target[row, col, anchor]
        if slot[4] == 0:
            slot[:4] = t
            slot[4] = slot[5 + label] = 1
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    boxes = decode_boxes(output[..., :4], anchors)
    confidence = (1 + np.tanh(output[..., 4:5] / 2)) / 2
    logits = output[..., 5:]
    e = np.exp(logits - np.max(logits, axis=-1, keepdims=True))
    class_probs = e / np.sum(e, axis=-1, keepdims=True)
    scores, boxes, classes = filter_boxes(confidence, boxes, class_probs, score_threshold)
    keep = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    return scores[keep], boxes[keep], classes[keep]
