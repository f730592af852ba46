import numpy as np


def iou_matrix(boxes_a, boxes_b):
    found = np.zeros((len(boxes_a), len(boxes_b)))
    for i, a in enumerate(boxes_a):
        low, high = np.maximum(a[:2], boxes_b[:, :2]), np.minimum(a[2:], boxes_b[:, 2:])
        shared = np.prod(np.maximum(0.0, high - low), axis=1)
        area = (a[2] - a[0]) * (a[3] - a[1])
        union = area + np.prod(boxes_b[:, 2:] - boxes_b[:, :2], axis=1) - shared
        found[i] = shared / np.where(union > 0, union, 1.0)
    return found
