"""The public checks of How to start: five initialisations; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Function, Reference, Student, array, check, close, costs_agree, double_precision, draw, entries, finite, fresh, given, refuses, require, sequence, unchanged, unpack
from collections.abc import Callable
from numpy.random import Generator
import math


Network = dict[str, Array]


def widths(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, …, n_L], none above `widest`; in a third of the draws all of them equal to it."""
    count, widest = sizes["layers"] + 1, sizes["widest"]
    if rng.random() < 1 / 3:
        return [widest] * count
    return [int(n) for n in rng.integers(1, widest, size=count, endpoint=True)]


def seeds(rng: Generator, _: draw.Sizes, __: draw.Fields) -> int:
    """A seed; in a third of the draws 0, which Python takes for false."""
    return int(rng.integers(1, 999, endpoint=True)) if rng.random() < 2 / 3 else 0


def inputs(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """X (n_0, m)."""
    found: Array = draw.normal(fields["layer_dims"][0], "m")(rng, sizes, fields)
    return found


def labels(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """Y (n_L, m), zeros and ones, and at least a single 1."""
    Y = rng.integers(0, 1, size=(fields["layer_dims"][-1], sizes["m"]), endpoint=True)
    Y.flat[rng.integers(Y.size)] = 1
    return Y.astype(np.float64)


def names_of(layer_dims: list[int]) -> list[str]:
    """W1, b1, …, WL, bL."""
    return [f"{name}{number}" for number in range(1, len(layer_dims)) for name in "Wb"]


def network_of(got: Any, layer_dims: list[int], what: str = "") -> Network:
    """A dict of parameters (or, with `what` "d", of gradients), shapes looked at, all finite."""
    found = {}
    names = names_of(layer_dims)
    for name, value in zip(names, entries(got, *[what + name for name in names]), strict=True):
        number = int(name[1:])
        shape = layer_dims[number], layer_dims[number - 1] if name[0] == "W" else 1
        entry = array(value, shape, what=what + name).astype(np.float64, copy=False)
        require(np.isfinite(entry).all(), f"{what + name} must be finite", got=entry)
        found[name] = entry
    return found


def one_step_further(
    train: Callable[[int], Any], layer_dims: list[int], k: int
) -> tuple[Any, Network, Any]:
    """costs[k] of a training, its parameters after k iterations, and those after one more.

    train(count) trains for so many iterations, and gives (parameters, costs).
    """
    before, after = (unpack(train(count), "parameters", "costs") for count in (k, k + 1))
    costs = sequence(after[1], k + 1, f"costs of {k + 1} iterations")
    return costs[k], network_of(before[0], layer_dims), after[0]


def networks_agree(got: Any, want: Network, where: str = "") -> None:
    """Every entry of a student's dict is what it must be; `where` is said behind its name."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{where}")
        double_precision(value, f"{name}{where}")


Initialization = Callable[[list[int], int], Any]


SOME = [3, 500, 4, 600]


NORMAL_ERROR, UNIFORM_ERROR = math.sqrt(1 / 2), math.sqrt(1 / 5)


CHANCE = 6.5


def well_formed(got: Any, layer_dims: list[int]) -> Network:
    """W1 … bL and nothing else, in their shapes and in float64; the biases are 0."""
    found = network_of(got, layer_dims)
    require(len(got) == len(found), "there must be no other keys", got=list(got), want=list(found))
    for name, value in found.items():
        double_precision(got[name], name)
        if name[0] == "b":
            close(value, np.zeros(value.shape), rtol=0, atol=0, what=name)
    return found


def many_layers(initialize: Initialization, seed: int) -> Array:
    """The weights of 39 layers of two units, a row of four for each."""
    dims = [2] * 40
    found = network_of(initialize(dims, seed), dims)
    return np.array([found[f"W{layer}"].ravel() for layer in range(1, 40)])


def each_weight_is_new(initialize: Initialization, seed: int) -> None:
    """Layers of one shape share no weight, nor do the units of a layer, nor networks of two seeds.

    The draws know nothing of each other: no layer is made to have a deviation or a mean.
    """
    drawn = many_layers(initialize, seed)
    different = np.unique(np.abs(drawn)).size
    law = "all weights must be drawn anew: each layer, unit and input has a number of its own"
    want = f"{drawn.size} different weights"
    require(different == drawn.size, law, got=f"{different} different weights", want=want)
    vary(drawn, "39 layers of four weights each")
    common = np.intersect1d(drawn, many_layers(initialize, seed + 1)).size
    law = f"the networks of seeds {seed} and {seed + 1} must have no weights in common"
    require(common == 0, law, got=f"{common} common weights", want="none")


def vary(drawn: Array, whose: str) -> None:
    """Rows of four independent draws differ in their deviations, and in their means.

    Of 39 right ones all lie between some number and 1.5 times it less than once in 10¹³ times.
    """
    deviations, means = drawn.std(axis=1), drawn.mean(axis=1)
    law = f"the draws must be independent: the deviations of {whose} must vary"
    got = f"{deviations.min():.6g} to {deviations.max():.6g}"
    require(deviations.max() > 1.5 * deviations.min(), law, got=got)
    law = f"the draws must be independent: the means of {whose} must vary"
    got = f"{means.min():.6g} to {means.max():.6g}"
    require(np.ptp(means) > 0.01 * deviations.mean(), law, got=got)


def follows_its_seed(initialize: Initialization, layer_dims: list[int], seed: int) -> Network:
    """Well formed; the same seed, the same weights; another one, others; and none is repeated."""
    found = well_formed(initialize(layer_dims, seed), layer_dims)
    again = network_of(initialize(layer_dims, seed), layer_dims)
    other = network_of(initialize(layer_dims, seed + 1), layer_dims)
    for name in names_of(layer_dims)[::2]:
        law = f"{name} must be the same whenever the seed is"
        require(np.array_equal(found[name], again[name]), law, got=again[name], want=found[name])
        law = f"{name} must be another with another seed"
        require((found[name] != other[name]).all(), law, got=other[name])
    each_weight_is_new(initialize, seed)
    return found


def has_spread(w: Array, error: float, name: str) -> None:
    """Draws w, scaled to a deviation of 1, have a mean of 0 and that deviation, up to chance."""
    mean, deviation = float(w.mean()), float(w.std())
    # Weights of a wrong deviation are told so, and not that their mean is off.
    near = abs(mean) < CHANCE * max(1.0, deviation) / math.sqrt(w.size)
    require(near, f"the mean of {name} must be 0, up to chance", got=mean, want=0.0)
    law = f"the standard deviation of {name} must be 1, up to chance"
    require(abs(deviation - 1) < CHANCE * error / math.sqrt(w.size), law, got=deviation, want=1.0)


def has_deviations(initialize: Initialization, seed: int, scale_of: Callable[[int], float]) -> None:
    """The weights of every layer have the mean 0 and the deviation that they must have."""
    found = network_of(initialize(SOME, seed), SOME)
    for layer in range(1, len(SOME)):
        w = found[f"W{layer}"].ravel() / scale_of(SOME[layer - 1])
        has_spread(w, NORMAL_ERROR, f"the weights of W{layer}, over what it must be,")


SCHEMES = ("zeros", "random", "xavier", "he")


def sizes_of_layers(layers: int = 5, widest: int = 6) -> Any:
    """layer_dims of up to that many layers, and a seed."""
    return draw.drawn(
        sizes={"layers": (1, layers), "widest": (1, widest)}, layer_dims=widths, seed=seeds
    )


def has_tails(initialize: Any, seed: int, scale_of: Any) -> None:
    """Some of 5900 draws lie far out, as those of a bell do and those of a box do not.

    Of so many right ones all are within 2.8 deviations once in 10¹³ times.
    """
    found = network_of(initialize(SOME, seed), SOME)
    drawn = [found[f"W{layer}"] / scale_of(SOME[layer - 1]) for layer in range(1, len(SOME))]
    most = max(float(np.abs(w).max()) for w in drawn)
    law = f"in {SOME} some weight must lie 2.8 deviations from 0: normal draws have tails"
    require(most > 2.8, law, got=f"{most:.3g} deviations at most", want="2.8 or more")


@check(
    "initialize_parameters_zeros",
    points=1,
    kind="example",
    public=True,
    hint="Four keys; a row of W per unit of its own layer, a column per unit of the one before.",
)
def initialize_parameters_zeros_by_hand(student: Student, ref: Reference) -> None:
    """[3, 4, 2]: W1 (4, 3), b1 (4, 1), W2 (2, 4), b2 (2, 1), float64 zeros; each array is new."""
    found = well_formed(student.initialize_parameters_zeros([3, 4, 2]), [3, 4, 2])
    for name in ("W1", "W2"):
        close(found[name], np.zeros(found[name].shape), rtol=0, atol=0, what=name)
    fresh(student.initialize_parameters_zeros, [3, 2, 3, 2])


@check(
    "initialize_parameters_random",
    points=1,
    kind="property",
    public=True,
    hint="Normal draws that follow the seed, and each of them multiplied by scale. Biases are 0.",
)
@given(sizes_of_layers(), scale=draw.options(0.01, 0.5, 2.0, 10.0), examples=15)
def initialize_parameters_random_scales(
    student: Student, ref: Reference, layer_dims: list[int], seed: int, scale: float
) -> None:
    """Normal weights follow the seed; scale is their deviation: twice scale, twice each weight."""

    def initialize(dims: list[int], number: int) -> Any:
        return student.initialize_parameters_random(dims, scale, number)

    found = follows_its_seed(initialize, layer_dims, seed)
    twice = network_of(
        student.initialize_parameters_random(layer_dims, 2 * scale, seed), layer_dims
    )
    none = network_of(student.initialize_parameters_random(layer_dims, 0.0, seed), layer_dims)
    for name in names_of(layer_dims)[::2]:
        close(twice[name], 2 * found[name], what=f"{name} at twice the scale")
        close(none[name], 0 * found[name], what=f"{name} at scale 0")
    has_deviations(initialize, seed, lambda _: scale)
    has_tails(initialize, seed, lambda _: scale)


@check(
    "initialize_parameters_xavier",
    points=1,
    kind="property",
    public=True,
    hint="Normal draws, whose deviation is the root of the variance; a unit has n_(l−1) inputs.",
)
@given(sizes_of_layers(), examples=12)
def initialize_parameters_xavier_deviations(
    student: Student, ref: Reference, layer_dims: list[int], seed: int
) -> None:
    """Each Wl is drawn from the normal distribution of deviation √(1/n_(l−1)), by the seed."""
    follows_its_seed(student.initialize_parameters_xavier, layer_dims, seed)
    has_deviations(student.initialize_parameters_xavier, seed, lambda n_prev: math.sqrt(1 / n_prev))
    has_tails(student.initialize_parameters_xavier, seed, lambda n_prev: math.sqrt(1 / n_prev))


@check(
    "initialize_parameters_he",
    points=1,
    kind="property",
    public=True,
    hint="relu halves the mean square, the 2 gives it back: normal draws times √(2/n_(l−1)).",
)
@given(sizes_of_layers(), examples=12)
def initialize_parameters_he_deviations(
    student: Student, ref: Reference, layer_dims: list[int], seed: int
) -> None:
    """Each Wl is drawn from the normal distribution of deviation √(2/n_(l−1)), by the seed."""
    follows_its_seed(student.initialize_parameters_he, layer_dims, seed)
    has_deviations(student.initialize_parameters_he, seed, lambda n_prev: math.sqrt(2 / n_prev))
    has_tails(student.initialize_parameters_he, seed, lambda n_prev: math.sqrt(2 / n_prev))


def bound(n_prev: int, n: int) -> float:
    """The largest weight of such a layer."""
    return math.sqrt(6 / (n_prev + n))


@check(
    "initialize_parameters_glorot_uniform",
    points=1,
    kind="property",
    public=True,
    hint="Both widths, the one before and the layer's own, make r; no weight lies outside of ±r.",
)
@given(sizes_of_layers(), examples=12)
def initialize_parameters_glorot_uniform_bounds(
    student: Student, ref: Reference, layer_dims: list[int], seed: int
) -> None:
    """Wl follows the seed; |Wl| ≤ r = √(6/(n_(l−1) + n_l)), and both ends are nearly reached."""
    follows_its_seed(student.initialize_parameters_glorot_uniform, layer_dims, seed)
    for dims in (layer_dims, SOME):
        found = network_of(student.initialize_parameters_glorot_uniform(dims, seed), dims)
        for layer in range(1, len(dims)):
            W, r = found[f"W{layer}"], bound(dims[layer - 1], dims[layer])
            law = f"in {dims} no weight of W{layer} may be larger than {r:.6g} in size"
            most = float(np.abs(W).max())
            require(most <= r * (1 + 1e-9), law, got=most, want=f"at most {r:.6g}")
            if dims is SOME:
                # 1500 draws all miss a fiftieth of the interval once in 10¹³ times.
                ends = f"{W.min():.6g} to {W.max():.6g}"
                law = f"in {dims} the weights of W{layer} must reach from −{r:.4g} to {r:.4g}"
                want = f"{-r:.6g} to {r:.6g}"
                reached = W.min() < -0.96 * r and W.max() > 0.96 * r
                require(reached, law, got=ends, want=want)


@check(
    "initialization_gain",
    points=1,
    kind="example",
    public=True,
    hint="Which share of the mean square is left? relu: 1/2; leaky relu: (1 + α²)/2. c undoes it.",
)
def initialization_gain_by_hand(student: Student, ref: Reference) -> None:
    """The gain of linear, tanh is 1, of relu 2, of leaky relu 2/(1 + α²); others are refused."""
    for name, want in (("linear", 1.0), ("tanh", 1.0), ("relu", 2.0)):
        close(student.initialization_gain(name), want, what=f'the gain of "{name}"')
        got = student.initialization_gain(name, alpha=0.5)
        close(got, want, what=f'the gain of "{name}", which does not look at α,')
    for alpha, want in ((0.5, 1.6), (0.0, 2.0), (1.0, 1.0)):
        gain = student.initialization_gain("leaky_relu", alpha=alpha)
        close(gain, want, what=f"the gain of leaky relu at α = {alpha:g}")
    close(student.initialization_gain("leaky_relu"), 2 / 1.0001, rtol=1e-9, what="the gain, no α")
    for name in ("cube", "sigmoid", ""):
        refuses(student.initialization_gain, name)


def by_hand() -> tuple[Network, Array]:
    """Parameters of [3, 2, 3] and four examples: the handout's worked example."""
    network = {
        "W1": np.array([[-2.0, -1.0, 2.0], [2.0, -2.0, -2.0]]),
        "b1": np.array([[1.0], [-2.0]]),
        "W2": np.array([[-1.0, 0.0], [1.0, 2.0], [1.0, 0.0]]),
        "b2": np.array([[-2.0], [-2.0], [0.0]]),
    }
    X = np.array([[2.0, 0.0, 2.0, 0.0], [-2.0, 2.0, -2.0, 2.0], [1.0, 1.0, 1.0, 1.0]])
    return network, X


@check(
    "activation_stds",
    points=1,
    kind="example",
    public=True,
    hint="All entries of an A together, measured from their mean: 3/2 for the A1 = [[1, 1, …], "
    "[4, 0, …]] of the handout. Layers follow their numbers, and each bends its Z; any other "
    "activation: ValueError.",
)
def activation_stds_by_hand(student: Student, ref: Reference) -> None:
    """Deviations of the handout's network; with tanh; of twelve layers by name; of 10⁵ ± 0.001."""
    parameters, X = by_hand()
    for activation, want in (("relu", [1.5, 2.5]), ("linear", [4.5, math.sqrt(488) / 3])):
        found = sequence(student.activation_stds(parameters, X, activation), 2, "the list")
        for layer, (one, number) in enumerate(zip(found, want, strict=True), start=1):
            close(one, number, what=f"the deviation of A{layer} with {activation}")
    unchanged(student.activation_stds, parameters, X, "relu")
    # tanh(−ln 2) = −3/5 and tanh(ln 3) = 4/5: half of the entries are the one, half the other.
    x, y = -math.log(2), math.log(3)
    bent = {"W1": np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]), "b1": np.zeros((3, 1))}
    found = student.activation_stds(bent, np.array([[x, y, x, y], [y, x, y, x]]), "tanh")
    close(sequence(found, 1, "the list")[0], 0.7, what="the deviation of −3/5 and 4/5 (tanh)")
    # Layer l exchanges its inputs and makes them 1 + 1/l times as large: l + 1 times in all.
    swap = np.array([[0.0, 1.0], [1.0, 0.0]])
    tall: Network = {}
    for layer in reversed(range(1, 13)):
        tall |= {f"W{layer}": (1 + 1 / layer) * swap, f"b{layer}": np.zeros((2, 1))}
    found = student.activation_stds(tall, np.array([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]]), "linear")
    stds_agree(found, [layer + 1.0 for layer in range(1, 13)], " of twelve layers")
    # Half of the entries are 100000.001, and half 99999.999.
    near = {"W1": 0.001 * np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])}
    near["b1"] = np.full((3, 1), 1e5)
    signs = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, 1.0, -1.0, -1.0]])
    found = student.activation_stds(near, signs, "linear")
    close(sequence(found, 1, "the list")[0], 0.001, what="the deviation of 100000 ± 0.001")
    # A single layer: of several, the shapes of one that is left out would not fit.
    first = {name: parameters[name] for name in ("W1", "b1")}
    for name in ("sigmoid", "leaky_relu", ""):
        refuses(student.activation_stds, first, X, name)


