# exercise: projection_block_forward
from convhelp import conv2d, relu


def projection_block_forward(X, parameters, stride):
    P = parameters
    k1, k2 = P["W1"].shape[0], P["W2"].shape[0]
    # the shortcut first, it changes the shape
    shortcut = conv2d(X, P["Ws"], P["bs"], stride, 0)
    Z1 = conv2d(X, P["W1"], P["b1"], 1, (k1 - 1) // 2)  # WRONG: the first convolution of the main path has the stride of the block; here it gets 1.
    A1 = relu(Z1)
    Z2 = conv2d(A1, P["W2"], P["b2"], stride, (k2 - 1) // 2)  # WRONG: the second convolution never has a stride; the stride belongs to the first one.
    S = Z2 + shortcut
    A = relu(S)
    return A, (X, Z1, A1, S, parameters, stride)
