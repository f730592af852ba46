# exercise: network_summary
def network_summary(input_shape, layers):
    rows = []
    shape = input_shape
    total = 0
    for i in range(len(layers)):
        layer = layers[i]
        n_params = layer_parameter_count(shape, layer)
        total += n_params
        shape = layer_output_shape(shape, layer)
        rows.append({"type": layer["type"], "output_shape": tuple(shape), "parameters": total})  # WRONG: the running total is stored; each row is to hold the count of this layer alone (n_params).
    return rows