def stds_agree(got: Any, want: list[float], where: str = "") -> None:
    """A list of deviations, a number for each layer."""
    for layer, (one, number) in enumerate(
        zip(sequence(got, len(want), "the list"), want, strict=True), start=1
    ):
        close(one, number, what=f"the deviation of A{layer}{where}")


def four_examples() -> tuple[Array, Array, list[int]]:
    """X, Y and the widths of a network for them: three features, two outputs, and four examples."""
    X = np.array([[1.0, -2.0, 0.5, 3.0], [0.0, 1.0, -1.0, 2.0], [-1.0, 4.0, 2.0, 1.0]])
    return X, np.array([[1.0, 1.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0]]), [3, 5, 2]


@check(
    "train_with_init",
    points=1,
    kind="example",
    public=True,
    hint="Start as the name says, and then, in each iteration, first the cost, then the step. "
    "From zeros all outputs are 1/2, and only the last bias has a gradient. Any other name: "
    "ValueError.",
)
def train_with_init_from_zeros(student: Student, ref: Reference) -> None:
    """The handout's two steps from zeros, three steps from he and random; other names refused."""
    X, Y, dims = four_examples()
    result = student.train_with_init(X, Y, dims, "zeros", 1, learning_rate=2.0, num_iterations=2)
    parameters, costs = unpack(result, "parameters", "costs")
    found = network_of(parameters, dims)
    half = 0.5 + 2 * (0.75 - 1 / (1 + math.exp(-0.5)))
    want = {name: np.zeros(value.shape) for name, value in found.items()}
    want["b2"] = np.array([[half], [-half]])
    record = sequence(costs, 2, "costs")
    close(record[0], 2 * math.log(2), what="costs[0]")
    close(record[1], 2 * (math.log(1 + math.exp(0.5)) - 0.75 * 0.5), what="costs[1]")
    for name, value in want.items():
        close(found[name], value, what=name)
    for init, rate in (("he", 0.5), ("random", 0.05)):
        theta, wanted = start_of(student, dims, init, 4), []
        result = student.train_with_init(X, Y, dims, init, 4, rate, 3)
        parameters, costs = unpack(result, "parameters", "costs")
        for _ in range(3):
            cost, theta = step_by_hand(X, Y, theta, rate)
            wanted.append(cost)
        for place, (cost, number) in enumerate(
            zip(sequence(costs, 3, "costs"), wanted, strict=True)
        ):
            costs_agree(cost, number, f'costs[{place}] from "{init}"')
        networks_agree(parameters, theta, f' after three steps from "{init}"')
    for name in ("glorot", "ones", ""):
        refuses(student.train_with_init, X, Y, dims, name, 1, num_iterations=1)


