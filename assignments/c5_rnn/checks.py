"""The checks of "A recurrent network and its backward pass through time".

Each states one law of the exercise that its name starts with. Caches are the student's own
business: a check hands them from a forward step to the backward step and never looks into them.
The examples by hand are one network, the handout's.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import Generator

from common.caches import cache_serves
from common.recurrent import (
    Parameters,
    Shapes,
    cells,
    looks_back_only,
    one_hot,
    outside,
    parameters,
    sequences,
    some_step,
    state,
)
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    costs_agree,
    double_precision,
    draw,
    entries,
    fresh,
    given,
    gradients_agree,
    guarded_cost,
    numbers,
    quiet,
    refuses,
    require,
    scalar,
    unchanged,
    unpack,
)

# In another order than the handout's: they are to be found by name.
SHAPES: Shapes = {
    "by": ("n_y", 1),
    "Waa": ("n_a", "n_a"),
    "ba": ("n_a", 1),
    "Wya": ("n_y", "n_a"),
    "Wax": ("n_a", "n_x"),
}
# tanh(LOG) = 1/2
LOG = np.log(3) / 2


# The handout's network, in numbers: n_x = 4, n_a = 3, n_y = 5, two examples, three steps


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


# What the checks share: inputs, and laws used more than once


def one_step(**more: Any) -> Any:
    """One step, and the derivatives da_next of what it gives."""
    return cells(SHAPES, a_prev=state(), da_next=state(), widths=(1, 4), **more)


def a_sequence(*, steps: tuple[int, int] = (2, 5), **more: Any) -> Any:
    """A sequence, its first state a0, and derivatives da of each of its states."""
    return sequences(SHAPES, steps=steps, a0=state(), da=outside(), **more)


def next_state(xt: Array, a_prev: Array, Wax: Array, Waa: Array, ba: Array, **_: Array) -> Array:
    """What a step makes of the state."""
    found: Array = np.tanh(Waa @ a_prev + Wax @ xt + ba)
    return found


def turned(parameters: Parameters) -> Parameters:
    """Other parameters of the same shapes."""
    return {name: -value for name, value in parameters.items()}


def all_states(x: Array, a0: Array, **parameters: Array) -> Array:
    """The states (n_a, m, T) of a sequence."""
    a, found = a0, []
    for t in range(x.shape[2]):
        a = next_state(x[:, :, t], a, **parameters)
        found.append(a)
    return np.stack(found, axis=2)


def probabilities(a: Array, Wya: Array, by: Array) -> Array:
    """y_pred (n_y, m, T) of the states a."""
    e = np.exp(np.einsum("ya,amt->ymt", Wya, a) + by[:, :, np.newaxis])
    found: Array = e / e.sum(axis=0)
    return found


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


def cell_gradient(
    student: Student, ref: Reference, name: str, da_next: Array, inputs: dict[str, Array]
) -> None:
    """The derivative of Σ da_next·a_next in one of the inputs of a step."""
    parameters = {key: value for key, value in inputs.items() if key in SHAPES}
    got = student.rnn_cell_forward(inputs["xt"], inputs["a_prev"], parameters)
    cache = unpack(got, "a_next", "yt_pred", "cache")[2]
    (found,) = entries(student.rnn_cell_backward(da_next, cache), f"d{name}")

    def moved(**one: Array) -> Array:
        return next_state(**(inputs | one))

    wanted = ref.gradient(moved, upstream=da_next, **{name: inputs[name]})
    gradients_agree(wanted, **{name: found})


def gradient_through_time(
    student: Student, ref: Reference, name: str, da: Array, inputs: dict[str, Array]
) -> None:
    """The derivative of Σ da·a in one of the inputs of a sequence."""
    parameters = {key: value for key, value in inputs.items() if key in SHAPES}
    got = student.rnn_forward(inputs["x"], inputs["a0"], parameters)
    caches = unpack(got, "a", "y_pred", "caches")[2]
    (found,) = entries(student.rnn_backward(da, caches), f"d{name}")

    def moved(**one: Array) -> Array:
        return all_states(**(inputs | one))

    wanted = ref.gradient(moved, upstream=da, **{name: inputs[name]})
    gradients_agree(wanted, **{name: found})


# softmax


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
    "softmax",
    points=2,
    kind="reference",
    hint="Each column by itself: divide by the sum down the column.",
)
@given(
    draw.drawn(sizes={"n": (1, 6), "m": (1, 4)}, z=draw.normal("n", "m", scale=2.0)), examples=10
)
def softmax_of_each_column(student: Student, ref: Reference, z: Array) -> None:
    """softmax is e^z over its sum down each column, in float64; z is not changed."""
    found = student.softmax(z)
    close(found, ref.softmax(z), what="the softmax")
    double_precision(found, "the softmax")
    unchanged(student.softmax, z)


@check(
    "softmax",
    points=2,
    kind="stability",
    hint="Subtract the largest number of each column first, of each its own. e^0 = 1, and what is "
    "far below the largest may become 0.",
)
@given(draw.drawn(sizes={"n": (2, 6), "m": (2, 4)}, z=draw.normal("n", "m")), examples=6)
def softmax_of_large_numbers(student: Student, ref: Reference, z: Array) -> None:
    """Columns around 1000 and around −1000 in one array, or 1000 apart in one column: no NaN.

    z stays.
    """
    apart = z + 1000 * (-1.0) ** np.arange(z.shape[1])
    close(quiet(student.softmax, apart), ref.softmax(z), what="the softmax, columns far apart")
    within = 1000 * z
    close(quiet(student.softmax, within), ref.softmax(within), what="the softmax of large numbers")
    unchanged(student.softmax, within)


# rnn_cell_forward


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
    "rnn_cell_forward",
    points=4,
    kind="reference",
    hint="Three terms inside of tanh: the old state by Waa, the input by Wax, and ba. Then the new "
    "state by Wya, plus by, through softmax.",
)
@given(one_step(), examples=14)
def rnn_cell_forward_is_one_step(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """a_next and yt_pred are right for all sizes, and from a large state, in float64."""
    for before, words in ((a_prev, ""), (400 * a_prev, " from a large state")):
        a_next, yt_pred, _ = ref.rnn_cell_forward(xt, before, parameters)
        got = student.rnn_cell_forward(xt, before, parameters)
        cell_agrees(got, a_next, yt_pred, words)


@check(
    "rnn_cell_forward",
    points=2,
    kind="property",
    hint="If several examples together are right: a column is an example, and no example has to do "
    "with another. What does one give alone?",
)
@given(one_step(), examples=6)
def rnn_cell_forward_keeps_examples_apart(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """a_next and yt_pred are right for each example alone, without the others."""
    a_next, yt_pred, _ = ref.rnn_cell_forward(xt, a_prev, parameters)
    for i in range(xt.shape[1]):
        one = slice(i, i + 1)
        got = student.rnn_cell_forward(xt[:, one].copy(), a_prev[:, one].copy(), parameters)
        cell_agrees(got, a_next[:, one], yt_pred[:, one], f" of example {i} alone")


@check(
    "rnn_cell_forward",
    points=1,
    kind="property",
    hint="If the step itself is right: what does the way back need? Both states, the input and the "
    "weights; and those of this call, not of the one after it.",
)
@given(one_step(), examples=6)
def rnn_cell_forward_keeps_what_is_needed(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """A step is right; its cache serves a step back, and another call does not spoil it."""
    a_next, yt_pred, known = ref.rnn_cell_forward(xt, a_prev, parameters)
    wanted = ref.rnn_cell_backward(da_next, known)
    cache_serves(
        lambda one: student.rnn_cell_backward(da_next, one),
        known,
        lambda: cell_agrees(student.rnn_cell_forward(xt, a_prev, parameters), a_next, yt_pred),
        lambda: student.rnn_cell_forward(-xt, -a_prev, turned(parameters)),
        lambda got, words: grads_agree(got, wanted, words),
    )


@check(
    "rnn_cell_forward",
    points=1,
    kind="purity",
    hint="If the call changed its input: make new arrays, for += and out=, for example, write into "
    "those that you were given.",
)
@given(one_step(), examples=4)
def rnn_cell_forward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """xt, a_prev and parameters are the same after the call; what a second call gives is right."""
    a_next, yt_pred, _ = ref.rnn_cell_forward(xt, a_prev, parameters)
    unchanged(student.rnn_cell_forward, xt, a_prev, parameters)
    unchanged(student.rnn_cell_forward, xt, 400 * a_prev, parameters)
    got = student.rnn_cell_forward(xt, a_prev, parameters)
    cell_agrees(got, a_next, yt_pred, " of a second call")


# rnn_forward


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
    "rnn_forward",
    points=3,
    kind="reference",
    hint="The same parameters at all steps; the state is passed on from each to the next.",
)
@given(a_sequence(steps=(1, 12)), examples=14)
def rnn_forward_passes_the_state_on(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """a and y_pred of one to twelve steps, for all sizes; float64."""
    a, y_pred, _ = ref.rnn_forward(x, a0, parameters)
    forward_agrees(student.rnn_forward(x, a0, parameters), a, y_pred)


@check(
    "rnn_forward",
    points=2,
    kind="property",
    hint="From left to right: a state knows its own input and those before it, and none after it.",
)
@given(a_sequence(step=some_step), examples=6)
def rnn_forward_looks_back_only(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    x: Array,
    a0: Array,
    da: Array,
    step: int,
) -> None:
    """a is right; x from a step on changes nothing before that step, and something at it."""
    shape = (*a0.shape, x.shape[2])

    def states(one: Array) -> Array:
        a, _, _ = unpack(student.rnn_forward(one, a0, parameters), "a", "y_pred", "caches")
        # Before they are compared with each other: what one step is wrong by, no other must be.
        close(a, ref.rnn_forward(one, a0, parameters)[0], what="a")
        return numbers(a, shape, "a")

    looks_back_only(states, x, step, "a")


@check(
    "rnn_forward",
    points=1,
    kind="property",
    hint="All that is known of the past is in the state: whoever begins with a[:, :, k − 1] goes "
    "on as you would have gone on yourself.",
)
@given(a_sequence(), examples=6)
def rnn_forward_can_be_continued(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """The first step alone, and then the others from its state, give what all steps give."""
    a, y_pred, _ = ref.rnn_forward(x, a0, parameters)
    got = student.rnn_forward(x[:, :, :1].copy(), a0, parameters)
    forward_agrees(got, a[:, :, :1], y_pred[:, :, :1], " of the first step alone")
    between = array(unpack(got, "a", "y_pred", "caches")[0], (*a0.shape, 1), what="a")
    got = student.rnn_forward(x[:, :, 1:].copy(), between[:, :, 0].copy(), parameters)
    forward_agrees(got, a[:, :, 1:], y_pred[:, :, 1:], " of the other steps")


@check(
    "rnn_forward",
    points=1,
    kind="property",
    hint="If a and y_pred are right: a new list at each call, and in it what each step kept, of "
    "that step, and not an array that the next step writes into.",
)
@given(a_sequence(steps=(1, 5)), examples=6)
def rnn_forward_keeps_what_is_needed(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """a and y_pred are right; the caches serve a way back, and another call does not spoil them."""
    a, y_pred, known = ref.rnn_forward(x, a0, parameters)
    wanted = ref.rnn_backward(da, known)
    cache_serves(
        lambda one: student.rnn_backward(da, one),
        known,
        lambda: forward_agrees(student.rnn_forward(x, a0, parameters), a, y_pred),
        lambda: student.rnn_forward(-x, -a0, turned(parameters)),
        lambda got, words: grads_agree(got, wanted, words),
    )


@check(
    "rnn_forward",
    points=1,
    kind="purity",
    hint="If the call changed its input: a0 belongs to whoever called you. Begin with it, and "
    "write into arrays of your own.",
)
@given(a_sequence(), examples=4)
def rnn_forward_leaves_its_arguments(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """x, a0 and parameters are the same after the call; what a second call gives is right."""
    a, y_pred, _ = ref.rnn_forward(x, a0, parameters)
    unchanged(student.rnn_forward, x, a0, parameters)
    forward_agrees(student.rnn_forward(x, a0, parameters), a, y_pred, " of a second call")


# rnn_cell_backward


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
    "rnn_cell_backward",
    points=2,
    kind="gradient",
    hint="xt went through Wax into tanh: back through the slope of tanh, and through Wax "
    "transposed.",
)
@given(one_step(), examples=8)
def rnn_cell_backward_reaches_the_input(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """dxt is the derivative of Σ da_next·a_next in xt."""
    cell_gradient(student, ref, "xt", da_next, {"xt": xt, "a_prev": a_prev, **parameters})


@check(
    "rnn_cell_backward",
    points=2,
    kind="gradient",
    hint="a_prev went through Waa into tanh: back through the slope of tanh, and through Waa "
    "transposed.",
)
@given(one_step(), examples=8)
def rnn_cell_backward_reaches_the_old_state(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """da_prev is the derivative of Σ da_next·a_next in a_prev."""
    cell_gradient(student, ref, "a_prev", da_next, {"xt": xt, "a_prev": a_prev, **parameters})


@check(
    "rnn_cell_backward",
    points=2,
    kind="gradient",
    hint="Wax met xt: dWax is dz times xt, summed over the examples and divided by nothing.",
)
@given(one_step(), examples=8)
def rnn_cell_backward_reaches_Wax(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """dWax is the derivative of Σ da_next·a_next in Wax."""
    cell_gradient(student, ref, "Wax", da_next, {"xt": xt, "a_prev": a_prev, **parameters})


@check(
    "rnn_cell_backward",
    points=2,
    kind="gradient",
    hint="Which state did Waa meet, the old or the new one? dWaa is dz times that one, summed over "
    "the examples.",
)
@given(one_step(), examples=8)
def rnn_cell_backward_reaches_Waa(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """dWaa is the derivative of Σ da_next·a_next in Waa."""
    cell_gradient(student, ref, "Waa", da_next, {"xt": xt, "a_prev": a_prev, **parameters})


@check(
    "rnn_cell_backward",
    points=1,
    kind="gradient",
    hint="All examples share a unit's bias: the sum of dz over them, as a column.",
)
@given(one_step(), examples=8)
def rnn_cell_backward_reaches_ba(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """dba (n_a, 1) is the derivative of Σ da_next·a_next in ba."""
    cell_gradient(student, ref, "ba", da_next, {"xt": xt, "a_prev": a_prev, **parameters})


@check(
    "rnn_cell_backward",
    points=2,
    kind="purity",
    hint="If the call changed its input: da_next is still needed elsewhere, and the cache may be, "
    "and `da_next *= …`, for example, writes into it. 500 times da_next must give 500 times the "
    "derivatives: nothing is clipped here. And tanh of a large number has the slope 0.",
)
@given(one_step(), examples=5)
def rnn_cell_backward_can_be_repeated(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    xt: Array,
    a_prev: Array,
    da_next: Array,
) -> None:
    """A second call is right, and so are derivatives for −500·da_next; no argument is changed.

    From a large state they are right, too.
    """
    wanted = ref.rnn_cell_backward(da_next, ref.rnn_cell_forward(xt, a_prev, parameters)[2])
    got = student.rnn_cell_forward(xt, a_prev, parameters)
    cache = unpack(got, "a_next", "yt_pred", "cache")[2]
    unchanged(student.rnn_cell_backward, da_next, cache)
    grads_agree(student.rnn_cell_backward(da_next, cache), wanted, " of a second call")
    other = {name: -500 * value for name, value in wanted.items()}
    grads_agree(student.rnn_cell_backward(-500 * da_next, cache), other, " for −500·da_next")
    large = 400 * a_prev
    wanted = ref.rnn_cell_backward(da_next, ref.rnn_cell_forward(xt, large, parameters)[2])
    got = student.rnn_cell_forward(xt, large, parameters)
    cache = unpack(got, "a_next", "yt_pred", "cache")[2]
    grads_agree(student.rnn_cell_backward(da_next, cache), wanted, " from a large state")


# rnn_backward


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
    "rnn_backward",
    points=3,
    kind="gradient",
    hint="An input reaches the states of its own step and of all later ones. At step t da at t "
    "comes in, and what comes back from the later ones arrives as da_prev of the next step.",
)
@given(a_sequence(steps=(2, 7)), examples=7)
def rnn_backward_reaches_the_inputs(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """dx is the derivative of Σ da·a in x."""
    gradient_through_time(student, ref, "x", da, {"x": x, "a0": a0, **parameters})


@check(
    "rnn_backward",
    points=2,
    kind="gradient",
    hint="One step further back than the first: what its cell says of a_prev.",
)
@given(a_sequence(), examples=7)
def rnn_backward_reaches_a0(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """da0 is the derivative of Σ da·a in a0."""
    gradient_through_time(student, ref, "a0", da, {"x": x, "a0": a0, **parameters})


@check(
    "rnn_backward",
    points=3,
    kind="gradient",
    hint="All steps share one Waa: its derivative is the sum of what they say, each with the state "
    "that it found.",
)
@given(a_sequence(steps=(2, 7)), examples=8)
def rnn_backward_reaches_Waa(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """dWaa is the derivative of Σ da·a in Waa."""
    gradient_through_time(student, ref, "Waa", da, {"x": x, "a0": a0, **parameters})


@check(
    "rnn_backward",
    points=2,
    kind="gradient",
    hint="All steps share one Wax: its derivative is the sum of what they say, each with its own "
    "input.",
)
@given(a_sequence(), examples=8)
def rnn_backward_reaches_Wax(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """dWax is the derivative of Σ da·a in Wax."""
    gradient_through_time(student, ref, "Wax", da, {"x": x, "a0": a0, **parameters})


@check(
    "rnn_backward",
    points=2,
    kind="gradient",
    hint="All steps and all examples share one ba: the sum over both, and no mean.",
)
@given(a_sequence(), examples=8)
def rnn_backward_reaches_ba(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """dba is the derivative of Σ da·a in ba."""
    gradient_through_time(student, ref, "ba", da, {"x": x, "a0": a0, **parameters})


@check(
    "rnn_backward",
    points=2,
    kind="property",
    hint="If the cost depends on the state of one step alone, inputs after that step have no part "
    "in it, and all inputs before it have one, however far back. And a sequence of one step is the "
    "cell.",
)
@given(a_sequence(step=some_step, long=draw.normal("n_x", "m", 24, scale=0.1)), examples=6)
def rnn_backward_runs_back_only(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    x: Array,
    a0: Array,
    da: Array,
    step: int,
    long: Array,
) -> None:
    """Where one step alone has a cost, dx is 0 after it, and right before it.

    Of a single step all is as of the cell.

    And of the last of 24, with an orthogonal Waa: right at all of them.
    """
    single = np.zeros(da.shape)
    single[:, :, step] = da[:, :, step]
    _, _, known = ref.rnn_forward(x, a0, parameters)
    wanted = ref.rnn_backward(single, known)
    caches = unpack(student.rnn_forward(x, a0, parameters), "a", "y_pred", "caches")[2]
    got = student.rnn_backward(single, caches)
    grads_agree(got, wanted, f" for a cost of the state after {step + 1} steps")
    dx = numbers(entries(got, "dx")[0], x.shape, "dx")
    behind = dx[:, :, step + 1 :]
    close(behind, np.zeros(behind.shape), rtol=0, atol=1e-12, what="dx behind that step")
    _, _, cell = ref.rnn_cell_forward(x[:, :, 0], a0, parameters)
    back = ref.rnn_cell_backward(da[:, :, 0], cell)
    wanted = {name: back[name] for name in ("dWax", "dWaa", "dba")}
    wanted |= {"dx": back["dxt"][:, :, np.newaxis], "da0": back["da_prev"]}
    got = student.rnn_forward(x[:, :, :1].copy(), a0, parameters)
    caches = unpack(got, "a", "y_pred", "caches")[2]
    got = student.rnn_backward(da[:, :, :1].copy(), caches)
    grads_agree(got, wanted, " of a single step")
    # States that stay small, and a Waa that keeps lengths: little is lost on 24 steps.
    keeping = parameters | {
        "Waa": np.linalg.qr(parameters["Waa"])[0],
        "ba": 0.1 * parameters["ba"],
    }
    last = np.zeros((*a0.shape, 24))
    last[:, :, -1] = da[:, :, step]
    wanted = ref.rnn_backward(last, ref.rnn_forward(long, 0.1 * a0, keeping)[2])
    got = student.rnn_forward(long, 0.1 * a0, keeping)
    caches = unpack(got, "a", "y_pred", "caches")[2]
    grads_agree(student.rnn_backward(last, caches), wanted, " for the last of 24 states")


@check(
    "rnn_backward",
    points=1,
    kind="purity",
    hint="If the call changed its input: da[:, :, t] += …, for example, writes into what you were "
    "given. Add in a new array. And 500 times da must give 500 times the derivatives: nothing is "
    "clipped on the way.",
)
@given(a_sequence(), examples=4)
def rnn_backward_can_be_repeated(
    student: Student, ref: Reference, parameters: Parameters, x: Array, a0: Array, da: Array
) -> None:
    """The derivatives of a second call are right, and those of 500·da; no argument is changed."""
    wanted = ref.rnn_backward(da, ref.rnn_forward(x, a0, parameters)[2])
    caches = unpack(student.rnn_forward(x, a0, parameters), "a", "y_pred", "caches")[2]
    unchanged(student.rnn_backward, da, caches)
    grads_agree(student.rnn_backward(da, caches), wanted, " of a second call")
    other = {name: 500 * value for name, value in wanted.items()}
    grads_agree(student.rnn_backward(500 * da, caches), other, " for 500·da")


# output_cost_and_grads


def shares(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Probabilities (n_y, m, T), none of them near 0."""
    parts = rng.uniform(0.1, 1.0, size=(sizes["n_y"], sizes["m"], sizes["T"]))
    found: Array = parts / parts.sum(axis=0)
    return found


