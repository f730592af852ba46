# exercise: update_running_stats
import numpy as np


def update_running_stats(running, Z, momentum=0.9):
    mu = Z.mean(axis=1, keepdims=True)
    var = ((Z - mu) ** 2).mean(axis=1, keepdims=True)
    updated = running  # WRONG: this is the same dict and not a new one, so the caller's running statistics are overwritten.
    updated["mean"] = (1 - momentum) * running["mean"] + momentum * mu  # WRONG: the weights are exchanged: momentum belongs to the old value and 1 - momentum to the batch.
    updated["var"] = (1 - momentum) * running["var"] + momentum * var  # WRONG: the weights of the old and the new variance are exchanged as well.
    return updated
