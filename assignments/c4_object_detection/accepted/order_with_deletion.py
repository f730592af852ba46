# Suppression as it is often seen: candidates in an array, from which what overlaps is taken out.

import numpy as np


def iou(box1, box2):
    xi1, yi1 = np.maximum(box1[0], box2[0]), np.maximum(box1[1], box2[1])
    xi2, yi2 = np.minimum(box1[2], box2[2]), np.minimum(box1[3], box2[3])
    inter_area = max(xi2 - xi1, 0) * max(yi2 - yi1, 0)
    box1_area = (box1[3] - box1[1]) * (box1[2] - box1[0])
    box2_area = (box2[3] - box2[1]) * (box2[2] - box2[0])
    union_area = box1_area + box2_area - inter_area
    if union_area == 0:
        return 0.0
    return np.array(inter_area / union_area)


def iou_matrix(boxes_a, boxes_b):
    ax1, ay1, ax2, ay2 = np.split(boxes_a, 4, axis=1)
    bx1, by1, bx2, by2 = boxes_b.T
    inter = np.maximum(np.minimum(ax2, bx2) - np.maximum(ax1, bx1), 0)
    inter = inter * np.maximum(np.minimum(ay2, by2) - np.maximum(ay1, by1), 0)
    union = (ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - inter
    union[union == 0] = 1
    return inter / union


def center_to_corners(boxes):
    new = np.empty(boxes.shape)
    new[..., :2] = boxes[..., :2] - 0.5 * boxes[..., 2:]
    new[..., 2:] = boxes[..., :2] + 0.5 * boxes[..., 2:]
    return new


def corners_to_center(boxes):
    new = np.zeros(boxes.shape)
    new[..., 0] = 0.5 * (boxes[..., 0] + boxes[..., 2])
    new[..., 1] = 0.5 * (boxes[..., 1] + boxes[..., 3])
    new[..., 2] = boxes[..., 2] - boxes[..., 0]
    new[..., 3] = boxes[..., 3] - boxes[..., 1]
    return new


def decode_boxes(t, anchors):
    S = t.shape[0]
    out = t.copy()
    e = np.exp(-np.abs(out[..., :2]))
    out[..., :2] = np.where(out[..., :2] >= 0, 1, e) / (1 + e)
    grid_x, grid_y = np.meshgrid(np.arange(S), np.arange(S))
    out[..., 0] += grid_x[:, :, np.newaxis]
    out[..., 1] += grid_y[:, :, np.newaxis]
    out[..., :2] /= S
    out[..., 2:] = anchors[np.newaxis, np.newaxis] * np.exp(out[..., 2:])
    return center_to_corners(out)


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = np.argsort(-scores, kind="mergesort")
    keep = []
    while order.size > 0 and len(keep) < max_boxes:
        i = order[0]
        keep.append(i)
        overlap = iou_matrix(boxes[i : i + 1], boxes[order[1:]])[0]
        order = order[1:][overlap <= iou_threshold]
    return keep


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    keep = np.zeros(0, dtype=int)
    for c in set(classes.tolist()):
        (index,) = np.nonzero(classes == c)
        picked = non_max_suppression(boxes[index], scores[index], iou_threshold, max_boxes)
        keep = np.append(keep, index[np.array(picked, dtype=int)])
    keep.sort()
    return keep[np.argsort(-scores[keep], kind="stable")][:max_boxes]


def build_target(boxes, classes, anchors, S, n_classes):
    y = np.zeros((S * S * len(anchors), 5 + n_classes))
    taken = set()
    for i, box in enumerate(boxes):
        row, col, k, t = encode_box(box, anchors, S)  # noqa: F821
        slot = (row * S + col) * len(anchors) + k
        if slot in taken:
            continue
        taken.add(slot)
        y[slot] = np.hstack([t, 1, np.eye(n_classes)[classes[i]]])
    return y.reshape(S, S, len(anchors), -1)


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    box_scores = confidence * class_probs
    box_classes = np.argmax(box_scores, axis=-1)
    box_class_scores = np.max(box_scores, axis=-1)
    mask = box_class_scores >= threshold
    return [box_class_scores[mask], boxes[mask], box_classes[mask].astype(float)]
