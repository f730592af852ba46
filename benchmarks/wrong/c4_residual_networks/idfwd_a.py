# exercise: identity_block_forward
from convhelp import conv2d, relu


def identity_block_forward(X, parameters):
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    X_shortcut = X
    pad = (W1.shape[0] - 1) // 2
    Z1 = conv2d(X, W1, b1, 1, pad)
    A1 = relu(Z1)
    Z2 = conv2d(A1, W2, b2, 1, pad)  # WRONG: the second convolution is padded by its own (f2 - 1)/2; this is the padding of W1.
    S = Z2 + X_shortcut
    A = relu(S)
    return A, (X, Z1, A1, S, parameters)
