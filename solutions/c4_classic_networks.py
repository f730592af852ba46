"""Classic convolutional networks as data: what their layers make of a shape, and what that costs.

A shape has no axis for the examples: a volume is (n_H, n_W, n_C), a flat layer (n,). A layer is a
dict:

    {"type": "conv", "f": 5, "stride": 1, "pad": "same", "filters": 32}
    {"type": "pool", "f": 2, "stride": 2, "mode": "max"}    or "average"; may have a "pad" too
    {"type": "relu"}
    {"type": "dropout", "keep_prob": 0.5}
    {"type": "flatten"}
    {"type": "fc", "units": 120}

"pad" is a whole number, "valid" (which is 0) or "same" (which is (f − 1)/2, for an odd f); where
there is none it is 0. A network is its input's shape and a list of layers.

Arrays have the axis: volumes (m, n_H, n_W, n_C), filters (f, f, n_C_prev, n_C).
"""

import math

import numpy as np
from convhelp import conv_same, relu


def layer_output_shape(shape: tuple[int, ...], layer: dict) -> tuple[int, ...]:
    """Return the shape, a tuple of ints, of what `layer` makes of an input of this shape.

    Raises ValueError for a type that there is not, for fc on a volume, for conv or pool on a flat
    shape, for "same" with an even f, and for an f larger than the padded input in a direction.
    shape (a tuple or a list) and layer stay as they are.
    """
    # BEGIN SOLUTION
    kind = layer["type"]
    if kind in ("relu", "dropout"):
        return tuple(shape)
    if kind == "flatten":
        return (math.prod(shape),)
    if kind == "fc":
        if len(shape) != 1:
            raise ValueError(f"fc needs a flat input, not {shape}")
        return (layer["units"],)
    if kind not in ("conv", "pool") or len(shape) != 3:
        raise ValueError(f"{kind} cannot be applied to {shape}")
    f, stride, pad = layer["f"], layer["stride"], layer.get("pad", 0)
    if pad == "same" and f % 2 == 0:
        raise ValueError(f"no padding is the same on both sides for f = {f}")
    pad = {"valid": 0, "same": (f - 1) // 2}.get(pad, pad)
    height, width, channels = shape
    if f > min(height, width) + 2 * pad:
        raise ValueError(f"f = {f} does not fit into {shape} with a padding of {pad}")
    rows = (height + 2 * pad - f) // stride + 1
    columns = (width + 2 * pad - f) // stride + 1
    return (rows, columns, layer["filters"] if kind == "conv" else channels)
    # END SOLUTION


def layer_parameter_count(shape: tuple[int, ...], layer: dict) -> int:
    """Return the number of weights and biases of `layer`, whose input has this shape.

    An int: conv and fc have some, everything else has 0. shape and layer stay as they are.
    """
    # BEGIN SOLUTION
    if layer["type"] == "conv":
        return (layer["f"] ** 2 * shape[2] + 1) * layer["filters"]
    if layer["type"] == "fc":
        return (shape[0] + 1) * layer["units"]
    return 0
    # END SOLUTION


def network_summary(input_shape: tuple[int, ...], layers: list[dict]) -> list[dict]:
    """Return a row for each layer, in order: a dict with "type", "output_shape", "parameters".

    Without layers it is []. input_shape (a tuple or a list) and layers stay as they are. Uses
    layer_output_shape and layer_parameter_count.
    """
    # BEGIN SOLUTION
    shape, rows = input_shape, []
    for layer in layers:
        out = layer_output_shape(shape, layer)
        count = layer_parameter_count(shape, layer)
        rows.append({"type": layer["type"], "output_shape": out, "parameters": count})
        shape = out
    return rows
    # END SOLUTION


def classic_network(name: str) -> tuple[tuple[int, ...], list[dict]]:
    """Return (input_shape, layers) of "lenet5", "alexnet" or "vgg16", as the handout lists them.

    Raises ValueError for any other name.
    """

    # BEGIN SOLUTION
    def conv(filters, f, stride=1, pad="same"):
        layer = {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}
        return [layer, {"type": "relu"}]

    def pool(f, mode="max"):
        return [{"type": "pool", "f": f, "stride": 2, "mode": mode}]

    def fc(units):
        return [{"type": "fc", "units": units}]

    hidden = [{"type": "relu"}, {"type": "dropout", "keep_prob": 0.5}]
    head = [{"type": "flatten"}] + 2 * (fc(4096) + hidden) + fc(1000)
    if name == "lenet5":
        layers = conv(6, 5, pad="valid") + pool(2, "average")
        layers += conv(16, 5, pad="valid") + pool(2, "average")
        return (32, 32, 1), [*layers, {"type": "flatten"}, *fc(120), *fc(84), *fc(10)]
    if name == "alexnet":
        layers = conv(96, 11, 4, "valid") + pool(3) + conv(256, 5) + pool(3)
        layers += conv(384, 3) + conv(384, 3) + conv(256, 3) + pool(3)
        return (227, 227, 3), layers + head
    if name == "vgg16":
        layers = []
        for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
            layers += count * conv(filters, 3) + pool(2)
        return (224, 224, 3), layers + head
    raise ValueError(f"no classic network is called {name}")
    # END SOLUTION


def receptive_field(layers: list[dict]) -> int:
    """Return the side of the square of the input that one cell after the last conv or pool sees.

    An int, 1 where there is neither. relu and dropout look at one cell each; what comes from
    flatten on does not count. layers stay as they are.
    """
    # BEGIN SOLUTION
    size, jump = 1, 1
    for layer in layers:
        if layer["type"] in ("conv", "pool"):
            size += (layer["f"] - 1) * jump
            jump *= layer["stride"]
    return size
    # END SOLUTION


def conv_cost(
    shape: tuple[int, ...], f: int, filters: int, bottleneck: int | None = None
) -> dict[str, int]:
    """Return {"multiplications", "parameters"} of a same convolution of stride 1, both ints.

    shape is that of its input (n_H, n_W, n_C). With a bottleneck, 1 × 1 filters, so many of them,
    come before the f × f ones. A bias is a parameter, and no multiplication.
    """
    # BEGIN SOLUTION
    height, width, channels = shape
    steps = [(1, bottleneck), (f, filters)] if bottleneck else [(f, filters)]
    multiplications = parameters = 0
    for side, count in steps:
        weights = side * side * channels * count
        multiplications += height * width * weights
        parameters += weights + count
        channels = count
    return {"multiplications": multiplications, "parameters": parameters}
    # END SOLUTION


def dense_equivalent(shape: tuple[int, ...], layer: dict) -> int:
    """Return the number of parameters that this conv layer would have as a fully connected one.

    Its inputs are all numbers of a volume of this shape, its units all numbers of the output. An
    int, exact however large. Uses layer_output_shape.
    """
    # BEGIN SOLUTION
    return (math.prod(shape) + 1) * math.prod(layer_output_shape(shape, layer))
    # END SOLUTION


def max_pool_same(A: np.ndarray, f: int = 3) -> np.ndarray:
    """Return the largest value of the f × f window around each cell, in each channel.

    A and the result are (m, n_H, n_W, n_C); f is odd, the stride is 1. Of a window at the border
    only what lies inside of the volume counts. A stays as it is.
    """
    # BEGIN SOLUTION
    p = f // 2
    padded = np.pad(A, ((0, 0), (p, p), (p, p), (0, 0)), constant_values=-np.inf)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (f, f), axis=(1, 2))
    return windows.max(axis=(4, 5))
    # END SOLUTION


