# exercise: identity_block_forward
from convhelp import conv2d, relu


def identity_block_forward(X, parameters):
    p1 = parameters["W1"].shape[0] // 2
    p2 = parameters["W2"].shape[0] // 2
    # main path
    Z1 = conv2d(X, parameters["W1"], parameters["b1"], stride=1, pad=p1)
    A1 = relu(Z1)
    Z2 = conv2d(A1, parameters["W2"], parameters["b2"], stride=1, pad=p2)
    A2 = relu(Z2)  # WRONG: there is no relu on Z2 before the sum; the main path could then only add to X and never take away.
    S = A2 + X
    A = relu(S)
    cache = (X, Z1, A1, S, parameters)
    return A, cache
