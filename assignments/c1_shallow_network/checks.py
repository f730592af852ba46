"""The checks of "One hidden layer on the petals".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape. A
cache is the student's own: a check only hands it back.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.datasets import petals
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    classes,
    close,
    costs_agree,
    double_precision,
    draw,
    entries,
    equal,
    finite,
    given,
    gradients_agree,
    guarded_cost,
    numbers,
    quiet,
    refuses,
    require,
    scalar,
    sequence,
    steps_do_not_grow,
    unchanged,
    unpack,
)

PARAMETERS = ("W1", "b1", "W2", "b2")
ACTIVATIONS = draw.options("tanh", "relu")
# All at least 1, and m large enough that it differs from the three widths.
SIZES = {"n_x": (1, 5), "n_h": (1, 5), "n_y": (1, 5), "m": (2, 8)}
# A Z1 this near 0 is at relu's kink, and a Z2 this near 0 may be rounded to either class.
MARGIN = 1e-3
# What a guard of the logarithm may move a probability by, and probabilities that show more:
# one that a guard must leave about as it is, and one that it may replace by its own, no larger.
SMALL = 5e-8, 1e-9


# What the checks share: inputs, and laws used more than once


def network(n_x: draw.Dim = "n_x", n_h: draw.Dim = "n_h", n_y: draw.Dim = "n_y") -> draw.Field:
    """Parameters of scale 1/2, which keep the activations off their ends; biases are not 0."""
    shapes = {"W1": (n_h, n_x), "b1": (n_h, 1), "W2": (n_y, n_h), "b2": (n_y, 1)}

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> dict[str, Array]:
        return {
            name: draw.normal(*dims, scale=0.5)(rng, sizes, fields) for name, dims in shapes.items()
        }

    return field


def like_parameters(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> dict[str, Array]:
    """A gradient for each of the parameters, with entries too large for whoever clips them."""
    values = network()(rng, sizes, fields)
    return {f"d{name}": 40 * value for name, value in values.items()}


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


def probabilities(got: Any, shape: tuple[int, int]) -> Array:
    """A2 of what forward_propagation returns."""
    A2, _ = unpack(got, "A2", "cache")
    return numbers(A2, shape, "A2")


def is_near(one: Array, other: Array) -> bool:
    """Whether two results are the same, up to rounding.

    Where a law ties two results to each other and they part, one of them is wrong: which, and
    what it must be, the reference says.
    """
    return bool(np.allclose(one, other, rtol=1e-6, atol=1e-8))


def gradients(got: Any, parameters: dict[str, Array]) -> dict[str, Array]:
    """The four gradients, each of the shape of its parameter."""
    names = [f"d{name}" for name in PARAMETERS]
    found = zip(names, entries(got, *names), PARAMETERS, strict=True)
    return {d: numbers(value, parameters[name].shape, d) for d, value, name in found}


def gradients_by(
    ref: Reference, parameters: dict[str, Array], X: Array, Y: Array, activation: str
) -> dict[str, Array]:
    """The reference's four gradients."""
    _, cache = ref.forward_propagation(X, parameters, activation)
    found: dict[str, Array] = ref.backward_propagation(parameters, cache, X, Y, activation)
    return found


def trained(got: Any, n_x: int, n_h: int, n_y: int) -> tuple[dict[str, Array], Any]:
    """(parameters, costs) of what nn_model returns, the parameters in their shapes."""
    parameters, costs = unpack(got, "parameters", "costs")
    shapes = (n_h, n_x), (n_h, 1), (n_y, n_h), (n_y, 1)
    found = zip(PARAMETERS, entries(parameters, *PARAMETERS), shapes, strict=True)
    return {name: numbers(value, shape, name) for name, value, shape in found}, costs


# layer_sizes


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
    "layer_sizes",
    points=1,
    kind="property",
    hint="Look up all three for an X with as many rows as columns, too: which axis counts units?",
)
@given(
    draw.drawn(sizes=SIZES, X=draw.normal("n_x", "m"), Y=labels("n_y", "m")),
    n_h=draw.integer(1, 9),
    examples=20,
)
def layer_sizes_are_rows(student: Student, ref: Reference, X: Array, Y: Array, n_h: int) -> None:
    """n_x is the number of rows of X, n_y that of Y, and n_h the argument."""
    found = unpack(student.layer_sizes(X, Y, n_h), "n_x", "n_h", "n_y")
    equal(found, (X.shape[0], n_h, Y.shape[0]))


