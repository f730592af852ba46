# exercise: next_probabilities
import numpy as np


def next_probabilities(index, a_prev, parameters, temperature=1.0):
    if not temperature > 0:
        raise ValueError("bad temperature")
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    x = one_hot(index, Wax.shape[1])
    a = np.tanh(Wax.dot(x) + Waa.dot(a_prev) + parameters["ba"])
    z = Wya.dot(a) + parameters["by"]  # WRONG: the scores have to be divided by the temperature here, before the softmax.
    e = np.exp(z - np.max(z))
    p = e / np.sum(e)
    # temperature: scale and make it a distribution again
    p = p / temperature  # WRONG: dividing the probabilities by the temperature and then by their sum changes nothing.
    p = p / np.sum(p)
    return p[:, 0], a