@check(
    "train_with_init",
    points=1,
    kind="example",
    public=True,
    hint="Only num_iterations ends the loop: no cost that stands still, rises or is small does. "
    "The last step has the rate of the first.",
)
def train_with_init_takes_all_steps(student: Student, ref: Reference) -> None:
    """All num_iterations steps are taken, at one rate, wherever the cost goes."""
    X, Y, dims = four_examples()
    # Of each output half of the labels are 1: from zeros nothing moves, and the cost stands still.
    even = np.array([[1.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 0.0]])
    result = student.train_with_init(X, even, dims, "zeros", 1, 2.0, 50)
    for place, cost in enumerate(sequence(unpack(result, "parameters", "costs")[1], 50, "costs")):
        close(cost, 2 * math.log(2), what=f"costs[{place}] from zeros, labels half and half")
    # With Y the last bias alone learns, (b, −b), here with the rate and the steps of the defaults.
    parameters, costs = unpack(
        student.train_with_init(X, Y, dims, "zeros", 1), "parameters", "costs"
    )
    b = 0.0
    for place, cost in enumerate(sequence(costs, 500, "costs without num_iterations")):
        close(cost, 2 * (math.log(1 + math.exp(b)) - 0.75 * b), what=f"costs[{place}] from zeros")
        b += 0.05 * (0.75 - 1 / (1 + math.exp(-b)))
    found = network_of(parameters, dims)["b2"]
    close(found, np.array([[b], [-b]]), what="b2 after 500 steps from zeros")
    # At this rate nearly every start at scale 10 has steps that lead up.
    for seed in (1, 2, 3, 4):
        result = student.train_with_init(X, Y, dims, "random", seed, 5.0, 60)
        sequence(unpack(result, "parameters", "costs")[1], 60, "costs of 60 iterations")
    for seed in (1, 2):
        after_many_steps(student, seed)


