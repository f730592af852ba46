# exercise: best_threshold
import numpy as np


def best_threshold(scores, y, beta=1.0):
    s = np.asarray(scores).ravel()
    lab = np.asarray(y).ravel().astype(int)
    order = np.argsort(-s.astype(float), kind="stable")
    n_pos = int(lab.sum())
    tp = 0
    fp = 0
    best = (s[order[0]].item(), 0.0)
    # go down from the largest score, one example more is positive each time
    for i in order:
        if lab[i] == 1:
            tp += 1
        else:
            fp += 1
        f = f_beta(precision(tp, fp), recall(tp, n_pos - tp), beta)  # WRONG: F is taken after each single example, also in the midst of several with the same score, which must all be on the same side; evaluate only after the last of them.
        if f > best[1]:
            best = (s[i].item(), f)
    return best
