# Assignment: classic networks. Ottoline P.
# Plain lists wherever I could; numpy only at the very end.
import numpy as np
from convhelp import conv_same, relu


def layer_output_shape(shape, layer):
    kind = layer["type"]
    allowed = ["conv", "pool", "relu", "dropout", "flatten", "fc"]
    if kind not in allowed:
        raise ValueError("I do not know this layer: " + str(kind))
    if kind == "relu" or kind == "dropout":
        out = []
        for side in shape:
            out.append(side)
        return out
    if kind == "flatten":
        total = 1
        for side in shape:
            total = total * side
        return [total]
    if kind == "fc":
        if len(shape) != 1:
            raise ValueError("fc needs a flat layer")
        return [layer["units"]]
    # conv or pool from here on
    if len(shape) != 3:
        raise ValueError(kind + " needs a volume")
    f = layer["f"]
    s = layer["stride"]
    pad = 0
    if "pad" in layer:
        pad = layer["pad"]
    if pad == "valid":
        pad = 0
    elif pad == "same":
        if f % 2 == 0:
            raise ValueError("no same with an even f")
        pad = (f - 1) // 2
    out = []
    for side in shape[:2]:
        if f > side + 2 * pad:
            raise ValueError("does not fit")
        # count the places one after the other
        count = 0
        start = 0
        while start + f <= side + 2 * pad:
            count = count + 1
            start = start + s
        out.append(count)
    if kind == "conv":
        out.append(layer["filters"])
    else:
        out.append(shape[2])
    return out


def layer_parameter_count(shape, layer):
    if layer["type"] == "conv":
        per_filter = 0
        for _ in range(layer["f"]):
            for _ in range(layer["f"]):
                per_filter = per_filter + shape[2]
        return (per_filter + 1) * layer["filters"]
    if layer["type"] == "fc":
        return shape[0] * layer["units"] + layer["units"]
    return 0


def network_summary(input_shape, layers):
    table = []
    now = input_shape
    for layer in layers:
        row = {}
        row["parameters"] = layer_parameter_count(now, layer)
        now = layer_output_shape(now, layer)
        row["output_shape"] = now
        row["type"] = layer["type"]
        row["layer"] = layer  # handy for printing
        table.append(row)
    return table


def classic_network(name):
    layers = []

    def conv(filters, f, stride, pad):
        layers.append({"type": "conv", "filters": filters, "f": f, "stride": stride, "pad": pad})

    def pool(f, stride, mode):
        layers.append({"type": "pool", "mode": mode, "f": f, "stride": stride})

    def fc(units):
        layers.append({"type": "fc", "units": units})

    def relu_():
        layers.append({"type": "relu"})

    def drop():
        layers.append({"type": "dropout", "keep_prob": 0.5})

    if name == "lenet5":
        conv(6, 5, 1, "valid")
        pool(2, 2, "average")
        conv(16, 5, 1, "valid")
        pool(2, 2, "average")
        layers.append({"type": "flatten"})
        fc(120)
        fc(84)
        fc(10)
        return [32, 32, 1], layers
    if name == "alexnet":
        conv(96, 11, 4, "valid")
        relu_()
        pool(3, 2, "max")
        conv(256, 5, 1, "same")
        relu_()
        pool(3, 2, "max")
        conv(384, 3, 1, "same")
        relu_()
        conv(384, 3, 1, "same")
        relu_()
        conv(256, 3, 1, "same")
        relu_()
        pool(3, 2, "max")
        layers.append({"type": "flatten"})
        # just before the first, and after the second one's relu
        drop()
        fc(4096)
        relu_()
        fc(4096)
        relu_()
        drop()
        fc(1000)
        return [227, 227, 3], layers
    if name == "vgg16":
        for times, filters in [(2, 64), (2, 128), (3, 256), (3, 512), (3, 512)]:
            for _ in range(times):
                conv(filters, 3, 1, 1)
                relu_()
            pool(2, 2, "max")
        layers.append({"type": "flatten"})
        fc(4096)
        relu_()
        drop()
        fc(4096)
        relu_()
        drop()
        fc(1000)
        return [224, 224, 3], layers
    raise ValueError("no such network")


def receptive_field(layers):
    r = 1
    j = 1
    for layer in layers:
        if layer["type"] == "flatten":
            break
        if layer["type"] in ("conv", "pool"):
            r = r + (layer["f"] - 1) * j
            j = j * layer["stride"]
    return r


def conv_cost(shape, f, filters, bottleneck=None):
    rows, columns, channels = shape
    todo = []
    if bottleneck is None:
        todo.append((channels, f, filters))
    else:
        todo.append((channels, 1, bottleneck))
        todo.append((bottleneck, f, filters))
    mult = 0
    par = 0
    for depth, side, number in todo:
        mult = mult + rows * columns * side * side * depth * number
        par = par + (side * side * depth + 1) * number
    return {"parameters": par, "multiplications": mult}


def dense_equivalent(shape, layer):
    inputs = 1
    for side in shape:
        inputs = inputs * int(side)
    outputs = 1
    for side in layer_output_shape(shape, layer):
        outputs = outputs * int(side)
    return (inputs + 1) * outputs


def max_pool_same(A, f=3):
    m, n_H, n_W, n_C = A.shape
    half = f // 2
    out = np.zeros(A.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    best = A[i, h, w, c]
                    for u in range(max(0, h - half), min(n_H, h + half + 1)):
                        for v in range(max(0, w - half), min(n_W, w + half + 1)):
                            if A[i, u, v, c] > best:
                                best = A[i, u, v, c]
                    out[i, h, w, c] = best
    return out


def inception_forward(A_prev, parameters):
    P = parameters
    first = relu(conv_same(A_prev, P["W1"], P["b1"]))
    second = relu(conv_same(A_prev, P["W3r"], P["b3r"]))
    second = relu(conv_same(second, P["W3"], P["b3"]))
    third = relu(conv_same(A_prev, P["W5r"], P["b5r"]))
    third = relu(conv_same(third, P["W5"], P["b5"]))
    fourth = relu(conv_same(max_pool_same(A_prev, 3), P["Wp"], P["bp"]))
    return np.concatenate([first, second, third, fourth], axis=3)


def augment_batch(images, crop, seed):
    m, n_H, n_W, n_C = images.shape
    if crop < 1 or crop > n_H or crop > n_W:
        raise ValueError("crop")
    np.random.seed(seed)
    batch = []
    for i in range(m):
        top = np.random.randint(0, n_H - crop + 1)
        left = np.random.randint(0, n_W - crop + 1)
        piece = images[i, top : top + crop, left : left + crop, :]
        if np.random.rand() < 0.5:
            piece = piece[:, ::-1, :]
        batch.append(piece)
    return np.array(batch)
