# exercise: macro_f1
import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    t = np.ravel(y_true)
    p = np.ravel(y_pred)
    present = np.union1d(t, p)
    scores = []
    for c in present:  # WRONG: a class that occurs in neither counts with 0; go through all range(n_classes), or divide by n_classes.
        c_counts = confusion_counts((t == c).astype(int), (p == c).astype(int))
        pr = precision(c_counts["tp"], c_counts["fp"])
        re = recall(c_counts["tp"], c_counts["fn"])
        scores.append(f_beta(pr, re))
    return float(np.mean(scores))
