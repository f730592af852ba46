"""The public checks of A character model that invents names of elements; run them with `grade check`."""

from collections.abc import Callable
from typing import Any
from grader.authoring import Array, CallFailed, Failure, Reference, Student, array, check, close, double_precision, entries, equal, finite, fresh, numbers, quiet, refuses, refuses_unknown, require, scalar, sequence, unchanged, unpack
import numpy as np
import math


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


SURPRISE = 27.0


def by_chance(of: int, chance: float) -> tuple[int, int]:
    """How often, at least and at most, something of that chance occurs in so many draws.

    A share s of n independent draws of chance p is as far off, or further, on its side with a
    probability below e^(−n·KL(s, p)), KL(s, p) = s log(s/p) + (1 − s) log((1 − s)/(1 − p))
    (Chernoff's bound, as in Hoeffding, 1963).
    """
    shares = np.arange(of + 1) / of
    logs = (
        np.log(np.maximum(shares, 1e-300) / chance),
        np.log(np.maximum(1 - shares, 1e-300) / (1 - chance)),
    )
    off = shares * logs[0] + (1 - shares) * logs[1]
    allowed = np.flatnonzero(of * off <= SURPRISE)
    return int(allowed[0]), int(allowed[-1])


def as_often(count: int, of: int, chance: float, what: str, must: str) -> None:
    """Of so many independent draws so many have something of that chance."""
    least, most = by_chance(of, chance)
    law = f"of {of} {what}, {least} to {most} must {must}"
    require(least <= count <= most, law, got=count, want=f"about {of * chance:.0f}")


Parameters = dict[str, Array]


NORMAL_ERROR, UNIFORM_ERROR = math.sqrt(1 / 2), math.sqrt(1 / 5)


CHANCE = 6.5


def has_spread(w: Array, error: float, name: str) -> None:
    """Draws w, scaled to a deviation of 1, have a mean of 0 and that deviation, up to chance."""
    mean, deviation = float(w.mean()), float(w.std())
    # Weights of a wrong deviation are told so, and not that their mean is off.
    near = abs(mean) < CHANCE * max(1.0, deviation) / math.sqrt(w.size)
    require(near, f"the mean of {name} must be 0, up to chance", got=mean, want=0.0)
    law = f"the standard deviation of {name} must be 1, up to chance"
    require(abs(deviation - 1) < CHANCE * error / math.sqrt(w.size), law, got=deviation, want=1.0)


def share_below(w: Array, at: Array) -> Array:
    """Which share of w lies below each of these numbers."""
    found: Array = np.searchsorted(np.sort(w), at) / w.size
    return found


def has_law(w: Array, at: Array, expected: Array, law: str) -> None:
    """As many draws lie below each of the numbers `at` as is expected, up to chance.

    The bound is that of Dvoretzky, Kiefer, Wolfowitz and Massart: of n right draws the share
    below any number is off by more once in 10¹⁰ times.
    """
    off = float(np.abs(share_below(w, at) - expected).max())
    room = math.sqrt(math.log(2e10) / (2 * w.size))
    want = f"at most {room:.4f}, with {w.size} draws"
    require(off < room, law, got=f"the share below some number is off by {off:.4f}", want=want)


END = "\n"


LN2 = np.log(2)


def worked_parameters() -> Parameters:
    """The five parameters."""
    k = np.log(3) / 2  # tanh(k) = 1/2
    return {
        "Wax": np.array([[3.0, -2.5 - k, -4.0], [-5.0, k - 1.0, -1.0]]),
        "Waa": np.array([[1.0, 4.0], [-2.0, -2.0]]),
        "Wya": 2 * LN2 * np.array([[-1.0, 1.0], [-1.0, -1.0], [-2.0, -1.0]]),
        "ba": np.array([[2.0 + k], [2.0]]),
        "by": LN2 * np.array([[0.0], [1.0], [1.0]]),
    }


def worked_sequence() -> tuple[list[int | None], list[int], Array]:
    """X, Y and a0."""
    return [None, 1, 2, 1], [1, 2, 1, 0], np.array([[2.0], [-1.0]])


def worked_gradients() -> Parameters:
    """The derivatives of the loss of these four steps."""
    return {
        "dWax": LN2 / 2 * np.array([[0.0, -3.0, 3.0], [0.0, 3.0, 4.0]]),
        "dWaa": LN2 / 2 * np.array([[-24.0, 12.75], [-34.5, 20.0]]),
        "dWya": np.array([[1.0, 0.0], [-2.0, 1.0], [1.0, -1.0]]) / 4,
        "dba": LN2 / 2 * np.array([[-11.25], [-11.0]]),
        "dby": np.array([[0.5], [-0.5], [0.0]]),
    }


def same_list(got: Any, want: list[Any], what: str) -> None:
    """A list of exactly these."""
    equal(sequence(got, what=what), want, what)