# initialize_parameters


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
    kind="statistical",
    hint="Normal draws of mean 0, with the tails of a bell curve. 0.01 is their deviation as it "
    "stands: not their variance, and not a bound.",
)
@given(seed=draw.integer(0, 10000), examples=3)
def initialize_parameters_are_normal(student: Student, ref: Reference, seed: int) -> None:
    """The weights look like N(0, 0.01²): their mean, deviation, kurtosis and largest."""
    W1, W2 = entries(student.initialize_parameters(60, 50, 40, seed), "W1", "W2")
    for name, value, shape in (("W1", W1, (50, 60)), ("W2", W2, (40, 50))):
        scaled = numbers(value, shape, name) / 0.01
        count, mean, deviation = scaled.size, float(scaled.mean()), float(scaled.std())
        # A right generator is outside 6.5 standard errors less than once in 10⁹ draws.
        law = f"the mean of {name} must be about 0"
        # Weights of a wrong deviation are told so, and not that their mean is off.
        spread = max(1.0, deviation)
        require(abs(mean) <= 6.5 * spread / np.sqrt(count), law, got=0.01 * mean, want=0.0)
        law = f"the standard deviation of {name} must be about 0.01"
        near = abs(deviation - 1) <= 6.5 / np.sqrt(2 * count)
        require(near, law, got=0.01 * deviation, want=0.01)
        kurtosis = float(np.mean((scaled - mean) ** 4)) / deviation**4 - 3
        law = f"{name} must follow a bell curve (excess kurtosis about 0; uniform has −1.2)"
        require(abs(kurtosis) < 0.9, law, got=kurtosis, want="between -0.9 and 0.9")
        largest = float(np.abs(scaled).max())
        law = f"some of {name} must exceed 2.5 deviations, as in a bell curve"
        require(largest > 2.5, law, got=0.01 * largest, want="above 0.025")


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


# forward_propagation


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
    "forward_propagation",
    points=2,
    kind="reference",
    hint="Each layer has its weights and its bias; tanh or relu in the middle, σ only at the end.",
)
@given(networks(), activation=ACTIVATIONS, examples=25)
def forward_propagation_is_two_layers(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    activation: str,
) -> None:
    """A2 = σ(W2 g(W1 X + b1) + b2), with g = tanh or relu."""
    wanted, _ = ref.forward_propagation(X, parameters, activation)
    A2, _ = unpack(student.forward_propagation(X, parameters, activation), "A2", "cache")
    close(A2, wanted, what="A2")
    double_precision(A2, "A2")


@check(
    "forward_propagation",
    points=1,
    kind="property",
    hint="Unit i has row i of W1, its own b1[i], and column i of W2; nothing hangs on its place, "
    "nor on that of an example. Outputs rise with their biases.",
)
@given(
    networks(
        {"n_x": (1, 4), "n_h": (2, 5), "n_y": (1, 4), "m": (2, 6)},
        units=lambda rng, sizes, _: rng.permutation(sizes["n_h"]),
        columns=lambda rng, sizes, _: rng.permutation(sizes["m"]),
    ),
    activation=ACTIVATIONS,
    examples=15,
)
def forward_propagation_permuted(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    units: NDArray[np.int64],
    columns: NDArray[np.int64],
    activation: str,
) -> None:
    """Hidden units may stand in any order, examples take their columns along; A2 rises with b2."""
    shape = (Y.shape[0], X.shape[1])
    first, _ = unpack(student.forward_propagation(X, parameters, activation), "A2", "cache")
    A2 = numbers(first, shape, "A2")
    right, _ = ref.forward_propagation(X, parameters, activation)
    turned = parameters | {
        "W1": parameters["W1"][units],
        "b1": parameters["b1"][units],
        "W2": parameters["W2"][:, units],
    }
    found, _ = unpack(student.forward_propagation(X, turned, activation), "A2", "cache")
    what = "A2 with the hidden units in another order"
    if not is_near(numbers(found, shape, what), A2):
        close(found, right, what=what)
        close(first, right, what="A2")
    result = student.forward_propagation(X[:, columns], parameters, activation)
    found, _ = unpack(result, "A2", "cache")
    what = "A2 with the examples in another order"
    if not is_near(numbers(found, shape, what), A2[:, columns]):
        close(found, right[:, columns], what=what)
        close(first, right, what="A2")
    lifted = parameters | {"b2": parameters["b2"] + 1}
    raised = probabilities(student.forward_propagation(X, lifted, activation), shape)
    require((raised > A2).all(), "A2 must rise with b2", got=raised, want="more than before")


