"""The public checks of LeNet-5, AlexNet, VGG-16 and Inception as data; run them with `grade check`."""

import numpy as np
from grader.authoring import Failure, Reference, Student, array, check, close, double_precision, draw, entries, equal, finite, given, kind_of, refuses, require, scalar, sequence, unchanged, unpack
from typing import Any
from numpy.random import Generator
import math
from numpy.typing import NDArray


SURPRISE = 27.0


def by_chance(of: int, chance: float) -> tuple[int, int]:
    """How often, at least and at most, something of that chance occurs in so many draws.

    A share s of n independent draws of chance p is as far off, or further, on its side with a
    probability below e^(−n·KL(s, p)), KL(s, p) = s log(s/p) + (1 − s) log((1 − s)/(1 − p))
    (Chernoff's bound, as in Hoeffding, 1963).
    """
    shares = np.arange(of + 1) / of
    logs = (
        np.log(np.maximum(shares, 1e-300) / chance),
        np.log(np.maximum(1 - shares, 1e-300) / (1 - chance)),
    )
    off = shares * logs[0] + (1 - shares) * logs[1]
    allowed = np.flatnonzero(of * off <= SURPRISE)
    return int(allowed[0]), int(allowed[-1])


def as_often(count: int, of: int, chance: float, what: str, must: str) -> None:
    """Of so many independent draws so many have something of that chance."""
    least, most = by_chance(of, chance)
    law = f"of {of} {what}, {least} to {most} must {must}"
    require(least <= count <= most, law, got=count, want=f"about {of * chance:.0f}")


def seeds(rng: Generator, _: draw.Sizes, __: draw.Fields) -> int:
    """A seed; in a third of the draws 0, which Python takes for false."""
    return int(rng.integers(1, 999, endpoint=True)) if rng.random() < 2 / 3 else 0


Layer = dict[str, Any]


Shape = tuple[int, ...]


EXACT = 2**53


KINDS = ("conv", "pool", "relu", "dropout", "flatten", "fc")


UNKNOWN = (
    *("norm", "flat", "drop", "re", "c", "poo", "Conv", "FC", "relu6", "prelu", "conv2d", "fc1"),
    *("convolution", "pooling", "maxpool", "flatten2", "dropout2d", "dense", "softmax", "input"),
)


WINDOWS, SEEDS = 3000, 100