def grads_agree(got: Any, want: Parameters, words: str = "") -> None:
    """A dict holds these arrays, in float64, and perhaps more."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


def forward_agrees(got: Any, loss: Any, words: str = "") -> Any:
    """The first of (loss, cache) is this; the cache."""
    found, cache = unpack(got, "loss", "cache")
    close(found, loss, what=f"the loss{words}")
    return cache


def backward_agrees(got: Any, want: Parameters, a_last: Array, words: str = "") -> None:
    """(gradients, a_last) are these."""
    gradients, last = unpack(got, "gradients", "a_last")
    grads_agree(gradients, want, words)
    close(last, a_last, what=f"a_last{words}")


def step_agrees(got: Any, want: Any, words: str = "") -> None:
    """(loss, gradients, new_parameters, a_last) are these."""
    loss, gradients, new, a_last = unpack(got, "loss", "gradients", "new_parameters", "a_last")
    close(loss, want[0], what=f"the loss{words}")
    grads_agree(gradients, want[1], words)
    grads_agree(new, want[2], f" after the step{words}")
    close(a_last, want[3], what=f"a_last{words}")


def next_agrees(got: Any, p: Array, a: Array, words: str = "") -> None:
    """(p, a) are these, in float64."""
    found, state = unpack(got, "p", "a")
    close(found, p, what=f"the vector p{words}")
    close(state, a, what=f"the state a{words}")
    double_precision(found, f"the vector p{words}")


def without_memory(p: list[float], n_a: int = 2) -> Parameters:
    """A model that says each token with this probability, whatever came before."""
    # Read and remembered is something, but nothing of it is said.
    column = np.array(p)[:, np.newaxis]
    return {
        "by": np.where(column > 0, np.log(np.maximum(column, 1e-300)), -2000.0),
        "Waa": np.full((n_a, n_a), 0.5),
        "ba": np.full((n_a, 1), -0.3),
        "Wya": np.zeros((len(p), n_a)),
        "Wax": np.full((n_a, len(p)), 0.4),
    }


def said_as_often(indices: Any, length: int, p: list[float], end: int, words: str = "") -> None:
    """`length` tokens that were drawn, each as often as p says, and then END that was added."""
    drawn = array(sequence(indices, length + 1, "the sample"), what="the sample")
    law = f"a token that cannot come must not come{words}"
    possible = [index for index, chance in enumerate(p) if chance > 0]
    require(bool(np.isin(drawn[:-1], possible).all()), law, got=indices)
    require(drawn[-1] == end, f"after max_length tokens END must follow{words}", got=indices)
    for index in possible:
        count = int(np.sum(drawn[:-1] == index))
        as_often(count, length, p[index], f"tokens{words}", f"be number {index}")


@check(
    "build_vocabulary",
    points=3,
    kind="example",
    public=True,
    hint="All different tokens and END, sorted as Python sorts strings, numbered from 0. A string "
    "in a list is one token, however long it is.",
)
def build_vocabulary_by_hand(student: Student, ref: Reference) -> None:
    """Of "baba" and "cab"; of tokens of several letters; of nothing: END alone."""
    words = ["baba", "cab"]
    tunes = [["G4", "E4", "G4"], ["C5", "E4", "\t"], []]
    mixed = [["ab", "c"], ["Z", "abc", "c"]]
    for sequences, tokens in (
        (words, [END, "a", "b", "c"]),
        (mixed, [END, "Z", "ab", "abc", "c"]),
        (tunes, ["\t", END, "C5", "E4", "G4"]),
        ([], [END]),
    ):
        found = unchanged(student.build_vocabulary, sequences)
        got = unpack(found, "token_to_ix", "ix_to_token")
        equal(got[0], {token: place for place, token in enumerate(tokens)}, "token_to_ix")
        equal(got[1], dict(enumerate(tokens)), "ix_to_token")


def encoded_agrees(got: Any, X: list[Any], Y: list[Any]) -> None:
    """(X, Y) are these lists."""
    read, said = unpack(got, "X", "Y")
    same_list(read, X, "X")
    same_list(said, Y, "Y")


@check(
    "encode_sequence",
    points=3,
    kind="example",
    public=True,
    hint="At each step the model has read what came before, and is to say what comes: X begins "
    "with None, Y ends with END's index, which the dict knows.",
)
def encode_sequence_by_hand(student: Student, ref: Reference) -> None:
    """ "aba" as in the handout; a tune, where END has the index 1; and one of no tokens."""
    letters, notes = {END: 0, "a": 1, "b": 2}, {"E4": 2, "G4": 0, END: 1, "C5": 3}
    encoded_agrees(student.encode_sequence("aba", letters), [None, 1, 2, 1], [1, 2, 1, 0])
    tune = ["G4", "C5", "C5", "E4"]
    encoded_agrees(student.encode_sequence(tune, notes), [None, 0, 3, 3, 2], [0, 3, 3, 2, 1])
    encoded_agrees(student.encode_sequence([], notes), [None], [1])


@check(
    "encode_sequence",
    points=1,
    kind="example",
    public=True,
    hint="What is not in the dict has no index, and none may be made up.",
)
def encode_sequence_refuses(student: Student, ref: Reference) -> None:
    """KeyError or ValueError where c is not known, wherever it stands, nor are B, "ab" and ""."""
    letters = {"b": 0, END: 1, "a": 2}
    encoded_agrees(student.encode_sequence("ab", letters), [None, 2, 0], [2, 0, 1])
    for some in ("abc", "cab", "aBa", ["ab", "a"], ["a", ""]):
        refuses_unknown(student.encode_sequence, some, letters)


@check(
    "one_hot",
    points=3,
    kind="example",
    public=True,
    hint="A column with a single 1. None is no token; 0 is one, and false as well.",
)
def one_hot_by_hand(student: Student, ref: Reference) -> None:
    """Tokens 2, 0 and 3 of four, and None; a new float64 column each time."""
    for index in (2, 0, 3, None):
        want = np.array([[1.0 if place == index else 0.0] for place in range(4)])
        found = student.one_hot(index, 4)
        close(found, want, what=f"the column of {index}")
        double_precision(found, f"the column of {index}")
        fresh(student.one_hot, index, 4)
    want = np.array([[0.0], [1.0], [0.0]])
    close(student.one_hot(np.int64(1), 3), want, what="the column of NumPy's 1")


@check(
    "sequence_forward",
    points=3,
    kind="example",
    public=True,
    hint="The handout has each state. In its four steps the tokens of Y get 1/2, 1/4, 1/2 and 1/2: "
    "the loss is the sum of −log of these, and of one step it is that of the first.",
)
def sequence_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's four steps: 5 ln 2; the first one alone: ln 2; no argument is changed."""
    (X, Y, a0), parameters = worked_sequence(), worked_parameters()
    forward_agrees(student.sequence_forward(X, Y, a0, parameters), 5 * LN2)
    forward_agrees(student.sequence_forward(X[:1], Y[:1], a0, parameters), LN2, " of one step")
    unchanged(student.sequence_forward, X, Y, a0, parameters)


