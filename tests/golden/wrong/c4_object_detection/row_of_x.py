# expect: encode_box loses
"""floor gives (col, row), and they are unpacked the other way round."""

import numpy as np

sig = lambda z: np.exp(-np.logaddexp(0, -z))
lens = lambda b: b[..., 2:] - b[..., :2]
cat = lambda *parts: np.concatenate(parts, axis=-1)


def iou_matrix(boxes_a, boxes_b):
    a, b = boxes_a[:, None], boxes_b[None]
    i = (np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])).clip(0).prod(-1)
    return i / ((u := lens(a).prod(-1) + lens(b).prod(-1) - i) + (u == 0))


iou = lambda box1, box2: iou_matrix(np.array([box1]), np.array([box2])).item()
center_to_corners = lambda boxes: cat(boxes[..., :2] - boxes[..., 2:] / 2, boxes[..., :2] + boxes[..., 2:] / 2)
corners_to_center = lambda boxes: cat((boxes[..., :2] + boxes[..., 2:]) / 2, lens(boxes) * 1.0)
best_anchor = lambda w, h, anchors: np.argmax([(i := min(w, p) * min(h, q)) / (w * h + p * q - i) for p, q in anchors])


def encode_box(box, anchors, S):
    if (box[:2] < 0).any() or (box[:2] >= 1).any() or (box[2:] <= 0).any():
        raise ValueError
    row, col = np.floor(box[:2] * S).astype(int)
    p, k = box[:2] * S % 1, best_anchor(*box[2:], anchors)
    return row, col, k, np.r_[np.log(p / (1 - p)), np.log(box[2:] / anchors[k])]


def decode_boxes(t, anchors):
    cells = np.stack(np.meshgrid(*[np.arange(len(t))] * 2), -1)[:, :, None]
    return center_to_corners(cat((sig(t[..., :2]) + cells) / len(t), anchors * np.exp(t[..., 2:])))


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    s = confidence * class_probs
    return s.max(-1)[m := s.max(-1) >= threshold], boxes[m], s.argmax(-1)[m]


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    near, kept = (iou_matrix(boxes, boxes) > iou_threshold) & (classes[:, None] == classes), []
    for i in np.lexsort([np.arange(len(scores)), -scores]):
        kept += [i] * (not near[i, kept].any())
    return kept[:max_boxes]


non_max_suppression = lambda boxes, scores, iou_threshold=0.5, max_boxes=10: class_nms(boxes, scores, scores * 0, iou_threshold, max_boxes)


def build_target(boxes, classes, anchors, S, n_classes):
    y = np.zeros((S, S, len(anchors), 5 + n_classes))
    for b, c in [*zip(boxes, classes)][::-1]:
        *place, t = encode_box(b, anchors, S)
        y[tuple(place)] = np.r_[t, 1, np.eye(n_classes)[c]]
    return y


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    z = output[..., 5:] - output[..., 5:].max(-1, keepdims=True)
    s, b, c = filter_boxes(sig(output[..., 4:5]), decode_boxes(output[..., :4], anchors), np.exp(z) / np.exp(z).sum(-1, keepdims=True), score_threshold)
    k = class_nms(b, s, c, iou_threshold, max_boxes)
    return s[k], b[k], c[k]
