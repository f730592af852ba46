# exercise: freeze_update


def freeze_update(parameters, grads, learning_rate, frozen):
    for name in parameters:
        layer = int(name[1])  # WRONG: the number of the layer is all that follows the letter, int(name[1:]); "W12" is taken for layer 1 here.
        if layer in frozen:
            continue
        parameters[name] = parameters[name] - learning_rate * grads["d" + name]
    return parameters