@check(
    "sequence_forward",
    points=2,
    kind="property",
    public=True,
    hint="Where Wya is 0, by alone decides: the loss is the sum of −log p of the tokens of Y. Take "
    "the largest score away before e^…, and never take the logarithm of what e^… made.",
)
def sequence_forward_of_biases(student: Student, ref: Reference) -> None:
    """by alone: p = 1/2, 1/4, 1/8, 1/8; the same plus 1000; and scores that are 5000 apart."""
    X, Y, a0 = [None, 3, 0, 0, 2], [3, 0, 0, 2, 1], np.array([[0.5], [-1.0]])
    model = without_memory([0.5, 0.25, 0.125, 0.125])
    forward_agrees(student.sequence_forward(X, Y, a0, model), 10 * LN2)
    model["by"] = model["by"] + 1000.0
    got = quiet(student.sequence_forward, X, Y, a0, model)
    forward_agrees(got, 10 * LN2, " of large scores")
    model["by"] = np.array([[-2000.0], [-2000.0], [3000.0], [2500.0]])
    got = quiet(student.sequence_forward, X, Y, a0, model)
    forward_agrees(got, 3 * 5000.0 + 500.0, " of scores far apart")


@check(
    "sequence_forward",
    points=1,
    kind="example",
    public=True,
    hint="The way back needs all states, a0 as the first, and each step's own probabilities; and "
    "those of this call: make new lists in each.",
)
def sequence_forward_keeps_the_steps(student: Student, ref: Reference) -> None:
    """Your cache serves the way back, also after other forward calls; 0 is read as a token.

    X and Y have nothing to do with each other, and 0 is read.
    """
    X: list[int | None] = [None, 0, 2, 1]
    Y, model, a0 = [2, 2, 0, 1], parrot(), np.array([[1.0], [-2.0], [0.5]])
    # At first all are alike; then come the columns of exp(Wya): for 0, for 2, for 1.
    said = np.exp(model["Wya"])
    said = np.stack([np.full(3, 1 / 3), said[:, 0], said[:, 2], said[:, 1]], axis=1)
    states = [a0, np.zeros((3, 1)), *(np.eye(3)[:, [index]] for index in (0, 2, 1))]
    off = said - np.eye(3)[:, Y]
    # The slope of tanh is 0 where a state is 1, and 1 where it is 0; no state reaches the next one.
    found = np.hstack(states)
    inside = model["Wya"].T @ off * (1 - found[:, 1:])
    slopes = {
        "dWax": inside[:, [1, 3, 2]],
        "dWaa": inside @ found[:, :4].T,
        "dWya": off[:, [1, 3, 2]],
        "dba": inside.sum(axis=1, keepdims=True),
        "dby": off.sum(axis=1, keepdims=True),
    }
    loss = np.log(3) + 6 * LN2
    student.sequence_forward(X[:2], Y[:2], -a0, model)
    cache_serves(
        lambda cache: student.sequence_backward(X, Y, model, cache),
        (states, [said[:, [t]] for t in range(4)]),
        lambda: forward_agrees(student.sequence_forward(X, Y, a0, model), loss),
        lambda: student.sequence_forward(X[:3], Y[:3], -a0, model),
        lambda got, words: backward_agrees(got, slopes, states[-1], words),
    )


def parrot() -> Parameters:
    """V = n_a = 3: what comes next follows from the token that was read, and from nothing else."""
    return {
        "Wya": np.log(
            np.array([[1 / 2, 1 / 4, 1 / 8], [1 / 4, 1 / 2, 1 / 8], [1 / 4, 1 / 4, 3 / 4]])
        ),
        "by": np.zeros((3, 1)),
        "Wax": 30 * np.eye(3),
        "Waa": np.zeros((3, 3)),
        "ba": np.zeros((3, 1)),
    }


def loss_of(
    X: list[int | None],
    Y: list[int],
    a: Array,
    Wax: Array,
    Waa: Array,
    Wya: Array,
    ba: Array,
    by: Array,
) -> float:
    """The sum of −log p of the tokens of Y."""
    found = 0.0
    for seen, wanted in zip(X, Y, strict=True):
        inside = Waa @ a + ba
        a = np.tanh(inside if seen is None else inside + Wax[:, [seen]])
        e = np.exp(Wya @ a + by)
        found -= float(np.log(e[wanted, 0] / np.sum(e)))
    return found


