import numpy as np
from functools import reduce

sigmoid = lambda z: np.exp(-np.logaddexp(0, -z))
tanh = lambda z: np.sign(z) * -np.expm1(-2 * abs(z)) / (1 + np.exp(-2 * abs(z)))
relu = lambda z: np.maximum(z, 0)
leaky_relu = lambda z, alpha=0.01: np.maximum(z, alpha * z)
sigmoid_backward = lambda dA, Z: dA * sigmoid(Z) * sigmoid(-Z)
tanh_backward = lambda dA, Z: dA * (1 - tanh(Z) ** 2)
relu_backward = lambda dA, Z: dA * (Z > 0)
leaky_relu_backward = lambda dA, Z, alpha=0.01: dA * np.where(Z > 0, 1, alpha)
slopes = lambda Z, name: dict(sigmoid=sigmoid_backward, tanh=tanh_backward, relu=relu_backward, leaky_relu=leaky_relu_backward)[name](np.ones_like(Z), Z)


def saturated_fraction(Z, activation, tol=0.01):
    try: return np.mean(slopes(Z, activation) < tol)
    except KeyError as e: raise ValueError(activation) from e


dead_units = lambda Z: (Z <= 0).all(1)
gradient_attenuation = lambda Zs, activation: [reduce(np.multiply, (slopes(Z, activation) for Z in Zs[l:])).mean() for l in range(len(Zs))]
collapse_linear = lambda Ws, bs: reduce(lambda f, g: (g[0] @ f[0], g[0] @ f[1] + g[1]), zip(Ws, bs))
