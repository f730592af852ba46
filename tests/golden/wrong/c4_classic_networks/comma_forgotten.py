# expect: layer_output_shape, network_summary loses
"""A comma is missing, so "flat" is found in "flatten"; the rows of the call before are still there."""
"""Step by step. Every number gets a name so that I can print it. (Halvard)"""
import math

import numpy as np
from convhelp import conv_same, relu


def layer_output_shape(shape: tuple[int, ...], layer: dict) -> tuple[int, ...]:
    shape = tuple(shape)
    layer = dict(layer)
    layer_type = layer["type"]
    is_flat = len(shape) == 1

    if layer_type == "relu":
        return shape
    elif layer_type == "dropout":
        return shape
    elif layer_type in ("flatten"):
        number = math.prod(shape)
        return (number,)
    elif layer_type == "fc":
        if not is_flat:
            raise ValueError("fully connected layers want a flat input")
        units = layer["units"]
        return (units,)
    elif layer_type == "conv" or layer_type == "pool":
        if is_flat:
            raise ValueError("this layer wants a volume")
        f = layer["f"]
        stride = layer["stride"]
        pad = layer.get("pad", "valid")
        if pad == "same":
            f_is_even = f % 2 == 0
            if f_is_even:
                raise ValueError("same with an even filter")
            pad = int((f - 1) / 2)
        if pad == "valid":
            pad = 0
        n_H = shape[0]
        n_W = shape[1]
        padded_H = n_H + 2 * pad
        padded_W = n_W + 2 * pad
        if f > padded_H:
            raise ValueError("filter too tall")
        if f > padded_W:
            raise ValueError("filter too wide")
        steps_H = (padded_H - f) / stride
        steps_W = (padded_W - f) / stride
        new_H = int(np.floor(steps_H)) + 1
        new_W = int(np.floor(steps_W)) + 1
        new_C = layer["filters"] if layer_type == "conv" else shape[2]
        new_shape = (new_H, new_W, new_C)
        return new_shape
    else:
        raise ValueError("unknown type of layer")


def layer_parameter_count(shape: tuple[int, ...], layer: dict) -> int:
    weights = 0
    biases = 0
    if layer["type"] == "conv":
        one_filter = layer["f"] * layer["f"] * shape[2]
        weights = one_filter * layer["filters"]
        biases = layer["filters"]
    if layer["type"] == "fc":
        weights = shape[0] * layer["units"]
        biases = layer["units"]
    total = weights + biases
    return total


def network_summary(input_shape, layers, summary=[]):
    shape_in = tuple(input_shape)
    for index in range(len(layers)):
        layer = layers[index]
        shape_out = layer_output_shape(shape_in, layer)
        parameters = layer_parameter_count(shape_in, layer)
        line = {"index": index, "type": layer["type"], "input_shape": shape_in}
        line["output_shape"] = shape_out
        line["parameters"] = parameters
        summary.append(line)
        shape_in = shape_out
    return summary


