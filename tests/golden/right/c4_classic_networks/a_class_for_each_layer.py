"""One small class for each kind of layer; the functions only ask them. -- Benedetta"""

import copy
from dataclasses import asdict, dataclass
from functools import reduce
from typing import ClassVar

import convhelp
import numpy


class Layer:
    kinds: ClassVar[dict] = {}

    def __init_subclass__(cls):
        Layer.kinds[cls.__name__.lower()] = cls

    @staticmethod
    def of(description):
        fields = copy.deepcopy(dict(description))
        kind = fields.pop("type")
        if kind not in Layer.kinds:
            raise ValueError(f"there is no layer {kind!r}")
        return Layer.kinds[kind](**fields)

    def out(self, shape):
        return shape

    def learnt(self, shape):
        return 0


@dataclass
class Window(Layer):
    f: int
    stride: int
    pad: object = 0

    @property
    def p(self):
        if self.pad == "valid":
            return 0
        if self.pad != "same":
            return self.pad
        if self.f % 2 != 1:
            raise ValueError("an even window has no middle")
        return self.f // 2

    def side(self, n):
        left = n + 2 * self.p - self.f
        if left < 0:
            raise ValueError("the window is larger than what it looks at")
        return 1 + left // self.stride

    def grid(self, shape):
        if len(shape) != 3:
            raise ValueError("a window slides over volumes only")
        return self.side(shape[0]), self.side(shape[1])


del Layer.kinds["window"]


@dataclass
class Conv(Window):
    filters: int = 0

    def out(self, shape):
        return (*self.grid(shape), self.filters)

    def learnt(self, shape):
        return self.filters * (1 + shape[2] * self.f * self.f)


@dataclass
class Pool(Window):
    mode: str = "max"

    def out(self, shape):
        return (*self.grid(shape), shape[2])


class Relu(Layer):
    pass


@dataclass
class Dropout(Layer):
    keep_prob: float


class Flatten(Layer):
    def out(self, shape):
        return (reduce(lambda a, b: a * b, shape),)


@dataclass
class Fc(Layer):
    units: int

    def out(self, shape):
        if len(shape) != 1:
            raise ValueError("flatten it first")
        return (self.units,)

    def learnt(self, shape):
        return self.units * (1 + shape[0])


def layer_output_shape(shape, layer):
    return tuple(Layer.of(layer).out(tuple(shape)))


def layer_parameter_count(shape, layer):
    return Layer.of(layer).learnt(tuple(shape))


def network_summary(input_shape, layers):
    def row(layer, shape):
        return {
            "type": layer["type"],
            "output_shape": layer_output_shape(shape, layer),
            "parameters": layer_parameter_count(shape, layer),
        }

    rows, shape = [], input_shape
    for layer in layers:
        rows.append(row(layer, shape))
        shape = rows[-1]["output_shape"]
    return rows


# A network as text: c<filters>,<f>/<stride>,<pad>  m<f>/<stride>  a<f>/<stride>  r  d  flat  <units>
TEXT = {
    "lenet5": "32 32 1: c6,5/1,0 r a2/2 c16,5/1,0 r a2/2 flat 120 r 84 r 10",
    "alexnet": "227 227 3: c96,11/4,0 r m3/2 c256,5/1,2 r m3/2 c384,3/1,1 r c384,3/1,1 r c256,3/1,1 r m3/2 "
    "flat 4096 r d 4096 r d 1000",
    "vgg16": "224 224 3: " + " ".join(
        " ".join([f"c{k},3/1,1 r"] * n) + " m2/2" for k, n in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
    ) + " flat d 4096 r d 4096 r 1000",
}