@check(
    "forward_propagation",
    points=1,
    kind="purity",
    hint="X and the parameters are the caller's: what you compute belongs into new arrays and "
    "into the cache. A2 must be right as well.",
)
@given(networks(), activation=ACTIVATIONS, examples=4)
def forward_propagation_keeps_its_inputs(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    activation: str,
) -> None:
    """X and the parameters are the same after the call as before, and A2 is right."""
    result = student.forward_propagation(X, parameters, activation)
    A2 = probabilities(result, (Y.shape[0], X.shape[1]))
    wanted, _ = ref.forward_propagation(X, parameters, activation)
    close(A2, wanted, what="A2")
    unchanged(student.forward_propagation, X, parameters, activation)


# compute_cost


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
    kind="reference",
    hint="Every output pays for itself, entry by entry; the sum of all is divided by m, once.",
)
@given(
    draw.drawn(
        sizes={"n_y": (1, 3), "m": (1, 8)},
        A2=draw.uniform("n_y", "m", low=0.01, high=0.99),
        Y=labels("n_y", "m"),
    ),
    examples=25,
)
def compute_cost_is_cross_entropy(student: Student, ref: Reference, A2: Array, Y: Array) -> None:
    """J = −(1/m) Σ [Y log A2 + (1 − Y) log(1 − A2)], over all n_y·m entries."""
    costs_agree(student.compute_cost(A2, Y), ref.compute_cost(A2, Y))


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


# backward_propagation


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
    points=4,
    kind="gradient",
    hint="dZ1 = W2ᵀ dZ2 times g′(Z1) entry by entry; a gradient is a mean over the examples.",
)
@given(networks(), activation=ACTIVATIONS, examples=25)
def backward_propagation_gradients(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    activation: str,
) -> None:
    """dW1, db1, dW2 and db2 are the derivatives of the cost, for tanh and for relu."""

    def cost(**at: Array) -> Any:
        A2, _ = ref.forward_propagation(X, at, activation)
        return ref.compute_cost(A2, Y)

    _, cache = unpack(student.forward_propagation(X, parameters, activation), "A2", "cache")
    student.forward_propagation(
        -X, parameters, activation
    )  # another call; the cache is of the first
    grads = student.backward_propagation(parameters, cache, X, Y, activation)
    found = entries(grads, *(f"d{name}" for name in PARAMETERS))
    wanted = ref.gradient(cost, **parameters)
    gradients_agree(wanted, **dict(zip(PARAMETERS, found, strict=True)))


@check(
    "backward_propagation",
    points=1,
    kind="property",
    hint="A gradient is subtracted from its parameter: it has the same shape, a column for a bias. "
    "db2 is the mean of A2 − Y over the examples.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 3), "m": (1, 4)},
        parameters=network("n", "n", "n"),
        X=draw.normal("n", "m"),
        Y=labels("n", "m"),
    ).filter(off_the_kink),
    activation=ACTIVATIONS,
    examples=15,
)
def backward_propagation_shapes(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    activation: str,
) -> None:
    """Gradients are float64, in the shapes of their parameters, for square W, too; db2 is right."""
    wanted = gradients_by(ref, parameters, X, Y, activation)
    _, cache = unpack(student.forward_propagation(X, parameters, activation), "A2", "cache")
    grads = student.backward_propagation(parameters, cache, X, Y, activation)
    found = gradients(grads, parameters)
    close(found["db2"], wanted["db2"], what="db2")  # shapes alone are no gradients
    for name in found:
        double_precision(grads[name], name)


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
    "backward_propagation",
    points=1,
    kind="purity",
    hint="What was handed in may be needed again: squares and products belong into new arrays. The "
    "gradients must be right, the first time and the second.",
)
@given(networks(), examples=5)
def backward_propagation_can_be_repeated(
    student: Student, ref: Reference, parameters: dict[str, Array], X: Array, Y: Array
) -> None:
    """parameters, cache, X and Y stay as they are; a first and a second call give the gradients."""
    for activation in ("tanh", "relu"):  # of a few draws all may be the same
        _, cache = unpack(student.forward_propagation(X, parameters, activation), "A2", "cache")
        inputs = parameters, cache, X, Y, activation
        first = gradients(student.backward_propagation(*inputs), parameters)
        for name, value in gradients_by(ref, parameters, X, Y, activation).items():
            close(first[name], value, what=name)
        unchanged(student.backward_propagation, *inputs)
        again = gradients(student.backward_propagation(*inputs), parameters)
        for name, value in first.items():
            close(again[name], value, rtol=0, atol=1e-12, what=f"{name} of the second call")


