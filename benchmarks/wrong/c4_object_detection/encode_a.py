# exercise: encode_box
import math

import numpy as np


def encode_box(box, anchors, S):
    cx, cy, w, h = box
    if cx < 0 or cx >= 1 or cy < 0 or cy >= 1:
        raise ValueError("centre outside of the image")
    if w <= 0 or h <= 0:
        raise ValueError("no size")
    col = int(cx * S)
    row = int(cy * S)
    k = best_anchor(w, h, anchors)
    x = cx * S - col
    y = cy * S - row
    tx = math.log(x) - math.log(1 - x)
    ty = math.log(y) - math.log(1 - x)  # WRONG: copied from the line above: it must be 1 - y.
    tw = math.log(w / anchors[k][0])
    th = math.log(h / anchors[k][1])
    return row, col, k, np.array([tx, ty, tw, th])
