"""network_summary: a single dict is filled anew for each layer, and appended each time."""


def network_summary(input_shape: tuple[int, ...], layers: list[dict]) -> list[dict]:
    shape, rows, row = input_shape, [], {}
    for layer in layers:
        row["type"] = layer["type"]
        row["parameters"] = layer_parameter_count(shape, layer)  # noqa: F821
        shape = layer_output_shape(shape, layer)  # noqa: F821
        row["output_shape"] = shape
        rows.append(row)
    return rows
