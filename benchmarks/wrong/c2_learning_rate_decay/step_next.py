# exercise: step_decay
import math


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    periods = math.floor((1 + epoch) / epochs_per_drop)  # WRONG: epochs count from 0, so it is floor(epoch / epochs_per_drop); with 1 + epoch the rate drops one epoch too early.
    return lr0 * math.pow(drop, periods)
