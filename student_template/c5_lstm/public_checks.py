"""The public checks of Long short-term memory; run them with `grade check`."""

from collections.abc import Callable
from typing import Any
from grader.authoring import Array, CallFailed, Failure, Reference, Student, array, check, close, costs_agree, double_precision, entries, equal, fresh, guarded_cost, numbers, quiet, require, scalar, unchanged, unpack
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


def one_step() -> tuple[Array, Array, Array, Parameters]:
    """xt (4, 3), a_prev and c_prev (2, 3), and a cell whose weights are whole numbers of ln 3."""
    xt = np.array([[1.0, 0, 2], [0, 1, 0], [-1, 0, 1], [0, 2, 0]])
    a_prev = np.array([[0.5, 0.0, -0.5], [0.0, 0.5, 0.5]])
    c_prev = np.array([[2.0, 4.0, -3.0], [-1.0, 2.0, 1.0]])
    # What each row says of a1, a2, x1, x2, x3, x4, and its bias.
    rows = {
        "f": [[2, 0, 1, 0, 0, 0, -1], [0, 2, 0, 0, 0, -1, 1]],
        "i": [[0, 0, 0, 1, 1, 0, 0], [2, 0, 0, 0, 0, 1, -1]],
        "c": [[1, 0, 0.5, 0, 0, 0, -0.5], [0, -2, 0, 0, 0, 1, 0]],
        "o": [[0, 2, 0, 0, 1, 0, 0], [2, 0, 0, -1, 0, 0, 1]],
    }
    cell = {}
    for gate, row in rows.items():
        table = np.log(3) * np.array(row, dtype=np.float64)
        cell["W" + gate], cell["b" + gate] = table[:, :6], table[:, 6:]
    # In another order than the handout's: they are to be found by name.
    return xt, a_prev, c_prev, dict(sorted((cell | output_layer()).items()))


def step_back() -> tuple[Array, Parameters, Array, Array, Parameters]:
    """c_prev, a cell whose gate weights are 0, da, dc, and what comes of them, back."""
    cell = dict(one_step()[3])
    log3, log2 = np.log(3), np.log(2)
    third = (log2 - 0.4) * 4 / 3, 0.25 - 2 * log2  # with them c_next is ± ln 2
    c_prev = np.array([[2.0, -8 / 15, third[0]], [-1.0, 0.25, third[1]]])
    biases = {"f": (log3, 0), "i": (0, -log3), "c": (log3, -log3 / 2), "o": (-log3, log3)}
    for gate, (first, second) in biases.items():
        cell["W" + gate] = np.zeros((2, 6))
        cell["b" + gate] = np.array([[first], [second]])
    da = np.array([[0.0, 80, 100], [0, 80, -200]])
    dc = np.array([[80.0, 20, -56], [-64, -28, 64]])
    p, q = -7.5 * third[0], -8 * third[1]  # dz_f of the third example
    wanted = {
        "dxt": np.zeros((4, 3)),
        "da_prev": np.zeros((2, 3)),
        "dc_prev": np.array([[60.0, 30, -30], [-32, 16, -16]]),
        "dWf": np.array(
            [
                [15 - p / 2, p / 2 - 2, 30 + 2 * p, -4, p - 30, -8],
                [8 - q / 2, 1 + q / 2, 16 + 2 * q, 2, q - 16, 4],
            ]
        ),
        "dWi": np.array([[12.0, 0, 0, 8, -24, 16], [1.5, 0, 12, -3, -3, -6]]),
        "dWc": np.array([[10.8, 0, 0, 7.2, -21.6, 14.4], [-3, 0, -24, 6, 6, 12]]),
        "dWo": np.array([[-5.625, 5.625, 22.5, 0, 11.25, 0], [-11.25, 11.25, 45, 0, 22.5, 0]]),
        "dbf": np.array([[26 + p], [18 + q]]),
        "dbi": np.array([[16.0], [6.0]]),
        "dbc": np.array([[14.4], [-12.0]]),
        "dbo": np.array([[11.25], [22.5]]),
    }
    return c_prev, cell, da, dc, wanted


def steady_gates() -> tuple[Array, ...]:
    """f, i, the candidate and o of that cell, (2, 3) each."""
    columns = [[0.75, 0.5], [0.5, 0.25], [0.8, -0.5], [0.25, 0.75]]
    return tuple(np.tile(np.array([column]).T, 3) for column in columns)


