# exercise: predict
import numpy as np


def predict(w, b, X):
    A = sigmoid(w.T @ X + b)
    return np.where(A >= 0.5, 1, 0)  # WRONG: at exactly 1/2 the class is 0, so the comparison must be strict.