# update_parameters


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


def steps() -> Any:
    """Parameters and as many gradients."""
    sizes = {"n_x": (1, 5), "n_h": (1, 5), "n_y": (1, 5)}
    return draw.drawn(sizes=sizes, parameters=network(), grads=like_parameters)


@check(
    "update_parameters",
    points=1,
    kind="reference",
    hint="θ − α·dθ with the gradient of the same name; without a rate, α is 1.2.",
)
@given(steps(), learning_rate=draw.number(0.01, 2.0), examples=20)
def update_parameters_is_a_step(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    grads: dict[str, Array],
    learning_rate: float,
) -> None:
    """Each θ becomes θ − α·dθ, and α is 1.2 when no rate is given."""
    for rate, words in (((learning_rate,), ""), ((), " at the default rate")):
        wanted = ref.update_parameters(parameters, grads, *rate)
        found = entries(student.update_parameters(parameters, grads, *rate), *PARAMETERS)
        for name, value in zip(PARAMETERS, found, strict=True):
            close(value, wanted[name], what=f"{name}{words}")


@check(
    "update_parameters",
    points=1,
    kind="property",
    hint="A step's length is the rate's: rate 0 stays, twice the rate goes twice as far.",
)
@given(steps(), learning_rate=draw.number(0.01, 2.0), examples=10)
def update_parameters_is_linear_in_the_rate(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    grads: dict[str, Array],
    learning_rate: float,
) -> None:
    """Rate 0 changes nothing; at rate 2α each θ moves, and twice as far as at rate α."""
    none, once, twice = (
        entries(student.update_parameters(parameters, grads, rate), *PARAMETERS)
        for rate in (0.0, learning_rate, 2 * learning_rate)
    )
    for name, still, near, far in zip(PARAMETERS, none, once, twice, strict=True):
        theta = parameters[name]
        close(still, theta, what=f"{name} at rate 0")
        step = numbers(near, theta.shape, name) - theta
        require((step != 0).all(), f"{name} must move", got=near, want="another value everywhere")
        what = f"{name} at twice the rate"
        if not is_near(numbers(far, theta.shape, what), theta + 2 * step):
            for value, rate, words in ((far, 2 * learning_rate, what), (near, learning_rate, name)):
                close(value, ref.update_parameters(parameters, grads, rate)[name], what=words)


# nn_model


@check(
    "nn_model",
    points=2,
    kind="reference",
    hint="Forward, cost, backward, update, in this order; the activation goes to both passes.",
)
@given(
    networks({"n_x": (1, 4), "n_h": (1, 4), "n_y": (1, 3), "m": (2, 8)}),
    num_iterations=draw.integer(1, 15),
    learning_rate=draw.number(0.05, 1.2),
    activation=ACTIVATIONS,
    examples=15,
)
def nn_model_is_gradient_descent(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    num_iterations: int,
    learning_rate: float,
    activation: str,
) -> None:
    """From `initial`, each iteration notes the cost and then takes one step of the rate."""
    n_h, n_x = parameters["W1"].shape
    arguments = X, Y, n_h, num_iterations, learning_rate, activation
    wanted, record = ref.nn_model(*arguments, initial=parameters)
    result = student.nn_model(*arguments, initial=parameters)
    found, costs = trained(result, n_x, n_h, Y.shape[0])
    for name in PARAMETERS:
        close(found[name], wanted[name], what=name)
    for i, cost in enumerate(sequence(costs, num_iterations, "costs")):
        costs_agree(cost, float(record[i]), f"costs[{i}]")