@check(
    "sequence_backward",
    points=4,
    kind="example",
    public=True,
    hint="The handout has each step, from the last to the first: Wya transposed times (p − one-hot "
    "of Y), plus da_prev of the step after it, goes through tanh. All steps' parts are added.",
)
def sequence_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's four steps, backward, twice with the same cache; no argument is changed."""
    (X, Y, a0), parameters = worked_sequence(), worked_parameters()
    cache = unpack(student.sequence_forward(X, Y, a0, parameters), "loss", "cache")[1]
    for words in ("", " of a second call"):
        got = student.sequence_backward(X, Y, parameters, cache)
        backward_agrees(got, worked_gradients(), np.array([[0.0], [0.5]]), words)
    unchanged(student.sequence_backward, X, Y, parameters, cache)


@check(
    "sequence_backward",
    points=1,
    kind="property",
    public=True,
    hint="A derivative goes back through all steps, with Waa transposed once for each, and nothing "
    "is cut off. Token 0 is a token; None is none.",
)
def sequence_backward_goes_all_the_way(student: Student, ref: Reference) -> None:
    """Nine steps in which all states are 0: powers of Waa lead back, and nothing is cut off."""
    X: list[int | None] = [None, 0, 2, 0, 1, 1, 0, 2, 1]
    Y = [2, 1, 0, 0, 2, 1, 1, 2, 0]
    # tanh has the slope 1 at 0, and all tokens are alike.
    model: Parameters = {
        "Wya": np.array([[4.0, -1.0], [0.5, 2.0], [-3.0, 6.0]]),
        "by": np.zeros((3, 1)),
        "Wax": np.zeros((2, 3)),
        "Waa": np.array([[2.0, 0.5], [-1.0, 1.5]]),
        "ba": np.zeros((2, 1)),
    }
    _, cache = unpack(student.sequence_forward(X, Y, np.zeros((2, 1)), model), "loss", "cache")
    off = 1 / 3 - np.eye(3)[:, Y]
    reach = [np.linalg.matrix_power(model["Waa"].T, later) for later in range(9)]
    inside = np.zeros((2, 9))
    for t in range(9):
        for later in range(9 - t):
            inside[:, t] += reach[later] @ model["Wya"].T @ off[:, t + later]
    want = {
        "dWax": np.stack(
            [inside[:, [at == one for at in X]].sum(axis=1) for one in range(3)], axis=1
        ),
        "dWaa": np.zeros((2, 2)),
        "dWya": np.zeros((3, 2)),
        "dba": inside.sum(axis=1, keepdims=True),
        "dby": off.sum(axis=1, keepdims=True),
    }
    got = student.sequence_backward(X, Y, model, cache)
    backward_agrees(got, want, np.zeros((2, 1)), " of nine steps")


def worked_step(rate: float, bound: float) -> tuple[float, Parameters, Parameters, Array]:
    """What a step from the handout's network gives."""
    before = worked_parameters()
    bent = {
        name: np.maximum(np.minimum(g, bound), -bound) for name, g in worked_gradients().items()
    }
    after = {name: before[name] - rate * bent["d" + name] for name in before}
    return 5 * LN2, bent, after, np.array([[0.0], [0.5]])


@check(
    "sgd_step",
    points=3,
    kind="example",
    public=True,
    hint="The loss before the step; the gradients clipped to −5 … 5, above and below, unless "
    "another bound is given; and each of the five parameters minus the rate times its clipped "
    "gradient.",
)
def sgd_step_by_hand(student: Student, ref: Reference) -> None:
    """The handout's network: with a rate of 0.01 and a bound of 5, and of 0.5 and 1."""
    (X, Y, a0), parameters = worked_sequence(), worked_parameters()
    step_agrees(student.sgd_step(X, Y, a0, parameters), worked_step(0.01, 5.0))
    got = student.sgd_step(X, Y, a0, parameters, 0.5, 1.0)
    step_agrees(got, worked_step(0.5, 1.0), ", clipped to 1")
    got = student.sgd_step(X, Y, a0, parameters, learning_rate=0.5, max_value=100.0)
    step_agrees(got, worked_step(0.5, 100.0), ", clipped to 100")
    unchanged(student.sgd_step, X, Y, a0, parameters)
    fresh(student.sgd_step, X, Y, a0, parameters, 0.0)


UNITS, STEPS, RATE, MOST_SHARE = 6, 25, 0.3, 0.25


@check(
    "sgd_step",
    points=2,
    kind="training",
    public=True,
    hint="All five parameters must learn, each against its gradient, and the state must carry on "
    "what was read: after a comes b once, and once END.",
)
def sgd_step_learns_a_word(student: Student, ref: Reference) -> None:
    """25 steps on "abca" with a rate of 0.3: the loss comes below a quarter of its start."""
    X, Y = [None, 1, 2, 3, 1], [1, 2, 3, 1, 0]
    model = small_weights(4)
    losses = []
    for _ in range(STEPS):
        got = student.sgd_step(X, Y, np.zeros((UNITS, 1)), model, RATE)
        loss, _, new, _ = unpack(got, "loss", "gradients", "new_parameters", "a_last")
        losses.append(scalar(loss, "the loss"))
        found = zip(model, entries(new, *model), strict=True)
        model = {name: numbers(value, model[name].shape, name) for name, value in found}
    law = f"the last of {STEPS} losses must be below {MOST_SHARE:g} of the first"
    fallen = losses[-1] < MOST_SHARE * losses[0]
    require(fallen, law, got=f"{losses[-1]:.4g} at the end, and {losses[0]:.4g} at first")


