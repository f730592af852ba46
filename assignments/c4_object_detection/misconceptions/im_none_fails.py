import numpy as np


def iou_matrix(boxes_a, boxes_b):
    if len(boxes_a) == 0 or len(boxes_b) == 0:
        return np.array([])
    low = np.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    high = np.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    shared = np.prod(np.maximum(0.0, high - low), axis=2)
    areas_a = np.prod(boxes_a[:, 2:] - boxes_a[:, :2], axis=1)
    areas_b = np.prod(boxes_b[:, 2:] - boxes_b[:, :2], axis=1)
    union = areas_a[:, None] + areas_b[None] - shared
    return shared / np.where(union > 0, union, 1.0)
