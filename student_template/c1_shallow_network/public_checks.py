"""The public checks of One hidden layer on the petals; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, classes, close, costs_agree, double_precision, draw, entries, equal, finite, given, guarded_cost, numbers, quiet, refuses, require, scalar, sequence, steps_do_not_grow, unchanged, unpack
from numpy.random import Generator


PARAMETERS = ("W1", "b1", "W2", "b2")


SIZES = {"n_x": (1, 5), "n_h": (1, 5), "n_y": (1, 5), "m": (2, 8)}


MARGIN = 1e-3


SMALL = 5e-8, 1e-9


def network(n_x: draw.Dim = "n_x", n_h: draw.Dim = "n_h", n_y: draw.Dim = "n_y") -> draw.Field:
    """Parameters of scale 1/2, which keep the activations off their ends; biases are not 0."""
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> dict[str, Array]:
        return {
            name: draw.normal(*dims, scale=0.5)(rng, sizes, fields) for name, dims in shapes.items()
        }

    return field


def labels(n_y: draw.Dim, m: draw.Dim) -> draw.Field:
    """Y: 0 or 1, drawn for each output and each example."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        drawn: Array = draw.integers(n_y, m, low=0, high=1)(rng, sizes, fields)
        return drawn.astype(np.float64)

    return field


def networks(sizes: dict[str, tuple[int, int]] | None = None, **more: draw.Field) -> Any:
    """A network and its data, no hidden unit being at relu's kink."""
    drawn = draw.drawn(
        sizes=sizes or SIZES,
        parameters=network(),
        X=draw.normal("n_x", "m"),
        Y=labels("n_y", "m"),
        **more,
    )
    return drawn.filter(off_the_kink)


def off_the_kink(drawn: dict[str, Any]) -> bool:
    """Rounding decides for no hidden unit whether it is on."""
    parameters = drawn["parameters"]
    return bool(np.abs(parameters["W1"] @ drawn["X"] + parameters["b1"]).min() > MARGIN)


LN2, LN3 = np.log(2), np.log(3)


def by_hand() -> tuple[Array, Array, dict[str, Array]]:
    """X, Y and the parameters of the handout's worked example: each A1 is 3/5 or −3/5."""
    parameters = {
        "W1": LN2 * np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]),
        "b1": LN2 * np.array([[-2.0], [-2.0], [2.0]]),
        "W2": 5 / 6 * LN3 * np.array([[2.0, 0.0, -1.0], [1.0, -3.0, 1.0]]),
        "b2": LN3 / 2 * np.array([[1.0], [-1.0]]),
    }
    X = np.array([[1.0, 2.0, 2.0, 3.0], [0.0, 1.0, -1.0, 0.0]])
    return X, np.array([[0.0, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0]]), parameters


def by_hand_relu() -> dict[str, Array]:
    """The same hidden layer under outputs for relu: each A1 is 0 or ln 2."""
    _, _, parameters = by_hand()
    return parameters | {
        "W2": LN3 / LN2 * np.array([[2.0, -3.0, 3.0], [-2.0, -1.0, 1.0]]),
        "b2": LN3 * np.array([[-1.0], [1.0]]),
    }


def gradients(got: Any, parameters: dict[str, Array]) -> dict[str, Array]:
    """The four gradients, each of the shape of its parameter."""
    names = [f"d{name}" for name in PARAMETERS]
    found = zip(names, entries(got, *names), PARAMETERS, strict=True)
    return {d: numbers(value, parameters[name].shape, d) for d, value, name in found}


def trained(got: Any, n_x: int, n_h: int, n_y: int) -> tuple[dict[str, Array], Any]:
    """(parameters, costs) of what nn_model returns, the parameters in their shapes."""
    parameters, costs = unpack(got, "parameters", "costs")
    shapes = (n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)
    found = zip(PARAMETERS, entries(parameters, *PARAMETERS), shapes, strict=True)
    return {name: numbers(value, shape, name) for name, value, shape in found}, costs


