import numpy as np


def iou_matrix(boxes_a, boxes_b):
    found = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a):
        for j, b in enumerate(boxes_b):
            found[i, j] = iou(a, b)  # noqa: F821
    return found