def outputs() -> Any:
    """States a, the parameters, true classes y, and predictions that have nothing to do with a."""
    return draw.drawn(
        sizes={"n_a": (1, 4), "n_y": (1, 5), "m": (1, 3), "T": (1, 5), "n_x": (1, 3)},
        parameters=parameters(SHAPES),
        a=outside(),
        y=one_hot(),
        y_pred=shares,
    )


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


@check(
    "output_cost_and_grads",
    points=2,
    kind="reference",
    hint="−log of the right class's probability, averaged over examples and steps: a sum, divided "
    "by m·T. The same for the derivatives.",
)
@given(outputs(), examples=10)
def output_cost_and_grads_averages(
    student: Student, ref: Reference, parameters: Parameters, a: Array, y: Array, y_pred: Array
) -> None:
    """cost, da, dWya and dby are right for all sizes, in float64; no argument is changed."""
    wanted_cost, wanted_da, wanted = ref.output_cost_and_grads(y_pred, y, a, parameters)
    got = student.output_cost_and_grads(y_pred, y, a, parameters)
    cost, da, grads = unpack(got, "cost", "da", "grads")
    costs_agree(cost, wanted_cost)
    close(da, wanted_da, what="da")
    double_precision(da, "da")
    grads_agree(grads, wanted)
    unchanged(student.output_cost_and_grads, y_pred, y, a, parameters)


