# expect: network_summary loses
"""Shapes are made ready for printing: "28x28x6"."""

import numpy as np
from convhelp import conv2d, relu


class Geometry:
    """How windows lie in a volume."""

    def __init__(self, shape, layer):
        if len(shape) != 3:
            raise ValueError("windows lie in volumes only")
        self.f, self.stride = layer["f"], layer["stride"]
        pad = layer["pad"] if "pad" in layer else 0
        if isinstance(pad, str):
            if pad == "same" and self.f % 2 == 0:
                raise ValueError("no same padding")
            pad = {"same": self.f // 2, "valid": 0}[pad]
        self.high, self.wide = shape[0] + 2 * pad, shape[1] + 2 * pad
        if self.f > self.high or self.f > self.wide:
            raise ValueError("no window")

    def places(self):
        return (
            len(range(0, self.high - self.f + 1, self.stride)),
            len(range(0, self.wide - self.f + 1, self.stride)),
        )


def layer_output_shape(shape, layer):
    kind = layer["type"]
    if kind == "conv":
        return Geometry(shape, layer).places() + (layer["filters"],)
    elif kind == "pool":
        return Geometry(shape, layer).places() + (shape[2],)
    elif kind == "flatten":
        return (int(np.prod(shape)),)
    elif kind in ("relu", "dropout"):
        return tuple(int(n) for n in shape)
    elif kind == "fc" and len(shape) == 1:
        return (layer["units"],)
    raise ValueError("this layer cannot stand here")


def weights_and_biases(shape, layer):
    if layer["type"] == "conv":
        return layer["f"] * layer["f"] * shape[2] * layer["filters"], layer["filters"]
    if layer["type"] == "fc":
        return shape[0] * layer["units"], layer["units"]
    return 0, 0


def layer_parameter_count(shape, layer):
    return sum(weights_and_biases(shape, layer))


def network_summary(input_shape, layers):
    rows, shape = [], tuple(input_shape)
    for number, layer in enumerate(layers, start=1):
        weights, biases = weights_and_biases(shape, layer)
        shape = layer_output_shape(shape, layer)
        rows.append(
            {
                "number": number,
                "type": layer["type"],
                "output_shape": "x".join(map(str, shape)),
                "parameters": weights + biases,
                "weights": weights,
                "biases": biases,
            }
        )
    return rows


def parsed(text):
    """Layers from a text such as "conv 6 5 1 valid | pool 2 average"."""
    layers = []
    for words in (part.split() for part in text.split("|")):
        kind = words[0]
        if kind == "conv":
            layers.append(
                {
                    "type": "conv",
                    "filters": int(words[1]),
                    "f": int(words[2]),
                    "stride": int(words[3]),
                    "pad": words[4],
                }
            )
        elif kind == "pool":
            layers.append({"type": "pool", "f": int(words[1]), "stride": 2, "mode": words[2]})
        elif kind == "fc":
            layers.append({"type": "fc", "units": int(words[1])})
        elif kind == "dropout":
            layers.append({"type": "dropout", "keep_prob": float(words[1])})
        else:
            layers.append({"type": kind})
    return layers


LENET5 = """conv 6 5 1 valid | pool 2 average | conv 16 5 1 valid | pool 2 average
| flatten | fc 120 | fc 84 | fc 10"""
HEAD = "flatten | fc 4096 | relu | dropout 0.5 | fc 4096 | relu | dropout 0.5 | fc 1000"
ALEXNET = f"""conv 96 11 4 valid | relu | pool 3 max | conv 256 5 1 same | relu | pool 3 max
| conv 384 3 1 same | relu | conv 384 3 1 same | relu | conv 256 3 1 same | relu | pool 3 max | {HEAD}"""


def classic_network(name):
    if name == "lenet5":
        return (32, 32, 1), parsed(LENET5)
    if name == "alexnet":
        return (227, 227, 3), parsed(ALEXNET)
    if name == "vgg16":
        stages = []
        for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
            stages += [f"conv {filters} 3 1 same | relu"] * count + ["pool 2 max"]
        return (224, 224, 3), parsed(" | ".join([*stages, HEAD]))
    raise ValueError(f"I know no {name}")


def receptive_field(layers):
    seen = 1
    for layer in reversed(layers):
        if layer["type"] in ("conv", "pool"):
            seen = (seen - 1) * layer["stride"] + layer["f"]
    return seen


def conv_cost(shape, f, filters, bottleneck=None):
    shape = tuple(shape)
    layers = [{"type": "conv", "f": f, "stride": 1, "pad": "same", "filters": filters}]
    if bottleneck is not None:
        layers.insert(0, {"type": "conv", "f": 1, "stride": 1, "pad": 0, "filters": bottleneck})
    rows = network_summary(shape, layers)
    area = shape[0] * shape[1]
    return {
        "multiplications": sum(area * row["weights"] for row in rows),
        "parameters": sum(row["parameters"] for row in rows),
    }


def dense_equivalent(shape, layer):
    h, w, c = (int(n) for n in shape)
    a, b, d = (int(n) for n in layer_output_shape(shape, layer))
    return h * w * c * a * b * d + a * b * d


def max_pool_same(A, f=3):
    p = f // 2
    n_H, n_W = A.shape[1:3]
    rows, columns = np.arange(n_H)[:, None], np.arange(n_W)
    out = np.array(A)
    for u in range(-p, p + 1):
        for v in range(-p, p + 1):
            inside = (rows + u >= 0) & (rows + u < n_H) & (columns + v >= 0) & (columns + v < n_W)
            moved = np.roll(A, (-u, -v), axis=(1, 2))
            out = np.where(inside[None, :, :, None], np.maximum(out, moved), out)
    return out


def inception_forward(A_prev, parameters):
    p = parameters
    reduced3 = np.maximum(A_prev @ p["W3r"][0, 0] + p["b3r"], 0)
    reduced5 = np.maximum(A_prev @ p["W5r"][0, 0] + p["b5r"], 0)
    Z = [
        A_prev @ p["W1"][0, 0] + p["b1"],
        conv2d(reduced3, p["W3"], p["b3"], 1, 1),
        conv2d(reduced5, p["W5"], p["b5"], 1, 2),
        max_pool_same(A_prev) @ p["Wp"][0, 0] + p["bp"],
    ]
    return relu(np.concatenate(Z, axis=3))


def augment_batch(images, crop, seed):
    if crop < 1:
        raise ValueError("a crop has at least one pixel")
    if crop > min(images.shape[1:3]):
        raise ValueError("the crop is larger than the images")
    rng = np.random.default_rng(seed)
    down = rng.permuted(np.tile(np.arange(images.shape[1] - crop + 1), (len(images), 1)), axis=1)
    right = rng.permuted(np.tile(np.arange(images.shape[2] - crop + 1), (len(images), 1)), axis=1)
    coins = rng.binomial(1, 0.5, size=len(images))
    cut = []
    for image, y, x, coin in zip(images, down[:, 0], right[:, 0], coins, strict=True):
        image = image[:, ::-1] if coin else image
        cut.append(image[y : y + crop, x : x + crop])
    return np.stack(cut)