def after_many_steps(student: Student, seed: int) -> None:
    """After 200 steps from "he", when the cost is small, one more is a step like the others."""
    X, Y, dims = four_examples()

    def train(count: int) -> Any:
        return student.train_with_init(X, Y, dims, "he", seed, 0.5, count)

    taken, middle, after = one_step_further(train, dims, 200)
    cost, moved = step_by_hand(X, Y, middle, 0.5)
    costs_agree(taken, cost, "costs[200]")
    networks_agree(after, moved, " after 201 iterations")


def step_by_hand(X: Array, Y: Array, theta: Network, rate: float) -> tuple[float, Network]:
    """The cost of a network with one hidden layer, and its parameters after a step."""
    m = X.shape[1]
    A = np.maximum(0.0, theta["W1"] @ X + theta["b1"])
    Z = theta["W2"] @ A + theta["b2"]
    dZ2 = (1 + np.tanh(Z / 2)) / 2 - Y
    dZ1 = (theta["W2"].T @ dZ2) * (A > 0)
    steps = {
        "W1": dZ1 @ X.T,
        "b1": dZ1.sum(axis=1, keepdims=True),
        "W2": dZ2 @ A.T,
        "b2": dZ2.sum(axis=1, keepdims=True),
    }
    cost = float(np.sum(np.logaddexp(0.0, Z) - Y * Z) / m)
    return cost, {name: value - rate / m * steps[name] for name, value in theta.items()}


