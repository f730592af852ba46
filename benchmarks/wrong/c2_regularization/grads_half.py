# exercise: add_l2_gradients


def add_l2_gradients(grads, parameters, lambd, m):
    new_grads = dict(grads)
    L = len(parameters) // 2
    factor = lambd / (2 * m)  # WRONG: the 2 cancels in the derivative of the square, the factor is lambd / m.
    for l in range(1, L):  # WRONG: the range ends before L, so the last layer's weights get no penalty.
        key = "W" + str(l)
        new_grads["d" + key] = grads["d" + key] + factor * parameters[key]
    return new_grads
