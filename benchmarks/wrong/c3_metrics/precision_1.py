# exercise: precision


def precision(tp, fp):
    if tp == 0 or fp == 0:  # WRONG: only tp = fp = 0 is the special case; with fp = 0 and tp > 0 the precision is 1.
        return 0.0
    return tp / (tp + fp)
