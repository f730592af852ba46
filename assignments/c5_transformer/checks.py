"""The checks of "Encoder and decoder blocks of a transformer".

Each states one law of the exercise that its name starts with. Caches are the student's own
business: a check hands them from a forward function to its way back and never looks into them.
The blocks by hand are the handout's: in them attention takes plain means, or shares of ln 3.
"""

from typing import Any

import numpy as np
from numpy.random import Generator

from common.attention import Mask, masks
from common.caches import cache_serves
from common.descent import Adam
from common.recurrent import parameters
from common.transformers import (
    FFN,
    REVERSAL_HEADS,
    Block,
    block,
    cost_and_slopes,
    decoder,
    encoder,
    heads,
    leaves,
    moved,
    reversal,
    reversal_weights,
    rows,
    self_masks,
    some_mask,
)
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
    fresh,
    given,
    gradients_agree,
    numbers,
    quiet,
    refuses,
    require,
    scalar,
    unchanged,
    unpack,
)

# Four features that sum to 0 and have the variance 1; any two of these are orthogonal.
A, B, C = np.array([[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])
# eps moves what is calculated by hand, without it, by this much at most.
BY_HAND = {"rtol": 0.0, "atol": 1e-3}
STEP = 1e-5
# Blocks bend more than a single layer does: so far off may a difference be.
BENT = {"rtol": 1e-5, "atol": 1e-7}


# What the checks share


def encoded(seq_len: int, d: int) -> Array:
    """The encoding, entry by entry, as the handout defines it."""
    found = np.zeros((seq_len, d))
    for p, k in np.ndindex(seq_len, d // 2):
        angle = p / 10000.0 ** (2 * k / d)
        found[p, 2 * k], found[p, 2 * k + 1] = np.sin(angle), np.cos(angle)
    return found


def first_of(got: Any, want: Array, words: str = "", **room: float) -> Any:
    """(y, cache): y is this; the cache comes back."""
    y, cache = unpack(got, "y", "cache")
    close(y, want, what=f"y{words}", **room)
    double_precision(y, f"y{words}")
    return cache


def norm_slopes_agree(got: Any, want: tuple[Array, Array, Array], words: str = "") -> None:
    """(dx, dgamma, dbeta) are these."""
    names = ("dx", "dgamma", "dbeta")
    for name, value, right in zip(names, unpack(got, *names), want, strict=True):
        close(value, right, what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


def slopes_agree(got: Any, want: tuple[Array, Block], words: str = "") -> None:
    """(dx, grads) are these; there may be further keys."""
    dx, grads = unpack(got, "dx", "grads")
    close(dx, want[0], what=f"dx{words}")
    double_precision(dx, f"dx{words}")
    nested_agree(grads, want[1], words)


def nested_agree(got: Any, want: Block, words: str = "") -> None:
    """Dicts of dicts of arrays are these."""
    for name, value in zip(want, entries(got, *want), strict=True):
        if isinstance(want[name], dict):
            nested_agree(value, want[name], f" of {name}{words}")
        else:
            close(value, want[name], what=f"{name}{words}")
            double_precision(value, f"{name}{words}")


def of_leaf(nested: Any, name: str) -> Any:
    """The entry of a name such as "ffn/W1" in the dicts of derivatives: nested["ffn"]["dW1"]."""
    *inner, last = name.split("/")
    for one in inner:
        nested = entries(nested, one)[0]
    return entries(nested, f"d{last}")[0]


def same_arrays(nested: Block) -> Block:
    """The same names, with copies of the arrays."""
    return moved(nested, lambda _, value: value.copy())


def turned(nested: Block) -> Block:
    """The same names, every array negated."""
    return moved(nested, lambda _, value: -value)


# positional_encoding


@check(
    "positional_encoding",
    points=4,
    kind="example",
    public=True,
    hint="Of eight features the pairs have the frequencies 1, 1/10, 1/100 and 1/1000: 10000 to the "
    "power of 2k/8 is ten to the power of k. In each pair the sine comes first.",
)
def positional_encoding_by_hand(student: Student, ref: Reference) -> None:
    """Three positions of eight features, of four, and five of two: pairs of sine and cosine."""
    angles = np.array([0.0, 1.0, 2.0])
    columns = [f(angles / 10**k) for k in range(4) for f in (np.sin, np.cos)]
    found = student.positional_encoding(3, 8)
    close(found, np.stack(columns, axis=1), what="the encoding of 3 positions, 8 features")
    columns = [np.sin(angles), np.cos(angles), np.sin(angles / 100), np.cos(angles / 100)]
    found = student.positional_encoding(3, 4)
    close(found, np.stack(columns, axis=1), what="the encoding of 3 positions, 4 features")
    angles = np.arange(5.0)
    found = student.positional_encoding(5, 2)
    want = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    close(found, want, what="the encoding of 5 positions, 2 features")


@check(
    "positional_encoding",
    points=4,
    kind="reference",
    hint="The exponent is 2k/d, with k the number of the pair: from 0 to almost 1.",
)
@given(seq_len=draw.integer(1, 300), half=draw.integer(1, 32), examples=6)
def positional_encoding_of_any_size(
    student: Student, ref: Reference, seq_len: int, half: int
) -> None:
    """Up to 300 positions of up to 64 features; float64."""
    for count in (seq_len, 300):
        found = student.positional_encoding(count, 2 * half)
        want = ref.positional_encoding(count, 2 * half)
        close(found, want, what=f"the encoding of {count} positions")
        double_precision(found, "the encoding")


@check(
    "positional_encoding",
    points=3,
    kind="property",
    hint="sin(a + b) = sin a·cos b + cos a·sin b: a step of k positions turns each pair by k times "
    "its own angle, wherever it starts.",
)
@given(half=draw.integer(2, 12), by=draw.integer(1, 5), seq_len=draw.integer(7, 30), examples=4)
def positional_encoding_turns(
    student: Student, ref: Reference, half: int, by: int, seq_len: int
) -> None:
    """Row p + k is row p with each pair turned; row 0 is 0, 1, 0, 1, …."""
    d = 2 * half
    found = numbers(student.positional_encoding(seq_len, d), (seq_len, d), "the encoding")
    close(found[0], np.tile([0.0, 1.0], half), what="row 0")
    # The rows that are turned are the right ones: no row is blamed for another.
    right = encoded(seq_len, d)
    sines, cosines = right[:-by, 0::2], right[:-by, 1::2]
    angle = by / 10000.0 ** (2 * np.arange(half) / d)
    want = np.stack(
        [
            sines * np.cos(angle) + cosines * np.sin(angle),
            cosines * np.cos(angle) - sines * np.sin(angle),
        ],
        axis=-1,
    )
    close(found[by:], want.reshape(seq_len - by, d), what=f"the rows from {by} on")
    products, moved_along = found @ found.T, right @ right.T
    close(products[by:, by:], moved_along[:-by, :-by], what="the products of rows, moved along")


@check(
    "positional_encoding",
    points=1,
    kind="example",
    public=True,
    hint="Each frequency needs two features. What is to be done with one that is left over?",
)
def positional_encoding_refuses_odd(student: Student, ref: Reference) -> None:
    """d = 1, 3, 9 and 15: ValueError; d = 6 has six features."""
    for seq_len, d in ((4, 1), (4, 3), (1, 9), (4, 15)):
        refuses(student.positional_encoding, seq_len, d)
    close(student.positional_encoding(4, 6), encoded(4, 6), what="the encoding for d = 6")


# embed_tokens


def some_tokens(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Any:
    """Tokens (batch, seq), numbers of rows of E."""
    return rng.integers(sizes["V"], size=(sizes["batch"], sizes["seq"]))


def table(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """E (V, d), d even."""
    return rng.normal(size=(sizes["V"], 2 * sizes["half"]))


EMBEDDED = {"batch": (1, 4), "seq": (1, 6), "V": (2, 8), "half": (1, 4)}


@check(
    "embed_tokens",
    points=3,
    kind="example",
    public=True,
    hint="√4 = 2: twice the row of each token, and then the encoding of the place where it stands, "
    "as it is. A batch has the same places in every row.",
)
def embed_tokens_by_hand(student: Student, ref: Reference) -> None:
    """Two sequences of three tokens, d = 4: twice E[token] plus the encoding."""
    E = np.array([[1.0, 2, 3, 4], [0, -1, 0, 2], [5, 0, -5, 1], [2, 2, 2, 2], [-3, 1, 0, 0]])
    tokens = np.array([[4, 0, 4], [1, 1, 2]])
    twice = np.array(
        [
            [[-6.0, 2, 0, 0], [2, 4, 6, 8], [-6, 2, 0, 0]],
            [[0, -2, 0, 4], [0, -2, 0, 4], [10, 0, -10, 2]],
        ]
    )
    places = encoded(3, 4)
    close(student.embed_tokens(tokens, E), twice + places, what="the features")
    fresh(student.embed_tokens, tokens, E)
    none = student.embed_tokens(tokens, np.zeros((5, 4)))
    close(none, np.stack([places, places]), what="the features for E = 0")
    unchanged(student.embed_tokens, tokens, E)


@check(
    "embed_tokens",
    points=2,
    kind="reference",
    hint="The factor is √d, whatever d is, and it belongs to the tokens alone.",
)
@given(draw.drawn(EMBEDDED, tokens=some_tokens, E=table), examples=8)
def embed_tokens_of_any_size(student: Student, ref: Reference, tokens: Any, E: Array) -> None:
    """One to four sequences of one to six tokens; float64."""
    found = student.embed_tokens(tokens, E)
    close(found, ref.embed_tokens(tokens, E), what="the features")
    double_precision(found, "the features")


@check(
    "embed_tokens",
    points=1,
    kind="purity",
    hint="If the call changed its input: a table is read, never written, and E *= …, for example, "
    "changes it for the next sentence.",
)
@given(draw.drawn(EMBEDDED, tokens=some_tokens, E=table), examples=3)
def embed_tokens_leaves_its_arguments(
    student: Student, ref: Reference, tokens: Any, E: Array
) -> None:
    """tokens and E are not changed; the features are a new array, and right."""
    unchanged(student.embed_tokens, tokens, E)
    fresh(student.embed_tokens, tokens, E)
    close(student.embed_tokens(tokens, E), ref.embed_tokens(tokens, E), what="the features")


# layer_norm_forward

# The handout's row, and what becomes of it with eps = 9.
ROW = np.array([6.0, -2.0, 6.0, -2.0])
GAMMA, BETA = np.array([1.0, 2.0, -1.0, 5.0]), np.array([0.0, 1.0, 2.0, -1.0])


# The axes before a table's, by the size that is drawn as "lead".
NORM_LEADS: tuple[tuple[int, ...], ...] = ((), (2,), (3, 2), (2, 1, 2))

SOME_EPS = draw.options(1e-5, 0.5, 3.0)


def norms() -> Any:
    """x with one to four axes before the features, gamma and beta, and derivatives in y."""
    return draw.drawn(
        sizes={"lead": (0, 3), "seq": (1, 4), "d": (2, 6)},
        x=norm_rows,
        gamma=norm_gamma,
        beta=draw.normal("d"),
        dy=lambda rng, _, fields: draw.normal(*fields["x"].shape)(rng, {}, {}),
    )


def norm_rows(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """Rows that vary, behind the leading axes of this draw."""
    while True:
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Array = rows(*NORM_LEADS[sizes["lead"]], "seq", "d")(rng, sizes, fields)
        # Two numbers of a row may happen to be equal, and have no deviation.
        if np.isfinite(found).all():
            return found


def norm_gamma(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
    """gamma (d,); in every third draw it switches a feature off."""
    found: Array = draw.normal("d")(rng, sizes, fields)
    if rng.random() < 1 / 3:
        found[-1] = 0.0
    return found


@check(
    "layer_norm_forward",
    points=3,
    kind="example",
    public=True,
    hint="6, −2, 6, −2 has the mean 2 and the variance 16, and √(16 + 9) = 5. Each row has a mean "
    "and a variance of its own; gamma and beta are one for each feature.",
)
def layer_norm_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's row with eps = 9; two tables; 1, 2, 3, and a single 1, with eps = 0."""
    want = np.array([0.8, -0.6, 1.2, -5.0])
    second = np.array([0.0, 1.6, 0.0, 1.6])  # its mean 0.8, its deviations ±0.8, times 1/√9.64
    other = np.array([-0.8, 0.8, -0.8, 0.8]) / np.sqrt(9.64) * GAMMA + BETA
    x, y = np.stack([ROW, second, -ROW]), np.stack([want, other, 2 * BETA - want])
    first_of(student.layer_norm_forward(x, GAMMA, BETA, 9.0), y)
    both = student.layer_norm_forward(np.stack([x, x[::-1]]), GAMMA, BETA, 9.0)
    first_of(both, np.stack([y, y[::-1]]), " of two tables")
    ones = np.array([[1.0, 2.0, 3.0], [20.0, 10.0, 0.0]])
    third = np.sqrt(1.5)
    got = student.layer_norm_forward(ones, np.ones(3), np.zeros(3), 0.0)
    first_of(got, third * np.array([[-1.0, 0.0, 1.0], [1.0, 0.0, -1.0]]), " with eps = 0")
    # Of 26 features a single one is 1: its mean 1/26, its variance 25/26².
    single = np.eye(26)[[3, 25]]
    got = student.layer_norm_forward(single, np.ones(26), np.zeros(26), 0.0)
    first_of(got, np.where(single == 1, 5.0, -0.2), " of rows with a single 1, eps = 0")
    got = student.layer_norm_forward(ones / 100, np.ones(3), np.zeros(3))
    room = np.sqrt(np.array([[2e-4 / 3 + 1e-5], [2e-2 / 3 + 1e-5]]))
    want = np.array([[-0.01, 0.0, 0.01], [0.1, 0.0, -0.1]]) / room
    first_of(got, want, " with the default eps")
    unchanged(student.layer_norm_forward, x, GAMMA, BETA, 9.0)


@check(
    "layer_norm_forward",
    points=1,
    kind="stability",
    public=True,
    hint="As elsewhere: a row less its mean, over √(v + eps), v the mean square of that. Take the "
    "mean off before you square: the difference of two numbers near 10¹² is mostly rounding. A row "
    "of equal numbers has the variance 0, and eps is left.",
)
def layer_norm_forward_of_far_rows(student: Student, ref: Reference) -> None:
    """Rows near a million, either side of 0, lose nothing; a constant row becomes beta."""
    want = np.array([0.8, -0.6, 1.2, -5.0])
    # A tenth of the row has the variance 0.16, and √(0.16 + 0.09) = 0.5.
    x = np.stack([0.1 * ROW + 1e6 + 1 / 3, 0.1 * ROW - 3e6, np.full(4, 7.0)])
    got = quiet(student.layer_norm_forward, x, GAMMA, BETA, 0.09)
    first_of(got, np.stack([want, want, BETA]), " of far and constant rows", atol=1e-6)
    got = quiet(student.layer_norm_forward, x[2:].copy(), GAMMA, BETA)
    first_of(got, BETA[np.newaxis], " of a constant row, with the default eps")


@check(
    "layer_norm_forward",
    points=1,
    kind="example",
    public=True,
    hint="If y is right: the way back needs the normalised rows, what they were divided by, and "
    "gamma, in which there may be a 0; and those of this call. Make a new tuple in each.",
)
def layer_norm_forward_keeps_the_rows(student: Student, ref: Reference) -> None:
    """y is right; your cache serves the way back, with a 0 in gamma and after another call."""
    x, gamma = np.stack([ROW, ROW + 10]), np.array([1.0, 2.0, -1.0, 0.0])
    y, xhat = np.array([0.8, -0.6, 1.2, -1.0]), np.array([0.8, -0.8, 0.8, -0.8])
    dy = np.array([5.0, 5.0, 0.0, 1.0])
    # g is 5, 10, 0, 0, with the mean 3.75; g·x̂ has the mean −1.
    dx = np.array([0.41, 1.09, -0.59, -0.91])
    dgamma = np.array([4.0, -4.0, 0.0, -0.8])
    known = np.stack([xhat, xhat]), np.full((2, 1), 0.2), gamma
    ups = np.stack([dy, -3 * dy])
    cache_serves(
        lambda one: student.layer_norm_backward(ups, one),
        known,
        lambda: first_of(student.layer_norm_forward(x, gamma, BETA, 9.0), np.stack([y, y])),
        lambda: student.layer_norm_forward(x[:, ::-1] ** 2, -GAMMA, BETA, 1.0),
        lambda got, words: norm_slopes_agree(
            got, (np.stack([dx, -3 * dx]), -2 * dgamma, -2 * dy), words
        ),
    )


@check(
    "layer_norm_forward",
    points=2,
    kind="reference",
    hint="Over the last axis, however many there are before it; eps is added to the variance, "
    "inside the root.",
)
@given(norms(), eps=SOME_EPS, examples=8)
def layer_norm_forward_of_any_shape(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """Two to five axes, eps from 10⁻⁵ to 3, and the default with rows that hardly vary; float64."""
    got = student.layer_norm_forward(x, gamma, beta, eps)
    first_of(got, ref.layer_norm_forward(x, gamma, beta, eps)[0])
    for small in (0.01, 1e-7):
        got = student.layer_norm_forward(small * x, gamma, beta)
        want = ref.layer_norm_forward(small * x, gamma, beta)[0]
        first_of(got, want, f" with the default eps, rows times {small:g}")


@check(
    "layer_norm_forward",
    points=2,
    kind="property",
    hint="Every position is normalised by itself: what the others are must not matter.",
)
@given(norms(), eps=SOME_EPS, examples=5)
def layer_norm_forward_row_by_row(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """With gamma 1 and beta 0 a row has mean 0 and variance v/(v + eps); others don't matter."""
    ones, zeros = np.ones(len(gamma)), np.zeros(len(gamma))
    got = unpack(student.layer_norm_forward(x, ones, zeros, eps), "y", "cache")[0]
    y = numbers(got, x.shape, "y")
    close(y.mean(axis=-1), np.zeros(x.shape[:-1]), what="the means of the rows")
    v = x.var(axis=-1)
    close(y.var(axis=-1), v / (v + eps), what="the variances of the rows")
    want = ref.layer_norm_forward(x, gamma, beta, eps)[0]
    other = x.copy()
    other[..., 1:, :] = 7 - 3 * other[..., 1:, :]
    got = unpack(student.layer_norm_forward(other, gamma, beta, eps), "y", "cache")[0]
    found = array(got, x.shape, what="y")
    close(found[..., 0, :], want[..., 0, :], what="the first row of y, with others after it")
    shift = np.arange(1.0, x.shape[-2] + 1)[:, np.newaxis]
    got = student.layer_norm_forward(x + shift, gamma, beta, eps)
    first_of(got, want, " of rows with 1, 2, … added")


def far(x: Array) -> Array:
    """The rows moved to a million and to minus a million, by turns."""
    places = np.resize([1e6, -1e6], x.shape[:-1])
    return x + places[..., np.newaxis]


@check(
    "layer_norm_forward",
    points=1,
    kind="stability",
    hint="As elsewhere: a row less its mean, over √(v + eps), v the mean square of that. Take the "
    "mean off before you square: the difference of two numbers near 10¹² is mostly rounding.",
)
@given(norms(), eps=SOME_EPS, examples=4)
def layer_norm_forward_of_large_and_constant_rows(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """Rows near ±10⁶ lose nothing, and a row of one number becomes beta: no warning."""
    want = ref.layer_norm_forward(x, gamma, beta, eps)[0]
    got = quiet(student.layer_norm_forward, far(x), gamma, beta, eps)
    first_of(got, want, " of rows near a million, and near minus a million", atol=1e-6)
    same = np.broadcast_to(x[..., :1], x.shape).copy()
    got = quiet(student.layer_norm_forward, same, gamma, beta)
    first_of(got, np.broadcast_to(beta, x.shape).copy(), " of constant rows", atol=1e-7)
    got = quiet(student.layer_norm_forward, x[..., :1].copy(), gamma[:1], beta[:1], eps)
    want = np.full((*x.shape[:-1], 1), beta[0])
    first_of(got, want, " of rows of a single feature", atol=1e-7)


@check(
    "layer_norm_forward",
    points=1,
    kind="property",
    hint="If y is right: what does the way back need? The normalised rows, what they were divided "
    "by, and gamma; and those of this call, not of the one after it.",
)
@given(norms(), eps=SOME_EPS, examples=5)
def layer_norm_forward_keeps_what_is_needed(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """y is right; the cache serves a way back, and another call does not spoil it."""
    wanted, known = ref.layer_norm_forward(x, gamma, beta, eps)
    slopes = ref.layer_norm_backward(dy, known)
    cache_serves(
        lambda one: student.layer_norm_backward(dy, one),
        known,
        lambda: first_of(student.layer_norm_forward(x, gamma, beta, eps), wanted),
        # The same norm with other rows, and another one.
        lambda: [
            student.layer_norm_forward(x[..., ::-1] ** 2, sign * gamma, beta, (2 - sign) * eps)
            for sign in (1, -1)
        ],
        lambda got, words: norm_slopes_agree(got, slopes, words),
    )


@check(
    "layer_norm_forward",
    points=1,
    kind="purity",
    hint="If the call changed its input: x −= μ, for example, writes into what the residual "
    "connection still needs.",
)
@given(norms(), eps=SOME_EPS, examples=3)
def layer_norm_forward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """x, gamma and beta are not changed; what a second call gives is right."""
    unchanged(student.layer_norm_forward, x, gamma, beta, eps)
    got = student.layer_norm_forward(x, gamma, beta, eps)
    first_of(got, ref.layer_norm_forward(x, gamma, beta, eps)[0], " of a second call")


# layer_norm_backward


@check(
    "layer_norm_backward",
    points=3,
    kind="example",
    public=True,
    hint="g = dy·gamma is 5, 10, 0, 5, with the mean 5; g·x̂ has the mean −2. From g take both "
    "away, the second times x̂, and divide by 5. dgamma and dbeta add up over all rows.",
)
def layer_norm_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's row with eps = 9, in a table of three rows, and in two tables."""
    dy, dx = np.array([5.0, 5.0, 0.0, 1.0]), np.array([0.32, 0.68, -0.68, -0.32])
    dgamma = np.array([4.0, -4.0, 0.0, -0.8])
    x, up = np.stack([ROW, ROW, ROW + 10]), np.stack([dy, -3 * dy, dy])
    want = np.stack([dx, -3 * dx, dx])
    cache = unpack(student.layer_norm_forward(x, GAMMA, BETA, 9.0), "y", "cache")[1]
    norm_slopes_agree(student.layer_norm_backward(up, cache), (want, -dgamma, -dy))
    unchanged(student.layer_norm_backward, up, cache)
    # In the second table the normalised rows are negated: dx is the same, dgamma negated.
    both, ups = np.stack([x, x[:, [1, 0, 3, 2]]]), np.stack([up, np.stack([dy, dy, dy])])
    cache = unpack(student.layer_norm_forward(both, GAMMA, BETA, 9.0), "y", "cache")[1]
    wants = np.stack([want, np.stack([dx, dx, dx])]), -4 * dgamma, 2 * dy
    norm_slopes_agree(student.layer_norm_backward(ups, cache), wants, " of two tables")


@check(
    "layer_norm_backward",
    points=5,
    kind="gradient",
    hint="x reaches y in three ways: by itself, through the mean, and through the variance. And "
    "between y and x̂ stands gamma.",
)
@given(norms(), eps=SOME_EPS, examples=6)
def layer_norm_backward_reaches_the_input(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """dx is the derivative of Σ dy·y in x, with two to four axes and eps from 10⁻⁵ to 3."""

    def output(x: Array) -> Any:
        # What the reference is given becomes read-only: it gets a copy of what is being moved.
        return ref.layer_norm_forward(x.copy(), gamma, beta, eps)[0]

    cache = unpack(student.layer_norm_forward(x, gamma, beta, eps), "y", "cache")[1]
    dx = unpack(student.layer_norm_backward(dy, cache), "dx", "dgamma", "dbeta")[0]
    gradients_agree(ref.gradient(output, upstream=dy, x=x), x=dx)
    double_precision(dx, "dx")


@check(
    "layer_norm_backward",
    points=3,
    kind="gradient",
    hint="gamma and beta are the same for all rows of all examples: add up what each row says. "
    "y = gamma·x̂ + beta: what does gamma meet?",
)
@given(norms(), eps=SOME_EPS, examples=5)
def layer_norm_backward_reaches_the_parameters(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """dgamma and dbeta are the derivatives of Σ dy·y, sums over all axes but the last."""

    def output(gamma: Array, beta: Array) -> Any:
        return ref.layer_norm_forward(x, gamma.copy(), beta.copy(), eps)[0]

    cache = unpack(student.layer_norm_forward(x, gamma, beta, eps), "y", "cache")[1]
    _, dgamma, dbeta = unpack(student.layer_norm_backward(dy, cache), "dx", "dgamma", "dbeta")
    numeric = ref.gradient(output, upstream=dy, gamma=gamma, beta=beta)
    gradients_agree(numeric, gamma=dgamma, beta=dbeta)


@check(
    "layer_norm_backward",
    points=2,
    kind="property",
    hint="A row that is shifted, or stretched, gives the same y: no derivative may point there.",
)
@given(norms(), eps=SOME_EPS, examples=5)
def layer_norm_backward_loses_two_directions(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """A row of dx sums to 0; for eps = 0 it is orthogonal to the row of x.

    So it is for constant rows, whose y follows from x by g/√ε, and for rows near a million.
    """
    wanted = ref.layer_norm_backward(dy, ref.layer_norm_forward(x, gamma, beta, 0.0)[1])
    cache = unpack(student.layer_norm_forward(x, gamma, beta, 0.0), "y", "cache")[1]
    got = student.layer_norm_backward(dy, cache)
    dx = numbers(unpack(got, "dx", "dgamma", "dbeta")[0], x.shape, "dx")
    zeros = np.zeros(x.shape[:-1])
    close(dx.sum(axis=-1), zeros, what="the sums of the rows of dx")
    close((dx * x).sum(axis=-1), zeros, what="the products of the rows of dx and x")
    norm_slopes_agree(got, wanted, " for eps = 0")
    odd = far(x)
    odd[..., 0, :] = x[..., 0, :1]
    wanted = ref.layer_norm_backward(dy, ref.layer_norm_forward(odd, gamma, beta, eps)[1])
    cache = unpack(student.layer_norm_forward(odd, gamma, beta, eps), "y", "cache")[1]
    got = student.layer_norm_backward(dy, cache)
    norm_slopes_agree(got, wanted, " for constant rows and rows near a million")


@check(
    "layer_norm_backward",
    points=1,
    kind="purity",
    hint="If the call changed its input: dy *= gamma, for example, changes what the residual "
    "connection hands on as well. If the second call is wrong alone: write into nothing of the "
    "cache.",
)
@given(norms(), eps=SOME_EPS, examples=3)
def layer_norm_backward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    x: Array,
    gamma: Array,
    beta: Array,
    eps: float,
    dy: Array,
) -> None:
    """All derivatives are right, also of a second call with the same cache; dy is not changed."""
    wanted = ref.layer_norm_backward(dy, ref.layer_norm_forward(x, gamma, beta, eps)[1])
    cache = unpack(student.layer_norm_forward(x, gamma, beta, eps), "y", "cache")[1]
    norm_slopes_agree(student.layer_norm_backward(dy, cache), wanted)
    unchanged(student.layer_norm_backward, dy, cache)
    norm_slopes_agree(student.layer_norm_backward(dy, cache), wanted, " of a second call")


# feed_forward


def networks() -> Any:
    """x (batch, seq, d), a feed-forward network, and derivatives in its output."""
    return draw.drawn(
        sizes={"batch": (1, 3), "seq": (1, 4), "d": (1, 5), "d_ff": (1, 7)},
        x=lambda rng, sizes, _: draw.normal(
            "batch", "seq", "d", scale=float(rng.choice([1.0, 9.0]))
        )(rng, sizes, {}),
        parameters=parameters(dict(reversed(FFN.items()))),
        dy=draw.normal("batch", "seq", "d"),
    )


# The handout's network: two features, and five hidden units of which the last two are always off.
# In another order: its arrays are to be found by name.
SMALL: Block = {
    "b2": np.array([10.0, -2.0]),
    "W1": np.array([[1.0, 2.0, -1.0, 1.0, 0.0], [1.0, -1.0, 0.0, 0.0, 1.0]]),
    "b1": np.array([-1.0, 0.5, 1.0, -20.0, -30.0]),
    "W2": np.array([[1.0, -1.0], [2.0, 0.0], [3.0, 1.0], [7.0, 5.0], [-6.0, 4.0]]),
}
SIX = np.array([[2.0, 1.0], [-1.0, 4.0], [0.0, 0.25], [0.0, -2.0], [3.0, 0.0], [0.5, 3.0]])
SIX_Y = np.array(
    [[19.0, -4.0], [18.0, -2.0], [13.5, -1.0], [18.0, -1.0], [25.0, -4.0], [14.0, -4.0]]
)
# Which of the six stands where, in three examples of four positions.
PLACED = np.array([[0, 1, 2, 3], [4, 5, 0, 2], [3, 3, 1, 5]])


def small_slopes() -> tuple[Array, tuple[Array, Block]]:
    """dy of these three examples, and (dx, grads): the handout's."""
    dy, dx = np.zeros((3, 4, 2)), np.zeros((3, 4, 2))
    dy[0, 0], dx[0, 0] = [1.0, 2.0], [3.0, -3.0]
    dy[2, 2], dx[2, 2] = [2.0, -1.0], [-2.0, 3.0]
    grads = {
        "db2": np.array([3.0, 1.0]),
        "dW2": np.array([[6.0, 2.0], [3.5, 7.0], [4.0, -2.0], [0.0, 0.0], [0.0, 0.0]]),
        "db1": np.array([2.0, 2.0, 5.0, 0.0, 0.0]),
        "dW1": np.array([[-5.0, 4.0, -5.0, 0.0, 0.0], [11.0, 2.0, 20.0, 0.0, 0.0]]),
    }
    return dy, (dx, grads)


@check(
    "feed_forward",
    points=2,
    kind="example",
    public=True,
    hint="relu stands between the two layers and nowhere else, and each layer has its own bias. "
    "What a position gives depends on its own row alone.",
)
def feed_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's rows in three examples of four positions; and these in another order."""
    x, want = SIX[PLACED], SIX_Y[PLACED]
    first_of(student.feed_forward(x, SMALL), want)
    order = [2, 0, 3, 1]
    got = student.feed_forward(x[:, order], SMALL)
    first_of(got, want[:, order], " of positions in another order")
    unchanged(student.feed_forward, x, SMALL)


@check(
    "feed_forward",
    points=1,
    kind="example",
    public=True,
    hint="If y is right: the way back needs x as it was, which units were on, and the weights; and "
    "those of this call. Make a new tuple in each.",
)
def feed_forward_keeps_the_rows(student: Student, ref: Reference) -> None:
    """y is right; your cache serves the way back, also after another forward call."""
    x = SIX[PLACED]
    dy, slopes = small_slopes()
    cache_serves(
        lambda one: student.feed_forward_backward(dy, one),
        (x, x @ SMALL["W1"] + SMALL["b1"], SMALL),
        lambda: first_of(student.feed_forward(x, SMALL), SIX_Y[PLACED]),
        lambda: student.feed_forward(-x, turned(SMALL)),
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "feed_forward",
    points=1,
    kind="reference",
    hint="The last axis goes through both matrices; batch and positions stay where they are.",
)
@given(networks(), examples=7)
def feed_forward_of_any_size(
    student: Student, ref: Reference, x: Array, parameters: Block, dy: Array
) -> None:
    """y of batches, positions, features and units of any number; float64."""
    first_of(student.feed_forward(x, parameters), ref.feed_forward(x, parameters)[0])


@check(
    "feed_forward",
    points=1,
    kind="property",
    hint="If y is right: what does the way back need? x, which units were on, and the weights; and "
    "those of this call, not of the one after it.",
)
@given(networks(), examples=4)
def feed_forward_keeps_what_is_needed(
    student: Student, ref: Reference, x: Array, parameters: Block, dy: Array
) -> None:
    """y is right; the cache serves a way back, and another call does not spoil it."""
    wanted, known = ref.feed_forward(x, parameters)
    slopes = ref.feed_forward_backward(dy, known)
    cache_serves(
        lambda one: student.feed_forward_backward(dy, one),
        known,
        lambda: first_of(student.feed_forward(x, parameters), wanted),
        # The same network with other rows, and another one.
        lambda: [student.feed_forward(-x, one) for one in (parameters, turned(parameters))],
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "feed_forward",
    points=1,
    kind="purity",
    hint="If the call changed its input: an array of your own may be written into, x may not. If "
    "all positions together are right: each depends on its own row alone.",
)
@given(networks(), examples=3)
def feed_forward_leaves_its_arguments(
    student: Student, ref: Reference, x: Array, parameters: Block, dy: Array
) -> None:
    """x and parameters are not changed; y is right for each position alone, without the others."""
    unchanged(student.feed_forward, x, parameters)
    wanted = ref.feed_forward(x, parameters)[0]
    for i in range(x.shape[1]):
        one = slice(i, i + 1)
        got = student.feed_forward(x[:, one].copy(), parameters)
        first_of(got, wanted[:, one], f" of position {i} alone")


# feed_forward_backward


@check(
    "feed_forward_backward",
    points=2,
    kind="example",
    public=True,
    hint="For the first position dy·W2ᵀ begins −1, 2, 5, and its third unit is off: −1, 2, 0. W2 "
    "meets what came out of relu, W1 meets x, and all positions are added up.",
)
def feed_forward_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's derivatives at two positions of different examples, and 0 at the others."""
    dy, want = small_slopes()
    cache = unpack(student.feed_forward(SIX[PLACED], SMALL), "y", "cache")[1]
    slopes_agree(student.feed_forward_backward(dy, cache), want)
    unchanged(student.feed_forward_backward, dy, cache)


@check(
    "feed_forward_backward",
    points=2,
    kind="gradient",
    hint="Back through W2, through relu where it was on, through W1.",
)
@given(networks(), examples=6)
def feed_forward_backward_reaches_the_input(
    student: Student, ref: Reference, x: Array, parameters: Block, dy: Array
) -> None:
    """dx is the derivative of Σ dy·y in x."""

    def output(x: Array) -> Any:
        # What the reference is given becomes read-only: it gets a copy of what is being moved.
        return ref.feed_forward(x.copy(), parameters)[0]

    cache = unpack(student.feed_forward(x, parameters), "y", "cache")[1]
    dx = unpack(student.feed_forward_backward(dy, cache), "dx", "grads")[0]
    gradients_agree(ref.gradient(output, upstream=dy, x=x), x=dx)
    double_precision(dx, "dx")


@check(
    "feed_forward_backward",
    points=3,
    kind="gradient",
    hint="The same four arrays served every position of every example: sums, and no mean. What "
    "went into W2 was relu's output.",
)
@given(networks(), examples=8)
def feed_forward_backward_reaches_the_parameters(
    student: Student, ref: Reference, x: Array, parameters: Block, dy: Array
) -> None:
    """dW1, db1, dW2 and db2 are the derivatives of Σ dy·y."""

    def output(**moving: Array) -> Any:
        return ref.feed_forward(x, same_arrays(moving))[0]

    cache = unpack(student.feed_forward(x, parameters), "y", "cache")[1]
    grads = unpack(student.feed_forward_backward(dy, cache), "dx", "grads")[1]
    found = {name: of_leaf(grads, name) for name in parameters}
    gradients_agree(ref.gradient(output, upstream=dy, **parameters), **found)


@check(
    "feed_forward_backward",
    points=1,
    kind="purity",
    hint="If the call changed its input: dy still belongs to the caller, who adds it to dx in the "
    "residual connection.",
)
@given(networks(), examples=3)
def feed_forward_backward_leaves_its_arguments(
    student: Student, ref: Reference, x: Array, parameters: Block, dy: Array
) -> None:
    """All derivatives are right, also of a second call with the same cache; dy is not changed."""
    wanted = ref.feed_forward_backward(dy, ref.feed_forward(x, parameters)[1])
    cache = unpack(student.feed_forward(x, parameters), "y", "cache")[1]
    slopes_agree(student.feed_forward_backward(dy, cache), wanted)
    unchanged(student.feed_forward_backward, dy, cache)
    slopes_agree(student.feed_forward_backward(dy, cache), wanted, " of a second call")


# encoder_block


def plain_means() -> Block:
    """Attention in which all queries are 0: each position takes the mean of what it may see."""
    odd, zeros = np.arange(16.0).reshape(4, 4) % 7 - 3, np.zeros(4)
    return {
        "Wq": np.zeros((4, 4)),
        "bq": zeros,
        "Wk": odd,
        "bk": odd[0],
        "Wv": np.eye(4),
        "bv": zeros,
        "Wo": np.eye(4),
        "bo": zeros,
    }


LAST = {"gamma": np.array([1.0, 2.0, -1.0, 3.0]), "beta": np.array([1.0, 0.0, 2.0, -1.0])}


def encoder_by_hand() -> tuple[Array, Block, Array]:
    """The handout's three positions (3, 4), parameters, and its three normalised results.

    The results are (5A + 12C)/13, 0.8B + 0.6C and −0.8B + 0.6C, before the last gamma and beta.
    """
    x = np.stack([2 * A, 2 * A + 4 * B, -A - 4 * B])
    off = np.array([5.0, -7.0, 2.0, 4.0])
    ffn = {
        "W1": np.stack([A / 4, -B / 4, 0 * A, A / 4, 0 * A], axis=1),
        "b1": np.array([1.0, -0.5, 2.0, -2.0, -1.0]),
        "W2": np.stack([-0.375 * A, 0.75 * A + 0.4 * B, 0.5 * C, off, off[::-1]]),
        "b2": -0.4 * C,
    }
    found = {"ffn": ffn, "attention": plain_means(), "gamma1": np.ones(4), "beta1": np.zeros(4)}
    found |= {"gamma2": LAST["gamma"], "beta2": LAST["beta"]}
    normal = np.stack([(5 * A + 12 * C) / 13, 0.8 * B + 0.6 * C, -0.8 * B + 0.6 * C])
    return x, found, normal * LAST["gamma"] + LAST["beta"]


def encoders(mask: draw.Field | None = None, **ranges: tuple[int, int]) -> Any:
    """x (batch, seq, d), an encoder block, num_heads, a mask if asked for, and dy."""
    sizes = {"batch": (1, 3), "seq": (1, 5), "d": (3, 6), "d_ff": (1, 7)}
    return draw.drawn(
        sizes=sizes | ranges,
        x=rows("batch", "seq", "d"),
        parameters=encoder,
        num_heads=heads,
        mask=mask or (lambda _, __, ___: None),
        dy=rows("batch", "seq", "d"),
    )


@check(
    "encoder_block",
    points=3,
    kind="example",
    public=True,
    hint="u is A, 0.6A + 0.8B and −B: x plus the mean of the rows, normalised. Then u plus what "
    "the feed-forward network makes of u, normalised with gamma2 and beta2.",
)
def encoder_block_by_hand(student: Student, ref: Reference) -> None:
    """The handout's block: two examples, without a mask, with one (3, 3), and one for each.

    A mask of the keys says the same as when it is written out for each query.
    """
    x, P, y = encoder_by_hand()
    both, want = np.stack([x, x[::-1]]), np.stack([y, y[::-1]])
    first_of(student.encoder_block(both, P, 2), want, **BY_HAND)
    mask = np.array([[False, True, True], [True, True, True], [False, True, False]])
    masked = y[[0, 1, 0]]
    got = student.encoder_block(np.stack([x, x]), P, 2, mask)
    first_of(got, np.stack([masked, masked]), " with a mask", **BY_HAND)
    masks_of_both = np.stack([mask, mask[::-1, ::-1]])
    got = student.encoder_block(both, P, 2, masks_of_both)
    words = " with a mask for each example"
    first_of(got, np.stack([masked, masked[::-1]]), words, **BY_HAND)
    padding = np.array([[[True, True, False]], [[False, True, True]]])
    got = student.encoder_block(both, P, 2, np.repeat(padding, 3, axis=1))
    written_out = numbers(unpack(got, "y", "cache")[0], both.shape, "y")
    got = student.encoder_block(both, P, 2, padding)
    found = numbers(unpack(got, "y", "cache")[0], both.shape, "y")
    law = "with a mask (2, 1, 3) y must be what it is with the same one written out (2, 3, 3)"
    require(np.allclose(found, written_out, rtol=1e-6), law, got=found)
    first_of(student.encoder_block(both, P, 2), np.stack([y, y[::-1]]), " after it", **BY_HAND)
    unchanged(student.encoder_block, both, P, 2, mask)


@check(
    "encoder_block",
    points=1,
    kind="property",
    public=True,
    hint="Hand num_heads and the mask on to attention as they are: each head compares its own "
    "features, and a row that may attend to nothing goes on with x + bo.",
)
def encoder_block_hands_on(student: Student, ref: Reference) -> None:
    """A row without a key goes on with x + bo; one of two heads knows nothing of the other."""
    x, P, y = encoder_by_hand()
    # Position 1 may attend to nothing: (2A + 4B)/√20 = aA + bB goes into the network, which gives
    # −0.375 (1 + a) A + 0.6C for it.
    a, b = 2 / np.sqrt(20), 4 / np.sqrt(20)
    parts = np.array([0.625 * a - 0.375, b, 0.6])
    alone = parts / np.sqrt(np.sum(parts**2)) @ np.stack([A, B, C])
    mask = np.array([[True, True, True], [False, False, False], [True, True, True]])
    want = np.stack([y[0], alone * LAST["gamma"] + LAST["beta"], y[2]])
    got = quiet(student.encoder_block, np.stack([x, x]), P, 2, mask)
    first_of(got, np.stack([want, want]), " where position 1 may attend to nothing", **BY_HAND)
    # The output layer takes nothing of the second head: what it compares moves no row of y.
    apart = P["attention"] | {"Wq": 0.1 * np.eye(4), "Wo": np.eye(4) * [[1.0], [1.0], [0.0], [0.0]]}
    other = apart | {"Wq": np.diag([0.1, 0.1, -0.2, 0.3])}
    before = student.encoder_block(np.stack([x, x]), P | {"attention": apart}, 2)
    with_one = numbers(unpack(before, "y", "cache")[0], (2, 3, 4), "y")
    after = student.encoder_block(np.stack([x, x]), P | {"attention": other}, 2)
    found = numbers(unpack(after, "y", "cache")[0], (2, 3, 4), "y")
    law = "other queries in a head that Wo does not take must not change y"
    require(np.allclose(found, with_one, rtol=1e-6), law, got=found)


@check(
    "encoder_block",
    points=2,
    kind="reference",
    hint="Add, then normalise; twice, each time with gamma and beta of its own. The second "
    "residual starts at u. What is what in parameters, the names say, and not the order.",
)
@given(encoders(), examples=6)
def encoder_block_without_a_mask(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: None,
    dy: Array,
) -> None:
    """One head to as many as there are features, all sizes of their own; float64."""
    want = ref.encoder_block(x, parameters, num_heads)[0]
    first_of(student.encoder_block(x, parameters, num_heads), want)


@check(
    "encoder_block",
    points=2,
    kind="reference",
    hint="Hand the mask on to attention as it is. A position that may attend to nothing still has "
    "its own row, and the bias of attention.",
)
@given(encoders(self_masks), examples=8)
def encoder_block_with_a_mask(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask,
    dy: Array,
) -> None:
    """Masks of three shapes, causal and padding at once; some rows, or all, attend to nothing."""
    for one in (mask, np.zeros_like(mask)):
        want = ref.encoder_block(x, parameters, num_heads, one)[0]
        first_of(student.encoder_block(x, parameters, num_heads, one), want)


@check(
    "encoder_block",
    points=2,
    kind="property",
    hint="Without positions in the features a block sees a set. What is masked, no other position "
    "may notice; and no example has to do with another.",
)
@given(encoders(batch=(2, 3), seq=(3, 5)), seed=draw.integer(0, 99), examples=4)
def encoder_block_sees_a_set(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: None,
    dy: Array,
    seed: int,
) -> None:
    """Reordered positions give reordered rows; padding moves no other row; examples are apart."""
    seen = np.ones((len(x), 1, x.shape[1]), dtype=np.bool_)
    seen[..., -1] = False
    other = x.copy()
    other[:, -1] = 5 - 4 * other[:, -1]
    want = ref.encoder_block(x, parameters, num_heads, seen)[0]
    got = student.encoder_block(other, parameters, num_heads, seen)
    y = array(unpack(got, "y", "cache")[0], want.shape, what="y")
    close(y[:, :-1], want[:, :-1], what="what is not padding, with other padding")
    # After a call with a mask: none may be left of it.
    order = np.random.default_rng(seed).permutation(x.shape[1])
    want = ref.encoder_block(x, parameters, num_heads)[0]
    got = student.encoder_block(x[:, order], parameters, num_heads)
    first_of(got, want[:, order], " of positions in another order")
    first_of(student.encoder_block(x[1:], parameters, num_heads), want[1:], " of fewer examples")


@check(
    "encoder_block",
    points=1,
    kind="property",
    hint="If y is right: what do the four steps back need? What each of the four steps kept; in "
    "this call, not in the one after it.",
)
@given(encoders(some_mask), examples=4)
def encoder_block_keeps_what_is_needed(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask | None,
    dy: Array,
) -> None:
    """y is right; the cache serves a way back, and another call does not spoil it."""
    wanted, known = ref.encoder_block(x, parameters, num_heads, mask)
    slopes = ref.encoder_block_backward(dy, known)
    cache_serves(
        lambda one: student.encoder_block_backward(dy, one),
        known,
        lambda: first_of(student.encoder_block(x, parameters, num_heads, mask), wanted),
        # The same block with other rows, and another one.
        lambda: [
            student.encoder_block(-x, one, num_heads, mask)
            for one in (parameters, turned(parameters))
        ],
        lambda got, words: slopes_agree(got, slopes, words),
    )


@check(
    "encoder_block",
    points=1,
    kind="purity",
    hint="If the call changed its input: x += …, for example, writes the residual into the "
    "caller's array.",
)
@given(encoders(self_masks), examples=3)
def encoder_block_leaves_its_arguments(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask,
    dy: Array,
) -> None:
    """x, parameters and mask are not changed; what a second call gives is right."""
    unchanged(student.encoder_block, x, parameters, num_heads, mask)
    want = ref.encoder_block(x, parameters, num_heads, mask)[0]
    got = student.encoder_block(x, parameters, num_heads, mask)
    first_of(got, want, " of a second call")


# encoder_block_backward

# No two sides of the public example are equal where one could be taken for the other.
PUBLIC = {"batch": (3, 3), "seq": (4, 4), "d": (6, 6), "d_ff": (5, 5)}
# The arrays of a block as the way back meets them, before attention.
BACKWARDS = ("gamma2", "beta2", "ffn/W2", "ffn/b2", "ffn/W1", "ffn/b1", "gamma1", "beta1")
FEW = {"batch": (1, 2), "seq": (1, 4), "d": (3, 4), "d_ff": (1, 4)}


def back(student: Student, x: Array, P: Block, h: int, mask: Any, dy: Array) -> tuple[Any, Any]:
    """(dx, grads), from the student's own cache."""
    cache = unpack(student.encoder_block(x, P, h, mask), "y", "cache")[1]
    dx, grads = unpack(student.encoder_block_backward(dy, cache), "dx", "grads")
    return dx, grads


@check(
    "encoder_block_backward",
    points=2,
    kind="gradient",
    public=True,
    hint="A derivative tells how far the output moves: take a small step in one of the arrays, and "
    "compare. The message names the array. The output is that of your own encoder_block, which "
    "must be right.",
)
@given(encoders(masks(("batch", "seq", "seq")), **PUBLIC), examples=1)
def encoder_block_backward_predicts_small_steps(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask,
    dy: Array,
) -> None:
    """A small step in any of 17 arrays moves Σ dy·y as its derivatives say."""
    dx, grads = back(student, x, parameters, num_heads, mask, dy)
    cache = unpack(student.encoder_block(x, parameters, num_heads, mask), "y", "cache")[1]
    unchanged(student.encoder_block_backward, dy, cache)
    arrays = dict(leaves(parameters))
    slopes = {"x": dx} | {name: of_leaf(grads, name) for name in arrays}
    rng = np.random.default_rng(5)
    # From the end of the block to its beginning: what is wrong first is told first.
    for name in (*BACKWARDS, *sorted(arrays.keys() - set(BACKWARDS)), "x"):
        value = x if name == "x" else arrays[name]
        found = numbers(slopes[name], value.shape, f"d{name}")
        way = rng.normal(size=value.shape)
        ends = []
        for step in (STEP, -STEP):
            there = {**arrays, "x": x, name: value + step * way}
            network = moved(parameters, lambda one, _, at=there: at[one])
            got = student.encoder_block(there["x"], network, num_heads, mask)
            y = numbers(unpack(got, "y", "cache")[0], dy.shape, "y")
            ends.append(float(np.sum(dy * y)))
        want = (ends[0] - ends[1]) / (2 * STEP)
        what = f"the change of the output that the derivative in {name} predicts"
        close(float(np.sum(found * way)), want, rtol=1e-5, atol=1e-6, what=what)


# All 27 sequences of three tokens out of three, from weights that learn it fast: changed by 1 %
# in 50 ways they came to a cost of 0.21 at most. What never learns where to look stays above 0.8,
# and what learns it for the keys alone above 0.6.
TRAIN_STEPS, RATE, MOST_COST, TRAIN_SEED = 12, 0.08, 0.4, 46


@check(
    "encoder_block_backward",
    points=2,
    kind="training",
    public=True,
    hint="To tell a sequence in reverse each position must learn to look at the one that mirrors "
    "it: are the derivatives of attention those of its own weights, in the right places?",
)
def encoder_block_backward_learns_to_reverse(student: Student, ref: Reference) -> None:
    """Twelve steps of Adam on all sequences of three tokens: reversed at a cost below 0.4."""
    x, classes = reversal()
    P, W = reversal_weights(TRAIN_SEED)
    adam = Adam(RATE)
    for _ in range(TRAIN_STEPS):
        y, cache = unpack(student.encoder_block(x, P, REVERSAL_HEADS), "y", "cache")
        _, dy, dW = cost_and_slopes(numbers(y, x.shape, "y"), W, classes)
        grads = unpack(student.encoder_block_backward(dy, cache), "dx", "grads")[1]
        slopes = {
            name: numbers(of_leaf(grads, name), value.shape, f"the derivative in {name}")
            for name, value in leaves(P)
        }
        step = adam.step(slopes | {"W": dW})
        P, W = moved(P, step), step("W", W)
    y = unpack(student.encoder_block(x, P, REVERSAL_HEADS), "y", "cache")[0]
    cost = cost_and_slopes(numbers(y, x.shape, "y"), W, classes)[0]
    law = f"the cost after {TRAIN_STEPS} steps must be below {MOST_COST:g}"
    require(cost < MOST_COST, law, got=cost)


@check(
    "encoder_block_backward",
    points=3,
    kind="gradient",
    hint="x has five ways to y: past attention, and through it as query, as key and as value; and "
    "u goes past the feed-forward network and through it.",
)
@given(encoders(some_mask, **FEW), examples=6)
def encoder_block_backward_reaches_the_input(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask | None,
    dy: Array,
) -> None:
    """dx is the derivative of Σ dy·y in x, with masks of every kind."""

    def output(x: Array) -> Any:
        # What the reference is given becomes read-only: it gets a copy of what is being moved.
        return ref.encoder_block(x.copy(), parameters, num_heads, mask)[0]

    dx, _ = back(student, x, parameters, num_heads, mask, dy)
    gradients_agree(ref.gradient(output, upstream=dy, x=x), x=dx, **BENT)
    double_precision(dx, "dx")


def inner_agrees(student: Student, ref: Reference, part: str, inputs: Any) -> None:
    """The derivatives in the arrays of "attention" or "ffn" are the numeric ones."""
    x, P, h, mask, dy = inputs

    def output(**moving: Array) -> Any:
        return ref.encoder_block(x, P | {part: same_arrays(moving)}, h, mask)[0]

    grads = entries(back(student, *inputs)[1], part)[0]
    found = {name: of_leaf(grads, name) for name in P[part]}
    gradients_agree(ref.gradient(output, upstream=dy, **P[part]), **found, **BENT)


@check(
    "encoder_block_backward",
    points=2,
    kind="gradient",
    hint="What reaches attention came through both norms, and past the feed-forward network as "
    "well as through it.",
)
@given(encoders(some_mask, **FEW), examples=4)
def encoder_block_backward_reaches_attention(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask | None,
    dy: Array,
) -> None:
    """The eight derivatives of "attention", with masks of every kind."""
    inner_agrees(student, ref, "attention", (x, parameters, num_heads, mask, dy))


@check(
    "encoder_block_backward",
    points=2,
    kind="gradient",
    hint="Through the second norm first, then into the network.",
)
@given(encoders(some_mask, **FEW), examples=3)
def encoder_block_backward_reaches_the_network(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask | None,
    dy: Array,
) -> None:
    """The four derivatives of "ffn"."""
    inner_agrees(student, ref, "ffn", (x, parameters, num_heads, mask, dy))


NORMS = ("gamma1", "beta1", "gamma2", "beta2")


@check(
    "encoder_block_backward",
    points=2,
    kind="gradient",
    hint="dy belongs to the second norm; what reaches the first has two parts.",
)
@given(encoders(some_mask, **FEW), examples=3)
def encoder_block_backward_reaches_the_norms(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask | None,
    dy: Array,
) -> None:
    """dgamma1, dbeta1, dgamma2 and dbeta2."""

    def output(**moving: Array) -> Any:
        return ref.encoder_block(x, parameters | same_arrays(moving), num_heads, mask)[0]

    grads = back(student, x, parameters, num_heads, mask, dy)[1]
    numeric = ref.gradient(output, upstream=dy, **{name: parameters[name] for name in NORMS})
    gradients_agree(numeric, **{name: of_leaf(grads, name) for name in NORMS}, **BENT)


@check(
    "encoder_block_backward",
    points=1,
    kind="purity",
    hint="If the call changed its input, or the second call alone is wrong: ds2 += du, for "
    "example, writes into what may be dy, or into a cache.",
)
@given(encoders(some_mask), examples=3)
def encoder_block_backward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    x: Array,
    parameters: Block,
    num_heads: int,
    mask: Mask | None,
    dy: Array,
) -> None:
    """All derivatives are right, also of a second call with the same cache; dy is not changed."""
    cache = ref.encoder_block(x, parameters, num_heads, mask)[1]
    wanted = ref.encoder_block_backward(dy, cache)
    cache = unpack(student.encoder_block(x, parameters, num_heads, mask), "y", "cache")[1]
    slopes_agree(student.encoder_block_backward(dy, cache), wanted)
    unchanged(student.encoder_block_backward, dy, cache)
    slopes_agree(student.encoder_block_backward(dy, cache), wanted, " of a second call")


# decoder_block


def small_decoder() -> Block:
    """The handout's decoder block."""
    scale = np.sqrt(2) * np.log(3) / 4
    Wk, Wv = np.arange(48.0).reshape(2, 6, 4) % 5 - 2
    Wk[:2] = [[0.5, 0.0, 0.5, 0.0], [-0.5, 0.0, -0.5, 0.0]]
    Wv[:2] = [[4.0, 0.0, 4.0, 0.0], [0.0, 4.0, 0.0, 4.0]]
    zeros = np.zeros(4)
    cross = {
        "Wq": scale * np.stack([A, zeros, B, zeros], axis=1),
        "bq": zeros,
        "Wk": Wk,
        "bk": zeros,
        "Wv": Wv,
        "bv": zeros,
        "Wo": np.stack([A + C / 2, -A + C / 2, B, -B]),
        "bo": 2 * C,
    }
    off = np.array([5.0, -7.0, 2.0, 4.0])
    ffn = {
        "W1": np.stack([A / 4, C / 4, zeros, -C / 4, A / 4], axis=1),
        "b1": np.array([0.4, 0.2, -1.0, 0.0, -2.0]),
        "W2": np.stack([-0.6 * A - 3.05 * B, 0.8 * B, off, -off, off[::-1]]),
        "b2": -0.8 * C,
    }
    return {
        "ffn": ffn,
        "cross_attention": cross,
        "self_attention": plain_means(),
        "gamma1": np.ones(4),
        "beta1": zeros,
        "gamma2": np.ones(4),
        "beta2": zeros,
        "gamma3": LAST["gamma"],
        "beta3": LAST["beta"],
    }


def small_memory() -> tuple[Array, Mask]:
    """A memory (2, 5, 6) for it, of which the last three rows are padding, and its mask."""
    memory = np.tile(np.arange(30.0).reshape(5, 6) - 7, (2, 1, 1))
    memory[:, :2] = np.eye(2, 6)
    seen = np.zeros((2, 1, 5), dtype=np.bool_)
    seen[..., :2] = True
    return memory, seen


def decoders(mask: draw.Field | None = None, **ranges: tuple[int, int]) -> Any:
    """x (batch, L_t, d), a memory (batch, L_s, d_m), a decoder block, num_heads and a mask."""
    sizes = {
        "batch": (1, 3),
        "L_t": (1, 5),
        "L_s": (1, 6),
        "d": (3, 6),
        "d_m": (2, 5),
        "d_ff": (1, 7),
    }
    return draw.drawn(
        sizes=sizes | ranges,
        x=rows("batch", "L_t", "d"),
        memory=draw.normal("batch", "L_s", "d_m"),
        parameters=decoder,
        num_heads=heads,
        memory_mask=mask or (lambda _, __, ___: None),
    )


def decoder_agrees(got: Any, want: Array, words: str = "", **room: float) -> None:
    """y alone, and no cache."""
    close(got, want, what=f"y{words}", **room)
    double_precision(got, f"y{words}")


@check(
    "decoder_block",
    points=2,
    kind="example",
    public=True,
    hint="u is A, B and −A: each row plus the mean of itself and those before it, normalised. The "
    "shares of the memory follow from u: 3 to 1, equal ones, 1 to 3 in the first head.",
)
def decoder_block_by_hand(student: Student, ref: Reference) -> None:
    """The handout's block, for two examples: causal means, shares of the memory, the network."""
    x = np.stack([3 * A, -A + 2 * B, -2 * A - 0.5 * B])
    normal = np.stack([-B, -0.8 * A + 0.6 * B, -0.6 * A + 0.8 * B])
    y = normal * LAST["gamma"] + LAST["beta"]
    memory, seen = small_memory()
    both, P = np.stack([x, x]), small_decoder()
    got = student.decoder_block(both, memory, P, 2, seen)
    decoder_agrees(got, np.stack([y, y]), **BY_HAND)
    got = student.decoder_block(both, memory, P, 2, np.repeat(seen[0], 3, axis=0))
    decoder_agrees(got, np.stack([y, y]), " with a mask (3, 5) for both", **BY_HAND)
    got = student.decoder_block(both, memory[:, :2], P, 2)
    decoder_agrees(got, np.stack([y, y]), " with a memory without padding", **BY_HAND)
    unchanged(student.decoder_block, both, memory, P, 2, seen)


@check(
    "decoder_block",
    points=1,
    kind="property",
    public=True,
    hint="Self-attention is causal, and attention to the memory is not: it has the memory's mask. "
    "And each sublayer has a norm with gamma and beta of its own.",
)
@given(
    decoders(batch=(3, 3), L_t=(4, 4), L_s=(5, 5), d=(6, 6), d_m=(2, 2), d_ff=(7, 7)),
    examples=2,
)
def decoder_block_sees_what_it_may(
    student: Student,
    ref: Reference,
    x: Array,
    memory: Array,
    parameters: Block,
    num_heads: int,
    memory_mask: None,
) -> None:
    """No row of y follows from later rows of x or from masked memory; all follow from the rest."""
    seen = np.array(
        [[[True] * 5], [[True, True, False, True, False]], [[False, True] * 2 + [True]]]
    )

    def run(x: Array, memory: Array) -> Array:
        return numbers(student.decoder_block(x, memory, parameters, num_heads, seen), x.shape, "y")

    before = run(x, memory)
    later = x.copy()
    later[:, 2:] = 1 - later[:, 2:] * np.arange(1, 7)
    after = run(later, memory)
    law = "the first two rows of y must not change with the rows of x after them"
    require(np.allclose(after[:, :2], before[:, :2], rtol=1e-6), law, got=after)
    still = np.isclose(after[:, 2:], before[:, 2:], rtol=0, atol=1e-9).all(axis=-1)
    require(not still.any(), "the other rows of y must follow from theirs of x", got=after)
    hidden = np.where(seen.transpose(0, 2, 1), memory, 9.0)
    after = run(x, hidden)
    law = "y must not change with the numbers where the memory is masked"
    require(np.allclose(after, before, rtol=1e-6), law, got=after)
    other = memory.copy()
    other[:, 3] += 2.0
    moves = ~np.isclose(run(x, other), before, rtol=0, atol=1e-9).all(axis=-1)
    require(moves.all(), "each row of y must follow from what is seen of the memory")
    for name in ("gamma1", "beta1", "gamma2", "beta2", "gamma3", "beta3"):
        change = parameters | {name: parameters[name] * [1, 2, 3, 1, 2, 3] + [0, 1, 0, 0, 2, 1]}
        got = student.decoder_block(x, memory, change, num_heads, seen)
        moves = ~np.isclose(numbers(got, x.shape, "y"), before, rtol=0, atol=1e-9).all(axis=-1)
        require(moves.all(), f"each row of y must follow from {name}")


@check(
    "decoder_block",
    points=2,
    kind="reference",
    hint="Three sublayers, three norms. The queries of the second are u, its keys and values the "
    "memory.",
)
@given(decoders(), examples=6)
def decoder_block_without_a_mask(
    student: Student,
    ref: Reference,
    x: Array,
    memory: Array,
    parameters: Block,
    num_heads: int,
    memory_mask: None,
) -> None:
    """Targets of one to five positions, memories of one to six, of widths of their own; float64."""
    want = ref.decoder_block(x, memory, parameters, num_heads)
    decoder_agrees(student.decoder_block(x, memory, parameters, num_heads), want)


MEMORY_MASKS = (("L_t", "L_s"), ("batch", 1, "L_s"), ("batch", "L_t", "L_s"))


@check(
    "decoder_block",
    points=3,
    kind="reference",
    hint="The mask belongs to the memory, and to nothing else; hand it on as it is. Whoever may "
    "see nothing of the memory goes on with u and the bias.",
)
@given(decoders(masks(*MEMORY_MASKS, empty=True)), examples=6)
def decoder_block_with_a_mask(
    student: Student,
    ref: Reference,
    x: Array,
    memory: Array,
    parameters: Block,
    num_heads: int,
    memory_mask: Mask,
) -> None:
    """Masks of the memory of three shapes; some rows, or all, may see nothing of it."""
    for one in (memory_mask, np.zeros_like(memory_mask)):
        want = ref.decoder_block(x, memory, parameters, num_heads, one)
        got = student.decoder_block(x, memory, parameters, num_heads, one)
        decoder_agrees(got, want)


@check(
    "decoder_block",
    points=1,
    kind="property",
    hint="The memory is a set, the target is not: what comes later must not be seen.",
)
@given(decoders(L_t=(3, 5), L_s=(3, 6)), seed=draw.integer(0, 99), examples=4)
def decoder_block_is_causal(
    student: Student,
    ref: Reference,
    x: Array,
    memory: Array,
    parameters: Block,
    num_heads: int,
    memory_mask: None,
    seed: int,
) -> None:
    """A target cut short gives the first rows of y; the memory's order does not matter."""
    want = ref.decoder_block(x, memory, parameters, num_heads)
    got = student.decoder_block(x[:, :2], memory, parameters, num_heads)
    decoder_agrees(got, want[:, :2], " of the first two positions alone")
    order = np.random.default_rng(seed).permutation(memory.shape[1])
    got = student.decoder_block(x, memory[:, order], parameters, num_heads)
    decoder_agrees(got, want, " with the memory in another order")


@check(
    "decoder_block",
    points=1,
    kind="purity",
    hint="If the call changed its input: x += … and memory += …, for example, write into arrays "
    "that other blocks still read.",
)
@given(decoders(masks(*MEMORY_MASKS)), examples=3)
def decoder_block_leaves_its_arguments(
    student: Student,
    ref: Reference,
    x: Array,
    memory: Array,
    parameters: Block,
    num_heads: int,
    memory_mask: Mask,
) -> None:
    """No argument is changed; y is a new array, and right."""
    inputs = x, memory, parameters, num_heads, memory_mask
    unchanged(student.decoder_block, *inputs)
    fresh(student.decoder_block, *inputs)
    decoder_agrees(student.decoder_block(*inputs), ref.decoder_block(*inputs), " of a third call")


# transformer_forward


def model(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Block:
    """Parameters of a whole transformer."""
    d, d_ff = 2 * sizes["half"], sizes["d_ff"]
    cross = {"self_attention": d, "cross_attention": d}
    # As many of one kind as of the other in half of the draws.
    decoders = sizes["encoders" if rng.random() < 0.5 else "decoders"]
    return {
        "b_out": rng.normal(size=sizes["V_t"]),
        "W_out": rng.normal(size=(d, sizes["V_t"])),
        "decoder": [block(rng, d, d_ff, attention=cross) for _ in range(decoders)],
        "encoder": [
            block(rng, d, d_ff, attention={"attention": d}) for _ in range(sizes["encoders"])
        ],
        "E_target": rng.normal(size=(sizes["V_t"], d)),
        "E_source": rng.normal(size=(sizes["V_s"], d)),
    }


def tokens_of(length: str, vocabulary: str) -> draw.Field:
    """Tokens (batch, length)."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Any:
        return rng.integers(sizes[vocabulary], size=(sizes["batch"], sizes[length]))

    return field


def models(mask: draw.Field, **ranges: tuple[int, int]) -> Any:
    """Source and target, a whole transformer, num_heads and a mask of the source."""
    sizes = {
        "L_s": (1, 5),
        "L_t": (1, 4),
        "batch": (1, 3),
        "V_s": (3, 6),
        "V_t": (2, 7),
        "half": (2, 3),
        "d_ff": (1, 6),
        "encoders": (1, 3),
        "decoders": (1, 3),
    }
    return draw.drawn(
        sizes=sizes | ranges,
        source=tokens_of("L_s", "V_s"),
        target=tokens_of("L_t", "V_t"),
        parameters=model,
        num_heads=lambda rng, sizes, _: heads(rng, {"d": 2 * sizes["half"]}, {}),
        source_mask=mask,
    )


FIXED = {
    "L_s": (3, 3),
    "L_t": (4, 4),
    "batch": (2, 2),
    "V_s": (5, 5),
    "V_t": (7, 7),
    "half": (3, 3),
    "d_ff": (8, 8),
    "encoders": (2, 2),
    "decoders": (2, 2),
}


@check(
    "transformer_forward",
    points=1,
    kind="property",
    public=True,
    hint="Source: table, encoder blocks, each with the mask. Target: its own table, decoder "
    "blocks, each with the encoder's last rows and the same mask. Then W_out and b_out.",
)
@given(
    models(lambda _, __, ___: np.array([[[True] * 3], [[True, True, False]]]), **FIXED),
    examples=1,
)
def transformer_forward_follows_from_what_it_sees(
    student: Student,
    ref: Reference,
    source: Any,
    target: Any,
    parameters: Block,
    num_heads: int,
    source_mask: Mask,
) -> None:
    """Logits follow from each block, table and seen token, and not from padding or later tokens.

    b_out is added, W_out multiplies; blocks stand in their order; arguments stay as they are.
    """

    def run(source: Any, target: Any, P: Block) -> Array:
        got = student.transformer_forward(source, target, P, num_heads, source_mask)
        return numbers(got, (2, 4, 7), "the logits")

    def other(change: Block) -> Array:
        return run(source, target, parameters | change)

    def differ(found: Array, what: str) -> None:
        still = np.isclose(found, logits, rtol=0, atol=1e-9).all(axis=-1)
        require(not still.any(), f"all logits must follow from {what}", got=found)

    logits = run(source, target, parameters)
    bias = parameters["b_out"]
    # None of the logits need be right here: they are compared with each other alone.
    found = other({"b_out": bias + np.arange(7)})
    law = "b_out is added last: with b_out + 0, 1, … the logits must grow by 0, 1, …"
    require(np.allclose(found, logits + np.arange(7), rtol=1e-6), law, got=found)
    found = other({"W_out": 2 * parameters["W_out"]})
    law = "with twice W_out what the logits have beside b_out must be twice as much"
    require(np.allclose(found, 2 * logits - bias, rtol=1e-6), law, got=found)
    for part in ("encoder", "decoder"):
        first, second = parameters[part]
        differ(other({part: [second, first]}), f"the order of the {part} blocks")
        differ(other({part: [first, first]}), f"the second {part} block")
        differ(other({part: [second, second]}), f"the first {part} block")
    # A decoder block whose second attention gives b_o and nothing else: it looks at no memory.
    P, (first, second) = parameters["encoder"], parameters["decoder"]
    seeing = second["cross_attention"]
    blind = second | {"cross_attention": seeing | {"Wo": 0 * seeing["Wo"]}}
    ends = [other({"encoder": one, "decoder": [first, blind]}) for one in (P, [P[0], P[0]])]
    still = np.isclose(*ends, rtol=0, atol=1e-9).all(axis=-1)
    law = "another encoder must give other logits where the first decoder block alone looks at it"
    require(not still.any(), law, got=ends[1])
    # With gamma2 = 0 the last encoder block gives beta2 in all rows, whatever comes before it.
    P, last = parameters["encoder"], parameters["encoder"][1]
    still = last | {"gamma2": 0 * last["gamma2"]}
    ends = [other({"encoder": [one, still]}) for one in P]
    law = "where the last encoder block ends with gamma2 = 0 the one before it must not matter"
    require(np.allclose(ends[1], ends[0], rtol=1e-6), law, got=ends[1])
    arguments = source, target, parameters, num_heads, source_mask
    unchanged(student.transformer_forward, *arguments)
    for name in ("E_source", "E_target"):
        differ(other({name: parameters[name][::-1] + 1}), name)
    last = target.copy()
    last[:, 3] = (last[:, 3] + 1) % 7
    found = run(source, last, parameters)
    law = "logits before the last token of the target must not change with it"
    require(np.allclose(found[:, :3], logits[:, :3], rtol=1e-6), law, got=found)
    padded, seen = source.copy(), source.copy()
    padded[1, 2] = (padded[1, 2] + 1) % 5
    found = run(padded, target, parameters)
    law = "logits must not change with what is padding in the source"
    require(np.allclose(found, logits, rtol=1e-6), law, got=found)
    seen[:, 1] = (seen[:, 1] + 1) % 5
    differ(run(seen, target, parameters), "a token of the source that is not padding")


@check(
    "transformer_forward",
    points=2,
    kind="reference",
    hint="Every decoder block looks at what the last encoder block gave, with the mask of the "
    "source. Without a mask all of it is seen.",
)
@given(models(masks(("batch", 1, "L_s"), empty=True)), examples=5)
def transformer_forward_of_any_size(
    student: Student,
    ref: Reference,
    source: Any,
    target: Any,
    parameters: Block,
    num_heads: int,
    source_mask: Mask,
) -> None:
    """One to three blocks of each kind; with a mask, with nothing but padding, without a mask."""
    for mask in (source_mask, np.zeros_like(source_mask), None):
        inputs = source, target, parameters, num_heads, mask
        found = student.transformer_forward(*inputs)
        close(found, ref.transformer_forward(*inputs), what="the logits")
        double_precision(found, "the logits")


@check(
    "transformer_forward",
    points=1,
    kind="purity",
    hint="If the call changed its input: pop(), for example, takes a block out of the caller's "
    "list.",
)
@given(models(masks(None, ("batch", 1, "L_s"))), examples=2)
def transformer_forward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    source: Any,
    target: Any,
    parameters: Block,
    num_heads: int,
    source_mask: Mask | None,
) -> None:
    """No argument is changed, also no list of blocks; what a second call gives is right."""
    inputs = source, target, parameters, num_heads, source_mask
    unchanged(student.transformer_forward, *inputs)
    found = student.transformer_forward(*inputs)
    close(found, ref.transformer_forward(*inputs), what="the logits of a second call")


# transformer_parameter_count


def whole_number(got: Any, want: int, what: str) -> None:
    """A single number, without a fraction, and this one."""
    require(scalar(got, what) == want, f"{what} differs from what it must be", got=got, want=want)


@check(
    "transformer_parameter_count",
    points=1,
    kind="example",
    public=True,
    hint="24 in an attention, 17 in the network, 4 in a norm: 49 in an encoder block with its two "
    "norms, 77 in a decoder block with its three. Two tables of 10, and 15 for the last layer.",
)
def transformer_parameter_count_by_hand(student: Student, ref: Reference) -> None:
    """The handout's model: 35 numbers without blocks, 49 and 77 for each, 161 with one of each."""
    count = student.transformer_parameter_count
    # What is wrong without blocks is no mistake of theirs.
    for encoders_, decoders_ in ((0, 0), (1, 0), (0, 1), (1, 1), (3, 1), (1, 2)):
        want = 35 + 49 * encoders_ + 77 * decoders_
        what = f"the number for {encoders_} encoder and {decoders_} decoder blocks"
        whole_number(count(5, 2, 3, encoders_, decoders_), want, what)


@check(
    "transformer_parameter_count",
    points=1,
    kind="reference",
    hint="Each matrix has its bias, each norm a gamma and a beta.",
)
@given(
    vocab=draw.integer(1, 40),
    d=draw.integer(1, 12),
    d_ff=draw.integer(1, 30),
    n_encoder=draw.integer(0, 4),
    n_decoder=draw.integer(0, 4),
    examples=10,
)
def transformer_parameter_count_of_any_size(
    student: Student,
    ref: Reference,
    vocab: int,
    d: int,
    d_ff: int,
    n_encoder: int,
    n_decoder: int,
) -> None:
    """As many as the arrays of such a model hold."""
    rng = np.random.default_rng(0)
    cross = {"self_attention": d, "cross_attention": d}
    blocks = [block(rng, d, d_ff, attention={"attention": d})] * n_encoder
    blocks += [block(rng, d, d_ff, attention=cross)] * n_decoder
    want = sum(value.size for one in blocks for _, value in leaves(one))
    want += 2 * vocab * d + d * vocab + vocab
    found = student.transformer_parameter_count(vocab, d, d_ff, n_encoder, n_decoder)
    whole_number(found, want, "the number of parameters")
