"""The public checks of A network of L layers, step by step; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, classes, close, costs_agree, double_precision, draw, entries, finite, given, require, sequence, unchanged, unpack
from collections.abc import Callable
from numpy.random import Generator


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


def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, of scale 0.7 to keep the costs of a few layers of order 1."""
    dims, found = fields["layer_dims"], {}
    for number in range(1, len(dims)):
        for name, columns in (("W", dims[number - 1]), ("b", 1)):
            entry = draw.normal(dims[number], columns, scale=0.7)
            found[f"{name}{number}"] = entry(rng, sizes, fields)
    return found


def networks(*, widest: int = 4, layers: int = 4, fewest: int = 1, **more: draw.Field) -> Any:
    """A network of one to four layers and its data, of at least `fewest` examples."""
    return draw.drawn(
        sizes={"layers": (1, layers), "widest": (1, widest), "m": (fewest, 7)},
        layer_dims=widths,
        X=inputs,
        Y=labels,
        parameters=weights,
        **more,
    )


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


TIE = 1e-6


@check(
    "count_parameters",
    points=1,
    kind="example",
    public=True,
    hint="Layer 1 has 3·2 weights and 3 biases, and layer 2 has 1·3 weights and 1 bias.",
)
def count_parameters_by_hand(student: Student, ref: Reference) -> None:
    """[2, 3, 1] has (3·2 + 3) + (1·3 + 1) = 13 parameters."""
    close(student.count_parameters([2, 3, 1]), 13.0, rtol=0, atol=0, what="the count")


