# exercise: find_leaks
import numpy as np


def find_leaks(X_train, X_test):
    # lookup: column -> its number in the training set
    where = {}
    for i in range(X_train.shape[1]):
        key = tuple(X_train[:, i].tolist())
        where[key] = i  # WRONG: a training column that is there twice overwrites its earlier number, and only the last pair is found; keep a list of all places for each column.

    leaks = []
    for j in range(X_test.shape[1]):
        key = tuple(X_test[:, j].tolist())
        if key in where:
            leaks.append((where[key], j))
    return leaks
