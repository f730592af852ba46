"""The public checks of A network of L layers, step by step; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, changes, check, classes, close, costs_agree, double_precision, draw, entries, finite, given, guarded_cost, quiet, refuses, require, scalar, sequence, steps_do_not_grow, unchanged, unpack
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


SMALL = 5e-8


LN3 = np.log(3)


A_PREV = np.array([[1.0, 0.0, -1.0, -1.0], [-1.0, 1.0, 0.0, -1.0], [0.0, 0.0, 1.0, 3.0]])


W_OF_TWO = np.array([[1.0, -1.0, 1.0], [2.0, 1.0, 0.0]])


B_OF_TWO = np.array([[-1.0], [1.0]])


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


def one_network() -> Any:
    """A network of one to four layers, for data of any number of examples."""
    return draw.drawn(
        sizes={"layers": (1, 4), "widest": (2, 4)}, layer_dims=widths, parameters=weights
    )


def data_for(layer_dims: list[int], rng: Generator, m: int) -> tuple[Array, Array]:
    """X and Y of m examples for a network of these widths."""
    Y = rng.integers(0, 1, size=(layer_dims[-1], m), endpoint=True)
    return rng.normal(size=(layer_dims[0], m)), Y.astype(np.float64)


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
