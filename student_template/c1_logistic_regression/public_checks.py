"""The public checks of One neuron: logistic regression; run them with `grade check`."""

from typing import Any
import numpy as np
from numpy.random import Generator
from grader.authoring import Array, Failure, Function, Reference, Student, array, changes, check, classes, close, costs_agree, draw, entries, finite, fresh, given, guarded_cost, numbers, quiet, refuses, require, scalar, sequence, steps_do_not_grow, unpack


def one_neuron(rng: Generator, n_x: int, m: int) -> tuple[Array, float, Array, Array]:
    """A neuron and its data, of these sizes."""
    X = rng.normal(size=(n_x, m))
    return rng.normal(size=(n_x, 1)), float(rng.normal()), X, (X[:1] > 0).astype(np.float64)


def parts(got: Any, w: Array) -> tuple[Array, Any, Any]:
    """(dw, db, cost) of what propagate returns, dw being an array of w's shape."""
    grads, cost = unpack(got, "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    return array(dw, w.shape, what="dw"), db, cost


def kept(function: Function, *args: Any, **kwargs: Any) -> Any:
    """The value of a call that must leave its arguments as they were."""
    seen = changes(function, *args, **kwargs)
    if seen.changed:
        names = " and ".join(seen.changed)
        raise Failure(
            f"{function.name} changed what its caller handed in: {names} holds other values "
            "after the call",
            got=seen.value,
            want="inputs as they were",
        )
    return seen.value


def recorded(got: Any, length: int, steps: int, where: str) -> list[Any]:
    """costs as a list of `length` entries, after that many steps; a wrong one is shown in short."""
    found = sequence(got, what="costs")
    count = len(found)
    law = f"costs must have length {length} {where}; its length is {count}"
    if count > steps + 1:
        law = (
            f"costs has {count} entries {where}: the function keeps entries from "
            "earlier calls. Start a new list at each call"
        )
    shown = f"{count} entries, of which the first are shown: " if count > 6 else ""
    first = ", ".join(f"{scalar(cost, 'a cost'):.6g}" for cost in found[:6])
    require(count == length, law, got=f"{shown}[{first}]", want=f"a list of {length}")
    return found


@check(
    "sigmoid",
    points=1,
    kind="example",
    public=True,
    hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4. Far out no exponential may become ∞/∞, and σ is a "
    "fraction, in float64, of whole numbers and lists, too.",
)
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ of −ln 3, 0 and ln 3 is 1/4, 1/2 and 3/4, in any form of z; of ±10000 it is 0 or 1."""
    z = np.log([[1 / 3, 1.0, 3.0], [3.0, 1 / 3, 1.0]])
    wanted = np.array([[0.25, 0.5, 0.75], [0.75, 0.25, 0.5]])
    found = student.sigmoid(z)
    close(found, wanted)
    kind = array(found).dtype
    require(kind != np.float32, "σ must be computed in float64", got=kind.name, want="float64")
    close(student.sigmoid(z.reshape(1, 2, 3)), wanted.reshape(1, 2, 3), what="σ of three axes")
    far = np.array([10000.0, -10000.0])
    close(kept(student.sigmoid, far), np.array([1.0, 0.0]), atol=1e-8)
    close(student.sigmoid(-10000.0), 0.0, atol=1e-8, what="σ of the number −10000")
    whole, wanted = [0, 1, -1], np.array([0.5, 0.7310585786, 0.2689414214])
    close(student.sigmoid(whole), wanted, what="σ of a list of whole numbers")
    close(student.sigmoid(np.array(whole)), wanted, what="σ of an array of whole numbers")
    close(student.sigmoid(1), 0.7310585786, what="σ of the whole number 1")


@check(
    "initialize",
    points=1,
    kind="property",
    public=True,
    hint="w has two axes, n_x rows and one column, and holds floats; b is one number.",
)
@given(n_x=draw.integer(1, 50), examples=15)
def initialize_zeros(student: Student, ref: Reference, n_x: int) -> None:
    """w = 0 with shape (n_x, 1) and a float dtype, a new array at each call; b = 0."""
    w, b = unpack(student.initialize(n_x), "w", "b")
    close(w, np.zeros((n_x, 1)), rtol=0, atol=0, what="w", dtype="float")
    close(b, 0.0, rtol=0, atol=0, what="b")
    fresh(student.initialize, n_x)


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each example pays for one term only: −log(A) where Y = 1, −log(1 − A) where Y = 0, "
    "natural logarithms, and J is their mean. A guard of log(0) may move A by 1e-8 at most.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """A = [1/2, 1/4, 1/8], Y = [1, 0, 1]: J = (ln 2 + ln(4/3) + ln 8)/3; sure and right costs 0."""
    A, Y = np.array([[0.5, 0.25, 0.125]]), np.array([[1.0, 0.0, 1.0]])
    close(student.compute_cost(A, Y), np.log(64 / 3) / 3, what="the cost")
    ones = student.compute_cost(A, np.ones((1, 3)))
    close(ones, np.log(64) / 3, what="the cost with Y = [1, 1, 1]")
    sure = np.array([[1.0, 0.0, 0.5]])
    cost = kept(student.compute_cost, sure, Y)
    close(cost, np.log(2) / 3, what="the cost of A = [1, 0, 1/2]")
    quiet(student.compute_cost, sure, Y)
    for wrong in ([[0.0, 0.0, 0.5]], [[1.0, 1.0, 0.5]]):
        cost = finite(quiet(student.compute_cost, np.array(wrong), Y), "the cost")
        law = f"one sure and wrong prediction, as in A = {wrong}, must cost between 10 and 800"
        require(10 < 3 * cost - np.log(2) < 800, f"{law}, before dividing by m", got=cost)
    # A guard that moves A by more than 10⁻⁸ lowers this one by far more.
    rare = np.array([[1e-6, 0.5, 0.5]])
    least, most = guarded_cost(1e-6)
    found = 3 * finite(student.compute_cost(rare, Y), "the cost") - 2 * np.log(2)
    law = "A = 10⁻⁶ where Y = 1 must cost −log(10⁻⁶), up to a guard of 10⁻⁸"
    require(least <= found <= most, law, got=found, want=-np.log(1e-6))


@check(
    "propagate",
    points=1,
    kind="example",
    public=True,
    hint="A − Y is [−1/4, 3/4, 3/4] in the first case, where A = 3/4, [−1/4, −3/4] with one "
    "feature, and [0, 1, −1/2] where two are sure. Return (grads, cost) in this order.",
)
def propagate_by_hand(student: Student, ref: Reference) -> None:
    """w = 0, b = ln 3, X = [[3, 1, 2], [0, 4, 2]], Y = [[1, 0, 0]]: dw = [[1/2], [3/2]]."""
    X, Y = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), np.array([[1.0, 0.0, 0.0]])
    w, b = np.zeros((2, 1)), float(np.log(3))
    dw, db, cost = parts(kept(student.propagate, w, b, X, Y), w)
    close(dw, np.array([[0.5], [1.5]]), what="dw")
    close(db, 5 / 12, what="db")
    costs_agree(cost, np.log(64 / 3) / 3)
    # One feature alone, as in the handout: A − Y = [−1/4, −3/4].
    w = np.log([[3.0]])
    dw, db, cost = parts(student.propagate(w, 0.0, np.array([[1.0, -1.0]]), np.ones((1, 2))), w)
    close(dw, np.array([[0.25]]), what="dw of the worked example")
    close(db, -0.5, what="db of the worked example")
    costs_agree(cost, np.log(16 / 3) / 2, "the cost of the worked example")
    # Two of the three are sure, one of them wrongly: A − Y = [0, 1, −1/2].
    far, Y = np.array([[700.0], [0.0]]), np.array([[1.0, 0.0, 1.0]])
    X = np.array([[2.0, 1.0, 0.0], [0.0, 4.0, 2.0]])
    dw, db, cost = parts(student.propagate(far, 0.0, X, Y), far)
    close(dw, np.array([[1 / 3], [1.0]]), what="dw where A is 0 or 1")
    close(db, 1 / 6, what="db where A is 0 or 1")
    law = "a sure and wrong example must cost between 10 and 800, before dividing by m"
    require(10 < 3 * finite(cost, "the cost") - np.log(2) < 800, law, got=cost)


@check(
    "propagate",
    points=1,
    kind="vectorised",
    public=True,
    hint="One matrix product computes z for all examples, and another one sums dw over them.",
)
@given(draw.growing(), n_x=draw.integer(2, 5), examples=3)
def propagate_vectorised(
    student: Student, ref: Reference, sizes: list[int], seed: int, n_x: int
) -> None:
    """propagate has no loop over the examples: more of them take no more Python."""
    h = 1e-5

    def example(rng: Generator, m: int) -> tuple[Any, Any]:
        w, b, X, Y = one_neuron(rng, n_x, m)

        def cost(w: Array, b: float) -> float:
            """−log a is log(1 + e^(−z)), and −log(1 − a) is log(1 + e^z)."""
            z = np.sum(w * X, axis=0) + b
            return float(np.mean(np.logaddexp(0.0, np.where(Y == 1, -z, z))))

        # As the handout says: every parameter is moved by h up and down.
        ups = [h * np.eye(n_x)[:, [j]] for j in range(n_x)]
        dw = [[(cost(w + up, b) - cost(w - up, b)) / (2 * h)] for up in ups]
        return (w, b, X, Y), (np.array(dw), (cost(w, b + h) - cost(w, b - h)) / (2 * h))

    def agrees(got: Any, want: Any) -> None:
        dw, db, _ = parts(got, want[0])
        close(dw, want[0], atol=1e-7, what="dw")
        close(db, want[1], atol=1e-7, what="db")

    steps_do_not_grow(student.propagate, example, agrees, sizes=sizes, seed=seed)


@check(
    "optimize",
    points=1,
    kind="example",
    public=True,
    hint="Each step takes dw and db of propagate at one point, and moves w and b by −α times them. "
    "Of iterations 0, r, 2r, … the cost is recorded, before the step.",
)
def optimize_step_by_step(student: Student, ref: Reference) -> None:
    """Each step of optimize moves w and b by your propagate; the defaults are those of the stub."""
    X, first, last = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), [[1.0, 0, 0]], [[0, 0, 1.0]]
    start, bias = np.array([[1.0], [-2.0]]), float(np.log(3))
    # At rate 2 the cost rises in the end; of 125 steps the first and number 120 are recorded.
    for steps, rate, every, labels in (
        (5, 0.5, 2, first),
        (3, 0.0, 1, first),
        (0, 0.5, 1, first),
        (5, 2.0, 1, last),
        (125, 0.01, 120, first),
        (6, 1e-7, 1, first),
    ):
        Y = np.array(labels)
        w, b, dw, db = start, bias, 0 * start, 0.0
        wanted = []
        for step in range(steps):
            dw, db, cost = parts(student.propagate(w, b, X, Y), w)
            if step % every == 0:
                wanted.append(cost)
            w, b = w - rate * dw, b - rate * db
        result = kept(student.optimize, start, bias, X, Y, steps, rate, every)
        params, grads, costs = unpack(result, "params", "grads", "costs")
        where = f"after {steps} steps of rate {rate}"
        found_w, found_b = entries(params, "w", "b")
        close(found_w, w, what=f"w {where}")
        close(found_b, b, what=f"b {where}")
        if steps:
            found_dw, found_db = entries(grads, "dw", "db")
            close(found_dw, dw, what=f"dw of the last of {steps} steps of rate {rate}")
            close(found_db, db, what=f"db of the last of {steps} steps of rate {rate}")
        where = f"{where} with record_every = {every}"
        record = recorded(costs, len(wanted), steps, where)
        for j, (found, cost) in enumerate(zip(record, wanted, strict=True)):
            costs_agree(found, cost, f"costs[{j}] {where}")
    short, long = (
        unpack(student.optimize(start, bias, X, Y, **how), "params", "grads", "costs")
        for how in ({}, {"num_iterations": 2000, "learning_rate": 0.01, "record_every": 100})
    )
    left_out, named = entries(short[0], "w", "b"), entries(long[0], "w", "b")
    for name, found, want in zip("wb", left_out, named, strict=True):
        want = numbers(want, (2, 1) if name == "w" else (), name)
        close(found, want, what=f"{name} with the defaults, which are 2000, 0.01 and 100,")
    recorded(short[2], 20, 2000, "with the defaults")


@check(
    "predict",
    points=1,
    kind="example",
    public=True,
    hint="z = wᵀx + b is [−1/2, 0, 1/4], and then [1/4, −1/4, −3/4, 1]: which activations are "
    "above 1/2?",
)
def predict_by_hand(student: Student, ref: Reference) -> None:
    """w = [[1], [−1]], b = 1/2: z = −1/2, 0, 1/4 are 0, 0 and 1; with b = −1/2 four more."""
    X = np.array([[0.0, 0.5, 1.0], [1.0, 1.0, 1.25]])
    found = classes(kept(student.predict, np.array([[1.0], [-1.0]]), 0.5, X), (1, 3))
    close(found, np.array([[0.0, 0.0, 1.0]]), what="the prediction")
    # wᵀx is 3/4, 1/4, −1/4 and 3/2: the bias, its sign and the threshold each decide for one.
    X = np.array([[1.0, 1.0, 0.0, 2.0], [0.25, 0.75, 0.25, 0.5]])
    found = classes(student.predict(np.array([[1.0], [-1.0]]), -0.5, X), (1, 4))
    close(found, np.array([[1.0, 0.0, 0.0, 1.0]]), what="the prediction with b = −1/2")


@check(
    "predict",
    points=1,
    kind="vectorised",
    public=True,
    hint="A comparison works on the whole row of activations at once.",
)
@given(draw.growing(), examples=3)
def predict_vectorised(student: Student, ref: Reference, sizes: list[int], seed: int) -> None:
    """predict has no loop over the examples: more of them take no more Python."""
    w = np.array([[1.0], [-1.0]])

    def example(rng: Generator, m: int) -> tuple[Any, Any]:
        # Of each example, the first feature is made so that z is what was drawn.
        z = rng.choice([-1.0, 1.0], size=m) * rng.uniform(0.1, 3.0, size=m)
        second = rng.normal(size=m)
        X = np.array([z + second - 0.3, second])
        return (w, 0.3, X), (z > 0).astype(np.float64).reshape(1, m)

    def agrees(got: Any, want: Any) -> None:
        close(classes(got, want.shape), want, what="the prediction")

    steps_do_not_grow(student.predict, example, agrees, sizes=sizes, seed=seed)


@check(
    "model",
    points=1,
    kind="example",
    public=True,
    hint="Nothing is drawn: w and b start at 0. An accuracy is 100 times the share that is right, "
    "of each set's predictions against its own labels.",
)
def model_is_made_of_yours(student: Student, ref: Reference) -> None:
    """model takes your optimize from 0, and your predict on both sets; defaults 2000 and 0.5."""
    X = np.array([[3.0, 1.0, 2.0, 3.0, 3.0, 1.0, 2.0], [0.0, 4.0, 2.0, 0.0, 0.0, 4.0, 2.0]])
    Y = np.array([[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0]])  # of one point that is there thrice, both
    # Of the second test point fewer steps would be right: they are not to be chosen by it.
    X_test, Y_test = np.array([[2.0, -5.0, 0.0], [1.0, 0.5, 1.0]]), np.array([[0.0, 1.0, 1.0]])
    for how, steps, rate in (
        ({"num_iterations": 7, "learning_rate": 0.1}, 7, 0.1),
        ({}, 2000, 0.5),
    ):
        params, _, record = unpack(
            student.optimize(np.zeros((2, 1)), 0.0, X, Y, steps, rate), "params", "grads", "costs"
        )
        w, b = entries(params, "w", "b")
        result = kept(student.model, X, Y, X_test, Y_test, **how)
        where = f"after {steps} steps of rate {rate}"
        found_w, found_b = entries(result, "w", "b")
        close(found_w, w, what=f"w {where}")
        close(found_b, b, what=f"b {where}")
        (found_costs,) = entries(result, "costs")
        recorded(found_costs, len(sequence(record, what="costs")), steps, where)
        for name, data, labels in (("train", X, Y), ("test", X_test, Y_test)):
            keys = f"Y_prediction_{name}", f"{name}_accuracy"
            prediction, accuracy = entries(result, *keys)
            seen = classes(prediction, labels.shape, keys[0])
            close(seen, classes(student.predict(w, b, data), labels.shape), what=keys[0])
            close(accuracy, 100 * np.mean(seen == labels), what=f"{keys[1]} {where}")


@check(
    "mse_propagate",
    points=1,
    kind="example",
    public=True,
    hint="A = 3/4, A − Y = [−1/4, 3/4, 3/4], and the slope A(1 − A) = 3/16 multiplies each.",
)
def mse_propagate_by_hand(student: Student, ref: Reference) -> None:
    """w = 0, b = ln 3, X = [[3, 1, 2], [0, 4, 2]], Y = [[1, 0, 0]]: J = 19/96, db = 5/64."""
    X, Y = np.array([[3.0, 1.0, 2.0], [0.0, 4.0, 2.0]]), np.array([[1.0, 0.0, 0.0]])
    result = kept(student.mse_propagate, np.zeros((2, 1)), float(np.log(3)), X, Y)
    grads, cost = unpack(result, "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    close(dw, np.array([[3 / 32], [9 / 32]]), what="dw")
    close(db, 5 / 64, what="db")
    close(cost, 19 / 96, what="the cost")


@check(
    "curvature",
    points=1,
    kind="example",
    public=True,
    hint="a = 3/4 and 9/10, so a(1 − a) = 3/16 and 9/100. Another loss must raise ValueError.",
)
def curvature_by_hand(student: Student, ref: Reference) -> None:
    """w = ln 3, x = [1, 2], y = [0, 1]: "bce" (3/16 + 9/25)/2, "mse" 0.013021875; else refused."""
    w = float(np.log(3))
    bce, mse = (3 / 16 + 9 / 25) / 2, 0.013021875
    close(student.curvature(w, [1, 2], [0, 1], "bce"), bce, what='the curvature of "bce"')
    close(student.curvature(w, [1, 2], [0, 1], "mse"), mse, what='the curvature of "mse"')
    x, y = np.array([1.0, 2.0]), np.array([0.0, 1.0])
    close(kept(student.curvature, w, x, y, "bce"), bce, what='the curvature of "bce" of arrays')
    close(kept(student.curvature, w, x, y, "mse"), mse, what='the curvature of "mse" of arrays')
    for name in ("mae", "BCE", "b", ""):
        refuses_loss(student.curvature, w, name)


def refuses_loss(curvature: Function, w: float, name: str) -> None:
    """curvature must raise ValueError for a loss of this name."""
    try:
        refuses(curvature, w, [1], [0], name)
    except Failure as failure:
        law = f'curvature must refuse loss = "{name}" with a ValueError: only "bce" and "mse" count'
        raise Failure(law, got=failure.got, want="ValueError") from failure


@check(
    "nonconvexity_witness",
    points=2,
    kind="property",
    public=True,
    hint="Plot J(w) for one point with y = 0: where does it bend downwards?",
)
def nonconvexity_witness_holds(student: Student, ref: Reference) -> None:
    """With J the mean of (1/2)(σ(wx) − y)²: J((wa + wb)/2) > (J(wa) + J(wb))/2 + 0.001."""
    x_list, y_list, wa_got, wb_got = entries(student.nonconvexity_witness(), "x", "y", "wa", "wb")
    x = np.array([scalar(value, "an entry of x") for value in sequence(x_list, what="x")])
    y = np.array([scalar(value, "an entry of y") for value in sequence(y_list, x.size, "y")])
    wa, wb = scalar(wa_got, "wa"), scalar(wb_got, "wb")
    require(1 <= x.size <= 20, "x must hold 1 to 20 numbers", got=x_list)
    require((np.abs(x) <= 10).all(), "every |x| must be at most 10", got=x_list)
    require(np.isin(y, [0.0, 1.0]).all(), "every y must be 0 or 1", got=y_list)
    require(abs(wa) <= 50 and abs(wb) <= 50, "|wa| and |wb| must be at most 50", got=(wa, wb))

    def cost(w: float) -> float:
        sigmoid = (1 + np.tanh(w * x / 2)) / 2
        return float(np.mean((sigmoid - y) ** 2) / 2)

    middle, chord = cost((wa + wb) / 2), (cost(wa) + cost(wb)) / 2
    require(
        middle > chord + 1e-3,
        "J halfway between the weights must lie above the chord by more than 0.001: "
        f"J({wa:.4g}) = {cost(wa):.6f}, J({wb:.4g}) = {cost(wb):.6f}, halfway {middle:.6f}",
        got=middle,
        want=f"above {chord + 1e-3:.6f}",
    )
