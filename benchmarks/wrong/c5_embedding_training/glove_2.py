# exercise: glove_cost_and_grads
import numpy as np


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    seen = X > 0
    logX = np.log(np.where(seen, X, 1.0))
    pred = W @ U.T + b[:, None] + c[None, :]
    err = np.where(seen, pred - logX, 0.0)
    f = np.minimum(1.0, (X / x_max) ** alpha)
    cost = np.sum(f * err ** 2)
    D = f * err  # WRONG: the derivative of the square has a factor of 2, which is missing
    grads = {}
    grads["dW"] = D @ U
    grads["dU"] = D.T @ W
    grads["db"] = D.sum(axis=0)  # WRONG: db_i is the sum over j, along row i: axis=1
    grads["dc"] = D.sum(axis=0)
    return cost, grads