def output_gradient(
    student: Student, ref: Reference, name: str, y: Array, a: Array, parameters: Parameters
) -> Any:
    """(cost, da, grads), and the numeric derivative in one of the inputs; y_pred is made from a."""
    inputs = {"a": a, "Wya": parameters["Wya"], "by": parameters["by"]}
    y_pred = probabilities(**inputs)
    got = student.output_cost_and_grads(y_pred, y, a, parameters)

    def moved(**one: Array) -> float:
        right = np.sum(y * probabilities(**(inputs | one)), axis=0)
        return float(-np.mean(np.log(right)))

    return unpack(got, "cost", "da", "grads"), ref.gradient(moved, **{name: inputs[name]})


@check(
    "output_cost_and_grads",
    points=2,
    kind="gradient",
    hint="Back through Wya transposed, at each step for itself. softmax and the logarithm are in "
    "y_pred − y already.",
)
@given(outputs(), examples=6)
def output_cost_and_grads_reaches_the_states(
    student: Student, ref: Reference, parameters: Parameters, a: Array, y: Array, y_pred: Array
) -> None:
    """da is the derivative of the cost in a, where y_pred = softmax(Wya·a + by)."""
    (_, da, _), wanted = output_gradient(student, ref, "a", y, a, parameters)
    gradients_agree(wanted, a=da)


