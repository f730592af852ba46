"""The public checks of A recurrent network and its backward pass through time; run them with `grade check`."""

from collections.abc import Callable, Sequence
from typing import Any
from grader.authoring import Array, CallFailed, Failure, Reference, Student, check, close, costs_agree, double_precision, entries, fresh, guarded_cost, numbers, quiet, refuses, require, scalar, unchanged, unpack
import numpy as np


def cache_serves(
    backward: Callable[[Any], Any],
    known: Any,
    forward: Callable[[], Any],
    later: Callable[[], Any],
    agrees: Callable[[Any, str], None],
) -> None:
    """What `forward` keeps serves a way back that is right elsewhere, and outlives a later call.

    Nobody looks inside. Elsewhere is a cache of the course's own form; or, for one who has a form
    of his own, a cache of this function from which the way back sets out at once. One whose way
    back is right with neither is at fault there. The calls are the same whatever they give.
    """

    def is_right(cache: Any) -> bool:
        try:
            agrees(backward(cache), "")
        except (CallFailed, Failure):
            return False
        return True

    mine = forward()
    later()
    got, fault = None, ""
    try:
        got = backward(mine)
    except CallFailed as failed:
        fault = f"an exception: {failed}"
    # After it, so that a way back that is wrong from its second call on is not this one's fault.
    at_once, with_known = is_right(forward()), is_right(known)
    if not (at_once or with_known):
        return
    law = "a backward pass that is right with another cache must be so with this one of yours"
    require(not fault, law, got=fault, want="derivatives")
    if with_known:
        agrees(got, " made from your cache by a backward pass that is right with the handout's")
    agrees(got, " made from your cache after a later forward call")


Parameters = dict[str, Array]


LOG = np.log(3) / 2


def by_step(rows: Sequence[Sequence[Sequence[float]]]) -> Array:
    """An array (n, m, T) from a list for each example, which holds a list for each step."""
    return np.moveaxis(np.array(rows, dtype=np.float64), 2, 0)


def worked_parameters() -> Parameters:
    """The five parameters, in another order than the handout's: they are to be found by name."""
    to_classes = [[1, 0, 0], [0, 1, 0], [-1, 0, 1], [0, -1, 0], [0, 0, -1]]
    return {
        "by": np.log(2) * np.array([[0.0], [1.0], [0.0], [0.0], [1.0]]),
        "Waa": np.array([[0.0, 2.0, -1.0], [1.0, 0.0, 1.0], [0.0, -1.0, 1.0]]),
        "ba": np.array([[1.0], [-1.0], [2.0]]),
        "Wya": 2 * np.log(2) * np.array(to_classes),
        "Wax": np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 1.0, 0.0, -1.0], [0.0, 0.0, 1.0, 2.0]]),
    }


def worked_inputs() -> tuple[Array, Array]:
    """x (4, 2, 3) and a0 (3, 2)."""
    logs = [
        [[1, 0, -1, 0], [0, -1, 1, 0], [-1, 1, 0, 0]],
        [[-1, 1, 0, 0], [1, 0, 1, 0], [0, 1, -1, 0]],
    ]
    first = [[0.0, 1.0, -5.0, 1.0], [-1.5, 1.0, -1.5, 0.0], [1.5, -0.5, -1.0, -1.0]]
    second = [[-4.0, 2.0, 3.0, -1.0], [-4.0, 3.5, -5.5, 2.0], [-0.5, 0.0, -2.5, 0.0]]
    a0 = np.array([[1.0, 0.0], [-1.0, 1.0], [0.0, -2.0]])
    return LOG * by_step(logs) + by_step([first, second]), a0


def worked_states() -> tuple[Array, Array]:
    """a (3, 2, 3) and y_pred (5, 2, 3)."""
    twice = [[[1, 0, -1], [0, -1, 1], [-1, 1, 0]], [[-1, 1, 0], [1, 0, 1], [0, 1, -1]]]
    first = [[8, 8, 1, 4, 16], [1, 1, 2, 2, 1], [1, 8, 4, 1, 4]]
    second = [[1, 8, 4, 1, 4], [2, 2, 1, 1, 1], [2, 8, 1, 1, 8]]
    parts = by_step([first, second])
    return by_step(twice) / 2, parts / np.sum(parts, axis=0)


