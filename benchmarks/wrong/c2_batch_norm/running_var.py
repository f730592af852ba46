# exercise: update_running_stats
import numpy as np


def update_running_stats(running, Z, momentum=0.9):
    batch_mean = np.mean(Z, axis=1, keepdims=True)
    batch_var = np.var(Z, axis=1, keepdims=True)
    new_mean = momentum * running["mean"] + (1 - momentum) * batch_mean
    new_var = momentum * running["mean"] + (1 - momentum) * batch_var  # WRONG: the old running variance must be used here, not the running mean (copied from the line above).
    return {"mean": new_mean, "var": new_var}