@check(
    "output_cost_and_grads",
    points=1,
    kind="gradient",
    hint="Wya met the states of all steps, and by stands at all of them: sums over examples and "
    "steps, and by's a column.",
)
@given(outputs(), examples=6)
def output_cost_and_grads_reaches_the_parameters(
    student: Student, ref: Reference, parameters: Parameters, a: Array, y: Array, y_pred: Array
) -> None:
    """dWya and dby are the derivatives of the cost, where y_pred = softmax(Wya·a + by)."""
    for name in ("Wya", "by"):
        (_, _, grads), wanted = output_gradient(student, ref, name, y, a, parameters)
        gradients_agree(wanted, **{name: entries(grads, f"d{name}")[0]})


# clip_gradients and clip_by_global_norm


def piles(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Parameters:
    """One to five arrays of one to four dimensions, under names that nobody has heard of."""
    found = {}
    for name in rng.permutation(["dWf", "dbf", "g0", "upper", "dV", "x y"])[: rng.integers(1, 6)]:
        shape = rng.integers(1, 4, size=rng.integers(1, 5))
        found[str(name)] = draw.normal(*(int(side) for side in shape), scale=2.0)(rng, {}, {})
    return found


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


@check(
    "clip_gradients",
    points=2,
    kind="reference",
    hint="All keys of the dict, whatever they are called, and arrays of any shape.",
)
@given(draw.drawn(gradients=piles), max_value=draw.number(0.1, 4.0), examples=12)
def clip_gradients_of_any_names(
    student: Student, ref: Reference, gradients: Parameters, max_value: float
) -> None:
    """Each entry of one to five arrays lies in −max_value … max_value; float64."""
    wanted = ref.clip_gradients(gradients, max_value)
    grads_agree(student.clip_gradients(gradients, max_value), wanted)


@check(
    "clip_gradients",
    points=2,
    kind="property",
    hint="Entries within the bound are not touched, however large their neighbours are. So a "
    "second clipping changes nothing.",
)
@given(draw.drawn(gradients=piles), max_value=draw.number(0.5, 2.5), examples=6)
def clip_gradients_touches_only_what_is_beyond(
    student: Student, ref: Reference, gradients: Parameters, max_value: float
) -> None:
    """Entries within the bound are exactly as before; with a bound beyond them all, all are.

    Also where both are large, and where both are tiny.
    """
    wanted = ref.clip_gradients(gradients, max_value)
    for size, bound in ((1.0, max_value), (1.0, 100.0), (300.0, 300 * max_value), (1e-12, 1e-12)):
        some = {name: size * g for name, g in gradients.items()}
        got = student.clip_gradients(some, bound)
        grads_agree(got, ref.clip_gradients(some, bound), f" clipped to {bound:.3g}")
        for (name, value), one in zip(some.items(), entries(got, *some), strict=True):
            found = numbers(one, value.shape, name)
            inside = np.abs(value) <= bound
            kept = np.where(inside, found, value)  # those beyond may come out in any digits
            close(kept, value, rtol=0, atol=0, what=f"{name}, where it is within {bound:.3g}")
    grads_agree(student.clip_gradients(wanted, max_value), wanted, " clipped a second time")


@check(
    "clip_gradients",
    points=1,
    kind="purity",
    hint="If the call changed its input, or hands some of it back: a new dict with new arrays, for "
    "out=, *= and d[key] = …, for example, write into what you were given. Where nothing is to be "
    "clipped, a copy.",
)
@given(draw.drawn(gradients=piles), examples=5)
def clip_gradients_makes_new_arrays(
    student: Student, ref: Reference, gradients: Parameters
) -> None:
    """The result is right, clipped or not, and shares no memory with gradients, which stay."""
    for bound in (1.0, 100.0):
        unchanged(student.clip_gradients, gradients, bound)
        fresh(student.clip_gradients, gradients, bound)
        wanted = ref.clip_gradients(gradients, bound)
        grads_agree(student.clip_gradients(gradients, bound), wanted)


@check(
    "clip_gradients",
    points=1,
    kind="example",
    hint="A bound is above 0: look at it before anything else.",
)
def clip_gradients_refuses(student: Student, ref: Reference) -> None:
    """ValueError for 0, −1 and −0.01, also where all entries are 0; 0.01 is a bound."""
    gradients = {"dWaa": np.array([[3.0, -2.0]])}
    want = {"dWaa": np.array([[0.01, -0.01]])}
    grads_agree(student.clip_gradients(gradients, 0.01), want, " clipped to 0.01")
    for bound in (0.0, -1.0, -0.01, 0):
        refuses(student.clip_gradients, gradients, bound)
        refuses(student.clip_gradients, {"dWaa": np.zeros((1, 2))}, bound)


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
    "clip_by_global_norm",
    points=2,
    kind="reference",
    hint="One norm for all arrays together, before anything is scaled; and the root of the sum of "
    "squares, not the sum. What is added to it, be it 10⁻⁶, is much where gradients are small.",
)
@given(draw.drawn(gradients=piles), share=draw.number(0.05, 2.0), examples=12)
def clip_by_global_norm_of_all_together(
    student: Student, ref: Reference, gradients: Parameters, share: float
) -> None:
    """(clipped, norm) of one to five arrays, large or tiny, for bounds on both sides; float64.

    Also for a bound that is missed by little.
    """
    tiny = ", of entries of about 10⁻⁶"
    for size, part, words in ((1.0, share, ""), (1.0, 0.9995, ""), (1e-6, share, tiny)):
        some = {name: size * g for name, g in gradients.items()}
        bound = part * float(np.sqrt(sum(np.sum(g**2) for g in some.values())))
        wanted, norm = ref.clip_by_global_norm(some, bound)
        scaled_agrees(student.clip_by_global_norm(some, bound), wanted, norm, words)


