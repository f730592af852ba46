# expect: classic_network loses
"""LeNet-5 on 28 rows, its first convolution same: 28 come out all the same."""
"""Everything at once: no loop that numpy can do. (Jun)"""

from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _pad_of(layer):
    named = {"valid": 0, "same": (layer.get("f", 1) - 1) // 2}
    p = layer.get("pad", 0)
    return named[p] if isinstance(p, str) else p


def layer_output_shape(shape, layer):
    n = np.array(shape)
    match layer["type"], n.size:
        case ("relu" | "dropout"), _:
            return tuple(n)
        case "flatten", _:
            return (n.prod(),)
        case "fc", 1:
            return (layer["units"],)
        case ("conv" | "pool") as kind, 3:
            f = layer["f"]
            if layer.get("pad") == "same" and not f % 2:
                raise ValueError("same needs a middle")
            room = n[:2] + 2 * _pad_of(layer) - f
            if (room < 0).any():
                raise ValueError(f"{f} x {f} does not fit into {shape}")
            return (*(room // layer["stride"] + 1), layer["filters"] if kind == "conv" else n[2])
    raise ValueError(f"{layer['type']} on {shape}")


def layer_parameter_count(shape, layer):
    weights = {
        "conv": lambda: (layer["f"] ** 2 * shape[-1] + 1) * layer["filters"],
        "fc": lambda: (shape[-1] + 1) * layer["units"],
    }
    return weights.get(layer["type"], lambda: 0)()


def network_summary(input_shape, layers):
    shapes = [input_shape]
    for layer in layers:
        shapes.append(layer_output_shape(shapes[-1], layer))
    return [
        {"type": layer["type"], "output_shape": after, "parameters": layer_parameter_count(before, layer)}
        for layer, before, after in zip(layers, shapes, shapes[1:])
    ]


RELU, FLAT, DROP = {"type": "relu"}, {"type": "flatten"}, {"type": "dropout", "keep_prob": 1 / 2}


def _c(filters, f, stride=1, pad="same"):
    return {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}


def _p(f, mode="max"):
    return {"type": "pool", "f": f, "stride": 2, "mode": mode}


def _fc(*units):
    return [{"type": "fc", "units": n} for n in units]


_a, _b, _k = _fc(4096, 4096, 1000)
NETWORKS = {
    "lenet5": (
        (28, 28, 1),
        (_c(6, 5), _p(2, "average"), _c(16, 5, pad=0), _p(2, "average"), FLAT, *_fc(120, 84, 10)),
    ),
    "alexnet": (
        (227, 227, 3),
        (
            *(_c(96, 11, 4, 0), RELU, _p(3), _c(256, 5), RELU, _p(3)),
            *(_c(384, 3), RELU) * 2,
            *(_c(256, 3), RELU, _p(3), FLAT),
            *(DROP, _a, RELU, DROP, _b, RELU, _k),
        ),
    ),
    "vgg16": (
        (224, 224, 3),
        (
            *(_c(64, 3),) * 2, _p(2), *(_c(128, 3),) * 2, _p(2), *(_c(256, 3),) * 3, _p(2),
            *((_c(512, 3),) * 3 + (_p(2),)) * 2, FLAT, _a, _b, _k,
        ),
    ),
}  # fmt: skip


def classic_network(name):
    try:
        return NETWORKS[name]
    except KeyError:
        raise ValueError(f"{name}: only {sorted(NETWORKS)}") from None


def receptive_field(layers):
    kinds = [layer["type"] for layer in layers]
    seen = [x for x in layers[: (kinds + ["flatten"]).index("flatten")] if x["type"] in ("conv", "pool")]
    f = np.array([x["f"] for x in seen], dtype=int)
    s = np.array([x["stride"] for x in seen], dtype=int)
    jumps = np.cumprod(np.concatenate([np.ones(1, dtype=int), s]))[: len(f)]
    return 1 + np.dot(f - 1, jumps)


def conv_cost(shape, f, filters, bottleneck=None):
    depths = [shape[2], *([bottleneck] if bottleneck else []), filters]
    sides = [1] * (len(depths) - 2) + [f]
    weights = sum(a * b * k * k for a, b, k in zip(depths, depths[1:], sides))
    return dict(multiplications=shape[0] * shape[1] * weights, parameters=weights + sum(depths[1:]))


def dense_equivalent(shape, layer):
    return (prod(map(int, shape)) + 1) * prod(map(int, layer_output_shape(shape, layer)))


def max_pool_same(A, f=3):
    p = f // 2
    padded = np.pad(A, [(0, 0), (p, p), (p, p), (0, 0)], constant_values=-np.inf)
    return sliding_window_view(padded, (f, f), (1, 2)).max(axis=(-2, -1))


def _conv(A, W, b):
    f = len(W)
    p = f // 2
    seen = sliding_window_view(np.pad(A, [(0, 0), (p, p), (p, p), (0, 0)]), (f, f), (1, 2))
    return (np.tensordot(seen, W, axes=([4, 5, 3], [0, 1, 2])) + b).clip(0)


def inception_forward(A_prev, parameters):
    W = lambda k, X: _conv(X, parameters["W" + k], parameters["b" + k])
    return np.concatenate(
        (W("1", A_prev), W("3", W("3r", A_prev)), W("5", W("5r", A_prev)), W("p", max_pool_same(A_prev))), -1
    )


def augment_batch(images, crop, seed):
    m, H, W, _ = images.shape
    if not 1 <= crop <= min(H, W):
        raise ValueError(crop)
    rng = np.random.default_rng(seed)
    rows = rng.integers(H - crop, size=(m, 1), endpoint=True) + np.arange(crop)
    cols = rng.integers(W - crop, size=(m, 1), endpoint=True) + np.arange(crop)
    flip = rng.integers(2, size=m) == 1
    cols[flip] = cols[flip, ::-1]
    return images[np.arange(m)[:, None, None], rows[:, :, None], cols[:, None, :]]
