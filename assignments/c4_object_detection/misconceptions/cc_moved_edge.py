import numpy as np


def center_to_corners(boxes):
    cx, cy, w, h = np.moveaxis(boxes, -1, 0)
    x1, y1 = cx - w / 2, cy - h / 2
    return np.stack([x1, y1, x1 + w / 2, y1 + h / 2], axis=-1)
