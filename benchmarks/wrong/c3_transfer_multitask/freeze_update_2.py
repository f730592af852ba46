# exercise: freeze_update


def freeze_update(parameters, grads, learning_rate, frozen):
    L = len(parameters) // 2
    for l in range(1, L):  # WRONG: the range ends before L, so the head never moves; it must be range(1, L + 1).
        if l not in frozen:
            parameters["W" + str(l)] = parameters["W" + str(l)] - learning_rate * grads["dW" + str(l)]
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]  # WRONG: this stands outside the if, so the bias of a frozen layer moves as well.
    return parameters
