# exercise: layer_parameter_count
def layer_parameter_count(shape, layer):
    if layer["type"] == "conv":
        n_C = shape[2]
        f = layer["f"]
        one_filter = (f * f + 1) * n_C  # WRONG: a filter has a single bias, not one per input channel; it must be f*f*n_C + 1.
        return one_filter * layer["filters"]
    if layer["type"] == "fc":
        weights = shape[0] * layer["units"]
        biases = layer["units"]
        return weights + biases
    return 0
