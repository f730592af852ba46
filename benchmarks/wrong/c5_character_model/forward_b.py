# exercise: sequence_forward
import numpy as np


def sequence_forward(X, Y, a0, parameters):
    p = parameters
    V = p["by"].shape[0]
    T = len(Y)
    states, predictions = [a0], []
    loss = 0.0
    for t in range(T):
        # the model reads what came before
        x = one_hot(None if t == 0 else Y[t - 1], V)  # WRONG: reads the token that was to be said before instead of X[t]; X has to be taken as it is given.
        a = np.tanh(p["Waa"] @ states[t] + p["Wax"] @ x + p["ba"])
        z = p["Wya"] @ a + p["by"]
        top = z.max()
        logsum = top + np.log(np.exp(z - top).sum())
        loss += float(logsum - z[Y[t], 0])
        states.append(a)
        predictions.append(np.exp(z - logsum))
    return loss, (states, predictions)