def worked_step_back() -> tuple[Array, Parameters]:
    """da_next (3, 2) of the second step, and what its cell makes of it."""
    da_next = np.array([[1.0, 4.0], [-4.0, 1.0], [4.0, -4.0]])
    logs = np.array([[3.0, -1.0, 4.0, 0.0], [1.0, 3.0, -2.0, 0.0], [-3.0, -3.0, 0.0, 0.0]])
    rest = [[-13.5, 11.5, -18.0, 6.0], [0.5, 0.5, -1.0, 2.0], [7.5, -7.5, 12.0, -6.0]]
    return da_next, {
        "dxt": np.array([[1.0, 3.0], [-3.0, 1.0], [3.0, -3.0], [10.0, -4.0]]),
        "da_prev": np.array([[-3.0, 1.0], [-1.0, 9.0], [-1.0, -5.0]]),
        "dWax": LOG * logs + np.array(rest),
        "dWaa": np.array([[-1.0, 1.5, -0.5], [-2.0, 0.5, 1.5], [3.0, -1.5, -1.5]]),
        "dba": np.array([[4.0], [-2.0], [0.0]]),
    }


def worked_way_back() -> tuple[Array, Parameters]:
    """da (3, 2, 3) of the three steps, and what they make of it."""
    first = [[7, 0, 1], [-2, 4, -4], [-4, 4, 2]], [[-5, -9, 7], [4, 2, -6], [1, 0, 4]]
    dx = (
        [[3, -1, 0, 4], [1, -3, 3, 10], [-3, 3, 2, -2]],
        [[-3, 0, 2, 1], [3, 1, -3, -4], [1, 0, 3, 7]],
    )
    logs = np.array([[12.0, -6.0, 0.0, 0.0], [-3.0, 6.0, -1.0, 0.0], [-7.0, 4.0, -3.0, 0.0]])
    rest = [[-6.5, 10.0, -41.5, 15.0], [5.0, -2.0, 1.0, -2.0], [1.0, -4.5, 8.5, -10.0]]
    return by_step(first), {
        "dx": by_step(dx),
        "da0": np.array([[-1.0, 0.0], [6.0, -8.0], [-4.0, 5.0]]),
        "dWax": LOG * logs + np.array(rest),
        "dWaa": np.array([[2.5, -3.0, 4.5], [-3.0, 0.0, 3.0], [4.5, -0.5, -3.0]]),
        "dba": np.array([[2.0], [0.0], [7.0]]),
    }


def silent(steps: int) -> tuple[Parameters, Array]:
    """Parameters and x (4, 2, steps) for which all states stay 0, and Waa doubles lengths."""
    parameters = worked_parameters()
    parameters["Waa"] = 2 * np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    parameters["ba"] = np.zeros((3, 1))
    # Wax makes nothing of (1, −1, 2, −1), nor of its multiples.
    times = np.array([[1.0, 4.0, -2.0, 0.5, 3.0, -1.0, 2.0], [-1.0, 2.0, 1.0, -3.0, 2.0, 5.0, 1.0]])
    return parameters, np.array([1.0, -1.0, 2.0, -1.0]).reshape(4, 1, 1) * times[:, :steps]


def true_classes(classes: Sequence[Sequence[int]]) -> Array:
    """y (5, m, T), one-hot, from the class of each example at each step."""
    found: Array = np.eye(5)[:, np.array(classes)]
    return found


def turned(parameters: Parameters) -> Parameters:
    """Other parameters of the same shapes."""
    return {name: -value for name, value in parameters.items()}


def cell_agrees(got: Any, a_next: Array, yt_pred: Array, words: str = "") -> Any:
    """The first two of (a_next, yt_pred, cache) are these, in float64; the cache."""
    state, prediction, cache = unpack(got, "a_next", "yt_pred", "cache")
    for name, found, want in (("a_next", state, a_next), ("yt_pred", prediction, yt_pred)):
        close(found, want, what=f"{name}{words}")
        double_precision(found, f"{name}{words}")
    return cache


def forward_agrees(got: Any, a: Array, y_pred: Array, words: str = "") -> Any:
    """The first two of (a, y_pred, caches) are these, in float64; the caches."""
    states, predictions, caches = unpack(got, "a", "y_pred", "caches")
    for name, found, want in (("a", states, a), ("y_pred", predictions, y_pred)):
        close(found, want, what=f"{name}{words}")
        double_precision(found, f"{name}{words}")
    return caches


