# Dicts of small functions in place of if and elif; generators of windows.

import math
from collections import defaultdict

import numpy as np
from convhelp import conv_same


def refuse(words):
    raise ValueError(words)


PADS = {"valid": lambda _: 0, "same": lambda f: f // 2 if f % 2 else refuse("even")}


def padding(layer):
    pad = layer.get("pad", "valid")
    return PADS[pad](layer["f"]) if pad in PADS else pad


def window(shape, layer, channels):
    if len(shape) < 3:
        refuse("not a volume")
    p = padding(layer)
    places = [range(-p, n + p - layer["f"] + 1, layer["stride"]) for n in (shape[0], shape[1])]
    return (*map(len, places), channels) if all(map(len, places)) else refuse("f")


def same(shape, layer):
    return tuple(shape)


SHAPES = {
    "conv": lambda shape, layer: window(shape, layer, layer["filters"]),
    "pool": lambda shape, layer: window(shape, layer, shape[-1]),
    "relu": same,
    "dropout": same,
    "flatten": lambda shape, _: (math.prod(shape),),
    "fc": lambda shape, layer: (layer["units"],) if len(shape) == 1 else refuse("volume"),
}
COUNTS = defaultdict(lambda: lambda *_: 0)
COUNTS["fc"] = lambda shape, layer: layer["units"] * (shape[0] + 1)
COUNTS["conv"] = lambda shape, layer: (
    layer["filters"] * (math.prod([layer["f"]] * 2 + [shape[2]]) + 1)
)


def layer_output_shape(shape, layer):
    return SHAPES.get(layer["type"], lambda *_: refuse("type"))(shape, layer)


def layer_parameter_count(shape, layer):
    return COUNTS[layer["type"]](shape, layer)


def network_summary(input_shape, layers):
    def rows(shape):
        for layer in layers:
            before, shape = shape, layer_output_shape(shape, layer)
            count = layer_parameter_count(before, layer)
            yield {"type": layer["type"], "output_shape": list(shape), "parameters": count}

    return list(rows(input_shape))


def conv(n, f, s=1, pad=None):
    return {
        "type": "conv",
        "filters": n,
        "f": f,
        "stride": s,
        "pad": f // 2 if pad is None else pad,
    }


def pool(f, mode):
    return {"type": "pool", "f": f, "stride": 2, "mode": mode}


def fc(n):
    return {"type": "fc", "units": n}


RELU, FLAT, DROP = {"type": "relu"}, {"type": "flatten"}, {"type": "dropout", "keep_prob": 0.5}


def lenet5():
    yield from (conv(6, 5, pad=0), pool(2, "average"), conv(16, 5, pad=0), pool(2, "average"))
    yield from (FLAT, fc(120), fc(84), fc(10))


def alexnet():
    for one in (
        conv(96, 11, 4, 0),
        1,
        conv(256, 5),
        1,
        conv(384, 3),
        conv(384, 3),
        conv(256, 3),
        1,
    ):
        yield from [pool(3, "max")] if one == 1 else [one, RELU]
    yield FLAT
    for _ in range(2):
        yield from (fc(4096), RELU, DROP)
    yield fc(1000)


def vgg16():
    for n, k in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
        yield from [conv(n, 3) for _ in range(k)]
        yield pool(2, "max")
    yield from (FLAT, fc(4096), fc(4096), fc(1000))


NETWORKS = {"lenet5": (lenet5, 32, 1), "alexnet": (alexnet, 227, 3), "vgg16": (vgg16, 224, 3)}


def classic_network(name):
    try:
        layers, side, channels = NETWORKS[name]
    except KeyError:
        raise ValueError(name) from None
    return (side, side, channels), list(layers())


def receptive_field(layers):
    # Which input cells the first and its neighbour see, cell by cell.
    looking = [one for one in layers if "stride" in one]
    reach, jump = [0], 1
    for one in looking:
        reach = sorted({cell + k * jump for cell in reach for k in range(one["f"])})
        jump *= one["stride"]
    return reach[-1] - reach[0] + 1


def conv_cost(shape, f, filters, bottleneck=None):
    layers = [conv(filters, f)] if bottleneck is None else [conv(bottleneck, 1), conv(filters, f)]
    parameters = multiplications = 0
    for row, _layer in zip(network_summary(shape, layers), layers, strict=True):
        parameters += row["parameters"]
        rows, columns, channels = row["output_shape"]
        multiplications += rows * columns * (row["parameters"] - channels)
    return {"parameters": parameters, "multiplications": multiplications}


def dense_equivalent(shape, layer):
    n_in = math.prod(shape)
    n_out = math.prod(layer_output_shape(shape, layer))
    return n_out * n_in + n_out


def max_pool_same(A, f=3):
    rows, columns = A.shape[1:3]
    p, out = f // 2, A.copy()

    def near(n, d):
        # Where a cell and its neighbour d further on both lie inside.
        return slice(max(0, -d), min(n, n - d)), slice(max(0, d), min(n, n + d))

    for dy in range(-min(p, rows - 1), min(p, rows - 1) + 1):
        for dx in range(-min(p, columns - 1), min(p, columns - 1) + 1):
            (y, y2), (x, x2) = near(rows, dy), near(columns, dx)
            np.maximum(out[:, y, x], A[:, y2, x2], out=out[:, y, x])
    return out


def inception_forward(A_prev, parameters):
    inputs = {"1": A_prev, "3r": A_prev, "5r": A_prev, "p": max_pool_same(A_prev)}
    made = {}
    for name in ("1", "3r", "5r", "p", "3", "5"):
        Z = conv_same(inputs[name], parameters[f"W{name}"], parameters[f"b{name}"])
        made[name] = Z * (Z > 0)
        if name.endswith("r"):
            inputs[name[:-1]] = made[name]
    return np.concatenate([made[name] for name in ("1", "3", "5", "p")], axis=3)


def augment_batch(images, crop, seed):
    if crop < 1 or crop > min(images.shape[1], images.shape[2]):
        refuse("crop")
    seeds = np.random.SeedSequence(seed).spawn(len(images))
    out = []
    for image, own in zip(images, seeds, strict=True):
        rng = np.random.default_rng(own)
        places = [
            (y, x, step)
            for y in range(image.shape[0] - crop + 1)
            for x in range(image.shape[1] - crop + 1)
            for step in (1, -1)
        ]
        y, x, step = places[rng.integers(len(places))]
        out.append(image[y : y + crop, x : x + crop][:, ::step])
    return np.stack(out)
