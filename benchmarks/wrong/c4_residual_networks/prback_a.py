# exercise: projection_block_backward
from convhelp import conv2d_backward


def projection_block_backward(dA, cache):
    X, Z1, A1, S, parameters, stride = cache
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    Ws = parameters["Ws"]
    dS = dA * (S > 0)

    # shortcut
    dX_short, dWs, dbs = conv2d_backward(dS, X, Ws, stride, 0)

    # main path
    dA1, dW2, db2 = conv2d_backward(dS, A1, W2, 1, (W2.shape[0] - 1) // 2)
    dZ1 = dA1  # WRONG: the gate of the first relu is missing: dZ1 = dA1 * (Z1 > 0).
    dX_main, dW1, db1 = conv2d_backward(dZ1, X, W1, stride, (W1.shape[0] - 1) // 2)

    grads = dict(dW1=dW1, db1=db1, dW2=dW2, db2=db2, dWs=dWs, dbs=dbs)
    return dX_main + dX_short, grads
