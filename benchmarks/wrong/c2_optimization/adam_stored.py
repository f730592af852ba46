# exercise: update_parameters_with_adam
import numpy as np


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    for p in parameters:
        k = "d" + p
        v[k] = beta1 * v[k] + (1 - beta1) * grads[k]
        v[k] = v[k] / (1 - beta1 ** t)  # WRONG: the corrected average overwrites v, which is returned; it must go into a variable of its own.
        s[k] = beta2 * s[k] + (1 - beta2) * grads[k] ** 2
        s_hat = s[k] / (1 - beta2 ** t)
        parameters[p] = parameters[p] - learning_rate * v[k] / (np.sqrt(s_hat) + epsilon)
    return parameters, v, s
