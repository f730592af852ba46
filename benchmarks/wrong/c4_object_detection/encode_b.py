# exercise: encode_box
import numpy as np


def logit(p):
    return np.log(p / (1 - p))


def encode_box(box, anchors, S):
    cx, cy, w, h = [float(v) for v in box]
    if not (0 <= cx < 1 and 0 <= cy < 1 and w > 0 and h > 0):
        raise ValueError("bad box %s" % str(box))
    row = int(round(cy * S))  # WRONG: the cell is that of the floor; rounding takes the next row for a middle in the lower half of its cell (and row S at the border).
    col = int(round(cx * S))  # WRONG: the column is the floor as well, not rounded.
    anchor = best_anchor(w, h, anchors)
    pw, ph = anchors[anchor]
    t = np.zeros(4)
    t[0] = logit(cx * S - np.floor(cx * S))
    t[1] = logit(cy * S - np.floor(cy * S))
    t[2] = np.log(pw / w)  # WRONG: the fraction stands upside down: t_w = log(w / p_w).
    t[3] = np.log(ph / h)  # WRONG: likewise t_h = log(h / p_h).
    return row, col, anchor, t
