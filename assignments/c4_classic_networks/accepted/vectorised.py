"""NumPy wherever it goes: windows by fancy indexing, shapes as arrays, edges repeated."""

import itertools

import numpy as np
from convhelp import conv2d, relu


def layer_output_shape(shape, layer):
    kind, shape = layer["type"], np.array(shape)
    if kind in {"relu", "dropout"}:
        return tuple(shape)
    if kind == "flatten":
        return (np.prod(shape),)
    if kind == "fc":
        if shape.size != 1:
            raise ValueError("fc on a volume")
        return (layer["units"],)
    if kind not in {"conv", "pool"}:
        raise ValueError("unknown type")
    if shape.size != 3:
        raise ValueError("no volume")
    f, p = layer["f"], layer.get("pad", "valid")
    if isinstance(p, str):
        if p == "same" and not f % 2:
            raise ValueError("even f")
        p = f // 2 if p == "same" else 0
    sides = (shape[:2] + 2 * p - f) // layer["stride"] + 1
    if np.any(shape[:2] + 2 * p < f):
        raise ValueError("f is too large")
    return tuple(np.append(sides, layer.get("filters", shape[2])))


def layer_parameter_count(shape, layer):
    if layer["type"] == "conv":
        weights = np.empty((layer["f"], layer["f"], shape[-1], layer["filters"]), dtype=bool)
        return weights.size + layer["filters"]
    if layer["type"] == "fc":
        return np.int64(shape[0]) * layer["units"] + layer["units"]
    return np.int64(0)


def network_summary(input_shape, layers):
    shapes = list(itertools.accumulate(layers, layer_output_shape, initial=input_shape))
    return [
        {
            "type": layer["type"],
            "output_shape": after,
            "input_shape": before,
            "parameters": layer_parameter_count(before, layer),
        }
        for layer, before, after in zip(layers, shapes, shapes[1:], strict=False)
    ]


TABLE = {
    "lenet5": (
        (32, 32, 1),
        "c6,5,1,0 a2 c16,5,1,0 a2 . f120 f84 f10",
    ),
    "alexnet": (
        (227, 227, 3),
        (
            "c96,11,4,0 r m3 c256,5,1,2 r m3 c384,3,1,1 r c384,3,1,1 r c256,3,1,1 r m3 . "
            "d f4096 r d f4096 r f1000"
        ),
    ),
    "vgg16": (
        (224, 224, 3),
        " ".join(2 * ["c64,3,1,1"] + ["m2"] + 2 * ["c128,3,1,1"] + ["m2"])
        + (" c256,3,1,1" * 3 + " m2")
        + 2 * (3 * " c512,3,1,1" + " m2")
        + " . f4096 f4096 f1000",
    ),
}


def read(word):
    head, numbers = word[0], [int(n) for n in word[1:].split(",") if n]
    if head == "c":
        return {
            "type": "conv",
            **dict(zip(("filters", "f", "stride", "pad"), numbers, strict=True)),
        }
    if head in "am":
        mode = "average" if head == "a" else "max"
        return {"type": "pool", "f": numbers[0], "stride": 2, "mode": mode}
    if head == "f":
        return {"type": "fc", "units": numbers[0]}
    return {
        "r": {"type": "relu"},
        "d": {"type": "dropout", "keep_prob": 0.5},
        ".": {"type": "flatten"},
    }[head]


def classic_network(name):
    if name not in TABLE:
        raise ValueError(f"unknown: {name}")
    shape, words = TABLE[name]
    return shape, tuple(map(read, words.split()))


def receptive_field(layers):
    looking = [layer for layer in layers if layer["type"] in ("conv", "pool")]
    f = np.array([layer["f"] for layer in looking], dtype=int)
    strides = np.array([1, *[layer["stride"] for layer in looking][:-1]], dtype=int)
    jumps = np.cumprod(strides)[: f.size]
    return 1 + np.sum((f - 1) * jumps)


def conv_cost(shape, f, filters, bottleneck=None):
    depths = [shape[2], *([] if bottleneck is None else [bottleneck]), filters]
    sides = [f] if bottleneck is None else [1, f]
    weights = np.array(sides) ** 2 * np.array(depths[:-1]) * np.array(depths[1:])
    return {
        "multiplications": shape[0] * shape[1] * weights.sum(),
        "parameters": weights.sum() + sum(depths[1:]),
    }


def dense_equivalent(shape, layer):
    count = np.prod(np.array(shape, dtype=object))
    return (count + 1) * np.prod(np.array(layer_output_shape(shape, layer)).astype(object))


def max_pool_same(A, f=3):
    p = f // 2
    B = np.pad(A, ((0, 0), (p, p), (p, p), (0, 0)), mode="edge")
    rows, columns = A.shape[1:3]
    shifted = [B[:, u : u + rows, v : v + columns] for u in range(f) for v in range(f)]
    return np.max(np.stack(shifted), axis=0)


def inception_forward(A_prev, parameters):
    p = parameters
    # All three 1 × 1 convolutions of A_prev at once.
    W = np.concatenate([p["W1"], p["W3r"], p["W5r"]], axis=3)[0, 0]
    b = np.concatenate([p["b1"], p["b3r"], p["b5r"]], axis=3)
    ends = np.cumsum([p["W1"].shape[3], p["W3r"].shape[3]])
    first, r3, r5 = np.split(np.clip(A_prev @ W + b, 0, None), ends, axis=3)
    a3 = conv2d(r3, p["W3"], p["b3"], pad=1)
    a5 = conv2d(r5, p["W5"], p["b5"], pad=2)
    ap = np.einsum("mhwc,cd->mhwd", max_pool_same(A_prev, 3), p["Wp"][0, 0]) + p["bp"]
    return np.concatenate((first, relu(a3), relu(a5), relu(ap)), axis=3)


def augment_batch(images, crop, seed):
    m, n_H, n_W, _ = images.shape
    if crop < 1:
        raise ValueError("crop")
    if crop > n_H or crop > n_W:
        raise ValueError("crop")
    rng = np.random.default_rng(seed)
    steps = np.arange(crop)
    rows = rng.integers(0, n_H - crop, size=(m, 1), endpoint=True) + steps
    columns = rng.integers(0, n_W - crop, size=(m, 1), endpoint=True) + steps
    mirrored = rng.integers(0, 2, size=(m, 1)).astype(bool)
    columns = np.where(mirrored, columns[:, ::-1], columns)
    return images[np.arange(m)[:, None, None], rows[:, :, None], columns[:, None, :]]
