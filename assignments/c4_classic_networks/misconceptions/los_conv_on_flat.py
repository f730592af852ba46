"""layer_output_shape: conv and pool take the second and the third size, whatever there is."""


def layer_output_shape(shape: tuple[int, ...], layer: dict) -> tuple[int, ...]:
    kind = layer["type"]
    if kind in ("relu", "dropout"):
        return tuple(shape)
    if kind == "flatten":
        n = 1
        for side in shape:
            n *= side
        return (n,)
    if kind == "fc":
        if len(shape) != 1:
            raise ValueError(shape)
        return (layer["units"],)
    if kind not in ("conv", "pool"):
        raise ValueError(kind)
    f, stride, pad = layer["f"], layer["stride"], layer.get("pad", 0)
    if pad == "same" and f % 2 == 0:
        raise ValueError(f)
    pad = {"valid": 0, "same": (f - 1) // 2}.get(pad, pad)
    if f > min(shape[0], shape[1]) + 2 * pad:
        raise ValueError(f)
    rows, columns = ((side + 2 * pad - f) // stride + 1 for side in shape[:2])
    return (rows, columns, layer["filters"] if kind == "conv" else shape[2])
