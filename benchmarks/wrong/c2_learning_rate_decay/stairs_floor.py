# exercise: staircase_inverse_time
import math


def staircase_inverse_time(lr0, epoch, decay_rate=1.0, time_interval=1000):
    stair = math.floor(decay_rate * epoch / time_interval)  # WRONG: the intervals must be counted (rounded down) first and then multiplied by decay_rate.
    return lr0 / (1 + stair)