def output_layer() -> Parameters:
    """Wy (6, 2) and by (6, 1)."""
    Wy = [[1.0, 0], [0, 1], [1, 1], [-2, 0], [0, -1], [0, 0]]
    return {"Wy": np.array(Wy), "by": np.array([[0.0], [0], [1], [0], [-1], [0.5]])}


def said_of(a: Array) -> Array:
    """What the output layer says of states (2, …): 6 numbers that sum to 1."""
    Wy, by = output_layer().values()
    e = np.exp(np.tensordot(Wy, a, axes=1) + by.reshape(6, *[1] * (a.ndim - 1)))
    found: Array = e / e.sum(axis=0)
    return found


def memory() -> tuple[Array, Array, Parameters]:
    """x (4, 3, 5), a0 (2, 3), and a cell whose gates are open (1) or shut (0)."""
    shut = 1000.0  # σ(−1000) is 0
    x = np.array(
        [
            [[1, -1, 0.5, -1, 1], [1, 0.5, 0.5, -1, 0.5], [-1, 1, -1, -0.5, 1]],  # the value
            [[1, 0, 0, 1, 0], [0, 1, 1, 0, 1], [1, 1, 0, 1, 0]],  # 1: write it
            [[0, 0, 1, 0, 0], [0, 0, 0, 0, 1], [0, 1, 0, 0, 0]],  # 1: forget what was there
            [[1, 0.5, -1, 0.5, 1], [-0.5, 1, -1, 0.5, 1], [0.5, -1, 1, -0.5, -1]],  # for unit 2
        ]
    )
    a0 = np.array([[0.5, -0.5, 0.5], [-0.5, 0.5, 1.0]])
    cell = {"W" + gate: np.zeros((2, 6)) for gate in "fico"}
    cell |= {"b" + gate: np.zeros((2, 1)) for gate in "fico"}
    cell["Wf"][0, 4], cell["bf"][0] = -2 * shut, shut
    cell["Wi"][0, 3], cell["bi"][0] = 2 * shut, -shut
    cell["Wi"][1, 0] = shut  # unit 2 writes while unit 1 was positive
    cell["Wc"][0, 2] = cell["Wc"][1, 5] = cell["bo"][1] = np.log(3)
    return x, a0, cell | output_layer()


def memory_cells() -> Array:
    """The cells (2, 3, 5) of this memory."""
    first = [[0.8, 0.8, 0, -0.8, -0.8], [0, 0.5, 1, 1, 0.5], [-0.8, 0.8, 0.8, 0.3, 0.3]]
    second = [
        [0.8, 0.9, -0.35, 0.075, 0.0375],
        [0, 0.4, -0.6, 0.2, 0.9],
        [0.5, 0.25, 0.925, -0.0375, -0.81875],
    ]
    return np.array([first, second])


def waves(start: float, *shape: int) -> Array:
    """Numbers between −1 and 1 in no order that one sees."""
    found: Array = np.sin(start + np.arange(1.0, np.prod(shape) + 1) ** 2).reshape(shape)
    return found


def some_network() -> Parameters:
    """Parameters for 4 inputs, 2 units and 6 outputs."""
    found = {}
    for start, gate in enumerate("fico"):
        found["W" + gate] = waves(start, 2, 6)
        found["b" + gate] = waves(start + 0.5, 2, 1)
    found |= {"Wy": waves(5, 6, 2), "by": waves(6, 6, 1)}
    return dict(sorted(found.items()))


TOTAL_OF_A_STEP, TOTAL_OF_A_SEQUENCE = 0.8255151546174, 0.0430388389085


def is_slope(total: Callable[[Array], float], at: Array, found: Any, name: str) -> None:
    """`found` tells how fast the total grows when the whole array moves a little along a way."""
    way, h = waves(0.7, *at.shape), 1e-5
    slope = (total(at + h * way) - total(at - h * way)) / (2 * h)
    steepness = float(np.sum(way * numbers(found, at.shape, name)))
    what = f"the sum of way · {name}, where way is a direction,"
    close(steepness, slope, rtol=1e-5, atol=1e-7, what=what)


