# exercise: multitask_gradient
import numpy as np


def multitask_gradient(Yhat, Y):
    mask = np.isnan(Y)
    diff = np.where(mask, 0.0, Yhat - Y)
    n_labels = (~mask).sum(axis=1, keepdims=True)
    n_labels = np.maximum(n_labels, 1)
    return diff / n_labels  # WRONG: each row is divided by the number of its own labels; the loss is divided by m, the number of examples, whatever labels they have.
