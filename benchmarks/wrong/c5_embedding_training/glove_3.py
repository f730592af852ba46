# exercise: glove_cost_and_grads
import numpy as np


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    mask = (X > 0).astype(float)
    safe = X + (1 - mask)
    e = (np.matmul(W, U.T) + b.reshape(-1, 1) + c.reshape(1, -1) - np.log(safe)) * mask
    weight = np.where(X > x_max, 1.0, (X / x_max) ** alpha)
    J = float((weight * e * e).sum())
    D = 2 * weight * e
    return J, {
        "dW": D @ U,
        "dU": D @ W,  # WRONG: D must be transposed here, as U_j belongs to the columns of D
        "db": np.sum(D, axis=1),
        "dc": np.sum(D, axis=0),
    }
