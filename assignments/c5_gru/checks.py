"""The checks of "Gated recurrent unit: a state that two gates guard".

Each states one law of the exercise that its name starts with. Caches are the student's own
business: a check hands them from a forward step to the backward step and never looks into them.
The examples by hand are the handout's: one step, and three steps that read symbols.
"""

from typing import Any

import numpy as np
from numpy.random import Generator

from common.caches import cache_serves
from common.recurrent import Parameters, outside, parameters, some_step, state
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    entries,
    equal,
    given,
    gradients_agree,
    numbers,
    refuses,
    require,
    unchanged,
    unpack,
)

WEIGHTS, BIASES = ("Wr", "Wu", "Wc"), ("br", "bu", "bc")
NAMES = (*WEIGHTS, *BIASES)
# A gate is open or shut with it, whatever its weights say: σ(±30) is 10⁻¹³ from 1 and 0.
ENOUGH = 40.0
# With it a gate is 0 or 1 to the last digit, whatever its weights say; and where a function of
# one's own takes e to the power of it, there is no number any more.
LARGE = 1000.0


# The handout's examples, in numbers


def one_step() -> tuple[Array, Array, Parameters]:
    """xt (3, 4), c_prev (2, 4) and the parameters of two units: the handout's one step."""
    v = np.log(2)
    xt = v * np.array([[1.0, -2, 1, 1], [0, 1, 0, -1], [0, -1, 0, 2]])
    c_prev = v * np.array([[-3.0, 3, -3, -4], [3, -4, 2, 3]])
    return (
        xt,
        c_prev,
        {
            # In another order than the handout's: they are to be found by name.
            "bc": v * np.array([[-1.0], [-1]]),
            "Wu": np.array([[1.0, 0, 1, -1, 1], [-1, -1, 1, 0, -1]]),
            "br": v * np.array([[-1.0], [-1]]),
            "Wc": np.array([[0.0, 1, -1, 1, 0], [-1, -1, -1, 0, 1]]),
            "bu": v * np.array([[1.0], [-1]]),
            "Wr": np.array([[-1.0, 0, -1, 0, -1], [-1, -1, 0, 1, 1]]),
        },
    )


def symbols_read() -> tuple[Array, Array, Parameters]:
    """x (5, 4, 3), c0 (2, 4) and parameters: four examples of three symbols A … E."""
    v, none = np.log(2), np.zeros((2, 7))
    read = np.array([[1, 2, 3], [4, 0, 1], [2, 3, 4], [3, 1, 0]])  # BCD, EAB, CDE and DBA
    candidates = np.array([[0.0, 0, -1, 0, -2, 0, -1], [0, 0, 1, 2, 0, 1, 2]])
    return (
        np.eye(5)[:, read],
        np.array([[2.0, -1, 4, -3], [5, 2.5, -5, 1]]),
        {
            "Wr": none,
            "br": np.zeros((2, 1)),
            "Wu": none,
            "bu": v * np.array([[0.0], [2]]),
            "Wc": v * candidates,
            "bc": v * np.array([[1.0], [-1]]),
        },
    )


def one_step_cache() -> tuple[Array, Array, Array, Array, Array, Parameters]:
    """The handout's form of a cache of that step: (c_prev, xt, r, u, cand, parameters)."""
    xt, c_prev, parameters = one_step()
    r = np.array([[4.0, 2, 4, 3], [2, 3, 3, 4]]) / 6
    u = np.array([[2.0, 3, 2, 4], [3, 2, 4, 2]]) / 6
    return c_prev, xt, r, u, one_step_candidate(), parameters


def one_step_candidate() -> Array:
    """What the handout's step would write."""
    return np.array([[-3.0, 0, -3, -3], [-3, 3, -3, 0]]) / 5


def one_step_back() -> tuple[Array, dict[str, Array]]:
    """dc_next (2, 4) of the handout's step, and the eight derivatives, each a + b·v + c·v²."""
    v = np.log(2)
    dc_next = np.array([[75.0, -4, -75, 75], [100, 225, -225, 3]])
    return dc_next, {
        "dc_prev": np.array([[101 / 3, -48, -6, 29 / 2], [179 / 3, 95, -65, 68 / 3]])
        + v * np.array([[343 / 3, -215, -126, 47], [257 / 3, -250, -140, -56 / 3]]),
        "dxt": np.array([[-73.0, -16, 152, -43], [26, -2, -26, 42], [37, 18, -116, -9]])
        + v * np.array([[-139, 705, 342, 191], [-182, 141, 270, -138], [279, -345, -138, 265]]) / 3,
        "dWr": v**2
        * np.array([[84, 201, 67, -99, 102], [-62, -270, -150, 88, -26]], dtype=np.float64)
        / 3,
        "dbr": v * np.array([[-221 / 3], [100]]),
        "dWu": v * np.array([[40, -40, -10, 10, -20], [45, -105, -45, 30, -30]])
        + v**2 * np.array([[-773, 714, 182, -191, 391], [1599, -2493, -1131, 606, -612]]) / 3,
        "dbu": np.array([[-10.0], [45]]) + v * np.array([[209 / 3], [223]]),
        "dWc": v * np.array([[-66, 68, 36, -34, 66], [174, -158, -159, 47, -46]]),
        "dbc": np.array([[30.0], [-15]]),
    }


def symbols_states() -> Array:
    """The states (2, 4, 3) after each of the handout's three steps."""
    return np.array(
        [
            [[1.3, 0.35, 0.475], [-0.5, -0.25, 0.175], [1.7, 1.15, 0.575], [-1.2, -0.3, -0.15]],
            [
                [1.48, -0.184, -0.0368],
                [0.98, 0.196, 0.5192],
                [-1.48, -0.296, 0.4208],
                [0.2, 0.52, 0.104],
            ],
        ]
    )


