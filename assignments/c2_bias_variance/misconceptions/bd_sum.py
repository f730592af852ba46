import numpy as np


def bias_variance_decomposition(predictions, targets):
    center = np.mean(predictions, axis=0)
    return {
        "bias2": float(np.sum((center - targets) ** 2)),
        "variance": float(np.sum(np.var(predictions, axis=0))),
        "mse": float(np.sum(np.mean((predictions - targets) ** 2, axis=0))),
    }
