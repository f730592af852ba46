# exercise: identity_block_backward
from convhelp import conv2d_backward


def identity_block_backward(dA, cache):
    X, Z1, A1, S, parameters = cache
    W1, W2 = parameters["W1"], parameters["W2"]
    dS = dA * (S > 0)
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, (W2.shape[0] - 1) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX, dW1, db1 = conv2d_backward(dZ1, X, W1, 1, (W1.shape[0] - 1) // 2)
    dX = dX + dA  # WRONG: what comes along the shortcut has passed the last relu: it is dS and not dA.
    return dX, {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
