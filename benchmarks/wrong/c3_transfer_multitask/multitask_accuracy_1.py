# exercise: multitask_accuracy
import numpy as np


def multitask_accuracy(Yhat, Y):
    pred = (Yhat > 0.5).astype(float)
    m = Y.shape[1]
    acc = []
    for k in range(Y.shape[0]):
        there = ~np.isnan(Y[k])
        if not there.any():
            acc.append(float("nan"))
            continue
        hits = np.sum(pred[k][there] == Y[k][there])
        acc.append(float(hits / m))  # WRONG: the share is of the task's labels that are there, there.sum(), not of all m examples.
    return acc
