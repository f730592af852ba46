# exercise: layer_output_shape
import math


def layer_output_shape(shape, layer):
    kind = layer["type"]
    if kind not in ("conv", "pool", "relu", "dropout", "flatten", "fc"):
        raise ValueError("unknown layer " + str(kind))

    if kind == "relu" or kind == "dropout":
        return tuple(shape)
    if kind == "flatten":
        total = 1
        for s in shape:
            total = total * s
        return (total,)
    if kind == "fc":
        if len(shape) != 1:
            raise ValueError("fc needs a flat input")
        return (layer["units"],)

    # conv or pool from here on
    if len(shape) != 3:
        raise ValueError("need a volume")
    rows, cols, chans = shape
    f = layer["f"]
    s = layer["stride"]
    p = layer.get("pad", 0)
    if p == "valid":
        p = 0
    elif p == "same":
        if f % 2 == 0:
            raise ValueError("same padding needs an odd filter")
        p = (f - 1) // 2
    if rows + 2 * p < f or cols + 2 * p < f:
        raise ValueError("filter too large")
    new_rows = math.floor((rows + 2 * p - f) / s) + 1
    new_cols = math.floor((rows + 2 * p - f) / s) + 1  # WRONG: the columns are computed from the number of rows (copied line); it must be cols + 2p - f.
    if kind == "conv":
        return (new_rows, new_cols, layer["filters"])
    return (new_rows, new_cols, chans)