@check(
    "layer_sizes",
    points=1,
    kind="example",
    public=True,
    hint="Columns are examples: rows of X are features, rows of Y are outputs.",
)
def layer_sizes_by_hand(student: Student, ref: Reference) -> None:
    """X (5, 3) and Y (2, 3): n_h = 7 gives (5, 7, 2), and no n_h gives (5, 4, 2)."""
    X, Y = np.zeros((5, 3)), np.zeros((2, 3))
    equal(unpack(student.layer_sizes(X, Y, 7), "n_x", "n_h", "n_y"), (5, 7, 2))
    equal(unpack(student.layer_sizes(X, Y), "n_x", "n_h", "n_y"), (5, 4, 2))


@check(
    "initialize_parameters",
    points=1,
    kind="property",
    public=True,
    hint="W of a layer is (its own units, units before it); biases start at 0; use the seed.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 6), "n_h": (1, 6), "n_y": (1, 6)},
        n_x=lambda _, sizes, __: sizes["n_x"],
        n_h=lambda _, sizes, __: sizes["n_h"],
        n_y=lambda _, sizes, __: sizes["n_y"],
    ),
    seed=draw.integer(0, 10000),
    examples=15,
)
def initialize_parameters_shapes(
    student: Student, ref: Reference, n_x: int, n_h: int, n_y: int, seed: int
) -> None:
    """W1 (n_h, n_x) and W2 (n_y, n_h) are float64 and follow from the seed; b1 and b2 are 0."""
    W1, b1, W2, b2 = entries(student.initialize_parameters(n_x, n_h, n_y, seed), *PARAMETERS)
    double_precision(W1, "W1")
    double_precision(W2, "W2")
    first = numbers(W1, (n_h, n_x), "W1"), numbers(W2, (n_y, n_h), "W2")
    close(b1, np.zeros((n_h, 1)), rtol=0, atol=0, what="b1")
    close(b2, np.zeros((n_y, 1)), rtol=0, atol=0, what="b2")
    again = entries(student.initialize_parameters(n_x, n_h, n_y, seed), "W1", "W2")
    other = entries(student.initialize_parameters(n_x, n_h, n_y, seed + 1), "W1", "W2")
    for name, weights, same, new in zip(("W1", "W2"), first, again, other, strict=True):
        close(same, weights, rtol=0, atol=0, what=f"{name} of the same seed once more")
        fresh = array(new, weights.shape, what=name)
        law = f"{name} must be another one for another seed"
        require(not np.array_equal(fresh, weights), law, got=new, want="other numbers")


@check(
    "initialize_parameters",
    points=1,
    kind="property",
    public=True,
    hint="Units that start alike stay alike: every weight needs a small number of its own, drawn "
    "from the normal distribution of deviation 0.01.",
)
@given(
    sizes=draw.options((1, 2, 1), (2, 3, 1), (3, 3, 3), (4, 2, 5), (2, 6, 2)),
    seed=draw.integer(0, 10000),
    examples=10,
)
def initialize_parameters_break_symmetry(
    student: Student, ref: Reference, sizes: tuple[int, int, int], seed: int
) -> None:
    """No two weights are equal; their mean is 0 and their deviation 0.01, as in a bell curve."""
    n_x, n_h, n_y = sizes
    W1, W2 = entries(student.initialize_parameters(n_x, n_h, n_y, seed), "W1", "W2")
    hidden, output = array(W1, (n_h, n_x), what="W1"), array(W2, (n_y, n_h), what="W2")
    weights = np.concatenate([hidden.ravel(), output.ravel()])
    count = int(np.unique(weights).size)
    law = "all the weights of W1 and W2 together must be different numbers"
    require(count == weights.size, law, got=f"{count} different", want=f"{weights.size} different")
    largest = float(np.abs(weights).max())
    law = "no weight of standard deviation 0.01 may be as large as 0.1"
    require(largest < 0.1, law, got=largest, want="below 0.1")
    many = array(entries(student.initialize_parameters(20, 30, 2, seed), "W1")[0], (30, 20))
    law = "of 600 weights of mean 0 some must be positive, and some negative"
    require(many.min() < 0 < many.max(), law, got=[float(many.min()), float(many.max())])
    # Six standard errors are 0.0018; of 600 normal draws one at least lies beyond two deviations.
    deviation, farthest = float(many.std()), float(np.abs(many).max())
    law = "the standard deviation of 600 weights must be about 0.01"
    require(0.0082 < deviation < 0.0118, law, got=deviation, want=0.01)
    law = "of 600 normal weights some must lie beyond two deviations, 0.02"
    require(farthest > 0.02, law, got=farthest, want="above 0.02")


