# exercise: cnn_cost_and_grads
import numpy as np


def softmax_rows(S):
    e = np.exp(S - np.max(S))  # WRONG: the largest score of the whole batch is taken away; another row may then be all exp(-large) = 0, and 0/0 is nan. It has to be each row's own maximum (axis=1, keepdims).
    return e / np.sum(e, axis=1, keepdims=True)


def cnn_cost_and_grads(X, Y, parameters):
    m = X.shape[0]
    f = parameters["W1"].shape[0]
    Z1, conv_cache = conv_forward(X, parameters["W1"], parameters["b1"], {"stride": 1, "pad": same_padding(f)})
    A1 = np.where(Z1 > 0, Z1, 0)
    P1, pool_cache = pool_forward(A1, {"f": 2, "stride": 2})
    F = P1.reshape(m, -1)
    S = np.dot(F, parameters["W2"].T) + parameters["b2"].T
    P = softmax_rows(S)
    cost = -np.sum(Y * np.log(np.maximum(P, 1e-12))) / m

    grads = {}
    dS = P - Y  # WRONG: the 1/m of the mean cost is missing in dS, so all gradients are m times too large.
    grads["dW2"] = np.dot(dS.T, F)
    grads["db2"] = np.sum(dS, axis=0, keepdims=True).T
    dP1 = np.dot(dS, parameters["W2"]).reshape(P1.shape)
    dA1 = pool_backward(dP1, pool_cache)
    dZ1 = np.where(Z1 > 0, dA1, 0)
    dX, grads["dW1"], grads["db1"] = conv_backward(dZ1, conv_cache)
    return cost, grads
