"""The public checks of One hidden layer on the petals; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, classes, close, costs_agree, double_precision, draw, entries, equal, given, numbers, refuses, require, sequence, unchanged, unpack
from numpy.random import Generator


PARAMETERS = ("W1", "b1", "W2", "b2")


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


def by_hand() -> tuple[Array, dict[str, Array]]:
    """X and the parameters of the handout's worked example, for which A2 is 3/4."""
    parameters = {
        "W1": np.array([[1.0]]),
        "b1": np.array([[0.0]]),
        "W2": np.array([[2.0]]),
        "b2": np.array([[-1.2 + np.log(3)]]),
    }
    return np.array([[np.log(2)]]), parameters


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
    """W1 (n_h, n_x), W2 (n_y, n_h) in float64, b1 (n_h, 1), b2 (n_y, 1) of 0; the seed decides."""
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
    "forward_propagation",
    points=1,
    kind="example",
    public=True,
    hint="tanh(ln 2) = 3/5, so Z2 = 2·3/5 − 1.2 + ln 3 = ln 3. Other activations: ValueError.",
)
def forward_propagation_by_hand(student: Student, ref: Reference) -> None:
    """W1 = 1, b1 = 0, W2 = 2, b2 = ln 3 − 1.2, x = ln 2: A2 = 3/4; b2 = ±1000: 1 and 0; relu."""
    X, parameters = by_hand()
    A2, _ = unpack(student.forward_propagation(X, parameters), "A2", "cache")
    close(A2, np.array([[0.75]]), what="A2")
    for b2, end in ((1000.0, 1.0), (-1000.0, 0.0)):
        far = parameters | {"b2": np.array([[b2]])}
        A2, _ = unpack(student.forward_propagation(X, far), "A2", "cache")
        close(A2, np.array([[end]]), what=f"A2 with b2 = {b2:g}")
    apart = parameters | {"W2": np.array([[0.1]]), "b2": np.array([[np.log(3) - 2]])}
    result = student.forward_propagation(np.array([[20.0, -20.0]]), apart, "relu")
    A2, _ = unpack(result, "A2", "cache")
    close(A2, np.array([[0.75, 3 / (3 + np.exp(2))]]), what="A2 with relu of 20 and −20")
    for other in ("softplus", "sigmoid", "", "tan"):
        refuses(student.forward_propagation, X, parameters, other)


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each entry pays for one term: −log(A2) where Y = 1, −log(1 − A2) where Y = 0.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """A2 = [[1/2, 1/4]], Y = [[1, 0]]: J = (ln 2 + ln(4/3))/2."""
    got = student.compute_cost(np.array([[0.5, 0.25]]), np.array([[1.0, 0.0]]))
    costs_agree(got, (np.log(2) + np.log(4 / 3)) / 2)


@check(
    "backward_propagation",
    points=1,
    kind="example",
    public=True,
    hint="dZ2 = 3/4 − 1; dZ1 = W2·dZ2·(1 − A1²) = 2·(−1/4)·(1 − 0.36). Keep both axes.",
)
def backward_propagation_by_hand(student: Student, ref: Reference) -> None:
    """A2 = 3/4, Y = 1: dW2 = −0.15, db2 = −0.25, dW1 = −0.32 ln 2, db1 = −0.32, all (1, 1)."""
    X, parameters = by_hand()
    _, cache = unpack(student.forward_propagation(X, parameters), "A2", "cache")
    grads = student.backward_propagation(parameters, cache, X, np.array([[1.0]]))
    dW1, db1, dW2, db2 = entries(grads, "dW1", "db1", "dW2", "db2")
    close(dW2, np.array([[-0.15]]), what="dW2")
    close(db2, np.array([[-0.25]]), what="db2")
    close(dW1, np.array([[-0.32 * np.log(2)]]), what="dW1")
    close(db1, np.array([[-0.32]]), what="db1")


@check(
    "update_parameters",
    points=1,
    kind="example",
    public=True,
    hint="The gradient points uphill: step against it, with all four parameters.",
)
def update_parameters_by_hand(student: Student, ref: Reference) -> None:
    """Every parameter 3 and every gradient 1/2: at rate 2 all become 2."""
    parameters = {name: np.array([[3.0]]) for name in PARAMETERS}
    grads = {f"d{name}": np.array([[0.5]]) for name in PARAMETERS}
    found = entries(student.update_parameters(parameters, grads, 2.0), *PARAMETERS)
    for name, value in zip(PARAMETERS, found, strict=True):
        close(value, np.array([[2.0]]), what=name)


@check(
    "nn_model",
    points=1,
    kind="property",
    public=True,
    hint="Pass n_h and the seed on; copy `initial` before the first step, and take its width.",
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
    hint="A2 is 3/4 first; with ln 27 off b2 it is σ(ln 3 − ln 27) = 1/10; 1/2 is not above 1/2.",
)
def predict_by_hand(student: Student, ref: Reference) -> None:
    """The handout's example, A2 = 3/4, is of class 1; b2 lower by 3 ln 3: class 0; A2 = 1/2: 0."""
    X, parameters = by_hand()
    close(classes(student.predict(parameters, X), (1, 1)), np.array([[1.0]]), what="the prediction")
    lower = parameters | {"b2": parameters["b2"] - 3 * np.log(3)}
    found = classes(student.predict(lower, X), (1, 1))
    close(found, np.array([[0.0]]), what="the prediction with the lower b2")
    even = parameters | {"W2": np.zeros((1, 1)), "b2": np.zeros((1, 1))}
    A2, _ = unpack(student.forward_propagation(X, even), "A2", "cache")
    # Some ways to write σ miss 1/2 by a rounding: then their side of it counts.
    wanted = (numbers(A2, (1, 1), "A2") > 0.5).astype(np.float64)
    close(classes(student.predict(even, X), (1, 1)), wanted, what="the prediction at A2 = 1/2")


@check(
    "count_distinct_units",
    points=1,
    kind="example",
    public=True,
    hint="The first two rows of W1 are equal, and so are their biases and columns of W2.",
)
def count_distinct_units_by_hand(student: Student, ref: Reference) -> None:
    """W1 = [[1], [1], [2]], b1 = 0, W2 = [[3, 3, 3]]: two different units."""
    parameters = {
        "W1": np.array([[1.0], [1.0], [2.0]]),
        "b1": np.zeros((3, 1)),
        "W2": np.array([[3.0, 3.0, 3.0]]),
        "b2": np.zeros((1, 1)),
    }
    close(student.count_distinct_units(parameters), 2.0, rtol=0, atol=0, what="the count")
