# expect: layer_output_shape loses
"""A filter that only fits thanks to the padding is refused."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

import convhelp

Layer = dict[str, Any]
Shape = tuple[int, ...]
Array = NDArray[np.float64]

VOLUME = frozenset({"conv", "pool"})
ANY = frozenset({"relu", "dropout", "flatten"})


def _check(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _padding(layer: Layer) -> int:
    pad = layer.get("pad")
    if pad is None or pad == "valid":
        return 0
    if pad == "same":
        half, rest = divmod(layer["f"] - 1, 2)
        _check(rest == 0, "an even filter has no centre")
        return half
    return int(pad)


def _side(n: int, f: int, p: int, s: int) -> int:
    room = n + 2 * p - f
    _check(n >= f, f"a filter of {f} in {n} + 2 · {p}")
    return 1 + room // s


def layer_output_shape(shape: Shape, layer: Layer) -> Shape:
    sizes = list(shape)
    kind = layer["type"]
    _check(kind in VOLUME | ANY | {"fc"}, f"{kind!r} is no layer")
    if kind in VOLUME:
        _check(len(sizes) == 3, f"{kind} of {sizes}")
        p = _padding(layer)
        n_H, n_W = (_side(n, layer["f"], p, layer["stride"]) for n in sizes[:2])
        return (n_H, n_W, layer["filters"] if kind == "conv" else sizes[2])
    if kind == "fc":
        _check(len(sizes) == 1, f"fc of {sizes}")
        return (layer["units"],)
    if kind == "flatten":
        total = 1
        while sizes:
            total *= sizes.pop()
        return (total,)
    return tuple(sizes)


def layer_parameter_count(shape: Shape, layer: Layer) -> int:
    kind = layer["type"]
    if kind == "conv":
        weights = layer["filters"] * layer["f"] * layer["f"] * shape[-1]
        biases = layer["filters"]
    elif kind == "fc":
        weights = layer["units"] * shape[-1]
        biases = layer["units"]
    else:
        weights = biases = 0
    return weights + biases


def network_summary(input_shape: Shape, layers: list[Layer]) -> list[Layer]:
    rows: list[Layer] = []
    for layer in copy.deepcopy(layers):
        before = rows[-1]["output_shape"] if rows else tuple(input_shape)
        layer["output_shape"] = layer_output_shape(before, layer)
        layer["parameters"] = layer_parameter_count(before, layer)
        rows.append(layer)
    return rows


def _conv(filters: int, f: int, stride: int = 1, pad: int | str = "same") -> list[Layer]:
    conv = {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}
    return [conv, {"type": "relu"}]


def _pool(f: int, stride: int, mode: str) -> list[Layer]:
    return [{"type": "pool", "f": f, "stride": stride, "mode": mode, "pad": 0}]


def _fc(units: int) -> list[Layer]:
    return [{"type": "fc", "units": units}]


def _imagenet_head() -> list[Layer]:
    head: list[Layer] = [{"type": "flatten"}]
    for _ in range(2):
        head += [{"type": "dropout", "keep_prob": 0.5}, *_fc(4096), {"type": "relu"}]
    return head + _fc(1000)


def classic_network(name: str) -> tuple[Shape, list[Layer]]:
    _check(name in ("lenet5", "alexnet", "vgg16"), f"{name!r} is no classic network")
    layers: list[Layer] = []
    if name == "lenet5":
        for filters in (6, 16):
            layers += _conv(filters, 5, pad=0)[:1] + _pool(2, 2, "average")
        layers += [{"type": "flatten"}, *_fc(120), *_fc(84), *_fc(10)]
        return (32, 32, 1), layers
    if name == "alexnet":
        layers += _conv(96, 11, 4, "valid") + _pool(3, 2, "max")
        layers += _conv(256, 5) + _pool(3, 2, "max")
        for filters in (384, 384, 256):
            layers += _conv(filters, 3)
        layers += _pool(3, 2, "max")
        return (227, 227, 3), layers + _imagenet_head()
    for filters, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(depth):
            layers += _conv(filters, 3)
        layers += _pool(2, 2, "max")
    return (224, 224, 3), layers + _imagenet_head()


def receptive_field(layers: list[Layer]) -> int:
    first, last = 0, 0  # the input cells that cell 0 sees
    jump = 1
    for layer in layers:
        if layer["type"] in VOLUME:
            last += jump * (layer["f"] - 1)
            jump *= layer["stride"]
    return last - first + 1


def conv_cost(
    shape: Shape, f: int, filters: int, bottleneck: int | None = None
) -> dict[str, int]:
    _check(f % 2 == 1, "same needs an odd f")
    height, width, depth = shape
    area = height * width
    if bottleneck is None:
        weights, biases = f**2 * depth * filters, filters
    else:
        weights = depth * bottleneck + f**2 * bottleneck * filters
        biases = bottleneck + filters
    return {"multiplications": area * weights, "parameters": weights + biases}


def dense_equivalent(shape: Shape, layer: Layer) -> int:
    _check(layer["type"] == "conv", "only for conv")
    flat = layer_output_shape(shape, {"type": "flatten"})
    out = layer_output_shape(layer_output_shape(shape, layer), {"type": "flatten"})
    return layer_parameter_count(flat, {"type": "fc", "units": out[0]})


def max_pool_same(A: Array, f: int = 3) -> Array:
    _check(f % 2 == 1, "f must be odd")
    p = f // 2
    framed = np.full((A.shape[0], A.shape[1] + 2 * p, A.shape[2] + 2 * p, A.shape[3]), -np.inf)
    framed[:, p : p + A.shape[1], p : p + A.shape[2], :] = A
    out = np.full(A.shape, -np.inf)
    for u in range(f):
        for v in range(f):
            out = np.maximum(out, framed[:, u : u + A.shape[1], v : v + A.shape[2], :])
    return out


def inception_forward(A_prev: Array, parameters: dict[str, Array]) -> Array:
    def conv(A: Array, name: str) -> Array:
        W, b = parameters[f"W{name}"], parameters[f"b{name}"]
        _check(W.shape[2] == A.shape[3], "as deep as its input")
        return convhelp.relu(convhelp.conv_same(A, W, b))

    branches = [
        conv(A_prev, "1"),
        conv(conv(A_prev, "3r"), "3"),
        conv(conv(A_prev, "5r"), "5"),
        conv(max_pool_same(A_prev, f=3), "p"),
    ]
    return np.concatenate(branches, axis=-1)


def augment_batch(images: NDArray[Any], crop: int, seed: int) -> NDArray[Any]:
    m, height, width, channels = images.shape
    _check(1 <= crop <= height, "the crop must fit down")
    _check(1 <= crop <= width, "the crop must fit across")
    generator = np.random.Generator(np.random.PCG64(seed))
    tops = generator.integers(0, height - crop, size=m, endpoint=True)
    lefts = generator.integers(0, width - crop, size=m, endpoint=True)
    mirrored = generator.choice([False, True], size=m)
    out = np.zeros((m, crop, crop, channels), dtype=images.dtype)
    for i, (top, left, swap) in enumerate(zip(tops, lefts, mirrored, strict=True)):
        out[i] = images[i, top : top + crop, left : left + crop]
        if swap:
            out[i] = out[i, :, ::-1].copy()
    return out
