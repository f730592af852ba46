# exercise: confusion_counts
import numpy as np


def confusion_counts(y_true, y_pred):
    y_true = np.array(y_true)  # WRONG: the shapes may differ, and a row against a column is broadcast to all pairs; both must be flattened first.
    y_pred = np.array(y_pred)
    tp = int(np.sum((y_true == 1) & (y_pred == 1)))
    fp = int(np.sum((y_true == 0) & (y_pred == 1)))
    fn = int(np.sum((y_true == 1) & (y_pred == 0)))
    tn = y_true.size - tp - fp  # WRONG: the false negatives must be taken off as well, so that the four counts add up to m.
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