def symbols_caches() -> tuple[list[Any], Array]:
    """The handout's form of the caches of these steps, the last example first: (cells, x)."""
    x, c0, parameters = symbols_read()
    before = np.concatenate([c0[:, :, None], symbols_states()], axis=2)[:, ::-1]
    x = x[:, ::-1].copy()
    half, four_fifths = np.full((2, 4), 0.5), np.array([[0.5] * 4, [0.8] * 4])
    written = np.array([[0, 0.6, -0.6, 0.6, 0], [0, 0.6, -0.6, 0, 0.6]])  # A … E
    cells = [
        (before[:, :, t].copy(), one, half, four_fifths, written @ one, parameters)
        for t, one in enumerate(np.moveaxis(x, 2, 0))
    ]
    return cells, x


def symbols_back() -> tuple[Array, dict[str, Array]]:
    """dc (2, 4, 3) of these steps, and the eight derivatives."""
    _, _, parameters = symbols_read()
    dc = np.array(
        [
            [[25.0, 50, 100], [50, -25, 100], [25, 50, -50], [-75, 25, 50]],
            [[10, -50, 125], [10, 50, -125], [10, 20, 25], [15, -35, 50]],
        ]
    )
    dzc = np.array(
        [
            [[24, 32, 32], [31.25, 12.5, 32], [12, 8, -25], [-16, 16, 25]],
            [[2.56, -12.8, 100], [7.68, 20, -64], [7.68, 20, 12.8], [8, -12.8, 40]],
        ]
    )
    return dc, {
        "dx": np.einsum("as,amt->smt", parameters["Wc"][:, 2:], dzc),
        "dc0": np.array([[37.5, 31.25, 18.75, -25], [1, 3, 3, 2]]),
        "dWr": np.zeros((2, 7)),
        "dbr": np.zeros((2, 1)),
        "dWu": np.array(
            [
                [-195.34375, 26.585, 6.875, 17.5, -90.625, -45.625, 30],
                [77.9976, -89.494464, -8.08, -13.2, 18.88, 8, -0.976],
            ]
        ),
        "dbu": np.array([[-81.875], [4.624]]),
        "dWc": np.array(
            [
                [54.725, 96.9395, 37.5, 72, 44, 24, 6.25],
                [40.3, -21.9184, 60, -74.24, -5.12, 128, 20.48],
            ]
        ),
        "dbc": np.array([[183.75], [129.12]]),
    }


# What the checks share: inputs, and laws used more than once


