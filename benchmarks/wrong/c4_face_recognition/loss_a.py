# exercise: triplet_loss
import numpy as np


def triplet_loss(anchor, positive, negative, margin=0.2):
    pos_dist = np.sum(np.square(anchor - positive), axis=1)
    neg_dist = np.sum(np.square(anchor - negative), axis=1)
    basic_loss = pos_dist - neg_dist + margin
    loss = max(np.sum(basic_loss), 0.0)  # WRONG: the sum is clipped instead of each triplet by itself; an easy triplet then pays for a hard one.
    return loss