@check(
    "forward_propagation",
    points=1,
    kind="example",
    public=True,
    hint="Z1 is ±ln 2 and tanh(ln 2) = 3/5; σ(ln 3) = 3/4. relu makes 0 of −ln 2. Far out σ is 0 "
    "or 1, and never NaN. Another name of an activation raises ValueError.",
)
def forward_propagation_by_hand(student: Student, ref: Reference) -> None:
    """The handout's example: A2 is 1/4, 9/10 …; b2 = ±1000 gives 1 and 0; then with relu."""
    X, _, parameters = by_hand()
    A2, _ = unpack(student.forward_propagation(X, parameters), "A2", "cache")
    close(A2, np.array([[0.25, 0.9, 0.25, 0.9], [0.75, 0.75, 0.1, 0.1]]), what="A2")
    double_precision(A2, "A2")
    unchanged(student.forward_propagation, X, parameters)
    far = parameters | {"b2": np.array([[1000.0], [-1000.0]])}
    A2, _ = unpack(student.forward_propagation(X, far), "A2", "cache")
    ends = np.array([[1.0, 1.0, 1.0, 1.0], [0.0, 0.0, 0.0, 0.0]])
    close(A2, ends, what="A2 with b2 = 1000 and −1000")
    result = student.forward_propagation(X, by_hand_relu(), "relu")
    A2, _ = unpack(result, "A2", "cache")
    close(A2, np.array([[0.9, 0.75, 0.25, 0.1], [0.9, 0.25, 0.75, 0.1]]), what="A2 with relu")
    for other in ("softplus", "sigmoid", "", "tan"):
        refuses(student.forward_propagation, X, parameters, other)


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each of the 8 entries pays for one term: −log(A2) where Y = 1, −log(1 − A2) where Y = 0. "
    "There are 4 examples.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """The handout's A2 and Y, two outputs and four examples: J = ln(40/9)."""
    A2 = np.array([[0.25, 0.9, 0.25, 0.9], [0.75, 0.75, 0.1, 0.1]])
    Y = np.array([[0.0, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0]])
    costs_agree(student.compute_cost(A2, Y), np.log(40 / 9))


@check(
    "compute_cost",
    points=1,
    kind="stability",
    public=True,
    hint="log(0) is −∞, and 0·∞ is NaN: keep A2 inside (0, 1) before the logarithms, moved by "
    "10⁻⁸ at most, and in a copy.",
)
@given(draw.drawn(sizes={"n_y": (1, 3), "m": (2, 6)}, Y=labels("n_y", "m")), examples=10)
def compute_cost_of_the_certain(student: Student, ref: Reference, Y: Array) -> None:
    """Where A2 is 0 or 1, right entries cost nothing, wrong ones much; 10⁻⁸ is room enough."""
    m = Y.shape[1]
    right = scalar(quiet(student.compute_cost, Y, Y), "the cost")
    require(abs(right) < 1e-6, "the cost must be 0 when A2 = Y", got=right, want=0.0)
    A2 = Y.copy()
    A2[0, 0] = 1 - Y[0, 0]
    wrong = scalar(quiet(student.compute_cost, A2, Y), "the cost")
    require(
        10 / m < wrong < 800 / m,
        f"one certain and wrong entry, with m = {m}, must cost between 10/{m} and 800/{m}",
        got=wrong,
        want=f"between {10 / m:.4g} and {800 / m:.4g}",
    )
    for small in SMALL:
        least, most = guarded_cost(small)
        want = f"between {least:.4g} and {most:.4g}"
        for p, y in ((small, 1.0), (1 - small, 0.0)):
            four = np.full((1, 4), p), np.full((1, 4), y)
            found = scalar(student.compute_cost(*four), "the cost")
            law = f"A2 may be moved by 10⁻⁸ at most: the cost of A2 = {p:.9g} for Y = {y:g} is off"
            require(least < found < most, law, got=found, want=want)
    unchanged(student.compute_cost, A2, Y)


