# exercise: encode_box
import numpy as np


def encode_box(box, anchors, S):
    if box[0] < 0 or box[1] < 0 or box[0] > 1 or box[1] > 1:  # WRONG: a middle at exactly 1 is outside as well (0 <= c < 1); with > it is let through and gets a cell S that does not exist.
        raise ValueError("middle not in image")
    if box[2] <= 0 or box[3] <= 0:
        raise ValueError("side not positive")
    gx = box[0] * S
    gy = box[1] * S
    col, row = int(gx), int(gy)
    best = best_anchor(box[2], box[3], anchors)
    fx, fy = gx - col, gy - row
    with np.errstate(divide="ignore"):
        t = np.array([
            np.log(fx / (1 - fx)),
            np.log(fy / (1 - fy)),
            np.log(box[2] / anchors[best, 0]),
            np.log(box[3] / anchors[best, 1]),
        ])
    return row, col, best, t
