# Everything is counted or looped over, one number after the other.

import numpy as np
from convhelp import conv_same, relu


def zeros_around(layer):
    if "pad" not in layer or layer["pad"] == "valid":
        return 0
    if layer["pad"] == "same":
        if layer["f"] % 2 == 0:
            raise ValueError("same wants an odd f")
        return layer["f"] // 2
    return layer["pad"]


def count_windows(n, f, p, s):
    number, begin = 0, -p
    while begin + f <= n + p:
        number += 1
        begin += s
    if number == 0:
        raise ValueError("no window fits")
    return number


def layer_output_shape(shape, layer):
    kind = layer["type"]
    if kind == "conv" or kind == "pool":
        if len(shape) != 3:
            raise ValueError("a volume, please")
        p = zeros_around(layer)
        out = []
        for side in range(2):
            out.append(count_windows(shape[side], layer["f"], p, layer["stride"]))
        if kind == "conv":
            out.append(layer["filters"])
        else:
            out.append(shape[2])
        return out
    if kind == "flatten":
        numbers = 1
        for side in shape:
            numbers = numbers * side
        return [numbers]
    if kind == "fc":
        if len(shape) == 3:
            raise ValueError("flatten it first")
        return [layer["units"]]
    if kind == "relu" or kind == "dropout":
        return list(shape)
    raise ValueError("unknown type " + str(kind))


def layer_parameter_count(shape, layer):
    total = 0
    if layer["type"] == "conv":
        for _ in range(layer["filters"]):
            total += layer["f"] * layer["f"] * shape[2]
            total += 1
    elif layer["type"] == "fc":
        for _ in range(layer["units"]):
            total += shape[0]
            total += 1
    return total


def network_summary(input_shape, layers):
    summary = []
    shape = input_shape
    for i in range(len(layers)):
        row = {}
        row["number"] = i
        row["type"] = layers[i]["type"]
        row["parameters"] = layer_parameter_count(shape, layers[i])
        shape = layer_output_shape(shape, layers[i])
        row["output_shape"] = shape
        summary.append(row)
    return summary


def classic_network(name):
    layers = []

    def conv(filters, f, stride, pad):
        layers.append({"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters})
        layers.append({"type": "relu"})

    def pool(f, mode):
        layers.append({"type": "pool", "f": f, "stride": 2, "mode": mode})

    def fc(units, last=False, dropout=False):
        layers.append({"type": "fc", "units": units})
        if not last:
            layers.append({"type": "relu"})
        if dropout:
            layers.append({"type": "dropout", "keep_prob": 0.5})

    if name == "lenet5":
        conv(6, 5, 1, 0)
        pool(2, "average")
        conv(16, 5, 1, 0)
        pool(2, "average")
        layers.append({"type": "flatten"})
        fc(120)
        fc(84)
        fc(10, last=True)
        return [32, 32, 1], layers
    if name == "alexnet":
        conv(96, 11, 4, 0)
        pool(3, "max")
        conv(256, 5, 1, 2)
        pool(3, "max")
        conv(384, 3, 1, 1)
        conv(384, 3, 1, 1)
        conv(256, 3, 1, 1)
        pool(3, "max")
    elif name == "vgg16":
        filters = 64
        for stage in range(5):
            conv(filters, 3, 1, 1)
            conv(filters, 3, 1, 1)
            if stage >= 2:
                conv(filters, 3, 1, 1)
            pool(2, "max")
            if filters < 512:
                filters = filters * 2
    else:
        raise ValueError(name)
    layers.append({"type": "flatten"})
    fc(4096, dropout=True)
    fc(4096, dropout=True)
    fc(1000, last=True)
    return [227, 227, 3] if name == "alexnet" else [224, 224, 3], layers


def receptive_field(layers):
    r = 1
    j = 1
    for layer in layers:
        if layer["type"] == "flatten":
            return r
        if layer["type"] == "conv" or layer["type"] == "pool":
            for _ in range(layer["f"] - 1):
                r = r + j
            j = j * layer["stride"]
    return r


def conv_cost(shape, f, filters, bottleneck=None):
    n_H, n_W, n_C = shape
    if bottleneck is None:
        return {
            "multiplications": n_H * n_W * f * f * n_C * filters,
            "parameters": (f * f * n_C + 1) * filters,
        }
    first = n_H * n_W * n_C * bottleneck
    second = n_H * n_W * f * f * bottleneck * filters
    return {
        "multiplications": first + second,
        "parameters": (n_C + 1) * bottleneck + (f * f * bottleneck + 1) * filters,
    }


def dense_equivalent(shape, layer):
    inputs, outputs = 1, 1
    for side in shape:
        inputs = inputs * side
    for side in layer_output_shape(shape, layer):
        outputs = outputs * side
    return inputs * outputs + outputs


def max_pool_same(A, f=3):
    m, n_H, n_W, n_C = A.shape
    p = (f - 1) // 2
    out = np.zeros(A.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    best = A[i, h, w, c]
                    for y in range(max(0, h - p), min(n_H, h + p + 1)):
                        for x in range(max(0, w - p), min(n_W, w + p + 1)):
                            if A[i, y, x, c] > best:
                                best = A[i, y, x, c]
                    out[i, h, w, c] = best
    return out


def inception_forward(A_prev, parameters):
    m, n_H, n_W, _ = A_prev.shape
    branches = []
    for chain in (["1"], ["3r", "3"], ["5r", "5"], ["p"]):
        A = max_pool_same(A_prev) if chain == ["p"] else A_prev
        for name in chain:
            A = relu(conv_same(A, parameters["W" + name], parameters["b" + name]))
        branches.append(A)
    out = np.zeros((m, n_H, n_W, sum(A.shape[3] for A in branches)))
    start = 0
    for A in branches:
        for c in range(A.shape[3]):
            out[:, :, :, start] = A[:, :, :, c]
            start += 1
    return out


def augment_batch(images, crop, seed):
    m, n_H, n_W, n_C = images.shape
    if crop < 1 or crop > n_H or crop > n_W:
        raise ValueError("this crop does not fit")
    random = np.random.RandomState(seed)
    out = np.zeros((m, crop, crop, n_C), images.dtype)
    for i in range(m):
        h = random.randint(0, n_H - crop + 1)
        w = random.randint(0, n_W - crop + 1)
        mirrored = random.randint(2) == 1
        for x in range(crop):
            source = w + crop - 1 - x if mirrored else w + x
            out[i, :, x] = images[i, h : h + crop, source]
    return out