def grads_agree(got: Any, want: Parameters, words: str = "") -> None:
    """A dict of derivatives holds these, in float64, and perhaps more."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


@check(
    "softmax",
    points=2,
    kind="example",
    public=True,
    hint="e^ln 5 = 5: the first column has 1, 2 and 5 parts of 8. What is added to a whole column "
    "cancels, so you may take away what makes its largest number 0.",
)
def softmax_by_hand(student: Student, ref: Reference) -> None:
    """The columns ln(1, 2, 5) and ln(4, 1, 3) give eighths, also with 1000 added to one.

    And ln 3 + 1000, 1000 and −2000 in one column give 3/4, 1/4 and 0.
    """
    z = np.log(np.array([[1.0, 4.0], [2.0, 1.0], [5.0, 3.0]]))
    want = np.array([[1.0, 4.0], [2.0, 1.0], [5.0, 3.0]]) / 8
    found = student.softmax(z)
    close(found, want, what="the softmax")
    double_precision(found, "the softmax")
    for shift in ([1000.0, -3.0], [1000.0, -2000.0]):
        shifted = z + np.array([shift])
        found = quiet(student.softmax, shifted)
        close(found, want, what=f"the softmax of z + {shift}")
    far = np.array([[1000 + np.log(3), 0.0], [1000.0, np.log(2)], [-2000.0, 0.0]])
    want = np.array([[0.75, 0.25], [0.25, 0.5], [0.0, 0.25]])
    close(quiet(student.softmax, far), want, what="the softmax of large numbers")
    unchanged(student.softmax, z)
    unchanged(student.softmax, shifted)


@check(
    "rnn_cell_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has this step: Waa·a_prev + Wax·xt + ba comes to 0 and ±½ ln 3, and tanh of "
    "½ ln 3 is ½. From 900 times the state tanh gives ±1, and 0 as before. The output is made from "
    "the new state.",
)
def rnn_cell_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's second step, for both examples, and from 900 times its state.

    The arguments are not changed.
    """
    parameters, (x, _), (a, y_pred) = worked_parameters(), worked_inputs(), worked_states()
    xt, a_prev = x[:, :, 1].copy(), a[:, :, 0].copy()
    got = student.rnn_cell_forward(xt, a_prev, parameters)
    cell_agrees(got, a[:, :, 1], y_pred[:, :, 1])
    unchanged(student.rnn_cell_forward, xt, a_prev, parameters)
    # Waa·a_prev is 900·(½, 0, −½) and 900·(1, −½, −½): tanh of that is ±1, but for the 0.
    large = np.array([[1.0, 1.0], [-0.5, -1.0], [-1.0, -1.0]])
    parts = np.array([[64.0, 64.0], [16.0, 8.0], [1.0, 1.0], [32.0, 64.0], [128.0, 128.0]])
    got = quiet(student.rnn_cell_forward, xt, 900 * a_prev, parameters)
    cell_agrees(got, large, parts / np.array([241.0, 265.0]), " from a large state")


@check(
    "rnn_cell_forward",
    points=1,
    kind="property",
    public=True,
    hint="If the step itself is right: what does the way back need? Both states, the input and the "
    "weights; and those of this call, not of the one after it.",
)
def rnn_cell_forward_hands_on(student: Student, ref: Reference) -> None:
    """The handout's second step is right; its cache serves the way back, after another call too."""
    parameters, (x, _), (a, y_pred) = worked_parameters(), worked_inputs(), worked_states()
    xt, a_prev, a_next = x[:, :, 1].copy(), a[:, :, 0].copy(), a[:, :, 1].copy()
    da_next, wanted = worked_step_back()
    cache_serves(
        lambda one: student.rnn_cell_backward(da_next, one),
        (a_next, a_prev, xt, parameters),
        lambda: cell_agrees(
            student.rnn_cell_forward(xt, a_prev, parameters), a_next, y_pred[:, :, 1]
        ),
        lambda: student.rnn_cell_forward(-xt, -a_prev, turned(parameters)),
        lambda got, words: grads_agree(got, wanted, words),
    )


