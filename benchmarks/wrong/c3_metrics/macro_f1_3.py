# exercise: macro_f1
import numpy as np


def macro_f1(y_true, y_pred, n_classes):
    a = np.array(y_true).reshape(-1)
    b = np.array(y_pred).reshape(-1)
    total = 0
    for k in range(n_classes):
        d = confusion_counts(a == k, b == k)
        f1 = f_beta(precision(d["tp"], d["fp"]), recall(d["tp"], d["fn"]))
        share = np.sum(a == k) / a.size
        total += share * f1  # WRONG: each class has the same weight 1/n_classes; here a class counts by how frequent it is.
    return float(total)