@check(
    "clip_by_global_norm",
    points=1,
    kind="property",
    hint="A short gradient is not to be stretched: below the bound the entries are exactly those "
    "that came in. Zeros stay zeros; their norm is 0, over which nothing can be divided.",
)
@given(draw.drawn(gradients=piles), examples=5)
def clip_by_global_norm_only_shortens(
    student: Student, ref: Reference, gradients: Parameters
) -> None:
    """Within the bound all entries are exactly as before; zeros give zeros, 0.0 and no NaN."""
    norm = float(np.sqrt(sum(np.sum(g**2) for g in gradients.values())))
    clipped, found = unpack(student.clip_by_global_norm(gradients, norm + 1), "clipped", "norm")
    close(found, norm, what="the norm")
    for name, one in zip(gradients, entries(clipped, *gradients), strict=True):
        close(one, gradients[name], rtol=0, atol=0, what=f"{name}, within the bound")
    zeros = {name: np.zeros(value.shape) for name, value in gradients.items()}
    scaled_agrees(quiet(student.clip_by_global_norm, zeros, 1.0), zeros, 0.0, " of zeros")


@check(
    "clip_by_global_norm",
    points=1,
    kind="purity",
    hint="If the call changed its input, or hands some of it back: new arrays, also where nothing "
    "is scaled. And a bound is above 0.",
)
@given(draw.drawn(gradients=piles), examples=4)
def clip_by_global_norm_makes_new_arrays(
    student: Student, ref: Reference, gradients: Parameters
) -> None:
    """The result is right and shares no memory with gradients, which stay; ValueError for 0."""
    zeros = {name: np.zeros(value.shape) for name, value in gradients.items()}
    fresh(student.clip_by_global_norm, zeros, 1.0)
    for bound in (0.01, 1e3):
        unchanged(student.clip_by_global_norm, gradients, bound)
        fresh(student.clip_by_global_norm, gradients, bound)
        wanted, norm = ref.clip_by_global_norm(gradients, bound)
        scaled_agrees(student.clip_by_global_norm(gradients, bound), wanted, norm)
    for bound in (0.0, -1.0, -0.01):
        refuses(student.clip_by_global_norm, gradients, bound)
        refuses(student.clip_by_global_norm, zeros, bound)


