# exercise: bn_network_gradients
import numpy as np


def bn_network_gradients(X, Y, parameters, eps=1e-8):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    m = X.shape[1]

    # forward
    Z1 = W1 @ X + b1
    N1, cache = batchnorm_forward(Z1, parameters["gamma1"], parameters["beta1"], eps)
    A1 = np.where(N1 > 0, N1, 0)
    Z2 = W2 @ A1 + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m

    # backward
    dZ2 = (A2 - Y) / m
    dW2 = dZ2 @ A1.T
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m  # WRONG: the 1/m is in dZ2 already, here it is divided by m a second time.
    dA1 = W2.T @ dZ2
    dN1 = dA1 * (Z1 > 0)  # WRONG: relu stands after the batch normalisation, so its slope is N1 > 0 and not Z1 > 0.
    dZ1, dgamma1, dbeta1 = batchnorm_backward(dN1, cache)
    dW1 = dZ1 @ X.T
    db1 = np.sum(dZ1, axis=1, keepdims=True)
    grads = {"dW1": dW1, "db1": db1, "dgamma1": dgamma1, "dbeta1": dbeta1, "dW2": dW2, "db2": db2}
    return cost, grads
