# exercise: non_max_suppression
import numpy as np


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    order = np.argsort(-scores, kind="stable")
    n = len(order)
    dropped = [False] * n
    keep = []
    for p in range(n):
        i = int(order[p])
        for q in range(p + 1, n):  # WRONG: a box that was dropped itself goes on dropping others; only kept boxes may (if dropped[p]: continue is missing before this loop).
            if iou(boxes[i], boxes[order[q]]) > iou_threshold:
                dropped[q] = True
        if not dropped[p]:
            keep.append(i)
        if len(keep) == max_boxes:
            break
    return keep