def negative(parameters: Parameters) -> Parameters:
    """Other parameters, for a call that must not spoil the cache of one before it."""
    return {name: -value for name, value in parameters.items()}


def step_agrees(got: Any, a: Array, c: Array, y: Array, words: str = "") -> Any:
    """The first three of (a_next, c_next, yt_pred, cache) are these; the cache."""
    found = unpack(got, "a_next", "c_next", "yt_pred", "cache")
    for name, value, want in zip(("a_next", "c_next", "yt_pred"), found, (a, c, y), strict=False):
        close(value, want, what=f"{name}{words}")
        double_precision(value, f"{name}{words}")
    return found[3]


def sequence_agrees(got: Any, a: Array, y: Array, c: Array, words: str = "") -> Any:
    """The first three of (a, y, c, caches) are these; the caches."""
    found = unpack(got, "a", "y", "c", "caches")
    names = ("the array a", "the array y", "the array c")
    # Shapes first: which array is which, they say whatever the values are.
    for name, value, want in zip(names, found, (a, y, c), strict=False):
        array(value, want.shape, what=f"{name}{words}")
    for name, value, want in zip(names, found, (a, y, c), strict=False):
        close(value, want, what=f"{name}{words}")
        double_precision(value, f"{name}{words}")
    return found[3]


