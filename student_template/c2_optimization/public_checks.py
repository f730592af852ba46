"""The public checks of Mini-batches, momentum, RMSprop and Adam; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Function, Reference, Student, changes, check, close, costs_agree, double_precision, draw, entries, finite, fresh, given, numbers, quiet, refuses, require, sequence, unchanged, unpack
from collections.abc import Sequence
from numpy.random import Generator


Network = dict[str, Array]


def widths(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, …, n_L], none above `widest`; in a third of the draws all of them equal to it."""
    count, widest = sizes["layers"] + 1, sizes["widest"]
    if rng.random() < 1 / 3:
        return [widest] * count
    return [int(n) for n in rng.integers(1, widest, size=count, endpoint=True)]


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
    "W1": [[0, 1, 2], [3, 2, 0]],
    "b1": [[2], [0]],
    "W2": [[0, 2], [1, 3], [2, 2], [1, 1]],
    "b2": [[1], [0], [3], [1]],
}


THETA = 1.0, -2.0, 3.0, 5.0


SLOPE = 4.0, 2.0, -6.0, 0.0


LONG, LATE, MOVES = 60, 20, 1e-3


ODD_X = np.array([[-1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0]])


ODD_Y = np.array([[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0]])


ODD_START = {"W1": np.array([[0.3]]), "b1": np.array([[-0.2]])}


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
