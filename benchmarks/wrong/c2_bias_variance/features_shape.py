# exercise: polynomial_features
import numpy as np


def polynomial_features(x, degree):
    m = len(x)
    rows = []
    for i in range(m):
        row = []
        for j in range(degree):  # WRONG: the highest power is missing, the range must go to degree + 1.
            row.append(float(x[i]) ** j)
        rows.append(row)
    return np.array(rows)  # WRONG: a row per example is returned, (m, degree + 1); the result must be transposed, for columns are examples.
