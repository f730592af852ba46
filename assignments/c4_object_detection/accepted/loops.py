# Plain Python: one number after the other, lists for arrays where that is allowed.

import math

import numpy as np


def iou(box1, box2):
    sides = []
    for low, high in ((0, 2), (1, 3)):
        start, end = max(box1[low], box2[low]), min(box1[high], box2[high])
        if end <= start:
            return 0
        sides.append(end - start)
    shared = sides[0] * sides[1]
    total = 0
    for box in (box1, box2):
        total += (box[2] - box[0]) * (box[3] - box[1])
    return shared / (total - shared)


def center_to_corners(boxes):
    if boxes.ndim > 1:
        return np.array([center_to_corners(one) for one in boxes], dtype=float).reshape(boxes.shape)
    cx, cy, w, h = (float(v) for v in boxes)
    return np.array([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2])


def corners_to_center(boxes):
    if boxes.ndim > 1:
        return np.array([corners_to_center(one) for one in boxes], dtype=float).reshape(boxes.shape)
    x1, y1, x2, y2 = (float(v) for v in boxes)
    return np.array([x1 + (x2 - x1) / 2, y1 + (y2 - y1) / 2, x2 - x1, y2 - y1])


def best_anchor(w, h, anchors):
    best, most = 0, -1.0
    for k, (p_w, p_h) in enumerate(anchors):
        now = iou((0, 0, w, h), (0, 0, p_w, p_h))
        if now > most:
            best, most = k, now
    return best


def encode_box(box, anchors, S):
    cx, cy, w, h = (float(v) for v in box)
    for middle, side in ((cx, w), (cy, h)):
        if not 0 <= middle < 1:
            raise ValueError("the middle is outside")
        if side <= 0:
            raise ValueError("no area")
    row, col = math.floor(cy * S), math.floor(cx * S)
    k = best_anchor(w, h, anchors)
    t = []
    for middle, cell in ((cx, col), (cy, row)):
        place = middle * S - cell
        t.append(math.log(place) - math.log(1 - place))
    for side, p in zip((w, h), anchors[k], strict=True):
        t.append(math.log(side) - math.log(p))
    return [row, col, k, t]


def decode_boxes(t, anchors):
    S, grid = len(t), np.arange(len(t))
    edges = [np.zeros(t.shape[:3]) for _ in range(4)]
    for axis, cells in enumerate((grid[None, :, None], grid[:, None, None])):
        logit = np.minimum(-t[..., axis], 700)
        middle = (1 / (1 + np.exp(logit)) + cells) / S
        half = anchors[:, axis] * np.exp(t[..., axis + 2]) / 2
        edges[axis], edges[axis + 2] = middle - half, middle + half
    return np.stack(edges, axis=3)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    S, _, A, C = class_probs.shape
    scores, kept, classes = [], [], []
    for row in range(S):
        for col in range(S):
            for k in range(A):
                best = 0
                for c in range(C):
                    if class_probs[row, col, k, c] > class_probs[row, col, k, best]:
                        best = c
                score = confidence[row, col, k, 0] * class_probs[row, col, k, best]
                if score >= threshold:
                    scores.append(score)
                    kept.append(boxes[row, col, k])
                    classes.append(best)
    return np.array(scores), np.array(kept).reshape(-1, 4), np.array(classes, dtype=int)


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    alive = [True] * len(boxes)
    kept = []
    while len(kept) < max_boxes:
        best = None
        for i in range(len(boxes)):
            if alive[i] and (best is None or scores[i] > scores[best]):
                best = i
        if best is None:
            break
        kept.append(best)
        alive[best] = False
        for i in range(len(boxes)):
            if alive[i] and iou(boxes[best], boxes[i]) > iou_threshold:
                alive[i] = False
    return kept


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    survivors = []
    for c in range(int(max(classes, default=-1)) + 1):
        members = [i for i in range(len(classes)) if classes[i] == c]
        if not members:
            continue
        mine = non_max_suppression(boxes[members], scores[members], iou_threshold, max_boxes)
        for j in mine:
            survivors.append((float(scores[members[j]]), -members[j]))
    survivors.sort(reverse=True)
    return [-place for _, place in survivors[:max_boxes]]


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), 5 + n_classes))
    for i in range(len(boxes)):
        row, col, k, t = encode_box(boxes[i], anchors, S)
        if target[row, col, k, 4] == 1:
            continue
        for j in range(4):
            target[row, col, k, j] = t[j]
        target[row, col, k, 4] = 1
        target[row, col, k, 5 + classes[i]] = 1
    return target


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    confidence = np.zeros((*output.shape[:3], 1))
    probs = np.zeros(output[..., 5:].shape)
    for place in np.ndindex(output.shape[:3]):
        z = float(output[place][4])
        confidence[place] = 1 / (1 + math.exp(-z)) if z >= -700 else 0.0
        top = max(output[place][5:])
        powers = [math.exp(v - top) for v in output[place][5:]]
        probs[place] = [p / sum(powers) for p in powers]
    boxes = decode_boxes(output[..., :4], anchors)
    scores, boxes, classes = filter_boxes(confidence, boxes, probs, score_threshold)
    order = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    found = [scores[i] for i in order], [boxes[i] for i in order], [classes[i] for i in order]
    return np.array(found[0]), np.array(found[1]).reshape(-1, 4), np.array(found[2], dtype=int)
