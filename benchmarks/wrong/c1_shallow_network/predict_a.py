# exercise: predict
import numpy as np


def predict(parameters, X, activation="tanh"):
    A2, cache = forward_propagation(X, parameters, activation)
    m = X.shape[1]
    n_out = 1  # WRONG: there is a row for each output, A2.shape[0] of them; with a fixed 1 only the first output is predicted.
    predictions = np.zeros((n_out, m))
    for k in range(n_out):
        for i in range(m):
            if A2[k, i] > 0.5:
                predictions[k, i] = 1
    return predictions
