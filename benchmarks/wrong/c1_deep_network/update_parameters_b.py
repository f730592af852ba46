# exercise: update_parameters
import numpy as np


def update_parameters(parameters, grads, learning_rate):
    new = {}
    for key in parameters:
        layer = key[-1]  # WRONG: this takes only the last digit, so layer 10 gets the gradient of layer "0" and layer 12 that of layer 2; take key[1:].
        if key[0] == "W":
            new[key] = parameters[key] - learning_rate * grads["dW" + layer]
        else:
            new[key] = parameters[key] + learning_rate * grads["db" + layer]  # WRONG: the biases go uphill: the sign must be minus, as for the weights.
    return new
