"""The public checks of Three cures for learning by heart; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, close, costs_agree, double_precision, draw, entries, equal, finite, given, numbers, require, sequence, unpack
from collections.abc import Callable
from numpy.random import Generator
import math


Network = dict[str, Array]


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


def squares_of(parameters: Network) -> float:
    """The sum of the squares of all weights."""
    return float(sum(np.sum(value**2) for name, value in parameters.items() if name[0] == "W"))


def mask_of(D: Any, shape: tuple[int, ...]) -> Array:
    """A mask in any form, as zeros and ones."""
    found = array(D, shape, what="D")
    require(np.isin(found, [0, 1]).all(), "D must hold only 0 and 1, or False and True", got=D)
    return found.astype(np.float64)


def telling() -> tuple[Network, Array, Array]:
    """A network whose output tells the mask of its hidden layer, its X and Y.

    Three hidden units are 1 for every example, so that W2 adds up 1/4, 1/2 and 1 of those that
    are kept; the fourth is off.
    """
    parameters = {
        "W1": np.array([[0.5, 0.5], [2.0, 2.0], [-1.0, -1.0], [1.0, 1.0]]),
        "b1": np.array([[0.5], [-1.0], [2.0], [-2.0]]),
        "W2": np.array([[0.25, 0.5, 1.0, 2.0], [1.0, 0.25, 0.5, -1.0]]),
        "b2": np.array([[-1.0], [-0.5]]),
    }
    first = np.array([0.25, 0.5, -1.0, 2.0, 0.0, 1.5, -0.75])
    Y = np.array([[1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]])
    return parameters, np.vstack([first, 1 - first]), Y


def told(AL: Any, parameters: Network, m: int, keep_prob: float) -> tuple[Array, Array]:
    """AL as numbers, and the mask (3, m) of the hidden layer that it tells."""
    outputs = numbers(AL, (2, m), "AL")
    inside = ((outputs > 0) & (outputs < 1)).all()
    require(inside, "every entry of AL must lie in (0, 1): the output is not dropped", got=AL)
    Z = np.log(outputs / (1 - outputs)) - parameters["b2"]
    quarters = Z * keep_prob / 0.25
    whole = np.rint(quarters[0])
    law = (
        "every hidden unit of this network is 1 before dropout, so W2 must add up 0 or "
        f"1/{keep_prob:g} for each: the logits of AL, less b2, must be 1/4, 1/2 and 1 of these"
    )
    require((np.abs(quarters - np.rint(quarters)) < 1e-5).all(), law, got=AL)
    require(((whole >= 0) & (whole <= 7)).all(), law, got=AL)
    D = np.array([whole // 2**place % 2 for place in range(3)])
    second = 4 * D[0] + D[1] + 2 * D[2]
    law = "both outputs must read the same hidden layer, with the same mask"
    require((np.abs(quarters[1] - second) < 1e-5).all(), law, got=AL)
    return outputs, D


def gradients_through(
    outputs: Array, Y: Array, X: Array, parameters: Network, D: Array, keep_prob: float
) -> Network:
    """The gradients of the telling network, its masks known: the fourth unit is off."""
    m = X.shape[1]
    kept = np.vstack([D, np.zeros((1, m))]) / keep_prob
    dZ2 = outputs - Y
    dZ1 = parameters["W2"].T @ dZ2 * kept
    return {
        "W1": dZ1 @ X.T / m,
        "b1": dZ1.mean(axis=1, keepdims=True),
        "W2": dZ2 @ kept.T / m,
        "b2": dZ2.mean(axis=1, keepdims=True),
    }


def cross_entropy(AL: Any, Y: Array) -> float:
    """The cost of predictions, without a penalty."""
    outputs = numbers(AL, Y.shape, "AL")
    return float(-np.sum(np.log(np.where(Y == 1, outputs, 1 - outputs))) / Y.shape[1])


def by_hand() -> Network:
    """The parameters of the handout's example: the squares of their weights add up to 12."""
    return {
        "W1": np.array([[1.0, 2.0, 0.0], [-1.0, 0.0, 1.0]]),
        "b1": np.array([[100.0], [-50.0]]),
        "W2": np.array([[2.0, -1.0]]),
        "b2": np.array([[7.0]]),
    }


