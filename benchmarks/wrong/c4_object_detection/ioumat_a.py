# exercise: iou_matrix
import numpy as np


def iou_matrix(boxes_a, boxes_b):
    A = boxes_a[:, None, :]
    B = boxes_b[None, :, :]
    w = np.minimum(A[..., 2], B[..., 2]) - np.maximum(A[..., 0], B[..., 0])
    h = np.minimum(A[..., 3], B[..., 3]) - np.maximum(A[..., 1], B[..., 1])
    inter = np.maximum(w, 0) * np.maximum(h, 0)
    area_a = (A[..., 2] - A[..., 0]) * (A[..., 3] - A[..., 1])
    area_b = (B[..., 2] - B[..., 0]) * (B[..., 3] - B[..., 0])  # WRONG: the height of box b is y2 - y1, that is index 3 minus index 1, not minus index 0.
    union = area_a + area_b - inter
    empty = union == 0
    return np.where(empty, 0.0, inter / np.where(empty, 1.0, union))