def read(word):
    if word == "r":
        return {"type": "relu"}
    if word == "d":
        return {"keep_prob": 0.5, "type": "dropout"}
    if word == "flat":
        return {"type": "flatten"}
    if word.isdigit():
        return {"type": "fc", "units": int(word)}
    if word[0] == "c":
        filters, window, pad = word[1:].split(",")
        f, stride = map(int, window.split("/"))
        return {"type": "conv", "f": f, "stride": stride, "filters": int(filters), "pad": int(pad)}
    f, stride = map(int, word[1:].split("/"))
    return {"type": "pool", "f": f, "stride": stride, "pad": "valid", "mode": {"m": "max", "a": "average"}[word[0]]}


def classic_network(name):
    if name not in TEXT:
        raise ValueError("unknown network")
    shape, words = TEXT[name].split(":")
    return tuple(map(int, shape.split())), [read(word) for word in words.split()]


def receptive_field(layers):
    # From the last layer back to the image: r cells of what comes out need (r - 1) s + f of what goes in.
    windows = []
    for layer in layers:
        if layer["type"] == "flatten":
            break
        if layer["type"] in {"conv", "pool"}:
            windows.insert(0, (layer["f"], layer["stride"]))
    r = 1
    for f, s in windows:
        r = (r - 1) * s + f
    return r


@dataclass(frozen=True)
class Cost:
    multiplications: int
    parameters: int

    def __add__(self, other):
        return Cost(self.multiplications + other.multiplications, self.parameters + other.parameters)


def one_cost(shape, f, filters):
    layer = {"type": "conv", "f": f, "stride": 1, "pad": "same", "filters": filters}
    learnt = Conv(f, 1, "same", filters).learnt(shape)
    h, w, _ = Layer.of(layer).out(shape)
    return Cost((learnt - filters) * h * w, learnt)


def conv_cost(shape, f, filters, bottleneck=None):
    if bottleneck is None:
        total = one_cost(shape, f, filters)
    else:
        total = one_cost(shape, 1, bottleneck) + one_cost((*shape[:2], bottleneck), f, filters)
    return asdict(total)


def dense_equivalent(shape, layer):
    size = Flatten().out
    (n,) = size([int(s) for s in shape])
    (units,) = size([int(s) for s in layer_output_shape(shape, layer)])
    return Fc(units).learnt((n,))


def max_pool_same(A, f=3):
    reach = f // 2

    def along(X, axis):
        X = numpy.moveaxis(X, axis, 0)
        best = X.copy()
        for d in range(1, min(reach, len(X) - 1) + 1):
            numpy.maximum(best[d:], X[:-d], out=best[d:])
            numpy.maximum(best[:-d], X[d:], out=best[:-d])
        return numpy.moveaxis(best, 0, axis)

    return along(along(A, 1), 2)


class Inception:
    def __init__(self, parameters):
        self.parameters = parameters

    def step(self, A, name):
        return convhelp.relu(convhelp.conv_same(A, self.parameters[f"W{name}"], self.parameters[f"b{name}"]))

    def __call__(self, A):
        starts = {"1": A, "3": self.step(A, "3r"), "5": self.step(A, "5r"), "p": max_pool_same(A)}
        return numpy.concatenate([self.step(start, name) for name, start in starts.items()], axis=-1)


def inception_forward(A_prev, parameters):
    return Inception(parameters)(A_prev)


class Cutter:
    def __init__(self, crop, seed):
        self.crop, self.rng = crop, numpy.random.Generator(numpy.random.PCG64(seed))

    def __call__(self, image):
        rows, columns, _ = image.shape
        places = [(r, c) for r in range(rows - self.crop + 1) for c in range(columns - self.crop + 1)]
        if self.crop < 1 or not places:
            raise ValueError("this crop does not fit")
        r, c = places[self.rng.choice(len(places))]
        cut = image[r : r + self.crop, c : c + self.crop]
        return numpy.fliplr(cut) if self.rng.uniform() >= 0.5 else cut


def augment_batch(images, crop, seed):
    cutter = Cutter(crop, seed)
    return numpy.stack([cutter(image) for image in images])
