# exercise: projection_block_forward
from convhelp import conv2d, relu


def projection_block_forward(X, parameters, stride):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    Ws, bs = parameters["Ws"], parameters["bs"]
    same = lambda W: (W.shape[0] - 1) // 2
    Z1 = conv2d(X, W1, b1, stride, same(W1))
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, b2, 1, same(W2))
    shortcut = relu(conv2d(X, Ws, bs, stride, 0))  # WRONG: the shortcut has no relu of its own; only the sum goes through relu.
    S = Z2 + shortcut
    return relu(S), (X, Z1, A1, S, parameters, stride)
