"""The public checks of Mini-batches, momentum, RMSprop and Adam; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Function, Reference, Student, changes, check, close, costs_agree, double_precision, draw, entries, fresh, given, numbers, refuses, require, sequence, unchanged, unpack
from numpy.random import Generator
from collections.abc import Sequence


Network = dict[str, Array]


def widths(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, …, n_L], none above `widest`; in a third of the draws all of them equal to it."""
    count, widest = sizes["layers"] + 1, sizes["widest"]
    if rng.random() < 1 / 3:
        return [widest] * count
    return [int(n) for n in rng.integers(1, widest, size=count, endpoint=True)]


def inputs(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """X (n_0, m)."""
    found: Array = draw.normal(fields["layer_dims"][0], "m")(rng, sizes, fields)
    return found


def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, of scale 0.7 to keep the costs of a few layers of order 1."""
    dims, found = fields["layer_dims"], {}
    for number in range(1, len(dims)):
        for name, columns in (("W", dims[number - 1]), ("b", 1)):
            entry = draw.normal(dims[number], columns, scale=0.7)
            found[f"{name}{number}"] = entry(rng, sizes, fields)
    return found


def networks_agree(got: Any, want: Network, where: str = "") -> None:
    """Every entry of a student's dict is what it must be; `where` is said behind its name."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{where}")
        double_precision(value, f"{name}{where}")


OPTIMIZERS = "gd", "momentum", "rmsprop", "adam"


PLACES: dict[str, list[list[int]]] = {
    "W1": [[0, 1, 2], [1, 2, 0]],
    "b1": [[2], [0]],
    "W2": [[0, 2], [1, 0], [2, 2], [1, 1]],
    "b2": [[1], [0], [2], [1]],
}


THETA = 1.0, -2.0, 3.0


SLOPE = 4.0, 2.0, -6.0


def placed(kinds: Sequence[float], d: str = "") -> Network:
    """A network by hand in which the numbers of the three kinds are these."""
    return {d + name: np.array(kinds)[np.array(where)] for name, where in PLACES.items()}


def moved_by_hand(update: Function, *arguments: Any) -> Any:
    """What an update makes of the network by hand: dA1 is nobody's, and grads stays as it is."""
    grads = placed(SLOPE, "d") | {"dA1": np.ones((2, 3))}
    seen = changes(update, placed(THETA), grads, *arguments)
    require("grads" not in seen.changed, "grads must be the same after the call as before")
    return seen.value


def is_placed(got: Any, kinds: Sequence[float], d: str = "") -> None:
    """A student's dict is the network by hand with these numbers."""
    networks_agree(got, placed(kinds, d))


def mixed(rng: Generator, found: Network) -> Network:
    """The same entries, put into the dict in any order."""
    return {str(name): found[name] for name in rng.permutation(list(found))}


def in_any_order(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, put into the dict in any order."""
    return mixed(rng, weights(rng, sizes, fields))


@check(
    "update_parameters_with_gd",
    points=1,
    kind="example",
    public=True,
    hint="Against the gradient: 1 − 0.5·4, −2 − 0.5·2 and 3 + 0.5·6, in every layer.",
)
def update_parameters_with_gd_by_hand(student: Student, ref: Reference) -> None:
    """θ = 1, −2, 3 with dθ = 4, 2, −6 and α = 1/2 become −1, −3, 6, wherever they stand."""
    is_placed(moved_by_hand(student.update_parameters_with_gd, 0.5), (-1.0, -3.0, 6.0))
    names = [f"{kind}{number}" for number in range(1, 13) for kind in "Wb"]
    tall = {name: np.array([[float(i)], [-1.0]]) for i, name in enumerate(names)}
    slope = {f"d{name}": 2 * theta for name, theta in tall.items()}
    halved = {name: theta / 2 for name, theta in tall.items()}
    networks_agree(student.update_parameters_with_gd(tall, slope, 0.25), halved, " of 12 layers")


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
        require(np.array_equal(outputs, Y[:, columns]), law, got=pair, want=Y[:, columns])
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
    """⌈m/size⌉ batches, all but the last of that size; each column once, with its own label."""
    X, Y = numbered(of["n_x"], of["n_y"], of["m"])
    columns_of(student.random_mini_batches(X, Y, of["size"], seed), X, Y, of["size"])
    X, Y = numbered(2, 1, 60)
    one, same, other = (
        columns_of(student.random_mini_batches(X, Y, 15, which), X, Y, 15)
        for which in (seed, seed, seed + 1)
    )
    # By chance one of four batches is a run of 15 once in 10¹¹ times.
    together = any(max(columns) - min(columns) == 14 for columns in one)
    law = "which examples are together must be left to chance: 15 that stood in a row are"
    require(not together, law, got=one)
    require(one == same, "the same seed must give the same batches", got=same, want=one)
    require(one != other, "another seed must give other batches", got=other)
    unchanged(student.random_mini_batches, X, Y, 15, seed)


@check(
    "exponentially_weighted_average",
    points=1,
    kind="example",
    public=True,
    hint="0.9·0 + 0.1·10, then 0.9·1 + 0.1·20; corrected by 1 − 0.9, 1 − 0.81 and 1 − 0.729.",
)
def exponentially_weighted_average_by_hand(student: Student, ref: Reference) -> None:
    """10, 20, 30 at β = 0.9: 1, 2.9, 5.61; corrected 10, 2.9/0.19, 5.61/0.271."""
    values = [10, 20, 30]
    plain = student.exponentially_weighted_average(values, 0.9)
    close(plain, np.array([1.0, 2.9, 5.61]), what="the average")
    corrected = student.exponentially_weighted_average(values, 0.9, bias_correction=True)
    wanted = np.array([10.0, 2.9 / 0.19, 5.61 / 0.271])
    close(corrected, wanted, what="the corrected average")


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
    """dW1, db1, …: new float64 zeros of the parameters' shapes, be they whole numbers or not."""
    zeros = zeros_for(parameters)
    networks_agree(student.initialize_velocity(parameters), zeros)
    networks_agree(student.initialize_velocity(whole(parameters)), zeros, " for whole numbers")
    unchanged(student.initialize_velocity, parameters)
    fresh(student.initialize_velocity, parameters)


@check(
    "update_parameters_with_momentum",
    points=1,
    kind="example",
    public=True,
    hint="v first: 0.75·8 + 0.25·4 = 7, and so on. Then θ takes the step along this new v.",
)
def update_parameters_with_momentum_by_hand(student: Student, ref: Reference) -> None:
    """β = 3/4, α = 1/2, v = 8, −2, 6: v becomes 7, −1, 3, and θ −5/2, −3/2, 3/2."""
    v = placed((8.0, -2.0, 6.0), "d")
    result = moved_by_hand(student.update_parameters_with_momentum, v, 0.75, 0.5)
    parameters, v = unpack(result, "parameters", "v")
    is_placed(v, (7.0, -1.0, 3.0), "d")
    is_placed(parameters, (-2.5, -1.5, 1.5))


@check(
    "update_parameters_with_rmsprop",
    points=1,
    kind="example",
    public=True,
    hint="s first: 0.75·0 + 0.25·4² = 4. Then 1 − 0.5·4/(√4 + 2), and likewise for the others.",
)
def update_parameters_with_rmsprop_by_hand(student: Student, ref: Reference) -> None:
    """β = 3/4, α = 1/2, ε = 2, s = 0, 4, 36: s becomes 4, 4, 36, and θ 1/2, −9/4, 27/8."""
    s = placed((0.0, 4.0, 36.0), "d")
    result = moved_by_hand(student.update_parameters_with_rmsprop, s, 0.75, 0.5, 2.0)
    parameters, s = unpack(result, "parameters", "s")
    is_placed(s, (4.0, 4.0, 36.0), "d")
    is_placed(parameters, (0.5, -2.25, 3.375))


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
    """(v, s): new float64 zeros of the parameters' shapes in both, whole numbers or not."""
    both_agree(student.initialize_adam(parameters), parameters)
    both_agree(student.initialize_adam(whole(parameters)), parameters, " for whole numbers")
    unchanged(student.initialize_adam, parameters)
    fresh(student.initialize_adam, parameters)


@check(
    "update_parameters_with_adam",
    points=1,
    kind="example",
    public=True,
    hint="v = 18/4 + 3·4/4 = 7.5, s = 3·32/4 + 4²/4 = 28; then v̂ = 7.5/(15/16), ŝ = 28/(7/16).",
)
def update_parameters_with_adam_by_hand(student: Student, ref: Reference) -> None:
    """t = 2, β1 = 1/4, β2 = 3/4, ε = 2, α = 1/2: θ = 1, −2, 3 become 0.6, −2.25, 3.25."""
    v, s = placed((18.0, 5.25, 3.0), "d"), placed((32.0, 8.0, 9.0), "d")
    adam = student.update_parameters_with_adam
    result = moved_by_hand(adam, v, s, 2, 0.5, 0.25, 0.75, 2.0)
    parameters, v, s = unpack(result, "parameters", "v", "s")
    is_placed(v, (7.5, 2.8125, -3.75), "d")
    is_placed(s, (28.0, 7.0, 15.75), "d")
    is_placed(parameters, (0.6, -2.25, 3.25))


@check(
    "model",
    points=1,
    kind="example",
    public=True,
    hint="One mean over all m examples, however they are cut; v, s and t go on through all epochs.",
)
def model_by_hand(student: Student, ref: Reference) -> None:
    """The cost at rate 0, of batches of 2, 2 and 1; six short steps over ten equal examples."""
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
    # From zeros all probabilities are 1/2. Two epochs of 4, 4 and 2 equal examples are six steps;
    # they are so short that the gradients, (1/2 − y)·xᵀ and 1/2 − y, hardly change.
    X, Y = np.tile([[2.0], [-1.0], [4.0]], 10), np.tile([[1.0], [0.0]], 10)
    zeros = {"W1": np.zeros((2, 3)), "b1": np.zeros((2, 1))}
    slope = {
        "W1": np.array([[-1.0, 0.5, -2.0], [1.0, -0.5, 2.0]]),
        "b1": np.array([[-0.5], [0.5]]),
    }
    for optimizer in OPTIMIZERS:
        arguments = X, Y, zeros, optimizer, 1e-6, 4, 2, 0.8, 0.7, 0.95, 0.25
        unchanged(student.model, *arguments)
        parameters, costs = unpack(student.model(*arguments), "parameters", "costs")
        sequence(costs, 2, "costs of 2 epochs")
        for name, value in zip(slope, entries(parameters, *slope), strict=True):
            along = sum(one_of_equal_steps(optimizer, slope[name], t) for t in range(1, 7))
            what = f"{name} after six steps of {optimizer}"
            close(value, -1e-6 * along, rtol=1e-3, atol=1e-12, what=what)
    refuses(student.model, X, Y, zeros, "adagrad")


def one_of_equal_steps(optimizer: str, slope: Array, t: int) -> Array:
    """Step t of rate 1 where the gradient was always this one: all averages are 1 − β^t of it."""
    grown = 1 - 0.8**t
    steps: dict[str, Array] = {
        "gd": slope,
        "momentum": grown * slope,
        "rmsprop": slope / (np.sqrt(grown) * np.abs(slope) + 0.25),
        "adam": slope / (np.abs(slope) + 0.25),
    }
    return steps[optimizer]
