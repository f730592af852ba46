# exercise: network_summary
def network_summary(input_shape, layers):
    summary = []
    current = tuple(input_shape)
    for l in layers:
        row = {}
        row["type"] = l["type"]
        current = layer_output_shape(current, l)
        row["output_shape"] = current
        row["parameters"] = layer_parameter_count(current, l)  # WRONG: current has already become the output shape; the parameters depend on the layer's input shape.
        summary.append(row)
    return summary