@check(
    "l2_penalty",
    points=1,
    kind="example",
    public=True,
    hint="1 + 4 + 0 + 1 + 0 + 1 of W1, and 4 + 1 of W2, make 12; times 0.5, over 2·4.",
)
def l2_penalty_by_hand(student: Student, ref: Reference) -> None:
    """Squares of 12, biases of 100, λ = 1/2, m = 4: the penalty is 3/4; none for λ = 0."""
    close(student.l2_penalty(by_hand(), 0.5, 4), 0.75, what="the penalty")
    close(student.l2_penalty(by_hand(), 0.0, 4), 0.0, what="the penalty for λ = 0")


@check(
    "compute_cost_with_regularization",
    points=1,
    kind="example",
    public=True,
    hint="Of the six losses four are ln 2 and two are ln(4/3), over 3 examples; then the penalty.",
)
def compute_cost_with_regularization_by_hand(student: Student, ref: Reference) -> None:
    """Two outputs, three examples: (4 ln 2 + 2 ln(4/3))/3, and 1 more for λ = 1/2."""
    AL = np.array([[0.5, 0.25, 0.5], [0.75, 0.5, 0.5]])
    Y = np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    plain = (4 * math.log(2) + 2 * math.log(4 / 3)) / 3
    for lambd, penalty in ((0.5, 1.0), (0.0, 0.0)):
        got = student.compute_cost_with_regularization(AL, Y, by_hand(), lambd)
        costs_agree(got, plain + penalty, f"the cost for λ = {lambd:g}")


@check(
    "add_l2_gradients",
    points=1,
    kind="example",
    public=True,
    hint="4/2 times the weight, on top of its gradient; nothing on top of a bias's.",
)
def add_l2_gradients_by_hand(student: Student, ref: Reference) -> None:
    """W1 = [[3, −1, 2]], dW1 = [[1, 1, 0]], λ = 4, m = 2: [[7, −1, 4]]; db1 and dA0 as given."""
    parameters = {"W1": np.array([[3.0, -1.0, 2.0]]), "b1": np.array([[5.0]])}
    grads = {"dW1": np.array([[1.0, 1.0, 0.0]]), "db1": np.array([[2.0]]), "dA0": np.ones((3, 2))}
    found = entries(student.add_l2_gradients(grads, parameters, 4.0, 2), "dW1", "db1", "dA0")
    wanted = np.array([[7.0, -1.0, 4.0]]), np.array([[2.0]]), np.ones((3, 2))
    for name, got, want in zip(("dW1", "db1", "dA0"), found, wanted, strict=True):
        close(got, want, what=name)


@check(
    "weight_decay_update",
    points=1,
    kind="example",
    public=True,
    hint="The old weight is multiplied by 1 − 0.5·2/10 = 0.9, and then 0.5·dW goes off.",
)
def weight_decay_update_by_hand(student: Student, ref: Reference) -> None:
    """W1 = [[10, −2]], dW1 = [[1, 2]], b1 = 10, db1 = 1, α = 1/2, λ = 2, m = 10."""
    parameters = {"W1": np.array([[10.0, -2.0]]), "b1": np.array([[10.0]])}
    grads = {"dW1": np.array([[1.0, 2.0]]), "db1": np.array([[1.0]])}
    W1, b1 = entries(student.weight_decay_update(parameters, grads, 0.5, 2.0, 10), "W1", "b1")
    close(W1, np.array([[8.5, -2.8]]), what="W1")
    close(b1, np.array([[9.5]]), what="b1")