def small_weights(number: int) -> Parameters:
    """A model of four tokens, with biases of 0."""
    chance = np.random.default_rng(number)
    shapes = {"Waa": (UNITS, UNITS), "Wya": (4, UNITS), "Wax": (UNITS, 4)}
    found = {name: 0.3 * chance.normal(size=shape) for name, shape in shapes.items()}
    return found | {"by": np.zeros((4, 1)), "ba": np.zeros((UNITS, 1))}


@check(
    "next_probabilities",
    points=4,
    kind="example",
    public=True,
    hint="One step as before; then the scores, over the temperature, through softmax. A "
    "temperature of 1/2 doubles the scores: of 1/2, 1/4, 1/4 come 4, 1 and 1 parts of 6. At 0 and "
    "below there is no such thing.",
)
def next_probabilities_by_hand(student: Student, ref: Reference) -> None:
    """The handout's first two steps; the second at 1/2 and 2; ValueError at 0 and −1."""
    (_, _, a0), parameters = worked_sequence(), worked_parameters()
    a1, a2 = np.array([[0.5], [0.0]]), np.array([[0.0], [0.5]])
    first = student.next_probabilities(None, a0, parameters)
    next_agrees(first, np.array([1, 2, 1]) / 4, a1, " at the first step")
    second = student.next_probabilities(1, a1, parameters)
    next_agrees(second, np.array([2, 1, 1]) / 4, a2, " at the second step")
    cold = student.next_probabilities(1, a1, parameters, 0.5)
    next_agrees(cold, np.array([4, 1, 1]) / 6, a2, " at a temperature of 1/2")
    hot = student.next_probabilities(1, a1, parameters, temperature=2.0)
    root = np.sqrt(2)
    next_agrees(hot, np.array([root, 1, 1]) / (root + 2), a2, " at a temperature of 2")
    unchanged(student.next_probabilities, 1, a1, parameters, 0.5)
    for index, p in ((0, [1 / 2, 1 / 4, 1 / 4]), (2, [1 / 8, 1 / 8, 3 / 4]), (None, [1 / 3] * 3)):
        want = np.array([[1.0 if place == index else 0.0] for place in range(3)])
        got = student.next_probabilities(index, np.zeros((3, 1)), parrot())
        next_agrees(got, np.array(p), want, f" after {index}")
    for temperature in (0.0, -1.0, 0):
        refuses(student.next_probabilities, 1, a1, parameters, temperature)


@check(
    "next_probabilities",
    points=1,
    kind="stability",
    public=True,
    hint="Scores of 10 at a temperature of 1/1000 are 10000, whose e^… is beyond float64: take the "
    "largest score away first. None is cut off.",
)
def next_probabilities_of_extremes(student: Student, ref: Reference) -> None:
    """Scores 10, 9.9, −10, 10 at 1/1000: 1/2, 0, 0, 1/2; at 10⁹: 1/4 each; scores ±2000."""
    model, a = without_memory([0.25] * 4), np.zeros((2, 1))
    state = np.full((2, 1), np.tanh(0.4 - 0.3))
    model["by"] = np.array([[10.0], [9.9], [-10.0], [10.0]])
    cold = quiet(student.next_probabilities, 2, a, model, 1e-3)
    next_agrees(cold, np.array([0.5, 0.0, 0.0, 0.5]), state, " at a temperature of 1/1000")
    hot = quiet(student.next_probabilities, 2, a, model, 1e9)
    next_agrees(hot, np.full(4, 0.25), state, " at a temperature of 10⁹")
    model["by"] = np.array([[2000.0], [-2000.0], [2000.0], [2000.0]])
    large = quiet(student.next_probabilities, 2, a, model)
    next_agrees(large, np.array([1, 0, 1, 1]) / 3, state, " of large scores")


WORD = [1, 1, 2, 0]


def speller() -> Parameters:
    """V = 3 and n_a = 4: units for "a was read", "b was read", "a came before that", "first"."""
    # Nothing but that word has a chance above e^−40.
    return {
        "Wax": np.array([[0.0, 30, 0], [0, 0, 30], [0, 0, 0], [-30, -30, -30]]),
        "Waa": np.array([[0.0, 0, 0, 0], [0, 0, 0, 0], [30, 0, 0, 0], [0, 0, 0, 0]]),
        "ba": np.array([[0.0], [0], [0], [15]]),
        "Wya": np.array([[0.0, 150, 0, 0], [100, 0, -200, 50], [0, 0, 100, 0]]),
        "by": np.zeros((3, 1)),
    }


def metronome() -> Parameters:
    """V = 3 and n_a = 1: says a where its unit is 1, and b where it is −1."""
    return {
        "Wax": np.zeros((1, 3)),
        "Waa": np.array([[-60.0]]),
        "ba": np.array([[30.0]]),
        "Wya": np.array([[0.0], [50], [-50]]),
        "by": np.array([[-200.0], [0], [0]]),
    }


