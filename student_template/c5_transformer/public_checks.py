"""The public checks of Encoder and decoder blocks of a transformer; run them with `grade check`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
import numpy as np
from numpy.random import Generator
from grader.authoring import Array, CallFailed, Failure, Reference, Student, check, close, double_precision, draw, entries, fresh, given, numbers, quiet, refuses, require, scalar, unchanged, unpack
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


class Adam:
    """Steps of Adam, for arrays by name."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.first: dict[str, Array] = {}
        self.second: dict[str, Array] = {}
        self.count = 0

    def step(self, slopes: dict[str, Array]) -> Callable[[str, Array], Array]:
        """One step against these derivatives: what becomes of the array of a name."""
        self.count += 1
        for name, slope in slopes.items():
            self.first[name] = 0.9 * self.first.get(name, 0.0) + 0.1 * slope
            self.second[name] = 0.99 * self.second.get(name, 0.0) + 0.01 * slope**2

        def after(name: str, value: Array) -> Array:
            first = self.first[name] / (1 - 0.9**self.count)
            second = self.second[name] / (1 - 0.99**self.count)
            return value - self.rate * first / (np.sqrt(second) + 1e-8)

        return after


Block = dict[str, Any]


FFN: dict[str, Any] = {"W1": ("d", "d_ff"), "b1": ("d_ff",), "W2": ("d_ff", "d"), "b2": ("d",)}


def rows(*dims: draw.Dim) -> draw.Field:
    """An array whose rows have a mean of about 0 and a deviation of 1 to 2.

    Where a row hardly varies its norm bends so much that differences tell little.
    """

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        found: Array = draw.normal(*dims)(rng, sizes, fields)
        mean = found.mean(axis=-1, keepdims=True)
        deviation = found.std(axis=-1, keepdims=True)
        size = rng.uniform(1.0, 2.0, size=mean.shape)
        return (found - mean) / deviation * size + 0.5 * mean

    return field


def _shuffled(rng: Generator, found: Block) -> Block:
    """The same entries in another order: they are to be found by name."""
    return {str(name): found[str(name)] for name in rng.permutation(list(found))}


def block(
    rng: Generator, d: int, d_ff: int, *, attention: dict[str, int], shuffled: bool = True
) -> Block:
    """Parameters of a block, with attention of each name to rows of that width; no number is 0."""
    found: Block = {}
    for name, d_kv in attention.items():
        widths = {"d_q": d, "d_kv": d_kv, "d": d, "d_o": d}
        found[name] = parameters(HEADS)(rng, widths, {})
    found["ffn"] = parameters(FFN)(rng, {"d": d, "d_ff": d_ff}, {})
    for number in range(1, len(attention) + 2):
        found[f"gamma{number}"] = 1 + 0.4 * rng.normal(size=d)
        found[f"beta{number}"] = 0.5 * rng.normal(size=d)
    if not shuffled:
        return found
    inner = {name: _shuffled(rng, found[name]) for name in (*attention, "ffn")}
    return _shuffled(rng, found | inner)


def encoder(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Block:
    """Parameters of an encoder block."""
    d = sizes["d"]
    return block(rng, d, sizes["d_ff"], attention={"attention": d})


def decoder(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Block:
    """Parameters of a decoder block that looks at a memory of d_m features."""
    d = sizes["d"]
    attention = {"self_attention": d, "cross_attention": sizes["d_m"]}
    return block(rng, d, sizes["d_ff"], attention=attention)


def heads(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int:
    """A number of heads that divides d, from 1 to d itself."""
    d = sizes["d"]
    return int(rng.choice([h for h in range(1, d + 1) if d % h == 0]))


TOKENS, LENGTH = 3, 3


WIDTH, HIDDEN, REVERSAL_HEADS = TOKENS + LENGTH, 4, 2


def reversal() -> tuple[Array, Array]:
    """All 27 sequences x (27, 3, 6), a token and a place in each row, and the classes (27, 3)."""
    tokens = np.stack(np.unravel_index(np.arange(TOKENS**LENGTH), (TOKENS,) * LENGTH), axis=-1)
    places = np.broadcast_to(np.eye(LENGTH), (len(tokens), LENGTH, LENGTH))
    x = np.concatenate([np.eye(TOKENS)[tokens], places], axis=-1)
    return x, tokens[:, ::-1].copy()


def reversal_weights(seed: int) -> tuple[Block, Array]:
    """Parameters of an encoder block for `reversal`, and a layer (6, 3) that tells classes."""
    rng = np.random.default_rng(seed)
    found = block(rng, WIDTH, HIDDEN, attention={"attention": WIDTH}, shuffled=False)
    ones, zeros = np.ones(WIDTH), np.zeros(WIDTH)
    found |= {"gamma1": ones, "beta1": zeros, "gamma2": ones.copy(), "beta2": zeros.copy()}
    return found, 0.5 * rng.normal(size=(WIDTH, TOKENS))


def cost_and_slopes(y: Array, W: Array, classes: Array) -> tuple[float, Array, Array]:
    """The mean cross-entropy of the classes that y·W tells, and its derivatives in y and W."""
    logits = y @ W
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares = e / e.sum(axis=-1, keepdims=True)
    wanted = np.eye(W.shape[1])[classes]
    cost = -float(np.mean(np.log(np.sum(shares * wanted, axis=-1) + 1e-300)))
    d_logits = (shares - wanted) / classes.size
    return cost, d_logits @ W.T, np.einsum("bsi,bso->io", y, d_logits)


def leaves(nested: Block, where: str = "") -> Iterator[tuple[str, Array]]:
    """The arrays of nested dicts, by names such as "ffn/W1"."""
    for name, value in nested.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{where}{name}/")
        else:
            yield where + name, value


def moved(nested: Block, step: Callable[[str, Array], Array], where: str = "") -> Block:
    """Nested dicts of the same names, each array replaced by what `step` makes of it."""
    return {
        name: moved(value, step, f"{where}{name}/")
        if isinstance(value, dict)
        else step(where + name, value)
        for name, value in nested.items()
    }


A, B, C = np.array([[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]])


BY_HAND = {"rtol": 0.0, "atol": 1e-3}


STEP = 1e-5


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


def turned(nested: Block) -> Block:
    """The same names, every array negated."""
    return moved(nested, lambda _, value: -value)


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


ROW = np.array([6.0, -2.0, 6.0, -2.0])


GAMMA, BETA = np.array([1.0, 2.0, -1.0, 5.0]), np.array([0.0, 1.0, 2.0, -1.0])


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


PUBLIC = {"batch": (3, 3), "seq": (4, 4), "d": (6, 6), "d_ff": (5, 5)}


BACKWARDS = ("gamma2", "beta2", "ffn/W2", "ffn/b2", "ffn/W1", "ffn/b1", "gamma1", "beta1")


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
