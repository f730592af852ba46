# exercise: distribution_gap
import numpy as np


def distribution_gap(labels_a, labels_b, n_classes):
    count_a = [0] * n_classes
    count_b = [0] * n_classes
    for l in labels_a:
        count_a[int(l)] += 1
    for l in labels_b:
        count_b[int(l)] += 1
    m = len(labels_a)
    gap = 0.0
    for k in range(n_classes):
        gap += abs(count_a[k] / m - count_b[k] / m)  # WRONG: the counts of b must be divided by the number of labels in b, not by that in a.
    return gap / 2
