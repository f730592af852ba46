# exercise: identity_block_backward
from convhelp import conv2d_backward


def identity_block_backward(dA, cache):
    X, Z1, A1, S, p = cache
    Z2 = S - X
    f1, f2 = p["W1"].shape[0], p["W2"].shape[0]
    m = X.shape[0]
    dS = dA * (Z2 > 0)  # WRONG: the last relu was asked about the sum S = Z2 + X; Z2 alone does not say whether it was on.
    dA1, dW2, db2 = conv2d_backward(dS, A1, p["W2"], 1, (f2 - 1) // 2)
    dZ1 = dA1 * (Z1 > 0)
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, p["W1"], 1, (f1 - 1) // 2)
    dX = dX_main + dS
    grads = {"dW1": dW1 / m, "db1": db1 / m, "dW2": dW2 / m, "db2": db2 / m}  # WRONG: the 1/m is in dA already; nothing is divided here.
    return dX, grads
