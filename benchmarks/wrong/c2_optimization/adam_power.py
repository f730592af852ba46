# exercise: update_parameters_with_adam
import numpy as np


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    new_p, new_v, new_s = {}, {}, {}
    c1 = 1 - beta1 ** t
    c2 = 1 - beta2 ** t
    for name, theta in parameters.items():
        g = grads["d" + name]
        vv = beta1 * v["d" + name] + (1 - beta1) * g
        ss = beta2 * s["d" + name] + (1 - beta2) * vv ** 2  # WRONG: s averages the squares of the gradient, not those of v.
        new_p[name] = theta - learning_rate * (vv / c1) / (np.sqrt(ss / c2) + epsilon)
        new_v["d" + name] = vv
        new_s["d" + name] = ss
    return new_p, new_v, new_s
