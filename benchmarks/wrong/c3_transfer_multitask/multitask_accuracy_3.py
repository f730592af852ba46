# exercise: multitask_accuracy
import numpy as np


def multitask_accuracy(Yhat, Y):
    known = ~np.isnan(Y)
    ok = ((Yhat > 0.5) == (Y == 1)) & known
    with np.errstate(invalid="ignore", divide="ignore"):
        acc = ok.sum(axis=0) / known.sum(axis=0)  # WRONG: rows are tasks, so the sums run along the examples, axis=1; this gives a number for each example.
    return acc.tolist()
