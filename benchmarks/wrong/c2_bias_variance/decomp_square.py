# exercise: bias_variance_decomposition
import numpy as np


def bias_variance_decomposition(predictions, targets):
    avg = predictions.mean(axis=0)
    bias2 = np.mean(avg - targets) ** 2  # WRONG: the distances must be squared at each point and then averaged; here their mean is squared, and signs cancel.
    variance = np.mean(np.var(predictions, axis=0))
    mse = np.mean((predictions - targets) ** 2)
    return {"bias2": float(bias2), "variance": float(variance), "mse": float(mse)}