@check(
    "rnn_forward",
    points=3,
    kind="example",
    public=True,
    hint="Step t takes x[:, :, t] and the state that the step before it gave; the first one takes "
    "a0. Time is the last axis of what comes back.",
)
def rnn_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three steps: all states and outputs are right; no argument is changed."""
    parameters, (x, a0), (a, y_pred) = worked_parameters(), worked_inputs(), worked_states()
    forward_agrees(student.rnn_forward(x, a0, parameters), a, y_pred)
    unchanged(student.rnn_forward, x, a0, parameters)


@check(
    "rnn_forward",
    points=1,
    kind="property",
    public=True,
    hint="If a and y_pred are right: a new list at each call, and in it what each step kept, of "
    "that step, and not an array that the next step writes into.",
)
def rnn_forward_hands_on(student: Student, ref: Reference) -> None:
    """The handout's last two steps are right; their caches serve the way back after other calls."""
    parameters, (x, _), (a, y_pred) = worked_parameters(), worked_inputs(), worked_states()
    before, x, a, y_pred = (one.copy() for one in (a[:, :, 0], x[:, :, 1:], a[:, :, 1:], y_pred))
    states = [before, a[:, :, 0].copy(), a[:, :, 1].copy()]
    steps = [(states[t + 1], states[t], x[:, :, t].copy(), parameters) for t in range(2)]
    da, whole = worked_way_back()
    logs = np.array([[6.0, -3.0, 3.0, 0.0], [-2.0, 6.0, -2.0, 0.0], [-5.0, 2.0, -3.0, 0.0]])
    rest = [[-18.5, 13.0, -17.5, 9.0], [5.0, -1.0, -4.0, -1.0], [9.0, -8.5, 2.5, -8.0]]
    wanted = {
        "dx": whole["dx"][:, :, 1:].copy(),
        "da0": np.array([[-3.0, 1.0], [-1.0, 9.0], [-1.0, -5.0]]),
        "dWax": LOG * logs + np.array(rest),
        "dWaa": np.array([[-0.5, 3.0, -1.5], [-2.0, -1.0, 3.0], [4.5, -2.5, 1.0]]),
        "dba": np.array([[2.0], [1.0], [5.0]]),
    }
    cache_serves(
        lambda one: student.rnn_backward(da[:, :, 1:].copy(), one),
        (steps, x),
        lambda: forward_agrees(student.rnn_forward(x, before, parameters), a, y_pred[:, :, 1:]),
        lambda: student.rnn_forward(-x, -before, turned(parameters)),
        lambda got, words: grads_agree(got, wanted, words),
    )


@check(
    "rnn_cell_backward",
    points=3,
    kind="example",
    public=True,
    hint="dz = da_next·(1 − a_next²), with slopes of 1 where a_next is 0 and of 3/4 where it is "
    "±½. All five derivatives are made from dz.",
)
def rnn_cell_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's second step, backward: dz = (1, −3, 3) and (3, 1, −3).

    And 500 times da_next gives 500 times the derivatives.
    """
    parameters, (x, _), (a, _) = worked_parameters(), worked_inputs(), worked_states()
    got = student.rnn_cell_forward(x[:, :, 1].copy(), a[:, :, 0].copy(), parameters)
    cache = unpack(got, "a_next", "yt_pred", "cache")[2]
    da_next, want = worked_step_back()
    grads_agree(student.rnn_cell_backward(da_next, cache), want)
    unchanged(student.rnn_cell_backward, da_next, cache)
    want = {name: 500 * value for name, value in want.items()}
    grads_agree(student.rnn_cell_backward(500 * da_next, cache), want, " for 500·da_next")


@check(
    "rnn_backward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has each step, from the last to the first: what comes from outside at a "
    "step, its own da, plus da_prev of the step after it goes through the cell. Parameters get the "
    "sum of all steps.",
)
def rnn_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three steps, backward: dx, da0, dWax, dWaa and dba.

    And 500 times da; and seven steps whose states are 0, of which the last alone has a cost.
    """
    parameters, (x, a0) = worked_parameters(), worked_inputs()
    caches = unpack(student.rnn_forward(x, a0, parameters), "a", "y_pred", "caches")[2]
    da, want = worked_way_back()
    grads_agree(student.rnn_backward(da, caches), want)
    unchanged(student.rnn_backward, da, caches)
    want = {name: 500 * value for name, value in want.items()}
    grads_agree(student.rnn_backward(500 * da, caches), want, " for 500·da")
    # Where all states are 0, tanh has the slope 1, and a step back doubles and moves round.
    parameters, x = silent(7)
    last = np.array([[1.0, -2.0], [2.0, 0.0], [0.0, 4.0]])
    dz = np.stack([2.0**back * np.roll(last, back, axis=0) for back in range(7)][::-1], axis=2)
    want = {
        "dx": np.stack([dz[0], dz[1], dz[2], dz[0] - dz[1] + 2 * dz[2]]),
        "da0": 128 * np.roll(last, 7, axis=0),
        "dWaa": np.zeros((3, 3)),
        "dba": dz.sum(axis=(1, 2)).reshape(3, 1),
    }
    da = np.zeros((3, 2, 7))
    da[:, :, 6] = last
    caches = unpack(student.rnn_forward(x, np.zeros((3, 2)), parameters), "a", "y_pred", "caches")
    grads_agree(student.rnn_backward(da, caches[2]), want, " for the last of seven states")


