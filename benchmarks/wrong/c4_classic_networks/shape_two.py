# exercise: layer_output_shape
def get_pad(layer):
    pad = layer.get("pad", 0)
    if pad == "valid":
        return 0
    if pad == "same":
        if layer["f"] % 2 == 0:
            raise ValueError("even f")
        return layer["f"] // 2
    return pad


def layer_output_shape(shape, layer):
    t = layer["type"]
    if t in ("relu", "dropout"):
        return tuple(shape)
    elif t == "flatten":
        n = 1
        for x in shape:
            n *= x
        return (n,)
    elif t == "fc":
        if len(shape) != 1:
            raise ValueError("flatten first!")
        return (layer["units"],)
    elif t in ("conv", "pool"):
        if len(shape) == 1:
            raise ValueError("not a volume")
        n_H, n_W, n_C = shape
        f, stride = layer["f"], layer["stride"]
        p = get_pad(layer)
        if f > n_H or f > n_W:  # WRONG: f is compared with the unpadded side; what counts is f > n + 2p, so legal filters on small padded inputs are refused.
            raise ValueError("filter does not fit")
        if t == "conv":
            n_C = layer["filters"]
        if layer.get("pad") == "same":  # WRONG: "same" only fixes the padding at (f-1)/2; with a stride above 1 the size still shrinks, so it must go through the formula.
            return (n_H, n_W, n_C)
        out = []
        for n in (n_H, n_W):
            out.append((n + 2 * p - f) // stride + 1)
        return (out[0], out[1], n_C)
    else:
        raise ValueError("no such type: %r" % t)
