"""match statements, recursion, and the global generator, seeded."""

from functools import reduce

import numpy as np
from convhelp import conv_same, relu


def product(numbers):
    return reduce(lambda one, other: one * other, numbers, 1)


def layer_output_shape(shape, layer):
    match layer, list(shape):
        case {"type": "relu" | "dropout"}, _:
            return shape
        case {"type": "flatten"}, _:
            return [product(shape)]
        case {"type": "fc", "units": units}, [_]:
            return [units]
        case {"type": "conv" | "pool" as kind, "f": f, "stride": s}, [height, width, depth]:
            match layer.get("pad", 0):
                case "same":
                    if not f & 1:
                        raise ValueError("same")
                    p = f >> 1
                case "valid":
                    p = 0
                case number:
                    p = number
            if f > height + 2 * p or f > width + 2 * p:
                raise ValueError("no window")
            down, across = divmod(height + 2 * p - f, s)[0], divmod(width + 2 * p - f, s)[0]
            return [1 + down, 1 + across, depth if kind == "pool" else layer["filters"]]
    raise ValueError(f"{layer} on {shape}")


def layer_parameter_count(shape, layer):
    match layer:
        case {"type": "conv", "f": f, "filters": n}:
            return n * (1 + product([f, f, shape[-1]]))
        case {"type": "fc", "units": n}:
            return n * (1 + product(shape))
        case _:
            return 0


def network_summary(input_shape, layers):
    if not layers:
        return []
    first, *rest = layers
    out = layer_output_shape(input_shape, first)
    row = {"type": first["type"], "output_shape": out}
    row["parameters"] = layer_parameter_count(input_shape, first)
    return [row, *network_summary(out, rest)]


def convs(filters, count=1, f=3, stride=1, pad="same"):
    one = {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}
    return [one, {"type": "relu"}] * count


def pooled(f, mode="max"):
    return [{"type": "pool", "f": f, "stride": 2, "mode": mode, "pad": "valid"}]


def classic_network(name):
    flat = [{"type": "flatten"}]
    drop = {"type": "dropout", "keep_prob": np.float64(0.5)}
    match name:
        case "lenet5":
            body = convs(6, f=5, pad="valid") + pooled(2, "average")
            body += convs(16, f=5, pad="valid") + pooled(2, "average")
            tail = flat + [{"type": "fc", "units": n} for n in (120, 84, 10)]
            return (32, 32, 1), body + tail
        case "alexnet":
            side = 227
            body = convs(96, f=11, stride=4, pad=0) + pooled(3) + convs(256, f=5) + pooled(3)
            body += convs(384, 2) + convs(256) + pooled(3)
        case "vgg16":
            side = 224
            stages = zip((64, 128, 256, 512, 512), (2, 2, 3, 3, 3), strict=True)
            body = [one for n, k in stages for one in convs(n, k) + pooled(2)]
        case _:
            raise ValueError("which network?")
    for units in (4096, 4096):
        flat += [drop, {"type": "fc", "units": units}, {"type": "relu"}]
    return (side, side, 3), body + flat + [{"type": "fc", "units": 1000}]


def receptive_field(layers):
    # From the end: so many cells before a layer make one after it.
    def needed(rest):
        if not rest:
            return 1
        first, *others = rest
        if first["type"] not in ("conv", "pool"):
            return needed(others)
        return (needed(others) - 1) * first["stride"] + first["f"]

    return needed(list(layers))


def conv_cost(shape, f, filters, bottleneck=None):
    n_H, n_W, n_C = shape
    if bottleneck is not None:
        one = conv_cost(shape, 1, bottleneck)
        two = conv_cost((n_H, n_W, bottleneck), f, filters)
        return {key: one[key] + two[key] for key in one}
    weights = f**2 * n_C * filters
    return {"multiplications": weights * n_H * n_W, "parameters": weights + filters}


def dense_equivalent(shape, layer):
    fc = {"type": "fc", "units": product(map(int, layer_output_shape(shape, layer)))}
    return layer_parameter_count((product(shape),), fc)


def max_pool_same(A, f=3):
    if f == 1:
        return A.copy()
    # 3 × 3, again and again: each makes the window larger by 2.
    out = A.copy()
    out[:, 1:] = np.maximum(out[:, 1:], A[:, :-1])
    out[:, :-1] = np.maximum(out[:, :-1], A[:, 1:])
    both = out.copy()
    both[:, :, 1:] = np.maximum(both[:, :, 1:], out[:, :, :-1])
    both[:, :, :-1] = np.maximum(both[:, :, :-1], out[:, :, 1:])
    return max_pool_same(both, f - 2)


def inception_forward(A_prev, parameters):
    def through(A, *names):
        if not names:
            return A
        first, *rest = names
        Z = conv_same(A, parameters["W" + first], parameters["b" + first])
        return through(relu(Z), *rest)

    branches = [through(A_prev, "1"), through(A_prev, "3r", "3"), through(A_prev, "5r", "5")]
    branches.append(through(max_pool_same(A_prev), "p"))
    return np.concatenate(branches, -1)


def augment_batch(images, crop, seed):
    n_H, n_W = images.shape[1:3]
    assert 1 <= crop <= min(n_H, n_W), "the crop must fit"
    np.random.seed(seed)

    def one(image):
        h = np.random.choice(n_H - crop + 1)
        w = np.random.choice(n_W - crop + 1)
        window = image[h : h + crop, w : w + crop]
        return np.flip(window, 1) if np.random.choice([True, False]) else window

    return np.array([one(image) for image in images])
