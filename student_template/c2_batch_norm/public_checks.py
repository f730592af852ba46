"""The public checks of Batch normalisation, forward, backward and at test time; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Reference, Student, array, check, classes, close, costs_agree, double_precision, draw, entries, fresh, given, numbers, quiet, require, unchanged, unpack
from itertools import combinations
from numpy.random import Generator


Network = dict[str, Array]


Running = dict[str, Array]


PARAMETERS = ("W1", "b1", "gamma1", "beta1", "W2", "b2")


def outputs(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Labels (n_y, m)."""
    shape = sizes["n_y"], sizes["m"]
    return rng.integers(0, 1, size=shape, endpoint=True).astype(np.float64)


def shapes_of(n_x: int, n_h: int, n_y: int) -> tuple[tuple[int, int], ...]:
    """The shapes of the six parameters."""
    column = n_h, 1
    return (n_h, n_x), column, column, column, (n_y, n_h), (n_y, 1)


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
