"""The public checks of Gated recurrent unit: a state that two gates guard; run them with `grade check`."""

from collections.abc import Callable, Mapping
from typing import Any
from grader.authoring import Array, CallFailed, Failure, Reference, Student, array, check, close, double_precision, draw, entries, equal, given, numbers, refuses, require, unchanged, unpack
import numpy as np
from numpy.random import Generator


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


Shapes = Mapping[str, tuple[draw.Dim, draw.Dim]]


SCALE = 0.6


def parameters(shapes: Shapes) -> draw.Field:
    """Weights and biases of these shapes, none of whose numbers is 0."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Parameters:
        return {
            name: draw.normal(*shape, scale=SCALE)(rng, sizes, fields)
            for name, shape in shapes.items()
        }

    return field


def state(scale: float = 1.0) -> draw.Field:
    """A state (n_a, m) before the first step, or before a cell's."""
    return draw.normal("n_a", "m", scale=scale)


def outside() -> draw.Field:
    """What comes to each state from above: (n_a, m, T), another number at every step."""
    return draw.normal("n_a", "m", "T")


def some_step(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int:
    """The number of a step."""
    return int(rng.integers(sizes["T"]))


WEIGHTS, BIASES = ("Wr", "Wu", "Wc"), ("br", "bu", "bc")


NAMES = (*WEIGHTS, *BIASES)


LARGE = 1000.0


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
