# A class for each type of layer, which knows its own arithmetic; networks are built from them.

import math
from dataclasses import dataclass

import numpy as np
from convhelp import conv_same, relu


class Layer:
    def out(self, shape):
        return shape

    def learnt(self, _):
        return 0

    def look(self, r, j):
        return r, j


@dataclass
class Window(Layer):
    f: int
    stride: int
    pad: object = 0

    def p(self):
        if self.pad == "valid":
            return 0
        if self.pad == "same":
            if self.f % 2 == 0:
                raise ValueError(f"f = {self.f} has no middle")
            return (self.f - 1) // 2
        return self.pad

    def places(self, shape):
        if len(shape) != 3:
            raise ValueError("windows need a volume")
        rest = [n + 2 * self.p() - self.f for n in shape[:2]]
        if min(rest) < 0:
            raise ValueError("too large")
        return tuple(n // self.stride + 1 for n in rest)

    def look(self, r, j):
        return r + j * (self.f - 1), j * self.stride


@dataclass
class Conv(Window):
    filters: int = 1

    def out(self, shape):
        return (*self.places(shape), self.filters)

    def learnt(self, shape):
        return self.filters + self.filters * shape[2] * self.f**2


@dataclass
class Pool(Window):
    mode: str = "max"

    def out(self, shape):
        return (*self.places(shape), shape[2])


class Flatten(Layer):
    def out(self, shape):
        return (math.prod(shape),)


@dataclass
class Dense(Layer):
    units: int

    def out(self, shape):
        if len(shape) > 1:
            raise ValueError("dense needs a flat layer")
        return (self.units,)

    def learnt(self, shape):
        return self.units * shape[0] + self.units


class Keep(Layer):
    def __init__(self, **_):
        pass


CLASSES = {"conv": Conv, "pool": Pool, "flatten": Flatten, "fc": Dense, "relu": Keep}
CLASSES["dropout"] = Keep


def made(layer):
    kind = layer["type"]
    if kind not in CLASSES:
        raise ValueError(f"there is no {kind!r}")
    return CLASSES[kind](**{key: value for key, value in layer.items() if key != "type"})


def layer_output_shape(shape, layer):
    return made(layer).out(tuple(shape))


def layer_parameter_count(shape, layer):
    return made(layer).learnt(shape)


def network_summary(input_shape, layers):
    rows = []
    for layer in layers:
        row = {"type": layer["type"], "parameters": layer_parameter_count(input_shape, layer)}
        input_shape = row["output_shape"] = layer_output_shape(input_shape, layer)
        rows.append(row)
    return rows


RELU = {"type": "relu", "name": "relu"}


class Builder:
    def __init__(self, *shape):
        self.shape, self.layers = shape, []

    def conv(self, filters, f=3, **more):
        one = {"type": "conv", "stride": 1, "pad": "same", "f": f, "filters": filters, **more}
        self.layers += [one, RELU]
        return self

    def pool(self, f=2, mode="max"):
        self.layers.append({"mode": mode, "f": f, "stride": 2, "type": "pool", "pad": 0})
        return self

    def flat(self):
        self.layers.append({"type": "flatten"})
        return self

    def fc(self, units, *after):
        self.layers += [{"type": "fc", "units": units}, *after]
        return self

    def imagenet(self):
        half = {"type": "dropout", "keep_prob": 1 / 2}
        return self.flat().fc(4096, RELU, half).fc(4096, RELU, half).fc(1000).done()

    def done(self):
        return self.shape, self.layers


def classic_network(name):
    if name == "lenet5":
        net = Builder(32, 32, 1).conv(6, 5, pad="valid").pool(mode="average")
        net.conv(16, 5, pad="valid").pool(mode="average").flat()
        return net.fc(120, RELU).fc(84, RELU).fc(10).done()
    if name == "alexnet":
        net = Builder(227, 227, 3).conv(96, 11, stride=4, pad="valid").pool(3).conv(256, 5).pool(3)
        return net.conv(384).conv(384).conv(256).pool(3).imagenet()
    if name == "vgg16":
        net = Builder(224, 224, 3).conv(64).conv(64).pool().conv(128).conv(128).pool()
        for n in (256, 512, 512):
            net.conv(n).conv(n).conv(n).pool()
        return net.imagenet()
    raise ValueError(f"{name} is not known")


def receptive_field(layers):
    r, j = 1, 1
    for layer in map(made, layers):
        r, j = layer.look(r, j)
    return r


def conv_cost(shape, f, filters, bottleneck=None):
    chain = [Conv(f, 1, "same", filters)]
    if bottleneck is not None:
        chain.insert(0, Conv(1, 1, "same", bottleneck))
    totals = {"multiplications": 0, "parameters": 0, "layers": len(chain)}
    for layer in chain:
        after = layer.out(shape)
        totals["parameters"] += layer.learnt(shape)
        totals["multiplications"] += math.prod(after) * layer.f * layer.f * shape[2]
        shape = after
    return totals


def dense_equivalent(shape, layer):
    return Dense(math.prod(layer_output_shape(shape, layer))).learnt((math.prod(shape),))


def max_pool_same(A, f=3):
    # One direction after the other: the largest of a row of largests.
    for axis in (1, 2):
        p, out = f // 2, A
        for shift in range(1, p + 1):
            moved = np.full(A.shape, -np.inf)
            back = np.full(A.shape, -np.inf)
            if shift < A.shape[axis]:
                ends = [slice(None)] * 4
                starts = [slice(None)] * 4
                ends[axis], starts[axis] = slice(shift, None), slice(None, -shift)
                moved[tuple(ends)] = A[tuple(starts)]
                back[tuple(starts)] = A[tuple(ends)]
            out = np.maximum(out, np.maximum(moved, back))
        A = out
    return A


@dataclass
class Inception:
    P: dict

    def step(self, A, name):
        return relu(conv_same(A, self.P[f"W{name}"], self.P[f"b{name}"]))

    def __call__(self, A):
        branches = (
            self.step(A, "1"),
            self.step(self.step(A, "3r"), "3"),
            self.step(self.step(A, "5r"), "5"),
            self.step(max_pool_same(A), "p"),
        )
        return np.concatenate(branches, axis=-1)


def inception_forward(A_prev, parameters):
    return Inception(parameters)(A_prev)


class Augmenter:
    def __init__(self, crop, seed):
        self.crop, self.rng = crop, np.random.default_rng(seed)

    def __call__(self, image):
        top, left = (int(self.rng.integers(0, n - self.crop + 1)) for n in image.shape[:2])
        if self.rng.integers(2):
            image = np.fliplr(image)
        return image[top : top + self.crop, left : left + self.crop]


def augment_batch(images, crop, seed):
    if not 0 < crop <= min(images.shape[1:3]):
        raise ValueError(crop)
    return np.stack(list(map(Augmenter(crop, seed), images)))
