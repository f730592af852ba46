# exercise: center_to_corners
import numpy as np


def center_to_corners(boxes):
    corners = np.zeros_like(boxes)  # WRONG: for whole-number boxes this array is int64 and the halves are cut off; it must be float64.
    half_w = boxes[..., 2] / 2
    half_h = boxes[..., 3] / 2
    corners[..., 0] = boxes[..., 0] - half_w
    corners[..., 1] = boxes[..., 1] - half_h
    corners[..., 2] = boxes[..., 0] + half_w
    corners[..., 3] = boxes[..., 1] + half_h
    return corners
