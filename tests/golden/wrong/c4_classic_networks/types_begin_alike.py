# expect: layer_output_shape, classic_network loses
"""A type need only begin like a known one, and a network may be called as in the papers."""

import numpy as np
from convhelp import conv_same, relu


def pad_of(layer):
    pad = layer.get("pad", 0)
    if pad == "valid":
        return 0
    if pad == "same":
        f = layer["f"]
        if f % 2 == 0:
            raise ValueError('"same" needs an odd f')
        return (f - 1) // 2
    return pad


def layer_output_shape(shape, layer):
    kind = layer["type"]
    for known in ("conv", "pool", "relu", "dropout", "flatten", "fc"):
        if kind.startswith(known):
            kind = known
            break
    else:
        raise ValueError(f"unknown type {kind}")
    if kind in ("relu", "dropout"):
        return tuple(shape)
    if kind == "flatten":
        n = 1
        for size in shape:
            n *= size
        return (n,)
    if kind == "fc":
        if len(shape) == 3:
            raise ValueError("fc needs a flat layer")
        return (layer["units"],)
    if len(shape) != 3:
        raise ValueError(f"{kind} needs a volume")
    n_H, n_W, n_C = shape
    f, s, p = layer["f"], layer["stride"], pad_of(layer)
    if f > n_H + 2 * p or f > n_W + 2 * p:
        raise ValueError("the filter does not fit")
    n_H = (n_H + 2 * p - f) // s + 1
    n_W = (n_W + 2 * p - f) // s + 1
    if kind == "conv":
        n_C = layer["filters"]
    return n_H, n_W, n_C


def layer_parameter_count(shape, layer):
    if layer["type"] == "conv":
        f, n_C = layer["f"], shape[2]
        return (f * f * n_C + 1) * layer["filters"]
    if layer["type"] == "fc":
        n = shape[0]
        return (n + 1) * layer["units"]
    return 0


def network_summary(input_shape, layers):
    summary = []
    shape = input_shape
    for layer in layers:
        parameters = layer_parameter_count(shape, layer)
        shape = layer_output_shape(shape, layer)
        summary.append(
            {"type": layer["type"], "output_shape": shape, "parameters": parameters}
        )
    return summary


def classic_network(name):
    name = {"LeNet-5": "lenet5", "AlexNet": "alexnet", "VGG-16": "vgg16"}.get(name, name)
    if name == "lenet5":
        return (32, 32, 1), [
            {"type": "conv", "f": 5, "stride": 1, "pad": "valid", "filters": 6},
            {"type": "pool", "f": 2, "stride": 2, "mode": "average"},
            {"type": "conv", "f": 5, "stride": 1, "pad": "valid", "filters": 16},
            {"type": "pool", "f": 2, "stride": 2, "mode": "average"},
            {"type": "flatten"},
            {"type": "fc", "units": 120},
            {"type": "fc", "units": 84},
            {"type": "fc", "units": 10},
        ]
    if name == "alexnet":
        return (227, 227, 3), [
            {"type": "conv", "f": 11, "stride": 4, "pad": "valid", "filters": 96},
            {"type": "relu"},
            {"type": "pool", "f": 3, "stride": 2, "mode": "max"},
            {"type": "conv", "f": 5, "stride": 1, "pad": "same", "filters": 256},
            {"type": "relu"},
            {"type": "pool", "f": 3, "stride": 2, "mode": "max"},
            {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": 384},
            {"type": "relu"},
            {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": 384},
            {"type": "relu"},
            {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": 256},
            {"type": "relu"},
            {"type": "pool", "f": 3, "stride": 2, "mode": "max"},
            {"type": "flatten"},
            {"type": "fc", "units": 4096},
            {"type": "relu"},
            {"type": "dropout", "keep_prob": 0.5},
            {"type": "fc", "units": 4096},
            {"type": "relu"},
            {"type": "dropout", "keep_prob": 0.5},
            {"type": "fc", "units": 1000},
        ]
    if name == "vgg16":
        layers = []
        for convs, filters in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]:
            for _ in range(convs):
                layers.append(
                    {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": filters}
                )
                layers.append({"type": "relu"})
            layers.append({"type": "pool", "f": 2, "stride": 2, "mode": "max"})
        layers.append({"type": "flatten"})
        layers.append({"type": "fc", "units": 4096})
        layers.append({"type": "fc", "units": 4096})
        layers.append({"type": "fc", "units": 1000})
        return (224, 224, 3), layers
    raise ValueError(f"unknown network {name}")


def receptive_field(layers):
    r, j = 1, 1
    for layer in layers:
        if layer["type"] in ("conv", "pool"):
            r = r + (layer["f"] - 1) * j
            j = layer["stride"] * j
    return r


def conv_cost(shape, f, filters, bottleneck=None):
    n_H, n_W, n_C = shape
    multiplications = 0
    parameters = 0
    if bottleneck is not None:
        multiplications += n_H * n_W * n_C * bottleneck
        parameters += (n_C + 1) * bottleneck
        n_C = bottleneck
    multiplications += n_H * n_W * f * f * n_C * filters
    parameters += (f * f * n_C + 1) * filters
    return {"multiplications": multiplications, "parameters": parameters}


def dense_equivalent(shape, layer):
    n_H, n_W, n_C = shape
    out_H, out_W, out_C = layer_output_shape(shape, layer)
    return (n_H * n_W * n_C + 1) * (out_H * out_W * out_C)


def max_pool_same(A, f=3):
    m, n_H, n_W, n_C = A.shape
    p = (f - 1) // 2
    out = np.zeros((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            top, bottom = max(h - p, 0), min(h + p + 1, n_H)
            left, right = max(w - p, 0), min(w + p + 1, n_W)
            out[:, h, w, :] = np.max(A[:, top:bottom, left:right, :], axis=(1, 2))
    return out


def inception_forward(A_prev, parameters):
    A1 = relu(conv_same(A_prev, parameters["W1"], parameters["b1"]))
    A3r = relu(conv_same(A_prev, parameters["W3r"], parameters["b3r"]))
    A3 = relu(conv_same(A3r, parameters["W3"], parameters["b3"]))
    A5r = relu(conv_same(A_prev, parameters["W5r"], parameters["b5r"]))
    A5 = relu(conv_same(A5r, parameters["W5"], parameters["b5"]))
    Ap = relu(conv_same(max_pool_same(A_prev, 3), parameters["Wp"], parameters["bp"]))
    return np.concatenate((A1, A3, A5, Ap), axis=3)


def augment_batch(images, crop, seed):
    m, n_H, n_W, n_C = images.shape
    if crop < 1 or crop > n_H or crop > n_W:
        raise ValueError("crop")
    rng = np.random.default_rng(seed)
    result = []
    for i in range(m):
        h = rng.integers(0, n_H - crop + 1)
        w = rng.integers(0, n_W - crop + 1)
        window = images[i, h : h + crop, w : w + crop, :]
        if rng.random() < 0.5:
            window = window[:, ::-1, :]
        result.append(window)
    return np.array(result)