@check(
    "backward_propagation",
    points=1,
    kind="example",
    public=True,
    hint="dZ2 = A2 − Y; dZ1 = W2ᵀ dZ2 ⊙ g′(Z1), where g′ is 1 − (3/5)² for tanh, and 0 or 1 for "
    "relu. dW and db are divided by m = 4, each of them once.",
)
def backward_propagation_by_hand(student: Student, ref: Reference) -> None:
    """dW2, db2, dW1 and db1 of the handout's example, for tanh and relu; of a second call too."""
    X, Y, parameters = by_hand()
    _, cache = unpack(student.forward_propagation(X, parameters), "A2", "cache")
    wanted = {
        "dW2": np.array([[0.045, -0.15, -0.045], [0.3, -0.195, -0.3]]),
        "db2": np.array([[-0.175], [-0.075]]),
        "dW1": LN3 * np.array([[-1 / 2, 59 / 150], [1 / 10, -33 / 50], [1 / 5, 2 / 15]]),
        "db1": LN3 * np.array([[-17 / 75], [3 / 25], [4 / 75]]),
    }
    for words in ("", " of a second call with the same cache"):
        grads = student.backward_propagation(parameters, cache, X, Y)
        for (name, want), got in zip(wanted.items(), entries(grads, *wanted), strict=True):
            close(got, want, what=f"{name}{words}")
            double_precision(got, f"{name}{words}")
    unchanged(student.backward_propagation, parameters, cache, X, Y)
    parameters = by_hand_relu()
    _, cache = unpack(student.forward_propagation(X, parameters, "relu"), "A2", "cache")
    wanted = {
        "dW2": LN2 / 4 * np.array([[-1.15, -1.65, 0.15], [0.35, -0.15, -0.35]]),
        "db2": np.array([[-0.25], [0.0]]),
        "dW1": LN3 / LN2 / 4 * np.array([[-8.0, -1.0], [12.8, -2.5], [-2.4, 2.5]]),
        "db1": LN3 / LN2 / 4 * np.array([[-3.0], [5.1], [0.1]]),
    }
    for words in ("", " in a second call with the same cache"):
        grads = student.backward_propagation(parameters, cache, X, Y, "relu")
        for (name, want), got in zip(wanted.items(), entries(grads, *wanted), strict=True):
            close(got, want, what=f"{name} with relu{words}")
    unchanged(student.backward_propagation, parameters, cache, X, Y, "relu")


