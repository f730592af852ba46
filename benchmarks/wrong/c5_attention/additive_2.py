# exercise: additive_attention
import numpy as np


def additive_attention(s_prev, A, parameters):
    m, T, d_a = A.shape
    energies = np.zeros((m, T))
    for i in range(m):
        for t in range(T):
            h = np.tanh(A[i, t] @ parameters["Wa"] + s_prev[i] @ parameters["Ws"] + parameters["b"])
            energies[i, t] = h @ parameters["v"]
    weights = masked_softmax(energies)
    context = np.zeros((m, d_a))
    for i in range(m):
        for t in range(T):
            context[i] += energies[i, t] * A[i, t]  # WRONG: sums with the energies; the states must be multiplied by the weights that came out of the softmax
    return context, weights
