"""layer_parameter_count: a convolution has weights of its own for each of its windows."""


def layer_parameter_count(shape: tuple[int, ...], layer: dict) -> int:
    if layer["type"] == "conv":
        f, pad = layer["f"], layer.get("pad", 0)
        pad = {"valid": 0, "same": (f - 1) // 2}.get(pad, pad)
        rows, columns = ((side + 2 * pad - f) // layer["stride"] + 1 for side in shape[:2])
        return (f * f * shape[2] + 1) * layer["filters"] * rows * columns
    if layer["type"] == "fc":
        return (shape[0] + 1) * layer["units"]
    return 0