def start_of(student: Student, layer_dims: list[int], init: str, seed: int) -> Network:
    """What the student's own initialisation of that name gives."""
    starts: dict[str, tuple[Function, tuple[int, ...]]] = {
        "zeros": (student.initialize_parameters_zeros, ()),
        "random": (student.initialize_parameters_random, (10, seed)),
        "xavier": (student.initialize_parameters_xavier, (seed,)),
        "he": (student.initialize_parameters_he, (seed,)),
    }
    initialize, more = starts[init]
    return network_of(initialize(layer_dims, *more), layer_dims)


def trainings(**more: draw.Field) -> Any:
    """A network of one to three layers, its data, k iterations and a seed."""
    return draw.drawn(
        sizes={"layers": (1, 3), "widest": (1, 4), "m": (2, 7)},
        layer_dims=widths,
        X=inputs,
        Y=labels,
        k=draw.integers(low=1, high=5),
        seed=seeds,
        **more,
    )


@check(
    "train_with_init",
    points=1,
    kind="property",
    public=True,
    hint="Which initialisation does each name stand for, with which scale, and does it get `seed`?",
)
@given(trainings(), examples=6)
def train_with_init_starts_as_named(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    k: int,
    seed: int,
) -> None:
    """At rate 0 the parameters stay what the initialisation of that name gave; so do the costs."""
    for init in SCHEMES:
        start = start_of(student, layer_dims, init, seed)
        result = student.train_with_init(
            X, Y, layer_dims, init, seed, learning_rate=0.0, num_iterations=k
        )
        parameters, costs = unpack(result, "parameters", "costs")
        networks_agree(parameters, start, f' from "{init}" at rate 0')
        record = [finite(cost, "a cost") for cost in sequence(costs, k, "costs")]
        for place, cost in enumerate(record):
            close(cost, record[0], what=f'costs[{place}] from "{init}" at rate 0')
    unchanged(student.train_with_init, X, Y, layer_dims, "he", seed, num_iterations=k)
