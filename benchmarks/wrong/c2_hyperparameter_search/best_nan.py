# exercise: best_trial
import math


def best_trial(trials, maximise=False):
    if len(trials) == 0 or all(math.isnan(s) for _, s in trials):
        raise ValueError("no trial has a score")
    place = 0
    best = trials[0][1]  # WRONG: if the first score is NaN no comparison with it is ever true, and it wins; start from the first trial that has a score.
    for i in range(1, len(trials)):
        score = trials[i][1]
        if maximise and score > best:
            place, best = i, score
        if not maximise and score < best:
            place, best = i, score
    return place
