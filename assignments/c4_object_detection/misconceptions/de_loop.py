import numpy as np


def decode_boxes(t, anchors):
    S, A = t.shape[0], len(anchors)
    boxes = np.zeros(t.shape)
    for row in range(S):
        for col in range(S):
            for k in range(A):
                x, y = (1 + np.tanh(t[row, col, k, :2] / 2)) / 2
                w, h = anchors[k] * np.exp(t[row, col, k, 2:])
                cx, cy = (x + col) / S, (y + row) / S
                boxes[row, col, k] = cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2
    return boxes
