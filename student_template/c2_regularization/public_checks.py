"""The public checks of Three cures for learning by heart; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, changes, check, close, costs_agree, double_precision, draw, entries, equal, finite, given, numbers, require, sequence, unchanged, unpack
from collections.abc import Callable
from numpy.random import Generator
import math


Network = dict[str, Array]


def seeds(rng: Generator, _: draw.Sizes, __: draw.Fields) -> int:
    """A seed; in a third of the draws 0, which Python takes for false."""
    return int(rng.integers(1, 999, endpoint=True)) if rng.random() < 2 / 3 else 0


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


def twelve_by_hand() -> Network:
    """Wl = [[l, 0], [0, −1]] and bl = [[9], [9]] for l = 1 … 12, sorted by name: W1, W10, W11, …"""
    found = {}
    for layer in range(1, 13):
        found[f"W{layer}"] = np.array([[float(layer), 0.0], [0.0, -1.0]])
        found[f"b{layer}"] = np.array([[9.0], [9.0]])
    return dict(sorted(found.items()))


@check(
    "l2_penalty",
    points=1,
    kind="example",
    public=True,
    hint="One sum over all layers: 1 + 4 + 0 + 1 + 0 + 1 of W1 and 4 + 1 of W2 make 12; times 0.5, "
    "and 2·4 is all below the line. In twelve layers 1² + 2² + … + 12² is 650, and twelve times "
    "(−1)² comes to it: find them by name.",
)
def l2_penalty_by_hand(student: Student, ref: Reference) -> None:
    """The handout's penalty is 0.75, and 0 for λ = 0; that of twelve layers is 16.55."""
    close(student.l2_penalty(by_hand(), 0.5, 4), 0.75, what="the penalty")
    found = unchanged(student.l2_penalty, twelve_by_hand(), 0.5, 10)
    close(found, 16.55, what="the penalty of twelve layers")
    close(student.l2_penalty(by_hand(), 0.0, 4), 0.0, what="the penalty for λ = 0")