@check(
    "output_cost_and_grads",
    points=2,
    kind="example",
    public=True,
    hint="Two examples and three steps: all is divided by 6. dz is the prediction minus the truth; "
    "da is Wya transposed times dz, step by step; the parameters get the sum over both.",
)
def output_cost_and_grads_by_hand(student: Student, ref: Reference) -> None:
    """The handout's predictions in eighths: the cost is 2 ln 2; da, dWya and dby in 48ths."""
    first = [[4, 1, 1, 1, 1], [2, 2, 2, 1, 1], [1, 1, 4, 1, 1]]
    second = [[1, 1, 1, 1, 4], [1, 1, 4, 1, 1], [2, 1, 1, 2, 2]]
    y_pred = by_step([first, second]) / 8
    y = true_classes([[0, 1, 4], [3, 2, 0]])
    Wya = [[1, 0, 2], [0, 1, -1], [2, 0, 0], [0, -1, 1], [-1, 2, 0]]
    parameters = worked_parameters() | {"Wya": np.array(Wya, dtype=np.float64)}
    a = worked_states()[0]
    got = student.output_cost_and_grads(y_pred, y, a, parameters)
    cost, da, grads = unpack(got, "cost", "da", "grads")
    costs_agree(cost, 2 * np.log(2))
    want = [[-3, 2, -8], [5, -5, 11], [16, -14, 2]], [[-1, 16, -6], [-8, 2, 2], [-6, 3, -11]]
    close(da, by_step(want) / 48, what="da")
    dWya = [[-5, -6, 13], [0, 9, -7], [-8, 4, -4], [8, -5, -1], [5, -2, -1]]
    dby = [[-5.0], [-1.0], [5.0], [-1.0], [2.0]]
    grads_agree(grads, {"dWya": np.array(dWya) / 96, "dby": np.array(dby) / 48})
    unchanged(student.output_cost_and_grads, y_pred, y, a, parameters)