@check(
    "dropout_forward",
    points=1,
    kind="property",
    public=True,
    hint="Draw one number per entry of A and keep where it is below keep_prob; scale what is kept.",
)
@given(
    draw.drawn(sizes={"n": (2, 6), "m": (2, 9)}, A=draw.normal("n", "m"), seed=seeds),
    keep_prob=draw.options(0.2, 0.5, 0.8, 1.0),
    examples=20,
)
def dropout_forward_keeps_and_scales(
    student: Student, ref: Reference, A: Array, seed: int, keep_prob: float
) -> None:
    """A_out is A/keep_prob where D is 1, and 0 where D is 0; a share keep_prob is 1; the seed."""
    A_out, D = unpack(student.dropout_forward(A, keep_prob, seed), "A_out", "D")
    mask = mask_of(D, A.shape)
    close(A_out, A * mask / keep_prob, what="A_out")
    double_precision(A_out, "A_out")
    for other, what in ((A, "the same A"), (np.maximum(0.0, A), "another A of this shape")):
        _, again = unpack(student.dropout_forward(other, keep_prob, seed), "A_out", "D")
        close(mask_of(again, A.shape), mask, what=f"D of the same seed once more, for {what},")
    _, whole = unpack(student.dropout_forward(A, 1.0, seed), "A_out", "D")
    close(mask_of(whole, A.shape), np.ones(A.shape), what="D for keep_prob = 1")
    wide = np.ones((20, 60))
    _, D = unpack(student.dropout_forward(wide, keep_prob, seed), "A_out", "D")
    share = float(mask_of(D, wide.shape).mean())
    room = CHANCE * math.sqrt(keep_prob * (1 - keep_prob) / wide.size) + 1e-12
    law = f"of 20 × 60 entries a share of about {keep_prob:g} must be kept"
    require(abs(share - keep_prob) < room, law, got=share, want=f"{keep_prob:g} ± {room:.2g}")
    _, other = unpack(student.dropout_forward(wide, keep_prob, seed + 1), "A_out", "D")
    differ = keep_prob == 1 or not np.array_equal(
        mask_of(other, wide.shape), mask_of(D, wide.shape)
    )
    require(differ, "another seed must keep other entries", got="the same mask", want="another")


@check(
    "dropout_backward",
    points=1,
    kind="example",
    public=True,
    hint="The same mask and the same factor as on the way forward: 2·1/0.5 and 2·0/0.5.",
)
def dropout_backward_by_hand(student: Student, ref: Reference) -> None:
    """dA = [[2, 2, −1], [4, 6, 3]], D = [[1, 0, 1], [0, 1, 1]], keep 1/2: [[4, 0, −2], …]."""
    dA = np.array([[2.0, 2.0, -1.0], [4.0, 6.0, 3.0]])
    D = np.array([[True, False, True], [False, True, True]])
    want = np.array([[4.0, 0.0, -2.0], [0.0, 12.0, 6.0]])
    close(student.dropout_backward(dA, D, 0.5), want, what="the derivatives in A")


@check(
    "forward_propagation_with_dropout",
    points=1,
    kind="property",
    public=True,
    hint="W·A + b, then relu, then dropout; at the output sigmoid, and no dropout.",
)
@given(seed=draw.integer(0, 999), keep_prob=draw.options(0.4, 0.5, 0.8), examples=6)
def forward_propagation_with_dropout_tells_its_mask(
    student: Student, ref: Reference, seed: int, keep_prob: float
) -> None:
    """Hidden units that are all 1 reach the output as 0 or 1/keep_prob; as 1 for keep_prob = 1."""
    parameters, X, _ = telling()
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    outputs, _ = told(unpack(result, "AL", "caches")[0], parameters, X.shape[1], keep_prob)
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    close(unpack(result, "AL", "caches")[0], outputs, what="AL of the same seed once more")
    result = student.forward_propagation_with_dropout(X, parameters, 1.0, seed)
    _, whole = told(unpack(result, "AL", "caches")[0], parameters, X.shape[1], 1.0)
    close(whole, np.ones(whole.shape), what="the mask for keep_prob = 1")
    for number in (seed, 0):
        drops_twice(student, number, keep_prob)
    # A network without a hidden layer has nothing to drop.
    single = {"W1": parameters["W2"], "b1": parameters["b2"]}
    A = np.vstack([X, X[::-1] ** 2])
    result = student.forward_propagation_with_dropout(A, single, keep_prob, seed)
    want = 1 / (1 + np.exp(-(single["W1"] @ A + single["b1"])))
    close(unpack(result, "AL", "caches")[0], want, what="AL of a single layer")