@check(
    "backward_propagation",
    points=1,
    kind="vectorised",
    public=True,
    hint="A matrix product dZ Aᵀ sums over the examples and needs no loop. Each example of the "
    "handout is there several times here, which changes no mean: the gradients count as well.",
)
@given(draw.growing(), examples=3)
def backward_propagation_vectorised(
    student: Student, ref: Reference, sizes: list[int], seed: int
) -> None:
    """More examples take no more Python: no loop runs over them; the gradients are right."""
    X, Y, parameters = by_hand()
    # A third feature, drawn for each example, that no hidden unit looks at yet.
    parameters["W1"] = np.hstack([parameters["W1"], np.zeros((3, 1))])
    dZ1 = 8 / 15 * LN3 * np.array([[0.25, 0.55, -2.4, -0.1], [0.75, -2.25, 2.7, -0.3]])
    dZ1 = np.vstack([dZ1, 8 / 15 * LN3 * np.array([-0.5, 0.85, -0.15, 0.2])])
    of_halves = LN3 * np.array([[-1 / 2, 59 / 150], [1 / 10, -33 / 50], [1 / 5, 2 / 15]])
    # Examples that are there k times, in any order, leave all other means as they were.
    same = {
        "db1": LN3 * np.array([[-17 / 75], [3 / 25], [4 / 75]]),
        "dW2": np.array([[0.045, -0.15, -0.045], [0.3, -0.195, -0.3]]),
        "db2": np.array([[-0.175], [-0.075]]),
    }

    def example(rng: Generator, k: int) -> tuple[Any, Any]:
        order = rng.permutation(4 * k) % 4
        third = rng.normal(size=4 * k)
        inputs, outputs = np.vstack([X[:, order], third]), Y[:, order]
        _, cache = unpack(student.forward_propagation(inputs, parameters), "A2", "cache")
        of_thirds = np.mean(dZ1[:, order] * third, axis=1).reshape(3, 1)
        return (parameters, cache, inputs, outputs), same | {
            "dW1": np.hstack([of_halves, of_thirds])
        }

    def agrees(got: Any, want: Any) -> None:
        for name, value in gradients(got, parameters).items():
            close(value, want[name], what=name)

    steps_do_not_grow(student.backward_propagation, example, agrees, sizes=sizes, seed=seed)


@check(
    "update_parameters",
    points=1,
    kind="example",
    public=True,
    hint="The gradient points uphill: step against it, with all four parameters. Without a rate it "
    "is 1.2.",
)
def update_parameters_by_hand(student: Student, ref: Reference) -> None:
    """At rate 1/2 each parameter loses half of its own gradient; without a rate, 1.2 times it."""
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
    # It may write into the arrays that it is given.
    copies = {name: value.copy() for name, value in parameters.items()}
    found = entries(student.update_parameters(copies, grads, 0.5), *PARAMETERS)
    for name, value in zip(PARAMETERS, found, strict=True):
        close(value, wanted[name], what=name)
    moved = {
        "W1": np.array([[-8.6, 11.6], [0.6, 4.0], [0.2, 8.4]]),
        "b1": np.array([[14.4], [-1.4], [-8.2]]),
        "W2": np.array([[-0.4, 7.2, -27.0], [-3.8, -7.0, 6.4]]),
        "b2": np.array([[5.8], [-5.6]]),
    }
    found = entries(student.update_parameters(parameters, grads), *PARAMETERS)
    for name, value in zip(PARAMETERS, found, strict=True):
        close(value, moved[name], what=f"{name} at the default rate")


def temptations(
    X: Array, Y: Array, start: dict[str, Array], activation: str
) -> list[tuple[str, Any]]:
    """(where, (X, Y, start, rate)): data and starts at which somebody may stop, or go slower."""
    # Costs rise at this rate, and no Z2 comes near 1000: with relu larger ones run away.
    leap = 10.0 if activation == "tanh" else 2.0
    flat = {name: 1e-3 * value if name[0] == "W" else 0 * value for name, value in start.items()}
    mirrored = np.hstack([X, -X]), np.hstack([Y, 1 - Y])
    alike = np.tile(Y[:, :1], (1, X.shape[1]))
    sure = start | {"b2": 20 * Y[:, :1] - 10}
    return [
        ("", (X, Y, start, 0.5)),
        (" where the cost is flat", (*mirrored, flat, 0.5)),
        (f" at a rate of {leap:g}", (X, Y, start, leap)),
        (" where the cost is small", (X, alike, sure, leap)),
    ]


