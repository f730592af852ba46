"""The checks of "Attention from softmax to many heads".

Each states one law of the exercise that its name starts with. The examples by hand of attention,
forward and backward, are one: the handout's.
"""

from typing import Any

import numpy as np

from common.attention import LEADS, Mask, is_mask, leading, many_heads, masks, stretched
from common.recurrent import parameters
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
    unchanged,
    unpack,
)

Network = dict[str, Array]

# The shapes of masks: of every pair, of the keys alone, the same for all leading axes.
EVERY = ((..., "Lq", "Lk"), (..., 1, "Lk"), ("Lq", "Lk"), ("Lk",))
# Of the queries alone: it shuts some of them off, or it says nothing.
QUERIES_ONLY = ("Lq", 1)
# No two sides of a public example are equal where one could be taken for the other.
PUBLIC = {
    "h": (2, 2),
    "batch": (3, 3),
    "Lq": (4, 4),
    "Lk": (5, 5),
    "d_q": (6, 6),
    "d_kv": (7, 7),
    "d_h": (4, 4),
    "d_o": (3, 3),
}
ADDITIVE: dict[str, Any] = {"Wa": ("d_a", "k"), "Ws": ("d_s", "k"), "b": ("k",), "v": ("k",)}
QUERIES, KEYS, VALUES, OUT = ("Wq", "bq"), ("Wk", "bk"), ("Wv", "bv"), ("Wo", "bo")
STEP = 1e-5
# Sizes of many heads for hidden checks: each may be 1.
ANY_SIZE = {
    "h": (1, 5),
    "batch": (1, 3),
    "Lq": (1, 5),
    "Lk": (1, 6),
    "d_q": (1, 4),
    "d_kv": (1, 5),
    "d_o": (1, 4),
}
# The lowest score of a loud query, of some 10⁹: float64 rounds such scores at the seventh decimal.
LOWEST = -2e9
ROOM = {"rtol": 1e-4, "atol": 1e-4}


# The handout's example


def by_hand() -> tuple[Array, Array, Array, Mask]:
    """Two queries and three keys of four features, three values of five, and a mask."""
    Q = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 2.0, 1.0]])
    K = np.log(2) * np.array([[0.0, 2.0, 1.0, 0.0], [1.0, -1.0, 1.0, 0.0], [-1.0, 1.0, 1.0, 2.0]])
    V = [[12.0, 0.0, 0.0, 24.0, 12.0], [0.0, 12.0, 0.0, -12.0, 12.0], [0.0, 0.0, 12.0, 12.0, -24.0]]
    return Q, K, np.array(V), np.array([[True, True, True], [True, False, True]])


def twice(x: Array) -> Array:
    """Two examples: x, and x with its rows in the reverse order."""
    return np.stack([x, x[::-1]])


def thrice(x: Array) -> Array:
    """Three examples, all of them x."""
    return np.stack([x, x, x])


# What the checks share: inputs, and laws used more than once


def rows_of_scores(*, empty: bool = False, **more: draw.Field) -> Any:
    """Scores of one to five axes, and a mask for them; `more` fields follow."""
    single = len(LEADS)

    def scores(rng: Any, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        alone = sizes["lead"] >= single
        field = draw.normal("n", scale=2.0) if alone else leading("Lq", "n", scale=2.0)
        return np.asarray(field(rng, sizes, fields))

    def mask(rng: Any, sizes: draw.Sizes, fields: draw.Fields) -> Mask:
        shapes: Any = ((..., "Lq", "n"), (..., 1, "n"), ("Lq", "n"), ("n",))
        if empty:
            shapes += (("Lq", 1),)
        if sizes["lead"] >= single:
            shapes = (("n",),)
        found: Mask = stretched(masks(*shapes, empty=empty))(rng, sizes, fields)
        return found

    return draw.drawn(
        sizes={"lead": (0, single + 1), "Lq": (1, 4), "n": (1, 6)},
        scores=scores,
        mask=mask,
        **more,
    )


def attentions(
    *shapes: Any,
    keys: tuple[int, int] = (1, 9),
    empty: bool = False,
    **more: draw.Field,
) -> Any:
    """Queries, keys and values with none to three leading axes, and a mask of one of the shapes."""
    leads = (0, len(LEADS) - 1)
    return draw.drawn(
        sizes={"lead": leads, "Lq": (1, 4), "Lk": keys, "d_k": (1, 5), "d_v": (1, 4)},
        Q=leading("Lq", "d_k"),
        K=leading("Lk", "d_k"),
        V=leading("Lk", "d_v"),
        mask=stretched(masks(*shapes, empty=empty)),
        **more,
    )


def louder(scores: Array, axes: tuple[int, ...]) -> Array:
    """What queries are multiplied by to make the score that is farthest from 0 the LOWEST.

    Queries that all keys are almost orthogonal to stay: theirs would be made of rounding.
    """
    farthest = np.maximum(scores.max(axis=axes), -scores.min(axis=axes))
    below = farthest > scores.max(axis=axes)
    factors = np.where(below, -LOWEST, LOWEST) / np.maximum(farthest, 0.1)
    return np.asarray(np.where(farthest > 0.1, factors, 1.0))


def loud(Q: Array, K: Array) -> Array:
    """Q, with longer queries: a score of each is the LOWEST, and none is farther from 0."""
    scores = Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[-1])
    return Q * louder(scores, (-1,))[..., np.newaxis]


