# exercise: freeze_update


def freeze_update(parameters, grads, learning_rate, frozen):
    L = len(parameters) // 2
    n_frozen = len(frozen)
    # the first layers are frozen, the rest is updated
    for l in range(n_frozen + 1, L + 1):  # WRONG: frozen holds the numbers of the layers, which may be any; this takes it that the first len(frozen) ones are frozen.
        for letter in "Wb":
            key = letter + str(l)
            parameters[key] = parameters[key] - learning_rate * grads["d" + key]
    return parameters
