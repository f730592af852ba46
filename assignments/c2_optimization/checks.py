"""The checks of "Mini-batches, momentum, RMSprop and Adam".

Each states one law of the exercise that its name starts with. An update may write into what it
is given, so what it must return is computed before the call. Orders are the student's own
business, whatever generator they come from: they are judged by what is in a batch, by how often,
and by what training can make of any order. Nothing here may touch a student's value before one
of the comparing helpers has looked at its type and shape.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.random import Generator

from common.datasets import digits_to_learn
from common.networks import Network, networks_agree, weights, widths
from grader.authoring import (
    Array,
    Function,
    Reference,
    Student,
    changes,
    check,
    close,
    costs_agree,
    double_precision,
    draw,
    entries,
    finite,
    fresh,
    given,
    numbers,
    quiet,
    refuses,
    require,
    sequence,
    unchanged,
    unpack,
)

OPTIMIZERS = "gd", "momentum", "rmsprop", "adam"
# What an update returns besides parameters, by how many of these there are.
STATES = {0: (), 1: ("the state",), 2: ("v", "s")}

# A gradient nearer to 0 than this would hide whether a square was taken, or divided by.
SMALLEST = 0.1

# Numbers by hand: four kinds of numbers, and where they stand in a network of 3, 2 and 4 units.
PLACES: dict[str, list[list[int]]] = {
    "W1": [[0, 1, 2], [3, 2, 0]],
    "b1": [[2], [0]],
    "W2": [[0, 2], [1, 3], [2, 2], [1, 1]],
    "b2": [[1], [0], [3], [1]],
}
THETA = 1.0, -2.0, 3.0, 5.0
SLOPE = 4.0, 2.0, -6.0, 0.0

# Epochs of training on examples that no network can tell apart, and the least that costs still
# move between two of the last of them when every epoch has an order of its own.
LONG, LATE, MOVES = 60, 20, 1e-3

# No weights suit these labels all: costs stay in motion as long as the orders change, and in one
# and the same order they come to rest within a few epochs.
ODD_X = np.array([[-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0]])
ODD_Y = np.array([[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0]])
ODD_START = {"W1": np.array([[0.3]]), "b1": np.array([[-0.2]])}

DIGITS_NETWORK = [64, 12, 1]
TRAIN, TEST = 300, 400


# What the checks share: inputs, and laws used more than once


def placed(kinds: Sequence[float], d: str = "") -> Network:
    """A network by hand in which the numbers of the four kinds are these; gradients run back."""
    places = reversed(PLACES.items()) if d else PLACES.items()
    return {d + name: np.array(kinds)[np.array(where)] for name, where in places}


def moved_by_hand(update: Function, *arguments: Any) -> Any:
    """What an update makes of the network by hand: dA1 is nobody's, and grads stays as it is."""
    grads = placed(SLOPE, "d") | {"dA1": np.ones((2, 3))}
    seen = changes(update, placed(THETA), grads, *arguments)
    require("grads" not in seen.changed, "grads must be the same after the call as before")
    return seen.value


def is_placed(got: Any, kinds: Sequence[float], d: str = "") -> None:
    """A student's dict is the network by hand with these numbers."""
    networks_agree(got, placed(kinds, d))


def of_twelve_layers() -> tuple[Network, Network, Network]:
    """Parameters θ of twelve layers, no two alike; their gradients 2θ, from the last; zeros."""
    names = [f"{kind}{number}" for number in range(1, 13) for kind in "Wb"]
    theta = {name: np.array([[float(i)], [-1.0]]) for i, name in enumerate(names)}
    slope = {f"d{name}": 2 * value for name, value in reversed(theta.items())}
    return theta, slope, {d: 0 * value for d, value in slope.items()}


def mixed(rng: Generator, found: Network) -> Network:
    """The same entries, put into the dict in any order."""
    return {str(name): found[name] for name in rng.permutation(list(found))}


