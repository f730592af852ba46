# exercise: cosine_annealing
import numpy as np


def cosine_annealing(lr0, epoch, total_epochs, lr_min=0.0):
    if epoch >= total_epochs:
        return lr_min
    angle = np.pi * epoch / (total_epochs - 1)  # WRONG: half the wave takes total_epochs, not total_epochs - 1 (which is 0 for a single epoch).
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + np.cos(angle))
