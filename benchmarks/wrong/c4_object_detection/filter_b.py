# exercise: filter_boxes
import numpy as np


def filter_boxes(confidence, boxes, class_probs, threshold=0.6):
    S, _, A, C = class_probs.shape
    scores, kept, classes = [], [], []
    for a in range(A):  # WRONG: the order is that of the grid, by row, column and then anchor; with the anchor outermost the boxes come out in another order.
        for i in range(S):
            for j in range(S):
                s = confidence[i, j, a, 0] * class_probs[i, j, a]
                c = int(np.argmax(s))
                if s[c] >= threshold:
                    scores.append(s[c])
                    kept.append(boxes[i, j, a])
                    classes.append(c)
    return np.array(scores, dtype=float), np.array(kept, dtype=float).reshape(-1, 4), np.array(classes, dtype=int)