@check(
    "compute_cost_with_regularization",
    points=1,
    kind="example",
    public=True,
    hint="Of the handout's six losses four are ln 2 and two are ln(4/3), over 3 examples; then the "
    "penalty. What guards log(0) must be so small that a prediction off by 10⁻⁷ costs 10⁻⁷.",
)
def compute_cost_with_regularization_by_hand(student: Student, ref: Reference) -> None:
    """The handout's cost is 2.1160, 1 less for λ = 0; and 2·10⁻⁷ if AL is off by 10⁻⁷ only."""
    AL = np.array([[0.5, 0.25, 0.5], [0.75, 0.5, 0.5]])
    Y = np.array([[1.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    plain = (4 * math.log(2) + 2 * math.log(4 / 3)) / 3
    for lambd, penalty in ((0.5, 1.0), (0.0, 0.0)):
        got = student.compute_cost_with_regularization(AL, Y, by_hand(), lambd)
        costs_agree(got, plain + penalty, f"the cost for λ = {lambd:g}")
    # −ln(1 − 10⁻⁷) is 10⁻⁷: two outputs are wrong by that. A guard of 10⁻⁸ does not matter.
    sure = np.abs(Y - 1e-7)
    got = unchanged(student.compute_cost_with_regularization, sure, Y, by_hand(), 0.0)
    costs_agree(got, 2e-7, "the cost of predictions that are right but for 10⁻⁷, for λ = 0,")


@check(
    "add_l2_gradients",
    points=1,
    kind="example",
    public=True,
    hint="4/2 times the weight, on top of its gradient; nothing on top of a bias's. Make a new "
    "dict, and new arrays for what changes; W12 is the weight of layer 12, and not of layer 2.",
)
def add_l2_gradients_by_hand(student: Student, ref: Reference) -> None:
    """For λ = 4, m = 2 a new dict has dW + 2W, and all else as it was; twelve layers, too."""
    parameters = {
        "W1": np.array([[3.0, -1.0, 2.0], [0.0, 1.0, -2.0]]),
        "b1": np.array([[5.0], [6.0]]),
    }
    grads = {
        "dA0": np.ones((3, 2)),
        "db1": np.array([[2.0], [-1.0]]),
        "dW1": np.array([[1.0, 1.0, 0.0], [4.0, 0.0, 3.0]]),
    }
    wanted = grads | {"dW1": np.array([[7.0, -1.0, 4.0], [4.0, 2.0, -1.0]])}
    added = unchanged(student.add_l2_gradients, grads, parameters, 4.0, 2)
    for name, got in zip(wanted, entries(added, *wanted), strict=True):
        close(got, wanted[name], what=name)
    slopes = {f"d{name}": np.ones(value.shape) for name, value in twelve_by_hand().items()}
    added = student.add_l2_gradients(slopes, twelve_by_hand(), 4.0, 2)
    for name, got in zip(slopes, entries(added, *slopes), strict=True):
        layer, ones = int(name[2:]), np.ones(slopes[name].shape)
        want = np.array([[1.0 + 2 * layer, 1.0], [1.0, -1.0]]) if name[1] == "W" else ones
        close(got, want, what=f"{name} of twelve layers")


@check(
    "weight_decay_update",
    points=1,
    kind="example",
    public=True,
    hint="The old weight is multiplied by 1 − 0.5·2/10 = 0.9, and then 0.5·dW goes off; find all "
    "by name. The arrays of grads must survive, so let the product be a new one.",
)
def weight_decay_update_by_hand(student: Student, ref: Reference) -> None:
    """With α = 1/2, λ = 2, m = 10, W becomes 0.9·W − dW/2 and b becomes b − db/2; grads stays."""
    parameters = {
        "W1": np.array([[10.0, -2.0, 0.0], [4.0, 1.0, -1.0]]),
        "b1": np.array([[10.0], [-4.0]]),
    }
    grads = {
        "dA0": np.ones((3, 2)),
        "db1": np.array([[1.0], [2.0]]),
        "dW1": np.array([[1.0, 2.0, -4.0], [0.0, 2.0, 1.0]]),
    }
    seen = changes(student.weight_decay_update, parameters, grads, 0.5, 2.0, 10)
    W1, b1 = entries(seen.value, "W1", "b1")
    close(W1, np.array([[8.5, -2.8, 2.0], [3.6, -0.1, -1.4]]), what="W1")
    close(b1, np.array([[9.5], [-5.0]]), what="b1")
    law = "grads must be the same after the call as before"
    require("grads" not in seen.changed, law, got="grads was changed", want="grads as it was")
    slopes = {f"d{name}": np.ones(value.shape) for name, value in twelve_by_hand().items()}
    updated = student.weight_decay_update(twelve_by_hand(), slopes, 0.5, 2.0, 10)
    names = list(twelve_by_hand())
    for name, got in zip(names, entries(updated, *names), strict=True):
        layer = int(name[1:])
        of_weights = np.array([[0.9 * layer - 0.5, -0.5], [-0.5, -1.4]])
        want = of_weights if name[0] == "W" else np.array([[8.5], [8.5]])
        close(got, want, what=f"{name} of twelve layers")


@check(
    "dropout_forward",
    points=1,
    kind="property",
    public=True,
    hint="Draw one number per entry of A and keep where it is below keep_prob; scale what is kept, "
    "in a new array.",
)
@given(
    draw.drawn(sizes={"n": (2, 6), "m": (2, 9)}, A=draw.normal("n", "m"), seed=seeds),
    keep_prob=draw.options(0.2, 0.5, 0.8, 1.0),
    examples=20,
)
def dropout_forward_keeps_and_scales(
    student: Student, ref: Reference, A: Array, seed: int, keep_prob: float
) -> None:
    """A_out is A/keep_prob where D is 1, else 0; D keeps a share keep_prob and follows the seed."""
    result = unchanged(student.dropout_forward, A, keep_prob, seed)
    A_out, D = unpack(result, "A_out", "D")
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
    if keep_prob < 1:
        numbers_vary(student, keep_prob, seed)


def numbers_vary(student: Student, keep_prob: float, seed: int) -> None:
    """Not all units, nor all examples, nor all of six seeds keep the same number of entries."""
    kept = []
    for number in range(seed, seed + 6):
        _, D = unpack(student.dropout_forward(np.ones((20, 60)), keep_prob, number), "A_out", "D")
        kept.append(mask_of(D, (20, 60)))
    counts = {
        "from unit to unit": kept[0].sum(axis=1),
        "from example to example": kept[0].sum(axis=0),
        "from seed to seed": np.array([mask.sum() for mask in kept]),
    }
    for where, found in counts.items():
        law = f"each entry is kept by itself, so how many are kept must vary {where}"
        require(np.ptp(found) > 0, law, got=f"always {found[0]:g}", want="different numbers")


@check(
    "dropout_backward",
    points=1,
    kind="example",
    public=True,
    hint="The same mask and the same factor as on the way forward: 2·1/0.25 and 2·0/0.25, in a new "
    "array.",
)
def dropout_backward_by_hand(student: Student, ref: Reference) -> None:
    """For keep_prob = 1/4, dA becomes 4·dA where D is 1, and 0 where D is 0; dA and D stay."""
    dA = np.array([[2.0, 2.0, -1.0], [4.0, 6.0, 3.0]])
    D = np.array([[True, False, True], [False, True, True]])
    want = np.array([[8.0, 0.0, -4.0], [0.0, 24.0, 12.0]])
    for mask, form in ((D, "bools"), (D.astype(np.int64), "zeros and ones")):
        got = unchanged(student.dropout_backward, dA, mask, 0.25)
        close(got, want, what=f"the derivatives in A, with D of {form},")


@check(
    "forward_propagation_with_dropout",
    points=1,
    kind="property",
    public=True,
    hint="W·A + b, then relu, then dropout; at the output sigmoid, and no dropout. Find parameters "
    "by name, and make the layers' seeds from the one that you are given.",
)
@given(seed=draw.integer(0, 999), keep_prob=draw.options(0.4, 0.5, 0.8), examples=6)
def forward_propagation_with_dropout_tells_its_mask(
    student: Student, ref: Reference, seed: int, keep_prob: float
) -> None:
    """Hidden units that are 1 reach the output as 0 or 1/keep_prob, following the seed."""
    parameters, X, _ = telling()
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    outputs, _ = told(unpack(result, "AL", "caches")[0], parameters, X.shape[1], keep_prob)
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    close(unpack(result, "AL", "caches")[0], outputs, what="AL of the same seed once more")
    result = student.forward_propagation_with_dropout(X, parameters, 1.0, seed)
    _, whole = told(unpack(result, "AL", "caches")[0], parameters, X.shape[1], 1.0)
    close(whole, np.ones(whole.shape), what="the mask for keep_prob = 1")
    found = [drops_twice(student, number, keep_prob) for number in (seed, seed + 1, 0)]
    law = "another seed must drop other units"
    require(not np.array_equal(found[0], found[1]), law, got="the same units", want="others")
    # Without dropout every unit of these twelve layers is 1, and so is the logit.
    last_first = dict(reversed(chain(11, 2).items()))
    ones = np.ones((3, 4))
    result = unchanged(student.forward_propagation_with_dropout, ones, last_first, 1.0, seed)
    want = np.full((1, 4), 1 / (1 + math.exp(-1)))
    close(unpack(result, "AL", "caches")[0], want, what="AL of twelve layers of units that are 1")
    # A network without a hidden layer has nothing to drop.
    single = {"W1": parameters["W2"], "b1": parameters["b2"]}
    A = np.vstack([X, X[::-1] ** 2])
    result = student.forward_propagation_with_dropout(A, single, keep_prob, seed)
    want = 1 / (1 + np.exp(-(single["W1"] @ A + single["b1"])))
    close(unpack(result, "AL", "caches")[0], want, what="AL of a single layer")


def drops_twice(student: Student, seed: int, keep_prob: float) -> Array:
    """Of two hidden layers of units that are 1, the second one copying the first, both drop.

    Gives the bits, of a number for each of 200 examples, that say which units survive both.
    """
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
    return whole


def chain(hidden: int, n: int) -> Network:
    """Layers of n units, each the mean of the unit before it and of 1; the output is their mean.

    Without dropout everything is 1, and only dropout makes the logit of AL another.
    """
    found = {"W1": np.full((n, 3), 1 / 6), "b1": np.full((n, 1), 0.5)}
    for layer in range(2, hidden + 1):
        found |= {f"W{layer}": 0.5 * np.eye(n), f"b{layer}": np.full((n, 1), 0.5)}
    return found | {f"W{hidden + 1}": np.full((1, n), 1 / n), f"b{hidden + 1}": np.zeros((1, 1))}


@check(
    "backward_propagation_with_dropout",
    points=1,
    kind="example",
    public=True,
    hint="The layer's own mask and 1/keep_prob once more on the way back, then relu's gate; not at "
    "the output. The caches must survive.",
)
@given(seed=draw.integer(0, 999), keep_prob=draw.options(0.4, 0.5, 1.0), examples=6)
def backward_propagation_with_dropout_by_its_mask(
    student: Student, ref: Reference, seed: int, keep_prob: float
) -> None:
    """Gradients are those for the masks of the forward pass, which a network's output tells."""
    parameters, X, Y = telling()
    result = student.forward_propagation_with_dropout(X, parameters, keep_prob, seed)
    AL, caches = unpack(result, "AL", "caches")
    outputs, D = told(AL, parameters, X.shape[1], keep_prob)
    wanted = gradients_through(outputs, Y, X, parameters, D, keep_prob)
    for times in ("", " of a second call with the same caches"):
        got = unchanged(
            student.backward_propagation_with_dropout, X, Y, caches, parameters, keep_prob
        )
        for name, value in network_of(got, [2, 4, 2], "d").items():
            close(value, wanted[name], what=f"d{name}{times}")
    two_masks(student, seed)
    back_through_twelve(student, seed)


def two_masks(student: Student, seed: int) -> None:
    """The gradients through two masks: the output tells the second one, and the first below it.

    With keep_prob = 1/2 a unit of the first layer is 0 or 2. A unit of the second adds 1 to its
    own one of these, so that it is 1 or 3 before dropout; and 0, 2 or 6 after it.
    """
    parameters = {
        "W1": np.full((3, 2), 0.5),
        "b1": np.full((3, 1), 0.5),
        "W2": np.eye(3),
        "b2": np.ones((3, 1)),
        "W3": np.array([[1.0, 4.0, 16.0]]) / 64,
        "b3": np.zeros((1, 1)),
    }
    first = np.array([0.25, 0.5, -1.0, 2.0, 0.0, 1.5, -0.75])
    X, Y = np.vstack([first, 1 - first]), np.array([[1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0]])
    m = X.shape[1]
    result = student.forward_propagation_with_dropout(X, parameters, 0.5, seed)
    AL, caches = unpack(result, "AL", "caches")
    outputs = numbers(AL, (1, m), "AL")
    require(((outputs > 0) & (outputs < 1)).all(), "every entry of AL must lie in (0, 1)", got=AL)
    logits = 32 * np.log(outputs / (1 - outputs))[0]
    halves = np.array([np.rint(logits) // 4**place % 4 for place in range(3)])
    law = (
        "with two hidden layers the units of the second must be 0, 2 or 6 here, as read off from AL"
    )
    right = (np.abs(logits - np.rint(logits)) < 1e-5).all() and (halves != 2).all()
    require(right and (logits > -1).all() and (logits < 64).all(), law, got=AL)
    dZ3 = outputs - Y
    dZ2 = parameters["W3"].T @ dZ3 * (halves > 0) * 2
    dZ1 = dZ2 * (halves == 3) * 2
    got = student.backward_propagation_with_dropout(X, Y, caches, parameters, 0.5)
    found = network_of(got, [2, 3, 3, 1], "d")
    close(found["W3"], dZ3 @ (2 * halves).T / m, what="dW3, with two hidden layers,")
    for name, dZ in (("b3", dZ3), ("b2", dZ2), ("b1", dZ1)):
        want = dZ.mean(axis=1, keepdims=True)
        close(found[name], want, what=f"d{name}, with two hidden layers,")
    close(found["W1"], dZ1 @ X.T / m, what="dW1, with two hidden layers,")


def back_through_twelve(student: Student, seed: int) -> None:
    """Without dropout all units of twelve layers are 1: the gradients halve from layer to layer."""
    parameters = dict(reversed(chain(11, 2).items()))
    X, Y = np.ones((3, 4)), np.array([[1.0, 0.0, 1.0, 1.0]])
    result = student.forward_propagation_with_dropout(X, parameters, 1.0, seed)
    _, caches = unpack(result, "AL", "caches")
    got = student.backward_propagation_with_dropout(X, Y, caches, parameters, 1.0)
    # The output is sigmoid(1) = 0.731 for each example; three of four labels are 1.
    output = 1 / (1 + math.exp(-1)) - 0.75
    for name, value in network_of(got, [3, *[2] * 11, 1], "d").items():
        layer = int(name[1:])
        slope = output if layer == 12 else output / 2 * 0.5 ** (11 - layer)
        close(value, np.full(value.shape, slope), what=f"d{name} of twelve layers")


@check(
    "early_stopping",
    points=1,
    kind="example",
    public=True,
    hint="Less than the best so far, by more than min_delta; patience counts from the best epoch.",
)
def early_stopping_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five trainings, such as [5, 4, 4.5, 4.2, 3] with patience 2; and five more."""
    cases: list[tuple[list[float], int, tuple[float, ...], tuple[int, int]]] = [
        # Whoever waits too long stops before the end here, and whoever looks ahead doesn't.
        ([5.0, 4.0, 4.5, 4.2, 4.1, 3.0], 2, (), (1, 3)),
        ([5.0, 4.0, 4.5, 4.2, 3.0], 2, (), (1, 3)),
        ([2.0, 2.0, 2.0, 1.0], 2, (), (0, 2)),
        ([4.0, 3.75, 3.25, 3.2, 3.1, 1.0], 2, (0.5,), (2, 4)),
        ([3.0, 2.0, 1.0], 1, (), (2, 2)),
        ([1.0, 2.0, 3.0], 5, (), (0, 2)),
        # Large costs; then two bad epochs that don't follow each other; below 0; and a single one.
        ([70.0, 50.0, 60.0, 55.0, 40.0], 2, (), (1, 3)),
        ([5.0, 6.0, 4.0, 5.0, 3.0, 2.0], 2, (), (5, 5)),
        ([-1.0, -2.0, -2.25, -2.75, -2.5, -2.0], 3, (0.5,), (3, 5)),
        ([1.0], 1, (), (0, 0)),
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


def plain_cost(parameters: Network, X: Array, Y: Array, lambd: float) -> float:
    """The cost of a network of up to nine layers without dropout, penalty included."""
    A, weights = X, sorted(name for name in parameters if name[0] == "W")
    for name in weights:
        Z = parameters[name] @ A + parameters[f"b{name[1:]}"]
        A = 1 / (1 + np.exp(-Z)) if name == weights[-1] else np.maximum(0.0, Z)
    return cross_entropy(A, Y) + lambd / (2 * X.shape[1]) * squares_of(parameters)


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
    """At learning_rate 0 the parameters stay; new masks change every cost, and λ adds to it."""
    dims, k = [3, 40, 30, 2], 12
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
            cost = plain_cost(start, X, Y, penalty)
            for place, found in enumerate(record.tolist()):
                costs_agree(found, cost, f"costs[{place}]{where}")
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
    hint="He's weights first. In a step: cost with penalty, then the penalty's slope, once. What "
    "comes back are the parameters that the last step left, and no others.",
)
@given(seed=draw.integer(0, 999), lambd=draw.options(0.0, 1.5), examples=4)
def model_of_a_single_layer(student: Student, ref: Reference, seed: int, lambd: float) -> None:
    """model starts with He's weights, and trains [3, 2] for 120 steps of logistic regression."""
    has_deviations(starts(student), seed, lambda n_prev: math.sqrt(2 / n_prev))
    X = np.array([[1.0, -2.0, 0.5, 3.0, -1.0], [0.4, 1.5, -1.0, 2.0, 0.3], [2.0, 0.1, 1, -1, -3]])
    Y = np.array([[1.0, 0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 1.0, 0.0, 1.0]])
    network = network_of(starts(student)([3, 2], seed), [3, 2])
    W, b = network["W1"], network["b1"]
    wanted = []
    for _ in range(120):
        AL = 1 / (1 + np.exp(-(W @ X + b)))
        wanted.append(cross_entropy(AL, Y) + lambd / 10 * float(np.sum(W**2)))
        slope = (AL - Y) @ X.T / 5 + lambd / 5 * W
        W, b = W - 0.5 * slope, b - 0.5 * (AL - Y).mean(axis=1, keepdims=True)
    options = {"learning_rate": 0.5, "num_iterations": 120, "lambd": lambd, "seed": seed}
    result = unchanged(student.model, X, Y, [3, 2], **options)
    parameters, costs = unpack(result, "parameters", "costs")
    for place, cost in enumerate(sequence(costs, 120, "costs")):
        costs_agree(cost, wanted[place], f"costs[{place}]")
    networks_agree(parameters, {"W1": W, "b1": b}, " after 120 iterations")


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
        # Small, so that no output is so sure of itself that its cost hangs on rounding.
        X=draw.normal("n_x", "m", scale=0.4),
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
    """With dropout, a step goes along the slope of its cost, for one of the 64 possible masks."""
    options = {"learning_rate": 0.3, "lambd": lambd, "keep_prob": keep_prob, "seed": seed}
    networks, record = [], []
    for count in (0, 1, 2):
        result = student.model(X, Y, layer_dims, num_iterations=count, **options)
        parameters, costs = unpack(result, "parameters", "costs")
        networks.append(network_of(parameters, layer_dims))
        record = sequence(costs, count, f"costs of {count} iterations")
    for place, cost in enumerate(record):
        taken = finite(cost, f"costs[{place}]")
        step_fits(networks[place], networks[place + 1], taken, X, Y, lambd, keep_prob, place)


def step_fits(
    before: Network,
    after: Network,
    cost: float,
    X: Array,
    Y: Array,
    lambd: float,
    keep_prob: float,
    place: int,
) -> None:
    """A cost of a network [n_0, 3, n_L] and the step after it belong to one of the 64 masks."""
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
    law = (
        f"costs[{place}] must be the cost for one of the 64 masks that 3 units and 2 examples can "
        "have"
    )
    require(off.min() < 1e-7 + 1e-5 * abs(cost), law, got=cost)
    fits = off < 1e-7 + 1e-5 * abs(cost)
    for name, value in before.items():
        gap = np.abs(value - 0.3 * slopes[name] - after[name]).max(axis=(1, 2))
        law = (
            f"step {place + 1} of {name} must go along the slope of costs[{place}], with the same "
            "masks"
        )
        require((gap[fits] < 1e-7).any(), law, got=after[name])
        fits &= gap < 1e-7
