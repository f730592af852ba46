# exercise: update_parameters_with_gd


def update_parameters_with_gd(parameters, grads, learning_rate):
    L = len(parameters) // 2
    new = {}
    for l in range(1, L + 1):
        new["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        new["b" + str(l)] = parameters["b" + str(l)] - grads["db" + str(l)]  # WRONG: the learning rate is missing in the step of the biases.
    return new
