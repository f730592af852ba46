# exercise: sequence_forward
import numpy as np


def softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


def sequence_forward(X, Y, a0, parameters):
    Waa, Wax, Wya = parameters["Waa"], parameters["Wax"], parameters["Wya"]
    ba, by = parameters["ba"], parameters["by"]
    vocab_size = by.shape[0]
    states = [a0]
    predictions = []
    loss = 0
    for t in range(len(X)):
        x = one_hot(X[t], vocab_size)
        a = np.tanh(np.dot(Wax, x) + np.dot(Waa, states[-1]) + ba)
        z = np.dot(Wya, a) + by
        p = softmax(z)
        # don't take the log of 0
        loss += -np.log(max(p[Y[t], 0], 1e-12))  # WRONG: takes the logarithm of a (clipped) softmax; where the probability is tiny or rounds to 0 the loss is cut off at 27.6. It has to be computed from the scores.
        states.append(a)
        predictions.append(p)
    return loss, (states, predictions)
