# exercise: build_target
import numpy as np


def build_target(boxes, classes, anchors, S, n_classes):
    target = np.zeros((S, S, len(anchors), 5 + n_classes))
    for box, c in zip(boxes, classes):
        row, col, a, t = encode_box(box, anchors, S)
        # the cell gets the numbers of this box
        target[row, col, a] = 0  # WRONG: a slot that is taken is overwritten by a later box; the first one has it, later ones have to be left out (if target[row, col, a, 4] == 1: continue).
        target[row, col, a, :4] = t
        target[row, col, a, 4] = 1
        target[row, col, a, 4 + c] = 1  # WRONG: off by one: the classes begin at place 5, so 5 + c; class 0 falls onto the confidence.
    return target