def border(pad: Any, f: int) -> int:
    """How many zeros a padding puts on each side."""
    words: dict[Any, int] = {None: 0, "valid": 0, "same": f // 2}
    return words[pad] if pad in words else int(pad)


def whole(got: Any, what: str) -> int:
    """A whole number of Python's or of NumPy's."""
    if not isinstance(got, int):
        scalar(got, what)
    found = got[()] if isinstance(got, np.ndarray) and got.ndim == 0 else got
    law = f"{what} must be a whole number (an int); it is {kind_of(got)}"
    require(isinstance(found, int | np.integer) and not isinstance(found, bool), law, got=got)
    return int(found)


def amount(got: Any, want: int, what: str) -> None:
    """Exactly this whole number."""
    found = whole(got, what)
    if found != want and max(abs(found), want) < EXACT:
        close(found, want, rtol=0, atol=0, what=what)
    equal(found, want, what)


def sides(got: Any, want: Shape, what: str = "the output shape") -> None:
    """Exactly this shape."""
    found = [whole(side, f"an entry of {what}") for side in sequence(got, len(want), what)]
    if max(map(abs, found)) < EXACT:
        close(found, np.array(want), rtol=0, atol=0, what=what)
    equal(found, want, what)


def row_is(got: Any, want: tuple[str, Shape, int], what: str) -> None:
    """A row of a summary says this."""
    kind, shape, count = entries(got, "type", "output_shape", "parameters")
    equal(kind, want[0], f"the type of {what}")
    sides(shape, want[1], f"the output shape of {what}")
    amount(count, want[2], f"the parameters of {what}")


def costs(got: Any, multiplications: int, parameters: int, words: str = "") -> None:
    """A cost says this."""
    products, learnt = entries(got, "multiplications", "parameters")
    amount(products, multiplications, f"multiplications{words}")
    amount(learnt, parameters, f"parameters{words}")


@check(
    "layer_output_shape",
    points=4,
    kind="example",
    public=True,
    hint="Count the windows down and across: (n + 2·pad − f)/stride + 1, rounded down, for each "
    "side by itself. conv has a channel for each filter; pool keeps its channels.",
)
def layer_output_shape_by_hand(student: Student, ref: Reference) -> None:
    """Output shapes of layers of all types on (9, 14, 3), and of flat layers.

    The entries of a layer may come in any order, and the shape may be a list.
    """
    conv = {"type": "conv", "f": 5, "stride": 1, "filters": 6}
    pool = {"type": "pool", "f": 2, "stride": 2, "mode": "max"}
    cases: list[tuple[Shape, Layer, Shape]] = [
        ((9, 14, 3), {**conv, "pad": "valid"}, (5, 10, 6)),
        ((9, 14, 3), conv, (5, 10, 6)),
        ((9, 14, 3), {**conv, "pad": 1}, (7, 12, 6)),
        ((9, 14, 3), {**conv, "pad": "same"}, (9, 14, 6)),
        ((9, 14, 3), {**conv, "pad": "same", "stride": 3}, (3, 5, 6)),
        ((9, 14, 3), {**conv, "pad": "same", "f": 11}, (9, 14, 6)),
        ((9, 14, 3), dict(reversed(conv.items())), (5, 10, 6)),
        ((9, 14, 3), {**conv, "pad": 1, "stride": 2, "f": 3}, (5, 7, 6)),
        ((9, 14, 3), pool, (4, 7, 3)),
        ((9, 14, 3), {**pool, "f": 3, "mode": "average"}, (4, 6, 3)),
        ((9, 14, 3), {**pool, "f": 3, "stride": 1, "pad": "same"}, (9, 14, 3)),
        ((9, 14, 3), {**pool, "pad": 3}, (7, 10, 3)),
        ((9, 14, 3), {"type": "relu"}, (9, 14, 3)),
        ((9, 14, 3), {"type": "dropout", "keep_prob": 0.5}, (9, 14, 3)),
        ((9, 14, 3), {"type": "flatten"}, (378,)),
        ((300, 500, 7), {"type": "flatten"}, (1_050_000,)),
        ((7,), {"type": "flatten"}, (7,)),
        ((7,), {"type": "relu"}, (7,)),
        ((7,), {"type": "fc", "units": 20}, (20,)),
    ]
    for shape, layer, want in cases:
        words = ", ".join(f"{key} {value}" for key, value in layer.items() if key != "type")
        name = f"the output shape of {layer['type']} {f'({words}) ' if words else ''}on {shape}"
        sides(student.layer_output_shape(shape, dict(layer)), want, name)
        unchanged(student.layer_output_shape, shape, dict(layer))
    words = "the output shape of a pool on a list"
    sides(student.layer_output_shape([9, 14, 3], dict(pool)), (4, 7, 3), words)


@check(
    "layer_output_shape",
    points=2,
    kind="example",
    public=True,
    hint="A filter must fit down and across, zeros of the padding included. Which f has a middle? "
    "Which layers need three sizes, and which one needs a single one? Types are known by their "
    "whole names.",
)
def layer_output_shape_refuses_by_hand(student: Student, ref: Reference) -> None:
    """ValueError for layers that do not fit their input, and for unknown types.

    No type that the table of layers does not have: "softmax", "flat", "pooling", "conv2d", …
    """
    conv = {"type": "conv", "f": 6, "stride": 1, "pad": 0, "filters": 4}
    pool = {"type": "pool", "f": 2, "stride": 2, "mode": "max"}
    # These fit: 5 + 2 = 7 cells down.
    sides(student.layer_output_shape((5, 9, 2), {**conv, "f": 7, "pad": 1}), (1, 5, 4))
    sides(student.layer_output_shape((5, 9, 2), {**pool, "f": 5}), (1, 3, 2))
    refuses(student.layer_output_shape, (5, 9, 2), conv)
    refuses(student.layer_output_shape, (9, 5, 2), conv)
    refuses(student.layer_output_shape, (9, 5, 2), {**pool, "f": 6})
    # There is no window less than none: 5 rows are short of 9 by more than a stride.
    refuses(student.layer_output_shape, (5, 9, 2), {**pool, "f": 9})
    refuses(student.layer_output_shape, (5, 9, 2), {**conv, "f": 8, "pad": 1})
    for even in (2, 4):
        refuses(student.layer_output_shape, (5, 9, 2), {**conv, "f": even, "pad": "same"})
        refuses(student.layer_output_shape, (5, 9, 2), {**pool, "f": even, "pad": "same"})
    for volume_shape in ((5, 9, 2), (1, 1, 5), (1, 1, 1)):
        refuses(student.layer_output_shape, volume_shape, {"type": "fc", "units": 3})
    refuses(student.layer_output_shape, (90,), {**conv, "f": 1})
    refuses(student.layer_output_shape, (90,), pool)
    # Nothing but the type is wrong with these.
    whole_layer = {**conv, **pool, "units": 3, "keep_prob": 0.5}
    for unknown in UNKNOWN:
        for shape in ((5, 9, 2), (90,)):
            refuses(student.layer_output_shape, shape, {**whole_layer, "type": unknown})


@check(
    "layer_parameter_count",
    points=4,
    kind="example",
    public=True,
    hint="A filter has f·f weights for each channel of its input, and one bias. A unit of fc has "
    "one weight for each of its inputs, and one bias.",
)
def layer_parameter_count_by_hand(student: Student, ref: Reference) -> None:
    """Six 5 × 5 filters on (9, 14, 3): 456; 120 units on (400,): 48120; a pool: 0."""
    conv = {"type": "conv", "f": 5, "stride": 1, "pad": "valid", "filters": 6}
    pool = {"type": "pool", "f": 2, "stride": 2, "mode": "max"}
    cases: list[tuple[Shape, Layer, int]] = [
        ((9, 14, 3), conv, 456),
        ((14, 9, 6), {**conv, "filters": 16}, 2416),
        ((7, 12, 5), {**conv, "f": 3, "stride": 2, "pad": 1, "filters": 4}, 184),
        ((7, 12, 5), {"type": "conv", "f": 1, "stride": 1, "filters": 2}, 12),
        ((400,), {"type": "fc", "units": 120}, 48120),
        ((9, 14, 3), pool, 0),
        ((9, 14, 3), {**pool, "mode": "average"}, 0),
        ((9, 14, 3), {"type": "relu"}, 0),
        ((9, 14, 3), {"type": "flatten"}, 0),
        ((400,), {"type": "dropout", "keep_prob": 0.5}, 0),
        ((400,), {"type": "relu"}, 0),
        ((1_000_001,), {"type": "fc", "units": 3001}, 3_001_006_002),
    ]
    for shape, layer, want in cases:
        count = student.layer_parameter_count(shape, dict(layer))
        amount(count, want, f"the parameters of {layer['type']} on {shape}")
        unchanged(student.layer_parameter_count, shape, dict(layer))


@check(
    "network_summary",
    points=4,
    kind="example",
    public=True,
    hint="What comes out of one layer goes into the next. The parameters of a layer follow from "
    "the shape that goes in.",
)
def network_summary_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five layers on (8, 11, 3), row by row; flat layers; and no layers."""
    layers = [
        {"type": "conv", "f": 3, "stride": 1, "pad": "same", "filters": 4},
        {"type": "relu"},
        {"type": "pool", "f": 2, "stride": 2, "mode": "max"},
        {"type": "flatten"},
        {"type": "fc", "units": 5},
    ]
    want: list[tuple[str, Shape, int]] = [
        ("conv", (8, 11, 4), 112),
        ("relu", (8, 11, 4), 0),
        ("pool", (4, 5, 4), 0),
        ("flatten", (80,), 0),
        ("fc", (5,), 405),
    ]
    rows = sequence(student.network_summary((8, 11, 3), layers), 5, "the summary")
    for place, (got, one) in enumerate(zip(rows, want, strict=True)):
        row_is(got, one, f"layer {place} ({one[0]})")
    unchanged(student.network_summary, (8, 11, 3), layers)
    # Flat from the beginning; the first and the last layer are equal, and what they read is not.
    for units, first, last in ((4, 28, 20), (3, 21, 12)):
        layers = [{"type": "fc", "units": units}, {"type": "relu"}, {"type": "fc", "units": units}]
        want = [("fc", (units,), first), ("relu", (units,), 0), ("fc", (units,), last)]
        rows = sequence(student.network_summary((6,), layers), 3, "the summary of flat layers")
        for place, (got, one) in enumerate(zip(rows, want, strict=True)):
            row_is(got, one, f"flat layer {place} ({one[0]})")
    sequence(student.network_summary((8, 11, 3), []), 0, "the summary without layers")


def kind_of_layer(got: Any, what: str) -> str:
    """The type of a layer that a student wrote down."""
    (kind,) = entries(got, "type")
    known = isinstance(kind, str) and kind in KINDS
    require(known, f'the "type" of {what} must be one of {", ".join(KINDS)}', got=kind)
    return str(kind)


def layer_of(got: Any, what: str) -> tuple[Any, ...]:
    """A layer that a student wrote down, looked at: its type and what belongs to it."""
    named = kind_of_layer(got, what)
    if named == "fc":
        (units,) = entries(got, "units")
        return named, whole(units, f"units of {what}")
    if named == "dropout":
        (kept,) = entries(got, "keep_prob")
        return named, finite(kept, f"keep_prob of {what}")
    if named not in ("conv", "pool"):
        return (named,)
    f, stride, last = entries(got, "f", "stride", "filters" if named == "conv" else "mode")
    side, step = whole(f, f"f of {what}"), whole(stride, f"stride of {what}")
    pad = got.get("pad", 0)
    if isinstance(pad, str):
        law = f'pad of {what} must be a whole number, "valid" or "same"'
        require(pad in ("valid", "same") and (pad == "valid" or side % 2 == 1), law, got=pad)
        pad = border(pad, side)
    if named == "conv":
        last = whole(last, f"filters of {what}")
    else:
        law = f'mode of {what} must be "max" or "average"'
        require(isinstance(last, str) and last in ("max", "average"), law, got=last)
    return named, side, step, whole(pad, f"pad of {what}"), last


def written_down(got: Any) -> tuple[Shape, list[tuple[Any, ...]]]:
    """A network that a student wrote down, looked at."""
    shape, layers = unpack(got, "input_shape", "layers")
    found = tuple(
        whole(side, "an entry of input_shape") for side in sequence(shape, 3, "input_shape")
    )
    listed = sequence(layers, what="the list of layers")
    return found, [layer_of(one, f"layer {place}") for place, one in enumerate(listed)]


@check(
    "classic_network",
    points=4,
    kind="example",
    public=True,
    hint="Print the summary beside the table of the handout: which is the first layer with another "
    "shape, and which has another count? Other layers can make the same shapes: the sides of "
    "windows, strides and paddings are to be those of the table.",
)
def classic_network_totals(student: Student, ref: Reference) -> None:
    """The three networks have 61706, 62378344 and 138357544 parameters, by your summary.

    How many layers there are of each type, the first of them, and the pools; twice the same.
    """
    # What comes out of the first layer and of the last pool; conv, pool and fc; the pools.
    facts: dict[str, tuple[int, Shape, Shape, tuple[int, int, int], tuple[int, int, str]]] = {
        "lenet5": (61_706, (28, 28, 6), (5, 5, 16), (2, 2, 3), (2, 2, "average")),
        "alexnet": (62_378_344, (55, 55, 96), (6, 6, 256), (5, 3, 3), (3, 2, "max")),
        "vgg16": (138_357_544, (224, 224, 64), (7, 7, 512), (13, 5, 3), (2, 2, "max")),
    }
    # The input, and f, stride and padding of the first layer.
    begins: dict[str, tuple[Shape, Shape]] = {
        "lenet5": ((32, 32, 1), (5, 1, 0)),
        "alexnet": ((227, 227, 3), (11, 4, 0)),
        "vgg16": ((224, 224, 3), (3, 1, 1)),
    }
    for name, (total, first, last, numbers, pool) in facts.items():
        shape, layers = unpack(student.classic_network(name), "input_shape", "layers")
        sides(shape, begins[name][0], f"input_shape of {name}")
        listed = sequence(layers, what="the list of layers")
        kinds = [kind_of_layer(one, f"layer {place}") for place, one in enumerate(listed)]
        for kind, number in zip(("conv", "pool", "fc"), numbers, strict=True):
            amount(kinds.count(kind), number, f"the number of {kind} layers of {name}")
        for kind, number in (("relu", 7), ("dropout", 2)) if name == "alexnet" else ():
            amount(kinds.count(kind), number, f"the number of {kind} layers of {name}")
        for place, (one, kind) in enumerate(zip(listed, kinds, strict=True)):
            if kind == "pool":
                window = entries(one, "f", "stride", "mode")
                equal(window, pool, f"(f, stride, mode) of layer {place} of {name}")
                padded = layer_of(one, f"layer {place} of {name}")[3]
                amount(padded, 0, f"the padding of layer {place} of {name}, a pool,")
        opening = layer_of(listed[kinds.index("conv")], f"the first conv of {name}")[1:4]
        equal(opening, begins[name][1], f"(f, stride, padding) of the first conv of {name}")
        rows = sequence(student.network_summary(shape, layers), len(listed), f"the rows of {name}")
        shapes, counts = [], []
        for row in rows:
            _, output_shape, parameters = entries(row, "type", "output_shape", "parameters")
            shapes.append(output_shape)
            counts.append(whole(parameters, f"a parameter count of {name}"))
        words = ", by your network_summary,"
        sides(shapes[kinds.index("conv")], first, f"the output shape of {name}'s first conv{words}")
        before = max(place for place, kind in enumerate(kinds) if kind == "pool")
        sides(shapes[before], last, f"the output shape of {name}'s last pool{words}")
        amount(sum(counts), total, f"the parameters of {name} in all{words}")
        law = f"a second call must return the same {name}"
        _, again = written_down(student.classic_network(name))
        require(again == [layer_of(one, "a layer") for one in listed], law)


@check(
    "classic_network",
    points=3,
    kind="property",
    public=True,
    hint="relu right after each conv, and after each fc but the last, whose numbers go to softmax. "
    "Dropout where nearly all of the weights are.",
)
def classic_network_novelties(student: Student, ref: Reference) -> None:
    """AlexNet has relu after each conv and fc but the last, and dropout for two fc layers."""
    _, layers = written_down(student.classic_network("alexnet"))
    kinds = [one[0] for one in layers]
    amount(kinds.count("conv"), 5, "the number of conv layers of alexnet")
    amount(kinds.count("fc"), 3, "the number of fc layers of alexnet")
    learnt = [place for place, kind in enumerate(kinds) if kind in ("conv", "fc")]
    for place in learnt[:-1]:
        law = f"relu must follow right after layer {place} of alexnet, which is {kinds[place]}"
        require(kinds[place + 1] == "relu", law, got=kinds[place + 1], want="relu")
    amount(kinds.count("relu"), len(learnt) - 1, "the number of relu layers of alexnet")
    dropped = [place for place, kind in enumerate(kinds) if kind == "dropout"]
    amount(len(dropped), 2, "the number of dropout layers of alexnet")
    ends = [place for place, kind in enumerate(kinds) if kind in ("flatten", "fc")]
    # Before or after the units whose outputs it drops: either is done.
    law = "each dropout of alexnet must stand between flatten and the last fc, with an fc between"
    first, second = dropped
    apart = any(first < place < second for place in ends[1:])
    require(ends[0] < first and second < ends[-1] and apart, law, got=kinds)
    for place in dropped:
        close(layers[place][1], 0.5, what="keep_prob of a dropout of alexnet")


@check(
    "classic_network",
    points=1,
    kind="example",
    public=True,
    hint="Three names are known, letter by letter; a fourth is a mistake of the caller's.",
)
def classic_network_refuses(student: Student, ref: Reference) -> None:
    """ValueError for "vgg19", "lenet", "AlexNet", "vgg-16" and others; three names are known."""
    for name, sizes in (("lenet5", 1), ("alexnet", 3), ("vgg16", 3)):
        shape, _ = unpack(student.classic_network(name), "input_shape", "layers")
        amount(sequence(shape, 3, "input_shape")[2], sizes, f"the channels of {name}'s input")
    others = ("resnet", "vgg19", "vgg", "lenet", "lenet5a", "AlexNet", "alexnet2", "")
    for name in (*others, "LeNet-5", "LeNet5", "lenet-5", "VGG16", "vgg-16", "vgg16 ", "googlenet"):
        refuses(student.classic_network, name)


@check(
    "receptive_field",
    points=4,
    kind="example",
    public=True,
    hint="A window of f cells that lie jump pixels apart sees (f − 1)·jump more than one of them. "
    "The stride of a layer widens the jump for those after it.",
)
def receptive_field_by_hand(student: Student, ref: Reference) -> None:
    """Receptive fields of one to three 3 × 3 layers, of LeNet-5 and of AlexNet, by hand."""

    def conv(f: int, stride: int = 1) -> Layer:
        return {"type": "conv", "f": f, "stride": stride, "pad": f // 2, "filters": 8}

    def pool(f: int, stride: int) -> Layer:
        return {"type": "pool", "f": f, "stride": stride, "mode": "average"}

    end: list[Layer] = [{"type": "flatten"}, {"type": "fc", "units": 10}, {"type": "relu"}]
    lenet5 = [conv(5), pool(2, 2), conv(5), pool(2, 2)]
    alexnet = [conv(11, 4), pool(3, 2), conv(5)]
    cases: list[tuple[str, list[Layer], int]] = [
        ("no layer", [], 1),
        ("conv 3", [conv(3)], 3),
        ("conv 3, conv 3", [conv(3), conv(3)], 5),
        ("conv 3, conv 3, conv 3", [conv(3), conv(3), conv(3)], 7),
        ("conv 3, relu, dropout, conv 3", [conv(3), {"type": "relu"}, dropped(), conv(3)], 5),
        ("LeNet-5 up to its first pool", lenet5[:2], 6),
        ("LeNet-5 up to its second conv", lenet5[:3], 14),
        ("LeNet-5, whole", lenet5 + end, 16),
        ("AlexNet up to its first pool", alexnet[:2], 19),
        ("AlexNet up to its second conv", alexnet, 51),
        ("twenty convs 3/2", 20 * [conv(3, 2)], 2**21 - 1),
    ]
    for words, layers, want in cases:
        amount(student.receptive_field(layers), want, f"the receptive field of {words}")
    unchanged(student.receptive_field, lenet5 + end)


def dropped() -> Layer:
    """A dropout layer."""
    return {"type": "dropout", "keep_prob": 0.5}


@check(
    "conv_cost",
    points=4,
    kind="example",
    public=True,
    hint="Each number of the output costs f·f·n_C multiplications. With a bottleneck there are two "
    "layers, and the second reads what the first has made.",
)
def conv_cost_by_hand(student: Student, ref: Reference) -> None:
    """32 filters 5 × 5 on (14, 28, 192): 60211200, or 6221824 with a bottleneck of 16."""
    plain = student.conv_cost((14, 28, 192), 5, 32)
    costs(plain, 60_211_200, 153_632)
    narrow = student.conv_cost((14, 28, 192), 5, 32, bottleneck=16)
    costs(narrow, 6_221_824, 15_920, " with a bottleneck")
    costs(student.conv_cost((3, 4, 2), 3, 5, 1), 564, 53, " with a bottleneck of 1")
    costs(student.conv_cost((4, 3, 7), 1, 2, None), 168, 16, " of 1 × 1 filters")
    costs(student.conv_cost((3, 4, 2), 3, 5, 2), 1128, 101, " with a bottleneck of 2")
    words = " with a bottleneck of 4, more than there are channels"
    costs(student.conv_cost((3, 4, 2), 3, 5, 4), 2256, 197, words)
    costs(student.conv_cost((3, 4, 2), 11, 5), 14_520, 1215, " of 11 × 11 filters")
    # More than 2³¹, and odd.
    costs(student.conv_cost((113, 227, 129), 3, 127), 3_782_162_997, 147_574, " of 127 filters")


@check(
    "dense_equivalent",
    points=2,
    kind="example",
    public=True,
    hint="Six 5 × 5 filters on (9, 14, 3): 9·14·3 = 378 inputs and a bias for each of the 5·10·6 = "
    "300 numbers that come out. Large numbers are asked for to the last digit: which whole numbers "
    "have as many as they need?",
)
def dense_equivalent_by_hand(student: Student, ref: Reference) -> None:
    """Six 5 × 5 filters on (9, 14, 3): 379·300 = 113700; beyond 10²⁰ exact to the last digit.

    The convolution itself has 456. Five 3 × 3 filters on (7, 12, 2), with a stride and padding.
    """
    conv = {"type": "conv", "f": 5, "stride": 1, "pad": "valid", "filters": 6}
    words = "the parameters of a dense layer"
    amount(student.dense_equivalent((9, 14, 3), conv), 113_700, words)
    wide = {"type": "conv", "f": 3, "stride": 2, "pad": 1, "filters": 5}
    amount(student.dense_equivalent((7, 12, 2), wide), 20_280, words)
    # As many numbers come out as go in: n, and the answer is (n + 1)·n for n = 12885688329.
    large = {"type": "conv", "f": 1, "stride": 1, "filters": 3}
    amount(student.dense_equivalent((65537, 65539, 3), large), 166_040_963_725_012_500_570, words)


@check(
    "max_pool_same",
    points=2,
    kind="example",
    public=True,
    hint="What is outside never wins, however far below 0 the cells are, and a 0 inside counts. In "
    "the corner of the first volume only four cells of the 3 × 3 window lie inside, and all are "
    "negative.",
)
def max_pool_same_by_hand(student: Student, ref: Reference) -> None:
    """Two volumes (3, 4, 2) of negative numbers, by hand, and a row; f is 3 if nothing is said.

    Cells of −10¹⁰⁰, at the border and within.
    """
    one = [[-5.0, -1.0, -7.0, -3.0], [-2.0, -8.0, -6.0, -9.0], [-4.0, -9.0, -8.0, -6.0]]
    made = [[-1.0, -1.0, -1.0, -3.0], [-1.0, -1.0, -1.0, -3.0], [-2.0, -2.0, -6.0, -6.0]]
    first, pooled = np.array(one), np.array(made)
    A = np.stack([np.stack([first, first - 20], axis=2), np.stack([first[::-1], first], axis=2)])
    want = np.stack(
        [np.stack([pooled, pooled - 20], axis=2), np.stack([pooled[::-1], pooled], axis=2)]
    )
    close(student.max_pool_same(A), want)
    close(student.max_pool_same(A, 1), A, what="the result for f = 1")
    whole_rows = np.broadcast_to(A.max(axis=(1, 2), keepdims=True), A.shape)
    close(student.max_pool_same(A, f=7), whole_rows, what="the result for f = 7")
    # Any number that is not as far below 0 would win here, be it the border's or a first guess.
    deep = np.full((1, 3, 4, 1), -1e100)
    close(student.max_pool_same(deep), deep, rtol=0, what="the result for cells of −10¹⁰⁰")
    row = np.array([-1e40, -2e40, -3e40, -4.0, 0.0, -5.0]).reshape(1, 1, 6, 1)
    largest = np.array([-1e40, -1e40, -4.0, 0.0, 0.0, 0.0]).reshape(1, 1, 6, 1)
    close(student.max_pool_same(row), largest, what="the result for a single row")
    double_precision(student.max_pool_same(A), "the result")
    unchanged(student.max_pool_same, A, 3)


@check(
    "inception_forward",
    points=2,
    kind="example",
    public=True,
    hint="Work out one branch at a time: relu after each convolution, also after the 1 × 1 one "
    "that comes before a larger one. Then the channels side by side: 1 × 1, 3 × 3, 5 × 5, pool.",
)
def inception_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's block on two volumes (2, 3, 2)."""
    first = [[[3, 1], [-1, 4], [5, 2]], [[0, -3], [2, 2], [-2, 6]]]
    second = [[[-4, 1], [1, 3], [0, 0]], [[6, -1], [-5, 5], [7, -2]]]
    A_prev = np.array([first, second], dtype=np.float64)
    W3, W5 = np.zeros((3, 3, 2, 1)), np.zeros((5, 5, 1, 2))
    W3[1, 0, 0, 0], W3[2, 1, 1, 0] = 1.0, -1.0
    W5[2, 4, 0, 0], W5[1, 2, 0, 1] = 1.0, -3.0
    P = {"W1": np.array([1.0, -1.0]).reshape(1, 1, 2, 1), "b1": np.full((1, 1, 1, 1), 1.0)}
    P |= {"W3r": np.eye(2).reshape(1, 1, 2, 2), "b3r": np.array([-1.0, 0.0]).reshape(1, 1, 1, 2)}
    P |= {"W3": W3, "b3": np.full((1, 1, 1, 1), 2.0)}
    P |= {"W5r": np.array([0.0, 1.0]).reshape(1, 1, 2, 1), "b5r": np.full((1, 1, 1, 1), -2.0)}
    P |= {"W5": W5, "b5": np.array([0.0, 5.0]).reshape(1, 1, 1, 2)}
    P |= {"Wp": np.array([3.0, -2.0]).reshape(1, 1, 2, 1), "bp": np.full((1, 1, 1, 1), -2.0)}
    P = {name: P[name] for name in sorted(P)}
    want = [
        [[[3, 0, 4], [4, 1, 0]], [[0, 0, 1], [8, 0, 10]]],
        [[[2, 2, 0], [2, 2, 3]], [[2, 0, 2], [2, 7, 2]]],
        [[[0, 0, 0], [4, 0, 0]], [[0, 0, 0], [0, 0, 0]]],
        [[[5, 5, 5], [5, 0, 5]], [[5, 5, 5], [5, 2, 5]]],
        [[[0, 1, 1], [0, 1, 1]], [[6, 9, 9], [6, 9, 9]]],
    ]
    channels = np.moveaxis(np.array(want, dtype=np.float64), 0, 3).copy()
    got = array(student.inception_forward(A_prev, P), channels.shape)
    names = ("1 × 1", "3 × 3", "first 5 × 5", "second 5 × 5", "pool's")
    for k, name in enumerate(names):
        close(got[..., k], channels[..., k].copy(), what=f"channel {k}, the {name} one,")
    unchanged(student.inception_forward, A_prev, P)
    # −1 and −4 everywhere: the pool hands on what is negative, 3·(−1) − 2·(−4) − 2 = 3.
    low = np.broadcast_to(np.array([-1.0, -4.0]), A_prev.shape).copy()
    got = array(student.inception_forward(low, P), channels.shape)
    for k, (name, value) in enumerate(zip(names, (4.0, 2.0, 0.0, 5.0, 3.0), strict=True)):
        what = f"channel {k}, the {name} one, of an A_prev of −1 and −4,"
        close(got[..., k], np.full(channels.shape[:3], value), what=what)


def numbered(shape: tuple[int, int, int, int], dtype: str = "uint16") -> NDArray[Any]:
    """Images of which no two pixels are the same, or in uint8 no two of one image."""
    return np.arange(math.prod(shape)).reshape(shape).astype(dtype)


def outcomes(got: Any, images: NDArray[Any], crop: int) -> NDArray[np.int64]:
    """Which window of its image each one is, row by row, and whether it is mirrored: (m, 2)."""
    m, n_H, n_W, n_C = images.shape
    down, across = n_H - crop + 1, n_W - crop + 1
    found = array(got, (m, crop, crop, n_C), what="the batch")
    same_type = found.dtype == images.dtype
    law = f"the dtype of the images must stay {images.dtype}"
    require(same_type, law, got=str(found.dtype), want=str(images.dtype))
    places = np.full((m, 2), -1)
    for top in range(down):
        for left in range(across):
            window = images[:, top : top + crop, left : left + crop]
            for mirrored, one in enumerate((window, np.flip(window, axis=2))):
                fits = (found == one).all(axis=(1, 2, 3))
                places[fits] = top * across + left, mirrored
    odd = np.flatnonzero(places[:, 0] < 0)
    if odd.size:
        raise Failure(
            f"image {odd[0]} of the result must be a window of image {odd[0]}, or such a window "
            "with left and right swapped",
            got=found[odd[0]],
            want=f"{crop} × {crop} pixels of image {odd[0]}",
        )
    return places


@check(
    "augment_batch",
    points=2,
    kind="statistical",
    public=True,
    hint="A 4 × 5 image has 2 rows and 3 columns in which a 3 × 3 window may begin, the last ones "
    "included. Each image draws its place and its coin anew, nothing is written into images, and "
    "fractions and whole numbers of 60 bits come through as they are.",
)
@given(seed=draw.options(0, 1, 2), examples=3)
def augment_batch_takes_windows(student: Student, ref: Reference, seed: int) -> None:
    """In 300 images of 4 × 5 each of the 6 windows occurs, as it is and mirrored.

    The same seed gives the same, another seed other places and coins; numbers and dtype stay. A
    crop of 4 fits into 6 × 4, and 5 and 0 do not.
    """
    images = numbered((300, 4, 5, 2))
    got = student.augment_batch(images, 3, seed)
    found = outcomes(got, images, 3)
    # That one of the twelve is missing has a chance of 12·(11/12)³⁰⁰, less than 10⁻¹⁰.
    for place in range(6):
        for mirrored, words in enumerate(("as it is", "mirrored")):
            top, left = divmod(place, 3)
            law = f"some of 300 windows must begin at row {top}, column {left}, and be {words}"
            require((found == (place, mirrored)).all(axis=1).any(), law)
    for part, words in enumerate(("places", "coins")):
        alike = found[1:, part] == found[:-1, part]
        law = f"neighbours in a batch must have other {words} at times, and at times the same"
        require(alike.any() and not alike.all(), law)
    again = outcomes(student.augment_batch(images, 3, seed), images, 3)
    other = outcomes(student.augment_batch(images, 3, seed + 1), images, 3)
    for part, words in enumerate(("places", "coins")):
        same = (again[:, part] == found[:, part]).all()
        require(same, f"the same seed must give the same {words} in a second call")
        changed = (other[:, part] != found[:, part]).any()
        require(changed, f"another seed must give other {words}")
    few = numbered((3, 6, 4, 2), "uint8")
    outcomes(student.augment_batch(few, 4, seed), few, 4)
    unchanged(student.augment_batch, images, 3, seed)
    for hard in (
        numbered((40, 3, 4, 5), "float64") / 7 - 9,
        numbered((40, 3, 4, 5), "int64") - 2**60,
    ):
        outcomes(student.augment_batch(hard, 2, seed), hard, 2)
    for crop in (5, 0):
        refuses(student.augment_batch, few, crop, seed)


GEOMETRIES = draw.options((3, 5, 2), (6, 4, 3), (4, 7, 4), (6, 3, 3))


@check(
    "augment_batch",
    points=2,
    kind="statistical",
    public=True,
    hint="Every place is as likely as every other, the first and the last ones too, and the coin "
    "is fair whatever the place.",
)
@given(draw.drawn(seed=seeds), geometry=GEOMETRIES, examples=4)
def augment_batch_is_fair(
    student: Student, ref: Reference, seed: int, geometry: tuple[int, int, int]
) -> None:
    """Of 3000 windows each place comes as often as every other, and half are mirrored."""
    height, width, crop = geometry
    images = numbered((WINDOWS, height, width, 1), "int32")
    found = outcomes(student.augment_batch(images, crop, seed), images, crop)
    down, across = height - crop + 1, width - crop + 1
    rows, columns = np.divmod(found[:, 0], across)
    as_often(int(found[:, 1].sum()), WINDOWS, 0.5, "windows", "be mirrored")
    for name, starts, count in (("row", rows, down), ("column", columns, across)):
        for start in range(count if count > 1 else 0):
            number = int((starts == start).sum())
            as_often(number, WINDOWS, 1 / count, "windows", f"begin at {name} {start}")
    for place in range(down * across):
        for mirrored, words in enumerate(("as they are", "mirrored")):
            top, left = divmod(place, across)
            number = int((found == (place, mirrored)).all(axis=1).sum())
            must = f"begin at row {top}, column {left}, and be {words}"
            as_often(number, WINDOWS, 1 / (2 * down * across), "windows", must)


@check(
    "augment_batch",
    points=1,
    kind="statistical",
    public=True,
    hint="Each image has a place and a coin of its own, every place as likely as every other, and "
    "all of it follows from the seed. The coin is tossed even where nothing is left to cut.",
)
@given(draw.drawn(seed=seeds), examples=2)
def augment_batch_draws_for_each_image(student: Student, ref: Reference, seed: int) -> None:
    """Each image draws its own place and its own coin, also where nothing is to be cut."""
    images = numbered((WINDOWS, 3, 6, 1), "int32")
    found = outcomes(student.augment_batch(images, 2, seed), images, 2)
    for apart in (1, 2):
        same = found[:-apart] == found[apart:]
        what = f"pairs of images {apart} apart"
        as_often(int(same[:, 1].sum()), len(same), 0.5, what, "be both mirrored or both not")
        as_often(int(same[:, 0].sum()), len(same), 0.1, what, "begin at the same place")
    four = numbered((4, 3, 6, 1))
    # Seeds that lie 10 apart: image i may well have a generator of seed + i.
    several = (student.augment_batch(four, 2, seed + 10 * more) for more in range(SEEDS))
    drawn = np.array([outcomes(got, four, 2) for got in several])
    first, second = drawn[:, 0], drawn[:, 1]
    as_often(int(first[:, 1].sum()), SEEDS, 0.5, "seeds", "mirror the first image")
    same = int((first[:, 1] == second[:, 1]).sum())
    as_often(same, SEEDS, 0.5, "seeds", "mirror both of two images or neither")
    half = int((drawn[:, :, 1].sum(axis=1) == 2).sum())
    as_often(half, SEEDS, 6 / 16, "seeds", "mirror exactly two of four images")
    # That all four places differ has a chance of 0.9·0.8·0.7.
    met = sum(len(set(one)) < len(one) for one in drawn[:, :, 0].tolist())
    as_often(met, SEEDS, 1 - 0.504, "seeds", "cut two of four images at the same place")
    for place in range(10):
        number, must = int((first[:, 0] == place).sum()), "begin at row {}, column {} in the first"
        as_often(number, SEEDS, 0.1, "seeds", must.format(*divmod(place, 5)))
    # Nothing is left to cut, and the coin is tossed all the same.
    entire = numbered((80, 3, 3, 1))
    coins = outcomes(student.augment_batch(entire, 3, seed), entire, 3)[:, 1]
    as_often(int(coins.sum()), 80, 0.5, "whole images", "be mirrored")
    again = outcomes(student.augment_batch(entire, 3, seed), entire, 3)[:, 1]
    law = "the same seed must mirror the same of whole images in a second call"
    require(np.array_equal(again, coins), law)
