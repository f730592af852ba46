# exercise: gradient_attenuation
import numpy as np


def gradient_attenuation(Zs, activation):
    L = len(Zs)
    fun = {"sigmoid": sigmoid_backward, "tanh": tanh_backward,
           "relu": relu_backward, "leaky_relu": leaky_relu_backward}[activation]
    factors = []
    for Z in Zs:
        slope = fun(np.ones(Z.shape), Z)
        factors.append(np.mean(np.abs(slope)))  # WRONG: the mean is taken layer by layer before multiplying; the product must be entry by entry and the mean comes last.
    out = []
    for l in range(L):
        prod = 1.0
        for k in range(l, L):
            prod = prod * factors[k]
        out.append(float(np.mean(prod)))
    return out
