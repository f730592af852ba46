# exercise: exponential_decay
import numpy as np


def exponential_decay(lr0, epoch, rate=0.95):
    # exponential -> e to the minus k t
    return lr0 * np.exp(-rate * epoch)  # WRONG: the rate of an epoch is lr0 * rate**epoch, not lr0 * e**(-rate * epoch).
