# exercise: decode_boxes
import numpy as np


def decode_boxes(t, anchors):
    S = t.shape[0]
    col = np.arange(S).reshape(1, S, 1)
    row = np.arange(S).reshape(S, 1, 1)
    sx = 1 / (1 + np.exp(-t[..., 0]))  # WRONG: exp overflows (and NumPy warns) for t_x = -1000; a sigmoid that does not overflow is asked for.
    sy = 1 / (1 + np.exp(-t[..., 1]))  # WRONG: the same overflow for t_y.
    boxes = np.zeros(t.shape)
    boxes[..., 0] = sx + col / S  # WRONG: the place in the cell has to be divided by S as well: (sigmoid + col) / S.
    boxes[..., 1] = sy + row / S  # WRONG: likewise (sigmoid + row) / S.
    boxes[..., 2] = anchors[:, 0] * np.exp(t[..., 2])
    boxes[..., 3] = anchors[:, 1] * np.exp(t[..., 3])
    return center_to_corners(boxes)
