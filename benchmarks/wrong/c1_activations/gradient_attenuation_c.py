# exercise: gradient_attenuation
import numpy as np


def gradient_attenuation(Zs, activation):
    if activation == "sigmoid":
        back = sigmoid_backward
    elif activation == "tanh":
        back = tanh_backward
    elif activation == "relu":
        back = relu_backward
    elif activation == "leaky_relu":
        back = leaky_relu_backward

    slopes = [back(np.ones_like(Z), Z) for Z in Zs]
    out = []
    p = np.ones_like(Zs[0])
    for l in range(len(slopes)):  # WRONG: the product is gathered from the first layer upward; layer l must get the slopes of itself and the layers above it, so go from the top down.
        p = p * slopes[l]
        out.append(np.abs(p).mean())
    return out
