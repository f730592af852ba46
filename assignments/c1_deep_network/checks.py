"""The checks of "A network of L layers, step by step".

Each states one law of the exercise that its name starts with. Caches are the student's own
business: a check hands them from a forward step to the backward step and never looks into
them. Nothing here may touch any other value of a student's before one of the comparing
helpers has looked at its type and shape.
"""

from typing import Any

import numpy as np
from numpy.random import Generator

from common.datasets import digits_to_learn
from common.networks import (
    NEAR,
    Network,
    inputs,
    labels,
    names_of,
    network_of,
    networks,
    networks_agree,
    one_step_further,
    seeds,
    twelve_layers,
    weights,
    widths,
)
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    changes,
    check,
    classes,
    close,
    costs_agree,
    double_precision,
    draw,
    entries,
    finite,
    given,
    gradients_agree,
    guarded_cost,
    quiet,
    refuses,
    require,
    scalar,
    sequence,
    steps_do_not_grow,
    unchanged,
    unpack,
)

DIGITS_NETWORK = [64, 20, 7, 1]
TRAIN, TEST = 200, 400
# This near to a probability of 1/2 rounding may decide the side.
TIE = 1e-6
# What a guard of the logarithm may move a probability by, and a probability that shows more.
SMALL = 5e-8


# What the checks share: inputs, and laws used more than once

LN3 = np.log(3)
# The layer of the handout's worked example: two units over three others, and four examples.
A_PREV = np.array([[1.0, 0.0, -1.0, -1.0], [-1.0, 1.0, 0.0, -1.0], [0.0, 0.0, 1.0, 3.0]])
W_OF_TWO = np.array([[1.0, -1.0, 1.0], [2.0, 1.0, 0.0]])
B_OF_TWO = np.array([[-1.0], [1.0]])
# What comes back to it, and what goes on to the layer before.
D_Z = np.array([[4.0, -4.0, 8.0, 0.0], [0.0, 4.0, -4.0, 12.0]])
D_A_PREV = np.array([[4.0, 4.0, 0.0, 24.0], [-4.0, 8.0, -12.0, 12.0], [4.0, -4.0, 8.0, 0.0]])


def one_layer(times: float) -> tuple[Array, Array, Array]:
    """A_prev, W and b of the worked example, with a Z of [[1, −2, −1, 2], [2, 2, −1, −2]]·times."""
    return times * A_PREV, W_OF_TWO.copy(), times * B_OF_TWO


def by_hand() -> tuple[Array, Array, Network]:
    """X, Y and the parameters of the handout's worked example of two layers."""
    parameters = {
        "W1": np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]),
        "b1": np.array([[-2.0], [-2.0], [2.0]]),
        "W2": LN3 * np.array([[2.0, -3.0, 3.0], [-2.0, -1.0, 1.0]]),
        "b2": LN3 * np.array([[-1.0], [1.0]]),
    }
    X = np.array([[1.0, 2.0, 2.0, 3.0], [0.0, 1.0, -1.0, 0.0]])
    return X, np.array([[1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]]), parameters


def layers(**more: draw.Field) -> Any:
    """One layer: n units over n_prev others."""
    return draw.drawn(
        sizes={"n_prev": (1, 5), "n": (1, 5), "m": (1, 7)},
        A=draw.normal("n_prev", "m"),
        W=draw.normal("n", "n_prev", scale=0.7),
        b=draw.normal("n", 1),
        **more,
    )


def layer_is_smooth(layer: dict[str, Any]) -> bool:
    """No Z of the layer lies at the kink of relu."""
    return bool(np.abs(layer["W"] @ layer["A"] + layer["b"]).min() > NEAR)


def enlarged(X: Array, parameters: Network, times: float) -> tuple[Array, Network]:
    """The same network with hidden activations `times` as large: relu lets a factor through."""
    last = len(parameters) // 2
    found = {name: times * v if name[0] == "b" else v for name, v in parameters.items()}
    found[f"b{last}"] = parameters[f"b{last}"]
    found[f"W{last}"] = parameters[f"W{last}"] / times
    return times * X, found


