# Caches are dicts; the backward functions share a helper; gradients of the activations are kept.

import numpy as np


def linear_forward(A, W, b):
    return np.matmul(W, A) + b, {"input": A, "weights": W}


def linear_activation_forward(A_prev, W, b, activation):
    curves = {
        "relu": lambda z: z.clip(min=0),
        "sigmoid": lambda z: 1 / (1 + np.exp(np.minimum(-z, 700))),
        "tanh": np.tanh,
    }
    if activation not in curves:
        raise ValueError("unknown activation")
    Z, cache = linear_forward(A_prev, W, b)
    A = curves[activation](Z)
    return A, dict(cache, Z=Z, A=A)


def linear_backward(dZ, cache):
    per_example = 1 / dZ.shape[1]
    return (
        cache["weights"].T.dot(dZ),
        per_example * dZ.dot(cache["input"].T),
        per_example * dZ.sum(axis=1).reshape(-1, 1),
    )


def slope_of(activation, cache):
    A = cache["A"]
    if activation == "relu":
        return np.sign(A)
    return A - A**2 if activation == "sigmoid" else 1 - A**2


def linear_activation_backward(dA, cache, activation):
    return linear_backward(dA * slope_of(activation, cache), cache)


def L_model_backward(AL, Y, caches):
    grads = {}
    dZ = AL - Y
    for layer in reversed(range(1, len(caches) + 1)):
        cache = caches[layer - 1]
        dA, dW, db = linear_backward(dZ, cache)
        grads.update({f"dA{layer - 1}": dA, f"dW{layer}": dW, f"db{layer}": db})
        if layer > 1:
            dZ = dA * slope_of("relu", caches[layer - 2])
    return grads