@check(
    "sample",
    points=4,
    kind="example",
    public=True,
    hint="Each step reads the token that was drawn last and the state that the last step left; it "
    "stops after END, which belongs to the result, or adds END after max_length tokens.",
)
def sample_spells_a_word(student: Student, ref: Reference) -> None:
    """A model that can say "aab" only: a, a, b, END; cut off after one token, two or three.

    Another one, of one unit that changes its sign at each step, from a state of 0: a, b, a, b, …
    """
    model, letters = speller(), {END: 0, "a": 1, "b": 2}
    for seed in (1, 2):
        same_list(student.sample(model, letters, seed), WORD, "the sample")
    for most in (1, 2, 3, 4, 5):
        want = [*WORD[: min(most, 3)], 0]
        same_list(student.sample(model, letters, 3, most), want, f"at most {most} tokens and END")
    # The same, where END is the last token.
    turned = dict(model)
    turned["Wax"], turned["Wya"] = model["Wax"][:, [1, 2, 0]], model["Wya"][[1, 2, 0]]
    got = student.sample(turned, {"a": 0, "b": 1, END: 2}, 5)
    same_list(got, [0, 0, 1, 2], "the sample with END as the last token")
    unchanged(student.sample, model, letters, 3)
    got = student.sample(metronome(), letters, 4, 7)
    same_list(got, [1, 2, 1, 2, 1, 2, 1, 0], "the sample of a model that alternates")


@check(
    "sample",
    points=3,
    kind="statistical",
    public=True,
    hint="Draw each token by its probability, with one generator made from the seed: the likeliest "
    "one is not always right. The temperature goes on to next_probabilities.",
)
def sample_draws_by_probability(student: Student, ref: Reference) -> None:
    """Tokens come as often as p says, at a temperature too; the seed decides.

    p = 1/2, 0, 1/3, 1/6: of 250 tokens about so many; at a temperature of 1/4: 81, 16, 1 of 98. By
    default the temperature is 1, and there are 30 tokens at most. Another seed draws others.
    """
    p = [1 / 2, 0.0, 1 / 3, 1 / 6]
    model, letters = without_memory(p), {"a": 0, END: 1, "b": 2, "c": 3}
    said_as_often(student.sample(model, letters, 7, 250), 250, p, 1)
    cold = [81 / 98, 0.0, 16 / 98, 1 / 98]
    got = student.sample(model, letters, 8, 200, 0.25)
    said_as_often(got, 200, cold, 1, " at a temperature of 1/4")
    got, again = (
        array(sequence(student.sample(model, letters, 0, temperature=2.0), 31, "the sample"), (31,))
        for _ in range(2)
    )
    law = "the same seed must give the same sample, also a seed of 0"
    require(bool((again == got).all()), law, got=again.tolist())
    several = [0.6, 0.15, 0.13, 0.0, 0.12]
    more, names = without_memory(several), {"a": 0, "b": 1, "c": 2, END: 3, "d": 4}
    said_as_often(student.sample(more, names, 9, 250), 250, several, 3, " of four that can come")
    alike = without_memory([0.25, 0.25, 0.25, 0.0, 0.25])
    samples = [
        array(sequence(student.sample(alike, names, seed, 40), 41, "the sample"), (41,))[:-1]
        for seed in (5, 6)
    ]
    law = "another seed must draw other tokens, and not the same ones a token later"
    differ = (samples[0] != samples[1]).any() and (samples[0][1:] != samples[1][:-1]).any()
    require(bool(differ), law, got=samples[1].tolist())
    uneven = without_memory([0.3, 0.45, 0.25, 0.0])
    for seed in range(20):
        got = student.sample(uneven, {"a": 0, "b": 1, "c": 2, END: 3}, seed, 1, 1e-3)
        same_list(got, [1, 3], f"the sample at a temperature of 1/1000, with seed {seed},")


@check(
    "decode",
    points=2,
    kind="example",
    public=True,
    hint="Tokens up to the first END, without it. Where there is none, all of them.",
)
def decode_by_hand(student: Student, ref: Reference) -> None:
    """With END, with two of them, without, with END first, and nothing at all."""
    notes = {2: "E4", 0: "G4", 3: "C5", 1: END}
    for indices, tokens in (
        ([0, 3, 3, 2, 1], ["G4", "C5", "C5", "E4"]),
        ([2, 1, 0, 3, 1, 2], ["E4"]),
        ([3, 0], ["C5", "G4"]),
        ([1, 2], []),
        ([], []),
    ):
        same_list(student.decode(indices, notes), tokens, "the list of tokens")
    unchanged(student.decode, [0, 3, 1, 2], notes)


