# exercise: predict
import numpy as np


def predict(w, b, X):
    z = np.dot(w.T, X) + b
    Y_pred = np.zeros((1, X.shape[1]))
    Y_pred[z > 0.5] = 1  # WRONG: z is compared with 1/2, but it is the activation sigmoid(z) that has to exceed 1/2 (z itself would have to exceed 0).
    return Y_pred
