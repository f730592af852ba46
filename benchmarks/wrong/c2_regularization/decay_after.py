# exercise: weight_decay_update


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    shrink = 1 - learning_rate * lambd / m
    L = len(parameters) // 2
    for l in range(1, L + 1):
        W = parameters["W" + str(l)]
        W = W - learning_rate * grads["dW" + str(l)]
        W = shrink * W  # WRONG: the weights are shrunk after the step, so the gradient's part shrinks too; it must be shrink * W - learning_rate * dW.
        parameters["W" + str(l)] = W
        parameters["b" + str(l)] = parameters["b" + str(l)] - learning_rate * grads["db" + str(l)]
    return parameters