def grads_agree(got: Any, want: Parameters, words: str = "") -> None:
    """The derivatives in the dict are these; it may have further keys."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


@check(
    "sigmoid",
    points=2,
    kind="example",
    public=True,
    hint="e^(ln 3) = 3, so σ(ln 3) = 1/(1 + 1/3). Every number by itself, whatever the shape, and "
    "far out it goes on falling towards 0. An array made in the type of whole numbers holds no ½.",
)
def sigmoid_by_hand(student: Student, ref: Reference) -> None:
    """σ(0) = 1/2, σ(±ln 3) = 3/4, 1/4, σ(±ln 999) = 0.999, 0.001, σ(−1000) = 0: any shape."""
    z = np.array([[0.0, np.log(3), -np.log(3)], [np.log(999), -np.log(999), -1000.0]])
    want = np.array([[0.5, 0.75, 0.25], [0.999, 0.001, 0.0]])
    found = quiet(student.sigmoid, z)
    close(found, want, what="σ(z)")
    double_precision(found, "σ(z)")
    close(student.sigmoid(z[:, :, np.newaxis]), want[:, :, np.newaxis], what="σ(z)")
    close(student.sigmoid(z[1]), want[1], what="σ(z)")
    close(student.sigmoid(0), 0.5, what="σ(0)")
    whole = np.array([[0, 1000, -1000]])
    close(quiet(student.sigmoid, whole), np.array([[0.5, 1.0, 0.0]]), what="σ of whole numbers")
    close(student.sigmoid(float(np.log(3))), 0.75, what="σ(ln 3)")
    close(student.sigmoid(-float(np.log(3))), 0.25, what="σ(−ln 3)")
    close(quiet(student.sigmoid, -1000.0), 0.0, what="σ(−1000)")
    close(quiet(student.sigmoid, 1000.0), 1.0, what="σ(1000)")
    unchanged(student.sigmoid, z)


@check(
    "initialize_lstm",
    points=2,
    kind="example",
    public=True,
    hint="Four gates, each with weights for the state and the input side by side. At the start a "
    "cell is to remember.",
)
def initialize_lstm_has_its_shapes(student: Student, ref: Reference) -> None:
    """For 4 inputs, 2 units, 6 outputs: ten shapes; bf is 1, other biases 0; weights all differ.

    The same seed (it is 0) gives the same weights, another one others. With many units the
    deviation of the gates' weights comes near to 1/√(n_a + n_x), and that of Wy to 1/√n_a; about
    one weight in 22 is more than two deviations from 0, and no two arrays hold the same numbers.
    """
    found = start_of(student.initialize_lstm(4, 2, 6, 0), 4, 2, 6)
    again = start_of(student.initialize_lstm(4, 2, 6, 0), 4, 2, 6)
    other = start_of(student.initialize_lstm(4, 2, 6, 8), 4, 2, 6)
    names = ["Wf", "Wi", "Wc", "Wo", "Wy"]
    drawn = np.concatenate([found[name].ravel() for name in names])
    law = "all 60 weights must be numbers of their own"
    count = np.unique(drawn).size
    require(count == 60, law, got=f"{count} different numbers", want="60 different numbers")
    for name in names:
        law = f"{name} must be the same with the same seed"
        require(np.allclose(again[name], found[name]), law, got=again[name])
        law = f"{name} must be another with another seed"
        require((found[name] != other[name]).all(), law, got=other[name])
    many = start_of(student.initialize_lstm(60, 40, 50, 7), 60, 40, 50)
    for name, wanted in {"Wf": 0.1, "Wo": 0.1, "Wy": 1 / np.sqrt(40)}.items():
        deviation = float(many[name].std())
        law = f"the deviation of {name} must be about {wanted:.3g}"
        require(0.85 < deviation / wanted < 1.15, law, got=deviation, want=wanted)
    scaled = {name: many[name].ravel() * (np.sqrt(40) if name == "Wy" else 10) for name in names}
    together = np.concatenate([*scaled.values()]).round(9)
    twice = together.size - np.unique(together).size
    law = "the arrays must be independent draws, and not the same numbers scaled"
    require(twice < 50, law, got=f"{twice} numbers occur again", want="none, up to chance")
    # 4.55 % of normal draws: of these 18000 the share is within 1 % of that, by six deviations.
    beyond = float(np.mean(np.abs(together) > 2))
    law = "of normal draws 4.6 % are more than two deviations from 0"
    require(0.0355 < beyond < 0.0555, law, got=beyond, want=0.0455)
    for name in names[:4]:
        lengths_vary(many[name], name)


def start_of(got: Any, n_x: int, n_a: int, n_y: int) -> Parameters:
    """The ten parameters in their shapes and in float64, with the biases that they start with."""
    shapes = {"W" + gate: (n_a, n_a + n_x) for gate in "fico"} | {"Wy": (n_y, n_a)}
    biases = {"b" + gate: (n_a, 1) for gate in "fico"} | {"by": (n_y, 1)}
    shapes |= biases
    found = {}
    for name, value in zip(shapes, entries(got, *shapes), strict=True):
        found[name] = numbers(value, shapes[name], name)
        double_precision(value, name)
    for name, shape in biases.items():
        close(found[name], np.full(shape, float(name == "bf")), rtol=0, atol=0, what=name)
    return found


def lengths_vary(W: Array, name: str) -> None:
    """Rows of independent draws differ in length, and so do columns: nobody made them alike.

    The lengths of 60 or more with at most 200 entries lie within 7 % once in 10¹⁴ times.
    """
    for words, axis in (("rows", 1), ("columns", 0)):
        lengths = np.linalg.norm(W, axis=axis)
        law = f"the draws of {name} must be independent: the lengths of its {words} must vary"
        got = f"{lengths.min():.6g} to {lengths.max():.6g}"
        require(np.ptp(lengths) > 0.07 * lengths.mean(), law, got=got)


@check(
    "lstm_cell_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has all four gates of this step. The weights meet the state first, then the "
    "input; the forget gate meets the old cell, the input gate the candidate.",
)
def lstm_cell_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's step: 2 units, 4 inputs, 6 outputs, 3 examples.

    And with cells a thousand times as large, and output weights 3000 times.
    """
    xt, a_prev, c_prev, p = one_step()
    cell = np.array([[1.625, 0.625, -1.5], [-0.75, 1.6, 0.82]])
    shown = np.array([[0.25, 0.75, 0.9], [0.9, 0.5, 0.5]])
    seen = shown * np.tanh(cell)
    got = student.lstm_cell_forward(xt, a_prev, c_prev, p)
    step_agrees(got, seen, cell, said_of(seen))
    unchanged(student.lstm_cell_forward, xt, a_prev, c_prev, p)
    # tanh of such cells is ±1, and the largest output gets all of the probability.
    cell = np.array([[1500.125, 999.625, -1500.0], [-750.0, 1000.6, 899.92]])
    sure = np.eye(6)[:, [4, 2, 3]]
    large = p | {"Wy": 3000 * p["Wy"]}
    got = quiet(student.lstm_cell_forward, xt, a_prev, 1000 * c_prev, large)
    step_agrees(got, shown * np.sign(cell), cell, sure, " of cells and weights of thousands")


