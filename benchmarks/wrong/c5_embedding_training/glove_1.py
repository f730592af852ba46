# exercise: glove_cost_and_grads
import numpy as np


def glove_cost_and_grads(X, W, U, b, c, x_max=100.0, alpha=0.75):
    V = X.shape[0]
    cost = 0.0
    dW, dU = np.zeros(W.shape), np.zeros(U.shape)
    db, dc = np.zeros(V), np.zeros(V)
    for i in range(V):
        for j in range(V):
            if X[i, j] <= 0:
                continue
            if X[i, j] < x_max:
                f = (X[i, j] / x_max) ** alpha
            else:
                f = 1.0
            diff = np.dot(W[i], U[j]) + b[i] + c[j] - np.log(1 + X[i, j])  # WRONG: nothing is added to X: it is log X_ij, which may be negative
            cost += f * diff ** 2
            dW[i] += 2 * f * diff * U[j]
            dU[j] += 2 * f * diff * W[i]
            db[i] += 2 * f * diff
            dc[j] += 2 * f * diff
    return cost, {"dW": dW, "dU": dU, "db": db, "dc": dc}
