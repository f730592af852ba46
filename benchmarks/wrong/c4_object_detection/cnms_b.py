# exercise: class_nms
import numpy as np


def class_nms(boxes, scores, classes, iou_threshold=0.5, max_boxes=10):
    result = []
    for c in np.unique(classes):
        where = np.flatnonzero(classes == c)
        picks = non_max_suppression(boxes[where], scores[where], iou_threshold, max_boxes)
        result += [int(where[p]) for p in picks]
    # already sorted by non_max_suppression
    return result[:max_boxes]  # WRONG: each class is sorted by itself, but the list goes class by class; all that stays has to be sorted by score before it is cut at max_boxes.