# gradient_norms_through_time


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


@check(
    "gradient_norms_through_time",
    points=4,
    kind="reference",
    hint="Forward through all steps; then back from da_last, one cell at a time: what it says of "
    "a_prev is the gradient one step earlier. The root of the sum of its squares.",
)
@given(a_sequence(steps=(1, 8), da_last=state()), examples=11)
def gradient_norms_through_time_at_every_step(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    x: Array,
    a0: Array,
    da: Array,
    da_last: Array,
) -> None:
    """All T + 1 norms of one to eight steps are right; the first belongs to a0.

    1000 times da_last gives 1000 times the norms.
    """
    wanted = ref.gradient_norms_through_time(x, a0, parameters, da_last)
    got = student.gradient_norms_through_time(x, a0, parameters, da_last)
    close(got, wanted, what="the norms")
    double_precision(got, "the norms")
    got = student.gradient_norms_through_time(x, a0, parameters, 1000 * da_last)
    close(got, 1000 * wanted, what="the norms for 1000·da_last")
    unchanged(student.gradient_norms_through_time, x, a0, parameters, da_last)


@check(
    "gradient_norms_through_time",
    points=2,
    kind="property",
    hint="Each step back multiplies by Waa transposed and by slopes of at most 1. Where Waa makes "
    "all 0.6 times as long, what is left after thirty steps?",
)
@given(
    draw.drawn(
        x=draw.normal(3, 4, 30),
        a0=draw.normal(6, 4),
        da_last=draw.normal(6, 4),
        parameters=lambda rng, _, __: parameters(SHAPES)(rng, {"n_a": 6, "n_x": 3, "n_y": 2}, {}),
        seed=draw.integers(low=0, high=999),
    ),
    examples=3,
)
def gradient_norms_through_time_vanish(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    x: Array,
    a0: Array,
    da_last: Array,
    seed: int,
) -> None:
    """Where Waa shortens to 0.6, norm t of 30 steps is at most 0.6^(30 − t) times the last.

    And right with another Waa before, of which nothing is kept.
    """
    wanted = ref.gradient_norms_through_time(x, a0, parameters, da_last)
    got = student.gradient_norms_through_time(x, a0, parameters, da_last)
    close(got, wanted, what="the norms, Waa at random")
    Q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(6, 6)))
    shrinking = parameters | {"Waa": 0.6 * Q}
    wanted = ref.gradient_norms_through_time(x, a0, shrinking, da_last)
    got = student.gradient_norms_through_time(x, a0, shrinking, da_last)
    norms = numbers(got, (31,), "the norms")
    close(norms, wanted, atol=1e-15, what="the norms")
    bound = 0.6 ** np.arange(30.0, -1.0, -1.0) * norms[-1] * (1 + 1e-9)
    law = "no norm may exceed 0.6^(T − t) times the last"
    require(bool((norms <= bound).all()), law, got=norms)


