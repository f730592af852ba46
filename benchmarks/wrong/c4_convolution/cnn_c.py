# exercise: cnn_cost_and_grads
import numpy as np


def cnn_cost_and_grads(X, Y, parameters):
    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    m = X.shape[0]
    hp1 = {"stride": 1, "pad": same_padding(W1.shape[0])}
    hp2 = {"f": 2, "stride": 2}
    Z1, c1 = conv_forward(X, W1, b1, hp1)
    A1 = np.maximum(Z1, 0)
    P1, c2 = pool_forward(A1, hp2, mode="max")
    # flatten: every example gets a row
    F = P1.transpose(0, 3, 1, 2).reshape(m, -1)  # WRONG: the volume must be flattened in NumPy's own order (the channels of a cell side by side); the transpose puts channel after channel, which does not fit W2.
    scores = F.dot(W2.T) + b2.ravel()
    scores = scores - scores.max(axis=1)[:, None]
    expo = np.exp(scores)
    probs = expo / expo.sum(axis=1)[:, None]
    cost = 0.0
    for i in range(m):
        k = np.argmax(Y[i])
        cost -= np.log(probs[i, k] + 1e-12)
    cost = cost / m
    dS = (probs - Y) / m
    dW2 = dS.T.dot(F)
    db2 = dS.sum(axis=0)[:, None]
    n, hh, ww, cc = P1.shape
    dP1 = dS.dot(W2).reshape(n, cc, hh, ww).transpose(0, 2, 3, 1)  # WRONG: undoes the same wrong order on the way back; it should be reshape(P1.shape).
    dZ1 = pool_backward(dP1, c2, mode="max")
    dZ1[Z1 <= 0] = 0
    dX, dW1, db1 = conv_backward(dZ1, c1)
    return cost, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
