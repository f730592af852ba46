# exercise: sequence_forward
import numpy as np


def sequence_forward(X, Y, a0, parameters):
    Wax = parameters["Wax"]
    Waa = parameters["Waa"]
    Wya = parameters["Wya"]
    ba = parameters["ba"]
    by = parameters["by"]
    losses = []
    states = [a0]
    probs = []
    for xi, yi in zip(X, Y):
        x = one_hot(xi, Wya.shape[0])
        a = np.tanh(Waa @ states[0] + Wax @ x + ba)  # WRONG: states[0] is a0 at every step; the step has to read the state that the last one left, states[-1].
        z = Wya @ a + by
        shifted = z - np.max(z)
        log_p = shifted - np.log(np.sum(np.exp(shifted)))
        losses.append(-log_p[yi, 0])
        states.append(a)
        probs.append(np.exp(log_p))
    return float(np.mean(losses)), (states, probs)  # WRONG: the loss is the sum over the steps, not their mean.