def in_any_order(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, put into the dict in any order."""
    return mixed(rng, weights(rng, sizes, fields))


def slopes(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """A gradient for each parameter, some of them long, and those of activations besides.

    In half of the draws all gradients are 40 times as long as in the others.
    """
    found, scale = {}, float(rng.choice([1.0, 40.0]))
    for name, theta in fields["parameters"].items():
        slope = draw.normal(*theta.shape, scale=scale)(rng, sizes, fields)
        found[f"d{name}"] = np.copysign(np.maximum(np.abs(slope), SMALLEST), slope)
        found[f"dA{name[1:]}"] = draw.normal(theta.shape[0], 2)(rng, sizes, fields)
    return mixed(rng, found)


def several(count: str) -> draw.Field:
    """As many gradients, one after the other."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[Network]:
        return [slopes(rng, sizes, fields) for _ in range(sizes[count])]

    return field


def averages(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """An average of earlier gradients for each parameter."""
    found = {
        f"d{name}": draw.normal(*theta.shape)(rng, sizes, fields)
        for name, theta in fields["parameters"].items()
    }
    return mixed(rng, found)


def squares(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """An average of earlier squares for each parameter."""
    return {name: value**2 for name, value in averages(rng, sizes, fields).items()}


def states(*, steps: int, layers: tuple[int, int] = (1, 3), **more: draw.Field) -> Any:
    """Parameters of one to three layers, and gradients for as many steps."""
    return draw.drawn(
        sizes={"layers": layers, "widest": (1, 4), "steps": (steps, steps)},
        layer_dims=widths,
        parameters=in_any_order,
        slopes=several("steps"),
        **more,
    )


def steps_agree(
    update: Function,
    right: Callable[..., Any],
    parameters: Network,
    state: tuple[Network, ...],
    slopes: Sequence[Network],
    more: Callable[[int], tuple[Any, ...]],
) -> None:
    """Step by step, each with what the step before returned, all is what it must be.

    `more(t)` are the arguments of step t behind the state. grads stays as it is.
    """
    wanted, found = (parameters, *state), (parameters, *state)
    for t, grads in enumerate(slopes, start=1):
        result = right(wanted[0], grads, *wanted[1:], *more(t))
        wanted = result if state else (result,)
        seen = changes(update, found[0], grads, *found[1:], *more(t))
        names = "parameters", *STATES[len(state)]
        found = unpack(seen.value, *names) if state else (seen.value,)
        for got, want, what in zip(found, wanted, names, strict=True):
            of = "" if what in ("parameters", "the state") else f" of {what}"
            networks_agree(got, want, f"{of} after step {t}")
        require("grads" not in seen.changed, "grads must be the same after the call as before")


def faint(slopes: Sequence[Network]) -> list[Network]:
    """Gradients so short that an ε of 1e−8 shows beside them."""
    return [{name: 1e-8 * slope for name, slope in grads.items()} for grads in slopes]


# update_parameters_with_gd


@check(
    "update_parameters_with_gd",
    points=1,
    kind="example",
    public=True,
    hint="Against the gradient: 1 − 0.5·4, −2 − 0.5·2 and 3 + 0.5·6, in every layer.",
)
def update_parameters_with_gd_by_hand(student: Student, ref: Reference) -> None:
    """θ = 1, −2, 3, 5 with dθ = 4, 2, −6, 0 and α = 1/2 become −1, −3, 6, 5; twelve layers."""
    is_placed(moved_by_hand(student.update_parameters_with_gd, 0.5), (-1.0, -3.0, 6.0, 5.0))
    tall, slope, _ = of_twelve_layers()
    halved = {name: theta / 2 for name, theta in tall.items()}
    networks_agree(student.update_parameters_with_gd(tall, slope, 0.25), halved, " of 12 layers")


@check(
    "update_parameters_with_gd",
    points=1,
    kind="reference",
    hint="All L layers take the step, weights and biases alike, each with its own gradient.",
)
@given(
    states(steps=1, layers=(1, 5)),
    draw.drawn(sizes={"n": (1, 2)}, tall=lambda rng, sizes, _: tower(rng, sizes["n"])),
    learning_rate=draw.number(0.001, 2.0),
    examples=15,
)
def update_parameters_with_gd_steps_downhill(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    tall: tuple[Network, Network],
    learning_rate: float,
) -> None:
    """θ − α·dθ for each of W1, b1, …, WL, bL, of up to twelve layers; grads stays as it is."""
    for network, grads in ((parameters, slopes[0]), tall):
        steps_agree(
            student.update_parameters_with_gd,
            ref.update_parameters_with_gd,
            network,
            (),
            [grads],
            lambda _: (learning_rate,),
        )


def tower(rng: Generator, n: int) -> tuple[Network, Network]:
    """Parameters of twelve layers of n units, and their gradients, no two alike."""
    shapes = {
        f"{kind}{number}": (n, n if kind == "W" else 1) for number in range(1, 13) for kind in "Wb"
    }
    parameters = {name: rng.normal(size=shape).round(2) for name, shape in shapes.items()}
    return parameters, {
        f"d{name}": rng.normal(size=shape).round(2) for name, shape in shapes.items()
    }


# random_mini_batches


def numbered(rows: int, outputs: int, m: int) -> tuple[Array, Array]:
    """X and Y that tell examples and rows apart: column i holds i, then 100 + i, … below it."""
    columns = np.arange(m, dtype=np.float64)
    return (
        100.0 * np.arange(rows)[:, None] + columns,
        -100.0 * np.arange(1, outputs + 1)[:, None] - columns,
    )


def columns_of(got: Any, X: Array, Y: Array, size: int) -> list[list[int]]:
    """Which columns are in each batch; all of them are there once, each with its own label."""
    m = X.shape[1]
    count = -(-m // size)
    found = []
    for number, pair in enumerate(
        sequence(got, count, f"the list of batches (m = {m}, size {size})")
    ):
        X_b, Y_b = unpack(pair, "X_b", "Y_b")
        width = min(size, m - number * size)
        inputs = numbers(X_b, (X.shape[0], width), f"X_b of batch {number + 1}")
        outputs = numbers(Y_b, (Y.shape[0], width), f"Y_b of batch {number + 1}")
        columns = inputs[0].round().astype(int)
        law = f"batch {number + 1} must be made of columns of X"
        known = ((columns >= 0) & (columns < m)).all()
        require(known and np.array_equal(inputs, X[:, columns]), law, got=X_b)
        law = f"each column of batch {number + 1} must have its own column of Y"
        require(np.array_equal(outputs, Y[:, columns]), law, got=Y_b, want=Y[:, columns])
        found.append([int(column) for column in columns])
    once = sorted(column for columns in found for column in columns) == list(range(m))
    require(once, "every example must be in one batch, and only once", got=found)
    return found


@check(
    "random_mini_batches",
    points=1,
    kind="property",
    public=True,
    hint="One permutation of the columns, for X and for Y; what is left over is a batch too.",
)
@given(
    draw.drawn(
        sizes={"m": (2, 20), "size": (1, 8), "n_x": (1, 3), "n_y": (1, 2)},
        of=lambda _, sizes, __: sizes,
    ),
    seed=draw.integer(0, 999),
    examples=15,
)
def random_mini_batches_hold_everything_once(
    student: Student, ref: Reference, of: dict[str, int], seed: int
) -> None:
    """⌈m/size⌉ batches, all but the last full (64 by default); each column once, with its label."""
    X, Y = numbered(of["n_x"], of["n_y"], of["m"])
    columns_of(student.random_mini_batches(X, Y, of["size"], seed), X, Y, of["size"])
    X, Y = numbered(2, 1, 72)
    one, same, other = (
        columns_of(student.random_mini_batches(X, Y, 15, which), X, Y, 15)
        for which in (seed, seed, seed + 1)
    )
    # By chance one of four batches of 15 and one of 12 is such a run once in 10¹¹ times.
    together = any(max(columns) - min(columns) == len(columns) - 1 for columns in one)
    law = "which examples are together must be left to chance: those of a batch stood in a row"
    require(not together, law, got=one)
    require(one == same, "the same seed must give the same batches", got=same, want=one)
    require(one != other, "another seed must give other batches", got=other)
    unchanged(student.random_mini_batches, X, Y, 15, seed)
    columns_of(student.random_mini_batches(X, Y), X, Y, 64)
    # Six batches and no rest; a single one that has all; a single one that is not full.
    for size in (12, 72, 100):
        columns_of(student.random_mini_batches(X, Y, size, seed), X, Y, size)


@check(
    "random_mini_batches",
    points=1,
    kind="statistical",
    public=True,
    hint="Any order may come, the one that they are in as well: nobody is kept from any place.",
)
def random_mini_batches_leave_it_to_chance(student: Student, ref: Reference) -> None:
    """In 200 seeds all six orders of three examples come, and each of seven is left over."""
    # Of six orders that are equally likely one never comes, in so many runs, once in 10¹⁵ times,
    # and one of seven examples is never left over once in 10¹² times.
    for m, size, count in ((3, 1, 6), (7, 3, 7)):
        X, Y = numbered(2, 2, m)
        found = set()
        for seed in range(200):
            batches = columns_of(student.random_mini_batches(X, Y, size, seed), X, Y, size)
            found.add(str(batches if size == 1 else batches[-1]))
        what = "orders of three" if size == 1 else "examples left over of seven in threes"
        law = f"each of the {count} {what} must come in 200 seeds"
        require(len(found) == count, law, got=sorted(found))


@check(
    "random_mini_batches",
    points=1,
    kind="property",
    hint="Batch k holds the shuffled columns from k·size to (k + 1)·size − 1, as far as there are.",
)
@given(
    draw.drawn(
        sizes={"size": (1, 16), "n_x": (1, 4), "n_y": (1, 4), "full": (0, 4)},
        of=lambda rng, sizes, _: sizes | {"rest": int(rng.integers(sizes["size"]))},
    ),
    seed=draw.integer(0, 999),
    examples=25,
)
def random_mini_batches_keep_pairs(
    student: Student, ref: Reference, of: dict[str, int], seed: int
) -> None:
    """Each example once, with its own label, in batches of the right sizes, for any m and size."""
    m = of["full"] * of["size"] + of["rest"]
    X, Y = numbered(of["n_x"], of["n_y"], m or of["size"])
    columns_of(student.random_mini_batches(X, Y, of["size"], seed), X, Y, of["size"])


@check(
    "random_mini_batches",
    points=1,
    kind="statistical",
    hint="It is the examples that are shuffled, all of them, and the seed that says how.",
)
@given(first=draw.integer(0, 9999), examples=1)
def random_mini_batches_are_shuffled(student: Student, ref: Reference, first: int) -> None:
    """Over 200 seeds each example, and each pair, is in batch 1 as often as chance has it."""
    m, size, runs = 64, 20, 200
    X, Y = numbered(1, 1, m)
    inside = np.zeros((runs, m), dtype=bool)
    orders = set()
    for run in range(runs):
        batches = columns_of(student.random_mini_batches(X, Y, size, first + run), X, Y, size)
        inside[run, batches[0]] = True
        orders.add(tuple(column for batch in batches for column in batch))
    law = "another seed must give another order"
    require(len(orders) == runs, law, got=f"{len(orders)} orders for {runs} seeds")
    # Nine deviations, for a share of 200 strays further than a bell would: by Chernoff's bound all
    # 128 shares stay within them but once in 10⁹ times.
    alone, together = inside.mean(axis=0), (inside & np.roll(inside, 1, axis=1)).mean(axis=0)
    for share, chance, whose in (
        (alone, size / m, "each column"),
        (
            together,
            size * (size - 1) / (m * (m - 1)),
            "each column together with the one before it",
        ),
    ):
        room = 9 * np.sqrt(chance * (1 - chance) / runs)
        worst = float(share[np.argmax(np.abs(share - chance))])
        law = f"{whose} must be in the first batch of {size} with probability {chance:.3f}"
        require(abs(worst - chance) < room, law, got=worst, want=f"{chance:.3f} ± {room:.3f}")
    # Of six orders that are equally likely one never comes, in so many runs, once in 10¹⁵ times.
    X, Y = numbered(1, 1, 3)
    drawn = (student.random_mini_batches(X, Y, 1, first + run) for run in range(runs))
    found = {str(columns_of(batches, X, Y, 1)) for batches in drawn}
    law = f"each of the six orders of three examples must come, in {runs} seeds"
    require(len(found) == 6, law, got=sorted(found))


@check(
    "random_mini_batches",
    points=1,
    kind="purity",
    hint="The seed alone says which order it is, and 0 if nobody gives one. X and Y stay: "
    "np.random.shuffle, for example, works in place, so shuffle the numbers of the columns.",
)
@given(m=draw.integer(66, 90), seed=draw.integer(1, 999), examples=4)
def random_mini_batches_change_nothing(student: Student, ref: Reference, m: int, seed: int) -> None:
    """X and Y are unchanged; a seed gives the same order again; defaults are size 64 and seed 0."""
    X, Y = numbered(2, 1, m)
    batches = columns_of(student.random_mini_batches(X, Y, 16, seed), X, Y, 16)
    unchanged(student.random_mini_batches, X, Y, 16, seed)
    again = columns_of(student.random_mini_batches(X, Y, 16, seed), X, Y, 16)
    require(batches == again, "the same seed must give the same batches", got=again, want=batches)
    plain = columns_of(student.random_mini_batches(X, Y), X, Y, 64)
    zero = columns_of(student.random_mini_batches(X, Y, 64, 0), X, Y, 64)
    require(plain == zero, "without a seed the order must be that of seed 0", got=plain, want=zero)


# exponentially_weighted_average


@check(
    "exponentially_weighted_average",
    points=1,
    kind="example",
    public=True,
    hint="0.9·0 + 0.1·10, then 0.9·1 + 0.1·20; corrected, average number t, from 1 on, is divided "
    "by 1 − 0.9^t. Floats come back, also of whole numbers.",
)
def exponentially_weighted_average_by_hand(student: Student, ref: Reference) -> None:
    """10, 20, 30 at β = 0.9: 1, 2.9, 5.61; corrected 10, 2.9/0.19, 5.61/0.271; and β = 0."""
    values = [10, 20, 30]
    plain = student.exponentially_weighted_average(values, 0.9)
    close(plain, np.array([1.0, 2.9, 5.61]), what="the average")
    corrected = student.exponentially_weighted_average(values, 0.9, bias_correction=True)
    wanted = np.array([10.0, 2.9 / 0.19, 5.61 / 0.271])
    close(corrected, wanted, what="the corrected average")
    for found in (plain, corrected):
        double_precision(found, "the average")
    floats = np.array([10.0, 20.0, 30.0])
    unchanged(student.exponentially_weighted_average, floats, 0.9)
    for asked in (False, True):
        none = student.exponentially_weighted_average(floats, 0.0, asked)
        close(none, np.array([10.0, 20.0, 30.0]), what="the average at β = 0")


@check(
    "exponentially_weighted_average",
    points=1,
    kind="property",
    hint="Of equal values the corrected average is that value, at every t; β = 0 keeps no past.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 12)},
        values=draw.normal("n", scale=5.0),
        whole=draw.integers("n", low=-20, high=20),
        constant=draw.normal(scale=5.0),
    ),
    beta=draw.options(0.0, 0.3, 0.9, 0.98),
    examples=20,
)
def exponentially_weighted_average_forgets(
    student: Student,
    ref: Reference,
    values: Array,
    whole: Any,
    constant: float,
    beta: float,
) -> None:
    """v_t = (1 − β) Σ β^(t−k)·x_k; corrected v_t/(1 − β^t), which keeps a constant as it is."""
    n = len(values)
    t = np.arange(1, n + 1)
    share = (1 - beta) * np.tril(beta ** np.maximum(np.subtract.outer(t, t), 0))
    same = np.full(n, constant)
    for xs, words in ((values, ""), (whole, " of whole numbers"), (same, " of a constant")):
        plain = student.exponentially_weighted_average(xs, beta)
        close(plain, share @ xs, what=f"the average{words}")
        corrected = student.exponentially_weighted_average(xs, beta, True)
        close(corrected, share @ xs / (1 - beta**t), what=f"the corrected average{words}")
        double_precision(corrected, "the corrected average")
    unchanged(student.exponentially_weighted_average, values, beta)


# initialize_velocity


def some_parameters(layers: tuple[int, int] = (1, 4)) -> Any:
    """Parameters of so many layers, in any order."""
    return draw.drawn(
        sizes={"layers": layers, "widest": (1, 5)}, layer_dims=widths, parameters=in_any_order
    )


def zeros_for(parameters: Network) -> Network:
    """What an average starts with."""
    return {f"d{name}": np.zeros(theta.shape) for name, theta in parameters.items()}


def whole(parameters: Network) -> dict[str, Any]:
    """Parameters of these shapes that are whole numbers."""
    return {name: np.full(theta.shape, 3) for name, theta in parameters.items()}


@check(
    "initialize_velocity",
    points=1,
    kind="property",
    public=True,
    hint='"d" before each name; zeros of its shape, float64 always, in new arrays at every call.',
)
@given(some_parameters(), examples=10)
def initialize_velocity_is_zero(
    student: Student, ref: Reference, layer_dims: list[int], parameters: Network
) -> None:
    """dW1, db1, …: float64 zeros of the parameters' shapes, an array of its own for each."""
    zeros = zeros_for(parameters)
    networks_agree(student.initialize_velocity(parameters), zeros)
    networks_agree(student.initialize_velocity(whole(parameters)), zeros, " for whole numbers")
    unchanged(student.initialize_velocity, parameters)
    fresh(student.initialize_velocity, parameters)


@check(
    "initialize_velocity",
    points=1,
    kind="property",
    hint="Every layer has averages, the last one too, and a layer's number may have two digits.",
)
@given(some_parameters((5, 12)), examples=8)
def initialize_velocity_of_many_layers(
    student: Student, ref: Reference, layer_dims: list[int], parameters: Network
) -> None:
    """For up to twelve layers, too, zeros for each of their parameters."""
    networks_agree(student.initialize_velocity(parameters), zeros_for(parameters))


# update_parameters_with_momentum


@check(
    "update_parameters_with_momentum",
    points=1,
    kind="example",
    public=True,
    hint="v first: 0.75·8 + 0.25·4 = 7, and so on. Then θ takes the step along this new v.",
)
def update_parameters_with_momentum_by_hand(student: Student, ref: Reference) -> None:
    """β = 3/4, α = 1/2: v = 8, −2, 6, 4 becomes 7, −1, 3, 3; twelve layers, from v = 0."""
    v = placed((8.0, -2.0, 6.0, 4.0), "d")
    result = moved_by_hand(student.update_parameters_with_momentum, v, 0.75, 0.5)
    parameters, v = unpack(result, "parameters", "v")
    is_placed(v, (7.0, -1.0, 3.0, 3.0), "d")
    is_placed(parameters, (-2.5, -1.5, 1.5, 3.5))
    tall, slope, zeros = of_twelve_layers()
    halved = {name: theta / 2 for name, theta in tall.items()}
    result = student.update_parameters_with_momentum(tall, slope, zeros, 0.75, 1.0)
    networks_agree(unpack(result, "parameters", "v")[0], halved, " of 12 layers, from v = 0")


@check(
    "update_parameters_with_momentum",
    points=2,
    kind="reference",
    hint="Each step goes on from the v that the step before returned, and returns its own.",
)
@given(
    states(steps=4, v=averages),
    beta=draw.options(0.0, 0.5, 0.9),
    learning_rate=draw.number(0.01, 1.0),
    examples=8,
)
def update_parameters_with_momentum_builds_up(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    v: Network,
    beta: float,
    learning_rate: float,
) -> None:
    """Four steps in a row, each with another gradient: parameters and v; grads stays as it is."""
    steps_agree(
        student.update_parameters_with_momentum,
        ref.update_parameters_with_momentum,
        parameters,
        (v,),
        slopes,
        lambda _: (beta, learning_rate),
    )


@check(
    "update_parameters_with_momentum",
    points=1,
    kind="property",
    hint="With β = 0 nothing of the past is left; with a gradient of 0 nothing but the past is.",
)
@given(
    states(steps=1, v=averages),
    beta=draw.number(0.1, 0.95),
    learning_rate=draw.number(0.01, 1.0),
    examples=8,
)
def update_parameters_with_momentum_glides(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    v: Network,
    beta: float,
    learning_rate: float,
) -> None:
    """With β = 0 it is plain descent; with dθ = 0, v becomes β·v and θ becomes θ − α·β·v."""
    flat = {name: np.zeros_like(slope) for name, slope in slopes[0].items()}
    for grads, factor, when in ((slopes[0], 0.0, " at β = 0"), (flat, beta, " at a gradient of 0")):
        moving = {d: factor * value + (1 - factor) * grads[d] for d, value in v.items()}
        result = student.update_parameters_with_momentum(
            parameters, grads, v, factor, learning_rate
        )
        theta, state = unpack(result, "parameters", "v")
        networks_agree(state, moving, f" of v{when}")
        moved = {
            name: value - learning_rate * moving[f"d{name}"] for name, value in parameters.items()
        }
        networks_agree(theta, moved, when)


# update_parameters_with_rmsprop


@check(
    "update_parameters_with_rmsprop",
    points=1,
    kind="example",
    public=True,
    hint="s first: 0.75·0 + 0.25·4² = 4. Then 1 − 0.5·4/(√4 + 2), and likewise for the others.",
)
def update_parameters_with_rmsprop_by_hand(student: Student, ref: Reference) -> None:
    """β = 3/4, α = 1/2, ε = 2: s = 0, 4, 36, 16 becomes 4, 4, 36, 12; defaults, twelve layers."""
    s = placed((0.0, 4.0, 36.0, 16.0), "d")
    result = moved_by_hand(student.update_parameters_with_rmsprop, s, 0.75, 0.5, 2.0)
    parameters, s = unpack(result, "parameters", "s")
    is_placed(s, (4.0, 4.0, 36.0, 12.0), "d")
    is_placed(parameters, (0.5, -2.25, 3.375, 5.0))
    # By default s becomes 0.1·dθ²: a step of 0.01/√0.1 wherever there is a slope.
    tall, slope, zeros = of_twelve_layers()
    moved = {name: theta - 0.01 * np.sign(theta) / np.sqrt(0.1) for name, theta in tall.items()}
    result = quiet(student.update_parameters_with_rmsprop, tall, slope, zeros)
    networks_agree(unpack(result, "parameters", "s")[0], moved, " of 12 layers, by default")


@check(
    "update_parameters_with_rmsprop",
    points=2,
    kind="reference",
    hint="Square the gradient entry by entry, average, take the root, and only then add ε.",
)
@given(
    states(steps=4, s=squares),
    beta=draw.options(0.0, 0.5, 0.9),
    learning_rate=draw.number(0.01, 1.0),
    epsilon=draw.options(1e-8, 0.1, 2.0),
    examples=8,
)
def update_parameters_with_rmsprop_scales_each(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    s: Network,
    beta: float,
    learning_rate: float,
    epsilon: float,
) -> None:
    """Four steps in a row, and one with the default β, α and ε; grads stays as it is."""
    update, right = student.update_parameters_with_rmsprop, ref.update_parameters_with_rmsprop
    more = beta, learning_rate, epsilon
    steps_agree(update, right, parameters, (s,), slopes, lambda _: more)
    zeros = ref.initialize_velocity(parameters)
    steps_agree(update, right, parameters, (zeros,), faint(slopes[:1]), lambda _: ())


def flat_in_places(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> list[Network]:
    """Gradients of three steps: many places have slope 0 in all of them, and some now and then."""
    found: list[Network] = [{}, {}, {}]
    for name, theta in fields["parameters"].items():
        steep = rng.choice([0.0, 0.7, 1.0], size=theta.shape)
        for grads in found:
            slope = rng.uniform(0.2, 2.0, size=theta.shape)
            grads[f"d{name}"] = np.where(rng.random(theta.shape) < steep, slope, 0.0)
    return found


def some_flat(drawn: dict[str, Any]) -> bool:
    """There are slopes of 0, and others."""
    entries = np.concatenate([slope.ravel() for slope in drawn["flat"][0].values()])
    return bool(entries.any() and not entries.all())


@check(
    "update_parameters_with_rmsprop",
    points=1,
    kind="stability",
    hint="The same step as everywhere: where s and the gradient are 0 it is ε that keeps 0/0 away.",
)
@given(
    states(steps=1, flat=flat_in_places, s=squares).filter(some_flat),
    beta=draw.options(0.0, 0.9),
    examples=8,
)
def update_parameters_with_rmsprop_stays_where_it_is_flat(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    flat: list[Network],
    s: Network,
    beta: float,
) -> None:
    """Where dθ is 0 there is no warning, θ stays as it is, and s becomes β·s."""
    for old in (ref.initialize_velocity(parameters), s):
        call = parameters, flat[0], old, beta, 0.1, 1e-8
        wanted = ref.update_parameters_with_rmsprop(*call)
        result = unpack(quiet(student.update_parameters_with_rmsprop, *call), "parameters", "s")
        networks_agree(result[0], wanted[0])
        networks_agree(result[1], wanted[1], " of s")


# initialize_adam


def both_agree(got: Any, parameters: Network, when: str = "") -> None:
    """(v, s), both zeros for these parameters."""
    for name, state in zip("vs", unpack(got, "v", "s"), strict=True):
        networks_agree(state, zeros_for(parameters), f" of {name}{when}")


@check(
    "initialize_adam",
    points=1,
    kind="property",
    public=True,
    hint="Two dicts of zeros, v and s, each with the keys and shapes of initialize_velocity.",
)
@given(some_parameters(), examples=10)
def initialize_adam_is_two_of_them(
    student: Student, ref: Reference, layer_dims: list[int], parameters: Network
) -> None:
    """(v, s): float64 zeros of the parameters' shapes in both, and no two of them one array."""
    both_agree(student.initialize_adam(parameters), parameters)
    both_agree(student.initialize_adam(whole(parameters)), parameters, " for whole numbers")
    unchanged(student.initialize_adam, parameters)
    fresh(student.initialize_adam, parameters)


@check(
    "initialize_adam",
    points=1,
    kind="property",
    hint="Every layer has averages, the last one too, and a layer's number may have two digits.",
)
@given(some_parameters((5, 12)), examples=8)
def initialize_adam_of_many_layers(
    student: Student, ref: Reference, layer_dims: list[int], parameters: Network
) -> None:
    """For up to twelve layers, too, zeros in both for each of their parameters."""
    both_agree(student.initialize_adam(parameters), parameters)


# update_parameters_with_adam


@check(
    "update_parameters_with_adam",
    points=1,
    kind="example",
    public=True,
    hint="v has β1 and s has β2: v = 18/4 + 3·4/4 = 7.5, s = 3·32/4 + 4²/4 = 28. Each is corrected "
    "with its own: v̂ = 7.5/(1 − 1/16), ŝ = 28/(1 − 9/16); then 1 − 0.5·v̂/(√ŝ + 2).",
)
def update_parameters_with_adam_by_hand(student: Student, ref: Reference) -> None:
    """t = 2: θ = 1, −2, 3, 5 become 0.6, −2.25, 3.25, 4.75; t = 1 with ε = 0; twelve layers."""
    v, s = placed((18.0, 5.25, 3.0, 15.0), "d"), placed((32.0, 8.0, 9.0, 21.0), "d")
    adam = student.update_parameters_with_adam
    result = moved_by_hand(adam, v, s, 2, 0.5, 0.25, 0.75, 2.0)
    parameters, v, s = unpack(result, "parameters", "v", "s")
    is_placed(v, (7.5, 2.8125, -3.75, 3.75), "d")
    is_placed(s, (28.0, 7.0, 15.75, 15.75), "d")
    is_placed(parameters, (0.6, -2.25, 3.25, 4.75))
    # The first step from 0, without ε: every number moves by α, however small its gradient is.
    zeros, slope = placed((0.0,) * 4, "d"), placed((4e-9, 2e-9, -6e-9, 1e-9), "d")
    result = adam(placed(THETA), slope, zeros, placed((0.0,) * 4, "d"), 1, 0.5, 0.25, 0.75, 0.0)
    is_placed(unpack(result, "parameters", "v", "s")[0], (0.5, -2.5, 3.5, 4.5))
    # From 0 at t = 2, by default: v̂ = dθ·0.1/(1 − 0.9²), ŝ = dθ²·0.001/(1 − 0.999²).
    tall, slope, zeros = of_twelve_layers()
    along = (0.1 / 0.19) / np.sqrt(0.001 / 0.001999)
    moved = {name: theta - 0.01 * along * np.sign(theta) for name, theta in tall.items()}
    result = quiet(adam, tall, slope, zeros, {d: value.copy() for d, value in zeros.items()}, 2)
    networks_agree(unpack(result, "parameters", "v", "s")[0], moved, " of 12 layers, by default")


@check(
    "update_parameters_with_adam",
    points=3,
    kind="reference",
    hint="Both averages are corrected, each with its own β and the t that is given, and kept "
    "uncorrected. ε is added to the root of ŝ.",
)
@given(
    states(steps=6),
    betas=draw.options((0.9, 0.999), (0.5, 0.9), (0.9, 0.5), (0.99, 0.9), (0.0, 0.99)),
    learning_rate=draw.number(0.01, 1.0),
    epsilon=draw.options(1e-8, 0.1, 2.0),
    examples=8,
)
def update_parameters_with_adam_corrects_both(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    betas: tuple[float, float],
    learning_rate: float,
    epsilon: float,
) -> None:
    """Steps 1 … 6 from zeros, and two with the default α, β1, β2 and ε: parameters, v and s."""
    update, right = student.update_parameters_with_adam, ref.update_parameters_with_adam
    state = ref.initialize_adam(parameters)
    more = learning_rate, *betas, epsilon
    steps_agree(update, right, parameters, state, slopes, lambda t: (t, *more))
    steps_agree(update, right, parameters, state, faint(slopes[:2]), lambda t: (39 + t,))


@check(
    "update_parameters_with_adam",
    points=1,
    kind="property",
    hint="v̂ and √ŝ grow with the gradient alike: without ε their quotient doesn't see its length.",
)
@given(
    states(steps=5),
    c=draw.options(1e-6, 0.01, 100.0),
    betas=draw.options((0.9, 0.999), (0.5, 0.9)),
    examples=8,
)
def update_parameters_with_adam_is_scale_free(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    c: float,
    betas: tuple[float, float],
) -> None:
    """With ε = 0, five steps with gradients c times as long lead to the same parameters."""
    zeros = ref.initialize_velocity(parameters)
    wanted, v, s = parameters, zeros, zeros
    theta: Any = parameters
    v_c: Any = zeros
    s_c: Any = zeros
    for t, grads in enumerate(slopes, start=1):
        wanted, v, s = ref.update_parameters_with_adam(wanted, grads, v, s, t, 0.3, *betas, 0.0)
        scaled = {name: c * slope for name, slope in grads.items()}
        result = student.update_parameters_with_adam(theta, scaled, v_c, s_c, t, 0.3, *betas, 0.0)
        theta, v_c, s_c = unpack(result, "parameters", "v", "s")
        networks_agree(theta, wanted, f" after step {t} with gradients {c:g} times as long")


@check(
    "update_parameters_with_adam",
    points=1,
    kind="stability",
    hint="The same step as everywhere: where s and the gradient are 0 it is ε that keeps 0/0 away.",
)
@given(states(steps=1, flat=flat_in_places).filter(some_flat), examples=8)
def update_parameters_with_adam_stays_where_it_is_flat(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    parameters: Network,
    slopes: list[Network],
    flat: list[Network],
) -> None:
    """Three steps with gradients of 0 among others: no warning; where all were 0, θ stays."""
    zeros = ref.initialize_velocity(parameters)
    wanted: tuple[Any, ...] = parameters, zeros, zeros
    found: tuple[Any, ...] = wanted
    for t, grads in enumerate(flat, start=1):
        wanted = ref.update_parameters_with_adam(wanted[0], grads, *wanted[1:], t, 0.1)
        value = quiet(student.update_parameters_with_adam, found[0], grads, *found[1:], t, 0.1)
        found = unpack(value, "parameters", "v", "s")
        networks_agree(found[0], wanted[0], f" after step {t}")


# model


@check(
    "model",
    points=1,
    kind="example",
    public=True,
    hint="One mean over all m examples, however they are cut; v, s and t go on through all epochs.",
)
def model_by_hand(student: Student, ref: Reference) -> None:
    """The cost at rate 0, of batches of 2, 2 and 1; nine steps over ten equal examples."""
    # With these entries z and the label 0 an output costs k·ln 2, where z = ln(2^k − 1).
    X = np.log(2.0 ** np.array([[1, 1, 1, 1, 6], [2, 2, 2, 2, 7]]) - 1)
    still = {"W1": np.eye(2), "b1": np.zeros((2, 1))}
    for optimizer in OPTIMIZERS:
        result = student.model(X, np.zeros((2, 5)), still, optimizer, 0.0, 2, 3)
        _, costs = unpack(result, "parameters", "costs")
        for cost in sequence(costs, 3, "costs of 3 epochs"):
            costs_agree(
                cost, 5 * np.log(2), "the cost at rate 0 of 4 examples of 3 ln 2, one of 13"
            )
    # Three epochs of 4, 4 and 2 equal examples: nine steps, whatever their order is.
    x, y = np.array([[2.0], [-1.0], [4.0]]), np.array([[1.0], [0.0]])
    X, Y = np.tile(x, 10), np.tile(y, 10)
    start = {"W1": np.zeros((2, 3)), "b1": np.zeros((2, 1))}
    for optimizer in OPTIMIZERS:
        arguments = X, Y, start, optimizer, 0.05, 4, 3, 0.8, 0.7, 0.95, 0.25
        unchanged(student.model, *arguments)
        parameters, costs = unpack(student.model(*arguments), "parameters", "costs")
        wanted, before = nine_steps(optimizer, x, y)
        networks_agree(parameters, wanted, f" after nine steps of {optimizer}")
        for epoch, cost in enumerate(sequence(costs, 3, "costs of 3 epochs")):
            batches = before[3 * epoch : 3 * epoch + 3]
            want = float(np.dot([0.4, 0.4, 0.2], batches))
            costs_agree(cost, want, f"costs[{epoch}] of {optimizer}")
    for name in ("adagrad", "Adam", "ada", "sgd", ""):
        refuses(student.model, X, Y, start, name)


def nine_steps(optimizer: str, x: Array, y: Array) -> tuple[Network, list[float]]:
    """One layer after nine steps of rate 0.05 from zeros, all for this example; the costs before.

    β = 0.8, β1 = 0.7, β2 = 0.95 and ε = 1/4.
    """
    theta = {"W1": np.zeros((2, 3)), "b1": np.zeros((2, 1))}
    v, s = ({name: 0 * value for name, value in theta.items()} for _ in "vs")
    of_v, of_s = (0.7, 0.95) if optimizer == "adam" else (0.8, 0.8)
    costs = []
    for t in range(1, 10):
        z = theta["W1"] @ x + theta["b1"]
        costs.append(float(np.sum(np.log(1 + np.exp(z)) - y * z)))
        slope = 1 / (1 + np.exp(-z)) - y
        for name, g in (("W1", slope @ x.T), ("b1", slope)):
            v[name] = of_v * v[name] + (1 - of_v) * g
            s[name] = of_s * s[name] + (1 - of_s) * g**2
            root = np.sqrt(s[name] / (1 - of_s**t))
            steps = {
                "gd": g,
                "momentum": v[name],
                "rmsprop": g / (np.sqrt(s[name]) + 0.25),
                "adam": v[name] / (1 - of_v**t) / (root + 0.25),
            }
            theta[name] = theta[name] - 0.05 * steps[optimizer]
    return theta, costs


def two_steps(*pairs: tuple[float, float]) -> Array:
    """w and b after a step of rate 1/2 from 0 for each of these (x, y) in turn; the mean cost."""
    w = b = total = 0.0
    for x, y in pairs:
        z = w * x + b
        total += float(np.log(1 + np.exp(z)) - y * z)
        slope = 1 / (1 + np.exp(-z)) - y
        w, b = w - 0.5 * slope * x, b - 0.5 * slope
    return np.array([w, b, total / len(pairs)])


@check(
    "model",
    points=1,
    kind="property",
    public=True,
    hint="Shuffle anew in each epoch, by the seed, and step by the gradients of the batch alone.",
)
def model_has_an_order_for_each_epoch(student: Student, ref: Reference) -> None:
    """Of two examples either may come first; each epoch has its own order; the seed decides."""
    X, Y = np.array([[1.0, 3.0]]), np.array([[1.0, 0.0]])
    start = {"W1": np.zeros((1, 1)), "b1": np.zeros((1, 1))}
    orders = np.array([two_steps((1, 1), (3, 0)), two_steps((3, 0), (1, 1))])
    seen = set()
    # That one of the two never comes in 40 seeds happens once in 10¹² times.
    for seed in range(40):
        result = student.model(X, Y, start, "gd", 0.5, 1, 1, seed=seed)
        parameters, costs = unpack(result, "parameters", "costs")
        w, b = (finite(one, "a parameter") for one in entries(parameters, "W1", "b1"))
        found = np.array([w, b, finite(sequence(costs, 1, "costs")[0], "the cost")])
        which = int(np.argmin(np.abs(orders - found).sum(axis=1)))
        close(found, orders[which], rtol=1e-5, atol=1e-7, what="W1, b1 and the cost")
        seen.add(which)
    law = "either of two examples must come first for some seeds of 40"
    require(len(seen) == 2, law)
    orders_of_the_seed(student, 3)


def orders_of_the_seed(student: Student, seed: int) -> None:
    """Each epoch has another order; the same seed gives the same result, and the next another."""
    costs, ends = [], []
    for which in (seed, seed, seed + 1):
        result = student.model(ODD_X, ODD_Y, ODD_START, "gd", 1.0, 2, LONG, seed=which)
        parameters, record = unpack(result, "parameters", "costs")
        costs.append([finite(cost, "a cost") for cost in sequence(record, LONG, "costs")])
        ends.append(numbers(entries(parameters, "W1")[0], (1, 1), "W1"))
    moves = float(np.abs(np.diff(costs[0][-LATE:])).max())
    law = "each epoch must have another order: after many epochs of one order the costs stand still"
    require(moves > MOVES, law, got=f"costs that move by {moves:.2g}", want=f"above {MOVES:g}")
    same = costs[0] == costs[1] and np.array_equal(ends[0], ends[1])
    require(same, "the same seed must give exactly the same costs and parameters")
    law = "another seed must give another result"
    require(costs[0] != costs[2], law, got=costs[2][-1], want="other costs")


def examples_of(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> tuple[Array, Array]:
    """X and Y of m examples, m being one of the fields; all outputs have some label of 1."""
    m, dims = fields["cut"][0], fields["layer_dims"]
    Y = rng.integers(0, 1, size=(dims[-1], m), endpoint=True).astype(np.float64)
    Y[np.arange(dims[-1]), rng.integers(m, size=dims[-1])] = 1.0
    return rng.normal(size=(dims[0], m)).round(2), Y


def cuts(X: Array, Y: Array, size: int) -> list[list[tuple[Array, Array]]]:
    """The ways in which m examples fall into batches of m − 1 and 1, or into one of m."""
    m = X.shape[1]
    if size >= m:
        return [[(X, Y)]]
    others = [[i for i in range(m) if i != last] for last in range(m)]
    return [
        [(X[:, chosen], Y[:, chosen]) for chosen in (rest, [last])]
        for last, rest in enumerate(others)
    ]


def trained(
    ref: Reference,
    optimizer: str,
    initial: Network,
    epochs: Sequence[Sequence[tuple[Array, Array]]],
    settings: dict[str, float],
) -> tuple[Network, list[float]]:
    """The parameters and the costs after epochs of just these batches."""
    rate, beta, epsilon = settings["learning_rate"], settings["beta"], settings["epsilon"]
    theta, t, costs = initial, 0, []
    v = s = ref.initialize_velocity(initial)
    for batches in epochs:
        total = 0.0
        for X_b, Y_b in batches:
            cost, grads = ref.cost_and_grads(X_b, Y_b, theta)
            total, t = total + cost * X_b.shape[1], t + 1
            if optimizer == "gd":
                theta = ref.update_parameters_with_gd(theta, grads, rate)
            elif optimizer == "momentum":
                theta, v = ref.update_parameters_with_momentum(theta, grads, v, beta, rate)
            elif optimizer == "rmsprop":
                theta, s = ref.update_parameters_with_rmsprop(theta, grads, s, beta, rate, epsilon)
            else:
                betas = settings["beta1"], settings["beta2"]
                theta, v, s = ref.update_parameters_with_adam(
                    theta, grads, v, s, t, rate, *betas, epsilon
                )
        costs.append(total / sum(X_b.shape[1] for X_b, _ in batches))
    return theta, costs


@check(
    "model",
    points=1,
    kind="reference",
    hint="Each batch: its cost, its gradients, t + 1, one update with what the last one returned.",
)
@given(
    draw.drawn(
        sizes={"layers": (1, 2), "widest": (1, 3)},
        layer_dims=widths,
        initial=weights,
        cut=draw.choice([(3, 2, 2), (3, 2, 2), (2, 1, 3), (5, 5, 4), (5, 9, 4)]),
        data=examples_of,
    ),
    epsilon=draw.options(1e-8, 0.1),
    optimizer=draw.options(*OPTIMIZERS),
    seed=draw.integer(0, 99),
    examples=24,
)
def model_takes_a_step_per_batch(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    initial: Network,
    cut: tuple[int, int, int],
    data: tuple[Array, Array],
    epsilon: float,
    optimizer: str,
    seed: int,
) -> None:
    """Of two to five examples: parameters and costs are those of one of their possible orders."""
    (X, Y), (_, size, epochs) = data, cut
    settings = {"learning_rate": 0.2, "beta": 0.8, "beta1": 0.7, "beta2": 0.95, "epsilon": epsilon}
    possible = [
        trained(ref, optimizer, initial, order, settings)
        for order in product(cuts(X, Y, size), repeat=epochs)
    ]
    result = student.model(
        X, Y, initial, optimizer, mini_batch_size=size, num_epochs=epochs, seed=seed, **settings
    )
    parameters, costs = unpack(result, "parameters", "costs")
    record = [finite(cost, "a cost") for cost in sequence(costs, epochs, "costs")]
    names = list(initial)
    found = [
        numbers(value, initial[name].shape, name)
        for name, value in zip(names, entries(parameters, *names), strict=True)
    ]

    def distance(one: tuple[Network, list[float]]) -> float:
        apart = [
            float(np.abs(value - one[0][n]).max()) for n, value in zip(names, found, strict=True)
        ]
        return max(*apart, float(np.abs(np.subtract(record, one[1])).max()))

    theta, wanted = min(possible, key=distance)
    networks_agree(parameters, theta)
    for epoch, (cost, want) in enumerate(zip(record, wanted, strict=True)):
        costs_agree(cost, want, f"costs[{epoch}]")


@check(
    "model",
    points=1,
    kind="property",
    hint="A copy of `initial` is trained; each epoch has an order of its own, that of its seed. "
    "What nobody gives has its default, and whatever is none of the four names is refused.",
)
@given(seed=draw.integer(0, 999), examples=2)
def model_shuffles_anew(student: Student, ref: Reference, seed: int) -> None:
    """Each epoch has its own order, by the seed; `initial` stays; other names: ValueError."""
    orders_of_the_seed(student, seed)
    initial = ODD_START
    for optimizer in OPTIMIZERS:
        unchanged(student.model, ODD_X, ODD_Y, initial, optimizer, 0.1, 2, 2)
    for name in ("Adam", "ada", "", "sgd"):
        refuses(student.model, ODD_X, ODD_Y, initial, name)
    # Of inputs this small W1 has gradients beside which the default ε shows.
    many = 1e-8 * np.sin(np.arange(70.0))[None, :]
    labels = (many > 0.3e-8).astype(np.float64)
    defaults = 0.01, 64, 20, 0.9, 0.9, 0.999, 1e-8, 0
    for optimizer in OPTIMIZERS:
        plain, named = (
            unpack(student.model(many, labels, initial, optimizer, *more), "parameters", "costs")
            for more in ((), defaults)
        )
        sequence(plain[1], 20, f"costs of {optimizer} with the default num_epochs")
        for name, value, want in zip(
            initial, *(entries(one[0], *initial) for one in (plain, named)), strict=True
        ):
            when = f"{name} after {optimizer} with the default arguments"
            close(value, numbers(want, (1, 1), name), what=when)


def he(dims: list[int], seed: int) -> Network:
    """Parameters to start from."""
    rng, found = np.random.default_rng(seed), {}
    for number in range(1, len(dims)):
        n, n_prev = dims[number], dims[number - 1]
        found[f"W{number}"] = rng.normal(size=(n, n_prev)) * np.sqrt(2 / n_prev)
        found[f"b{number}"] = np.zeros((n, 1))
    return found


@check(
    "model",
    points=1,
    kind="training",
    hint="Do the costs fall? Every example of every epoch counts, and the state is carried on.",
)
def model_tells_odd_from_even(student: Student, ref: Reference) -> None:
    """Digits, 8 epochs of batches of 32: the cost gets low, in training and in test."""
    X, Y, X_test, Y_test, _ = digits_to_learn(ref, TRAIN, TEST)
    start = he(DIGITS_NETWORK, 1)
    # Of 300 runs in orders of two generators the worst ended, in training and in test, at 0.37
    # and 0.47 (gd), 0.43 and 0.43 (momentum), 0.31 and 0.45 (RMSprop), 0.34 and 0.36 (Adam). They
    # begin at 0.99. The deviation is 0.01 in training, and up to 0.03 in test.
    for optimizer, rate, most, most_test in (
        ("gd", 0.1, 0.45, 0.65),
        ("momentum", 0.1, 0.5, 0.65),
        ("rmsprop", 0.005, 0.4, 0.65),
        ("adam", 0.005, 0.45, 0.65),
    ):
        result = student.model(X, Y, start, optimizer, rate, 32, 8, seed=1)
        parameters, costs = unpack(result, "parameters", "costs")
        last = finite(sequence(costs, 8, "costs")[-1], "the last cost")
        found = {
            name: numbers(value, start[name].shape, name)
            for name, value in zip(start, entries(parameters, *start), strict=True)
        }
        unseen, _ = ref.cost_and_grads(X_test, Y_test, found)
        law = f"{optimizer} must end below a cost of {most}, and of {most_test} on the test set"
        require(last < most and unseen < most_test, law, got=f"{last:.3f}, and {unseen:.3f}")
