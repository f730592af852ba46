# exercise: update_parameters_with_adam
import numpy as np


def update_parameters_with_adam(parameters, grads, v, s, t, learning_rate=0.01, beta1=0.9, beta2=0.999, epsilon=1e-8):
    L = len(parameters) // 2
    v_corrected = {}
    s_corrected = {}
    for l in range(1, L + 1):
        for kind in ("W", "b"):
            key = "d" + kind + str(l)
            v[key] = beta1 * v[key] + (1 - beta1) * grads[key]
            v_corrected[key] = v[key] / (1 - np.power(beta1, t))

            s[key] = beta2 * s[key] + (1 - beta2) * np.power(grads[key], 2)
            s_corrected[key] = s[key] / (1 - np.power(beta1, t))  # WRONG: s is corrected with beta2 to the power t, not with beta1.

            step = v_corrected[key] / (s_corrected[key] + epsilon)  # WRONG: the root of the corrected s is missing, it must be sqrt(s_corrected) + epsilon.
            parameters[kind + str(l)] = parameters[kind + str(l)] - learning_rate * step
    return parameters, v, s
