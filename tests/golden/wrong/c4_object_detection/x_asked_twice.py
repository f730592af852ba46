# expect: encode_box loses
# The test of the middle was copied, and asks of c_x twice: a c_y below 0 or from 1 on is taken.
"""Object detection with plain loops, lists and the math module."""

import math

import numpy as np


def sigmoid(z):
    z = float(z)
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def iou(box1, box2):
    shared, area1, area2 = 1.0, 1.0, 1.0
    for k in range(2):
        begin = max(float(box1[k]), float(box2[k]))
        end = min(float(box1[k + 2]), float(box2[k + 2]))
        shared *= max(0.0, end - begin)
        area1 *= float(box1[k + 2]) - float(box1[k])
        area2 *= float(box2[k + 2]) - float(box2[k])
    union = area1 + area2 - shared
    return shared / union if union > 0 else 0.0


def iou_matrix(boxes_a, boxes_b):
    # the only loop here is over x and y
    shared = np.ones((len(boxes_a), len(boxes_b)))
    area_a, area_b = np.ones(len(boxes_a)), np.ones(len(boxes_b))
    for k in range(2):
        begin = np.maximum.outer(boxes_a[:, k], boxes_b[:, k])
        end = np.minimum.outer(boxes_a[:, k + 2], boxes_b[:, k + 2])
        shared *= np.maximum(0, end - begin)
        area_a *= boxes_a[:, k + 2] - boxes_a[:, k]
        area_b *= boxes_b[:, k + 2] - boxes_b[:, k]
    union = np.add.outer(area_a, area_b) - shared
    union[union == 0] = 1
    return shared / union


def center_to_corners(boxes):
    rows = []
    for cx, cy, w, h in boxes.reshape(-1, 4):
        rows.append([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])
    return np.array(rows, dtype=float).reshape(boxes.shape)


def corners_to_center(boxes):
    rows = []
    for x1, y1, x2, y2 in boxes.reshape(-1, 4):
        rows.append([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1])
    return np.array(rows, dtype=float).reshape(boxes.shape)


def best_anchor(w, h, anchors):
    best, best_fit = 0, -1.0
    for k, (pw, ph) in enumerate(anchors):
        shared = min(w, pw) * min(h, ph)
        fit = shared / (w * h + pw * ph - shared)
        if fit > best_fit:
            best, best_fit = k, fit
    return best


def encode_box(box, anchors, S):
    cx, cy, w, h = (float(v) for v in box)
    if cx < 0 or cx >= 1 or cx < 0 or cx >= 1:
        raise ValueError("the middle is outside of the image")
    if w <= 0 or h <= 0:
        raise ValueError("a box needs a width and a height")
    col, row = int(cx * S), int(cy * S)
    anchor = best_anchor(w, h, anchors)
    x, y = cx * S - col, cy * S - row
    pw, ph = anchors[anchor]
    t = [math.log(x / (1 - x)), math.log(y / (1 - y)), math.log(w / pw), math.log(h / ph)]
    return row, col, anchor, np.array(t)


def decode_boxes(t, anchors):
    # no loop over cells; the anchors are few
    S = t.shape[0]
    out = np.zeros(t.shape)
    cols, rows = np.meshgrid(np.arange(S), np.arange(S))
    for k, (pw, ph) in enumerate(anchors):
        small_x, small_y = np.exp(-np.abs(t[:, :, k, 0])), np.exp(-np.abs(t[:, :, k, 1]))
        x = np.where(t[:, :, k, 0] >= 0, 1 / (1 + small_x), small_x / (1 + small_x))
        y = np.where(t[:, :, k, 1] >= 0, 1 / (1 + small_y), small_y / (1 + small_y))
        cx, cy = (x + cols) / S, (y + rows) / S
        w, h = pw * np.exp(t[:, :, k, 2]), ph * np.exp(t[:, :, k, 3])
        out[:, :, k, 0] = cx - w / 2
        out[:, :, k, 1] = cy - h / 2
        out[:, :, k, 2] = cx + w / 2
        out[:, :, k, 3] = cy + h / 2
    return out


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    scores, kept, classes = [], [], []
    rows, cols, slots, n_classes = class_probs.shape
    for row in range(rows):
        for col in range(cols):
            for slot in range(slots):
                best, best_class = -1.0, 0
                for c in range(n_classes):
                    score = confidence[row, col, slot, 0] * class_probs[row, col, slot, c]
                    if score > best:
                        best, best_class = score, c
                if best >= threshold:
                    scores.append(best)
                    kept.append(list(boxes[row, col, slot]))
                    classes.append(best_class)
    return np.array(scores), np.array(kept).reshape(-1, 4), np.array(classes, dtype=int)


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    kept = []
    for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)):
        fine = True
        for j in kept:
            if iou(boxes[i], boxes[j]) > iou_threshold:
                fine = False
                break
        if fine:
            kept.append(i)
        if len(kept) == max_boxes:
            break
    return kept


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    stay = []
    for c in sorted(set(classes.tolist())):
        members = [i for i in range(len(classes)) if classes[i] == c]
        for k in non_max_suppression(boxes[members], scores[members], iou_threshold, max_boxes):
            stay.append(members[k])
    stay.sort(key=lambda i: (-scores[i], i))
    return stay[:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), 5 + n_classes))
    taken = set()
    for box, c in zip(boxes, classes):
        row, col, anchor, t = encode_box(box, anchors, S)
        if (row, col, anchor) in taken:
            continue
        taken.add((row, col, anchor))
        for k in range(4):
            target[row, col, anchor, k] = t[k]
        target[row, col, anchor, 4] = 1
        target[row, col, anchor, 5 + c] = 1
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    S, _, A, depth = output.shape
    confidence = np.zeros((S, S, A, 1))
    probs = np.zeros((S, S, A, depth - 5))
    for row in range(S):
        for col in range(S):
            for a in range(A):
                confidence[row, col, a, 0] = sigmoid(output[row, col, a, 4])
                logits = output[row, col, a, 5:].tolist()
                powers = [math.exp(v - max(logits)) for v in logits]
                for c in range(depth - 5):
                    probs[row, col, a, c] = powers[c] / sum(powers)
    boxes = decode_boxes(output[:, :, :, :4], anchors)
    scores, boxes, classes = filter_boxes(confidence, boxes, probs, score_threshold)
    keep = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    return scores[keep], boxes[keep], classes[keep]
