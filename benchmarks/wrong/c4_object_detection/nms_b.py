# exercise: non_max_suppression
import numpy as np


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    idx = list(np.argsort(scores)[::-1])  # WRONG: turning an ascending sort round puts the higher index first among equal scores; a stable sort of -scores is needed.
    picked = []
    while len(idx) > 0 and len(picked) < max_boxes:
        best = idx[0]
        picked.append(int(best))
        rest = []
        for j in idx[1:]:
            if iou(boxes[best], boxes[j]) < iou_threshold:  # WRONG: a box whose IoU equals the threshold is kept: <=.
                rest.append(j)
        idx = rest
    return picked