@check(
    "output_cost_and_grads",
    points=1,
    kind="stability",
    public=True,
    hint="0 · log 0 is NaN in NumPy: keep what stands in the logarithm above 0, by no more than "
    "10⁻⁸. The derivatives have no logarithm in them: y_pred − y is what it is.",
)
def output_cost_and_grads_of_certainty(student: Student, ref: Reference) -> None:
    """A probability of 0 for a wrong class adds nothing; for the right one the cost is finite.

    And there, too, the derivatives are made from y_pred − y.
    """
    Wya = np.array([[1.0, 0.0, 2.0, -1.0, 3.0], [0.0, 4.0, -2.0, 1.0, 0.0], [0.0] * 5])
    parameters, a = {"Wya": Wya, "by": np.zeros((3, 1))}, np.ones((5, 2, 4))
    y_pred, y = np.full((3, 2, 4), 1 / 3), np.zeros((3, 2, 4))
    y[1] = 1.0  # the class in the middle is the right one
    cases = [((1 / 3, 1 / 3, 1 / 3), np.log(3)), ((0.0, 0.5, 0.5), np.log(2)), ((0.0, 1.0, 0.0), 0)]
    for column, loss in cases:
        y_pred[:, 1, 2] = column
        got = student.output_cost_and_grads(y_pred, y, a, parameters)
        cost, _, _ = unpack(got, "cost", "da", "grads")
        costs_agree(cost, (7 * np.log(3) + loss) / 8, f"the cost with {column} in one column")
    least, most = guarded_cost(0.0)
    # 8·da of the column: half the first row of Wya minus the second, or all of the first minus it.
    for column, da_there in (
        ((0.5, 0.0, 0.5), [0.5, -4.0, 3.0, -1.5, 1.5]),
        ((1.0, 0.0, 0.0), [1.0, -4.0, 4.0, -2.0, 3.0]),
    ):
        y_pred[:, 1, 2] = column
        got = student.output_cost_and_grads(y_pred, y, a, parameters)
        cost, da, grads = unpack(got, "cost", "da", "grads")
        loss = 8 * scalar(cost, "the cost") - 7 * np.log(3)
        require(
            least - 1e-6 < loss < most,
            "where the right class has probability 0, −log of it must be finite, and at least "
            "−log 10⁻⁸",
            got=loss,
        )
        words = f" with {column} in one column"
        there = numbers(da, a.shape, "da")[:, 1, 2]
        close(there, np.array(da_there) / 8, what=f"da of that column,{words}")
        dby = (7 * np.array([1 / 3, -2 / 3, 1 / 3]) + column - np.array([0.0, 1.0, 0.0])) / 8
        want = {"dWya": np.tile(dby[:, np.newaxis], 5), "dby": dby[:, np.newaxis]}
        grads_agree(grads, want, words)


def pile_by_hand() -> Parameters:
    """Three arrays; entries within 1/2, beyond 1/2, and beyond 2, of both signs."""
    return {
        "dWaa": np.array([[12.0, 0.0, -0.25], [0.25, -4.0, 0.0]]),
        "a bias": np.array([[-2.5], [1.5], [0.5], [0.0]]),
        "flat": np.array([0.25, -0.5, 0.25]),
    }


@check(
    "clip_gradients",
    points=2,
    kind="example",
    public=True,
    hint="Each entry by itself: what is above the bound becomes the bound, what is below minus the "
    "bound becomes minus the bound, and the rest stays.",
)
def clip_gradients_by_hand(student: Student, ref: Reference) -> None:
    """Three arrays of any names, clipped to 2 and to 1/2, in new arrays; ValueError for 0.

    With a bound of 100, or of 10⁻³ for entries as small, nothing is clipped.
    """
    gradients = pile_by_hand()
    want = {
        "dWaa": np.array([[2.0, 0.0, -0.25], [0.25, -2.0, 0.0]]),
        "a bias": np.array([[-2.0], [1.5], [0.5], [0.0]]),
        "flat": np.array([0.25, -0.5, 0.25]),
    }
    grads_agree(student.clip_gradients(gradients, 2.0), want, " clipped to 2")
    want = {
        "dWaa": np.array([[0.5, 0.0, -0.25], [0.25, -0.5, 0.0]]),
        "a bias": np.array([[-0.5], [0.5], [0.5], [0.0]]),
        "flat": np.array([0.25, -0.5, 0.25]),
    }
    grads_agree(student.clip_gradients(gradients, 0.5), want, " clipped to 1/2")
    unchanged(student.clip_gradients, gradients, 0.5)
    for factor, bound in ((1.0, 100.0), (1e-5, 1e-3)):
        some = {name: factor * value for name, value in gradients.items()}
        found = entries(student.clip_gradients(some, bound), *some)
        for (name, value), one in zip(some.items(), found, strict=True):
            close(one, value, rtol=0, atol=0, what=f"{name}, all of it within {bound:g},")
    for bound in (0.5, 2.0, 100.0):
        fresh(student.clip_gradients, gradients, bound)
    refuses(student.clip_gradients, gradients, 0.0)
    refuses(student.clip_gradients, gradients, -1.0)


def scaled_agrees(got: Any, want: Parameters, norm: float, words: str = "") -> None:
    """(clipped, norm) are these."""
    clipped, found = unpack(got, "clipped", "norm")
    close(found, norm, what=f"the norm{words}")
    grads_agree(clipped, want, words)


