# exercise: cnn_cost_and_grads
import numpy as np


def cnn_cost_and_grads(X, Y, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    m = X.shape[0]

    # forward
    pad = same_padding(W1.shape[0])
    Z1, cache1 = conv_forward(X, W1, b1, {"stride": 1, "pad": pad})
    A1 = np.maximum(0, Z1)
    P1, cache2 = pool_forward(A1, {"f": 2, "stride": 2}, "max")
    F = P1.reshape(m, -1)
    S = F @ W2.T + b2.T
    S = S - S.max(axis=1, keepdims=True)
    logsum = np.log(np.exp(S).sum(axis=1, keepdims=True))
    logP = S - logsum
    cost = -np.sum(Y * logP) / m

    # backward
    dS = (np.exp(logP) - Y) / m
    dW2 = dS.T @ F
    db2 = dS.sum(axis=0).reshape(-1, 1)
    dF = dS @ W2
    dP1 = dF.reshape(P1.shape)
    dA1 = pool_backward(dP1, cache2, "max")
    dZ1 = dA1 * (dA1 > 0)  # WRONG: relu's gate asks the forward value, Z1 > 0; the sign of the derivative dA1 has nothing to do with it.
    _, dW1, db1 = conv_backward(dZ1, cache1)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
