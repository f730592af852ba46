# exercise: detect
import numpy as np


def detect(output, anchors, score_threshold=0.6, iou_threshold=0.5, max_boxes=10):
    t = output[..., 0:4]
    c_logit = output[..., 4:5]
    confidence = 0.5 * (1 + np.tanh(c_logit / 2))
    z = output[..., 5:]
    z = z - z.max(axis=-1, keepdims=True)
    class_probs = np.exp(z)
    class_probs = class_probs / class_probs.sum(axis=-1, keepdims=True)
    corner_boxes = decode_boxes(t, anchors)
    scores, corner_boxes, classes = filter_boxes(confidence, corner_boxes, class_probs, score_threshold)
    keep = non_max_suppression(corner_boxes, scores, iou_threshold, max_boxes)  # WRONG: suppression runs over all classes together here; it is to be done class by class, with class_nms.
    keep = np.asarray(keep, dtype=int)
    return scores[keep], corner_boxes[keep], classes[keep]
