# exercise: find_leaks
import numpy as np
from collections import defaultdict


def find_leaks(X_train, X_test):
    # give every column one number, so I don't have to compare whole columns
    code_train = X_train.sum(axis=0)  # WRONG: different columns may have the same sum, (4, 2) and (2, 4); the key must be the whole column, e.g. its bytes or a tuple.
    code_test = X_test.sum(axis=0)  # WRONG: the same here, a sum doesn't identify a column.
    table = defaultdict(list)
    for i, c in enumerate(code_train.tolist()):
        table[c].append(i)
    result = []
    for j, c in enumerate(code_test.tolist()):
        for i in table.get(c, []):
            result.append((i, j))
    return result
