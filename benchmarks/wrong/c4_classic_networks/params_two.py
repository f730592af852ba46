# exercise: layer_parameter_count
def layer_parameter_count(shape, layer):
    kind = layer["type"]
    count = 0
    if kind == "conv":
        channels = shape[0]  # WRONG: volumes are (n_H, n_W, n_C): the channels are shape[2], and shape[0] is the number of rows.
        for k in range(layer["filters"]):
            count += layer["f"] ** 2 * channels + 1
    elif kind == "fc":
        n_in = shape[0]
        n_out = layer["units"]
        count = n_in * n_out + 1  # WRONG: every unit has a bias of its own, so + n_out, not a single + 1.
    return count