def takes_every_step(student: Student, ref: Reference) -> None:
    """One unit: none of its steps is shorter or left out, wherever the cost goes."""
    apart, alike = np.array([[1.0, -1.0]]), np.array([[1.0, 1.0]])
    # Steps of a flat cost still make small weights grow by half; with equal inputs the cost is
    # least at 1/2, over which a rate of 10 leaps; the large weights are right and hardly pay.
    cases: list[tuple[str, Array, tuple[float, ...], int, tuple[float, ...]]] = [
        ("12 steps over a plateau of the cost", apart, (1e-9, 0.0, 1e-9, 0.0), 12, (1.0,)),
        ("8 steps of rate 10, where J rises", alike, (1.0, 0.5, 1.0, -0.5), 8, (10.0,)),
        ("50 steps where J is below 1e-4", apart, (1.0, 0.0, 14.0, 0.0), 50, (1e3,)),
        ("6 steps of the default rate", apart, (1.0, 0.5, 1.0, -0.5), 6, ()),
    ]
    for where, X, values, steps, rate in cases:
        start = {n: np.array([[v]]) for n, v in zip(PARAMETERS, values, strict=True)}
        arguments = X, np.array([[1.0, 0.0]]), 1, steps, *rate
        wanted, _ = ref.nn_model(*arguments, initial=start)
        found, costs = trained(student.nn_model(*arguments, initial=start), 1, 1, 1)
        for name in ("W1", "W2"):
            close(found[name], wanted[name], rtol=1e-3, atol=0, what=f"{name} after {where}")
        sequence(costs, steps, f"costs of {where}")


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
    kind="training",
    hint="Take all num_iterations steps at the same rate, whatever the cost does meanwhile; "
    "without a rate it is 1.2.",
)
def nn_model_learns_the_petals(student: Student, ref: Reference) -> None:
    """Training takes every step; 600 steps on petals reach 90% and J < 0.35 for 2 of 3 seeds."""
    takes_every_step(student, ref)
    # A right solution fails one training in 300 at most, whichever generator it draws from.
    good, reached = 0, []
    for seed in (1, 2, 3):
        X, Y = petals(150, seed)
        result = student.nn_model(X, Y, 8, num_iterations=600, learning_rate=2.5, seed=seed)
        found, costs = trained(result, 2, 8, 1)
        last = scalar(sequence(costs, 600, "costs")[-1], "the last cost")
        share = 100 * float(np.mean(ref.predict(found, X) == Y))
        reached.append(f"{share:.1f}% at a cost of {last:.4g}")
        good += share >= 90 and 0 <= last < 0.35
        if good == 2:
            return
    law = "two of three trainings must reach 90% at a cost below 0.35"
    require(good >= 2, law, got="; ".join(reached), want="at least 90%, and below 0.35")


def uneven(drawn: dict[str, Any]) -> bool:
    """One class is larger, so that b2 has somewhere to go from 0."""
    return bool(drawn["Y"].mean() != 0.5)


@check(
    "nn_model",
    points=1,
    kind="property",
    hint="Start where `initial` says, be it at zero: equal units get equal gradients.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 4), "n_h": (2, 5), "m": (3, 8)},
        parameters=network("n_x", "n_h", 1),
        X=draw.normal("n_x", "m"),
        Y=draw.labels("m"),
    ).filter(uneven),
    activation=ACTIVATIONS,
    examples=6,
)
def nn_model_keeps_clones(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    activation: str,
) -> None:
    """From zeros only b2 moves, and W1, b1 and W2 stay 0; equal hidden units stay equal."""
    n_h, n_x = parameters["W1"].shape
    zeros = {name: np.zeros_like(value) for name, value in parameters.items()}
    result = student.nn_model(X, Y, n_h, 20, activation=activation, initial=zeros)
    found, _ = trained(result, n_x, n_h, 1)
    for name in ("W1", "b1", "W2"):
        close(found[name], zeros[name], rtol=0, atol=0, what=f"{name} from zeros")
    require(found["b2"].any(), "b2 must move from zeros", got=found["b2"], want="not 0")
    clones = zeros | {
        "W1": np.full_like(zeros["W1"], 0.3),
        "b1": np.full_like(zeros["b1"], 0.1),
        "W2": np.full_like(zeros["W2"], 0.2),
    }
    result = student.nn_model(X, Y, n_h, 20, activation=activation, initial=clones)
    found, _ = trained(result, n_x, n_h, 1)
    units = ref.count_distinct_units(found, 1e-9)
    law = f"{n_h} equal hidden units must stay equal to within 1e-9"
    require(units == 1, law, got=f"{units} different units", want="1")


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


# predict


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


