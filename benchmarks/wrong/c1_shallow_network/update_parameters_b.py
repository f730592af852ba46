# exercise: update_parameters


def update_parameters(parameters, grads, learning_rate=1.2):
    new_parameters = {}
    for key in ["W1", "b1", "W2", "b2"]:
        step = 1.2 * grads["d" + key]  # WRONG: the step uses a fixed 1.2 instead of the learning_rate that was passed.
        new_parameters[key] = parameters[key] + step  # WRONG: gradient descent goes against the gradient: minus, not plus.
    return new_parameters
