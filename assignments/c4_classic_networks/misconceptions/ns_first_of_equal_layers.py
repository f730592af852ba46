"""network_summary: a layer's input is looked up by the place of the first layer that equals it."""


def network_summary(input_shape: tuple[int, ...], layers: list[dict]) -> list[dict]:
    shapes, rows = [input_shape], []
    for layer in layers:
        before = shapes[layers.index(layer)]
        shapes.append(layer_output_shape(before, layer))  # noqa: F821
        count = layer_parameter_count(before, layer)  # noqa: F821
        rows.append({"type": layer["type"], "output_shape": shapes[-1], "parameters": count})
    return rows