def before_the_end(X: Array, parameters: Network) -> tuple[Array, float]:
    """The input of the last layer, and the smallest |Z| of the hidden ones."""
    A, nearest = X, np.inf
    for layer in range(1, len(parameters) // 2):
        Z = parameters[f"W{layer}"] @ A + parameters[f"b{layer}"]
        A, nearest = np.maximum(0.0, Z), min(nearest, float(np.abs(Z).min()))
    return A, nearest


def network_is_smooth(network: dict[str, Any]) -> bool:
    """No Z of a hidden layer lies at the kink of relu."""
    return before_the_end(network["X"], network["parameters"])[1] > NEAR


def saturated(_: Generator, __: draw.Sizes, fields: draw.Fields) -> Network:
    """The drawn network with a last layer so steep that its Z span −1000 … 1000 in each row."""
    parameters, last = dict(fields["parameters"]), len(fields["layer_dims"]) - 1
    Z = parameters[f"W{last}"] @ before_the_end(fields["X"], parameters)[0]
    low, high = Z.min(axis=1, keepdims=True), Z.max(axis=1, keepdims=True)
    steepness = 2000.0 / np.maximum(high - low, NEAR)
    parameters[f"W{last}"] = steepness * parameters[f"W{last}"]
    parameters[f"b{last}"] = -steepness * (low + high) / 2
    return parameters


def one_wrong(_: Generator, __: draw.Sizes, fields: draw.Fields) -> Array:
    """The labels that the saturated network predicts, but for its surest 1, which is a 0."""
    parameters, last = fields["steep"], len(fields["layer_dims"]) - 1
    A, _nearest = before_the_end(fields["X"], parameters)
    Z = parameters[f"W{last}"] @ A + parameters[f"b{last}"]
    Y: Array = (Z > 0).astype(np.float64)
    Y[np.unravel_index(int(np.argmax(Z)), Z.shape)] = 0.0
    return Y


def reaches_both_ends(network: dict[str, Any]) -> bool:
    """The last layer's input differs between the examples, so that it could be spread."""
    last = len(network["layer_dims"]) - 1
    A, _ = before_the_end(network["X"], network["steep"])
    Z = network["steep"][f"W{last}"] @ A + network["steep"][f"b{last}"]
    return bool((Z.max(axis=1) > 999).all() and (Z.min(axis=1) < -999).all())


def one_network() -> Any:
    """A network of one to four layers, for data of any number of examples."""
    return draw.drawn(
        sizes={"layers": (1, 4), "widest": (2, 4)}, layer_dims=widths, parameters=weights
    )


def data_for(layer_dims: list[int], rng: Generator, m: int) -> tuple[Array, Array]:
    """X and Y of m examples for a network of these widths."""
    Y = rng.integers(0, 1, size=(layer_dims[-1], m), endpoint=True)
    return rng.normal(size=(layer_dims[0], m)), Y.astype(np.float64)


# count_parameters


@check(
    "count_parameters",
    points=1,
    kind="example",
    public=True,
    hint="In [2, 3, 1] layer 1 has 3·2 weights and 3 biases, and layer 2 has 1·3 and one bias.",
)
def count_parameters_by_hand(student: Student, ref: Reference) -> None:
    """[2, 3, 1] has (3·2 + 3) + (1·3 + 1) = 13 parameters, [4, 2, 5, 3] has 43, [3, 2] has 8."""
    for layer_dims, want in (([2, 3, 1], 13.0), ([4, 2, 5, 3], 43.0), ([3, 2], 8.0)):
        got = student.count_parameters(layer_dims)
        close(got, want, rtol=0, atol=0, what=f"the count of {layer_dims}")


@check(
    "count_parameters",
    points=1,
    kind="property",
    hint="Each unit after the input has one weight per unit of the layer before it, and one bias.",
)
@given(
    draw.drawn(sizes={"layers": (1, 12), "widest": (1, 50)}, layer_dims=widths),
    examples=25,
)
def count_parameters_is_the_sum_of_sizes(
    student: Student, ref: Reference, layer_dims: list[int]
) -> None:
    """As many parameters as W1, b1, …, WL, bL have entries."""
    initial = ref.initialize_parameters_deep(layer_dims, 1)
    want = float(sum(entry.size for entry in initial.values()))
    close(student.count_parameters(layer_dims), want, rtol=0, atol=0, what="the count")


# initialize_parameters_deep


@check(
    "initialize_parameters_deep",
    points=1,
    kind="property",
    public=True,
    hint="Row i of Wl holds unit i's weights, one per unit of layer l − 1. One generator with this "
    "seed gives the weights of all layers, one after the other.",
)
@given(
    draw.drawn(
        sizes={"layers": (1, 4), "widest": (1, 6)},
        layer_dims=widths,
        seed=seeds,
    ),
    examples=20,
)
def initialize_parameters_deep_shapes(
    student: Student, ref: Reference, layer_dims: list[int], seed: int
) -> None:
    """W1 … bL and nothing else; Wl (n_l, n_(l−1)) depends on the seed alone, bl (n_l, 1) is 0."""
    got = student.initialize_parameters_deep(layer_dims, seed)
    found = network_of(got, layer_dims)
    require(len(got) == len(found), "there must be no other keys", got=list(got), want=list(found))
    for name, value in found.items():
        double_precision(got[name], name)
        if name[0] == "b":
            close(value, np.zeros(value.shape), rtol=0, atol=0, what=name)
    again = network_of(student.initialize_parameters_deep(layer_dims, seed), layer_dims)
    other = network_of(student.initialize_parameters_deep(layer_dims, seed + 1), layer_dims)
    for name in names_of(layer_dims)[::2]:
        law = f"{name} must be the same whenever the seed is"
        require(np.array_equal(found[name], again[name]), law, got=again[name], want=found[name])
        law = f"{name} must be another with another seed"
        require((found[name] != other[name]).all(), law, got=other[name])
    dims = [4, 3, 4, 3]
    alike = network_of(student.initialize_parameters_deep(dims, seed), dims)
    law = "W1 and W3 of one shape must be different numbers"
    require((alike["W1"] != alike["W3"]).all(), law, got=alike["W3"])


@check(
    "initialize_parameters_deep",
    points=2,
    kind="statistical",
    public=True,
    hint="N(0, 1) is the bell around 0, with numbers of both signs. A sum of n_(l−1) terms of size "
    "1 grows like √n_(l−1): divide the draws by just that.",
)
@given(seed=draw.integer(0, 999), examples=2)
def initialize_parameters_deep_scale(student: Student, ref: Reference, seed: int) -> None:
    """Wl·√n_(l−1) is drawn from N(0, 1): mean 0, deviation 1, and the tails of the bell."""
    dims = [400, 100, 50, 30]
    found = network_of(student.initialize_parameters_deep(dims, seed), dims)
    drawn = []
    for layer in range(1, len(dims)):
        w = (found[f"W{layer}"] * np.sqrt(dims[layer - 1])).ravel()
        mean, deviation = float(w.mean()), float(w.std())
        law = f"the mean of W{layer}·√{dims[layer - 1]} must be 0, up to chance"
        # Weights of a wrong deviation are told so, and not that their mean is off.
        require(abs(mean) < 6.5 * max(1.0, deviation) / np.sqrt(w.size), law, got=mean, want=0.0)
        law = f"the standard deviation of W{layer}·√{dims[layer - 1]} must be 1, up to chance"
        chance = 6.5 / np.sqrt(2 * w.size)
        require(abs(deviation - 1) < chance, law, got=deviation, want=1.0)
        drawn.append(w)
    together = np.concatenate(drawn)
    tails = float(np.mean(together**4) / np.mean(together**2) ** 2 - 3)
    law = "the draws must be normal: their excess kurtosis must be 0, up to chance"
    require(abs(tails) < 0.4, law, got=tails, want=0.0)


@check(
    "initialize_parameters_deep",
    points=1,
    kind="property",
    hint="The generator is seeded once, before the loop; then every layer gets new numbers.",
)
@given(width=draw.integer(2, 6), seed=draw.integer(0, 999), examples=10)
def initialize_parameters_deep_new_draws(
    student: Student, ref: Reference, width: int, seed: int
) -> None:
    """Layers of one shape share no weight, and neither do the units of a layer."""
    dims = [width] * 4
    found = network_of(student.initialize_parameters_deep(dims, seed), dims)
    drawn = np.concatenate([found[f"W{layer}"].ravel() for layer in (1, 2, 3)])
    different = np.unique(drawn).size
    require(
        different == drawn.size,
        "all weights must be drawn anew",
        got=f"{different} different weights",
        want=f"{drawn.size} different weights",
    )


# linear_forward


@check(
    "linear_forward",
    points=1,
    kind="example",
    public=True,
    hint="Z[0, 0] is the first row of W times the first column of A, 1·1 + (−1)·(−1) + 1·0, plus "
    "the first bias, −1. The cache comes second.",
)
def linear_forward_by_hand(student: Student, ref: Reference) -> None:
    """Z of the handout's layer, two units over three, by hand; A, W and b stay as they are."""
    Z, _ = unpack(unchanged(student.linear_forward, *one_layer(1.0)), "Z", "cache")
    close(Z, np.array([[1.0, -2.0, -1.0, 2.0], [2.0, 2.0, -1.0, -2.0]]), what="Z")


@check(
    "linear_forward",
    points=1,
    kind="property",
    hint="Z = W·A + b is a matrix product; the column b is added to every column of it.",
)
@given(layers(B=draw.normal("n_prev", "m")), examples=20)
def linear_forward_is_affine(
    student: Student, ref: Reference, A: Array, B: Array, W: Array, b: Array
) -> None:
    """Z(0) = b in every column, and Z(A + B) = W·A + Z(B); A, W and b stay as they are."""
    shape = W.shape[0], A.shape[1]
    flat, _ = unpack(student.linear_forward(np.zeros_like(A), W, b), "Z", "cache")
    close(flat, np.broadcast_to(b, shape), what="Z(0)")
    one, _ = unpack(student.linear_forward(B, W, b), "Z", "cache")
    close(one, W @ B + b, what="Z(B)")
    both, _ = unpack(student.linear_forward(A + B, W, b), "Z", "cache")
    double_precision(both, "Z(A + B)")
    close(both, W @ A + (W @ B + b), what="Z(A + B)")
    unchanged(student.linear_forward, A, W, b)


# linear_activation_forward


@check(
    "linear_activation_forward",
    points=1,
    kind="example",
    public=True,
    hint="First Z = W·A_prev + b, then the function that `activation` names, entry by entry. "
    "σ(ln 3) = 3/4, σ(2 ln 3) = 9/10, tanh(ln 3) = 4/5, tanh(2 ln 3) = 40/41.",
)
def linear_activation_forward_by_hand(student: Student, ref: Reference) -> None:
    """A of the handout's layer for relu, sigmoid and tanh; and sigmoid of Z near ±1000."""
    A_prev, W, b = one_layer(LN3)
    wanted = {
        "relu": LN3 * np.array([[1.0, 0.0, 0.0, 2.0], [2.0, 2.0, 0.0, 0.0]]),
        "sigmoid": np.array([[0.75, 0.1, 0.25, 0.9], [0.9, 0.9, 0.25, 0.1]]),
        "tanh": np.array(
            [[4 / 5, -40 / 41, -4 / 5, 40 / 41], [40 / 41, 40 / 41, -4 / 5, -40 / 41]]
        ),
    }
    for name, want in wanted.items():
        result = unchanged(student.linear_activation_forward, A_prev, W, b, name)
        A, _ = unpack(result, "A", "cache")
        close(A, want, what=f"A of {name}")
    far = np.array([[990.0], [-990.0]])
    A, _ = unpack(student.linear_activation_forward(A_prev, W, far, "sigmoid"), "A", "cache")
    ends = np.array([[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    close(A, ends, what="A of sigmoid with b = 990 and −990")


@check(
    "linear_activation_forward",
    points=1,
    kind="property",
    hint="Is Z right, and each of the three branches? Try the sigmoid at Z = 1000 and at −1000.",
)
@given(layers(), activation=draw.options("relu", "sigmoid", "tanh"), examples=30)
def linear_activation_forward_is_g_of_z(
    student: Student, ref: Reference, A: Array, W: Array, b: Array, activation: str
) -> None:
    """A = g(Z), with Z = W·A_prev + b up to ±1000, for g = relu, sigmoid and tanh."""
    steep = 1000 / max(NEAR, float(np.abs(W @ A + b).max()))
    for scale, words in ((1.0, ""), (steep, ", with |Z| up to 1000")):
        layer = A, scale * W, scale * b
        # Of linear_forward's own Z: a mistake there is not counted again here.
        got, _ = unpack(student.linear_forward(*layer), "Z", "cache")
        Z = array(got, (W.shape[0], A.shape[1]), what="Z").astype(np.float64)
        require(np.isfinite(Z).all(), "Z must be finite", got=got)
        curves = {"relu": (Z + np.abs(Z)) / 2, "sigmoid": (1 + np.tanh(Z / 2)) / 2}
        curves["tanh"] = np.tanh(Z)
        found, _ = unpack(student.linear_activation_forward(*layer, activation), "A", "cache")
        close(found, curves[activation], what=f"A of {activation}{words}")


@check(
    "linear_activation_forward",
    points=1,
    kind="example",
    public=True,
    hint="A name that you don't know must not fall through to some branch: raise ValueError.",
)
def linear_activation_forward_refuses(student: Student, ref: Reference) -> None:
    """Any name but the three raises ValueError: "softplus", "elu" and ""."""
    layer = one_layer(0.5)
    A, _ = unpack(student.linear_activation_forward(*layer, "tanh"), "A", "cache")
    close(A, np.tanh([[0.5, -1.0, -0.5, 1.0], [1.0, 1.0, -0.5, -1.0]]), what='A for "tanh"')
    for name in ("softplus", "elu", ""):
        refuses(student.linear_activation_forward, *layer, name)


# L_model_forward


@check(
    "L_model_forward",
    points=1,
    kind="property",
    public=True,
    hint="Each layer has a W and a b, so L is half the number of parameters. Each adds a cache to "
    "the list, and the last one ends with the sigmoid.",
)
@given(networks(), examples=20)
def L_model_forward_shapes(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
) -> None:
    """AL is (n_L, m), all in (0, 1), and rises with bL; caches is a list of one cache per layer."""
    AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    found = array(AL, (layer_dims[-1], X.shape[1]), what="AL")
    require(((found > 0) & (found < 1)).all(), "every entry of AL must lie in (0, 1)", got=AL)
    sequence(caches, len(layer_dims) - 1, "caches")
    last = f"b{len(layer_dims) - 1}"
    raised = student.L_model_forward(X, {**parameters, last: parameters[last] + 1})
    after = array(unpack(raised, "AL", "caches")[0], found.shape, what="AL with bL + 1")
    require((after > found).all(), "With bL + 1 every entry of AL must be larger", got=after)


def twelve_by_hand() -> tuple[Array, Network]:
    """X and twelve layers of 3 and 2 units in turn, the last one first in the dict.

    Layer 2 doubles, layer 10 then adds to the second unit, and layer 12 takes off from both.
    """
    found = {}
    for layer in range(12, 0, -1):
        units, before = (3, 2) if layer % 2 else (2, 3)
        found[f"W{layer}"] = (2.0 if layer == 2 else 1.0) * np.eye(units, before)
        found[f"b{layer}"] = np.full((units, 1), 0.0)
    found["b10"][1] = LN3
    found["b12"] = LN3 * np.array([[-1.0], [-2.0]])
    return LN3 / 2 * np.array([[0.0, 1.0, 2.0, 3.0], [3.0, 0.0, 1.0, 2.0]]), found


@check(
    "L_model_forward",
    points=1,
    kind="example",
    public=True,
    hint="relu in every layer but the last, which has the sigmoid. Find the parameters by name, W2 "
    "before W10, in whichever order they stand in the dict.",
)
def L_model_forward_by_hand(student: Student, ref: Reference) -> None:
    """AL of the handout's two layers; and of twelve layers, the last one first in the dict."""
    X, _, parameters = by_hand()
    AL, _ = unpack(unchanged(student.L_model_forward, X, parameters), "AL", "caches")
    close(AL, np.array([[0.9, 0.75, 0.25, 0.1], [0.9, 0.25, 0.75, 0.1]]), what="AL")
    AL, _ = unpack(student.L_model_forward(*twelve_by_hand()), "AL", "caches")
    wanted = np.array([[0.25, 0.5, 0.75, 0.9], [0.9, 0.25, 0.5, 0.75]])
    close(AL, wanted, what="AL of twelve layers")


@check(
    "L_model_forward",
    points=1,
    kind="reference",
    hint="What one layer returns is what the next one reads; relu in all of them but the last.",
)
@given(
    draw.drawn(
        sizes={"layers": (1, 5), "widest": (1, 5), "m": (1, 7)},
        layer_dims=widths,
        X=inputs,
        parameters=weights,
    ),
    times=draw.options(1.0, 1000.0),
    examples=25,
)
def L_model_forward_feeds_each_layer(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    parameters: Network,
    times: float,
) -> None:
    """Al = relu(Wl·A(l−1) + bl) for l < L, starting at A0 = X, and AL = σ(WL·A(L−1) + bL)."""
    X, parameters = enlarged(X, parameters, times)
    wanted, _ = ref.L_model_forward(X, parameters)
    AL, _ = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    close(AL, wanted, what="AL")
    double_precision(AL, "AL")


def shuffled(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> Network:
    """The same parameters, inserted into the dict in another order."""
    parameters = fields["parameters"]
    names = list(parameters)
    order = list(rng.permutation(names))
    return {str(name): parameters[name] for name in (order if order != names else names[::-1])}


@check(
    "L_model_forward",
    points=1,
    kind="property",
    hint="relu in all layers but the last. And find each layer's parameters by name, not by "
    "position; the number may have two digits.",
)
@given(networks(mixed=shuffled, twelve=twelve_layers), examples=15)
def L_model_forward_reads_by_name(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
    mixed: Network,
    twelve: Network,
) -> None:
    """The dict's order means nothing; twelve layers work; X and parameters stay as they are."""
    wanted, _ = ref.L_model_forward(X, parameters)
    AL, _ = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    close(AL, wanted, what="AL")
    other, _ = unpack(student.L_model_forward(X, mixed), "AL", "caches")
    close(other, wanted, what="AL with the keys in another order")
    wide = np.abs(X[[0, -1]])
    wanted, _ = ref.L_model_forward(wide, twelve)
    found, _ = unpack(student.L_model_forward(wide, twelve), "AL", "caches")
    close(found, wanted, what="AL of twelve layers")
    unchanged(student.L_model_forward, X, mixed)


# compute_cost


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each entry pays for one term: −log(AL) where Y = 1, −log(1 − AL) where Y = 0. The sum of "
    "all entries is divided by the number of examples, the columns.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """The handout's AL and Y, two outputs and four examples: J = ln(40/9); and three examples."""
    AL = np.array([[0.9, 0.75, 0.25, 0.1], [0.9, 0.25, 0.75, 0.1]])
    Y = np.array([[1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]])
    close(student.compute_cost(AL, Y), np.log(40 / 9), what="the cost")
    # To the truth these give 1/2, 3/4, 4/5 and 1/10, 1/2, 4/5: 3/250 in all.
    AL, Y = np.array([[0.5, 0.25, 0.8], [0.9, 0.5, 0.2]]), np.array([[1.0, 0, 1.0], [0, 0, 0]])
    close(student.compute_cost(AL, Y), np.log(250 / 3) / 3, what="the cost of three examples")


def predictions(**more: draw.Field) -> Any:
    """Predictions of one to three labels, and labels."""
    return draw.drawn(
        sizes={"outputs": (1, 3), "m": (1, 9)},
        AL=draw.uniform("outputs", "m", low=0.01, high=0.99),
        Y=draw.integers("outputs", "m", low=0, high=1),
        **more,
    )


@check(
    "compute_cost",
    points=1,
    kind="reference",
    hint="Natural logarithms; outputs are added up, and the sum over examples is divided by m.",
)
@given(predictions(), examples=25)
def compute_cost_is_cross_entropy(student: Student, ref: Reference, AL: Array, Y: Array) -> None:
    """J = −(1/m) Σ [Y log AL + (1 − Y) log(1 − AL)], summed over outputs and examples."""
    costs_agree(student.compute_cost(AL, Y), ref.compute_cost(AL, Y))


@check(
    "compute_cost",
    points=1,
    kind="stability",
    public=True,
    hint="The formula is the same as elsewhere. But log(0) is −∞, and 0·∞ is NaN: a hair, 1e-8 at "
    "most, keeps AL inside (0, 1) for the logarithms.",
)
@given(predictions(), examples=10)
def compute_cost_of_the_certain(student: Student, ref: Reference, AL: Array, Y: Array) -> None:
    """With AL of exactly 0 and 1 the cost is finite, no warning; AL moves by 10⁻⁸ at most."""
    m, right = Y.shape[1], Y.astype(np.float64)
    nothing = scalar(quiet(student.compute_cost, right, right), "the cost")
    require(abs(nothing) < 1e-6, "the cost must be 0 when AL = Y", got=nothing, want=0.0)
    flipped = right.copy()
    flipped[-1, 0] = 1 - flipped[-1, 0]
    wrong = scalar(quiet(student.compute_cost, flipped, right), "the cost")
    require(
        10 / m < wrong < 800 / m,
        f"one certain and wrong prediction must cost between 10/{m} and 800/{m}",
        got=wrong,
        want=f"between {10 / m:.4g} and {800 / m:.4g}",
    )
    least, most = guarded_cost(SMALL)
    for p, y in ((SMALL, 1.0), (1 - SMALL, 0.0)):
        found = scalar(student.compute_cost(np.full((1, 4), p), np.full((1, 4), y)), "the cost")
        law = f"AL may be moved by 10⁻⁸ at most: the cost of AL = {p:.8g} for Y = {y:g} is off"
        require(least < found < most, law, got=found, want=f"between {least:.4g} and {most:.4g}")
    unchanged(student.compute_cost, flipped, right)


# linear_backward


@check(
    "linear_backward",
    points=1,
    kind="example",
    public=True,
    hint="dW[0, 0] = (4·1 − 4·0 + 8·(−1) + 0·(−1))/4 and db[0, 0] = (4 − 4 + 8 + 0)/4 are means "
    "over the four examples; dA_prev is not.",
)
def linear_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA_prev, dW and db of the handout's layer, by hand; dZ and the cache stay as they are."""
    _, cache = unpack(student.linear_forward(*one_layer(1.0)), "Z", "cache")
    student.linear_forward(*one_layer(-3.0))  # another call; the cache is of the first
    back = student.linear_backward(D_Z.copy(), cache)
    dA_prev, dW, db = unpack(back, "dA_prev", "dW", "db")
    close(dA_prev, D_A_PREV, what="dA_prev")
    close(dW, np.array([[-1.0, -2.0, 2.0], [-2.0, -2.0, 8.0]]), what="dW")
    close(db, np.array([[2.0], [3.0]]), what="db")
    unchanged(student.linear_backward, D_Z.copy(), cache)


@check(
    "linear_backward",
    points=2,
    kind="gradient",
    hint="Z = W·A + b passes dZ on to W by way of A, to A by way of W, and to b by way of 1.",
)
@given(layers(dZ=draw.normal("n", "m")), examples=25)
def linear_backward_is_the_gradient(
    student: Student, ref: Reference, A: Array, W: Array, b: Array, dZ: Array
) -> None:
    """dW and db are the derivatives of (1/m) Σ dZ·Z in W and b; dA_prev of Σ dZ·Z in A."""
    m = A.shape[1]

    def mean(A_prev: Array, W: Array, b: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.linear_forward(A_prev.copy(), W.copy(), b.copy())[0] / m

    _, cache = unpack(student.linear_forward(A, W, b), "Z", "cache")
    student.linear_forward(-A, W, b)  # another call; the cache is of the first
    dA_prev, dW, db = unpack(student.linear_backward(dZ, cache), "dA_prev", "dW", "db")
    numeric = ref.gradient(mean, upstream=dZ, A_prev=A, W=W, b=b).scaled(A_prev=m)
    gradients_agree(numeric, A_prev=dA_prev, W=dW, b=db)


@check(
    "linear_backward",
    points=1,
    kind="property",
    hint="A gradient has the shape of what it is the gradient of: db is a column, as b is.",
)
@given(
    draw.drawn(
        sizes={"n_prev": (1, 3), "n": (1, 3), "m": (1, 4)},
        A=draw.normal("n_prev", "m"),
        W=draw.normal("n", "n_prev"),
        b=draw.normal("n", 1),
        dZ=draw.normal("n", "m"),
    ),
    examples=15,
)
def linear_backward_shapes(
    student: Student, ref: Reference, A: Array, W: Array, b: Array, dZ: Array
) -> None:
    """dA_prev, dW and db have the shapes of A_prev, W and b; float64; dZ stays as it is."""
    _, cache = unpack(student.linear_forward(A, W, b), "Z", "cache")
    dA_prev, dW, db = unpack(student.linear_backward(dZ, cache), "dA_prev", "dW", "db")
    found = {"dA_prev": (dA_prev, A), "dW": (dW, W), "db": (db, b)}
    for name, (gradient, of) in found.items():
        array(gradient, of.shape, what=name)
        double_precision(gradient, name)
    _, known = ref.linear_forward(A, W, b)
    close(db, ref.linear_backward(dZ, known)[2], what="db")  # shapes alone are no gradients
    unchanged(student.linear_backward, dZ, cache)


# linear_activation_backward


@check(
    "linear_activation_backward",
    points=1,
    kind="example",
    public=True,
    hint="dZ = dA ⊙ g′(Z). Slopes at ±ln 3 and ±2 ln 3: of σ, 3/16 and 9/100; of tanh, 9/25 and "
    "81/1681; of relu, 1 where Z is above 0. Write dZ into an array of its own.",
)
def linear_activation_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA_prev, dW and db of the handout's layer for sigmoid, tanh and relu; dA and cache stay."""
    s, t = 9 / 100, 81 / 1681
    slopes_at_z = {
        "sigmoid": np.array([[3 / 16, s, 3 / 16, s], [s, s, 3 / 16, s]]),
        "tanh": np.array([[9 / 25, t, 9 / 25, t], [t, t, 9 / 25, t]]),
    }
    # dA is such that dZ is that of linear_backward's example.
    for name, slope in slopes_at_z.items():
        _, cache = unpack(student.linear_activation_forward(*one_layer(LN3), name), "A", "cache")
        back = student.linear_activation_backward(D_Z / slope, cache, name)
        dA_prev, dW, db = unpack(back, "dA_prev", "dW", "db")
        close(dA_prev, D_A_PREV, what=f"dA_prev of {name}")
        close(dW, LN3 * np.array([[-1.0, -2.0, 2.0], [-2.0, -2.0, 8.0]]), what=f"dW of {name}")
        close(db, np.array([[2.0], [3.0]]), what=f"db of {name}")
    dA = np.array([[4.0, 7.0, -5.0, -8.0], [8.0, -4.0, 3.0, 6.0]])
    _, cache = unpack(student.linear_activation_forward(*one_layer(LN3), "relu"), "A", "cache")
    back = student.linear_activation_backward(dA.copy(), cache, "relu")
    dA_prev, dW, db = unpack(back, "dA_prev", "dW", "db")
    wanted = [[20.0, -8.0, 0.0, -8.0], [4.0, -4.0, 0.0, 8.0], [4.0, 0.0, 0.0, -8.0]]
    close(dA_prev, np.array(wanted), what="dA_prev of relu")
    close(dW, LN3 * np.array([[3.0, 1.0, -6.0], [2.0, -3.0, 0.0]]), what="dW of relu")
    close(db, np.array([[-1.0], [1.0]]), what="db of relu")
    unchanged(student.linear_activation_backward, dA, cache, "relu")


@check(
    "linear_activation_backward",
    points=3,
    kind="gradient",
    hint="First dZ = dA·g′(Z), entry by entry and with this g's own slope; then it is linear.",
)
@given(
    layers(dA=draw.normal("n", "m")).filter(layer_is_smooth),
    activation=draw.options("relu", "sigmoid", "tanh"),
    examples=40,
)
def linear_activation_backward_is_the_gradient(
    student: Student, ref: Reference, A: Array, W: Array, b: Array, dA: Array, activation: str
) -> None:
    """dW and db are the derivatives of (1/m) Σ dA·g(Z), and dA_prev of Σ dA·g(Z)."""
    m = A.shape[1]

    def mean(A_prev: Array, W: Array, b: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.linear_activation_forward(A_prev.copy(), W.copy(), b.copy(), activation)[0] / m

    forward = student.linear_activation_forward(A, W, b, activation)
    _, cache = unpack(forward, "A", "cache")
    student.linear_activation_forward(-A, W, b, activation)  # another call
    back = student.linear_activation_backward(dA, cache, activation)
    dA_prev, dW, db = unpack(back, "dA_prev", "dW", "db")
    numeric = ref.gradient(mean, upstream=dA, A_prev=A, W=W, b=b).scaled(A_prev=m)
    gradients_agree(numeric, A_prev=dA_prev, W=dW, b=db)


@check(
    "linear_activation_backward",
    points=1,
    kind="purity",
    hint="dZ is an array of its own: dZ = dA would give one array a second name, and what is "
    "written into dZ would be written into dA.",
)
@given(
    layers(dA=draw.normal("n", "m")),
    activation=draw.options("relu", "sigmoid", "tanh"),
    examples=8,
)
def linear_activation_backward_keeps_its_inputs(
    student: Student, ref: Reference, A: Array, W: Array, b: Array, dA: Array, activation: str
) -> None:
    """dA and the cache stay as they are; the gradients are right, also in a second call."""
    forward = student.linear_activation_forward(A, W, b, activation)
    _, cache = unpack(forward, "A", "cache")
    names = "dA_prev", "dW", "db"
    shapes = A.shape, W.shape, b.shape
    first = unpack(student.linear_activation_backward(dA, cache, activation), *names)
    _, known = ref.linear_activation_forward(A, W, b, activation)
    wanted = ref.linear_activation_backward(dA, known, activation)
    for name, value, want in zip(names, first, wanted, strict=True):
        close(value, want, what=name)
    unchanged(student.linear_activation_backward, dA, cache, activation)
    second = unpack(student.linear_activation_backward(dA, cache, activation), *names)
    for name, shape, before, after in zip(names, shapes, first, second, strict=True):
        close(after, array(before, shape, what=name), what=f"{name} of a second call")


# L_model_backward


@check(
    "L_model_backward",
    points=1,
    kind="property",
    public=True,
    hint="Each of the L layers, the first one too, gives a dW and a db of its parameters' shapes.",
)
@given(networks(), examples=20)
def L_model_backward_shapes(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
) -> None:
    """dW1, db1, …, dWL, dbL have their parameters' shapes, and dbL depends on the labels."""
    last = f"b{len(layer_dims) - 1}"
    found = []
    for certain in (np.zeros_like(Y), np.ones_like(Y)):
        AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
        grads = network_of(student.L_model_backward(AL, certain, caches), layer_dims, "d")
        found.append(grads[last])
    differ = found[0] != found[1]
    require(differ.all(), f"d{last} must be another for labels of 1 than for labels of 0")


@check(
    "L_model_backward",
    points=1,
    kind="example",
    public=True,
    hint="dZ2 = AL − Y, not divided by anything, by AL neither. Then dZ1 = W2ᵀ dZ2 where Z1 is "
    "above 0, and 0 elsewhere. dW and db are divided by m = 4, once. AL and the caches are needed "
    "again.",
)
def L_model_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's gradients of two layers, also where AL is 0 or 1; AL, Y and caches stay."""
    X, Y, parameters = by_hand()
    wanted = {
        "dW2": np.array([[-1.15, -0.65, 0.15], [0.35, -0.15, 0.65]]) / 4,
        "db2": np.array([[-0.25], [0.25]]),
        "dW1": LN3 / 4 * np.array([[-8.0, -1.0], [6.8, 0.5], [1.6, -0.5]]),
        "db1": LN3 / 4 * np.array([[-3.0], [2.1], [1.1]]),
    }
    AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    student.L_model_forward(-X, parameters)  # another call; the caches are of the first
    for words in ("", " of a second call"):
        grads = unchanged(student.L_model_backward, AL, Y, caches)
        for (name, want), got in zip(wanted.items(), entries(grads, *wanted), strict=True):
            close(got, want, what=f"{name}{words}")
    # AL is 1 and 0 now, and only the third example is wrong: its dZ2 is 1 and −1, all others are 0.
    far = parameters | {"b2": np.array([[1000.0], [-1000.0]])}
    truth = np.array([[1.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]])
    AL, caches = unpack(student.L_model_forward(X, far), "AL", "caches")
    # Worked out from AL as it came: where it is none of 1 and 0, that is no mistake of this one.
    dZ2 = array(AL, (2, 4), what="AL").astype(np.float64) - truth
    on = np.array([[0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0]])
    back = LN3 * np.array([[2.0, -2.0], [-3.0, -1.0], [3.0, 1.0]]) @ dZ2 * on
    sure = {
        "dW2": dZ2 @ on.T / 4,
        "db2": dZ2.mean(axis=1, keepdims=True),
        "dW1": back @ X.T / 4,
        "db1": back.mean(axis=1, keepdims=True),
    }
    grads = student.L_model_backward(AL, truth, caches)
    for (name, want), got in zip(sure.items(), entries(grads, *sure), strict=True):
        close(got, want, what=f"{name} where AL is exactly 0 or 1")
    back_through_four(student)


def back_through_four(student: Student) -> None:
    """Four layers of two units each, all on, which multiply by 2, 3, 1/2 and 1/3."""
    times = 2.0, 3.0, 1 / 2, 1 / 3
    parameters = {f"W{layer}": times[layer - 1] * np.eye(2) for layer in range(1, 5)}
    parameters |= {f"b{layer}": np.zeros((2, 1)) for layer in range(1, 5)}
    parameters["b4"][1] = -3 * LN3
    X = LN3 * np.array([[1.0, 2.0, 1.0], [2.0, 1.0, 2.0]])
    Y = np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]])
    # AL is [[0.75, 0.9, 0.75], [0.25, 0.1, 0.25]].
    dZ4 = np.array([[-0.25, 0.9, -0.25], [0.25, 0.1, -0.75]])
    AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    found = network_of(student.L_model_backward(AL, Y, caches), [2, 2, 2, 2, 2], "d")
    # By layer: what dZ is, as a multiple of dZ4, and what the layer reads, as one of X.
    for layer, back, read in ((4, 1.0, 3.0), (3, 1 / 3, 6.0), (2, 1 / 6, 2.0), (1, 0.5, 1.0)):
        want = back * read / 3 * (dZ4 @ X.T)
        close(found[f"W{layer}"], want, what=f"dW{layer} of four layers")
        want = back / 3 * dZ4.sum(axis=1, keepdims=True)
        close(found[f"b{layer}"], want, what=f"db{layer} of four layers")


@check(
    "L_model_backward",
    points=2,
    kind="gradient",
    hint="Start at dZ = AL − Y. Each layer has its own cache, and hands its dA_prev further down.",
)
@given(networks(widest=3).filter(network_is_smooth), examples=25)
def L_model_backward_is_the_gradient(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
) -> None:
    """Every dWl and dbl is the derivative of the cost in Wl and bl."""

    def cost(**parameters: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        copies = {name: value.copy() for name, value in parameters.items()}
        return ref.compute_cost(ref.L_model_forward(X, copies)[0], Y)

    AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    student.L_model_forward(-X, parameters)  # another call
    back = student.L_model_backward(AL, Y, caches)
    names = names_of(layer_dims)
    found = dict(zip(names, entries(back, *[f"d{name}" for name in names]), strict=True))
    gradients_agree(ref.gradient(cost, **parameters), **found)


@check(
    "L_model_backward",
    points=1,
    kind="stability",
    hint="On paper the slope of σ cancels the division: dZ of the last layer is AL − Y.",
)
@given(
    networks(fewest=2, steep=saturated, truth=one_wrong).filter(reaches_both_ends),
    examples=10,
)
def L_model_backward_of_the_certain(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
    steep: Network,
    truth: Array,
) -> None:
    """Where AL is exactly 0 or 1: no NaN, no infinity, and dbL is the mean of AL − Y."""
    AL, caches = unpack(student.L_model_forward(X, steep), "AL", "caches")
    reached = array(AL, truth.shape, what="AL").astype(np.float64)
    require(np.isfinite(reached).all(), "AL must be finite", got=AL)
    wanted = np.mean(reached - truth, axis=1, keepdims=True)
    found = network_of(student.L_model_backward(AL, truth, caches), layer_dims, "d")
    last = f"b{len(layer_dims) - 1}"
    close(found[last], wanted, rtol=0, atol=1e-9, what=f"d{last}")


@check(
    "L_model_backward",
    points=1,
    kind="purity",
    hint="dZ of the last layer is AL − Y, in an array of its own: AL and the caches may be needed "
    "again.",
)
@given(networks(), examples=6)
def L_model_backward_can_be_repeated(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
) -> None:
    """AL, Y and caches stay as they are; the gradients are right, also in a second call."""
    AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    first = network_of(student.L_model_backward(AL, Y, caches), layer_dims, "d")
    reached, known = ref.L_model_forward(X, parameters)
    wanted = ref.L_model_backward(reached, Y, known)
    for name, value in first.items():
        close(value, wanted[f"d{name}"], what=f"d{name}")
    unchanged(student.L_model_backward, AL, Y, caches)
    again = network_of(student.L_model_backward(AL, Y, caches), layer_dims, "d")
    for name, value in first.items():
        close(again[name], value, rtol=0, atol=1e-12, what=f"d{name} of a second call")


@check(
    "L_model_backward",
    points=1,
    kind="vectorised",
    public=True,
    hint="The loop runs over the layers; inside it one matrix product serves all examples.",
)
@given(draw.growing(), one_network(), examples=3)
def L_model_backward_vectorised(
    student: Student,
    ref: Reference,
    sizes: list[int],
    seed: int,
    layer_dims: list[int],
    parameters: Network,
) -> None:
    """No loop runs over the examples; the gradients of many are the mean of those of each."""
    X, Y = data_for(layer_dims, np.random.default_rng([seed, 3]), 3)
    alone = []
    for one in ([0], [1], [2]):
        AL, caches = unpack(student.L_model_forward(X[:, one], parameters), "AL", "caches")
        grads = student.L_model_backward(AL, Y[:, one], caches)
        alone.append(network_of(grads, layer_dims, "d"))

    def example(rng: Generator, m: int) -> tuple[Any, Any]:
        chosen = rng.integers(3, size=m)
        shares = np.bincount(chosen, minlength=3) / m
        AL, caches = unpack(student.L_model_forward(X[:, chosen], parameters), "AL", "caches")
        wanted = {
            name: sum(share * of[name] for share, of in zip(shares, alone, strict=True))
            for name in alone[0]
        }
        reached = array(AL, (layer_dims[-1], m), what="AL").astype(np.float64)
        off = reached - Y[:, chosen]
        wanted[f"b{len(layer_dims) - 1}"] = off.mean(axis=1, keepdims=True)
        return (AL, Y[:, chosen], caches), wanted

    def agrees(got: Any, want: Any) -> None:
        for name, value in network_of(got, layer_dims, "d").items():
            close(value, want[name], what=f"d{name}")

    steps_do_not_grow(student.L_model_backward, example, agrees, sizes=sizes, seed=seed)


# update_parameters


@check(
    "update_parameters",
    points=1,
    kind="example",
    public=True,
    hint="Against the gradient, each with its own: W1[0, 0] is 1 − 0.5·8. Return the dict, and "
    "write nothing into grads.",
)
def update_parameters_by_hand(student: Student, ref: Reference) -> None:
    """At rate 1/2 each parameter loses half of its own gradient, however large; grads stays."""
    parameters = {
        "W1": np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]),
        "b1": np.array([[0.0], [1.0], [-1.0]]),
        "W2": np.array([[2.0, 0.0, -3.0], [1.0, 5.0, 4.0]]),
        "b2": np.array([[7.0], [-2.0]]),
    }
    grads = {
        "dW1": np.array([[8.0, -8.0], [2.0, 0.0], [4.0, -2.0]]),
        "db1": np.array([[-12.0], [2.0], [6.0]]),
        "dW2": np.array([[2.0, -6.0, 20.0], [4.0, 10.0, -2.0]]),
        "db2": np.array([[1.0], [3.0]]),
    }
    wanted = {
        "W1": np.array([[-3.0, 6.0], [2.0, 4.0], [3.0, 7.0]]),
        "b1": np.array([[6.0], [0.0], [-4.0]]),
        "W2": np.array([[1.0, 3.0, -13.0], [-1.0, 0.0, 5.0]]),
        "b2": np.array([[6.5], [-3.5]]),
    }
    seen = changes(student.update_parameters, parameters, grads, 0.5)
    found = entries(seen.value, *wanted)
    for (name, want), value in zip(wanted.items(), found, strict=True):
        close(value, want, what=name)
    law = "grads must be the same after the call as before"
    require("grads" not in seen.changed, law, got="grads was changed", want="grads as it was")


def slopes(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """A gradient for each parameter, and those of the activations, which are nobody's.

    They are long; in a third of the draws one of them is 0.
    """
    found = {}
    for name, value in fields["parameters"].items():
        found[f"d{name}"] = draw.normal(*value.shape, scale=20.0)(rng, sizes, fields)
        found[f"dA{name[1:]}"] = draw.normal(value.shape[0], 3)(rng, sizes, fields)
    if rng.random() < 1 / 3:
        found[f"d{rng.choice(list(fields['parameters']))}"][:] = 0.0
    return found


@check(
    "update_parameters",
    points=1,
    kind="reference",
    hint="All L layers take the step, weights and biases alike, each with its own gradient.",
)
@given(
    draw.drawn(
        sizes={"layers": (1, 5), "widest": (1, 4)},
        layer_dims=widths,
        parameters=weights,
        grads=slopes,
    ),
    learning_rate=draw.number(0.001, 2.0),
    examples=20,
)
def update_parameters_steps_downhill(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    grads: Network,
    learning_rate: float,
) -> None:
    """θ − α·dθ for each of W1, b1, …, WL, bL; grads may hold other keys, and stays as it is."""
    wanted = ref.update_parameters(parameters, grads, learning_rate)
    arguments = parameters, grads, learning_rate
    seen = changes(student.update_parameters, *arguments)
    networks_agree(seen.value, wanted)
    require("grads" not in seen.changed, "grads must be the same after the call as before")


@check(
    "update_parameters",
    points=1,
    kind="property",
    public=True,
    hint="Against the gradient, each with its own, W12 with dW12: the number of a layer may have "
    "two digits.",
)
@given(
    draw.drawn(
        sizes={"layers": (12, 12), "widest": (1, 3)},
        layer_dims=widths,
        parameters=weights,
        grads=slopes,
    ),
    examples=5,
)
def update_parameters_beyond_ten_layers(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    grads: Network,
) -> None:
    """With twelve layers, too, each takes the step with its own gradient."""
    wanted = {name: value - 0.1 * grads[f"d{name}"] for name, value in parameters.items()}
    networks_agree(student.update_parameters(parameters, grads, 0.1), wanted)


# L_layer_model


def goes_on(
    student: Student, X: Array, Y: Array, layer_dims: list[int], k: int, seed: int, rate: float
) -> None:
    """After k steps costs[k] is taken, and then the step that the student's own functions take."""

    def train(count: int) -> Any:
        return student.L_layer_model(
            X, Y, layer_dims, learning_rate=rate, num_iterations=count, seed=seed
        )

    taken, middle, after = one_step_further(train, layer_dims, k)
    AL, caches = unpack(student.L_model_forward(X, middle), "AL", "caches")
    cost = finite(student.compute_cost(AL, Y), "the cost")
    costs_agree(taken, cost, f"costs[{k}]")
    grads = student.L_model_backward(AL, Y, caches)
    moved = network_of(student.update_parameters(middle, grads, rate), layer_dims)
    networks_agree(after, moved)


@check(
    "L_layer_model",
    points=1,
    kind="property",
    public=True,
    hint="Start at what initialize_parameters_deep gives for the seed. In an iteration: forward, "
    "record the cost, backward, update with the rate given. Only num_iterations ends the loop, and "
    "the last step has the rate of the first.",
)
@given(
    draw.drawn(
        sizes={"layers": (1, 3), "widest": (1, 4), "m": (1, 7)},
        layer_dims=widths,
        X=inputs,
        Y=labels,
        k=draw.integers(low=1, high=5),
        seed=seeds,
    ),
    learning_rate=draw.number(0.05, 0.8),
    examples=12,
)
def L_layer_model_goes_one_step_further(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    k: int,
    seed: int,
    learning_rate: float,
) -> None:
    """Starts at initialize_parameters_deep; costs[k] comes before step k + 1; takes all steps."""
    start = network_of(student.initialize_parameters_deep(layer_dims, seed), layer_dims)
    result = student.L_layer_model(X, Y, layer_dims, learning_rate=0.0, num_iterations=k, seed=seed)
    still = network_of(unpack(result, "parameters", "costs")[0], layer_dims)
    for name, value in start.items():
        close(still[name], value, what=f"{name} after training at rate 0")
    unchanged(student.L_layer_model, X, Y, layer_dims, num_iterations=k, seed=seed)
    goes_on(student, X, Y, layer_dims, k, seed, learning_rate)
    # Sure and right after two steps at most, from any start: J stays where it is.
    X, Y = np.array([[100.0]]), np.ones((1, 1))
    result = student.L_layer_model(X, Y, [1, 1], learning_rate=1.0, num_iterations=8, seed=seed)
    sequence(unpack(result, "parameters", "costs")[1], 8, "costs of 8 iterations")
    # This rate leaps back and forth over the best weights, and so the 121st step is a long one.
    Y = (np.arange(10) % 2).astype(np.float64)[None, :]
    goes_on(student, np.vstack([np.ones((1, 10)), 0.02 * (2 * Y - 1)]), Y, [2, 1], 120, seed, 6.0)


@check(
    "L_layer_model",
    points=2,
    kind="training",
    hint="Does the cost fall? Initialise once, and take every step with the rate that was asked.",
)
def L_layer_model_tells_odd_from_even(student: Student, ref: Reference) -> None:
    """Digits, 200 steps of rate 0.4: 90% right in training and 86% in test, for 2 of 3 seeds."""
    X_train, Y_train, X_test, Y_test, _ = digits_to_learn(ref, TRAIN, TEST)
    reached, good = [], 0
    for seed in (1, 2, 3):
        result = student.L_layer_model(
            X_train, Y_train, DIGITS_NETWORK, learning_rate=0.4, num_iterations=200, seed=seed
        )
        parameters, _ = unpack(result, "parameters", "costs")
        found = network_of(parameters, DIGITS_NETWORK)
        train, test = (
            100.0 * float(np.mean((ref.L_model_forward(X, found)[0] > 0.5) == Y))
            for X, Y in ((X_train, Y_train), (X_test, Y_test))
        )
        reached.append(f"{train:.1f}% and {test:.1f}%")
        good += train >= 90 and test >= 86
        if good == 2:
            return
    require(
        False,
        "with at least two of three seeds, 90% of the training set and 86% of the test set "
        "must come out right",
        got="; ".join(reached),
        want="at least 90% and 86%",
    )


@check(
    "L_layer_model",
    points=1,
    kind="property",
    hint="The seed goes on to the initialisation; only num_iterations ends the loop, all steps "
    "have the rate that was given, and each records a cost first.",
)
def L_layer_model_costs_and_seed(student: Student, ref: Reference) -> None:
    """costs has a number for each step; none rises at a small rate; the seed decides."""
    X, Y, *_ = digits_to_learn(ref, TRAIN, TEST)
    records, networks_found = [], []
    for seed, steps in ((4, 40), (4, 40), (5, 1)):
        result = student.L_layer_model(
            X, Y, DIGITS_NETWORK, learning_rate=0.01, num_iterations=steps, seed=seed
        )
        parameters, costs = unpack(result, "parameters", "costs")
        record = [finite(cost, "a cost") for cost in sequence(costs, steps, "costs")]
        records.append(np.array(record))
        networks_found.append(network_of(parameters, DIGITS_NETWORK))
    first = float(records[0][0])
    require(0.3 < first < 3, "the first cost must lie between 0.3 and 3", got=first)
    rise = float(np.diff(records[0]).max())
    require(rise <= 1e-9, "the cost must not rise", got=f"a rise by {rise:.3g}", want="no rise")
    same = np.array_equal(records[0], records[1]) and all(
        np.array_equal(value, networks_found[1][name]) for name, value in networks_found[0].items()
    )
    require(same, "the same seed must give exactly the same costs and parameters")
    law = "another seed must give other costs"
    require(records[0][0] != records[2][0], law, got=records[2], want="other costs")
    # Sure and right after two steps at most, from any start: J stays where it is.
    X, Y = np.array([[100.0]]), np.ones((1, 1))
    result = student.L_layer_model(X, Y, [1, 1], learning_rate=1.0, num_iterations=8, seed=6)
    sequence(unpack(result, "parameters", "costs")[1], 8, "costs of 8 iterations")
    # By their first feature the examples are alike, and half of the labels are 1. This rate leaps
    # over the best z, 0, and further each time, until z goes back and forth between two values.
    # The second feature tells the labels apart, so slowly that no rate is ever done with it.
    Y = (np.arange(60) % 2).astype(np.float64)[None, :]
    X = np.vstack([np.ones((1, 60)), 0.02 * (2 * Y - 1)])
    goes_on(student, X, Y, [2, 1], k=210, seed=6, rate=6.0)
    given_none = student.L_layer_model(X, Y, [2, 1], num_iterations=1)
    defaults = student.L_layer_model(X, Y, [2, 1], 0.0075, 1, 1)
    wanted = network_of(unpack(defaults, "parameters", "costs")[0], [2, 1])
    for name, value in network_of(unpack(given_none, "parameters", "costs")[0], [2, 1]).items():
        close(value, wanted[name], what=f"{name} after a step with the default arguments")


# predict


@check(
    "predict",
    points=1,
    kind="property",
    public=True,
    hint="Run the network forward, and ask of each output whether it exceeds 1/2 (1/2 does not).",
)
@given(networks(), examples=20)
def predict_is_the_likelier_class(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    parameters: Network,
) -> None:
    """Each of the n_L × m entries is 1 where AL > 1/2, and 0 elsewhere."""
    labels, m = layer_dims[-1], X.shape[1]
    last = len(layer_dims) - 1
    even = {name: 0 * parameters[name] for name in (f"W{last}", f"b{last}")}
    for network, words in ((parameters, ""), (parameters | even, " with the last W and b at 0")):
        AL, _ = unpack(student.L_model_forward(X, network), "AL", "caches")
        likely = array(AL, (labels, m), what="AL").astype(np.float64)
        found = classes(student.predict(X, network), (labels, m))
        # A σ that misses 1/2 by a rounding may fall on either side; one that hits it may not.
        sure = (np.abs(likely - 0.5) > TIE) | (likely == 0.5)
        close(found, np.where(sure, likely > 0.5, found), what=f"the prediction{words}")


@check(
    "predict",
    points=1,
    kind="vectorised",
    public=True,
    hint="A comparison works on the whole matrix of activations at once.",
)
@given(draw.growing(), one_network(), examples=3)
def predict_vectorised(
    student: Student,
    ref: Reference,
    sizes: list[int],
    seed: int,
    layer_dims: list[int],
    parameters: Network,
) -> None:
    """No loop runs over the examples: predict takes as many instructions for few as for many."""

    def example(rng: Generator, m: int) -> tuple[Any, Any]:
        X, _ = data_for(layer_dims, rng, m)
        AL, _ = unpack(student.L_model_forward(X, parameters), "AL", "caches")
        return (X, parameters), array(AL, (layer_dims[-1], m), what="AL").astype(np.float64)

    def agrees(got: Any, want: Any) -> None:
        found = classes(got, want.shape)
        close(found, np.where(np.abs(want - 0.5) > TIE, want > 0.5, found), what="the prediction")

    steps_do_not_grow(student.predict, example, agrees, sizes=sizes, seed=seed)
