# exercise: detect
import numpy as np


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    boxes = decode_boxes(output[..., :4], anchors)
    conf = output[..., 4:5]
    e = np.exp(-np.abs(conf))
    conf = np.where(conf >= 0, 1 / (1 + e), e / (1 + e))
    logits = output[..., 5:]
    logits = logits - np.max(logits, axis=-1, keepdims=True)
    probs = np.exp(logits) / np.sum(np.exp(logits), axis=2, keepdims=True)  # WRONG: the softmax is normalised over the anchors (axis 2); it runs over a slot's classes, the last axis.
    scores, boxes, classes = filter_boxes(conf, boxes, probs, score_threshold)
    keep = class_nms(boxes, scores, classes, iou_threshold, max_boxes)
    keep = np.array(keep, dtype=int)
    return scores[keep], boxes[keep], classes[keep]