def loud_of_heads(X_q: Array, X_kv: Array, P: Network, num_heads: int) -> Array:
    """X_q, with longer rows: a score of one of its heads is about the LOWEST."""
    shape = (len(X_q), -1, num_heads, P["Wq"].shape[1] // num_heads)
    Q, K = (X_q @ P["Wq"]).reshape(shape), (X_kv @ P["Wk"] + P["bk"]).reshape(shape)
    scores = np.einsum("bihd,bjhd->bihj", Q, K) / np.sqrt(shape[-1])
    return X_q * louder(scores, (2, 3))[..., np.newaxis]


def attention_agrees(
    got: Any, output: Array, weights: Array, words: str = "", **room: float
) -> None:
    """(output, weights) are these."""
    found, shares = unpack(got, "output", "weights")
    close(shares, weights, what=f"weights{words}", **room)
    close(found, output, what=f"output{words}", **room)
    double_precision(shares, f"weights{words}")
    double_precision(found, f"output{words}")


def slopes_agree(got: Any, want: Network, words: str = "", **room: float) -> None:
    """The derivatives in these parameters; there may be further ones."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}", **room)
        double_precision(value, name)


# masked_softmax


@check(
    "masked_softmax",
    points=3,
    kind="example",
    public=True,
    hint="e to the power of ln 5 is 5. Add up a row's allowed numbers, and divide each of them by "
    "that sum; the others get 0.",
)
def masked_softmax_by_hand(student: Student, ref: Reference) -> None:
    """Three rows of logarithms: without a mask, with one for each entry, and one for all rows."""
    sizes = np.array([[1.0, 2.0, 5.0, 8.0], [3.0, 9.0, 1.0, 4.0], [6.0, 1.0, 1.0, 2.0]])
    scores = np.log(sizes)
    want = sizes / np.array([[16.0], [17.0], [10.0]])
    close(student.masked_softmax(scores), want, what="weights without a mask")
    mask = np.array([[True] * 4, [True, False, True, False], [False] * 4])
    want = np.array([[1 / 16, 1 / 8, 5 / 16, 1 / 2], [3 / 4, 0.0, 1 / 4, 0.0], [0.0] * 4])
    found = quiet(student.masked_softmax, scores, mask)
    close(found, want, what="weights")
    double_precision(found, "weights")
    # Each of the three examples has these two tables, and both masks.
    many = student.masked_softmax(thrice(twice(scores)), twice(mask))
    close(many, thrice(twice(want)), what="weights of (3, 2, 3, 4) with a mask (2, 3, 4)")
    mask = np.array([False, True, True, False])
    want = np.array([[0.0, 2 / 7, 5 / 7, 0.0], [0.0, 0.9, 0.1, 0.0], [0.0, 0.5, 0.5, 0.0]])
    close(student.masked_softmax(scores, mask), want, what="weights with one mask for all rows")
    both = student.masked_softmax(np.stack([scores, scores[::-1]]), mask)
    close(both, np.stack([want, want[::-1]]), what="weights of two tables at once")
    unchanged(student.masked_softmax, scores, mask)


@check(
    "masked_softmax",
    points=2,
    kind="property",
    public=True,
    hint="What is masked is absent: it gets 0, and it neither enters the sum nor decides what is "
    "subtracted.",
)
@given(
    draw.drawn(
        {"rows": (3, 4), "n": (5, 7)},
        scores=draw.normal("rows", "n", scale=2.0),
        mask=masks(("rows", "n"), ("n",)),
    ),
    examples=6,
)
def masked_softmax_ignores_the_masked(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """Allowed weights sum to 1, and ln(w_i/w_j) = s_i − s_j; masked scores change nothing."""
    weights = numbers(student.masked_softmax(scores, mask), scores.shape, "weights")
    allowed = np.broadcast_to(mask, scores.shape)
    require(not weights[~allowed].any(), "what is masked must have weight 0", got=weights)
    close(weights.sum(axis=-1), np.ones(len(scores)), what="the sums of the rows")
    for row, share, may in zip(scores, weights, allowed, strict=True):
        require((share[may] > 0).all(), "what is allowed must have a weight above 0", got=weights)
        ratios = np.log(share[may] / share[may][0])
        close(ratios, row[may] - row[may][0], what="the logarithms of weights, to the first one")
    for other in (1e6, -1e6):
        changed = student.masked_softmax(np.where(allowed, scores, other), mask)
        close(changed, weights, what=f"weights with masked scores of {other:g}")
    low = student.masked_softmax(np.where(allowed, scores - 2e9, 0.0), mask)
    # So far from 0 the scores themselves are rounded.
    close(low, weights, atol=1e-5, what="weights with allowed scores 2e9 lower, masked ones of 0")


@check(
    "masked_softmax",
    points=3,
    kind="reference",
    hint="Over the last axis, however many there are; a mask with fewer or shorter axes is "
    "stretched to the scores.",
)
@given(rows_of_scores(), examples=14)
def masked_softmax_of_any_shape(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """Scores of one to five axes, with masks of equal and of broadcast shape; float64."""
    found = student.masked_softmax(scores, mask)
    close(found, ref.masked_softmax(scores, mask), what="weights")
    double_precision(found, "weights")


@check(
    "masked_softmax",
    points=2,
    kind="stability",
    hint="A row that may attend to nothing sums to 0: what do you divide it by?",
)
@given(rows_of_scores(empty=True), examples=10)
def masked_softmax_of_an_empty_row(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """A row without any allowed entry is zeros, without a warning; others are not affected."""
    found = quiet(student.masked_softmax, scores, mask)
    close(found, ref.masked_softmax(scores, mask), what="weights")
    nothing = np.zeros(scores.shape, dtype=np.bool_)
    found = quiet(student.masked_softmax, scores, nothing)
    close(found, np.zeros(scores.shape), what="weights with everything masked")


@check(
    "masked_softmax",
    points=2,
    kind="stability",
    hint="Subtract from each row the largest of its own allowed scores. No finite number is small "
    "enough to stand for a score that is not there.",
)
@given(rows_of_scores(empty=True), examples=8)
def masked_softmax_of_large_scores(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """Scores of some ±10⁴, and near ±10⁹ beside masked ones above them: no warning."""
    room = {"rtol": 1e-5, "atol": 1e-6}
    large = 1e4 * scores
    cases: list[tuple[str, Array, Mask | None]] = [
        ("large scores", large, mask),
        ("large scores without a mask", large, None),
        ("scores near −2e9", np.where(mask, scores - 2e9, 0.0), mask),
        ("scores near 1e9", np.where(mask, scores + 1e9, 2e9), mask),
    ]
    if scores.ndim > 1:
        apart = scores - 1e4 * np.arange(scores.shape[-2])[:, np.newaxis]
        cases.append(("rows far apart", apart, mask))
    for words, value, may in cases:
        found = quiet(student.masked_softmax, value, may)
        close(found, ref.masked_softmax(value, may), what=f"weights of {words}", **room)


@check(
    "masked_softmax",
    points=1,
    kind="property",
    hint="None allows everything, as a mask of True does; and e^(s + c) is e^s times the same "
    "factor for the whole row.",
)
@given(rows_of_scores(), examples=8)
def masked_softmax_without_a_mask(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """No mask is as good as one of True; 1000 added to all scores changes nothing."""
    want = ref.masked_softmax(scores)
    close(student.masked_softmax(scores), want, what="weights without a mask")
    everything = np.ones(scores.shape, dtype=np.bool_)
    close(student.masked_softmax(scores, everything), want, what="weights with a mask of True")
    close(student.masked_softmax(scores + 1000.0), want, what="weights of scores + 1000")


@check(
    "masked_softmax",
    points=1,
    kind="purity",
    hint="The weights are right, and an array of their own; scores and mask stay the caller's.",
)
@given(rows_of_scores(empty=True), examples=4)
def masked_softmax_leaves_its_arguments(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """The weights are right, and a new array; scores and mask are not changed."""
    close(
        unchanged(student.masked_softmax, scores, mask),
        ref.masked_softmax(scores, mask),
        what="weights",
    )
    unchanged(student.masked_softmax, scores)
    fresh(student.masked_softmax, scores, mask)
    fresh(student.masked_softmax, scores, np.zeros(scores.shape, dtype=np.bool_))


# padding_mask


@check(
    "padding_mask",
    points=3,
    kind="example",
    public=True,
    hint="Positions count from 0: a sequence of length 2 has the positions 0 and 1. The middle "
    "axis, of one entry, stands for all queries.",
)
def padding_mask_by_hand(student: Student, ref: Reference) -> None:
    """Lengths 2, 4 and 0 of four positions, as a list and as an array."""
    want = np.array([[[True, True, False, False]], [[True] * 4], [[False] * 4]])
    is_mask(student.padding_mask([2, 4, 0], 4), want)
    is_mask(student.padding_mask(np.array([2, 4, 0]), 4), want, "the mask of an array of lengths")
    want = np.array([[[True, True, False, False, False]], [[True] * 3 + [False] * 2]])
    is_mask(student.padding_mask([2, 3], 5), want, "the mask of lengths 2 and 3 of five positions")
    far = np.array([[[True] * 4], [[True, True, False, False]], [[True] * 4]])
    for lengths in ([5, 2, 7], np.array([5, 2, 7])):
        is_mask(student.padding_mask(lengths, 4), far, "the mask of lengths 5, 2 and 7")
        unchanged(student.padding_mask, lengths, 4)


@check(
    "padding_mask",
    points=2,
    kind="property",
    hint="As many are True as the sequence is long, and never more than there are positions. The "
    "mask must fit scores of any number of queries.",
)
@given(
    draw.drawn(
        {"batch": (1, 7), "seq_len": (1, 12)},
        lengths=lambda rng, sizes, _: rng.integers(sizes["seq_len"] + 3, size=sizes["batch"]),
        seq_len=lambda _, sizes, __: sizes["seq_len"],
    ),
    examples=12,
)
def padding_mask_counts(student: Student, ref: Reference, lengths: Array, seq_len: int) -> None:
    """min(length, seq_len) are True for each sequence, the first ones; bool (batch, 1, seq_len)."""
    want = ref.padding_mask(lengths, seq_len)
    found = student.padding_mask(lengths.tolist(), seq_len)
    is_mask(found, want)
    count = np.sum(found, axis=-1).reshape(-1)
    close(count, np.minimum(lengths, seq_len), what="how many are True")
    far = 300 * lengths
    is_mask(student.padding_mask(far, seq_len), ref.padding_mask(far, seq_len), "of long sequences")


# causal_mask


@check(
    "causal_mask",
    points=3,
    kind="example",
    public=True,
    hint="Row i is what position i sees: itself, and all that came before.",
)
def causal_mask_by_hand(student: Student, ref: Reference) -> None:
    """Three positions, written out: the first sees one, the last all three."""
    want = [[True, False, False], [True, True, False], [True, True, True]]
    is_mask(student.causal_mask(3), np.array(want))


@check(
    "causal_mask",
    points=2,
    kind="property",
    hint="Row i has i + 1 entries that are True, and they come first.",
)
@given(n=draw.integer(1, 40), examples=8)
def causal_mask_grows_by_one(student: Student, ref: Reference, n: int) -> None:
    """Row i begins with i + 1 times True; bool (n, n), also of some hundred positions."""
    for length in (n, 10 * n):
        want = np.tril(np.ones((length, length), dtype=np.bool_))
        is_mask(student.causal_mask(length), want)


# scaled_dot_product_attention


@check(
    "scaled_dot_product_attention",
    points=4,
    kind="example",
    public=True,
    hint="In the handout's example √4 = 2, so the first query's scores are ln 2, 0 and 0: weights "
    "2 : 1 : 1. The second one's are ln 2, ln 2 and 2 ln 2, and with the mask it may not attend to "
    "the second key.",
)
def scaled_dot_product_attention_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two queries: with the mask, without one, and two examples at once."""
    Q, K, V, mask = by_hand()
    weights = np.array([[1 / 2, 1 / 4, 1 / 4], [1 / 3, 0.0, 2 / 3]])
    output = np.array([[6.0, 3.0, 3.0, 12.0, 3.0], [4.0, 0.0, 8.0, 16.0, -12.0]])
    attention_agrees(student.scaled_dot_product_attention(Q, K, V, mask), output, weights)
    # In the second example queries and keys, with their values, come in the reverse order.
    both = student.scaled_dot_product_attention(
        twice(Q), twice(K), twice(V), np.stack([mask, mask[::-1, ::-1]])
    )
    backwards = np.stack([weights, weights[::-1, ::-1]])
    attention_agrees(both, twice(output), backwards, " of two examples")
    many = student.scaled_dot_product_attention(
        thrice(twice(Q)), thrice(twice(K)), thrice(twice(V)), np.stack([mask, mask[::-1, ::-1]])
    )
    words = " of leading axes (3, 2) with a mask (2, 2, 3)"
    attention_agrees(many, thrice(twice(output)), thrice(backwards), words)
    weights[1] = [1 / 4, 1 / 4, 1 / 2]
    output[1] = [3.0, 3.0, 6.0, 9.0, -6.0]
    got = student.scaled_dot_product_attention(Q, K, V)
    attention_agrees(got, output, weights, " without a mask")
    unchanged(student.scaled_dot_product_attention, Q, K, V, mask)


@check(
    "scaled_dot_product_attention",
    points=1,
    kind="stability",
    public=True,
    hint="A query without a key has weights and an output of 0. Scores may be large: subtract the "
    "largest allowed one of each row before e^x, as masked_softmax does. Any axis may have one "
    "entry.",
)
def scaled_dot_product_attention_at_the_edge(student: Student, ref: Reference) -> None:
    """The handout's queries, one without a key; 10⁹ times as long; and one query with one key."""
    Q, K, V, mask = by_hand()
    mask[1] = False
    weights = np.array([[1 / 2, 1 / 4, 1 / 4], [0.0, 0.0, 0.0]])
    output = np.array([[6.0, 3.0, 3.0, 12.0, 3.0], [0.0] * 5])
    got = quiet(student.scaled_dot_product_attention, Q, K, V, mask)
    attention_agrees(got, output, weights, " where the second query may attend to nothing")
    # Then each query takes its best allowed key whole. The second one may look at the third key
    # only, whose score is the largest of all, or the smallest.
    mask = np.array([[True, True, True], [False, False, True]])
    for sign, weights in (
        (1.4e9, [[1, 0, 0], [0, 0, 1]]),
        (-1.4e9, [[0, 1 / 2, 1 / 2], [0, 0, 1]]),
    ):
        far = quiet(student.scaled_dot_product_attention, sign * Q, K, V, mask)
        words = f" of scores about {sign:g}"
        # So far from 0 the scores themselves are rounded.
        attention_agrees(far, np.array(weights) @ V, np.array(weights), words, **ROOM)
    one = Q[:1].copy(), K[:1].copy(), V[:1].copy()
    got = student.scaled_dot_product_attention(*one)
    attention_agrees(got, V[:1], np.ones((1, 1)), " of one query and one key")
    fresh(student.scaled_dot_product_attention, *one)


@check(
    "scaled_dot_product_attention",
    points=3,
    kind="reference",
    hint="Swap the last two axes of K and leave the leading ones where they are; √d_k is the root "
    "of the number of features of a key.",
)
@given(attentions(None), examples=10)
def scaled_dot_product_attention_without_a_mask(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, mask: None
) -> None:
    """Queries, keys and values of different numbers, with none to three leading axes; float64."""
    want = ref.scaled_dot_product_attention(Q, K, V)
    attention_agrees(student.scaled_dot_product_attention(Q, K, V), *want)


@check(
    "scaled_dot_product_attention",
    points=4,
    kind="reference",
    hint="Hand the mask on as it is, whatever its shape. A query that may attend to nothing takes "
    "nothing.",
)
@given(attentions(*EVERY, QUERIES_ONLY, empty=True), examples=16)
def scaled_dot_product_attention_with_a_mask(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, mask: Mask
) -> None:
    """Masks of all pairs, of keys or queries alone, shared by examples; rows without a key.

    And scores down to −2·10⁹.
    """
    want = ref.scaled_dot_product_attention(Q, K, V, mask)
    attention_agrees(student.scaled_dot_product_attention(Q, K, V, mask), *want)
    long = loud(Q, K)
    want = ref.scaled_dot_product_attention(long, K, V, mask)
    got = student.scaled_dot_product_attention(long, K, V, mask)
    attention_agrees(got, *want, " of scores down to −2e9", **ROOM)


@check(
    "scaled_dot_product_attention",
    points=2,
    kind="property",
    hint="Keys are a set: nothing may depend on where one stands, if its value and its column of "
    "the mask go with it.",
)
@given(attentions((..., "Lq", "Lk"), keys=(3, 5)), seed=draw.integer(0, 99), examples=8)
def scaled_dot_product_attention_knows_no_order(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, mask: Mask, seed: int
) -> None:
    """Keys, values and the mask's columns in another order: the same output, weights follow."""
    order = np.random.default_rng(seed).permutation(K.shape[-2])
    output, weights = ref.scaled_dot_product_attention(Q, K, V, mask)
    got = student.scaled_dot_product_attention(
        Q, K[..., order, :], V[..., order, :], mask[..., order]
    )
    attention_agrees(got, output, weights[..., order], " of keys in another order")


@check(
    "scaled_dot_product_attention",
    points=2,
    kind="property",
    hint="With a causal mask what comes later has weight 0, and what came before shares the whole, "
    "by its scores.",
)
@given(
    draw.drawn(
        {"lead": (0, 2), "Lq": (3, 5), "d_k": (2, 4), "d_v": (2, 4), "place": (0, 2)},
        Q=leading("Lq", "d_k"),
        K=leading("Lq", "d_k"),
        V=leading("Lq", "d_v"),
        place=lambda _, sizes, __: sizes["place"],
    ),
    examples=8,
)
def scaled_dot_product_attention_does_not_look_ahead(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, place: int
) -> None:
    """With a causal mask all is right; rows up to i do not change with later keys and values."""
    mask = np.tril(np.ones((K.shape[-2], K.shape[-2]), dtype=np.bool_))
    output, weights = ref.scaled_dot_product_attention(Q, K, V, mask)
    got = student.scaled_dot_product_attention(Q, K, V, mask)
    attention_agrees(got, output, weights, " with a causal mask")
    later_K, later_V = K.copy(), V.copy()
    later_K[..., place + 1 :, :] = 3.0
    later_V[..., place + 1 :, :] = -50.0
    changed = student.scaled_dot_product_attention(Q, later_K, later_V, mask)
    found = array(unpack(changed, "output", "weights")[0], output.shape, what="output")
    seen = slice(None, place + 1)
    close(found[..., seen, :], output[..., seen, :], what=f"rows 0 to {place} of output")


@check(
    "scaled_dot_product_attention",
    points=1,
    kind="property",
    hint="The weights of a query are shares of one whole: what comes out lies among the values.",
)
@given(attentions((..., "Lq", "Lk")), examples=8)
def scaled_dot_product_attention_is_a_mean(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, mask: Mask
) -> None:
    """For Q = 0 the output is the mean of the allowed values; for equal values it is that value."""
    mask = np.broadcast_to(mask, (*Q.shape[:-1], K.shape[-2])).copy()
    share = mask / mask.sum(axis=-1, keepdims=True)
    got = student.scaled_dot_product_attention(np.zeros(Q.shape), K, V, mask)
    attention_agrees(got, share @ V, share, " for Q = 0")
    output, weights = ref.scaled_dot_product_attention(Q, K, V, mask)
    same = np.broadcast_to(V[..., :1, :], V.shape).copy()
    got = student.scaled_dot_product_attention(Q, K, same, mask)
    want = np.broadcast_to(V[..., :1, :], output.shape).copy()
    attention_agrees(got, want, weights, " for equal values")


@check(
    "scaled_dot_product_attention",
    points=1,
    kind="purity",
    hint="Output and weights are right, and arrays of their own; Q, K, V and mask stay the "
    "caller's.",
)
@given(attentions((..., "Lq", "Lk"), (..., 1, "Lk"), empty=True), examples=4)
def scaled_dot_product_attention_leaves_its_arguments(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, mask: Mask
) -> None:
    """Two new arrays come back, and they are right; Q, K, V and mask are not changed."""
    want = ref.scaled_dot_product_attention(Q, K, V, mask)
    attention_agrees(unchanged(student.scaled_dot_product_attention, Q, K, V, mask), *want)
    unchanged(student.scaled_dot_product_attention, Q, K, V)
    fresh(student.scaled_dot_product_attention, Q, K, V, mask)


# softmax_backward


@check(
    "softmax_backward",
    points=3,
    kind="example",
    public=True,
    hint="Take the weighted mean of a row of d_weights away from it, then times the weights. The "
    "weighted means of the handout's rows are 6 and 0, and that of the row of four is 2.",
)
def softmax_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two rows, and one of four weights; each row sums to 0; constants give 0."""
    weights = np.array([[1 / 2, 1 / 4, 1 / 4], [1 / 3, 0.0, 2 / 3]])
    d_weights = np.array([[12.0, 24.0, -24.0], [24.0, 12.0, -12.0]])
    want = np.array([[3.0, 4.5, -7.5], [8.0, 0.0, -8.0]])
    close(quiet(student.softmax_backward, d_weights, weights), want, what="d_scores")
    row = student.softmax_backward(d_weights[0], weights[0])
    close(row, want[0], what="d_scores of the first row alone")
    both = student.softmax_backward(twice(d_weights), twice(weights))
    close(both, twice(want), what="d_scores of two examples")
    close(
        student.softmax_backward(np.array([[4.0, 2.0, -8.0, 4.0]] * 2), np.array([QUARTERS] * 2)),
        np.array([[1.0, 0.0, -1.25, 0.25]] * 2),
        what="d_scores of four weights",
    )
    still = student.softmax_backward(np.full((2, 3), 7.0), weights)
    close(still, np.zeros((2, 3)), what="d_scores of a constant")
    unchanged(student.softmax_backward, d_weights, weights)


QUARTERS = [1 / 2, 1 / 4, 1 / 8, 1 / 8]


@check(
    "softmax_backward",
    points=3,
    kind="gradient",
    hint="Move one score, and all weights of its row move: ∂w_j/∂s_i = w_i([i = j] − w_j).",
)
@given(
    draw.drawn(
        {"lead": (0, 2), "Lq": (1, 3), "n": (1, 4)},
        scores=leading("Lq", "n"),
        mask=masks((..., "Lq", "n"), None),
        d_weights=leading("Lq", "n"),
    ),
    examples=10,
)
def softmax_backward_is_the_gradient(
    student: Student, ref: Reference, scores: Array, mask: Mask | None, d_weights: Array
) -> None:
    """The derivatives of Σ d_weights·weights in the scores, with two to four axes."""

    def weights(scores: Array) -> Any:
        # What the reference is given becomes read-only: it gets a copy of what is being moved.
        return ref.masked_softmax(scores.copy(), mask)

    got = student.softmax_backward(d_weights, ref.masked_softmax(scores, mask))
    gradients_agree(ref.gradient(weights, upstream=d_weights, scores=scores), scores=got)
    double_precision(got, "d_scores")


@check(
    "softmax_backward",
    points=1,
    kind="property",
    hint="Where a weight is 0 it stays 0 however the score moves.",
)
@given(
    rows_of_scores(
        empty=True,
        d_weights=lambda rng, _, fields: rng.normal(size=fields["scores"].shape),
    ),
    examples=12,
)
def softmax_backward_of_masked_rows(
    student: Student, ref: Reference, scores: Array, mask: Mask, d_weights: Array
) -> None:
    """A weight of 0 and a row of them get 0; one to five axes; all values as they must be."""
    weights = ref.masked_softmax(scores, mask)
    found = quiet(student.softmax_backward, d_weights, weights)
    want = ref.softmax_backward(d_weights, weights)
    close(found, want, what="d_scores")


@check(
    "softmax_backward",
    points=1,
    kind="purity",
    hint="Each entry is its weight times what d_weights is above the weighted mean of its row. And "
    "d_weights and weights still belong to the caller, who needs the weights for dV.",
)
@given(rows_of_scores(), examples=4)
def softmax_backward_leaves_its_arguments(
    student: Student, ref: Reference, scores: Array, mask: Mask
) -> None:
    """d_scores are right; d_weights and weights are not changed."""
    weights = ref.masked_softmax(scores, mask)
    got = unchanged(student.softmax_backward, scores, weights)
    close(got, ref.softmax_backward(scores, weights), what="d_scores")


# attention_backward


@check(
    "attention_backward",
    points=3,
    kind="example",
    public=True,
    hint="The handout goes through it: dV, then d_weights and d_scores, then half of them times K, "
    "and half of them, transposed, times Q.",
)
def attention_backward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two queries with their mask; and two examples at once."""
    Q, K, V, mask = by_hand()
    d_output = np.array([[0.0, 1.0, 0.0, 0.0, 1.0], [2.0, 1.0, -1.0, 0.0, 0.0]])
    dV = [[8.0, 10.0, -4.0, 0.0, 6.0], [0.0, 3.0, 0.0, 0.0, 3.0], [16.0, 11.0, -8.0, 0.0, 3.0]]
    dK = [[1.5, 1.5, 8.0, 4.0], [2.25, 2.25, 0.0, 0.0], [-3.75, -3.75, -8.0, -4.0]]
    dQ = np.log(2) * np.array([[6.0, -3.0, 0.0, -7.5], [4.0, 4.0, 0.0, -8.0]])
    want = {"dV": np.array(dV) / 12, "dQ": dQ, "dK": np.array(dK)}
    got = unpack(student.attention_backward(d_output, Q, K, V, mask), "dQ", "dK", "dV")
    found = dict(zip(("dQ", "dK", "dV"), got, strict=True))
    for name, value in want.items():
        close(found[name], value, what=name)
    masks_of_both = np.stack([mask, mask[::-1, ::-1]])
    names = ("dQ", "dK", "dV")
    both = student.attention_backward(twice(d_output), twice(Q), twice(K), twice(V), masks_of_both)
    for name, value in zip(names, unpack(both, *names), strict=True):
        close(value, twice(want[name]), what=f"{name} of two examples")
    # A mask of three axes for scores of four: all three examples have these two.
    four = [thrice(twice(one)) for one in (d_output, Q, K, V)]
    many = student.attention_backward(*four, masks_of_both)
    for name, value in zip(names, unpack(many, *names), strict=True):
        close(value, thrice(twice(want[name])), what=f"{name} of leading axes (3, 2)")
    unchanged(student.attention_backward, d_output, Q, K, V, mask)


@check(
    "attention_backward",
    points=1,
    kind="stability",
    public=True,
    hint="Take the weights of the way forward, with the same mask: a query without a key has "
    "weights of 0, and so have its derivatives. And scores may be large.",
)
def attention_backward_at_the_edge(student: Student, ref: Reference) -> None:
    """A query without a key gets 0 in dQ, a key that no query sees 0 in dK and dV; large scores."""
    Q, K, V, mask = by_hand()
    d_output = np.array([[0.0, 1.0, 0.0, 0.0, 1.0], [2.0, 1.0, -1.0, 0.0, 0.0]])
    names = ("dQ", "dK", "dV")
    # The second query sees nothing, and nobody the second key: weights 2/3, 0, 1/3 are left. The
    # weighted mean of d_weights 12, 24, −24 is 0, so d_scores are 8, 0, −8.
    mask[:, 1], mask[1] = False, False
    got = quiet(student.attention_backward, d_output, Q, K, V, mask)
    want = {
        "dQ": np.log(2) * np.array([[4.0, 4.0, 0.0, -8.0], [0.0] * 4]),
        "dK": np.array([[4.0, 4.0, 0.0, 0.0], [0.0] * 4, [-4.0, -4.0, 0.0, 0.0]]),
        "dV": np.array([[0.0, 2.0, 0.0, 0.0, 2.0], [0.0] * 5, [0.0, 1.0, 0.0, 0.0, 1.0]]) / 3,
    }
    for name, value in zip(names, unpack(got, *names), strict=True):
        close(value, want[name], what=f"{name} where one query and one key are masked")
        law = f"{name} must be exactly 0 for what is masked"
        require(not array(value, want[name].shape, what=name)[1].any(), law, got=value)
    # With scores of some ±10⁹ each query takes its best allowed key whole: the first and the third.
    _, _, _, mask = by_hand()
    got = quiet(student.attention_backward, d_output, 1e9 * Q, K, V, mask)
    dV = np.array([[0.0, 1.0, 0.0, 0.0, 1.0], [0.0] * 5, [2.0, 1.0, -1.0, 0.0, 0.0]])
    close(unpack(got, *names)[2], dV, what="dV of scores about 1e9", **ROOM)


def backward(**more: Any) -> Any:
    """As `attentions`, with derivatives in the output: masks of every shape, or none."""
    shapes: Any = (None, *EVERY)
    if more.get("empty"):
        shapes += (QUERIES_ONLY, QUERIES_ONLY)
    return attentions(*shapes, d_output=leading("Lq", "d_v"), **more)


def numeric(
    ref: Reference, mask: Mask | None, d_output: Array, Q: Array, K: Array, V: Array
) -> Any:
    """The numeric derivatives in Q, K and V."""

    def output(Q: Array, K: Array, V: Array) -> Any:
        # What the reference is given becomes read-only: it gets copies of what is being moved.
        return ref.scaled_dot_product_attention(Q.copy(), K.copy(), V.copy(), mask)[0]

    return ref.gradient(output, upstream=d_output, Q=Q, K=K, V=V)


@check(
    "attention_backward",
    points=3,
    kind="gradient",
    hint="output = weights·V, as any linear layer: the weights, transposed, times d_output. With "
    "the mask that it had on the way forward.",
)
@given(backward(keys=(1, 4)), examples=8)
def attention_backward_reaches_the_values(
    student: Student,
    ref: Reference,
    Q: Array,
    K: Array,
    V: Array,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dV is the derivative of Σ d_output·output in V, also where scores lie near −2·10⁹."""
    got = unpack(student.attention_backward(d_output, Q, K, V, mask), "dQ", "dK", "dV")
    gradients_agree(numeric(ref, mask, d_output, Q, K, V), V=got[2])
    double_precision(got[2], "dV")
    long = loud(Q, K)
    got = unpack(student.attention_backward(d_output, long, K, V, mask), "dQ", "dK", "dV")
    want = ref.attention_backward(d_output, long, K, V, mask)[2]
    close(got[2], want, what="dV of scores down to −2e9", **ROOM)


@check(
    "attention_backward",
    points=4,
    kind="gradient",
    hint="From the output through V to the weights, through the softmax to the scores, through the "
    "division by √d_k to the products, and through K to Q.",
)
@given(backward(keys=(1, 4)), examples=8)
def attention_backward_reaches_the_queries(
    student: Student,
    ref: Reference,
    Q: Array,
    K: Array,
    V: Array,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dQ is the derivative of Σ d_output·output in Q."""
    got = unpack(student.attention_backward(d_output, Q, K, V, mask), "dQ", "dK", "dV")
    gradients_agree(numeric(ref, mask, d_output, Q, K, V), Q=got[0])
    double_precision(got[0], "dQ")


@check(
    "attention_backward",
    points=4,
    kind="gradient",
    hint="A score is symmetric in query and key, so dK is made like dQ: d_scores transposed, times "
    "Q. The scale counts here too.",
)
@given(backward(keys=(1, 4)), examples=8)
def attention_backward_reaches_the_keys(
    student: Student,
    ref: Reference,
    Q: Array,
    K: Array,
    V: Array,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dK is the derivative of Σ d_output·output in K."""
    got = unpack(student.attention_backward(d_output, Q, K, V, mask), "dQ", "dK", "dV")
    gradients_agree(numeric(ref, mask, d_output, Q, K, V), K=got[1])
    double_precision(got[1], "dK")


@check(
    "attention_backward",
    points=1,
    kind="property",
    hint="What no query may see moves nothing, and a query that sees nothing moves nothing.",
)
@given(
    backward(keys=(3, 5), empty=True),
    examples=12,
)
def attention_backward_of_the_masked(
    student: Student,
    ref: Reference,
    Q: Array,
    K: Array,
    V: Array,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """A key that is masked for all gets exactly 0, and so does a query without keys."""
    names = ("dQ", "dK", "dV")
    got = quiet(student.attention_backward, d_output, Q, K, V, mask)
    want = ref.attention_backward(d_output, Q, K, V, mask)
    for name, value, right in zip(names, unpack(got, *names), want, strict=True):
        close(value, right, what=name)
    without = np.broadcast_to(True if mask is None else mask, (*Q.shape[:-1], K.shape[-2])).copy()
    without[..., 0] = False  # the first key, for all queries
    without[..., 0, :] = False  # the first query, for all keys
    got = quiet(student.attention_backward, d_output, Q, K, V, without)
    want = ref.attention_backward(d_output, Q, K, V, without)
    for name, value, right in zip(names, unpack(got, *names), want, strict=True):
        close(value, right, what=name)
        first = array(value, right.shape, what=name)[..., 0, :]
        require(not first.any(), f"the first row of {name} must be exactly 0", got=first)


@check(
    "attention_backward",
    points=1,
    kind="property",
    hint="A single key has weight 1, wherever it and the query stand.",
)
@given(attentions(None, keys=(1, 1), d_output=leading("Lq", "d_v")), examples=6)
def attention_backward_of_a_single_key(
    student: Student, ref: Reference, Q: Array, K: Array, V: Array, mask: None, d_output: Array
) -> None:
    """One key: dQ = dK = 0, and dV is the sum of d_output over the queries."""
    got = unpack(student.attention_backward(d_output, Q, K, V), "dQ", "dK", "dV")
    close(got[2], d_output.sum(axis=-2, keepdims=True), what="dV")
    close(got[0], np.zeros(Q.shape), what="dQ")
    close(got[1], np.zeros(K.shape), what="dK")


@check(
    "attention_backward",
    points=1,
    kind="purity",
    hint="All three follow d_output: twice of it gives twice as much, whatever was called before. "
    "And what you are given stays as it is.",
)
@given(backward(empty=True), examples=5)
def attention_backward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    Q: Array,
    K: Array,
    V: Array,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """All three are right, and twice d_output gives twice as much; no argument is changed."""
    names = ("dQ", "dK", "dV")
    want = ref.attention_backward(d_output, Q, K, V, mask)
    got = unpack(unchanged(student.attention_backward, d_output, Q, K, V, mask), *names)
    for name, value, right in zip(names, got, want, strict=True):
        close(value, right, what=name)
    got = unpack(student.attention_backward(2 * d_output, Q, K, V, mask), *names)
    for name, value, right in zip(names, got, want, strict=True):
        close(value, 2 * right, what=f"{name} of twice d_output, after a call with the rest alike")


# split_heads


@check(
    "split_heads",
    points=3,
    kind="property",
    public=True,
    hint="Cut the features of each position into blocks, one after the other; then let the axis of "
    "the heads change places with that of the positions.",
)
def split_heads_cuts_blocks(student: Student, ref: Reference) -> None:
    """X (2, 5, 12) and 3 heads: head k of position s has the features 4k to 4k + 3."""
    X = np.arange(120.0).reshape(2, 5, 12)
    found = array(student.split_heads(X, 3), (2, 3, 5, 4), what="the heads")
    for k in range(3):
        close(found[:, k], X[:, :, 4 * k : 4 * k + 4], what=f"head {k}")
    for num_heads in (1, 3):
        unchanged(student.split_heads, X, num_heads)


@check(
    "split_heads",
    points=1,
    kind="example",
    public=True,
    hint="Each head gets as many features as the others, and none may be left over.",
)
def split_heads_refuses_a_rest(student: Student, ref: Reference) -> None:
    """Five features for two heads, six for four, two for three: ValueError."""
    for d, num_heads in ((5, 2), (6, 4), (2, 3)):
        refuses(student.split_heads, np.arange(6.0 * d).reshape(2, 3, d), num_heads)


@check(
    "split_heads",
    points=2,
    kind="reference",
    hint="One head has all features, and d heads have one each.",
)
@given(
    draw.drawn(
        {"batch": (1, 3), "seq": (1, 4), "d_h": (1, 6), "h": (1, 6)},
        X=lambda rng, sizes, _: rng.normal(
            size=(sizes["batch"], sizes["seq"], sizes["h"] * sizes["d_h"])
        ),
        num_heads=lambda _, sizes, __: sizes["h"],
    ),
    examples=12,
)
def split_heads_of_any_number(student: Student, ref: Reference, X: Array, num_heads: int) -> None:
    """One to six heads of one to six features: (batch, h, seq, d/h), entry by entry."""
    found = student.split_heads(X, num_heads)
    close(found, np.ascontiguousarray(ref.split_heads(X, num_heads)), what="the heads")


# merge_heads


@check(
    "merge_heads",
    points=3,
    kind="property",
    public=True,
    hint="Positions before heads again, and only then side by side.",
)
def merge_heads_side_by_side(student: Student, ref: Reference) -> None:
    """X (2, 3, 5, 4): feature 4k + j of position s is feature j of head k."""
    X = np.arange(120.0).reshape(2, 3, 5, 4)
    found = array(student.merge_heads(X), (2, 5, 12), what="the merged heads")
    for k in range(3):
        close(found[:, :, 4 * k : 4 * k + 4], X[:, k], what=f"the features of head {k}")
    for heads in (X, X[:, :1].copy()):
        unchanged(student.merge_heads, heads)


@check(
    "merge_heads",
    points=1,
    kind="property",
    hint="Splitting and merging must give back what there was.",
)
@given(
    draw.drawn(
        {"batch": (1, 3), "seq": (1, 4), "d_h": (1, 6), "h": (1, 6)},
        X=lambda rng, sizes, _: rng.normal(
            size=(sizes["batch"], sizes["h"], sizes["seq"], sizes["d_h"])
        ),
    ),
    examples=10,
)
def merge_heads_undoes_splitting(student: Student, ref: Reference, X: Array) -> None:
    """Merged and split again they are the same, for one to six heads."""
    found = numbers(
        student.merge_heads(X), (X.shape[0], X.shape[2], X.shape[1] * X.shape[3]), "merged"
    )
    close(
        np.ascontiguousarray(ref.split_heads(found, X.shape[1])), X, what="the heads, split again"
    )


# multi_head_attention


def heads_attend(
    got: Any, X_q: Array, X_kv: Array, P: Network, num_heads: int, allowed: Mask, words: str
) -> None:
    """(output, weights) obey the laws of heads of which each attends by itself."""
    output, weights = unpack(got, "output", "weights")
    batch, Lq, Lk = allowed.shape
    shares = numbers(weights, (batch, num_heads, Lq, Lk), f"weights{words}")
    d_h = P["Wq"].shape[1] // num_heads
    Q, K = X_q @ P["Wq"] + P["bq"], X_kv @ P["Wk"] + P["bk"]
    V = X_kv @ P["Wv"] + P["bv"]
    want = np.zeros((batch, Lq, P["Wo"].shape[1])) + P["bo"]
    for b, head in np.ndindex(batch, num_heads):
        block = slice(head * d_h, (head + 1) * d_h)
        scores = Q[b][:, block] @ K[b][:, block].T / np.sqrt(d_h)
        want[b] += shares[b, head] @ V[b][:, block] @ P["Wo"][block]
        for i in range(Lq):
            may, row = allowed[b, i], shares[b, head, i]
            which = f"weights[{b}, {head}, {i}]{words}"
            require(not row[~may].any(), f"{which}: what is masked must have weight 0", got=row)
            if not may.any():
                continue
            close(float(row.sum()), 1.0, what=f"the sum of {which}")
            require((row[may] > 0).all(), f"{which}: what is allowed must be above 0", got=row)
            ratios, row_of_scores = np.log(row[may] / row[may][0]), scores[i, may]
            what = f"the logarithms of {which}, to the first allowed one"
            close(ratios, row_of_scores - row_of_scores[0], what=what)
    close(output, want, what=f"output{words}")


@check(
    "multi_head_attention",
    points=3,
    kind="property",
    public=True,
    hint="Each head compares its own block of Q with its own block of K, over the root of its own "
    "number of features, and takes its own block of V.",
)
@given(many_heads(("batch", "Lq", "Lk"), sizes=PUBLIC), examples=2)
def multi_head_attention_head_by_head(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask,
) -> None:
    """Weights follow the scores of each head, for masks of each shape; output adds up all heads."""
    # A query of the second example may attend to nothing.
    mask = mask.copy()
    mask[1, 2] = False
    for may in (mask, mask[0].copy(), mask[:, :1].copy(), None):
        got = student.multi_head_attention(X_q, X_kv, parameters, num_heads, may)
        everything = np.ones((len(X_q), X_q.shape[1], X_kv.shape[1]), dtype=np.bool_)
        allowed = everything if may is None else everything & may
        words = " without a mask" if may is None else f" with a mask {may.shape}"
        heads_attend(got, X_q, X_kv, parameters, num_heads, allowed, words)


def heads_agree(
    student: Student, ref: Reference, inputs: tuple[Any, ...], words: str = "", **room: float
) -> None:
    """multi_head_attention of these arguments is as the reference's."""
    output, weights = ref.multi_head_attention(*inputs)
    attention_agrees(student.multi_head_attention(*inputs), output, weights, words, **room)


@check(
    "multi_head_attention",
    points=3,
    kind="reference",
    hint="Queries are made of X_q, keys and values of X_kv, each with a matrix and a bias of its "
    "own; the merged heads go through Wo and bo.",
)
@given(many_heads(None, sizes=ANY_SIZE), examples=9)
def multi_head_attention_without_a_mask(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: None,
) -> None:
    """One to five heads, with Lq and Lk, d_q, d_kv, d and d_o of their own; float64."""
    heads_agree(student, ref, (X_q, X_kv, parameters, num_heads))


@check(
    "multi_head_attention",
    points=2,
    kind="reference",
    hint="Scores have an axis for the heads between batch and queries. Which masks lack it, and "
    "where does it belong?",
)
@given(
    many_heads(
        ("Lq", "Lk"),
        ("batch", 1, "Lk"),
        ("batch", "Lq", "Lk"),
        sizes=ANY_SIZE | {"h": (2, 3)},
        empty=True,
    ),
    examples=12,
)
def multi_head_attention_with_a_mask(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask,
) -> None:
    """Masks (Lq, Lk), (batch, 1, Lk) and (batch, Lq, Lk), for all heads alike.

    Some leave a query nothing; and with scores down to −2·10⁹.
    """
    heads_agree(student, ref, (X_q, X_kv, parameters, num_heads, mask))
    long = loud_of_heads(X_q, X_kv, parameters, num_heads)
    inputs = long, X_kv, parameters, num_heads, mask
    heads_agree(student, ref, inputs, " of scores down to −2e9", **ROOM)


@check(
    "multi_head_attention",
    points=1,
    kind="property",
    hint="In self-attention every position asks and answers; without positions in the features, "
    "none of them knows where it stands.",
)
@given(many_heads(None, sizes={"Lk": (3, 5), "h": (2, 3)}), seed=draw.integer(0, 99), examples=6)
def multi_head_attention_of_oneself(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: None,
    seed: int,
) -> None:
    """Self-attention: reordered positions give reordered rows; causal: only what came before.

    Causal with padding, as well, of examples that may be empty.
    """
    rng = np.random.default_rng(seed)
    alike = parameters | {"Wq": rng.normal(size=parameters["Wk"].shape)}
    heads_agree(student, ref, (X_kv, X_kv, alike, num_heads), " of self-attention")
    order = rng.permutation(X_kv.shape[1])
    output, weights = ref.multi_head_attention(X_kv, X_kv, alike, num_heads)
    mixed = X_kv[:, order]
    got = student.multi_head_attention(mixed, mixed, alike, num_heads)
    weights = np.ascontiguousarray(weights[:, :, order][..., order])
    attention_agrees(got, output[:, order], weights, " of positions in another order")
    causal = np.tril(np.ones((len(order), len(order)), dtype=np.bool_))
    heads_agree(student, ref, (X_kv, X_kv, alike, num_heads, causal), " with a causal mask")
    lengths = rng.integers(len(order) + 1, size=(len(X_kv), 1, 1))
    both = causal & (np.arange(len(order)) < lengths)
    words = " with a causal mask and one of padding"
    heads_agree(student, ref, (X_kv, X_kv, alike, num_heads, both), words)


@check(
    "multi_head_attention",
    points=1,
    kind="purity",
    hint="Output and weights are right, and arrays of their own; what you were given stays as it "
    "is.",
)
@given(many_heads(sizes=ANY_SIZE, empty=True), examples=5)
def multi_head_attention_leaves_its_arguments(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
) -> None:
    """Two new arrays come back, and they are right; no argument is changed."""
    inputs = X_q, X_kv, parameters, num_heads, mask
    want = ref.multi_head_attention(*inputs)
    attention_agrees(unchanged(student.multi_head_attention, *inputs), *want)
    fresh(student.multi_head_attention, *inputs)


# multi_head_attention_backward


def all_heads_back() -> Any:
    """As `many_heads`, with derivatives in the output: any sizes, and queries without a key."""
    d_output = draw.normal("batch", "Lq", "d_o")
    return many_heads(sizes=ANY_SIZE, empty=True, d_output=d_output)


@check(
    "multi_head_attention_backward",
    points=1,
    kind="gradient",
    public=True,
    hint="A derivative tells how far the output moves: take a small step in one of the arrays, and "
    "compare. The message names the array.",
)
@given(
    many_heads(
        ("batch", "Lq", "Lk"),
        sizes=PUBLIC,
        d_output=draw.normal("batch", "Lq", "d_o"),
    ),
    each=draw.options(True, False),
    examples=2,
)
def multi_head_attention_backward_predicts_small_steps(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask,
    d_output: Array,
    each: bool,
) -> None:
    """A small step in any of ten arrays moves Σ d_output·output as its derivatives say."""
    mask = mask.copy() if each else mask[0].copy()
    mask[(0, 2) if each else 2] = False  # this query may attend to nothing
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    arrays = {"X_q": X_q, "X_kv": X_kv, **parameters}
    rng = np.random.default_rng(5)
    ways = {name: rng.normal(size=value.shape) for name, value in arrays.items()}
    changes = {}
    for name, value in arrays.items():
        ends = []
        for step in (STEP, -STEP):
            moved = arrays | {name: value + step * ways[name]}
            network = {one: moved[one] for one in parameters}
            got = student.multi_head_attention(
                moved["X_q"], moved["X_kv"], network, num_heads, mask
            )
            output = numbers(unpack(got, "output", "weights")[0], d_output.shape, "output")
            ends.append(float(np.sum(d_output * output)))
        changes[name] = (ends[0] - ends[1]) / (2 * STEP)
    back = unchanged(student.multi_head_attention_backward, *inputs)
    dX_q, dX_kv, grads = unpack(back, "dX_q", "dX_kv", "grads")
    slopes = [dX_q, dX_kv, *entries(grads, *[f"d{name}" for name in parameters])]
    for (name, value), slope in zip(arrays.items(), slopes, strict=True):
        found = numbers(slope, value.shape, f"d{name}")
        if name == "bo":  # it is added to every row of the output
            close(found, d_output.sum(axis=(0, 1)), what="dbo")
        what = f"the change of the output that d{name} predicts"
        predicted = float(np.sum(found * ways[name]))
        close(predicted, changes[name], rtol=1e-5, atol=1e-6, what=what)
    # Self-attention: X_kv asks itself, with Wk's rows in the reverse order for Wq.
    alike = parameters | {"Wq": parameters["Wk"][::-1].copy()}
    d_alike = np.resize(d_output, (*X_kv.shape[:2], d_output.shape[2]))
    way = rng.normal(size=X_kv.shape)
    for name in ("X_q", "X_kv"):
        ends = []
        for step in (STEP, -STEP):
            two = {"X_q": X_kv, "X_kv": X_kv} | {name: X_kv + step * way}
            got = student.multi_head_attention(two["X_q"], two["X_kv"], alike, num_heads)
            output = numbers(unpack(got, "output", "weights")[0], d_alike.shape, "output")
            ends.append(float(np.sum(d_alike * output)))
        changes[name] = (ends[0] - ends[1]) / (2 * STEP)
    back = student.multi_head_attention_backward(d_alike, X_kv, X_kv.copy(), alike, num_heads)
    dX_q, dX_kv, _ = unpack(back, "dX_q", "dX_kv", "grads")
    for name, slope in (("X_q", dX_q), ("X_kv", dX_kv)):
        found = numbers(slope, X_kv.shape, f"d{name} of self-attention")
        what = f"the change of the output of self-attention that d{name} predicts"
        predicted = float(np.sum(found * way))
        close(predicted, changes[name], rtol=1e-5, atol=1e-6, what=what)


BackInputs = tuple[Array, Array, Array, Network, int, Mask | None]


def slopes_of(student: Student, inputs: BackInputs) -> tuple[Any, Any, Any]:
    """(dX_q, dX_kv, grads)."""
    back = student.multi_head_attention_backward(*inputs)
    dX_q, dX_kv, grads = unpack(back, "dX_q", "dX_kv", "grads")
    return dX_q, dX_kv, grads


@check(
    "multi_head_attention_backward",
    points=1,
    kind="reference",
    hint="X_q has made the queries, and nothing else.",
)
@given(all_heads_back(), examples=8)
def multi_head_attention_backward_reaches_who_asks(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dX_q, with masks of all shapes; in self-attention dX_q and dX_kv stay apart."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    found = slopes_of(student, inputs)[0]
    close(found, ref.multi_head_attention_backward(*inputs)[0], what="dX_q")
    double_precision(found, "dX_q")
    # Wk's rows as Wq's, in another order: queries and keys would be alike otherwise.
    alike = parameters | {"Wq": parameters["Wk"][::-1].copy()}
    d_alike = np.resize(d_output, (*X_kv.shape[:2], d_output.shape[2]))
    oneself = d_alike, X_kv, X_kv, alike, num_heads, None
    dX_q, dX_kv, _ = slopes_of(student, oneself)
    want = ref.multi_head_attention_backward(*oneself)
    close(dX_q, want[0], what="dX_q of self-attention")
    close(dX_kv, want[1], what="dX_kv of self-attention")


@check(
    "multi_head_attention_backward",
    points=1,
    kind="reference",
    hint="X_kv has made the keys and the values: two ways lead back to it.",
)
@given(all_heads_back(), examples=8)
def multi_head_attention_backward_reaches_who_answers(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dX_kv, with masks of all shapes."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    found = slopes_of(student, inputs)[1]
    close(found, ref.multi_head_attention_backward(*inputs)[1], what="dX_kv")
    double_precision(found, "dX_kv")


def parameters_reached(
    student: Student,
    ref: Reference,
    inputs: BackInputs,
    names: tuple[str, ...],
    words: str = "",
    **room: float,
) -> None:
    """The derivatives in these parameters are the reference's."""
    want = ref.multi_head_attention_backward(*inputs)[2]
    slopes = slopes_of(student, inputs)[2]
    slopes_agree(slopes, {f"d{name}": want[f"d{name}"] for name in names}, words, **room)


@check(
    "multi_head_attention_backward",
    points=1,
    kind="reference",
    hint="Every position of every example went through Wq: add up what each has to say, row by "
    "row of X_q.",
)
@given(all_heads_back(), examples=8)
def multi_head_attention_backward_reaches_the_queries(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dWq and dbq: sums over batch and positions."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    parameters_reached(student, ref, inputs, QUERIES)


@check(
    "multi_head_attention_backward",
    points=1,
    kind="reference",
    hint="Keys are made of X_kv. bk moves all scores of a query alike, so its derivative is 0.",
)
@given(all_heads_back(), examples=8)
def multi_head_attention_backward_reaches_the_keys(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dWk and dbk, which is 0 up to rounding."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    parameters_reached(student, ref, inputs, KEYS)


@check(
    "multi_head_attention_backward",
    points=1,
    kind="reference",
    hint="Values are made of X_kv. Sums, not means: the mean of a cost is in d_output already.",
)
@given(all_heads_back(), examples=8)
def multi_head_attention_backward_reaches_the_values(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dWv and dbv: sums over batch and positions, also where scores lie near −2·10⁹."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    parameters_reached(student, ref, inputs, VALUES)
    long = loud_of_heads(X_q, X_kv, parameters, num_heads)
    inputs = d_output, long, X_kv, parameters, num_heads, mask
    parameters_reached(student, ref, inputs, VALUES, " of scores down to −2e9", **ROOM)


@check(
    "multi_head_attention_backward",
    points=1,
    kind="reference",
    hint="What went into Wo? The heads side by side, after attention.",
)
@given(all_heads_back(), examples=8)
def multi_head_attention_backward_reaches_the_output_layer(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """dWo and dbo: sums over batch and positions."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    parameters_reached(student, ref, inputs, OUT)


@check(
    "multi_head_attention_backward",
    points=1,
    kind="purity",
    hint="All derivatives are right, whatever was called before: they follow from the arguments "
    "alone. And what you were given stays as it is.",
)
@given(all_heads_back(), examples=4)
def multi_head_attention_backward_leaves_its_arguments(
    student: Student,
    ref: Reference,
    X_q: Array,
    X_kv: Array,
    parameters: Network,
    num_heads: int,
    mask: Mask | None,
    d_output: Array,
) -> None:
    """All is right, also after calls with other parameters; no argument is changed."""
    inputs = d_output, X_q, X_kv, parameters, num_heads, mask
    other = {name: 0.5 - value for name, value in parameters.items()}
    before = -d_output, X_q, X_kv, other, num_heads, mask
    back = unchanged(student.multi_head_attention_backward, *before)
    dX_q, dX_kv, grads = unpack(back, "dX_q", "dX_kv", "grads")
    want = ref.multi_head_attention_backward(*before)
    close(dX_q, want[0], what="dX_q")
    close(dX_kv, want[1], what="dX_kv")
    slopes_agree(grads, want[2])
    student.multi_head_attention(X_q + 1.0, -X_kv, parameters, num_heads, mask)
    dX_q, dX_kv, grads = slopes_of(student, inputs)
    want = ref.multi_head_attention_backward(*inputs)
    close(dX_q, want[0], what="dX_q after calls with other arguments")
    close(dX_kv, want[1], what="dX_kv after calls with other arguments")
    slopes_agree(grads, want[2], " after calls with other arguments")


# additive_attention


def encoders(**sizes: tuple[int, int]) -> Any:
    """A decoder's state, the states of an encoder, and parameters."""
    ranges = {"d_a": (1, 5), "batch": (1, 4), "T": (1, 12), "k": (1, 5), "d_s": (1, 5)}

    def weights(rng: Any, sizes: draw.Sizes, fields: draw.Fields) -> Network:
        found: Network = parameters(ADDITIVE)(rng, sizes, fields)
        return {str(name): found[str(name)] for name in rng.permutation(list(found))}

    return draw.drawn(
        sizes=ranges | sizes,
        s_prev=draw.normal("batch", "d_s"),
        A=draw.normal("batch", "T", "d_a"),
        parameters=weights,
    )


@check(
    "additive_attention",
    points=2,
    kind="property",
    public=True,
    hint="The decoder's state is added to each of the encoder's, after each has gone through its "
    "own matrix; then tanh, then v. The softmax is over the T states of one example, and its "
    "weights are what the states are summed up with.",
)
@given(encoders(batch=(3, 3), T=(4, 4), d_a=(5, 5), d_s=(2, 2), k=(6, 6)), examples=3)
def additive_attention_state_by_state(
    student: Student, ref: Reference, s_prev: Array, A: Array, parameters: Network
) -> None:
    """Weights follow the energies, context is Σ w_t·A_t; equal weights for v = 0."""
    P = parameters
    context, weights = unpack(student.additive_attention(s_prev, A, P), "context", "weights")
    shares = numbers(weights, (3, 4), "weights")
    close(shares.sum(axis=1), np.ones(3), what="the sums of the weights")
    want = np.zeros((3, 5))
    for b in range(3):
        energies = [P["v"] @ np.tanh(a @ P["Wa"] + s_prev[b] @ P["Ws"] + P["b"]) for a in A[b]]
        require((shares[b] > 0).all(), f"weights[{b}] must all be above 0", got=shares[b])
        ratios = np.log(shares[b] / shares[b, 0])
        what = f"the logarithms of weights[{b}], to the first one"
        close(ratios, np.array(energies) - energies[0], what=what)
        for t in range(4):
            want[b] += shares[b, t] * A[b, t]
    close(context, want, what="context")
    still = student.additive_attention(s_prev, A, P | {"v": np.zeros(6)})
    context, weights = unpack(still, "context", "weights")
    close(weights, np.full((3, 4), 1 / 4), what="weights for v = 0")
    close(context, A.mean(axis=1), what="context for v = 0")
    # Energies of some thousands: the largest takes all, but where another one is as large.
    loud = {"Wa": np.eye(5, 6), "Ws": np.zeros((2, 6)), "b": np.zeros(6), "v": np.eye(6)[1] * 4e3}
    states = np.zeros((3, 4, 5))
    states[0, 2, 1], states[1, :, 1], states[2, 1:3, 1] = 2.0, -3.0, 1.0
    states[..., 0] = np.arange(4.0)
    far = quiet(student.additive_attention, s_prev, states, loud)
    shares = np.array([[0, 0, 1, 0], [1 / 4] * 4, [0, 1 / 2, 1 / 2, 0]])
    found = unpack(far, "context", "weights")
    close(found[1], shares, what="weights of energies of some thousands")
    close(found[0], np.einsum("bt,btd->bd", shares, states), what="context of such energies")


@check(
    "additive_attention",
    points=1,
    kind="reference",
    hint="One context for each example: its own states, each times its weight, which the softmax "
    "made of the energies.",
)
@given(encoders(), examples=10)
def additive_attention_of_any_length(
    student: Student, ref: Reference, s_prev: Array, A: Array, parameters: Network
) -> None:
    """One to twelve states of one to four examples; arguments stay; float64."""
    context, weights = ref.additive_attention(s_prev, A, parameters)
    got = unpack(student.additive_attention(s_prev, A, parameters), "context", "weights")
    close(got[1], weights, what="weights")
    close(got[0], context, what="context")
    double_precision(got[1], "weights")
    double_precision(got[0], "context")
    unchanged(student.additive_attention, s_prev, A, parameters)


@check(
    "additive_attention",
    points=1,
    kind="stability",
    hint="Energies of a thousand are no reason for infinity: masked_softmax copes with them. And "
    "the context sums up states by its weights.",
)
@given(encoders(T=(2, 6)), examples=6)
def additive_attention_of_large_energies(
    student: Student, ref: Reference, s_prev: Array, A: Array, parameters: Network
) -> None:
    """v times 3000: no warning, and the weights as they must be."""
    loud = parameters | {"v": 3000.0 * parameters["v"]}
    got = quiet(student.additive_attention, s_prev, A, loud)
    context, weights = ref.additive_attention(s_prev, A, loud)
    found = unpack(got, "context", "weights")
    close(found[1], weights, what="weights", atol=1e-7)
    close(found[0], context, what="context", atol=1e-7)