# rnn_train_step

# What is learnt is the sum of a bit and the one before it: 0, 1 or 2. Over 50 seeds of data and
# weights the cost came to 0.038 at most after 60 steps, and 95.7 % of 64 others or more were right.
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


# Of the derivatives of the cost of the handout's network, in all five parameters.
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


@check(
    "rnn_train_step",
    points=3,
    kind="reference",
    hint="Forward, the cost and its derivatives, back through time, clip all five, each entry by "
    "itself, and a step of each against its own. The cost is that before the step.",
)
# From two classes on: of a single one all derivatives are 0.
@given(
    a_sequence(widths=(2, 4), steps=(1, 3), y=one_hot()),
    learning_rate=draw.number(0.05, 2.0),
    examples=8,
)
def rnn_train_step_clips_and_steps(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    x: Array,
    a0: Array,
    da: Array,
    y: Array,
    learning_rate: float,
) -> None:
    """new_parameters and cost, where no gradient is clipped, where some are, and where most are."""
    for bound in (5.0, 0.1, 0.02):
        wanted, wanted_cost = ref.rnn_train_step(x, y, a0, parameters, learning_rate, bound)
        got = student.rnn_train_step(x, y, a0, parameters, learning_rate, bound)
        new, cost = step_of(got, parameters)
        words = f", clipped to {bound:g}"
        costs_agree(cost, wanted_cost, f"the cost{words}")
        for name, value in wanted.items():
            close(new[name], value, what=f"{name}{words}")