@check(
    "nn_model",
    points=1,
    kind="property",
    public=True,
    hint="A cost is noted before its step, and num_iterations steps are taken, all with the rate "
    "and the activation that were given, whether the cost is flat, rises or is small.",
)
@given(
    networks({"n_x": (2, 5), "n_h": (2, 5), "n_y": (1, 3), "m": (3, 8)}),
    k=draw.integer(1, 4),
    examples=4,
)
def nn_model_goes_one_step_further(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    k: int,
) -> None:
    """k + 1 steps from `initial` are those of your own functions, and costs[k] is that after k."""
    n_h, n_x = parameters["W1"].shape
    # With both, as one that is passed on to some of the functions only is right for the other.
    for activation in ("tanh", "relu"):
        for where, (inputs, outputs, start, rate) in temptations(X, Y, parameters, activation):
            arguments = n_h, k + 1, rate, activation
            result = student.nn_model(inputs, outputs, *arguments, initial=start)
            _, costs = trained(result, n_x, n_h, Y.shape[0])
            after = entries(result[0], *PARAMETERS)
            record = sequence(costs, k + 1, f"costs{where}")
            if isinstance(costs, np.ndarray):  # a piece of it shows where it comes from
                record = [costs[i : i + 1] for i in range(k + 1)]
            theta = {name: value.copy() for name, value in start.items()}
            for i, cost in enumerate(record):
                result = student.forward_propagation(inputs, theta, activation)
                A2, cache = unpack(result, "A2", "cache")
                before = finite(student.compute_cost(A2, outputs), "the cost")
                costs_agree(cost, before, f"costs[{i}]{where}")
                slopes = student.backward_propagation(theta, cache, inputs, outputs, activation)
                copies = {name: value.copy() for name, value in theta.items()}
                moved = entries(student.update_parameters(copies, slopes, rate), *PARAMETERS)
                theta = {
                    name: numbers(value, start[name].shape, name)
                    for name, value in zip(PARAMETERS, moved, strict=True)
                }
            for name, value in zip(PARAMETERS, after, strict=True):
                close(value, theta[name], what=f"{name} after step {k + 1}{where}")


@check(
    "nn_model",
    points=1,
    kind="property",
    public=True,
    hint="n_h and the seed make the start: the same ones the same, another seed another. Where "
    "there is an `initial`, its width counts, and after training it is what it was.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 4), "n_h": (1, 6), "n_y": (1, 3), "m": (2, 6)},
        initial=network(),
        X=draw.normal("n_x", "m"),
        Y=labels("n_y", "m"),
    ),
    n_h=draw.integer(1, 6),
    seed=draw.integer(0, 1000),
    examples=6,
)
def nn_model_start(
    student: Student,
    ref: Reference,
    initial: dict[str, Array],
    X: Array,
    Y: Array,
    n_h: int,
    seed: int,
) -> None:
    """Starts at initialize_parameters of n_h and seed; or at `initial`, which stays as it is."""
    n_x, n_y = X.shape[0], Y.shape[0]
    drawn = entries(student.initialize_parameters(n_x, n_h, n_y, seed), *PARAMETERS)
    still, _ = trained(student.nn_model(X, Y, n_h, 1, 0.0, seed=seed), n_x, n_h, n_y)
    for name, value in zip(PARAMETERS, drawn, strict=True):
        start = numbers(value, still[name].shape, name)
        close(still[name], start, what=f"{name} after training at rate 0")
    first, costs = trained(student.nn_model(X, Y, n_h, 3, seed=seed), n_x, n_h, n_y)
    sequence(costs, 3, "costs")
    again, _ = trained(student.nn_model(X, Y, n_h, 3, seed=seed), n_x, n_h, n_y)
    for name in PARAMETERS:
        close(again[name], first[name], rtol=0, atol=0, what=f"{name} of the same seed once more")
    other, _ = trained(student.nn_model(X, Y, n_h, 3, seed=seed + 1), n_x, n_h, n_y)
    differs = not np.array_equal(other["W1"], first["W1"])
    require(differs, "W1 must be another one for another seed", got=other["W1"], want="other")
    result = student.nn_model(X, Y, n_h, 3, seed=seed, initial=initial)
    trained(result, n_x, initial["W1"].shape[0], n_y)
    unchanged(student.nn_model, X, Y, n_h, 3, seed=seed, initial=initial)