@check(
    "clip_by_global_norm",
    points=2,
    kind="example",
    public=True,
    hint="The squares of all entries of the first three arrays sum to 169, and their root is the "
    "norm. Above the bound all entries are scaled alike, below it none is. A norm of 0 is within "
    "any bound.",
)
def clip_by_global_norm_by_hand(student: Student, ref: Reference) -> None:
    """Arrays of norm 13: a bound of 6.5 halves all entries, one of 13 or 20 changes none.

    The same of arrays a millionth as large; zeros give zeros; ValueError for 0.
    """
    gradients = {
        "dWaa": np.array([[12.0, 0.0, 0.0], [0.0, -4.0, 0.0]]),
        "a bias": np.array([[2.0], [-2.0], [0.0], [0.5]]),
        "flat": np.array([0.5, -0.5, 0.5]),
        "unused": np.zeros((1, 2)),
    }
    halves = {name: value / 2 for name, value in gradients.items()}
    got = student.clip_by_global_norm(gradients, 6.5)
    scaled_agrees(got, halves, 13.0, ", at most 6.5")
    for bound in (13.0, 20.0):
        got = student.clip_by_global_norm(gradients, bound)
        scaled_agrees(got, gradients, 13.0, f", at most {bound:g}")
    tiny, want = ({name: 1e-6 * g for name, g in one.items()} for one in (gradients, halves))
    got = student.clip_by_global_norm(tiny, 6.5e-6)
    scaled_agrees(got, want, 13e-6, " of arrays a millionth as large, at most 6.5·10⁻⁶")
    zeros = {name: 0 * g for name, g in gradients.items()}
    scaled_agrees(quiet(student.clip_by_global_norm, zeros, 6.5), zeros, 0.0, " of zeros")
    unchanged(student.clip_by_global_norm, gradients, 6.5)
    for bound in (6.5, 13.0, 20.0):
        fresh(student.clip_by_global_norm, gradients, bound)
    refuses(student.clip_by_global_norm, gradients, 0.0)
    refuses(student.clip_by_global_norm, gradients, -1.0)


