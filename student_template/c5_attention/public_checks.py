"""The public checks of Attention from softmax to many heads; run them with `grade check`."""

from collections.abc import Mapping, Sequence
from typing import Any
import numpy as np
from numpy.random import Generator
from grader.authoring import Array, Reference, Student, array, check, close, double_precision, draw, entries, fresh, given, numbers, quiet, refuses, require, unchanged, unpack
from types import EllipsisType
from numpy.typing import NDArray


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


Mask = NDArray[np.bool_]


MaskShape = Sequence[draw.Dim | EllipsisType] | None


LEADS: tuple[tuple[int, ...], ...] = ((), (2,), (3, 2), (1,), (2, 1, 3))


OFTEN = 0.6


HEADS: dict[str, Any] = {
    "Wq": ("d_q", "d"),
    "bq": ("d",),
    "Wk": ("d_kv", "d"),
    "bk": ("d",),
    "Wv": ("d_kv", "d"),
    "bv": ("d",),
    "Wo": ("d", "d_o"),
    "bo": ("d_o",),
}


SHARED: tuple[MaskShape, ...] = (
    None,
    ("Lq", "Lk"),
    ("batch", 1, "Lk"),
    ("batch", "Lq", "Lk"),
)


def masks(*shapes: MaskShape, empty: bool = False) -> draw.Field:
    """A mask of one of these shapes, or None; each row allows something.

    With `empty` one row in three draws out of four allows nothing.
    """

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Mask | None:
        dims = shapes[int(rng.integers(len(shapes)))]
        if dims is None:
            return None
        shape: list[int] = []
        for dim in dims:
            if isinstance(dim, EllipsisType):
                shape += LEADS[sizes["lead"]]
            else:
                shape.append(sizes[dim] if isinstance(dim, str) else dim)
        found: Mask = rng.random(shape) < OFTEN
        rows = found.reshape(-1, shape[-1])
        rows[np.arange(len(rows)), rng.integers(shape[-1], size=len(rows))] = True
        if empty and rng.random() < 0.75:
            rows[int(rng.integers(len(rows)))] = False
        return found

    return field


def many_heads(
    *shapes: MaskShape,
    sizes: dict[str, tuple[int, int]] | None = None,
    empty: bool = False,
    **more: draw.Field,
) -> Any:
    """Inputs of attention with several heads: X_q, X_kv, `parameters`, `num_heads` and a mask.

    `sizes` replaces ranges of the sizes; with `empty` some rows of masks allow nothing; `more`
    fields follow.
    """
    ranges = {
        "h": (1, 3),
        "batch": (2, 3),
        "Lq": (1, 4),
        "Lk": (2, 5),
        "d_q": (2, 4),
        "d_kv": (2, 5),
        "d_h": (1, 3),
        "d_o": (2, 4),
    }

    def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> dict[str, Array]:
        found: dict[str, Array] = parameters(HEADS)(
            rng, {**sizes, "d": sizes["h"] * sizes["d_h"]}, fields
        )
        return {str(name): found[str(name)] for name in rng.permutation(list(found))}

    return draw.drawn(
        sizes=ranges | (sizes or {}),
        X_q=draw.normal("batch", "Lq", "d_q"),
        X_kv=draw.normal("batch", "Lk", "d_kv"),
        parameters=weights,
        num_heads=lambda _, sizes, __: sizes["h"],
        mask=masks(*(shapes or SHARED), empty=empty),
        **more,
    )


def is_mask(got: Any, want: Mask, what: str = "the mask") -> None:
    """`got` is a boolean array (or nested list) of exactly these entries."""
    found = array(got, want.shape, what=what)
    require(found.dtype == np.bool_, f"{what} must be boolean", got=got, want=want)
    require(np.array_equal(found, want), f"{what} differs from what it must be", got=got, want=want)


Network = dict[str, Array]


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


STEP = 1e-5


ROOM = {"rtol": 1e-4, "atol": 1e-4}


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


def attention_agrees(
    got: Any, output: Array, weights: Array, words: str = "", **room: float
) -> None:
    """(output, weights) are these."""
    found, shares = unpack(got, "output", "weights")
    close(shares, weights, what=f"weights{words}", **room)
    close(found, output, what=f"output{words}", **room)
    double_precision(shares, f"weights{words}")
    double_precision(found, f"output{words}")


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