@check(
    "predict",
    points=1,
    kind="example",
    public=True,
    hint="Compare A2 with 1/2: A2 = 3/4 is of class 1 and A2 = 1/4 of class 0, and 1/2 is not "
    "above 1/2. σ(0.1 ln 3) is above it, only just. The activation goes on to the forward pass.",
)
def predict_by_hand(student: Student, ref: Reference) -> None:
    """The classes of the handout's example are 1 where A2 > 1/2 and else 0, for tanh and relu."""
    X, _, parameters = by_hand()
    wanted = np.array([[0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0]])
    found = classes(unchanged(student.predict, parameters, X), (2, 4))
    close(found, wanted, what="the prediction")
    lower = parameters | {"b2": parameters["b2"] - 0.9 * LN3}
    found = classes(student.predict(lower, X), (2, 4))
    close(found, wanted, what="the prediction with the lower b2")
    even = parameters | {"W2": np.zeros((2, 3)), "b2": np.zeros((2, 1))}
    A2, _ = unpack(student.forward_propagation(X, even), "A2", "cache")
    # Some ways to write σ miss 1/2 by a rounding: then their side of it counts.
    sides = (numbers(A2, (2, 4), "A2") > 0.5).astype(np.float64)
    close(classes(student.predict(even, X), (2, 4)), sides, what="the prediction at A2 = 1/2")
    # The first output of the third example has Z2 = ½ ln 3 with relu; with tanh it is below 0.
    relu = by_hand_relu() | {"b2": LN3 / 2 * np.array([[1.0], [-1.0]])}
    found = classes(student.predict(relu, X, "relu"), (2, 4))
    wanted = np.array([[1.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0]])
    close(found, wanted, what="the prediction with relu")


@check(
    "count_distinct_units",
    points=1,
    kind="example",
    public=True,
    hint="Units 1 and 3 are equal; each of the others differs from them somewhere: in b1, in W2, "
    "in W1. Compare every two units, number by number: |difference| ≤ tol, and tol alone.",
)
def count_distinct_units_by_hand(student: Student, ref: Reference) -> None:
    """Of the handout's five units 4 are different; 5 with one moved by 0.2, and 4 at tol = 0.25."""
    parameters = {
        "W1": np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 2.0], [1.0, 1.0]]),
        "b1": np.array([[4.0], [0.0], [4.0], [4.0], [4.0]]),
        "W2": np.array(
            [[3.0, 3.0, 3.0, 3.0, 3.0], [6.0, 6.0, 6.0, 2.0, 6.0], [5.0, 5.0, 5.0, 5.0, 5.0]]
        ),
        "b2": np.array([[1.0], [2.0], [3.0]]),
    }
    count = unchanged(student.count_distinct_units, parameters)
    close(count, 4.0, rtol=0, atol=0, what="the count")

    def moved(all_by: float, third_by: float) -> dict[str, Array]:
        found = {name: value + all_by for name, value in parameters.items()}
        found["W1"][2] += third_by
        found["b1"][2] += third_by
        found["W2"][:, 2] += third_by
        return found

    count = student.count_distinct_units(moved(0.0, 0.2))
    close(count, 5.0, rtol=0, atol=0, what="the count with unit 3 moved by 0.2")
    count = student.count_distinct_units(moved(0.0, 0.2), tol=0.25)
    close(count, 4.0, rtol=0, atol=0, what="the count with unit 3 moved by 0.2, at tol = 0.25")
    count = student.count_distinct_units(moved(1000.0, 0.001))
    close(count, 5.0, rtol=0, atol=0, what="the count near 1000 with unit 3 moved by 0.001")