def drops_twice(student: Student, seed: int, keep_prob: float) -> None:
    """Of two hidden layers of units that are 1, the second one copying the first, both drop."""
    parameters = {
        "W1": np.full((5, 2), 0.5),
        "b1": np.full((5, 1), 0.5),
        "W2": np.eye(5),
        "b2": np.zeros((5, 1)),
        "W3": 2.0 ** np.array([[-5, -4, -3, -2, -1]]),
        "b3": np.zeros((1, 1)),
    }
    first, m = np.linspace(-1, 2, 200), 200
    X = np.vstack([first, 1 - first])
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    AL = numbers(unpack(result, "AL", "caches")[0], (1, m), "AL")
    require(((AL > 0) & (AL < 1)).all(), "every entry of AL must lie in (0, 1)", got=AL)
    logits = 32 * keep_prob**2 * np.log(AL / (1 - AL))
    whole = np.rint(logits)
    law = (
        "with two hidden layers of units that are 1, each unit of the second must be 0 or "
        f"1/{keep_prob:g}²: both layers drop and scale"
    )
    require((np.abs(logits - whole) < 1e-4).all(), law, got=AL)
    kept = np.mean([whole // 2**place % 2 for place in range(5)])
    room = CHANCE * math.sqrt(keep_prob**2 * (1 - keep_prob**2) / (5 * m))
    law = f"a share of {keep_prob:g}² must survive both layers: each draws a mask of its own"
    want = f"{keep_prob**2:.3g} ± {room:.2g}"
    require(abs(kept - keep_prob**2) < room, law, got=float(kept), want=want)


@check(
    "backward_propagation_with_dropout",
    points=1,
    kind="example",
    public=True,
    hint="The mask and 1/keep_prob once more on the way back, then relu's gate; not at the output.",
)
@given(seed=draw.integer(0, 999), keep_prob=draw.options(0.4, 0.5, 1.0), examples=6)
def backward_propagation_with_dropout_by_its_mask(
    student: Student, ref: Reference, seed: int, keep_prob: float
) -> None:
    """A network whose output tells the mask D: dW1, db1, dW2 and db2 worked out with this D."""
    parameters, X, Y = telling()
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    AL, caches = unpack(result, "AL", "caches")
    outputs, D = told(AL, parameters, X.shape[1], keep_prob)
    wanted = gradients_through(outputs, Y, X, parameters, D, keep_prob)
    got = student.backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob)
    for name, value in network_of(got, [2, 4, 2], "d").items():
        close(value, wanted[name], what=f"d{name}")


@check(
    "early_stopping",
    points=1,
    kind="example",
    public=True,
    hint="Less than the best so far, by more than min_delta; patience counts from the best epoch.",
)
def early_stopping_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five trainings, such as [5, 4, 4.5, 4.2, 3] with patience 2: (1, 3)."""
    cases: list[tuple[list[float], int, tuple[float, ...], tuple[int, int]]] = [
        ([5.0, 4.0, 4.5, 4.2, 3.0], 2, (), (1, 3)),
        ([2.0, 2.0, 2.0, 1.0], 2, (), (0, 2)),
        ([4.0, 3.75, 3.25, 3.2, 3.1, 1.0], 2, (0.5,), (2, 4)),
        ([3.0, 2.0, 1.0], 1, (), (2, 2)),
        ([1.0, 2.0, 3.0], 5, (), (0, 2)),
    ]
    for costs, patience, min_delta, want in cases:
        got = student.early_stopping(costs, patience, *min_delta)
        found = unpack(got, "best_epoch", "stop_epoch")
        delta = f", min_delta {min_delta[0]:g}" if min_delta else ""
        equal(found, want, f"the result for {costs}, patience {patience}{delta}")


def masks_follow_the_seed(student: Student, seed: int) -> None:
    """Other seeds drop other units in the same iterations, whatever they start from.

    Six units read x = 1 and x = −1, so that relu leaves each of them one of the two, and a cost
    tells which of the six are kept. Units that have the same sign under two seeds are compared.
    """
    X, Y, dims, k = np.array([[1.0, -1.0]]), np.array([[1.0, 0.0]]), [1, 6, 1], 20
    kept = (np.arange(64)[:, None] >> np.arange(6) & 1) * 2.0
    options = {"learning_rate": 0.0, "num_iterations": k, "keep_prob": 0.5}
    signs, masks = [], []
    for number in range(seed, seed + 4):
        result = student.model(X, Y, dims, seed=number, **options)
        parameters, costs = unpack(result, "parameters", "costs")
        network = network_of(parameters, dims)
        units, up = np.abs(network["W1"][:, 0]), network["W1"][:, 0] > 0
        terms = kept * units * network["W2"][0]
        possible = np.logaddexp(0, -terms @ up) + np.logaddexp(0, terms @ ~up)
        found = np.array([finite(cost, "a cost") for cost in sequence(costs, k, "costs")]) * 2
        nearest = np.argmin(np.abs(possible - found[:, None]), axis=1)
        off = np.abs(possible[nearest] - found)
        law = "with [1, 6, 1] and two examples every cost must be that of some mask there is"
        require((off < 1e-6).all(), law, got=found / 2)
        signs.append(up)
        masks.append(kept[nearest] > 0)
    both = [up == signs[0] for up in signs[1:]]
    alike = [mask[:, same] == masks[0][:, same] for mask, same in zip(masks[1:], both, strict=True)]
    shared = np.concatenate([pairs.ravel() for pairs in alike])
    law = "the masks of an iteration must follow the seed: other seeds must drop other units"
    # With fewer than 40 in common, chance could make them all alike.
    require(shared.size < 40 or not shared.all(), law, got="the same masks", want="others")


def starts(student: Student) -> Any:
    """What model starts from, as an initialisation: no iterations at all."""

    def initialize(dims: list[int], seed: int) -> Any:
        X, Y = np.ones((dims[0], 2)), np.ones((dims[-1], 2))
        result = student.model(X, Y, dims, num_iterations=0, seed=seed)
        parameters, costs = unpack(result, "parameters", "costs")
        sequence(costs, 0, "costs of no iterations")
        return parameters

    return initialize


@check(
    "model",
    points=1,
    kind="property",
    public=True,
    hint="New masks in every iteration; the penalty in every cost; the parameters as they are.",
)
@given(seed=draw.integer(0, 999), lambd=draw.options(0.5, 2.0), examples=4)
def model_at_rate_zero(student: Student, ref: Reference, seed: int, lambd: float) -> None:
    """At rate 0: the start stays, only dropout changes the cost, each time; λ adds the penalty."""
    dims, k = [3, 40, 30, 2], 6
    X = np.array([[1.0, -2.0, 0.5, 3.0, -1.0], [0.4, 1.5, -1.0, 2.0, 0.3], [2.0, 0.1, 1, -1, -3]])
    Y = np.array([[1.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0, 1.0]])
    start = follows_its_seed(starts(student), dims, seed)
    records = {}
    for penalty, keep_prob in ((0.0, 1.0), (lambd, 1.0), (0.0, 0.5), (lambd, 0.5)):
        result = student.model(
            X,
            Y,
            dims,
            learning_rate=0.0,
            num_iterations=k,
            lambd=penalty,
            keep_prob=keep_prob,
            seed=seed,
        )
        parameters, costs = unpack(result, "parameters", "costs")
        where = f" at rate 0, with λ = {penalty:g} and keep_prob = {keep_prob:g}"
        networks_agree(parameters, start, where)
        record = np.array([finite(cost, "a cost") for cost in sequence(costs, k, "costs")])
        records[penalty, keep_prob] = record
        if keep_prob == 1:
            close(record, np.full(k, record[0]), what=f"costs{where}")
        else:
            different = np.unique(record.round(9)).size
            law = f"every iteration must have masks of its own, and so a cost of its own,{where}"
            require(different == k, law, got=f"{different} different costs", want=f"{k}")
    masks_follow_the_seed(student, seed)
    more = lambd / (2 * X.shape[1]) * squares_of(start)
    for keep_prob in (1.0, 0.5):
        found = records[lambd, keep_prob] - records[0.0, keep_prob]
        what = f"what λ = {lambd:g} adds to each cost, with keep_prob = {keep_prob:g},"
        close(found, np.full(k, more), rtol=1e-5, atol=1e-7, what=what)


@check(
    "model",
    points=1,
    kind="property",
    public=True,
    hint="He's weights first. In a step: cost with penalty, then the penalty's slope, once.",
)
@given(seed=draw.integer(0, 999), lambd=draw.options(0.0, 1.5), examples=4)
def model_of_a_single_layer(student: Student, ref: Reference, seed: int, lambd: float) -> None:
    """Weights of deviation √(2/n_(l−1)) first; [3, 2] is logistic regression, three steps of it."""
    has_deviations(starts(student), seed, lambda n_prev: math.sqrt(2 / n_prev))
    X = np.array([[1.0, -2.0, 0.5, 3.0, -1.0], [0.4, 1.5, -1.0, 2.0, 0.3], [2.0, 0.1, 1, -1, -3]])
    Y = np.array([[1.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0, 1.0]])
    network = network_of(starts(student)([3, 2], seed), [3, 2])
    W, b = network["W1"], network["b1"]
    wanted = []
    for _ in range(3):
        AL = 1 / (1 + np.exp(-(W @ X + b)))
        wanted.append(cross_entropy(AL, Y) + lambd / 10 * float(np.sum(W**2)))
        slope = (AL - Y) @ X.T / 5 + lambd / 5 * W
        W, b = W - 0.5 * slope, b - 0.5 * (AL - Y).mean(axis=1, keepdims=True)
    options = {"learning_rate": 0.5, "num_iterations": 3, "lambd": lambd, "seed": seed}
    parameters, costs = unpack(student.model(X, Y, [3, 2], **options), "parameters", "costs")
    for place, cost in enumerate(sequence(costs, 3, "costs")):
        costs_agree(cost, wanted[place], f"costs[{place}]")
    networks_agree(parameters, {"W1": W, "b1": b}, " after 3 iterations")


def one_hidden_layer(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, 3, n_L]."""
    return [sizes["n_x"], 3, sizes["n_y"]]


@check(
    "model",
    points=1,
    kind="property",
    public=True,
    hint="Cost and gradients of an iteration belong to the same masks, scaled by 1/keep_prob.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 3), "n_y": (1, 2), "m": (2, 2)},
        layer_dims=one_hidden_layer,
        X=inputs,
        Y=labels,
        seed=seeds,
        lambd=draw.uniform(low=0.1, high=2.0),
    ),
    keep_prob=draw.options(0.4, 0.6),
    examples=8,
)
def model_steps_along_dropped_gradients(
    student: Student,
    ref: Reference,
    layer_dims: list[int],
    X: Array,
    Y: Array,
    seed: int,
    lambd: float,
    keep_prob: float,
) -> None:
    """With dropout too: a cost, and a step along its slope, for one of the 64 masks there are."""
    options = {"learning_rate": 0.3, "lambd": lambd, "keep_prob": keep_prob, "seed": seed}
    runs = []
    for count in (1, 2):
        result = student.model(X, Y, layer_dims, num_iterations=count, **options)
        runs.append(unpack(result, "parameters", "costs"))
    before = network_of(runs[0][0], layer_dims)
    after = network_of(runs[1][0], layer_dims)
    cost = finite(sequence(runs[1][1], 2, "costs of 2 iterations")[1], "costs[1]")
    # W2 first, for it decides the most masks: a fit of cost and step is a fit of all parameters.
    W1, b1, W2, b2 = (before[name] for name in ("W1", "b1", "W2", "b2"))
    m = X.shape[1]
    bits = np.arange(64)[:, None] >> np.arange(6)[None, :] & 1
    masks = bits.reshape(64, 3, m) / keep_prob
    Z1 = W1 @ X + b1
    A1 = np.maximum(0.0, Z1) * masks
    Z2 = W2 @ A1 + b2
    costs = np.sum(np.logaddexp(0, Z2) - Y * Z2, axis=(1, 2)) / m
    costs = costs + lambd / (2 * m) * squares_of(before)
    dZ2 = 1 / (1 + np.exp(-Z2)) - Y
    dZ1 = (W2.T @ dZ2) * masks * (Z1 > 0)
    slopes = {
        "W1": dZ1 @ X.T / m + lambd / m * W1,
        "b1": dZ1.mean(axis=2, keepdims=True),
        "W2": dZ2 @ A1.transpose(0, 2, 1) / m + lambd / m * W2,
        "b2": dZ2.mean(axis=2, keepdims=True),
    }
    off = np.abs(costs - cost)
    law = "costs[1] must be the cost for one of the 64 masks that 3 units and 2 examples can have"
    require(off.min() < 1e-7 + 1e-5 * abs(cost), law, got=cost, want=costs[np.argmin(off)])
    fits = off < 1e-7 + 1e-5 * abs(cost)
    for name, value in before.items():
        gap = np.abs(value - 0.3 * slopes[name] - after[name]).max(axis=(1, 2))
        law = f"the second step of {name} must go along the slope of costs[1], with the same masks"
        require((gap[fits] < 1e-7).any(), law, got=after[name])
        fits &= gap < 1e-7