@check(
    "sequence_perplexity",
    points=3,
    kind="example",
    public=True,
    hint="e to the mean loss of all predictions; END is one of them. Where all of V tokens are as "
    "likely, it is V.",
)
def sequence_perplexity_by_hand(student: Student, ref: Reference) -> None:
    """With all tokens alike it is V; two other models by hand; no argument is changed.

    With scores 0, −1000, 0, 0 "baa" has a loss of 1000 + 4 log 3: e^loss is no float.
    """
    letters = {"a": 0, "b": 1, END: 2, "cd": 3}
    alike = without_memory([0.25] * 4)
    for tokens in ("", "a", "abba", ["cd", "a", "cd"]):
        close(student.sequence_perplexity(tokens, alike, letters), 4.0, what="all alike")
    model = without_memory([1 / 2, 1 / 4, 1 / 8, 1 / 8])
    for tokens, exponent in (("aab", 7 / 4), ("", 3.0), (["cd", "b"], 8 / 3)):
        got = student.sequence_perplexity(tokens, model, letters)
        close(got, 2**exponent, what="the perplexity")
    unlikely = alike | {"by": np.array([[0.0], [-1000.0], [0.0], [0.0]])}
    got = student.sequence_perplexity("baa", unlikely, letters)
    close(got, 3 * np.exp(250.0), what="the perplexity of what is unlikely")
    # From a state of 0 it says a and b by turns; that END comes third has the chance e^−250.
    got = student.sequence_perplexity("ab", metronome(), {END: 0, "a": 1, "b": 2})
    close(got, np.exp(250 / 3), what="the perplexity of ab for a model that alternates")
    unchanged(student.sequence_perplexity, "aab", model, letters)


def smoothed_agrees(got: Any, want: Any) -> None:
    """A list of these numbers."""
    found = sequence(got, len(want), "the smoothed losses")
    for place, (one, wanted) in enumerate(zip(found, want, strict=True)):
        close(one, wanted, what=f"smoothed loss {place}")


@check(
    "smooth_losses",
    points=1,
    kind="example",
    public=True,
    hint="beta times what was, (1 − beta) times the new loss; a number for each loss, the first of "
    "them made from initial.",
)
def smooth_losses_by_hand(student: Student, ref: Reference) -> None:
    """8, then 4, 12, 0 with beta = 3/4: 7, 8.25, 6.1875; from 0; no losses; beta by default."""
    losses = [4.0, 12.0, 0.0]
    smoothed_agrees(student.smooth_losses(losses, 8.0, 0.75), [7.0, 8.25, 6.1875])
    smoothed_agrees(student.smooth_losses(losses, 0.0, 0.75), [1.0, 3.75, 2.8125])
    smoothed_agrees(student.smooth_losses([], 8.0, 0.75), [])
    smoothed_agrees(student.smooth_losses([1003.0, 3.0], 3.0), [4.0, 3.999])
    unchanged(student.smooth_losses, losses, 8.0, 0.75)


def trained(got: Any, V: int, n_a: int, iterations: int) -> tuple[Parameters, Any, Array]:
    """(parameters, token_to_ix, losses): five of their shapes, and so many numbers."""
    found, token_to_ix, losses = unpack(got, "parameters", "token_to_ix", "losses")
    shapes = {"Wax": (n_a, V), "Waa": (n_a, n_a), "Wya": (V, n_a), "ba": (n_a, 1), "by": (V, 1)}
    values = zip(shapes, entries(found, *shapes), strict=True)
    parameters = {name: numbers(value, shapes[name], name) for name, value in values}
    told = [finite(one, "a loss") for one in sequence(losses, iterations, "losses")]
    return parameters, token_to_ix, np.array(told)


TUNES = [["E4", "G4", "C5", "E4"], ["C5"], ["G4", "E4"]]


MORE_TUNES = [*TUNES, [], ["C5"]]


NOTES = {END: 0, "C5": 1, "E4": 2, "G4": 3}


def order_of(losses: Array, sequences: list[list[str]], start: Parameters) -> list[int]:
    """Whose turn it was each time: with a rate of 0 its loss tells a sequence."""
    each = []
    for tune in sequences:
        numbered = [NOTES[token] for token in tune]
        zeros = np.zeros(start["ba"].shape)
        whole = loss_of([None, *numbered], [*numbered, NOTES[END]], zeros, **start)
        each.append(whole / (len(tune) + 1))
    # Which of them a wrong loss should have been, nobody knows.
    off = np.abs(losses[:, np.newaxis] - np.array(each))
    law = (
        "with a rate of 0 each loss must be one that a sequence has from a state of zeros, over "
        "the number of its predictions"
    )
    require(bool((off.min(axis=1) < 1e-10).all()), law, got=losses)
    return [int(which) for which in off.argmin(axis=1)]


def take_turns(order: list[int], sequences: list[list[str]]) -> None:
    """In each round each sequence has its turn once, and twice if it is there twice."""
    law = "in a round each sequence must have its turn once"
    for first in range(0, len(order), len(sequences)):
        turn = [sequences[which] for which in order[first : first + len(sequences)]]
        fits = all(turn.count(tune) <= sequences.count(tune) for tune in turn)
        require(fits, law, got=turn)