def untied(drawn: dict[str, Any]) -> bool:
    """No output lies on the boundary, where rounding decides the class, for either activation."""
    W1, b1, W2, b2 = (drawn["parameters"][name] for name in PARAMETERS)
    Z1 = W1 @ drawn["X"] + b1
    outputs = [W2 @ A1 + b2 for A1 in (np.tanh(Z1), np.maximum(Z1, 0))]
    return bool(np.abs(outputs).min() > MARGIN)


@check(
    "predict",
    points=1,
    kind="property",
    hint="A2 > 1/2 means Z2 > 0, output by output; the activation goes on to the forward pass.",
)
@given(networks().filter(untied), activation=ACTIVATIONS, examples=20)
def predict_is_the_sign_of_z2(
    student: Student,
    ref: Reference,
    parameters: dict[str, Array],
    X: Array,
    Y: Array,
    activation: str,
) -> None:
    """The class is 1 exactly where Z2 > 0; −W2 and −b2 flip every class."""
    _, cache = ref.forward_propagation(X, parameters, activation)
    wanted = (cache["Z2"] > 0).astype(np.float64)
    found = classes(student.predict(parameters, X, activation), wanted.shape)
    close(found, wanted, what="the prediction")
    mirrored = parameters | {"W2": -parameters["W2"], "b2": -parameters["b2"]}
    flipped = classes(student.predict(mirrored, X, activation), wanted.shape)
    close(flipped, 1 - wanted, what="the prediction with −W2 and −b2")


# count_distinct_units


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


def clones(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> dict[str, Any]:
    """k different units, each there one to three times, in any order; and one of them nudged.

    Different units differ by at least 0.5 somewhere, a nudge is between 0.002 and 0.02, and
    the nudged unit keeps a clone behind. Another time it is nudged in all its numbers, each by
    0.09. In half of the draws the numbers are large.
    """
    n_x, n_y, k = sizes["n_x"], sizes["n_y"], sizes["k"]
    grid = np.array(list(np.ndindex(*(3,) * (n_x + 1 + n_y))), dtype=np.float64)
    kinds = 0.5 * grid[rng.choice(len(grid), size=k, replace=False)] - 0.45
    kinds += rng.choice([0.0, 1000.0])
    copies = rng.integers(1, 3, size=k, endpoint=True)
    copies[0] = max(2, copies[0])
    order = rng.permutation(int(copies.sum()))
    units = np.repeat(kinds, copies, axis=0)[order]
    nudged = []
    for column in (int(rng.integers(n_x)), n_x, n_x + 1 + int(rng.integers(n_y))):
        other = units.copy()
        other[int(np.flatnonzero(order == 0)[0]), column] += rng.uniform(0.002, 0.02)
        nudged.append(other)
    around = units.copy()
    around[int(np.flatnonzero(order == 0)[0])] += 0.09

    def parameters(rows: Array) -> dict[str, Array]:
        W1, b1, W2 = rows[:, :n_x], rows[:, n_x : n_x + 1], rows[:, n_x + 1 :].T
        return {"W1": W1.copy(), "b1": b1.copy(), "W2": W2.copy(), "b2": np.zeros((n_y, 1))}

    return {
        "plain": parameters(units),
        "nudged": [parameters(rows) for rows in nudged],
        "around": parameters(around),
    }


@check(
    "count_distinct_units",
    points=1,
    kind="property",
    hint="A unit is its row of W1, its bias, its column of W2; |difference| ≤ tol in every entry.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 3), "n_y": (1, 3), "k": (1, 4)},
        units=clones,
        k=lambda _, sizes, __: sizes["k"],
    ),
    examples=15,
)
def count_distinct_units_of_clones(
    student: Student, ref: Reference, units: dict[str, Any], k: int
) -> None:
    """Clones of k units count k; one nudged in W1, b1 or W2 makes k + 1, and k for tol = 0.1."""
    found = student.count_distinct_units(units["plain"])
    close(found, float(k), rtol=0, atol=0, what="the count of clones")
    for where, nudged in zip(("W1", "b1", "W2"), units["nudged"], strict=True):
        found = student.count_distinct_units(nudged)
        close(found, k + 1.0, rtol=0, atol=0, what=f"the count with a clone's {where} nudged")
        found = student.count_distinct_units(nudged, tol=0.1)
        close(found, float(k), rtol=0, atol=0, what=f"the count with {where} nudged, at tol = 0.1")
    found = student.count_distinct_units(units["around"], tol=0.1)
    what = "the count with a clone nudged by 0.09 in all its numbers, at tol = 0.1"
    close(found, float(k), rtol=0, atol=0, what=what)