@check(
    "lstm_cell_forward",
    points=1,
    kind="property",
    public=True,
    hint="If the step itself is right: what does the way back need? The gates, both cells, the "
    "inputs and the weights; and of this call, not of the one after it.",
)
def lstm_cell_forward_hands_on(student: Student, ref: Reference) -> None:
    """The step of the handout's step back is right; its cache serves, after a later call too."""
    (xt, a_prev, *_), (c_prev, p, da, dc, grads) = one_step(), step_back()
    f, i, candidate, o = steady_gates()
    c_next = np.array([[1.9, 0.0, np.log(2)], [-0.625, 0.0, -np.log(2)]])
    a_next = o * np.tanh(c_next)
    cache_serves(
        lambda one: student.lstm_cell_backward(da, dc, one),
        (a_next, c_next, a_prev, c_prev, f, i, candidate, o, xt, p),
        lambda: step_agrees(
            student.lstm_cell_forward(xt, a_prev, c_prev, p), a_next, c_next, said_of(a_next)
        ),
        lambda: student.lstm_cell_forward(-xt, c_prev, a_prev, negative(p)),
        lambda got, words: grads_agree(got, grads, words),
    )


@check(
    "lstm_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has the cells step by step. Two things travel from step to step, the state "
    "and the cell; the first cell is 0, and the first state a0. What comes back is a, y and c, in "
    "this order, and the caches.",
)
def lstm_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's memory: 2 units, 4 inputs, 6 outputs, 3 examples, 5 steps; and 1 step."""
    x, a0, p = memory()
    c = memory_cells()
    a = np.array([0.5, 0.75]).reshape(2, 1, 1) * np.tanh(c)
    y = said_of(a)
    sequence_agrees(student.lstm_forward(x, a0, p), a, y, c)
    unchanged(student.lstm_forward, x, a0, p)
    got = student.lstm_forward(x[:, :, :1].copy(), a0, p)
    sequence_agrees(got, a[:, :, :1], y[:, :, :1], c[:, :, :1], " of the first step alone")


BY_BIASES = {
    "dbf": [[0.193382808248], [0.0220691608566]],
    "dbi": [[0.874201680141], [-0.39985557892]],
    "dbc": [[0.786781512126], [0.799711157839]],
    "dbo": [[1.83217317769], [-0.134273413288]],
}


@check(
    "lstm_forward",
    points=1,
    kind="property",
    public=True,
    hint="If a, y and c are right: the caches have an entry for each step, each with arrays of its "
    "own. A state that is written over at the next step is in none of them. And new ones at each "
    "call.",
)
def lstm_forward_hands_on(student: Student, ref: Reference) -> None:
    """Three steps are right, and their caches serve the way back, between other calls.

    The gates are those of the handout's step back, the same at all steps: the cells are 0.4, 0.7
    and 0.925, and −0.125, −0.1875 and −0.21875.
    """
    p, (f, i, candidate, o) = step_back()[1], steady_gates()
    x, a0 = waves(16, 4, 3, 3), waves(17, 2, 3)
    da = np.array([[[4.0, -2, 8], [1, 3, -5], [0, 6, 2]], [[-3.0, 5, 1], [2, -4, 6], [7, 0, -8]]])
    cells_of = [[0.0, 0.4, 0.7, 0.925], [0.0, -0.125, -0.1875, -0.21875]]
    c = np.tile(np.array(cells_of).reshape(2, 1, 4), (1, 3, 1))
    a = o[:, :, np.newaxis] * np.tanh(c)
    a[:, :, 0] = a0
    steps = [tuple(one[:, :, t + k].copy() for k in (1, 0) for one in (a, c)) for t in range(3)]
    known = [
        (a_next, c_next, before, kept, f, i, candidate, o, x[:, :, t].copy(), p)
        for t, (a_next, c_next, before, kept) in enumerate(steps)
    ]
    a, c = a[:, :, 1:].copy(), c[:, :, 1:].copy()
    wanted = {name: np.array(value) for name, value in BY_BIASES.items()}
    wanted |= {"dx": np.zeros((4, 3, 3)), "da0": np.zeros((2, 3))}
    cache_serves(
        lambda one: student.lstm_backward(da, one),
        (known, x),
        lambda: sequence_agrees(student.lstm_forward(x, a0, p), a, said_of(a), c),
        lambda: student.lstm_forward(-x, -a0, negative(p)),
        lambda got, words: grads_agree(got, wanted, words),
    )


