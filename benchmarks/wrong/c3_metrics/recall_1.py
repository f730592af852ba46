# exercise: recall


def recall(tp, fn):
    positives = tp + fn
    if positives == 0:
        return 1.0  # WRONG: where nothing is positive the recall is 0.0 here.
    r = tp / positives
    return r