def inception_forward(A_prev: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    """Return what an inception block makes of A_prev (m, n_H, n_W, n_C).

    Four branches, each convolution of them same and followed by relu: W1, b1 (1 × 1); W3r, b3r
    (1 × 1) and W3, b3 (3 × 3); W5r, b5r (1 × 1) and W5, b5 (5 × 5); a 3 × 3 max_pool_same and Wp,
    bp (1 × 1). Their channels follow each other in this order. All arguments stay as they are.
    Uses max_pool_same, and conv_same and relu of convhelp.
    """
    # BEGIN SOLUTION
    P = parameters
    one = relu(conv_same(A_prev, P["W1"], P["b1"]))
    three = relu(conv_same(A_prev, P["W3r"], P["b3r"]))
    three = relu(conv_same(three, P["W3"], P["b3"]))
    five = relu(conv_same(A_prev, P["W5r"], P["b5r"]))
    five = relu(conv_same(five, P["W5"], P["b5"]))
    pooled = relu(conv_same(max_pool_same(A_prev, 3), P["Wp"], P["bp"]))
    return np.concatenate([one, three, five, pooled], axis=3)
    # END SOLUTION


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    """Return (m, crop, crop, n_C): of each image a window at random, mirrored half of the time.

    images (m, n_H, n_W, n_C). Each image draws its own place, all of them as likely, and its own
    coin for left and right to be swapped. dtype and values stay as they are. seed decides all
    that is random. Raises ValueError for a crop below 1 or above n_H or n_W.
    """
    # BEGIN SOLUTION
    m, height, width, channels = images.shape
    if not 1 <= crop <= min(height, width):
        raise ValueError(f"a crop of {crop} does not fit into {height} × {width}")
    rng = np.random.default_rng(seed)
    out = np.empty((m, crop, crop, channels), dtype=images.dtype)
    for i in range(m):
        top = rng.integers(height - crop + 1)
        left = rng.integers(width - crop + 1)
        window = images[i, top : top + crop, left : left + crop]
        out[i] = window[:, ::-1] if rng.random() < 0.5 else window
    return out
    # END SOLUTION
