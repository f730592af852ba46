# exercise: additive_attention
import numpy as np


def additive_attention(s_prev, A, parameters):
    Wa, Ws, b, v = parameters["Wa"], parameters["Ws"], parameters["b"], parameters["v"]
    hidden = np.tanh(A @ Wa + (s_prev @ Ws)[:, None, :]) + b  # WRONG: the bias b belongs inside of tanh
    e = hidden @ v
    ex = np.exp(e)  # WRONG: the largest energy is not subtracted, so energies of some thousands overflow to infinity and NaN
    weights = ex / np.sum(ex, axis=1, keepdims=True)
    context = np.sum(weights[:, :, None] * A, axis=1)
    return context, weights
