# expect: classic_network loses
"""Layers without weights are left out of AlexNet."""

import math

import numpy as np
from convhelp import conv_same, relu


def n_out(n, layer):
    f, p = layer["f"], layer.get("pad", "valid")
    if p == "same":
        if f % 2 != 1:
            raise ValueError("f must be odd for same")
        p = f // 2
    elif p == "valid":
        p = 0
    if n + 2 * p < f:
        raise ValueError("f is larger than the padded input")
    return math.floor((n + 2 * p - f) / layer["stride"]) + 1


def conv_shape(shape, layer):
    h, w, _ = shape  # a flat shape is refused here: Python raises ValueError
    return n_out(h, layer), n_out(w, layer), layer["filters"]


def pool_shape(shape, layer):
    h, w, c = shape
    return n_out(h, layer), n_out(w, layer), c


def fc_shape(shape, layer):
    (_,) = shape
    return (layer["units"],)


shapes = {
    "conv": conv_shape,
    "pool": pool_shape,
    "fc": fc_shape,
    "relu": lambda shape, layer: tuple(shape),
    "dropout": lambda shape, layer: tuple(shape),
    "flatten": lambda shape, layer: (math.prod(shape),),
}
counts = {
    "conv": lambda shape, layer: layer["filters"] * (1 + layer["f"] ** 2 * shape[2]),
    "fc": lambda shape, layer: layer["units"] * (1 + shape[0]),
}


def layer_output_shape(shape, layer):
    if layer["type"] not in shapes:
        raise ValueError(layer["type"])
    return shapes[layer["type"]](shape, layer)


def layer_parameter_count(shape, layer):
    if layer["type"] in counts:
        return counts[layer["type"]](shape, layer)
    return 0


def network_summary(input_shape, layers):
    volumes = [input_shape]
    for layer in layers:
        volumes.append(layer_output_shape(volumes[-1], layer))
    return [
        {
            "type": layer["type"],
            "output_shape": volumes[k + 1],
            "parameters": layer_parameter_count(volumes[k], layer),
        }
        for k, layer in enumerate(layers)
    ]


relu_layer = {"type": "relu"}
half = {"type": "dropout", "keep_prob": 0.5}


def conv(filters, f, pad, stride=1):
    return {"type": "conv", "filters": filters, "f": f, "pad": pad, "stride": stride}


def pool(f, mode):
    return {"type": "pool", "f": f, "stride": 2, "mode": mode}


def fc(units):
    return {"type": "fc", "units": units}


def lenet5():
    features = [conv(6, 5, "valid"), pool(2, "average"), conv(16, 5, "valid"), pool(2, "average")]
    return (32, 32, 1), features + [{"type": "flatten"}, fc(120), fc(84), fc(10)]


def alexnet():
    features = [conv(96, 11, "valid", 4), pool(3, "max")]
    features += [conv(256, 5, "same"), relu_layer, pool(3, "max")]
    features += [conv(384, 3, "same"), relu_layer] * 2
    features += [conv(256, 3, "same"), relu_layer, pool(3, "max")]
    classifier = [fc(4096)] * 2
    return (227, 227, 3), features + [{"type": "flatten"}] + classifier + [fc(1000)]


def vgg16():
    features = []
    for filters in (64, 128):
        features += [conv(filters, 3, "same")] * 2 + [pool(2, "max")]
    for filters in (256, 512, 512):
        features += [conv(filters, 3, "same")] * 3 + [pool(2, "max")]
    return (224, 224, 3), features + [{"type": "flatten"}, fc(4096), fc(4096), fc(1000)]


def classic_network(name):
    if name == "lenet5":
        return lenet5()
    if name == "alexnet":
        return alexnet()
    if name == "vgg16":
        return vgg16()
    raise ValueError("unknown network")


def receptive_field(layers):
    size, step = 1, 1
    for layer in layers:
        if layer["type"] == "flatten" or layer["type"] == "fc":
            break
        if layer["type"] in shapes and "stride" in layer:
            size += step * (layer["f"] - 1)
            step *= layer["stride"]
    return size


def conv_cost(shape, f, filters, bottleneck=None):
    def one(shape, f, filters):
        layer = conv(filters, f, "same")
        out = layer_output_shape(shape, layer)
        return math.prod(out) * f * f * shape[2], layer_parameter_count(shape, layer), out

    if bottleneck is None:
        products, parameters, _ = one(shape, f, filters)
    else:
        products, parameters, middle = one(shape, 1, bottleneck)
        more, further, _ = one(middle, f, filters)
        products, parameters = products + more, parameters + further
    return {"multiplications": products, "parameters": parameters}


def dense_equivalent(shape, layer):
    return fc_count(math.prod(shape), math.prod(layer_output_shape(shape, layer)))


def fc_count(n, units):
    return counts["fc"]((n,), {"units": units})


def max_pool_same(A, f=3):
    p = f // 2
    along_rows = np.stack(
        [A[:, max(0, h - p) : h + p + 1].max(axis=1) for h in range(A.shape[1])], axis=1
    )
    return np.stack(
        [along_rows[:, :, max(0, w - p) : w + p + 1].max(axis=2) for w in range(A.shape[2])],
        axis=2,
    )


def inception_forward(A_prev, parameters):
    def layer(A, name):
        return relu(conv_same(A, parameters["W" + name], parameters["b" + name]))

    one = layer(A_prev, "1")
    three = layer(layer(A_prev, "3r"), "3")
    five = layer(layer(A_prev, "5r"), "5")
    pooled = layer(max_pool_same(A_prev), "p")
    return np.concatenate([one, three, five, pooled], axis=3)


def augment_batch(images, crop, seed):
    n_H, n_W = images.shape[1:3]
    if not (1 <= crop <= n_H and 1 <= crop <= n_W):
        raise ValueError(f"crop = {crop}")
    rng = np.random.default_rng(seed)
    windows = np.lib.stride_tricks.sliding_window_view(images, (crop, crop), axis=(1, 2))
    windows = np.moveaxis(windows, 3, -1)  # (m, rows, columns, crop, crop, n_C)
    m, rows, columns = windows.shape[:3]
    i = np.arange(m)
    chosen = windows[i, rng.integers(rows, size=m), rng.integers(columns, size=m)]
    coin = rng.random(m) < 0.5
    return np.where(coin[:, None, None, None], chosen[:, :, ::-1], chosen)
