# exercise: best_threshold
import numpy as np


def best_threshold(scores, y, beta=1.0):
    flat = np.asarray(scores, dtype=float).ravel()
    labels = np.asarray(y).ravel()
    candidates = np.linspace(1, 0, 101)  # WRONG: the thresholds to try are the scores themselves, which may also lie below 0 and above 1; a grid misses them.
    results = []
    for t in candidates:
        c = confusion_counts(labels, (flat >= t).astype(int))
        results.append(f_beta(precision(c["tp"], c["fp"]), recall(c["tp"], c["fn"]), beta))
    k = int(np.argmax(results))  # first maximum = largest threshold
    return float(candidates[k]), results[k]
