"""The checks of "Batch normalisation, forward, backward and at test time".

Each states one law of the exercise that its name starts with. The cache of batchnorm_forward has
a form that the handout prescribes, and is looked at where it is made; to the backward step goes
the student's own.
"""

from itertools import combinations
from typing import Any

import numpy as np
from numpy.random import Generator

from common.datasets import digits_to_learn
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
    fresh,
    given,
    gradients_agree,
    numbers,
    quiet,
    require,
    unchanged,
    unpack,
)

Network = dict[str, Array]
Running = dict[str, Array]

PARAMETERS = ("W1", "b1", "gamma1", "beta1", "W2", "b2")
# Rows that vary less could be spoilt by rounding.
SPREAD = 0.05
# This near to a kink of relu, or to a probability of 1/2, rounding may decide the side.
NEAR = 1e-3
TRAIN, TEST = 200, 400


# What the checks share: inputs, and laws used more than once


def columns(dim: str, low: float) -> draw.Field:
    """A column (dim, 1) of variances."""
    return draw.uniform(dim, 1, low=low, high=4.0)


def uneven(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Z (n, m): its rows have means and spreads of their own."""
    n, m = sizes["n"], sizes["m"]
    spread, middle = rng.uniform(0.5, 3.0, size=(n, 1)), 3 * rng.normal(size=(n, 1))
    found: Array = (middle + spread * rng.normal(size=(n, m))).round(2)
    return found


def batches(**more: draw.Field) -> Any:
    """A batch, and the scale and the shift of its units."""
    return draw.drawn(
        sizes={"n": (1, 5), "m": (2, 9)},
        Z=uneven,
        gamma=draw.normal("n", 1),
        beta=draw.normal("n", 1),
        **more,
    ).filter(lambda one: bool(one["Z"].var(axis=1).min() > SPREAD))


def layers(least: int, **more: draw.Field) -> Any:
    """A batch, at least so many examples of it, for a unit's running statistics."""
    return draw.drawn(
        sizes={"n": (1, 5), "m": (least, 8)},
        Z=uneven,
        gamma=draw.normal("n", 1),
        beta=draw.normal("n", 1),
        running=running_stats,
        **more,
    )


def running_stats(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Running:
    """A running mean and variance."""
    mean: Array = draw.normal("n", 1, scale=2.0)(rng, sizes, fields)
    return {"mean": mean, "var": columns("n", 0.1)(rng, sizes, fields)}


EPS = draw.options(1e-8, 0.1, 0.5, 1.0)


def networks(*, m: tuple[int, int] = (4, 9), **more: draw.Field) -> Any:
    """A network and its batch; no Z1 is nearly constant, and no N1 at the kink of relu."""
    return draw.drawn(
        sizes={"n_x": (1, 4), "n_h": (1, 4), "n_y": (1, 3), "m": m},
        X=draw.normal("n_x", "m"),
        Y=outputs,
        parameters=network,
        **more,
    ).filter(is_smooth)


def outputs(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Labels (n_y, m)."""
    shape = sizes["n_y"], sizes["m"]
    return rng.integers(0, 1, size=shape, endpoint=True).astype(np.float64)


def network(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """The six parameters, in an order of their own."""
    n_x, n_h, n_y = (sizes[name] for name in ("n_x", "n_h", "n_y"))
    shapes = dict(zip(PARAMETERS, shapes_of(n_x, n_h, n_y), strict=True))
    order = [str(name) for name in rng.permutation(PARAMETERS)]
    return {name: draw.normal(*shapes[name])(rng, sizes, fields) for name in order}


def shapes_of(n_x: int, n_h: int, n_y: int) -> tuple[tuple[int, int], ...]:
    """The shapes of the six parameters."""
    column = n_h, 1
    return (n_h, n_x), column, column, column, (n_y, n_h), (n_y, 1)


def is_smooth(one: dict[str, Any]) -> bool:
    """The rows of Z1 vary, and for no eps that is drawn an N1 lies at the kink."""
    p = one["parameters"]
    Z1 = p["W1"] @ one["X"] + p["b1"]
    var = Z1.var(axis=1, keepdims=True)
    centred = Z1 - Z1.mean(axis=1, keepdims=True)
    for eps in (1e-8, 0.1, 0.5, 1.0):
        N1 = p["gamma1"] * centred / np.sqrt(var + eps) + p["beta1"]
        if np.abs(N1).min() < NEAR:
            return False
    return bool(var.min() > SPREAD)


def as_network(got: Any, shapes: tuple[tuple[int, int], ...]) -> Network:
    """The six parameters, looked at: finite float64 arrays of these shapes."""
    found = {}
    for name, value, shape in zip(PARAMETERS, entries(got, *PARAMETERS), shapes, strict=True):
        found[name] = numbers(value, shape, name)
        double_precision(value, name)
    return found


def as_running(got: Any, n: int) -> Running:
    """Running statistics, looked at."""
    mean, var = entries(got, "mean", "var")
    return {"mean": numbers(mean, (n, 1), "mean"), "var": numbers(var, (n, 1), "var")}


def agree(got: Any, want: Running, words: str = "") -> None:
    """The running mean and variance are these."""
    mean, var = entries(got, "mean", "var")
    close(mean, want["mean"], what=f"mean{words}")
    close(var, want["var"], what=f"var{words}")
    double_precision(mean, "mean")


# batchnorm_forward


@check(
    "batchnorm_forward",
    points=1,
    kind="example",
    public=True,
    hint="Of the four examples: mean 4 and variance 9 in the first row, and √(9 + 16) = 5; the "
    "second row has variance 0 and √(0 + 16) = 4. Then times gamma, then plus beta. What is added "
    "to a whole row is in its mean alone. Of a single example the variance is 0.",
)
def batchnorm_forward_by_hand(student: Student, ref: Reference) -> None:
    """Z = [[1, 1, 7, 7], [4, 4, 4, 4]], gamma = 2, 3, beta = 1, 5, eps = 16: out and cache.

    Each unit becomes the same when 10⁸ is added to it. The first example alone becomes beta.
    """
    Z = np.array([[1.0, 1.0, 7.0, 7.0], [4.0, 4.0, 4.0, 4.0]])
    gamma, beta = np.array([[2.0], [3.0]]), np.array([[1.0], [5.0]])
    out, cache = unpack(student.batchnorm_forward(Z, gamma, beta, 16.0), "out", "cache")
    close(out, np.array([[-0.2, -0.2, 2.2, 2.2], [5.0, 5.0, 5.0, 5.0]]), what="out")
    xhat, inv_std, scale = entries(cache, "xhat", "inv_std", "gamma")
    close(xhat, np.array([[-0.6, -0.6, 0.6, 0.6], [0.0, 0.0, 0.0, 0.0]]), what="xhat")
    close(inv_std, np.array([[0.2], [0.25]]), what="inv_std")
    close(scale, gamma, what="gamma in the cache")
    double_precision(out, "out")
    # The squares of these numbers have 17 digits, and a float64 holds 15 to 16.
    far = Z + np.array([[1e8], [-1e8]])
    out, _ = unpack(quiet(student.batchnorm_forward, far, gamma, beta, 16.0), "out", "cache")
    want = np.array([[-0.2, -0.2, 2.2, 2.2], [5.0, 5.0, 5.0, 5.0]])
    close(out, want, what="out of numbers near 10⁸ and −10⁸")
    alone = Z[:, :1].copy()
    out, _ = unpack(quiet(student.batchnorm_forward, alone, gamma, beta), "out", "cache")
    close(out, beta, what="out of the first example alone")
    unchanged(student.batchnorm_forward, Z, gamma, beta, 16.0)


@check(
    "batchnorm_forward",
    points=2,
    kind="reference",
    hint="Each row by itself: minus its mean, over the root of its variance (1/m) plus eps.",
)
@given(batches(), eps=EPS, examples=20)
def batchnorm_forward_normalises_rows(
    student: Student, ref: Reference, Z: Array, gamma: Array, beta: Array, eps: float
) -> None:
    """Each row of out has the mean beta and the deviation |gamma|·√(var/(var + eps))."""
    wanted, _ = ref.batchnorm_forward(Z, gamma, beta, eps)
    out, _ = unpack(student.batchnorm_forward(Z, gamma, beta, eps), "out", "cache")
    found = array(out, Z.shape, what="out").astype(np.float64)
    close(found.mean(axis=1, keepdims=True), beta, what="the means of the rows of out")
    var = Z.var(axis=1, keepdims=True)
    wide = np.abs(gamma) * np.sqrt(var / (var + eps))
    close(found.std(axis=1, keepdims=True), wide, what="the deviations of the rows of out")
    close(out, wanted, what="out")
    double_precision(out, "out")


@check(
    "batchnorm_forward",
    points=1,
    kind="stability",
    hint="A row that does not vary has variance 0: eps keeps you from dividing by that. And of "
    "numbers far from 0 the mean is taken away before they are squared.",
)
@given(batches(constant=draw.integers(low=-9, high=9)), examples=8)
def batchnorm_forward_of_a_constant_row(
    student: Student, ref: Reference, Z: Array, gamma: Array, beta: Array, constant: int
) -> None:
    """out is right, without a warning; a constant row becomes beta; 10⁶ added changes nothing."""
    still = Z.copy()
    still[0] = constant
    out, _ = unpack(quiet(student.batchnorm_forward, still, gamma, beta), "out", "cache")
    wanted, _ = ref.batchnorm_forward(still, gamma, beta)
    close(out, wanted, what="out")
    found = array(out, Z.shape, what="out")
    close(found[0], np.full(Z.shape[1], float(beta[0, 0])), what="the constant row of out")
    single, _ = unpack(quiet(student.batchnorm_forward, Z[:, :1], gamma, beta), "out", "cache")
    close(single, beta, what="out of a single example")
    wanted, _ = ref.batchnorm_forward(Z, gamma, beta)
    out, _ = unpack(quiet(student.batchnorm_forward, Z + 1e6, gamma, beta), "out", "cache")
    close(out, wanted, atol=1e-6, what="out of Z + 1000000")
    unchanged(student.batchnorm_forward, Z, gamma, beta)


@check(
    "batchnorm_forward",
    points=1,
    kind="property",
    hint="xhat is what gamma is multiplied with; inv_std is one number for each row, a column.",
)
@given(batches(), eps=EPS, examples=12)
def batchnorm_forward_makes_the_cache(
    student: Student, ref: Reference, Z: Array, gamma: Array, beta: Array, eps: float
) -> None:
    """The cache holds xhat (n, m), inv_std (n, 1) and gamma (n, 1); eps is 1e-8 by default."""
    for step, words in (((eps,), ""), ((), " with the default eps")):
        _, known = ref.batchnorm_forward(Z, gamma, beta, *step)
        _, cache = unpack(student.batchnorm_forward(Z, gamma, beta, *step), "out", "cache")
        xhat, inv_std, scale = entries(cache, "xhat", "inv_std", "gamma")
        close(xhat, known["xhat"], what=f"xhat{words}")
        close(inv_std, known["inv_std"], what=f"inv_std{words}")
        close(scale, gamma, what="gamma in the cache")


# update_running_stats


@check(
    "update_running_stats",
    points=1,
    kind="example",
    public=True,
    hint="The batch has the means 3 and 1 and the variances 4 and 3. The old values have the "
    "weight momentum, 0.9 if none is given, and these the rest. What was handed in stays as it is.",
)
def update_running_stats_by_hand(student: Student, ref: Reference) -> None:
    """mean 1, 5, var 8, 7, Z = [[1, 1, 5, 5], [0, 0, 0, 4]], momentum 3/4, 0, 1 and 0.9."""
    running = {"mean": np.array([[1.0], [5.0]]), "var": np.array([[8.0], [7.0]])}
    Z = np.array([[1.0, 1.0, 5.0, 5.0], [0.0, 0.0, 0.0, 4.0]])
    want = {"mean": np.array([[1.5], [4.0]]), "var": np.array([[7.0], [6.0]])}
    agree(student.update_running_stats(running, Z, 0.75), want)
    unchanged(student.update_running_stats, running, Z, 0.75)
    want = {"mean": np.array([[3.0], [1.0]]), "var": np.array([[4.0], [3.0]])}
    agree(student.update_running_stats(running, Z, 0.0), want, " with momentum 0")
    agree(student.update_running_stats(running, Z, 1.0), running, " with momentum 1")
    fresh(student.update_running_stats, running, Z, 1.0)
    want = {"mean": np.array([[1.2], [4.6]]), "var": np.array([[7.6], [6.6]])}
    agree(student.update_running_stats(running, Z), want, " with the default momentum")


@check(
    "update_running_stats",
    points=1,
    kind="reference",
    hint="Two weights that add up to 1; the old value has the momentum. Variances with 1/m.",
)
@given(layers(1), momentum=draw.number(0.05, 0.95), examples=20)
def update_running_stats_is_an_average(
    student: Student,
    ref: Reference,
    Z: Array,
    gamma: Array,
    beta: Array,
    running: Running,
    momentum: float,
) -> None:
    """momentum·old + (1 − momentum)·batch, for momenta from 0 to 1, and 0.9 by default."""
    mean, var = Z.mean(axis=1, keepdims=True), Z.var(axis=1, keepdims=True)
    for weight in (momentum, 1.0, 0.0):
        want = {
            "mean": weight * running["mean"] + (1 - weight) * mean,
            "var": weight * running["var"] + (1 - weight) * var,
        }
        words = f" with momentum {weight:.3g}"
        agree(student.update_running_stats(running, Z, weight), want, words)
    wanted = ref.update_running_stats(running, Z)
    agree(student.update_running_stats(running, Z), wanted, " with the default momentum")


@check(
    "update_running_stats",
    points=1,
    kind="purity",
    hint="What comes back is a new dict with new arrays, also where no value changes; and it holds "
    "the averages.",
)
@given(layers(2), examples=6)
def update_running_stats_makes_a_new_dict(
    student: Student, ref: Reference, Z: Array, gamma: Array, beta: Array, running: Running
) -> None:
    """running and Z stay as they are; the new dict shares no array with them, and is right."""
    wanted = ref.update_running_stats(running, Z, 0.8)
    unchanged(student.update_running_stats, running, Z, 0.8)
    fresh(student.update_running_stats, running, Z, 1.0)
    agree(student.update_running_stats(running, Z, 0.8), wanted)


# batchnorm_predict


@check(
    "batchnorm_predict",
    points=1,
    kind="example",
    public=True,
    hint="√(9 + 7) = 4 and √(2 + 7) = 3, so the rows are scaled by 8/4 and by 1.5/3: minus the "
    "running mean before, plus beta after.",
)
def batchnorm_predict_by_hand(student: Student, ref: Reference) -> None:
    """Z = [[5, 1, 9], [2, 8, −1]], mean 1, 2, var 9, 2, eps 7: [[9, 1, 17], [−1, 2, −2.5]].

    And the first example alone: a column.
    """
    Z = np.array([[5.0, 1.0, 9.0], [2.0, 8.0, -1.0]])
    gamma, beta = np.array([[8.0], [1.5]]), np.array([[1.0], [-1.0]])
    running = {"mean": np.array([[1.0], [2.0]]), "var": np.array([[9.0], [2.0]])}
    got = student.batchnorm_predict(Z, gamma, beta, running, 7.0)
    close(got, np.array([[9.0, 1.0, 17.0], [-1.0, 2.0, -2.5]]), what="out")
    alone = student.batchnorm_predict(Z[:, :1].copy(), gamma, beta, running, 7.0)
    close(alone, np.array([[9.0], [-1.0]]), what="out of the first example alone")


@check(
    "batchnorm_predict",
    points=1,
    kind="property",
    hint="Minus the running mean, over the root of the running variance plus eps, times gamma, "
    "plus beta: each example by itself, as at test time it may come alone.",
)
@given(layers(1), eps=EPS, examples=15)
def batchnorm_predict_looks_at_one_example(
    student: Student,
    ref: Reference,
    Z: Array,
    gamma: Array,
    beta: Array,
    running: Running,
    eps: float,
) -> None:
    """The running statistics are used, for a batch and for an example alone; default eps too."""
    arguments = gamma, beta, running
    wanted = ref.batchnorm_predict(Z, *arguments, eps)
    close(student.batchnorm_predict(Z, *arguments, eps), wanted, what="out")
    alone = student.batchnorm_predict(Z[:, :1].copy(), *arguments, eps)
    close(alone, wanted[:, :1], what="out of the first example alone")
    small = gamma, beta, {"mean": running["mean"], "var": 1e-8 * running["var"]}
    wanted = ref.batchnorm_predict(Z, *small)
    close(student.batchnorm_predict(Z, *small), wanted, what="out with the default eps")
    unchanged(student.batchnorm_predict, Z, *arguments, eps)


# batchnorm_backward


@check(
    "batchnorm_backward",
    points=1,
    kind="example",
    public=True,
    hint="dxhat = gamma·dout = [10, 0, 0, 0] in the first row: its mean is 2.5 and that of "
    "dxhat·xhat −1.5, or 1.5 from the other end. Sums, not means, for dgamma and dbeta.",
)
def batchnorm_backward_by_hand(student: Student, ref: Reference) -> None:
    """The forward example with dout = [[5, 0, 0, 0], [4, 0, 0, 0]]: dZ, dgamma and dbeta.

    And with dout from the last example to the first.
    """
    Z = np.array([[1.0, 1.0, 7.0, 7.0], [4.0, 4.0, 4.0, 4.0]])
    gamma, beta = np.array([[2.0], [3.0]]), np.array([[1.0], [5.0]])
    _, cache = unpack(student.batchnorm_forward(Z, gamma, beta, 16.0), "out", "cache")
    dout = np.array([[5.0, 0.0, 0.0, 0.0], [4.0, 0.0, 0.0, 0.0]])
    dZ = np.array([[1.32, -0.68, -0.32, -0.32], [2.25, -0.75, -0.75, -0.75]])
    dgamma, dbeta = np.array([[-3.0], [0.0]]), np.array([[5.0], [4.0]])
    # From the other end xhat is −xhat, and so dgamma is −dgamma.
    mirrored = dZ[:, ::-1].copy(), -dgamma, dbeta
    for slopes, wanted, words in (
        (dout, (dZ, dgamma, dbeta), ""),
        (dout[:, ::-1].copy(), mirrored, " with dout from the last example to the first"),
    ):
        back = student.batchnorm_backward(slopes, cache)
        found = unpack(back, "dZ", "dgamma", "dbeta")
        for name, got, want in zip(("dZ", "dgamma", "dbeta"), found, wanted, strict=True):
            close(got, want, what=f"{name}{words}")
    unchanged(student.batchnorm_backward, dout, cache)


@check(
    "batchnorm_backward",
    points=4,
    kind="gradient",
    hint="Move one entry of Z, and the mean and the variance of its row move too: three ways lead "
    "from it to the cost. The two means in dZ are over all the examples, for each of its entries.",
)
@given(batches(dout=draw.normal("n", "m")), eps=EPS, examples=25)
def batchnorm_backward_is_the_gradient(
    student: Student,
    ref: Reference,
    Z: Array,
    gamma: Array,
    beta: Array,
    dout: Array,
    eps: float,
) -> None:
    """dZ, dgamma and dbeta are the derivatives of Σ dout·out in Z, gamma and beta."""

    def out(Z: Array, gamma: Array, beta: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.batchnorm_forward(Z.copy(), gamma.copy(), beta.copy(), eps)[0]

    _, cache = unpack(student.batchnorm_forward(Z, gamma, beta, eps), "out", "cache")
    student.batchnorm_forward(-Z, 2 * gamma, beta, eps)  # another call; the cache is of the first
    back = student.batchnorm_backward(dout, cache)
    dZ, dgamma, dbeta = unpack(back, "dZ", "dgamma", "dbeta")
    numeric = ref.gradient(out, upstream=dout, Z=Z, gamma=gamma, beta=beta)
    gradients_agree(numeric, Z=dZ, gamma=dgamma, beta=dbeta)


@check(
    "batchnorm_backward",
    points=1,
    kind="property",
    hint="Shifting or stretching a row of Z changes nothing in out, so the gradient has no part in "
    "these two directions. It must be right, and dout, which may be needed again, stay as it is.",
)
@given(batches(dout=draw.normal("n", "m")), examples=10)
def batchnorm_backward_has_two_blind_directions(
    student: Student, ref: Reference, Z: Array, gamma: Array, beta: Array, dout: Array
) -> None:
    """Rows of dZ, and of dZ·xhat, sum to 0; all is right, −2 times for −2·dout; inputs stay."""
    _, cache = unpack(student.batchnorm_forward(Z, gamma, beta), "out", "cache")
    back = student.batchnorm_backward(dout, cache)
    found = unpack(back, "dZ", "dgamma", "dbeta")
    dZ = numbers(found[0], Z.shape, "dZ")
    double_precision(found[0], "dZ")
    size = np.abs(dZ).sum(axis=1, keepdims=True) + np.abs(dout).sum(axis=1, keepdims=True)
    flat = np.zeros_like(gamma)
    beside = ", over the sums of |dZ| + |dout|"
    rows = dZ.sum(axis=1, keepdims=True) / size
    close(rows, flat, atol=1e-9, what=f"the sums of rows of dZ{beside}")
    _, known = ref.batchnorm_forward(Z, gamma, beta)
    along = (dZ * known["xhat"]).sum(axis=1, keepdims=True) / size
    close(along, flat, atol=1e-5, what=f"the sums of rows of dZ·xhat{beside}")
    wanted = ref.batchnorm_backward(dout, known)
    for name, one, want in zip(("dZ", "dgamma", "dbeta"), found, wanted, strict=True):
        close(one, want, what=name)
    back = student.batchnorm_backward(-2 * dout, cache)
    found = unpack(back, "dZ", "dgamma", "dbeta")
    for name, one, want in zip(("dZ", "dgamma", "dbeta"), found, wanted, strict=True):
        close(one, -2 * want, what=f"{name} for −2·dout")
    unchanged(student.batchnorm_backward, dout, cache)


# fold_batchnorm


@check(
    "fold_batchnorm",
    points=1,
    kind="example",
    public=True,
    hint="The scales are 8/√(9 + 7) = 2 and 1.5/√(2 + 7) = 0.5, one for each row of W; the new "
    "biases 2·(1 − 5) + 4 and 0.5·(4 − 2) + 1.",
)
def fold_batchnorm_by_hand(student: Student, ref: Reference) -> None:
    """W = [[1, 0, 2], [2, 4, 0]], b = 1, 4, mean 5, 2, var 9, 2, eps 7: the folded layer."""
    W, b = np.array([[1.0, 0.0, 2.0], [2.0, 4.0, 0.0]]), np.array([[1.0], [4.0]])
    gamma, beta = np.array([[8.0], [1.5]]), np.array([[4.0], [1.0]])
    running = {"mean": np.array([[5.0], [2.0]]), "var": np.array([[9.0], [2.0]])}
    got = student.fold_batchnorm(W, b, gamma, beta, running, 7.0)
    W_folded, b_folded = unpack(got, "W_folded", "b_folded")
    close(W_folded, np.array([[2.0, 0.0, 4.0], [1.0, 2.0, 0.0]]), what="W_folded")
    close(b_folded, np.array([[-4.0], [2.0]]), what="b_folded")
    unchanged(student.fold_batchnorm, W, b, gamma, beta, running, 7.0)


@check(
    "fold_batchnorm",
    points=2,
    kind="property",
    hint="Write batchnorm_predict(W·A + b) down, and collect what is multiplied with A and what "
    "is not. A unit's scale belongs to its row.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 5), "n_prev": (1, 5), "m": (1, 6)},
        A=draw.normal("n_prev", "m"),
        W=draw.normal("n", "n_prev"),
        b=draw.normal("n", 1),
        gamma=draw.normal("n", 1),
        beta=draw.normal("n", 1),
        running=running_stats,
    ),
    eps=EPS,
    examples=20,
)
def fold_batchnorm_is_one_layer(
    student: Student,
    ref: Reference,
    A: Array,
    W: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    running: Running,
    eps: float,
) -> None:
    """W_folded·A + b_folded is batchnorm_predict of W·A + b; the arguments are unchanged."""
    small = {"mean": running["mean"], "var": 1e-8 * running["var"]}
    for stats, step, words in ((running, (eps,), ""), (small, (), ", with the default eps")):
        got = student.fold_batchnorm(W, b, gamma, beta, stats, *step)
        W_folded, b_folded = unpack(got, "W_folded", "b_folded")
        wanted = ref.batchnorm_predict(W @ A + b, gamma, beta, stats, *step)
        room = 1e-8 * (1 + float(np.abs(wanted).max()))
        found = numbers(W_folded, W.shape, "W_folded") @ A + numbers(b_folded, b.shape, "b_folded")
        close(found, wanted, atol=room, what=f"W_folded·A + b_folded{words}")
        scale = gamma / np.sqrt(stats["var"] + (step[0] if step else 1e-8))
        close(W_folded, scale * W, what=f"W_folded{words}")
    double_precision(W_folded, "W_folded")
    unchanged(student.fold_batchnorm, W, b, gamma, beta, running, eps)


# bn_network_gradients


def cost_and_grads(got: Any, parameters: Network) -> tuple[Any, dict[str, Any]]:
    """The cost, and the gradients of the six parameters, their shapes looked at."""
    cost, grads = unpack(got, "cost", "grads")
    names = [f"d{name}" for name in PARAMETERS]
    found = dict(zip(PARAMETERS, entries(grads, *names), strict=True))
    for name, value in found.items():
        array(value, parameters[name].shape, what=f"d{name}")
    return cost, found


@check(
    "bn_network_gradients",
    points=1,
    kind="example",
    public=True,
    hint="The handout has this network step by step. The mean takes b1 away again, so the cost "
    "does not know it: db1 = 0. With a second output its costs are added, and its own gradients.",
)
def bn_network_gradients_by_hand(student: Student, ref: Reference) -> None:
    """The handout's network: cost and six gradients; with another b1; and with a second output."""
    X, Y = np.array([[1.0, 1.0, 7.0, 7.0]]), np.array([[0.0, 1.0, 1.0, 1.0]])
    a, c = np.log(3) / 4, -np.log(3) / 3
    parameters = {
        "W1": np.array([[1.0], [-1.0]]),
        "b1": np.array([[0.0], [2.0]]),
        "gamma1": np.array([[5.0], [5.0]]),
        "beta1": np.array([[1.0], [0.0]]),
        "W2": np.array([[a, c]]),
        "b2": np.array([[0.0]]),
    }
    want = {
        "W1": np.array([[-0.24 * a], [0.24 * c]]),
        "b1": np.array([[0.0], [0.0]]),
        "gamma1": np.array([[-0.075 * a], [-0.075 * c]]),
        "beta1": np.array([[-0.125 * a], [-0.125 * c]]),
        "W2": np.array([[-0.5, -0.375]]),
        "b2": np.array([[-0.25]]),
    }
    known = (3 * np.log(4 / 3) + np.log(4)) / 4
    # The same six in another order: a dict is read by names.
    shifted = dict(reversed((parameters | {"b1": parameters["b1"] + 3}).items()))
    # An output without weights says 1/2 of all: it costs ln 2, and sends nothing back to A1.
    two = parameters | {"W2": np.array([[a, c], [0.0, 0.0]]), "b2": np.zeros((2, 1))}
    both, more = np.vstack([Y, [1.0, 0.0, 0.0, 0.0]]), {"W2": [[1.0, 0.0]], "b2": [[0.25]]}
    added = want | {name: np.vstack([want[name], row]) for name, row in more.items()}
    for labels, at, J, slopes, words in (
        (Y, parameters, known, want, ""),
        (Y, shifted, known, want, " with b1 + 3"),
        (both, two, known + np.log(2), added, " with a second output"),
    ):
        cost, grads = cost_and_grads(student.bn_network_gradients(X, labels, at, 16.0), at)
        costs_agree(cost, J, f"the cost{words}")
        for name, value in slopes.items():
            close(grads[name], value, atol=1e-9, what=f"d{name}{words}")
    unchanged(student.bn_network_gradients, X, Y, parameters, 16.0)


@check(
    "bn_network_gradients",
    points=4,
    kind="gradient",
    hint="Back through σ, the linear part, relu, BN and the other linear part, in this order. relu "
    "was asked about N1.",
)
@given(networks(), eps=EPS, examples=20)
def bn_network_gradients_are_the_gradient(
    student: Student, ref: Reference, X: Array, Y: Array, parameters: Network, eps: float
) -> None:
    """All six gradients are the derivatives of the cost, for one output and for several."""

    def cost(**parameters: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        copies = {name: value.copy() for name, value in parameters.items()}
        return ref.bn_network_gradients(X, Y, copies, eps)[0]

    _, grads = cost_and_grads(student.bn_network_gradients(X, Y, parameters, eps), parameters)
    gradients_agree(ref.gradient(cost, **parameters), **grads)


@check(
    "bn_network_gradients",
    points=1,
    kind="reference",
    hint="Linear, BN with the eps that was handed in, relu, linear, σ; outputs are added up, and "
    "the sum over the examples is divided by m. All of it in float64.",
)
@given(networks(), eps=EPS, examples=15)
def bn_network_gradients_cost(
    student: Student, ref: Reference, X: Array, Y: Array, parameters: Network, eps: float
) -> None:
    """Cost and gradients are right, with any eps and by default; the arguments are unchanged."""
    # Of Z1 that vary by 1e-4 the default eps is a good part.
    still = parameters | {"W1": 1e-4 * parameters["W1"]}
    for at, step, words in ((parameters, (eps,), ""), (still, (), " with the default eps")):
        wanted, slopes = ref.bn_network_gradients(X, Y, at, *step)
        cost, grads = cost_and_grads(student.bn_network_gradients(X, Y, at, *step), at)
        costs_agree(cost, wanted, f"the cost{words}")
        for name in PARAMETERS:
            double_precision(grads[name], f"d{name}")
            close(grads[name], slopes[f"d{name}"], atol=1e-7, rtol=1e-5, what=f"d{name}{words}")
    unchanged(student.bn_network_gradients, X, Y, parameters, eps)


# bn_model


@check(
    "bn_model",
    points=1,
    kind="property",
    public=True,
    hint="With rate 0 nothing is learnt. From mean 0 and variance 1 on, each batch leaves momentum "
    "of the old statistics and adds the rest of those of its Z1 = W1·X + b1. A last batch of fewer "
    "examples is one too, if it has two at least.",
)
@given(
    draw.drawn(
        sizes={"n_x": (2, 4), "n_y": (1, 2), "m": (3, 7)},
        X=draw.normal("n_x", "m"),
        Y=outputs,
        n_h=draw.integers(low=2, high=5),
        seed=draw.integers(low=0, high=999),
    ),
    examples=6,
)
def bn_model_starts_and_averages(
    student: Student, ref: Reference, X: Array, Y: Array, n_h: int, seed: int
) -> None:
    """With rate 0: how all begins, by the seed, and the running statistics after some batches."""
    m, shapes = X.shape[1], shapes_of(len(X), n_h, len(Y))
    options = {"learning_rate": 0.0, "mini_batch_size": m, "num_epochs": 1, "momentum": 0.75}
    runs = []
    for number in (seed, seed, seed + 1):
        got = student.bn_model(X, Y, n_h, **options, seed=number)
        parameters, running = unpack(got, "parameters", "running")
        found = as_network(parameters, shapes)
        for name, value in (("gamma1", 1.0), ("beta1", 0.0), ("b1", 0.0), ("b2", 0.0)):
            want = np.full(found[name].shape, value)
            close(parameters[name], want, atol=1e-12, what=f"{name} at the start")
        Z1 = found["W1"] @ X
        mean, var = Z1.mean(axis=1, keepdims=True), Z1.var(axis=1, keepdims=True)
        agree(running, {"mean": 0.25 * mean, "var": 0.75 + 0.25 * var})
        for name in ("W1", "W2") if runs else ():
            right = runs[0][name] == found[name]
            law = f"{name} must be the same whenever the seed is"
            if number != seed:
                right, law = ~right, f"{name} must be another with another seed"
            require(right.all(), law, got=parameters[name])
        runs.append(found)
    # Of equal examples Z1 has variance 0, so the running variance halves with each batch.
    for count, size, epochs, batches in ((6, 2, 1, 3), (5, 3, 1, 2), (7, 3, 1, 2), (5, 3, 2, 4)):
        equal = np.full((3, count), 0.5), np.ones((1, count))
        got = student.bn_model(*equal, n_h, 0.0, size, epochs, momentum=0.5, seed=seed)
        running = unpack(got, "parameters", "running")[1]
        var, want = as_running(running, n_h)["var"], np.full((n_h, 1), 0.5**batches)
        words = f"{epochs} epoch{'s' if epochs > 1 else ''} of {count} equal examples in batches "
        law = f"{words}of {size}: with each of {batches} batches var must halve, from 1 on"
        require(np.allclose(var, want, rtol=1e-6, atol=1e-8), law, got=running["var"], want=want)


@check(
    "bn_model",
    points=1,
    kind="property",
    public=True,
    hint="The set is one batch: the statistics take in Z1 of the start, then each of the six "
    "moves by −rate times its gradient there. A last batch of a single example is left out.",
)
@given(
    draw.drawn(
        sizes={"n_x": (2, 3), "n_h": (2, 4), "n_y": (2, 3), "m": (5, 7)},
        X=draw.normal("n_x", "m"),
        Y=outputs,
        n_h=lambda _, sizes, __: sizes["n_h"],
        seed=draw.integers(low=0, high=999),
    ),
    examples=4,
)
def bn_model_takes_one_step(
    student: Student, ref: Reference, X: Array, Y: Array, n_h: int, seed: int
) -> None:
    """All in one batch: one step against your own gradients; in batches of m − 1: also one."""
    m, shapes = X.shape[1], shapes_of(len(X), n_h, len(Y))
    options = {"num_epochs": 1, "momentum": 0.75, "eps": 0.1, "seed": seed}
    still = student.bn_model(X, Y, n_h, learning_rate=0.0, mini_batch_size=m, **options)
    start = as_network(unpack(still, "parameters", "running")[0], shapes)
    for size, words in ((m, f"all {m} examples"), (m - 1, f"{m - 1} of {m} examples")):
        got = student.bn_model(X, Y, n_h, learning_rate=0.8, mini_batch_size=size, **options)
        parameters, running = unpack(got, "parameters", "running")
        as_network(parameters, shapes)
        stats = as_running(running, n_h)
        # Which one was left out, the statistics say: they hold the mean of the others.
        parts = [[i for i in range(m) if i != out] for out in range(m)]
        parts = parts if size < m else [list(range(m))]
        Z1 = start["W1"] @ X
        gaps = [np.abs(stats["mean"] - 0.25 * Z1[:, p].mean(axis=1, keepdims=True)) for p in parts]
        part = parts[int(np.argmin([gap.max() for gap in gaps]))]
        mean, var = Z1[:, part].mean(axis=1, keepdims=True), Z1[:, part].var(axis=1, keepdims=True)
        agree(running, {"mean": 0.25 * mean, "var": 0.75 + 0.25 * var}, f" after {words}")
        _, grads = cost_and_grads(
            student.bn_network_gradients(X[:, part], Y[:, part], start, 0.1), start
        )
        for name in PARAMETERS:
            want = start[name] - 0.8 * numbers(grads[name], start[name].shape, f"d{name}")
            close(parameters[name], want, rtol=1e-5, atol=1e-7, what=f"{name} after {words}")


def steps_on(
    ref: Reference,
    X: Array,
    Y: Array,
    start: Network,
    batches: list[tuple[int, ...]],
    rate: float,
    momentum: float,
) -> tuple[Network, Running]:
    """The parameters and statistics after a step on each of these batches, with an eps of 0.1."""
    parameters = start
    n_h = start["W1"].shape[0]
    running = {"mean": np.zeros((n_h, 1)), "var": np.ones((n_h, 1))}
    for batch in batches:
        chosen = list(batch)
        Z1 = parameters["W1"] @ X[:, chosen] + parameters["b1"]
        running = ref.update_running_stats(running, Z1, momentum)
        _, grads = ref.bn_network_gradients(X[:, chosen], Y[:, chosen], parameters, 0.1)
        parameters = {name: parameters[name] - rate * grads[f"d{name}"] for name in PARAMETERS}
    return parameters, running


def distance(found: Network, running: Running, want: tuple[Network, Running]) -> float:
    """How far parameters and statistics are from others, at most."""
    gaps = [np.abs(found[name] - want[0][name]).max() for name in PARAMETERS]
    gaps += [np.abs(running[name] - want[1][name]).max() for name in ("mean", "var")]
    return float(max(gaps))


def ways(left: tuple[int, ...], size: int) -> list[list[tuple[int, ...]]]:
    """All ways to cut these examples into batches of that size and a smaller one, if it has 2."""
    if len(left) <= size:
        return [[left] if len(left) > 1 else []]
    found = []
    for first in combinations(left, size):
        rest = tuple(i for i in left if i not in first)
        found += [[first, *others] for others in ways(rest, size)]
    return found


@check(
    "bn_model",
    points=1,
    kind="reference",
    hint="For each batch: its Z1 into the statistics, then a step of all six. Each example is in "
    "one batch of an epoch, with its own label; a batch of one is left out, one of two is not.",
)
@given(
    draw.drawn(
        sizes={"n_x": (2, 3), "n_h": (2, 3), "n_y": (1, 2), "m": (6, 6)},
        X=draw.normal("n_x", "m"),
        Y=outputs,
        n_h=lambda _, sizes, __: sizes["n_h"],
        seed=draw.integers(low=0, high=999),
    ),
    learning_rate=draw.number(0.2, 1.5),
    examples=4,
)
def bn_model_takes_its_steps(
    student: Student,
    ref: Reference,
    X: Array,
    Y: Array,
    n_h: int,
    seed: int,
    learning_rate: float,
) -> None:
    """Each batch gives one step: all is as after one of the possible orders of the examples."""
    shapes = shapes_of(len(X), n_h, len(Y))
    plans = [(5, 3, 1), (4, 3, 1), (6, 2, 1), (5, 32, 3)]
    for count, size, epochs in plans:
        data = X[:, :count].copy(), Y[:, :count].copy()
        options = {"mini_batch_size": size, "num_epochs": epochs, "eps": 0.1, "seed": seed}
        still, _ = unpack(
            student.bn_model(*data, n_h, learning_rate=0.0, **options), "parameters", "running"
        )
        start = as_network(still, shapes)
        got = student.bn_model(*data, n_h, learning_rate=learning_rate, momentum=0.6, **options)
        parameters, running = unpack(got, "parameters", "running")
        found, stats = as_network(parameters, shapes), as_running(running, n_h)
        whole = [[tuple(range(count))] * epochs]
        plausible = ways(tuple(range(count)), size) if size < count else whole
        reached = [steps_on(ref, *data, start, way, learning_rate, 0.6) for way in plausible]
        best = min(reached, key=lambda want: distance(found, stats, want))
        words = f" after {epochs} epoch{'s' if epochs > 1 else ''} of {count} examples in batches "
        words += f"of {size}"
        for name in PARAMETERS:
            close(found[name], best[0][name], rtol=1e-5, atol=1e-7, what=f"{name}{words}")
        agree(running, best[1], words)
    # One batch of 32 and one of 2, if that is the default.
    many = np.resize(X, (len(X), 34)), np.resize(Y, (len(Y), 34))
    runs = []
    for more in ((0.5, 32, 30, 0.9, 1e-8, 0), ()):
        parameters, running = unpack(student.bn_model(*many, n_h, *more), "parameters", "running")
        runs.append((as_network(parameters, shapes), as_running(running, n_h)))
    for name in PARAMETERS:
        close(runs[1][0][name], runs[0][0][name], what=f"{name} with the default arguments")
    agree(runs[1][1], runs[0][1], " with the default arguments")
    unchanged(student.bn_model, X, Y, n_h, num_epochs=1)


@check(
    "bn_model",
    points=1,
    kind="statistical",
    public=True,
    hint="A new order in each epoch, of the examples one by one; the statistics are those of Z1, "
    "batch by batch. At the start a sum of n normal terms of size 1 grows like √n: divide the "
    "draws by that.",
)
def bn_model_draws(student: Student, ref: Reference) -> None:
    """Batches change with seed and epoch; W1·√n_x and W2·√n_h are independent draws of N(0, 1)."""
    # What the last batch was: with momentum 0 the statistics are its own. That 30 seeds and
    # three epochs leave one of the six pairs of four examples out has a chance of 6·(5/6)**90.
    few = np.array([[1.0, 2.0, 4.0, 8.0]]), np.array([[0.0, 1.0, 1.0, 0.0]])
    options = {"learning_rate": 0.0, "mini_batch_size": 2, "momentum": 0.0}
    pairs = {(one + other) / 2 for one, other in combinations((1.0, 2.0, 4.0, 8.0), 2)}
    ends = []
    for seed in range(30):
        lasts = []
        for epochs in (1, 2, 3):
            got = student.bn_model(*few, 2, num_epochs=epochs, seed=seed, **options)
            parameters, running = unpack(got, "parameters", "running")
            W1 = as_network(parameters, shapes_of(1, 2, 1))["W1"]
            mean = as_running(running, 2)["mean"] / np.where(W1 == 0, 1.0, W1)
            lasts.append(round(float(mean[0, 0]), 6))
            right = any(abs(lasts[-1] - pair) < 1e-5 for pair in pairs)
            law = "with momentum 0 a unit's mean, over its weight, must be that of two examples"
            require(right, law, got=lasts[-1], want=f"one of {sorted(pairs)}")
        ends.append(lasts)
    law = "the examples must be shuffled: their last batch was the same for 30 seeds"
    require(len({row[0] for row in ends}) > 1, law, got=ends)
    law = "the examples must be shuffled anew in each epoch: all ended on the same batch"
    require(any(len(set(row)) > 1 for row in ends), law, got=ends)
    seen = [p for p in pairs if any(abs(last - p) < 1e-5 for row in ends for last in row)]
    law = "any two examples may end in one batch, and not only neighbours: shuffle them one by one"
    require(len(seen) == len(pairs), law, got=sorted(seen), want=sorted(pairs))
    wide = np.ones((100, 2)), np.ones((40, 2))
    got = student.bn_model(*wide, 40, learning_rate=0.0, num_epochs=1, seed=7)
    found = as_network(unpack(got, "parameters", "running")[0], shapes_of(100, 40, 40))
    for name, inputs in (("W1", 100), ("W2", 40)):
        w = found[name].ravel() * np.sqrt(inputs)
        law = f"the standard deviation of {name}·√{inputs} must be 1, up to chance"
        require(abs(w.std() - 1) < 6.5 / np.sqrt(2 * w.size), law, got=float(w.std()), want=1.0)
        law = f"the mean of {name}·√{inputs} must be 0, up to chance"
        require(abs(w.mean()) < 6.5 / np.sqrt(w.size), law, got=float(w.mean()), want=0.0)
        tails = float(np.mean(w**4) / np.mean(w**2) ** 2 - 3)
        require(abs(tails) < 0.9, f"the draws of {name} must be normal", got=tails, want=0.0)
    alike = np.isin((10 * found["W1"]).round(9), (np.sqrt(40) * found["W2"]).round(9))
    law = "W1 and W2 must be independent draws, and not the same numbers"
    require(not alike.any(), law, got=int(alike.sum()), want=0)


@check(
    "bn_model",
    points=1,
    kind="training",
    hint="Do examples keep their labels when they are shuffled? Are the statistics that you hand "
    "back those of Z1, gathered over the training?",
)
def bn_model_tells_odd_from_even(student: Student, ref: Reference) -> None:
    """Digits, 10 epochs: 93% right in training and 85% in test, for 2 of 3 seeds."""
    X_train, Y_train, X_test, Y_test, _ = digits_to_learn(ref, TRAIN, TEST)
    good, reached = 0, []
    for seed in (1, 2, 3):
        got = student.bn_model(X_train, Y_train, 12, mini_batch_size=25, num_epochs=10, seed=seed)
        parameters, running = unpack(got, "parameters", "running")
        found, stats = as_network(parameters, shapes_of(64, 12, 1)), as_running(running, 12)
        shares = [
            100.0 * float(np.mean(ref.bn_predict(X, found, stats) == Y))
            for X, Y in ((X_train, Y_train), (X_test, Y_test))
        ]
        reached.append("{:.1f}% and {:.1f}%".format(*shares))
        good += shares[0] >= 93 and shares[1] >= 85
        if good == 2:
            return
    require(
        False,
        "with at least two of three seeds, 93% of the training set and 85% of the test set must "
        "come out right",
        got="; ".join(reached),
        want="at least 93% and 85%",
    )


# bn_predict


@check(
    "bn_predict",
    points=1,
    kind="example",
    public=True,
    hint="N1 = [[−1, 2, 7, 5], [1, −2, −7, −5]] with the running statistics; Z2 is −4.7, −4.7, "
    "0.3 and −1.7 in the first output, 0 in the other. A probability above 1/2 is a Z2 above 0.",
)
def bn_predict_by_hand(student: Student, ref: Reference) -> None:
    """X = [[1, 4, 9, 7]]: [[0, 0, 1, 0], [0, 0, 0, 0]], and the same for each example alone.

    The second output has no weights: it says exactly 1/2, which is no 1.
    """
    X = np.array([[1.0, 4.0, 9.0, 7.0]])
    parameters = {
        "W1": np.array([[1.0], [-1.0]]),
        "b1": np.array([[1.0], [2.0]]),
        "gamma1": np.array([[5.0], [5.0]]),
        "beta1": np.array([[1.0], [0.0]]),
        "W2": np.array([[1.0, 2.0], [0.0, 0.0]]),
        "b2": np.array([[-6.7], [0.0]]),
    }
    running = {"mean": np.array([[4.0], [0.0]]), "var": np.array([[9.0], [9.0]])}
    want = np.array([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.0, 0.0]])
    got = unchanged(student.bn_predict, X, parameters, running, 16.0)
    found = classes(got, (2, 4))
    close(found, want, what="the prediction")
    for i in range(4):
        alone = student.bn_predict(X[:, i : i + 1].copy(), parameters, running, 16.0)
        what = f"the prediction of {X[0, i]:g} alone"
        close(classes(alone, (2, 1)), want[:, i : i + 1], what=what)


@check(
    "bn_predict",
    points=1,
    kind="reference",
    hint="Linear, batchnorm_predict, relu, linear; each output is decided by itself.",
)
@given(
    networks(m=(4, 8), running=lambda rng, sizes, fields: of_units(rng, sizes, fields)),
    eps=EPS,
    examples=15,
)
def bn_predict_is_the_likelier_class(
    student: Student,
    ref: Reference,
    X: Array,
    Y: Array,
    parameters: Network,
    running: Running,
    eps: float,
) -> None:
    """1 where an output exceeds 1/2, for one output and for several; default eps; inputs stay."""
    small = {"mean": running["mean"], "var": 1e-8 * running["var"]}
    for stats, step, words in ((running, (eps,), ""), (small, (), " with the default eps")):
        balanced, Z2 = balance(ref, X, parameters, stats, *step)
        wanted = ref.bn_predict(X, balanced, stats, *step)
        found = classes(student.bn_predict(X, balanced, stats, *step), wanted.shape)
        sure = np.abs(Z2) > 1e-6
        close(found, np.where(sure, wanted, found), what=f"the prediction{words}")
    even = parameters | {name: 0 * parameters[name] for name in ("W2", "b2")}
    found = classes(student.bn_predict(X, even, running, eps), wanted.shape)
    close(found, np.zeros(wanted.shape), what="the prediction with W2 and b2 at 0")
    unchanged(student.bn_predict, X, parameters, running, eps)


def of_units(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Running:
    """Running statistics of the hidden units."""
    return running_stats(rng, {"n": sizes["n_h"]}, fields)


def balance(
    ref: Reference, X: Array, parameters: Network, running: Running, eps: float = 1e-8
) -> tuple[Network, Array]:
    """The network with a b2 that outweighs most of the first example's Z2, and its new Z2.

    Then a Z2 that is smaller by some per cent falls on the other side of 0.
    """
    p = parameters
    N1 = ref.batchnorm_predict(p["W1"] @ X + p["b1"], p["gamma1"], p["beta1"], running, eps)
    Z2 = p["W2"] @ np.maximum(0.0, N1)
    b2 = -0.97 * Z2[:, :1]
    return p | {"b2": b2}, Z2 + b2