@check(
    "train_character_model",
    points=1,
    kind="property",
    public=True,
    hint="With a rate of 0 nothing is learnt: the start remains. Small weights and no biases make "
    "all tokens about as likely, with a loss of log V for each prediction; and each round has each "
    "sequence once.",
)
def train_character_model_begins_small(student: Student, ref: Reference) -> None:
    """With a rate of 0: biases 0, weights of about 0.01, two rounds in which all have their turns.

    Of all losses none is off log 4 by more than 0.01. The same seed gives the same.
    """
    got = student.train_character_model(TUNES, 20, 6, 0.0, 0)
    model, token_to_ix, losses = trained(got, 4, 20, 6)
    equal(token_to_ix, NOTES, "token_to_ix")
    for name in ("ba", "by"):
        close(model[name], np.zeros(model[name].shape), rtol=0, atol=0, what=name)
    weights = np.concatenate([model[name].ravel() for name in ("Wax", "Waa", "Wya")])
    has_spread(weights / 0.01, NORMAL_ERROR, "the weights, over 0.01,")
    order = order_of(losses, TUNES, model)
    law = "with small weights no loss may be off log 4 by more than 0.01, with a rate of 0"
    require(bool((np.abs(losses - np.log(4)) < 0.01).all()), law, got=losses)
    take_turns(order, TUNES)
    again, _, told = trained(student.train_character_model(TUNES, 20, 6, 0.0, 0), 4, 20, 6)
    law = "the same seed must give the same losses"
    require(bool(np.allclose(told, losses, rtol=0, atol=1e-12)), law, got=told)
    for name, value in again.items():
        law = f"the same seed must give the same {name}"
        require(bool(np.allclose(value, model[name], rtol=0, atol=1e-12)), law, got=value)
    unchanged(student.train_character_model, TUNES, 20, 6, 0.0, 0)


@check(
    "train_character_model",
    points=1,
    kind="statistical",
    public=True,
    hint="Each weight is 0.01 times a normal number of its own. In each round every sequence has "
    "its turn, also an empty one, and twice if it is there twice; the seed decides the order.",
)
def train_character_model_takes_turns(student: Student, ref: Reference) -> None:
    """Weights are normal and new with each seed; all sequences have their turns, in drawn order."""
    found = []
    for seed in (3, 4):
        model, _, _ = trained(student.train_character_model(TUNES, 100, 1, 0.0, seed), 4, 100, 1)
        found += [model[name].ravel() / 0.01 for name in ("Wax", "Waa", "Wya")]
    drawn = np.concatenate(found)
    different = np.unique(np.abs(drawn)).size
    law = "each weight must be drawn for itself, with each seed anew"
    require(different == drawn.size, law, got=different, want=drawn.size)
    at = np.linspace(-3, 3, 49)
    bell = np.array([(1 + math.erf(z / math.sqrt(2))) / 2 for z in at])
    has_law(drawn, at, bell, "the weights must be drawn from a normal distribution")
    # With a rate of 0 the start comes back, and its losses tell whose turn it was.
    orders = set()
    for seed in range(12):
        got = student.train_character_model(MORE_TUNES, 4, 10, 0.0, seed)
        start, _, losses = trained(got, 4, 4, 10)
        order = order_of(losses, MORE_TUNES, start)
        take_turns(order, MORE_TUNES)
        orders.add(tuple(order[:5]))
    law = "the order must be drawn: 12 seeds must not all have the same one"
    require(len(orders) > 1, law, got=f"{len(orders)} order", want="several")


@check(
    "train_character_model",
    points=1,
    kind="property",
    public=True,
    hint="Hand rate and bound on to sgd_step, and note the loss from before the step, over the "
    "number of predictions. The start must not depend on the rate.",
)
def train_character_model_steps_once(student: Student, ref: Reference) -> None:
    """One iteration on 21 times a: by moves by rate times bound, and the loss is the start's.

    The derivatives in by are about 10 and −10, so they are clipped to 5, and to 1.
    """
    word, losses = ["a" * 21], []
    for rate, bound, far in (
        (0.0, (), 0.0),
        (0.1, (), 0.5),
        (0.1, (1.0,), 0.1),
        (0.3, (2.0,), 0.6),
    ):
        got = student.train_character_model(word, 3, 1, rate, 8, *bound)
        model, _, told = trained(got, 2, 3, 1)
        words = f" for a rate of {rate:g}" + "".join(f" and a bound of {one:g}" for one in bound)
        close(model["by"], np.array([[-far], [far]]), what=f"by{words}")
        losses.append(float(told[0]))
        law = f"the first loss{words} must be that with a rate of 0: one start, no step before it"
        require(abs(losses[-1] - losses[0]) < 1e-8, law, got=losses[-1])


WORDS, ROUNDS, LEARNERS, WORDS_RATE = ["tin", "zinc"], 30, 10, 0.15


MOST_PERPLEXITY, MOST_LOSS = 2.8, 0.5


@check(
    "train_character_model",
    points=2,
    kind="training",
    public=True,
    hint="Each iteration takes the next word, from a state of zeros, and goes on from the "
    "parameters of the one before; its loss is that of a prediction.",
)
def train_character_model_learns_to_spell(student: Student, ref: Reference) -> None:
    """60 iterations on "tin" and "zinc" bring both perplexities below 2.8, of 6 tokens.

    The last two losses have a mean below half of log 6.
    """
    iterations = ROUNDS * len(WORDS)
    got = student.train_character_model(WORDS, LEARNERS, iterations, WORDS_RATE, 2)
    model, token_to_ix, losses = trained(got, 6, LEARNERS, iterations)
    last = float(np.mean(losses[-len(WORDS) :]))
    law = "the losses of the last round must have a mean below half of log 6"
    require(last < MOST_LOSS * np.log(6), law, got=last)
    equal(
        token_to_ix,
        {token: place for place, token in enumerate(sorted({END, *"tinzinc"}))},
        "token_to_ix",
    )
    for word in WORDS:
        found = finite(student.sequence_perplexity(word, model, token_to_ix), "the perplexity")
        law = f"the perplexity of {word} must be at least 1, and below {MOST_PERPLEXITY:g}"
        require(1 <= found < MOST_PERPLEXITY, law, got=found)