@check(
    "gradient_norms_through_time",
    points=2,
    kind="example",
    public=True,
    hint="The handout has its three steps, one by one. Where all states stay at 0 the slope of "
    "tanh is 1, and two times a permutation doubles a length at each step back: from 5 up to 160.",
)
def gradient_norms_through_time_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three steps with da_last alone; then states that stay at 0: 160, 80, …, 5."""
    parameters, (x, a0) = worked_parameters(), worked_inputs()
    da_last = np.array([[-4.0, 1.0], [4.0, 0.0], [2.0, 4.0]])
    got = student.gradient_norms_through_time(x, a0, parameters, da_last)
    close(got, np.sqrt(np.array([55.90625, 48.5, 142.0, 53.0])), what="the handout's norms")
    double_precision(got, "the handout's norms")
    unchanged(student.gradient_norms_through_time, x, a0, parameters, da_last)
    parameters, x = silent(5)
    da_last = np.array([[1.0, -2.0], [2.0, 0.0], [0.0, 4.0]])
    got = student.gradient_norms_through_time(x, np.zeros((3, 2)), parameters, da_last)
    close(got, np.array([160.0, 80.0, 40.0, 20.0, 10.0, 5.0]), what="the norms, all states 0")


TRAIN, UNITS, STEPS, MOST_COST, LEAST_RIGHT = 20, 6, 60, 0.15, 0.9


def bits(m: int, seed: int) -> tuple[Array, Array]:
    """x (2, m, 4), bits as two classes, and y (3, m, 4), of each bit and the one before the sum."""
    ones = np.random.default_rng(seed).integers(0, 2, size=(m, 4))
    sums = ones + np.hstack([np.zeros((m, 1), dtype=int), ones[:, :3]])
    return (
        np.stack([ones == k for k in range(2)]).astype(np.float64),
        np.stack([sums == k for k in range(3)]).astype(np.float64),
    )


def small_weights(seed: int) -> Parameters:
    """Parameters for `bits`, with biases of 0."""
    chance = np.random.default_rng(seed)
    return {
        "Waa": 0.2 * chance.normal(size=(UNITS, UNITS)),
        "Wax": 0.5 * chance.normal(size=(UNITS, 2)),
        "Wya": 0.5 * chance.normal(size=(3, UNITS)),
        "by": np.zeros((3, 1)),
        "ba": np.zeros((UNITS, 1)),
    }


SQUARES = 18.8528


def step_of(got: Any, before: Parameters) -> tuple[Parameters, Any]:
    """(new_parameters, cost) of a step: the five of their shapes, finite, and the cost."""
    new, cost = unpack(got, "new_parameters", "cost")
    found = {
        name: numbers(value, before[name].shape, name)
        for name, value in zip(before, entries(new, *before), strict=True)
    }
    return found, cost


@check(
    "rnn_train_step",
    points=2,
    kind="training",
    public=True,
    hint="Does the state carry the last bit on? All five parameters must learn, each against its "
    "gradient.",
)
def rnn_train_step_learns_to_remember(student: Student, ref: Reference) -> None:
    """60 steps on 20 sequences of bits: the sum of a bit and the one before it, cost below 0.15.

    And nine in ten sums of 64 other sequences come out right.
    """
    x, y = bits(TRAIN, seed=1)
    parameters, a0 = small_weights(seed=2), np.zeros((UNITS, TRAIN))
    for _ in range(STEPS):
        got = student.rnn_train_step(x, y, a0, parameters, 1.0, 0.5)
        parameters, cost = step_of(got, parameters)
    law = f"the cost after {STEPS} steps must be below {MOST_COST:g}"
    require(scalar(cost, "the cost") < MOST_COST, law, got=cost)
    x, y = bits(64, seed=3)
    got = student.rnn_forward(x, np.zeros((UNITS, 64)), parameters)
    y_pred = numbers(unpack(got, "a", "y_pred", "caches")[1], y.shape, "y_pred")
    right = float(np.mean(np.argmax(y_pred, axis=0) == np.argmax(y, axis=0)))
    require(right >= LEAST_RIGHT, "nine in ten of the other sums must come out right", got=right)


@check(
    "rnn_train_step",
    points=1,
    kind="example",
    public=True,
    hint="The cost is that of the parameters which came in. Where the bound is so small that all "
    "entries are clipped to it, each by itself, each moves by rate·bound. Where it is large, each "
    "moves by rate·its gradient, and a short step lowers the cost by rate·(the sum of the squares "
    "of all gradients).",
)
def rnn_train_step_by_hand(student: Student, ref: Reference) -> None:
    """The handout's network. Bound 0.001 and rate 2: all move by 0.002, and the cost falls.

    Bound 100 and rate 10⁻⁴: it falls by the rate times the squares of the gradients. With a rate of
    0 the parameters come back in new arrays.
    """
    parameters, (x, a0) = worked_parameters(), worked_inputs()
    y = true_classes([[4, 2, 1], [1, 0, 4]])
    logs = np.log(16 / 37) + 2 * np.log(2 / 7) + 2 * np.log(4 / 9) + np.log(2 / 5)
    new, cost = step_of(student.rnn_train_step(x, y, a0, parameters, 2.0, 0.001), parameters)
    costs_agree(cost, -logs / 6)
    for name, value in parameters.items():
        way = np.abs(new[name] - value)
        close(way, np.full(value.shape, 0.002), what=f"the way of {name}")
    _, after = step_of(student.rnn_train_step(x, y, a0, new, 2.0, 0.001), parameters)
    fall = scalar(cost, "the cost") - scalar(after, "the cost")
    require(fall > 0.001, "the next step's cost must be smaller: a step leads down", got=after)
    new, cost = step_of(student.rnn_train_step(x, y, a0, parameters, 1e-4, 100.0), parameters)
    _, after = step_of(student.rnn_train_step(x, y, a0, new, 1e-4, 100.0), parameters)
    fall = scalar(cost, "the cost") - scalar(after, "the cost")
    close(fall, 1e-4 * SQUARES, rtol=0.01, what="the fall of the cost after a short step")
    unchanged(student.rnn_train_step, x, y, a0, parameters, 2.0, 0.001)
    new, _ = step_of(student.rnn_train_step(x, y, a0, parameters, 0.0, 100.0), parameters)
    for name, value in parameters.items():
        close(new[name], value, what=f"{name} after a step of rate 0")
    fresh(student.rnn_train_step, x, y, a0, parameters, 0.0, 100.0)
