# exercise: count_parameters


def count_parameters(layer_dims):
    total = 0
    for l in range(1, len(layer_dims)):
        total += layer_dims[l] * layer_dims[l - 1]
        # one bias per unit
        total += layer_dims[l - 1]  # WRONG: the biases of layer l number n_l, one for each of its own units, not one for each input.
    return total
