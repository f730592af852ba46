import numpy as np


def center_to_corners(boxes):
    cx, cy, w, h = np.moveaxis(np.atleast_2d(boxes), -1, 0)
    return np.stack([cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2], axis=-1)