def classic_network(name: str) -> tuple[tuple[int, ...], list[dict]]:
    relu_layer = {"type": "relu"}
    dropout_layer = {"type": "dropout", "keep_prob": 0.5}
    flatten_layer = {"type": "flatten"}
    max_2 = {"type": "pool", "f": 2, "stride": 2, "mode": "max"}
    max_3 = {"type": "pool", "f": 3, "stride": 2, "mode": "max", "pad": 0}
    mean_2 = {"type": "pool", "f": 2, "stride": 2, "mode": "average"}

    if name == "lenet5":
        conv_1 = {"type": "conv", "f": 5, "stride": 1, "filters": 6}
        conv_2 = {"type": "conv", "f": 5, "stride": 1, "filters": 16}
        fc_1 = {"type": "fc", "units": 120}
        fc_2 = {"type": "fc", "units": 84}
        fc_3 = {"type": "fc", "units": 10}
        layers = [conv_1, mean_2, relu_layer, conv_2, mean_2, relu_layer, flatten_layer]
        layers = layers + [fc_1, relu_layer, fc_2, relu_layer, fc_3]
        return (32, 32, 1), layers
    elif name == "alexnet":
        conv_1 = {"type": "conv", "f": 11, "stride": 4, "filters": 96}
        conv_2 = {"type": "conv", "f": 5, "stride": 1, "pad": "same", "filters": 256}
        conv_3 = {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": 384}
        conv_4 = conv_3
        conv_5 = {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": 256}
        fc_1 = {"type": "fc", "units": 4096}
        fc_2 = fc_1
        fc_3 = {"type": "fc", "units": 1000}
        layers = [conv_1, relu_layer, max_3]
        layers += [conv_2, relu_layer, max_3]
        layers += [conv_3, relu_layer, conv_4, relu_layer, conv_5, relu_layer, max_3]
        layers += [flatten_layer]
        layers += [fc_1, relu_layer, dropout_layer]
        layers += [fc_2, relu_layer, dropout_layer]
        layers += [fc_3]
        return (227, 227, 3), layers
    elif name == "vgg16":
        stages = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]]
        layers = []
        for stage in stages:
            for filters in stage:
                conv = {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": filters}
                layers.append(conv)
            layers.append(max_2)
        layers.append(flatten_layer)
        for units in [4096, 4096, 1000]:
            layers.append({"type": "fc", "units": units})
        layers.append(relu_layer)
        return (224, 224, 3), layers
    else:
        raise ValueError("no network of this name")


def receptive_field(layers: list[dict]) -> int:
    r = 1
    j = 1
    flattened = False
    for layer in layers:
        if layer["type"] == "flatten":
            flattened = True
        if flattened:
            continue
        if "f" in layer:
            widening = (layer["f"] - 1) * j
            r = r + widening
            j = layer["stride"] * j
    return r


def conv_cost(shape, f, filters, bottleneck=None):
    n_H, n_W, n_C = shape
    places = n_H * n_W
    first_multiplications = 0
    first_parameters = 0
    depth = n_C
    if bottleneck is not None:
        first_multiplications = places * n_C * bottleneck
        first_parameters = n_C * bottleneck + bottleneck
        depth = bottleneck
    second_multiplications = places * f * f * depth * filters
    second_parameters = f * f * depth * filters + filters
    answer = {}
    answer["multiplications"] = first_multiplications + second_multiplications
    answer["parameters"] = first_parameters + second_parameters
    answer["places"] = places
    return answer


def dense_equivalent(shape: tuple[int, ...], layer: dict) -> int:
    out_shape = layer_output_shape(shape, layer)
    numbers_in = math.prod(shape)
    numbers_out = int(out_shape[0]) * int(out_shape[1]) * int(out_shape[2])
    weights = numbers_in * numbers_out
    biases = numbers_out
    return weights + biases


def max_pool_same(A: np.ndarray, f: int = 3) -> np.ndarray:
    m, n_H, n_W, n_C = A.shape
    pad = (f - 1) // 2
    frame = np.full((m, n_H + 2 * pad, n_W + 2 * pad, n_C), np.nan)
    frame[:, pad : pad + n_H, pad : pad + n_W, :] = A
    result = np.empty_like(A)
    for row in range(n_H):
        for column in range(n_W):
            window = frame[:, row : row + f, column : column + f, :]
            largest = np.nanmax(window, axis=(1, 2))
            result[:, row, column, :] = largest
    return result


def inception_forward(A_prev, parameters):
    Z1 = conv_same(A_prev, parameters["W1"], parameters["b1"])
    A1 = relu(Z1)

    Z3r = conv_same(A_prev, parameters["W3r"], parameters["b3r"])
    A3r = relu(Z3r)
    Z3 = conv_same(A3r, parameters["W3"], parameters["b3"])
    A3 = relu(Z3)

    Z5r = conv_same(A_prev, parameters["W5r"], parameters["b5r"])
    A5r = relu(Z5r)
    Z5 = conv_same(A5r, parameters["W5"], parameters["b5"])
    A5 = relu(Z5)

    pooled = max_pool_same(A_prev, 3)
    Zp = conv_same(pooled, parameters["Wp"], parameters["bp"])
    Ap = relu(Zp)

    m, n_H, n_W, _ = A_prev.shape
    n1, n3, n5, n_p = A1.shape[3], A3.shape[3], A5.shape[3], Ap.shape[3]
    out = np.zeros((m, n_H, n_W, n1 + n3 + n5 + n_p))
    out[:, :, :, :n1] = A1
    out[:, :, :, n1 : n1 + n3] = A3
    out[:, :, :, n1 + n3 : n1 + n3 + n5] = A5
    out[:, :, :, n1 + n3 + n5 :] = Ap
    return out


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    m, n_H, n_W, n_C = images.shape
    if crop < 1:
        raise ValueError("too small")
    if crop > n_H or crop > n_W:
        raise ValueError("too large")
    generator = np.random.RandomState(seed)
    result = np.empty((m, crop, crop, n_C), dtype=images.dtype)
    for i in range(m):
        last_top = n_H - crop
        last_left = n_W - crop
        top = generator.randint(last_top + 1)
        left = generator.randint(last_left + 1)
        coin = generator.choice(["heads", "tails"])
        window = images[i, top : top + crop, left : left + crop]
        if coin == "heads":
            for column in range(crop):
                result[i, :, column] = window[:, crop - 1 - column]
        else:
            result[i] = window
    return result