def gates(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Parameters:
    """The six parameters, in any order; a matrix has columns for the state and for the input."""
    columns = sizes | {"n_a + n_x": sizes["n_a"] + sizes["n_x"]}
    shapes = {"W": ("n_a", "n_a + n_x"), "b": ("n_a", 1)}
    order = [str(name) for name in rng.permutation(NAMES)]
    field = parameters({name: shapes[name[0]] for name in order})
    found: Parameters = field(rng, columns, fields)
    return found


def odd_one(field: draw.Field, place: int, *factors: float, fewest: int = 1) -> draw.Field:
    """A field in which one example is multiplied by a factor, at each step by one.

    With fewer examples there is no odd one.
    """

    def found(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        values: Array = field(rng, sizes, fields)
        if sizes["m"] >= fewest:
            one = values[:, place]
            values[:, place] = one * rng.choice(factors, size=one.shape[1:]) + 0.0  # and no −0
        return values

    return found


def before(odd: bool) -> draw.Field:
    """The state before a step. One may be 0, as where most sequences begin; if odd, or large."""
    if odd:
        return odd_one(state(1.5), 0, 0.0, 1.0, LARGE)
    return odd_one(state(1.5), 0, 0.0, 1.0, fewest=2)


def steps(widest: int = 5, m: int = 4, *, odd: bool = False, **more: draw.Field) -> Any:
    """One step: xt, the state before it, the parameters; and derivatives in the state after it.

    If they are odd, one example may read nothing but 0, or large numbers, and the state of one
    may be 0 or large.
    """
    xt = draw.normal("n_x", "m")
    return draw.drawn(
        sizes={"n_a": (1, widest), "n_x": (1, widest), "m": (1, m)},
        xt=odd_one(xt, -1, 0.0, 1.0, 10.0) if odd else xt,
        c_prev=before(odd),
        parameters=gates,
        dc_next=draw.normal("n_a", "m"),
        **more,
    )


def runs(
    widest: int = 4, T: tuple[int, int] = (1, 6), *, odd: bool = False, **more: draw.Field
) -> Any:
    """A sequence, the state before it, the parameters; and derivatives that reach each state.

    If they are odd, it is as with `steps`.
    """
    x = draw.normal("n_x", "m", "T")
    return draw.drawn(
        sizes={"n_a": (1, widest), "n_x": (1, widest), "m": (1, 3), "T": T},
        x=odd_one(x, -1, 0.0, 1.0, 10.0) if odd else x,
        c0=before(odd),
        parameters=gates,
        dc=outside(),
        **more,
    )


def state_agrees(got: Any, want: Array, words: str = "") -> Any:
    """The first of (c_next, cache) is this; the cache."""
    c_next, cache = unpack(got, "c_next", "cache")
    close(c_next, want, what=f"c_next{words}")
    double_precision(c_next, f"c_next{words}")
    return cache


def states_agree(got: Any, want: Array, words: str = "") -> Any:
    """The first of (c, caches) is this; the caches."""
    c, caches = unpack(got, "c", "caches")
    close(c, want, what=f"c{words}")
    double_precision(c, f"c{words}")
    return caches


def slopes_agree(got: Any, want: dict[str, Array], words: str = "") -> None:
    """A dict holds these derivatives; it may have further keys."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


def is_count(got: Any, want: int, what: str) -> None:
    """A whole number, and this one."""
    equal(got, want, what)
    law = f"{what} must be an int: a number of parameters is a whole number"
    require(isinstance(got, int | np.integer), law, got=got, want=want)


# gru_cell_forward


@check(
    "gru_cell_forward",
    points=4,
    kind="example",
    public=True,
    hint="The handout has this step number by number: both gates, then k = r ∘ c_prev, then the "
    "candidate, then the mix. The first columns of a matrix meet the state.",
)
def gru_cell_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's step: two units, three inputs, four examples; no argument is changed."""
    xt, c_prev, parameters = one_step()
    v = np.log(2)
    alone = np.array([[-1 / 5, 0, -1 / 5, -2 / 5], [-3 / 10, 1 / 5, -2 / 5, 0]])
    times_v = np.array([[-2, 3 / 2, -2, -4 / 3], [3 / 2, -8 / 3, 2 / 3, 2]])
    state_agrees(student.gru_cell_forward(xt, c_prev, parameters), alone + v * times_v)
    unchanged(student.gru_cell_forward, xt, c_prev, parameters)


@check(
    "gru_cell_forward",
    points=1,
    kind="stability",
    public=True,
    hint="σ(−1000) is 0 and σ(1000) is 1, to the last digit: nothing is written, or everything. "
    "The sigmoid that is given can take such numbers.",
)
def gru_cell_forward_takes_large_biases(student: Student, ref: Reference) -> None:
    """The handout's step with bu − 1000 keeps c_prev, and with bu + 1000 writes the candidate."""
    xt, c_prev, parameters = one_step()
    candidate = one_step_candidate()
    for bu, want, words in (
        ([[-LARGE], [-LARGE]], c_prev, " with bu − 1000"),
        ([[LARGE], [LARGE]], candidate, " with bu + 1000"),
        (
            [[LARGE], [-LARGE]],
            np.array([candidate[0], c_prev[1]]),
            " with bu + 1000 in the first unit and bu − 1000 in the second",
        ),
    ):
        one = parameters | {"bu": parameters["bu"] + np.array(bu)}
        state_agrees(student.gru_cell_forward(xt, c_prev, one), want, words)


@check(
    "gru_cell_forward",
    points=1,
    kind="example",
    public=True,
    hint="If c_next is right: the way back needs c_prev, xt, r, u, the candidate and the "
    "parameters, and those of this call. Make a new tuple in each call, with the values as they "
    "were.",
)
def gru_cell_forward_keeps_the_step(student: Student, ref: Reference) -> None:
    """The handout's step is right; its cache serves the way back, after another call too."""
    xt, c_prev, parameters = one_step()
    candidate, v = one_step_candidate(), np.log(2)
    wanted = one_step_cache()[3] * (candidate - c_prev) + c_prev
    dc_next, slopes = one_step_back()
    cache_serves(
        lambda one: student.gru_cell_backward(dc_next, one),
        one_step_cache(),
        lambda: state_agrees(student.gru_cell_forward(xt, c_prev, parameters), wanted),
        lambda: student.gru_cell_forward(-xt, v - c_prev, parameters),
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "gru_cell_forward",
    points=7,
    kind="reference",
    hint="σ for the two gates, tanh for the candidate, each with its own matrix and bias. Only "
    "the candidate sees the reset state, and u writes.",
)
@given(steps(m=12), examples=10)
def gru_cell_forward_mixes(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """c_next = u ∘ cand + (1 − u) ∘ c_prev, for one to five units and inputs; float64."""
    wanted, _ = ref.gru_cell_forward(xt, c_prev, parameters)
    state_agrees(student.gru_cell_forward(xt, c_prev, parameters), wanted)


@check(
    "gru_cell_forward",
    points=3,
    kind="property",
    hint="With u = 0 nothing is written: what is the next state? With u = 1 everything is. Each "
    "unit has an update gate of its own. And no bias is too large for sigmoid.",
)
@given(steps(opened=draw.integers("n_a", 1, low=0, high=1)), examples=6)
def gru_cell_forward_writes_where_u_is_1(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
    opened: Array,
) -> None:
    """With bu − 1000 a unit keeps c_prev; with bu + 1000 it holds the candidate, within [−1, 1]."""
    writes = parameters | {"bu": parameters["bu"] + LARGE}
    candidate, _ = ref.gru_cell_forward(xt, c_prev, writes)
    some = parameters | {"bu": parameters["bu"] + LARGE * (2 * opened - 1)}
    keeps = parameters | {"bu": parameters["bu"] - LARGE}
    for one, want, words in (
        (keeps, c_prev, " with bu − 1000"),
        (writes, candidate, " with bu + 1000"),
        (some, np.where(opened == 1, candidate, c_prev), " with bu + 1000 in some units only"),
    ):
        state_agrees(student.gru_cell_forward(xt, c_prev, one), want, words)


@check(
    "gru_cell_forward",
    points=4,
    kind="property",
    hint="With r = 0 the candidate doesn't see the state at all, and with r = 1 it sees all of "
    "it. r multiplies the state before Wc, and it multiplies nothing else.",
)
@given(steps(shut=draw.integers("n_a", 1, low=0, high=1)), examples=6)
def gru_cell_forward_resets_before_wc(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
    shut: Array,
) -> None:
    """With u = 1: tanh(Wc [k; xt] + bc), where br − 40 makes k = 0, and br + 40 k = c_prev."""
    n_a = len(c_prev)
    upper, lower = parameters["Wc"][:, :n_a], parameters["Wc"][:, n_a:]
    writes = parameters | {"bu": parameters["bu"] + ENOUGH}
    for off, words in (
        (np.ones((n_a, 1)), " with br − 40 and bu + 40"),
        (np.zeros((n_a, 1)), " with br + 40 and bu + 40"),
        (shut, " with br − 40 in some units, br + 40 in the others, and bu + 40"),
    ):
        one = writes | {"br": parameters["br"] + ENOUGH * (1 - 2 * off)}
        want = np.tanh(upper @ np.where(off == 1, 0.0, c_prev) + lower @ xt + parameters["bc"])
        state_agrees(student.gru_cell_forward(xt, c_prev, one), want, words)


@check(
    "gru_cell_forward",
    points=3,
    kind="property",
    hint="If c_next is right: what does the way back need? The old state, the input, both gates, "
    "the candidate and the weights; and of this call, not of the one after it.",
)
@given(steps(), examples=5)
def gru_cell_forward_keeps_what_is_needed(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """c_next is right; the cache serves a backward pass, and another call does not spoil it."""
    wanted, known = ref.gru_cell_forward(xt, c_prev, parameters)
    slopes = ref.gru_cell_backward(dc_next, known)
    cache_serves(
        lambda one: student.gru_cell_backward(dc_next, one),
        known,
        lambda: state_agrees(student.gru_cell_forward(xt, c_prev, parameters), wanted),
        lambda: student.gru_cell_forward(-xt, 0.5 - c_prev, parameters),
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "gru_cell_forward",
    points=2,
    kind="purity",
    hint="If several examples together are right: columns are examples, and no example has to do "
    "with another. If the call changed its input: write into nothing that you were given.",
)
@given(steps(odd=True), examples=5)
def gru_cell_forward_keeps_examples_apart(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """c_next is right for each example alone, without the others; no argument is changed."""
    wanted, _ = ref.gru_cell_forward(xt, c_prev, parameters)
    unchanged(student.gru_cell_forward, xt, c_prev, parameters)
    for i in range(xt.shape[1]):
        alone = xt[:, i : i + 1].copy(), c_prev[:, i : i + 1].copy()
        got = student.gru_cell_forward(*alone, parameters)
        state_agrees(got, wanted[:, i : i + 1], f" of example {i} alone")


# gru_forward


@check(
    "gru_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has the first example step by step. Each step begins where the one before "
    "it ended, and the first one at c0.",
)
def gru_forward_by_hand(student: Student, ref: Reference) -> None:
    """Three steps of the handout's symbols, four examples; no argument is changed."""
    x, c0, parameters = symbols_read()
    states_agree(student.gru_forward(x, c0, parameters), symbols_states())
    unchanged(student.gru_forward, x, c0, parameters)


@check(
    "gru_forward",
    points=3,
    kind="property",
    public=True,
    hint="Step t reads x[:, :, t] and the state before it, and nothing that comes later. And a "
    "state that lies between an old one and a tanh can't be larger than both.",
)
@given(runs(T=(2, 6), step=some_step), examples=6)
def gru_forward_looks_back_only(
    student: Student,
    ref: Reference,
    x: Array,
    c0: Array,
    parameters: Parameters,
    dc: Array,
    step: int,
) -> None:
    """c[:, :, t] depends on x up to step t only; no state exceeds both 1 and its c0."""

    def run(x: Array) -> Array:
        c, _ = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
        return array(c, dc.shape, what="c").astype(np.float64, copy=False)

    # Neither of the two need be right: they are compared with each other alone.
    other = x.copy()
    other[:, :, step:] = 0.5 - other[:, :, step:]
    before, after = run(x), run(other)
    law = f"c before step {step} must not change with x from that step on"
    require(np.allclose(after[..., :step], before[..., :step], rtol=1e-6, equal_nan=True), law)
    still = np.allclose(after[..., step], before[..., step], rtol=0, atol=1e-9)
    law = f"c at step {step} must follow from x[:, :, {step}]; it does not change with it"
    require(not still, law)
    largest = np.abs(before).max(axis=(1, 2))
    bound = np.maximum(1.0, np.abs(c0).max(axis=1))
    law = "no state of a unit may exceed 1 and the largest of its c0"
    require((largest <= bound + 1e-9).all(), law)


@check(
    "gru_forward",
    points=1,
    kind="example",
    public=True,
    hint="If c is right: a new list in each call, and in it the cache of each step, the first "
    "step's first.",
)
def gru_forward_keeps_the_steps(student: Student, ref: Reference) -> None:
    """The states are right; their caches serve the way back, and other calls don't matter."""
    x, c0, parameters = symbols_read()
    dc, slopes = symbols_back()
    # The last example comes first: in no other check are these numbers read first.
    x, c0, dc = x[:, ::-1].copy(), c0[:, ::-1].copy(), dc[:, ::-1].copy()
    slopes |= {name: slopes[name][:, ::-1].copy() for name in ("dx", "dc0")}
    student.gru_forward(-x, c0, parameters)
    cache_serves(
        lambda one: student.gru_backward(dc, one),
        symbols_caches(),
        lambda: states_agree(student.gru_forward(x, c0, parameters), symbols_states()[:, ::-1]),
        lambda: student.gru_forward(-x, 0.5 - c0, parameters),
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "gru_forward",
    points=4,
    kind="reference",
    hint="One loop over the steps. The state that a step gives is stored, and it is what the next "
    "step gets.",
)
@given(runs(odd=True), examples=9)
def gru_forward_carries_the_state(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """The states after one to six steps: (n_a, m, T), float64."""
    wanted, _ = ref.gru_forward(x, c0, parameters)
    states_agree(student.gru_forward(x, c0, parameters), wanted)


@check(
    "gru_forward",
    points=2,
    kind="property",
    hint="If c is right: a new list at each call, and in it the cache of each step. The way back "
    "needs all of them, and in an order that it knows.",
)
@given(runs(T=(1, 5)), examples=5)
def gru_forward_keeps_what_is_needed(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """c is right; the caches serve a backward pass, and another call does not spoil them."""
    wanted, known = ref.gru_forward(x, c0, parameters)
    slopes = ref.gru_backward(dc, known)
    cache_serves(
        lambda one: student.gru_backward(dc, one),
        known,
        lambda: states_agree(student.gru_forward(x, c0, parameters), wanted),
        lambda: student.gru_forward(-x, 0.5 - c0, parameters),
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "gru_forward",
    points=2,
    kind="purity",
    hint="Stop anywhere, and begin anew with the state that you have: the unit can't tell. c0 "
    "belongs to whoever called you.",
)
@given(runs(T=(2, 6)), cut=draw.integer(1, 5), examples=5)
def gru_forward_can_be_cut(
    student: Student,
    ref: Reference,
    x: Array,
    c0: Array,
    parameters: Parameters,
    dc: Array,
    cut: int,
) -> None:
    """Two parts in a row give what the whole sequence must give; no argument is changed."""
    cut = min(cut, x.shape[2] - 1)
    wanted, _ = ref.gru_forward(x, c0, parameters)
    unchanged(student.gru_forward, x, c0, parameters)
    first = x[:, :, :cut].copy(), x[:, :, cut:].copy()
    got, _ = unpack(student.gru_forward(first[0], c0, parameters), "c", "caches")
    close(got, wanted[:, :, :cut], what="c of the first steps")
    between = array(got, wanted[:, :, :cut].shape).astype(np.float64, copy=False)[:, :, -1].copy()
    words = " of the other steps"
    states_agree(student.gru_forward(first[1], between, parameters), wanted[:, :, cut:], words)


# gru_cell_backward


@check(
    "gru_cell_backward",
    points=4,
    kind="example",
    public=True,
    hint="The handout has dzc, dzu and dzr of each example. Four ways lead to c_prev and three to "
    "xt; each matrix gets its dz times what it saw.",
)
def gru_cell_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's step, backward: eight derivatives; dc_next and cache are not changed."""
    xt, c_prev, parameters = one_step()
    dc_next, want = one_step_back()
    _, cache = unpack(student.gru_cell_forward(xt, c_prev, parameters), "c_next", "cache")
    student.gru_cell_forward(-xt, c_prev, parameters)  # another call; the cache is of the first
    slopes_agree(student.gru_cell_backward(dc_next, cache), want)
    unchanged(student.gru_cell_backward, dc_next, cache)


@check(
    "gru_cell_backward",
    points=1,
    kind="property",
    public=True,
    hint="With u = 0 dc_next goes to c_prev whole. With u = 1 and r = 0 the step is tanh of the "
    "input alone, with u = r = 1 a plain recurrent one. Divide by no gate.",
)
def gru_cell_backward_takes_gates_of_0_and_1(student: Student, ref: Reference) -> None:
    """With br and bu of ±1000: dc_prev = dc_next if u = 0, and a plain tanh step if u = 1."""
    xt, c_prev, parameters = one_step()
    dc_next, _ = one_step_back()
    zeros = {f"d{name}": np.zeros(parameters[name].shape) for name in NAMES}
    bias = parameters["bu"]

    def back(br: Array, bu: Array) -> Any:
        one = parameters | {"br": br, "bu": bu}
        _, cache = unpack(student.gru_cell_forward(xt, c_prev, one), "c_next", "cache")
        return student.gru_cell_backward(dc_next, cache)

    kept = zeros | {"dc_prev": dc_next, "dxt": np.zeros(xt.shape)}
    slopes_agree(back(parameters["br"], bias - LARGE), kept, " with bu − 1000")
    for sign, seen in ((-1, 0 * c_prev), (1, c_prev)):
        both = np.concatenate([seen, xt])
        dz = dc_next * (1 - np.tanh(parameters["Wc"] @ both + parameters["bc"]) ** 2)
        down = parameters["Wc"].T @ dz
        plain = {"dc_prev": down[:2] * (sign > 0), "dxt": down[2:]}
        plain |= {"dWc": dz @ both.T, "dbc": dz.sum(axis=1, keepdims=True)}
        words = f" with bu + 1000 and br {'+' if sign > 0 else '−'} 1000"
        got = back(parameters["br"] + sign * LARGE, bias + LARGE)
        slopes_agree(got, zeros | plain, words)


@check(
    "gru_cell_backward",
    points=4,
    kind="gradient",
    hint="All three matrices saw xt: take the lower part of each Wᵀ·dz, and add.",
)
@given(steps(4, 3), examples=5)
def gru_cell_backward_reaches_xt(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """dxt is the derivative of Σ dc_next·c_next in xt."""

    def out(xt: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.gru_cell_forward(xt.copy(), c_prev, parameters)[0]

    _, cache = unpack(student.gru_cell_forward(xt, c_prev, parameters), "c_next", "cache")
    student.gru_cell_forward(-xt, c_prev, parameters)  # another call; the cache is of the first
    (dxt,) = entries(student.gru_cell_backward(dc_next, cache), "dxt")
    gradients_agree(ref.gradient(out, upstream=dc_next, xt=xt), xt=dxt)


@check(
    "gru_cell_backward",
    points=5,
    kind="gradient",
    hint="c_prev enters in four places: the part that is kept, the product with r, and both "
    "gates. From each of them something comes back to it: times what stands beside c_prev there.",
)
@given(steps(4, 3), examples=5)
def gru_cell_backward_reaches_the_state(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """dc_prev is the derivative of Σ dc_next·c_next in c_prev."""

    def out(c_prev: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.gru_cell_forward(xt, c_prev.copy(), parameters)[0]

    _, cache = unpack(student.gru_cell_forward(xt, c_prev, parameters), "c_next", "cache")
    (dc_prev,) = entries(student.gru_cell_backward(dc_next, cache), "dc_prev")
    gradients_agree(ref.gradient(out, upstream=dc_next, c_prev=c_prev), c_prev=dc_prev)


def parameters_reached(
    student: Student,
    ref: Reference,
    step: tuple[Array, Array, Parameters],
    dc_next: Array,
    *names: str,
) -> None:
    """The derivatives in these parameters are those of Σ dc_next·c_next."""
    xt, c_prev, parameters = step

    def out(**moved: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        copies = {name: value.copy() for name, value in moved.items()}
        return ref.gru_cell_forward(xt, c_prev, parameters | copies)[0]

    _, cache = unpack(student.gru_cell_forward(xt, c_prev, parameters), "c_next", "cache")
    slopes = entries(student.gru_cell_backward(dc_next, cache), *[f"d{name}" for name in names])
    at = {name: parameters[name] for name in names}
    wanted = ref.gradient(out, upstream=dc_next, **at)
    gradients_agree(wanted, **dict(zip(names, slopes, strict=True)))


@check(
    "gru_cell_backward",
    points=4,
    kind="gradient",
    hint="The reset gate is the furthest away: back through tanh and Wc to k = r ∘ c_prev, from "
    "there to r, and through σ. Wr saw the state as it was.",
)
@given(steps(4, 3), examples=5)
def gru_cell_backward_reaches_wr(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """dWr is the derivative of Σ dc_next·c_next in Wr."""
    parameters_reached(student, ref, (xt, c_prev, parameters), dc_next, "Wr")


@check(
    "gru_cell_backward",
    points=3,
    kind="gradient",
    hint="c_next = c_prev + u ∘ (cand − c_prev): what stands beside u? Then through σ. Wu saw the "
    "state as it was.",
)
@given(steps(4, 3), examples=5)
def gru_cell_backward_reaches_wu(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """dWu is the derivative of Σ dc_next·c_next in Wu."""
    parameters_reached(student, ref, (xt, c_prev, parameters), dc_next, "Wu")


@check(
    "gru_cell_backward",
    points=3,
    kind="gradient",
    hint="Beside the candidate stands u, and tanh has the slope 1 − cand². Wc saw the state that "
    "the reset gate left.",
)
@given(steps(4, 3), examples=5)
def gru_cell_backward_reaches_wc(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """dWc is the derivative of Σ dc_next·c_next in Wc."""
    parameters_reached(student, ref, (xt, c_prev, parameters), dc_next, "Wc")


@check(
    "gru_cell_backward",
    points=3,
    kind="gradient",
    hint="A bias is added for each example, so it gets the sum of its dz over them, as a column.",
)
@given(steps(4, 3), examples=5)
def gru_cell_backward_reaches_the_biases(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
) -> None:
    """dbr, dbu and dbc are the derivatives of Σ dc_next·c_next in the biases."""
    parameters_reached(student, ref, (xt, c_prev, parameters), dc_next, *BIASES)


@check(
    "gru_cell_backward",
    points=2,
    kind="property",
    hint="Going back multiplies dc_next by fixed numbers and adds up: twice dc_next gives twice "
    "all. If the call changed its input: dc_next and the cache may be needed again. Write into new "
    "arrays.",
)
@given(steps(odd=True, more=draw.normal("n_a", "m")), examples=6)
def gru_cell_backward_is_linear(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
    more: Array,
) -> None:
    """A second call is right, and so is one with another dc_next; float64; arguments stay."""
    _, known = ref.gru_cell_forward(xt, c_prev, parameters)
    _, cache = unpack(student.gru_cell_forward(xt, c_prev, parameters), "c_next", "cache")
    unchanged(student.gru_cell_backward, dc_next, cache)
    large = more - 2 * dc_next
    large[:, -1] *= LARGE**2
    other = " with another dc_next, a million times as large in the last example"
    for upstream, words in ((dc_next, " of a second call"), (large, other)):
        wanted = ref.gru_cell_backward(upstream, known)
        slopes_agree(student.gru_cell_backward(upstream, cache), wanted, words)


@check(
    "gru_cell_backward",
    points=1,
    kind="property",
    hint="With u = 0 the derivative goes to the old state whole, and nobody else gets any. A gate "
    "may be 0 to the last digit: then nothing can be told from a product with it.",
)
@given(
    steps(
        opened=draw.integers("n_a", 1, low=0, high=1),
        shut=draw.integers("n_a", 1, low=0, high=1),
    ),
    examples=4,
)
def gru_cell_backward_passes_shut_gates(
    student: Student,
    ref: Reference,
    xt: Array,
    c_prev: Array,
    parameters: Parameters,
    dc_next: Array,
    opened: Array,
    shut: Array,
) -> None:
    """With bu − 1000 dc_prev is dc_next, the rest 0; gates of 0 and 1 give no wrong number."""
    resets = parameters | {"br": parameters["br"] + LARGE * (1 - 2 * shut)}
    for one, words in (
        (resets, " with br − 1000 in some units, br + 1000 in the others"),
        (
            resets | {"bu": parameters["bu"] + LARGE * (2 * opened - 1)},
            " with br − 1000 or br + 1000 in each unit, and bu − 1000 or bu + 1000",
        ),
    ):
        _, known = ref.gru_cell_forward(xt, c_prev, one)
        _, cache = unpack(student.gru_cell_forward(xt, c_prev, one), "c_next", "cache")
        got = student.gru_cell_backward(dc_next, cache)
        slopes_agree(got, ref.gru_cell_backward(dc_next, known), words)
    nothing = {"dxt": xt, **{f"d{name}": parameters[name] for name in NAMES}}
    passed = {name: np.zeros(value.shape) for name, value in nothing.items()}
    keeps = parameters | {"bu": parameters["bu"] - LARGE}
    _, cache = unpack(student.gru_cell_forward(xt, c_prev, keeps), "c_next", "cache")
    got = student.gru_cell_backward(dc_next, cache)
    slopes_agree(got, {"dc_prev": dc_next, **passed}, " with bu − 1000")


# gru_backward


@check(
    "gru_backward",
    points=4,
    kind="example",
    public=True,
    hint="The handout has the first example, to be read from the last step: what comes from "
    "outside, plus what the later step sent back. And the parameters get something at each step.",
)
def gru_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's symbols, backward: eight derivatives; dc and caches are not changed."""
    x, c0, parameters = symbols_read()
    dc, want = symbols_back()
    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    student.gru_forward(-x, c0, parameters)  # another call; the caches are of the first
    slopes_agree(student.gru_backward(dc, caches), want)
    unchanged(student.gru_backward, dc, caches)


@check(
    "gru_backward",
    points=2,
    kind="gradient",
    public=True,
    hint="The handout says how to compare with differences; they are those of your own "
    "gru_forward, which must be right. If one step is right and five are not, look at what goes "
    "back from step to step: all four ways, to every earlier step.",
)
@given(runs(3, (5, 6), seed=draw.integers(low=0, high=10**6)), examples=3)
def gru_backward_agrees_with_differences(
    student: Student,
    ref: Reference,
    x: Array,
    c0: Array,
    parameters: Parameters,
    dc: Array,
    seed: int,
) -> None:
    """Five or six steps: Σ dc·c of your gru_forward changes as your derivatives say."""
    rng, h = np.random.default_rng(seed), 1e-5
    at: dict[str, Array] = {"x": x, "c0": c0, **parameters}
    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    names = [f"d{name}" for name in at]
    slopes = entries(student.gru_backward(dc, caches), *names)

    def cost(**moved: Array) -> float:
        now = at | moved
        mine = {name: now[name] for name in parameters}
        c, _ = unpack(student.gru_forward(now["x"], now["c0"], mine), "c", "caches")
        return float(np.sum(dc * numbers(c, dc.shape, what="c")))

    for name, slope in zip(at, slopes, strict=True):
        way = rng.normal(size=at[name].shape)
        ahead, behind = (cost(**{name: at[name] + sign * h * way}) for sign in (1, -1))
        mine = float(np.sum(way * numbers(slope, way.shape, what=f"d{name}")))
        what = f"the change of Σ dc·c along a random direction of {name}, as d{name} has it"
        close(mine, (ahead - behind) / (2 * h), rtol=1e-5, atol=1e-6, what=what)


@check(
    "gru_backward",
    points=2,
    kind="gradient",
    hint="From the last step to the first, and dxt of step t belongs to dx[:, :, t].",
)
@given(runs(3, (1, 5)), examples=5)
def gru_backward_reaches_x(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """dx is the derivative of Σ dc·c in x, through one to five steps."""

    def out(x: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.gru_forward(x.copy(), c0, parameters)[0]

    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    student.gru_forward(-x, c0, parameters)  # another call; the caches are of the first
    (dx,) = entries(student.gru_backward(dc, caches), "dx")
    gradients_agree(ref.gradient(out, upstream=dc, x=x), x=dx)


@check(
    "gru_backward",
    points=2,
    kind="gradient",
    hint="dc0 is what the first step sends back, and every later step has a part in it.",
)
@given(runs(4, (1, 6)), examples=5)
def gru_backward_reaches_c0(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """dc0 is the derivative of Σ dc·c in c0, through one to six steps."""

    def out(c0: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        return ref.gru_forward(x, c0.copy(), parameters)[0]

    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    (dc0,) = entries(student.gru_backward(dc, caches), "dc0")
    gradients_agree(ref.gradient(out, upstream=dc, c0=c0), c0=dc0)


def shared_parameters_reached(
    student: Student,
    ref: Reference,
    sequence: tuple[Array, Array, Parameters],
    dc: Array,
    *names: str,
) -> None:
    """The derivatives in these parameters, over all steps, are those of Σ dc·c."""
    x, c0, parameters = sequence

    def out(**moved: Array) -> Any:
        # A cache holds its arguments, and whatever the reference returns becomes read-only.
        copies = {name: value.copy() for name, value in moved.items()}
        return ref.gru_forward(x, c0, parameters | copies)[0]

    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    slopes = entries(student.gru_backward(dc, caches), *[f"d{name}" for name in names])
    at = {name: parameters[name] for name in names}
    wanted = ref.gradient(out, upstream=dc, **at)
    gradients_agree(wanted, **dict(zip(names, slopes, strict=True)))


@check(
    "gru_backward",
    points=4,
    kind="gradient",
    hint="One set of weights serves all steps: the cost meets it at each of them, so what the "
    "steps give is added up.",
)
@given(runs(2, (1, 4)), examples=5)
def gru_backward_reaches_the_weights(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """dWr, dWu and dWc are the derivatives of Σ dc·c in the weights, over all steps."""
    shared_parameters_reached(student, ref, (x, c0, parameters), dc, *WEIGHTS)


@check(
    "gru_backward",
    points=2,
    kind="gradient",
    hint="The biases are shared by all steps as the weights are: add up, and don't divide.",
)
@given(runs(3, (1, 5)), examples=5)
def gru_backward_reaches_the_biases(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """dbr, dbu and dbc are the derivatives of Σ dc·c in the biases, over all steps."""
    shared_parameters_reached(student, ref, (x, c0, parameters), dc, *BIASES)


@check(
    "gru_backward",
    points=2,
    kind="property",
    hint="A state can't depend on what is read after it. So what a derivative at step t sends out "
    "goes to earlier steps only.",
)
@given(runs(T=(2, 6), step=some_step), examples=5)
def gru_backward_looks_back_only(
    student: Student,
    ref: Reference,
    x: Array,
    c0: Array,
    parameters: Parameters,
    dc: Array,
    step: int,
) -> None:
    """With dc at a single step, dx after it is 0 exactly, and all derivatives are right."""
    alone = np.zeros(dc.shape)
    alone[:, :, step] = dc[:, :, step]
    _, known = ref.gru_forward(x, c0, parameters)
    wanted = ref.gru_backward(alone, known)
    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    got = student.gru_backward(alone, caches)
    slopes_agree(got, wanted, f" with dc at step {step} alone")
    (dx,) = entries(got, "dx")
    after = array(dx, x.shape, what="dx")[:, :, step + 1 :]
    close(after, np.zeros(after.shape), rtol=0, atol=0, what=f"dx after step {step}")


@check(
    "gru_backward",
    points=2,
    kind="purity",
    hint="If the call changed its input: dc[:, :, t] += …, for example, writes into the caller's "
    "array, and pop takes the caches apart. Make new arrays, and walk through the list without.",
)
@given(runs(T=(2, 6), odd=True), examples=6)
def gru_backward_can_be_repeated(
    student: Student, ref: Reference, x: Array, c0: Array, parameters: Parameters, dc: Array
) -> None:
    """A second call is right, and so is one with another dc; float64; no argument is changed."""
    _, known = ref.gru_forward(x, c0, parameters)
    _, caches = unpack(student.gru_forward(x, c0, parameters), "c", "caches")
    unchanged(student.gru_backward, dc, caches)
    large = 0.5 - dc
    large[:, -1] *= LARGE**2
    other = " with another dc, a million times as large in the last example"
    for upstream, words in ((dc, " of a second call"), (large, other)):
        wanted = ref.gru_backward(upstream, known)
        slopes_agree(student.gru_backward(upstream, caches), wanted, words)


# recurrent_parameter_count


@check(
    "recurrent_parameter_count",
    points=4,
    kind="example",
    public=True,
    hint="With three inputs and five units, one matrix of 5 rows and 5 + 3 columns and a bias of 5 "
    "make 45. The GRU has a candidate beside its two gates, the LSTM beside its three. The three "
    "words are known letter by letter, and any other is refused.",
)
def recurrent_parameter_count_by_hand(student: Student, ref: Reference) -> None:
    """Three inputs and five units: 45, 135, 180; six and two: 18, 54, 72.

    "cnn", "GRU" and "lstms": ValueError.
    """
    for n_x, n_a, counts in ((3, 5, (45, 135, 180)), (6, 2, (18, 54, 72))):
        for kind, want in zip(("rnn", "gru", "lstm"), counts, strict=True):
            what = f"the count of {kind} with {n_x} inputs and {n_a} units"
            is_count(student.recurrent_parameter_count(kind, n_x, n_a), want, what)
    for kind in ("cnn", "GRU", "lstms"):
        refuses(student.recurrent_parameter_count, kind, 3, 5)


@check(
    "recurrent_parameter_count",
    points=4,
    kind="property",
    hint="Make the arrays, and add up their sizes.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 40), "n_a": (1, 40)},
        n_x=lambda _, sizes, __: sizes["n_x"],
        n_a=lambda _, sizes, __: sizes["n_a"],
    ),
    examples=12,
)
def recurrent_parameter_count_counts_the_arrays(
    student: Student, ref: Reference, n_x: int, n_a: int
) -> None:
    """The count is that of all entries of 1, 3 or 4 matrices and biases; an int."""
    matrix, bias = np.zeros((n_a, n_a + n_x)), np.zeros((n_a, 1))
    for kind, parts in (("rnn", 1), ("gru", 3), ("lstm", 4)):
        want = sum(one.size for one in [matrix, bias] * parts)
        what = f"the count of {kind}"
        is_count(student.recurrent_parameter_count(kind, n_x, n_a), want, what)


@check(
    "recurrent_parameter_count",
    points=2,
    kind="example",
    hint="Three words are known, in small letters, and any other is refused. Of these three the "
    "number is worked out for any size.",
)
def recurrent_parameter_count_refuses(student: Student, ref: Reference) -> None:
    """A large GRU is counted; ValueError for "GRU", "gru ", "" and other unknown words."""
    is_count(student.recurrent_parameter_count("gru", 77, 300), 340_200, "the count of gru")
    for kind in ("RNN", "Gru", "LSTM", "gru ", " rnn", "", "r", "gate", "lstms", "birnn", "bilstm"):
        refuses(student.recurrent_parameter_count, kind, 2, 7)
