# exercise: early_stopping
import numpy as np


def early_stopping(dev_costs, patience, min_delta=0.0):
    # the best epoch is the one with the lowest cost
    costs = np.array(dev_costs, dtype=float)
    best_epoch = int(np.argmin(costs))  # WRONG: this looks at all epochs, also those after the stop, and ignores min_delta; the epochs must be followed one by one.
    stop_epoch = min(best_epoch + patience, len(costs) - 1)
    return best_epoch, stop_epoch