@check(
    "lstm_cell_backward",
    points=2,
    kind="example",
    public=True,
    hint="First dc, which has two parts. From there one product for each gate: what it was "
    "multiplied with, times the slope of its own curve. Then sums over the examples.",
)
def lstm_cell_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's step back, with gate weights of 0: eleven arrays.

    With da and dc a thousand times as large, with 0, and with an output gate that is shut.
    """
    xt, a_prev, _, _ = one_step()
    c_prev, cell, da, dc, wanted = step_back()
    got = student.lstm_cell_forward(xt, a_prev, c_prev, cell)
    cache = unpack(got, "a_next", "c_next", "yt_pred", "cache")[3]
    grads_agree(student.lstm_cell_backward(da, dc, cache), wanted)
    unchanged(student.lstm_cell_backward, da, dc, cache)
    for factor in (1000.0, 0.0):
        got = quiet(student.lstm_cell_backward, factor * da, factor * dc, cache)
        scaled = {name: factor * value for name, value in wanted.items()}
        grads_agree(got, scaled, f" for {factor:g}·da and {factor:g}·dc")
    # Unit 2 shows nothing, so that da does not reach its cell: dc* is dc.
    cell["bo"] = np.array([[-np.log(3)], [-1000.0]])
    got = student.lstm_cell_forward(xt, a_prev, c_prev, cell)
    cache = unpack(got, "a_next", "c_next", "yt_pred", "cache")[3]
    shut = {
        "dc_prev": np.array([[60.0, 30, -30], [-32, -14, 32]]),
        "dbi": np.array([[16.0], [2.625]]),
        "dbc": np.array([[14.4], [-5.25]]),
        "dbo": np.array([[11.25], [0.0]]),
    }
    got = quiet(student.lstm_cell_backward, da, dc, cache)
    grads_agree(got, shut, " with the output gate of unit 2 shut")


@check(
    "lstm_cell_backward",
    points=2,
    kind="gradient",
    public=True,
    hint="Each derivative must say how Σ da·a_next + Σ dc·c_next of your own step moves. If only "
    "dxt or da_prev is off: all four gates saw the state and the input, and the state comes first.",
)
def lstm_cell_backward_is_a_slope(student: Student, ref: Reference) -> None:
    """Each of the eleven arrays tells the slope of Σ da·a_next + Σ dc·c_next, along a direction."""
    p = some_network()
    start = {"xt": waves(7, 4, 3), "a_prev": waves(8, 2, 3), "c_prev": 2 * waves(9, 2, 3)}
    da, dc = waves(10, 2, 3), waves(11, 2, 3)

    def step(**moved: Array) -> tuple[Any, ...]:
        at = start | p | moved
        step = [at.pop(name) for name in start]
        got = student.lstm_cell_forward(*step, at)
        return unpack(got, "a_next", "c_next", "yt_pred", "cache")

    def total(**moved: Array) -> float:
        a, c, _, _ = step(**moved)
        a, c = numbers(a, (2, 3), "a_next"), numbers(c, (2, 3), "c_next")
        return float(np.sum(da * a) + np.sum(dc * c))

    close(total(), TOTAL_OF_A_STEP, what="Σ da·a_next + Σ dc·c_next")
    grads = student.lstm_cell_backward(da, dc, step()[3])
    places = start | {name: p[name] for name in p if name[1] != "y"}
    for name, at in places.items():
        (found,) = entries(grads, f"d{name}")
        is_slope(lambda value, name=name: total(**{name: value}), at, found, f"d{name}")


@check(
    "lstm_backward",
    points=3,
    kind="gradient",
    public=True,
    hint="From the last step to the first. A step gets its own da and da_prev of the one after it, "
    "and dc_prev of that one; the weights' derivatives of all steps add up.",
)
def lstm_backward_is_a_slope(student: Student, ref: Reference) -> None:
    """Each of the ten arrays tells the slope of Σ da·a along a direction, over 5 steps.

    1000·da gives 1000 times as much. Where da is 0 after a step, dx is. And dx and dWc are right
    for the last of 24 states, with forget gates that are nearly open.
    """
    p = some_network()
    start = {"x": waves(12, 4, 3, 5), "a0": waves(13, 2, 3)}
    da = waves(14, 2, 3, 5)

    def run(**moved: Array) -> tuple[Any, ...]:
        at = start | p | moved
        x, a0 = at.pop("x"), at.pop("a0")
        got = student.lstm_forward(x, a0, at)
        return unpack(got, "a", "y", "c", "caches")

    def total(**moved: Array) -> float:
        return float(np.sum(da * numbers(run(**moved)[0], (2, 3, 5), "a")))

    close(total(), TOTAL_OF_A_SEQUENCE, what="Σ da·a")
    caches = run()[3]
    grads = student.lstm_backward(da, caches)
    places = start | {name: p[name] for name in p if name[1] != "y"}
    for name, at in places.items():
        (found,) = entries(grads, f"d{name}")
        is_slope(lambda value, name=name: total(**{name: value}), at, found, f"d{name}")
    unchanged(student.lstm_backward, da, caches)
    large = student.lstm_backward(1000 * da, caches)
    for name, at in places.items():
        (found,), (more,) = entries(grads, f"d{name}"), entries(large, f"d{name}")
        close(more, 1000 * numbers(found, at.shape, f"d{name}"), what=f"d{name} for 1000·da")
    early = da * (np.arange(5) < 3)
    (dx,) = entries(student.lstm_backward(early, caches), "dx")
    behind = numbers(dx, (4, 3, 5), "dx")[:, :, 3:]
    close(behind, np.zeros((4, 3, 2)), what="dx of the steps after which da is 0")

    long, a0 = waves(18, 4, 3, 24), start["a0"]
    p["bf"] = p["bf"] + 4

    def last(x: Array, Wc: Array) -> float:
        got = unpack(student.lstm_forward(x, a0, p | {"Wc": Wc}), "a", "y", "c", "caches")[0]
        return float(np.sum(da[:, :, 0] * numbers(got, (2, 3, 24), "a")[:, :, 23]))

    caches = unpack(student.lstm_forward(long, a0, p), "a", "y", "c", "caches")[3]
    alone = np.zeros((2, 3, 24))
    alone[:, :, 23] = da[:, :, 0]
    dx, dWc = entries(student.lstm_backward(alone, caches), "dx", "dWc")
    is_slope(lambda value: last(value, p["Wc"]), long, dx, "dx of 24 steps")
    is_slope(lambda value: last(long, value), p["Wc"], dWc, "dWc of 24 steps")


@check(
    "cell_highway",
    points=2,
    kind="example",
    public=True,
    hint="Entry t is the product of the gates from t on to the last: begin at the end, where "
    "nothing is left to multiply.",
)
def cell_highway_by_hand(student: Student, ref: Reference) -> None:
    """The products of the gates of 2 units, 3 examples and 4 steps, by hand.

    And of 100 gates of 0.99, of 0.6 or of 0.
    """
    gates = np.array(
        [
            [[0.5, 0.2, 0.5, 0.8], [1.0, 1.0, 0.5, 1.0], [0.9, 0.0, 0.7, 0.5]],
            [[0.25, 0.5, 0.5, 0.4], [0.1, 1.0, 0.3, 1.0], [1.0, 0.6, 1.0, 0.0]],
        ]
    )
    want = np.array(
        [
            [[0.04, 0.08, 0.4, 0.8, 1], [0.5, 0.5, 0.5, 1.0, 1], [0.0, 0.0, 0.35, 0.5, 1]],
            [[0.025, 0.1, 0.2, 0.4, 1], [0.03, 0.3, 0.3, 1.0, 1], [0.0, 0.0, 0.0, 0.0, 1]],
        ]
    )
    close(student.cell_highway(gates), want, what="the highway")
    unchanged(student.cell_highway, gates)
    fresh(student.cell_highway, gates)
    long = np.array([0.99, 0.6, 0.0]).reshape(3, 1, 1) * np.ones((3, 2, 100))
    found = array(student.cell_highway(long), (3, 2, 101), what="the highway of 100 steps")
    close(found[0, :, 0], np.full(2, 0.3660323), rtol=1e-6, what="100 gates of 0.99")
    close(found[1, :, 0], np.full(2, 6.533186e-23), rtol=1e-6, atol=0, what="100 gates of 0.6")
    close(found[2, :, :100], np.zeros((2, 100)), what="up to 100 gates of 0")


@check(
    "last_step_cost_and_grads",
    points=3,
    kind="gradient",
    public=True,
    hint="Only the last step's prediction counts, so da is 0 at all the others. 1/m comes in once, "
    "with the cost. Wy saw the last state.",
)
def last_step_cost_and_grads_are_slopes(student: Student, ref: Reference) -> None:
    """The cost of the handout's memory; and ten derivatives tell the slopes of another cost.

    Also the cost of classes that are unlikely, with output weights 20 times as large; and the
    derivatives with inputs that are 1000 times as large.
    """
    x, _, p = memory()
    y = np.eye(6)[:, [3, 1, 4]]
    got = student.last_step_cost_and_grads(x, y, p)
    cost, _ = unpack(got, "cost", "grads")
    last = np.array([[-0.8, 0.5, 0.3], [0.0125, 0.884375, -0.834375]])  # from a state of 0
    seen = np.array([[0.5], [0.75]]) * np.tanh(last)
    right = said_of(seen)[[3, 1, 4], [0, 1, 2]]
    costs_agree(cost, -np.log(right).mean(), "the cost of the memory")

    parts = np.exp(20 * p["Wy"] @ seen + p["by"])
    least_likely = np.eye(6)[:, parts.argmin(axis=0)]
    right = parts.min(axis=0) / parts.sum(axis=0)
    got = student.last_step_cost_and_grads(x, least_likely, p | {"Wy": 20 * p["Wy"]})
    cost = scalar(unpack(got, "cost", "grads")[0], "the cost")
    # A guard of log(0) may move them a little.
    least, most = np.mean([guarded_cost(float(one)) for one in right], axis=0)
    law = "the cost of classes that are unlikely must be the mean of −log of their probabilities"
    require(least <= cost <= most, law, got=cost, want=float(-np.log(right).mean()))

    x, p = waves(15, 4, 3, 5), some_network()

    def total(**moved: Array) -> float:
        got = student.last_step_cost_and_grads(x, y, p | moved)
        return scalar(unpack(got, "cost", "grads")[0], "the cost")

    _, grads = unpack(student.last_step_cost_and_grads(x, y, p), "cost", "grads")
    for name, at in p.items():
        (found,) = entries(grads, f"d{name}")
        is_slope(lambda value, name=name: total(**{name: value}), at, found, f"d{name}")
    # Inputs a thousand times as large, and a thousandth of the weights that meet them: all is as
    # it was, but for the derivatives by these weights.
    wide = np.array([1.0, 1, 1000, 1000, 1000, 1000])
    shrunk = {name: value / wide if value.shape == (2, 6) else value for name, value in p.items()}
    _, large = unpack(student.last_step_cost_and_grads(1000 * x, y, shrunk), "cost", "grads")
    for name, at in p.items():
        (found,), (more,) = entries(grads, f"d{name}"), entries(large, f"d{name}")
        want = numbers(found, at.shape, f"d{name}") * (wide if at.shape == (2, 6) else 1)
        close(more, want, what=f"d{name} for 1000·x and input weights over 1000")
    unchanged(student.last_step_cost_and_grads, x, y, p)


@check(
    "lstm_parameter_count",
    points=2,
    kind="example",
    public=True,
    hint="A gate has n_a rows of n_a + n_x weights, and n_a biases; four times all of that. Then "
    "the output layer, weights and biases.",
)
def lstm_parameter_count_by_hand(student: Student, ref: Reference) -> None:
    """4 inputs, 2 units, 6 outputs: 4 · (12 + 2) + 12 + 6 = 74; 3, 5 and 2: 192; an int."""
    is_count(student.lstm_parameter_count(4, 2, 6), 74)
    is_count(student.lstm_parameter_count(3, 5, 2), 192)
    is_count(student.lstm_parameter_count(400, 300, 50), 856250)


def is_count(got: Any, want: int) -> None:
    """A whole number, and this one."""
    equal(got, want, "the number of parameters")
    law = "the number of parameters must be a whole number (an int)"
    require(isinstance(got, int | np.integer), law, got=got, want=want)
