# exercise: dense_equivalent
def dense_equivalent(shape, layer):
    h, w, c = shape
    h2, w2, c2 = layer_output_shape(shape, layer)
    ins = h * w * c
    units = h2 * w2 * c2
    # weights + one bias per filter, like in the conv layer
    return ins * units + layer["filters"]  # WRONG: in a fully connected layer each output (unit) has its own bias, so + units and not + filters.