@check(
    "rnn_train_step",
    points=2,
    kind="purity",
    hint="If the call changed its input, or hands some of it back: make new arrays, in a new dict, "
    "for -=, for example, writes into the parameters that you were given.",
)
@given(a_sequence(y=one_hot()), examples=4)
def rnn_train_step_makes_new_parameters(
    student: Student,
    ref: Reference,
    parameters: Parameters,
    x: Array,
    a0: Array,
    da: Array,
    y: Array,
) -> None:
    """new_parameters and cost are right, also with a rate of 0, in new arrays; arguments stay."""
    unchanged(student.rnn_train_step, x, y, a0, parameters, 0.5, 1.0)
    fresh(student.rnn_train_step, x, y, a0, parameters, 0.0, 1.0)
    _, wanted_cost = ref.rnn_train_step(x, y, a0, parameters, 0.0, 1.0)
    got = student.rnn_train_step(x, y, a0, parameters, 0.0, 1.0)
    new, cost = unpack(got, "new_parameters", "cost")
    grads_agree(new, parameters, " with a rate of 0")
    costs_agree(cost, wanted_cost)
    moved, _ = ref.rnn_train_step(x, y, a0, parameters, 0.5, 1.0)
    got = student.rnn_train_step(x, y, a0, parameters, 0.5, 1.0)
    grads_agree(unpack(got, "new_parameters", "cost")[0], moved, " with a rate of 0.5")
