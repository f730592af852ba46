# exercise: gradient_attenuation
import numpy as np


def gradient_attenuation(Zs, activation):
    result = []
    running = np.ones(Zs[0].shape)
    # walk from the top layer down to the first one
    for Z in reversed(Zs):
        result.append(float(np.mean(np.abs(running))))  # WRONG: noted before this layer's own slope is multiplied in, so every entry is one layer too early and the top one is always 1.
        if activation == "sigmoid":
            running = sigmoid_backward(running, Z)
        elif activation == "tanh":
            running = tanh_backward(running, Z)
        elif activation == "relu":
            running = relu_backward(running, Z)
        else:
            running = leaky_relu_backward(running, Z)
    return result  # WRONG: the loop went from the top layer down, so the list is upside down; it must be reversed so that the first layer's number comes first.