@check(
    "initialize_parameters_deep",
    points=1,
    kind="property",
    public=True,
    hint="Row i of Wl holds unit i's weights, one per unit of layer l − 1. Seed the generator.",
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


@check(
    "linear_forward",
    points=1,
    kind="example",
    public=True,
    hint="1·3 + 2·4 + 5. The cache comes second.",
)
def linear_forward_by_hand(student: Student, ref: Reference) -> None:
    """W = [[1, 2]], A = [[3], [4]], b = [[5]]: Z = [[16]]."""
    A, W, b = np.array([[3.0], [4.0]]), np.array([[1.0, 2.0]]), np.array([[5.0]])
    Z, _ = unpack(student.linear_forward(A, W, b), "Z", "cache")
    close(Z, np.array([[16.0]]), what="Z")


@check(
    "linear_activation_forward",
    points=1,
    kind="example",
    public=True,
    hint="First Z = W·A_prev + b, then the function that `activation` names, entry by entry.",
)
def linear_activation_forward_by_hand(student: Student, ref: Reference) -> None:
    """W = [[1]], b = [[0]], A_prev = [[−2, ln 3]]: relu gives [[0, ln 3]], and σ(ln 3) = 3/4."""
    A_prev, W, b = np.array([[-2.0, np.log(3)]]), np.ones((1, 1)), np.zeros((1, 1))
    A, _ = unpack(student.linear_activation_forward(A_prev, W, b, "relu"), "A", "cache")
    close(A, np.array([[0.0, np.log(3)]]), what="A of relu")
    A, _ = unpack(student.linear_activation_forward(A_prev, W, b, "sigmoid"), "A", "cache")
    close(array(A, (1, 2), what="A of sigmoid")[0, 1], 0.75, what="the second entry of sigmoid")


@check(
    "L_model_forward",
    points=1,
    kind="property",
    public=True,
    hint="Each layer has a W and a b, so L is half the number of parameters; each adds a cache.",
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
    """AL is (n_L, m), all in (0, 1); with bL + 1 other than with bL; and caches is a list of L."""
    AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
    found = array(AL, (layer_dims[-1], X.shape[1]), what="AL")
    require(((found > 0) & (found < 1)).all(), "every entry of AL must lie in (0, 1)", got=AL)
    sequence(caches, len(layer_dims) - 1, "caches")
    last = f"b{len(layer_dims) - 1}"
    raised = student.L_model_forward(X, {**parameters, last: parameters[last] + 1})
    after = array(unpack(raised, "AL", "caches")[0], found.shape, what="AL with bL + 1")
    require((after > found).all(), "With bL + 1 every entry of AL must be larger", got=after)


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each example pays for one term only: −log(AL) where Y = 1, −log(1 − AL) where Y = 0.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """AL = [1/2, 1/4], Y = [1, 0]: J = (ln 2 + ln(4/3))/2."""
    got = student.compute_cost(np.array([[0.5, 0.25]]), np.array([[1.0, 0.0]]))
    close(got, (np.log(2) + np.log(4 / 3)) / 2, what="the cost")


@check(
    "linear_backward",
    points=1,
    kind="example",
    public=True,
    hint="dW = (1·1 + 3·2)/2 and db = (1 + 3)/2 are means over the examples; dA_prev is not.",
)
def linear_backward_by_hand(student: Student, ref: Reference) -> None:
    """A = [[1, 2]], W = [[3]], dZ = [[1, 3]]: dA_prev = [[3, 9]], dW = [[7/2]], db = [[2]]."""
    A, W, b = np.array([[1.0, 2.0]]), np.array([[3.0]]), np.zeros((1, 1))
    _, cache = unpack(student.linear_forward(A, W, b), "Z", "cache")
    back = student.linear_backward(np.array([[1.0, 3.0]]), cache)
    dA_prev, dW, db = unpack(back, "dA_prev", "dW", "db")
    close(dA_prev, np.array([[3.0, 9.0]]), what="dA_prev")
    close(dW, np.array([[3.5]]), what="dW")
    close(db, np.array([[2.0]]), what="db")


@check(
    "linear_activation_backward",
    points=1,
    kind="example",
    public=True,
    hint="Z = [−1/2, 1/2], so relu lets nothing through for the first example.",
)
def linear_activation_backward_by_hand(student: Student, ref: Reference) -> None:
    """relu, A_prev = [[1, 2]], W = 1, b = −3/2, dA = [[5, 5]]: dZ = [[0, 5]], dW = 5, db = 5/2."""
    A_prev, W, b = np.array([[1.0, 2.0]]), np.array([[1.0]]), np.array([[-1.5]])
    forward = student.linear_activation_forward(A_prev, W, b, "relu")
    _, cache = unpack(forward, "A", "cache")
    back = student.linear_activation_backward(np.array([[5.0, 5.0]]), cache, "relu")
    dA_prev, dW, db = unpack(back, "dA_prev", "dW", "db")
    close(dA_prev, np.array([[0.0, 5.0]]), what="dA_prev")
    close(dW, np.array([[5.0]]), what="dW")
    close(db, np.array([[2.5]]), what="db")


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
    """dW1, db1, …, dWL, dbL, each of its parameter's shape; dbL is another when all labels are."""
    last = f"b{len(layer_dims) - 1}"
    found = []
    for certain in (np.zeros_like(Y), np.ones_like(Y)):
        AL, caches = unpack(student.L_model_forward(X, parameters), "AL", "caches")
        grads = network_of(student.L_model_backward(AL, certain, caches), layer_dims, "d")
        found.append(grads[last])
    differ = found[0] != found[1]
    require(differ.all(), f"d{last} must be another for labels of 1 than for labels of 0")


@check(
    "update_parameters",
    points=1,
    kind="example",
    public=True,
    hint="Against the gradient: 1 − 0.5·2 and 0 − 0.5·(−1). Return the dict.",
)
def update_parameters_by_hand(student: Student, ref: Reference) -> None:
    """W1 = [[1]], b1 = [[0]], dW1 = [[2]], db1 = [[−1]], rate 1/2: W1 = [[0]], b1 = [[1/2]]."""
    parameters = {"W1": np.array([[1.0]]), "b1": np.array([[0.0]])}
    grads = {"dW1": np.array([[2.0]]), "db1": np.array([[-1.0]])}
    W1, b1 = entries(student.update_parameters(parameters, grads, 0.5), "W1", "b1")
    close(W1, np.array([[0.0]]), what="W1")
    close(b1, np.array([[0.5]]), what="b1")


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
    hint="In an iteration: forward, record the cost, backward, update with the rate given.",
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
    """Starts at initialize_parameters_deep; after k steps costs[k] is taken, then step k + 1."""
    start = network_of(student.initialize_parameters_deep(layer_dims, seed), layer_dims)
    result = student.L_layer_model(X, Y, layer_dims, learning_rate=0.0, num_iterations=k, seed=seed)
    still = network_of(unpack(result, "parameters", "costs")[0], layer_dims)
    for name, value in start.items():
        close(still[name], value, what=f"{name} after training at rate 0")
    unchanged(student.L_layer_model, X, Y, layer_dims, num_iterations=k, seed=seed)
    goes_on(student, X, Y, layer_dims, k, seed, learning_rate)


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
