"""The public checks of One neuron: logistic regression; run them with `grade check`."""

from typing import Any
import numpy as np
from grader.authoring import Array, Failure, Function, Reference, Student, array, check, classes, close, costs_agree, draw, entries, given, refuses, require, scalar, sequence, unpack


def parts(got: Any, w: Array) -> tuple[Array, Any, Any]:
    """(dw, db, cost) of what propagate returns, dw being an array of w's shape."""
    grads, cost = unpack(got, "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    return array(dw, w.shape, what="dw"), db, cost


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


@check("sigmoid", points=1, kind="example", public=True, hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4.")
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ(−ln 3) = 1/4, σ(0) = 1/2, σ(ln 3) = 3/4."""
    close(student.sigmoid(np.log([1 / 3, 1.0, 3.0])), np.array([0.25, 0.5, 0.75]))


@check(
    "initialize",
    points=1,
    kind="property",
    public=True,
    hint="w has two axes, n_x rows and one column, and holds floats; b is one number.",
)
@given(n_x=draw.integer(1, 50), examples=15)
def initialize_zeros(student: Student, ref: Reference, n_x: int) -> None:
    """w = 0 with shape (n_x, 1) and a float dtype, b = 0."""
    w, b = unpack(student.initialize(n_x), "w", "b")
    close(w, np.zeros((n_x, 1)), rtol=0, atol=0, what="w", dtype="float")
    close(b, 0.0, rtol=0, atol=0, what="b")


@check(
    "compute_cost",
    points=1,
    kind="example",
    public=True,
    hint="Each example pays for one term only: −log(A) where Y = 1, −log(1 − A) where Y = 0.",
)
def compute_cost_by_hand(student: Student, ref: Reference) -> None:
    """A = [1/2, 1/4], Y = [1, 0]: J = (ln 2 + ln(4/3))/2."""
    got = student.compute_cost(np.array([[0.5, 0.25]]), np.array([[1.0, 0.0]]))
    close(got, (np.log(2) + np.log(4 / 3)) / 2, what="the cost")


@check(
    "propagate",
    points=1,
    kind="example",
    public=True,
    hint="A = [1/2, 1/2], so A − Y = [−1/2, 1/2]. Return (grads, cost) in this order.",
)
def propagate_by_hand(student: Student, ref: Reference) -> None:
    """w = 0, b = 0, X = [[1, 3], [2, 4]], Y = [[1, 0]]: dw = [[1/2], [1/2]], db = 0, J = ln 2."""
    X, Y = np.array([[1.0, 3.0], [2.0, 4.0]]), np.array([[1.0, 0.0]])
    w = np.zeros((2, 1))
    dw, db, cost = parts(student.propagate(w, 0.0, X, Y), w)
    close(dw, np.array([[0.5], [0.5]]), what="dw")
    close(db, 0.0, what="db")
    costs_agree(cost, np.log(2))


@check(
    "optimize",
    points=1,
    kind="example",
    public=True,
    hint="A − Y = [−1/2, 1/2], so dw = −1/2; the step is −2·dw, and the cost is taken before it.",
)
def optimize_one_step(student: Student, ref: Reference) -> None:
    """w = b = 0, X = [[1, −1]], Y = [[1, 0]], one step of rate 2: w = 1, b = 0, costs = [ln 2]."""
    X, Y = np.array([[1.0, -1.0]]), np.array([[1.0, 0.0]])
    result = student.optimize(np.zeros((1, 1)), 0.0, X, Y, num_iterations=1, learning_rate=2.0)
    params, grads, costs = unpack(result, "params", "grads", "costs")
    w, b = entries(params, "w", "b")
    close(w, np.array([[1.0]]), what="w")
    close(b, 0.0, what="b")
    dw, db = entries(grads, "dw", "db")
    close(dw, np.array([[-0.5]]), what="dw")
    close(db, 0.0, what="db")
    (cost,) = recorded(costs, 1, 1, "after one step")
    costs_agree(cost, np.log(2))


@check(
    "predict",
    points=1,
    kind="example",
    public=True,
    hint="z = [−1/2, 3/2]: which activation is above 1/2?",
)
def predict_by_hand(student: Student, ref: Reference) -> None:
    """w = [[1], [−1]], b = 1/2, X = [[0, 1], [1, 0]]: the classes are 0 and 1."""
    X = np.array([[0.0, 1.0], [1.0, 0.0]])
    found = classes(student.predict(np.array([[1.0], [-1.0]]), 0.5, X), (1, 2))
    close(found, np.array([[0.0, 1.0]]), what="the prediction")


@check(
    "mse_propagate",
    points=1,
    kind="example",
    public=True,
    hint="A = 1/2, so (A − Y)·A(1 − A) = −1/2 · 1/4 = −1/8, and x = 2 multiplies it.",
)
def mse_propagate_by_hand(student: Student, ref: Reference) -> None:
    """w = 0, b = 0, X = [[2]], Y = [[1]]: J = 1/8, dw = [[−1/4]], db = −1/8."""
    X, Y = np.array([[2.0]]), np.array([[1.0]])
    grads, cost = unpack(student.mse_propagate(np.zeros((1, 1)), 0.0, X, Y), "grads", "cost")
    dw, db = entries(grads, "dw", "db")
    close(dw, np.array([[-0.25]]), what="dw")
    close(db, -0.125, what="db")
    close(cost, 0.125, what="the cost")


@check(
    "curvature",
    points=1,
    kind="example",
    public=True,
    hint="a = 3/4, so a(1 − a) = 3/16. A loss of another name must raise ValueError.",
)
def curvature_by_hand(student: Student, ref: Reference) -> None:
    """w = ln 3, x = [1], y = [0]: 3/16 for "bce", −9/256 for "mse"; any other loss is refused."""
    w = float(np.log(3))
    close(student.curvature(w, [1], [0], "bce"), 3 / 16, what='the curvature of "bce"')
    close(student.curvature(w, [1], [0], "mse"), -9 / 256, what='the curvature of "mse"')
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
