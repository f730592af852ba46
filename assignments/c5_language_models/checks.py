"""The checks of "BERT and GPT".

Each states one law of the exercise that its name starts with. What is drawn at random is judged
by how often things occur, and never by the reference's own draws; a right solution fails such a
law less than once in 10⁹ times. The models that students are handed live here, in the checker.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from common.attention import leading
from common.caches import cache_serves
from common.chance import as_often
from common.language import (
    NOTHING,
    Known,
    Network,
    Tokens,
    begin,
    echoes,
    last_words,
    small_models,
    some_labels,
    some_tokens,
    taught,
    tuned,
    twins,
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
    equal,
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

STEP = 1e-5


# log_softmax


@check(
    "log_softmax",
    points=2,
    kind="example",
    public=True,
    hint="The logits are logarithms of numbers: divide each of these by the sum of its row. The "
    "result is the natural logarithm of that.",
)
def log_softmax_by_hand(student: Student, ref: Reference) -> None:
    """Logarithms of 1, 2, 5, 8 and of 6, 1, 2, 3: in a table, in two, moved by 700; and −2000."""
    sizes = np.array([[1.0, 2.0, 5.0, 8.0], [6.0, 1.0, 2.0, 3.0], [4.0, 4.0, 1.0, 1.0]])
    want = np.log(sizes / np.array([[16.0], [12.0], [10.0]]))
    found = unchanged(student.log_softmax, np.log(sizes))
    close(found, want, what="log-probabilities")
    double_precision(found, "log-probabilities")
    both = np.stack([np.log(sizes), np.log(sizes[::-1]) - 3.0])
    close(student.log_softmax(both), np.stack([want, want[::-1]]), what="those of two tables")
    far = np.log(sizes) + np.array([[700.0], [0.0], [-900.0]])
    close(quiet(student.log_softmax, far), want, what="log-probabilities of rows far apart")
    far = np.array([[0.0, -2000.0, -60.0], [700.0, 0.0, 1500.0]])
    want = np.array([[0.0, -2000.0, -60.0], [-800.0, -1500.0, 0.0]])
    close(quiet(student.log_softmax, far), want, what="log-probabilities of logits far apart")


def rows_of_logits() -> Any:
    """Logits of one to four axes."""

    def logits(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        one_axis = draw.normal("V", scale=2.0)
        return np.asarray(
            (one_axis if sizes["lead"] == 3 else leading("L", "V", scale=2.0))(rng, sizes, fields)
        )

    return draw.drawn(sizes={"lead": (0, 3), "L": (1, 4), "V": (1, 6)}, logits=logits)


@check(
    "log_softmax",
    points=2,
    kind="reference",
    hint="Over the last axis, however many there are, and keep that axis for the subtraction.",
)
@given(rows_of_logits(), examples=12)
def log_softmax_of_any_shape(student: Student, ref: Reference, logits: Array) -> None:
    """Logits of one to four axes; float64; logits stay as they are."""
    found = student.log_softmax(logits)
    close(found, ref.log_softmax(logits), what="log-probabilities")
    double_precision(found, "log-probabilities")
    unchanged(student.log_softmax, logits)


@check(
    "log_softmax",
    points=2,
    kind="stability",
    hint="The logarithm of a probability that has become 0 is −infinity. Which form of the formula "
    "never takes the logarithm of a small number?",
)
@given(rows_of_logits(), examples=8)
def log_softmax_of_large_logits(student: Student, ref: Reference, logits: Array) -> None:
    """Logits of some ±10⁴: finite, without a warning, and as they must be."""
    large = 1e4 * logits
    close(quiet(student.log_softmax, large), ref.log_softmax(large), what="log-probabilities")


# mask_tokens


def masked(
    student: Student,
    tokens: Tokens,
    vocab_size: int,
    mask_id: int,
    special_ids: list[int],
    seed: int,
    *mask_prob: float,
) -> tuple[Tokens, Tokens]:
    """(inputs, labels), of which all holds that is certain."""
    got = student.mask_tokens(tokens, vocab_size, mask_id, special_ids, seed, *mask_prob)
    found = unpack(got, "inputs", "labels")
    inputs = array(found[0], tokens.shape, what="inputs", dtype="int")
    labels = array(found[1], tokens.shape, what="labels", dtype="int")
    chosen = labels != NOTHING
    law = "the label of a selected position must be its token in tokens, and −100 all others"
    # Many results are right: none is shown beside a wrong one.
    require((labels == tokens)[chosen].all(), law, got=labels)
    selected = np.unique(tokens[chosen & np.isin(tokens, special_ids)]).tolist()
    law = f"special tokens must never be selected; their label is −100, and not {selected}"
    require(not selected, law, got=labels)
    law = "where nothing is selected the input must be the token; all that changed needs a label"
    require((inputs == tokens)[~chosen].all(), law, got=inputs)
    law = "an input must be mask_id, an ordinary token or what it was"
    allowed = [one for one in range(vocab_size) if one == mask_id or one not in special_ids]
    require(np.isin(inputs[chosen], allowed).all(), law, got=inputs)
    return inputs, labels


def tokens_rng(seed: int) -> Generator:
    """A generator of which no draw is one that a right solution makes from this seed."""
    # default_rng([seed]) is default_rng(seed): what is drawn first would be the tokens again.
    return np.random.default_rng([seed, 5702])


def mixed_tokens() -> Any:
    """Tokens of two axes, special ones among them: 2, 11 and 7 of 14; 5 is the mask."""

    def tokens(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Tokens:
        others = [one for one in range(14) if one != 5]
        return rng.choice(others, size=(sizes["batch"], sizes["L"]))

    return draw.drawn(
        sizes={"batch": (9, 12), "L": (14, 18)}, tokens=tokens, seed=draw.integers(low=0, high=999)
    )


@check(
    "mask_tokens",
    points=3,
    kind="property",
    public=True,
    hint="labels hold the truth where something must be predicted, and −100 elsewhere, whatever "
    "became of the input there. Special tokens are neither selected nor put in.",
)
@given(mixed_tokens(), examples=4)
def mask_tokens_keeps_the_truth(
    student: Student, ref: Reference, tokens: Tokens, seed: int
) -> None:
    """Selected tokens are the labels; all else stays, and so do special ones.

    At a chance of 1 all ordinary tokens are selected, and at 0 none. Tokens of one to three axes,
    special_ids with mask_id and empty ones; new arrays come back.
    """
    inputs, labels = masked(student, tokens, 14, 5, [2, 11, 7], seed, 0.5)
    require((labels != NOTHING).any(), "some tokens must be selected", got=labels)
    again = masked(student, tokens, 14, 5, [2, 11, 7], seed, 0.5)
    for name, one, other in zip(("inputs", "labels"), (inputs, labels), again, strict=True):
        require(np.array_equal(one, other), f"the same seed must give the same {name}", got=other)
    other = masked(student, tokens, 14, 5, [2, 11, 7], seed + 1, 0.5)
    law = "another seed must select other positions"
    require(not np.array_equal(labels, other[1]), law, got=other[1])
    both = (labels != NOTHING) & (other[1] != NOTHING)
    law = "with another seed other positions must become mask_id"
    alike = np.array_equal((inputs == 5)[both], (other[0] == 5)[both])
    require(not alike, law, got=other[0])
    unchanged(student.mask_tokens, tokens, 14, 5, [2, 11, 7], seed, 0.5)
    for special_ids in ([2, 11, 7], [2, 5, 11], []):
        _, labels = masked(student, tokens, 14, 5, special_ids, seed, 1.0)
        ordinary = np.where(np.isin(tokens, special_ids), NOTHING, tokens)
        close(labels, ordinary, what=f"labels at a chance of 1, with the special {special_ids}")
    for shaped, what in ((tokens[3], "one sequence"), (tokens[np.newaxis], "a batch of batches")):
        _, labels = masked(student, shaped, 14, 5, [2, 11, 7], seed, 1.0)
        ordinary = np.where(np.isin(shaped, [2, 11, 7]), NOTHING, shaped)
        close(labels, ordinary, what=f"labels of {what} at a chance of 1")
    inputs, labels = masked(student, tokens, 14, 5, [2, 11, 7], seed, 0.0)
    close(labels, np.full(tokens.shape, NOTHING), what="labels at a chance of 0")
    fresh(student.mask_tokens, tokens, 14, 5, [2, 11, 7], seed, 0.0)


def fates(
    tokens: Tokens,
    result: tuple[Tokens, Tokens],
    mask_id: int,
    kinds: int,
    chance: float,
    count: int,
) -> None:
    """Of the `count` ordinary tokens as many become what they must, selected with a chance.

    All of them are counted, and not those with a label: this may be what is wrong. There are so
    many `kinds` of ordinary tokens.
    """
    inputs, labels = result
    same, what = inputs == tokens, "ordinary tokens"
    covered = int((inputs == mask_id).sum())
    as_often(covered, count, 0.8 * chance, what, "become mask_id")
    # A random token is the old one as often as any other.
    other = 0.1 * (kinds - 1) / kinds
    changed = int((~same).sum()) - covered
    as_often(changed, count, other * chance, what, "become another ordinary token")
    stay = "have a label and stay as they are (by choice, or as the random token is the old one)"
    kept = int((same & (labels != NOTHING)).sum())
    as_often(kept, count, (0.2 - other) * chance, what, stay)


@check(
    "mask_tokens",
    points=4,
    kind="statistical",
    public=True,
    hint="Of the selected eight in ten become mask_id, one in ten a random token, and one in ten "
    "stays. Each position has a chance of its own.",
)
@given(seed=draw.integer(0, 9999), examples=2)
def mask_tokens_in_the_right_shares(student: Student, ref: Reference, seed: int) -> None:
    """6000 tokens, a quarter special: of the others 15 % are selected, or half.

    Of the selected 80 % become mask_id, 10 % something random, and 10 % stay.
    """
    special_ids = [0, 2, *range(30, 40)]
    tokens = tokens_rng(seed).integers(2, 40, size=(60, 100))
    ordinary = int((~np.isin(tokens, special_ids)).sum())
    _, labels = masked(student, tokens, 40, 1, special_ids, seed)
    as_often(int((labels != NOTHING).sum()), ordinary, 0.15, "ordinary tokens", "have a label")
    inputs, labels = masked(student, tokens, 40, 1, special_ids, seed, 0.5)
    as_often(int((labels != NOTHING).sum()), ordinary, 0.5, "ordinary tokens", "have a label")
    fates(tokens, (inputs, labels), 1, 27, 0.5, ordinary)


def any_ordinary_token(student: Student, seed: int, ordinary: int) -> None:
    """20000 equal tokens, all selected, become each ordinary token as often as the law says."""
    mask_id, *others = tokens_rng(seed).permutation(9).tolist()
    tokens = np.full((100, 200), others[0])
    inputs, labels = masked(student, tokens, 9, mask_id, others[ordinary:], seed, 1.0)
    fates(tokens, (inputs, labels), mask_id, ordinary, 1.0, tokens.size)
    for one in others[1:ordinary]:
        times = int((inputs == one).sum())
        as_often(times, tokens.size, 0.1 / ordinary, "ordinary tokens", f"become {one}")


@check(
    "mask_tokens",
    points=1,
    kind="statistical",
    public=True,
    hint="A random token is one of the ordinary ones, wherever in the vocabulary they stand: all "
    "of them, each as likely, the old token too, and never mask_id. Draw it for each position.",
)
@given(seed=draw.integer(0, 9999), examples=1)
def mask_tokens_puts_in_each_of_three(student: Student, ref: Reference, seed: int) -> None:
    """20000 equal tokens, three ordinary ones in a vocabulary of nine: each is put in as often."""
    any_ordinary_token(student, seed, 3)


@check(
    "mask_tokens",
    points=2,
    kind="statistical",
    hint="Draw from a list of the ordinary tokens, wherever in the vocabulary they stand: all of "
    "them, each as likely, the old token too.",
)
@given(seed=draw.integer(0, 9999), ordinary=draw.options(2, 3, 5), examples=3)
def mask_tokens_puts_in_any_ordinary_token(
    student: Student, ref: Reference, seed: int, ordinary: int
) -> None:
    """20000 equal tokens, two, three or five ordinary ones: each is put in as often."""
    any_ordinary_token(student, seed, ordinary)


def neighbours(found: Array) -> list[tuple[str, Array, Array]]:
    """("a row" or "a column", one, the other): an even table as pairs, each entry in one pair."""
    return [
        ("a row", found[:, ::2], found[:, 1::2]),
        ("a column", found[::2], found[1::2]),
    ]


def no_neighbours(student: Student, seed: int) -> None:
    """What becomes of a position says nothing of another one, and counts are left to chance."""
    tokens = tokens_rng(seed).integers(3, 12, size=(40, 50))
    _, labels = masked(student, tokens, 12, 1, [0, 2], seed, 0.6)
    chosen = labels != NOTHING
    as_often(int(chosen.sum()), tokens.size, 0.6, "tokens", "have a label")
    for where, one, other in neighbours(chosen):
        both = int((one & other).sum())
        as_often(both, 1000, 0.36, f"pairs of neighbours in {where}", "be selected both")
    # Nine ordinary tokens, 3 to 11: a selected 3 becomes one of the other eight with 0.1/9 each.
    equal_ones = np.full((80, 100), 3)
    inputs, _ = masked(student, equal_ones, 12, 1, [0, 2], seed, 1.0)
    others, labels = masked(student, equal_ones, 12, 1, [0, 2], seed + 1, 0.5)
    as_often(int((labels != NOTHING).sum()), equal_ones.size, 0.5, "tokens", "have a label")
    for what, one, other, share in (
        *((f"pairs of neighbours in {where}", *pair, 1.0) for where, *pair in neighbours(inputs)),
        ("tokens, of which another seed selects half,", inputs, others, 0.5),
    ):
        alike, covered = one == other, one == 1
        must = "become mask_id both times"
        as_often(int((alike & covered).sum()), one.size, share * 0.64, what, must)
        must = "become the same other token both times"
        changed = int((alike & (one > 3)).sum())
        as_often(changed, one.size, share * 8 * (0.1 / 9) ** 2, what, must)
    both = int(((inputs == 1) & (labels != NOTHING)).sum())
    must = "become mask_id, and be selected with another seed"
    as_often(both, inputs.size, 0.8 * 0.5, "tokens", must)
    # That many are selected, of four; and of four that are selected that many become mask_id.
    few = np.array([[4], [9], [3], [8]])

    def result(part: int, number: int, *mask_prob: float) -> Tokens:
        got = student.mask_tokens(few, 12, 1, [0, 2], number, *mask_prob)
        found: Tokens = array(unpack(got, "inputs", "labels")[part], few.shape, dtype="int")
        return found

    counts = [int((result(1, seed + more) != NOTHING).sum()) for more in range(45)]
    for number, chance in ((0, 0.85**4), (1, 4 * 0.15 * 0.85**3)):
        must = f"have {number} of four tokens selected"
        as_often(counts.count(number), 45, chance, "seeds", must)
    counts = [int((result(0, seed + more, 1.0) == 1).sum()) for more in range(55)]
    for number, chance in ((4, 0.8**4), (3, 4 * 0.2 * 0.8**3)):
        must = f"have {number} of four selected tokens become mask_id"
        as_often(counts.count(number), 55, chance, "seeds", must)


@check(
    "mask_tokens",
    points=1,
    kind="statistical",
    public=True,
    hint="Draw for each position by itself whether it is selected, and again what becomes of it. "
    "How many are selected follows from that: of four tokens it may be none.",
)
@given(seed=draw.integer(0, 9999), examples=1)
def mask_tokens_draws_for_each_position(student: Student, ref: Reference, seed: int) -> None:
    """Neighbours share a fate only as often as by chance; of four tokens 0 to 4 are selected."""
    no_neighbours(student, seed)


@check(
    "mask_tokens",
    points=2,
    kind="statistical",
    hint="How many are selected is left to chance as well: it may be none; and so is how many of "
    "these become mask_id. No position knows of another one, in its row or its column.",
)
@given(seed=draw.integer(0, 9999), examples=1)
def mask_tokens_knows_no_neighbours(student: Student, ref: Reference, seed: int) -> None:
    """Neighbours share a fate only as often as by chance; of four tokens 0 to 4 are selected."""
    no_neighbours(student, seed)


@check(
    "mask_tokens",
    points=3,
    kind="property",
    hint="Take the shape from tokens: sequences may come alone, or in batches of batches. And an "
    "array of your own is what you return.",
)
@given(seed=draw.integer(0, 9999), mask_too=draw.options(False, True), examples=4)
def mask_tokens_of_any_shape(student: Student, ref: Reference, seed: int, mask_too: bool) -> None:
    """One to three axes, also of length 1; no special tokens, or mask_id; new arrays come back."""
    rng = tokens_rng(seed)
    special_ids = [6] if mask_too else []
    for shape in ((1,), (1, 5), (3, 1)):
        tokens = rng.integers(6, size=shape)
        _, labels = masked(student, tokens, 7, 6, special_ids, seed, 1.0)
        close(labels, tokens, what="labels at a chance of 1")
    for shape in ((90,), (3, 40), (2, 3, 20)):
        tokens = rng.integers(6, size=shape)
        inputs, labels = masked(student, tokens, 7, 6, special_ids, seed, 0.4)
        chosen = int((labels != NOTHING).sum())
        as_often(chosen, tokens.size, 0.4, "tokens", "be selected")
        as_often(int((inputs == 6).sum()), tokens.size, 0.32, "tokens", "become mask_id")
        fresh(student.mask_tokens, tokens, 7, 6, special_ids, seed, 0.0)


# masked_lm_loss


def losses(loss: Any, want: float, what: str = "the loss") -> None:
    """A loss is this number."""
    close(scalar(loss, what), want, what=what)


def loss_agrees(got: Any, loss: float, dlogits: Array, words: str = "") -> None:
    """(loss, dlogits) are these."""
    found = unpack(got, "loss", "dlogits")
    losses(found[0], loss, f"the loss{words}")
    close(found[1], dlogits, what=f"dlogits{words}")
    double_precision(found[1], f"dlogits{words}")


# Numbers whose shares are the probabilities of the handout's four tokens at six positions.
SHARES = np.array(
    [
        [[1.0, 2.0, 4.0, 1.0], [5.0, 1.0, 1.0, 1.0], [3.0, 1.0, 1.0, 1.0]],
        [[1.0, 6.0, 2.0, 1.0], [2.0, 2.0, 3.0, 1.0], [2.0, 2.0, 2.0, 2.0]],
    ]
)


@check(
    "masked_lm_loss",
    points=3,
    kind="example",
    public=True,
    hint="In the handout's sequences three positions have a label, of probability 1/2, 1/2 and "
    "1/4. The mean is over these three, and so is the derivative: (p − 1 at the label)/3. Without "
    "labels there is nothing to divide by.",
)
def masked_lm_loss_by_hand(student: Student, ref: Reference) -> None:
    """The handout's two sequences: loss (4/3)·ln 2. Equal and far logits; no labels: 0."""
    labels = np.array([[2, NOTHING, 0], [NOTHING, NOTHING, 3]])
    logits = np.log(SHARES)
    dlogits = np.zeros((2, 3, 4))
    dlogits[0, 0] = [1 / 24, 2 / 24, -4 / 24, 1 / 24]
    dlogits[0, 2] = [-3 / 18, 1 / 18, 1 / 18, 1 / 18]
    dlogits[1, 2] = [1 / 12, 1 / 12, 1 / 12, -3 / 12]
    loss_agrees(student.masked_lm_loss(logits, labels), 4 / 3 * np.log(2), dlogits)
    loss = unpack(student.masked_lm_loss(np.zeros((2, 3, 4)), labels), "loss", "dlogits")[0]
    losses(loss, np.log(4), "the loss of equal logits")
    # A logit that is 4000 below the largest one: p is 0 in float64, and −log p is 4000.
    far = np.zeros((2, 3, 4))
    far[0, 0, 1], far[0, 2, 0], far[1, 2, 3] = 4000.0, 3000.0, -8000.0
    loss, d = unpack(quiet(student.masked_lm_loss, far, labels), "loss", "dlogits")
    losses(loss, (4000 + 0 + 8000 + np.log(3)) / 3, "the loss of far logits")
    close(numbers(d, far.shape)[0, 0], np.array([0, 1, -1, 0]) / 3, what="dlogits[0, 0] of them")
    nothing = quiet(student.masked_lm_loss, logits, np.full((2, 3), NOTHING))
    loss_agrees(nothing, 0.0, np.zeros((2, 3, 4)), " without labels")
    unchanged(student.masked_lm_loss, logits, labels)


def labelled() -> Any:
    """Logits (batch, L, V), and labels of which some are missing."""
    return draw.drawn(
        sizes={"V": (4, 7), "batch": (1, 4), "L": (1, 6)},
        logits=draw.normal("batch", "L", "V", scale=1.5),
        labels=some_labels(),
    )


@check(
    "masked_lm_loss",
    points=4,
    kind="reference",
    hint="−log p of the label, and the mean over the positions that have one.",
)
@given(labelled(), examples=12)
def masked_lm_loss_of_any_labels(
    student: Student, ref: Reference, logits: Array, labels: Tokens
) -> None:
    """The loss of batches of any size, in which some positions have a label."""
    loss, _ = ref.masked_lm_loss(logits, labels)
    losses(unpack(student.masked_lm_loss(logits, labels), "loss", "dlogits")[0], loss)


@check(
    "masked_lm_loss",
    points=4,
    kind="gradient",
    hint="(p − 1 at the label) over the number of labels, at positions that have one; 0 elsewhere.",
)
@given(labelled(), examples=8)
def masked_lm_loss_is_the_gradient(
    student: Student, ref: Reference, logits: Array, labels: Tokens
) -> None:
    """dlogits are the derivatives of the loss, and exactly 0 where there is no label."""

    def loss(logits: Array) -> Any:
        return ref.masked_lm_loss(logits.copy(), labels)[0]

    got = unpack(student.masked_lm_loss(logits, labels), "loss", "dlogits")[1]
    gradients_agree(ref.gradient(loss, logits=logits), logits=got)
    found = numbers(got, logits.shape, "dlogits")
    law = "dlogits must be exactly 0 at positions without a label"
    require(not found[labels == NOTHING].any(), law, got=got)


@check(
    "masked_lm_loss",
    points=1,
    kind="stability",
    hint="A model may be very sure, and wrong: then −log p is large, not infinite. What stands at "
    "positions without a label must not enter any sum.",
)
@given(labelled(), examples=6)
def masked_lm_loss_of_large_logits(
    student: Student, ref: Reference, logits: Array, labels: Tokens
) -> None:
    """Logits of some thousands: no warning; and those without a label change nothing."""
    large = np.where((labels == NOTHING)[..., np.newaxis], 7.0, 1000.0 * logits)
    got = quiet(student.masked_lm_loss, large, labels)
    loss_agrees(got, *ref.masked_lm_loss(1000.0 * logits, labels), " of large logits")


# causal_lm_loss


@check(
    "causal_lm_loss",
    points=3,
    kind="example",
    public=True,
    hint="The logits at a position predict the token of the next one. The first token is never "
    "predicted, and the last position predicts nothing. It is the predicted token that must not "
    "be padding.",
)
def causal_lm_loss_by_hand(student: Student, ref: Reference) -> None:
    """The handout's logits for 1 2 0 and 3 1 3, with and without padding; far logits."""
    tokens = np.array([[1, 2, 0], [3, 1, 3]])
    logits = np.log(SHARES)
    # Probabilities 4/8 of a 2, 5/8 of a 0; 6/10 of a 1, 1/8 of a 3.
    loss = -(np.log(1 / 2) + np.log(5 / 8) + np.log(3 / 5) + np.log(1 / 8)) / 4
    d = np.zeros((2, 3, 4))
    d[0, 0] = [1 / 32, 2 / 32, -4 / 32, 1 / 32]
    d[0, 1] = [-3 / 32, 1 / 32, 1 / 32, 1 / 32]
    d[1, 0] = [1 / 40, -4 / 40, 2 / 40, 1 / 40]
    d[1, 1] = [2 / 32, 2 / 32, 3 / 32, -7 / 32]
    loss_agrees(student.causal_lm_loss(logits, tokens), loss, d)
    loss_agrees(student.causal_lm_loss(logits, tokens, None), loss, d, " for pad_id None")
    loss = -(np.log(1 / 2) + np.log(5 / 8) + np.log(3 / 5)) / 3
    d[1, 1] = 0.0
    loss_agrees(student.causal_lm_loss(logits, tokens, 3), loss, d * 4 / 3, " for pad_id 3")
    # Now the inputs of two targets are padding, and no target is.
    tokens[0, 0], tokens[1, 0] = 3, 0
    tokens[1, 2] = 2
    loss = -(np.log(1 / 2) + np.log(5 / 8) + np.log(3 / 5) + np.log(3 / 8)) / 4
    got = unpack(student.causal_lm_loss(logits, tokens, 3), "loss", "dlogits")[0]
    losses(got, loss, "the loss of 3 2 0 and 0 1 2 for pad_id 3")
    # Token 0 as padding: of 1 2 0 and 0 1 3 the 0 at the end is no target any more.
    tokens = np.array([[1, 2, 0], [0, 1, 3]])
    loss = -(np.log(1 / 2) + np.log(3 / 5) + np.log(1 / 8)) / 3
    got = unpack(student.causal_lm_loss(logits, tokens, 0), "loss", "dlogits")[0]
    losses(got, loss, "the loss of 1 2 0 and 0 1 3 for pad_id 0")
    unchanged(student.causal_lm_loss, logits, tokens, 3)
    one = quiet(student.causal_lm_loss, logits[:, :1].copy(), tokens[:, :1].copy())
    loss_agrees(one, 0.0, np.zeros((2, 1, 4)), " of one position")
    padded = np.array([[1, 2, 2], [2, 2, 2]])
    got = quiet(student.causal_lm_loss, logits, padded, 2)
    loss_agrees(got, 0.0, np.zeros((2, 3, 4)), " of 1 2 2 and 2 2 2 for pad_id 2")
    far = np.zeros((2, 3, 4))
    far[0, 0, 3], far[1, 1, 3] = 4000.0, -5000.0
    got = unpack(quiet(student.causal_lm_loss, far, tokens), "loss", "dlogits")[0]
    losses(got, (4000 + 2 * np.log(4) + 5000 + np.log(3)) / 4, "the loss of far logits")


def next_tokens() -> Any:
    """Logits and tokens; pad_id is None, or a token, also 0 and the last."""

    def pad_id(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int | None:
        chosen: int | None = (None, 0, sizes["V"] - 1, int(rng.integers(sizes["V"])))[
            int(rng.integers(4))
        ]
        return chosen

    return draw.drawn(
        sizes={"V": (4, 7), "batch": (1, 5), "L": (2, 6)},
        logits=draw.normal("batch", "L", "V", scale=1.5),
        tokens=some_tokens,
        pad_id=pad_id,
    )


@check(
    "causal_lm_loss",
    points=3,
    kind="reference",
    hint="The mean is over the predicted tokens that are no padding, of all sequences together.",
)
@given(next_tokens(), examples=15)
def causal_lm_loss_of_any_tokens(
    student: Student, ref: Reference, logits: Array, tokens: Tokens, pad_id: int | None
) -> None:
    """Sequences of any length, without padding and with any token as padding, 0 too."""
    loss, dlogits = ref.causal_lm_loss(logits, tokens, pad_id)
    got = student.causal_lm_loss(logits, tokens, pad_id)
    loss_agrees(got, loss, dlogits)


@check(
    "causal_lm_loss",
    points=2,
    kind="gradient",
    hint="dlogits has the shape of logits; its last position is 0.",
)
@given(next_tokens(), examples=8)
def causal_lm_loss_is_the_gradient(
    student: Student, ref: Reference, logits: Array, tokens: Tokens, pad_id: int | None
) -> None:
    """dlogits are the derivatives of the loss, and exactly 0 at the last position."""

    def loss(logits: Array) -> Any:
        return ref.causal_lm_loss(logits.copy(), tokens, pad_id)[0]

    got = unpack(student.causal_lm_loss(logits, tokens, pad_id), "loss", "dlogits")[1]
    gradients_agree(ref.gradient(loss, logits=logits), logits=got)
    last = numbers(got, logits.shape, "dlogits")[:, -1]
    require(not last.any(), "dlogits must be exactly 0 at the last position", got=last)


@check(
    "causal_lm_loss",
    points=2,
    kind="property",
    hint="Whether there are targets at all depends on the tokens: a sequence may be one token "
    "long, and a batch may be nothing but padding. Subtract the largest logit before e^x.",
)
@given(next_tokens(), examples=6)
def causal_lm_loss_without_targets(
    student: Student, ref: Reference, logits: Array, tokens: Tokens, pad_id: int | None
) -> None:
    """The first token counts for nothing; with one position or padding only: 0.0 and zeros.

    Logits of some thousands give no warning.
    """
    loss, dlogits = ref.causal_lm_loss(logits, tokens, pad_id)
    other = tokens.copy()
    other[:, 0] = (tokens[:, 0] + 1) % logits.shape[-1]
    loss_agrees(student.causal_lm_loss(logits, other, pad_id), loss, dlogits, " of other starts")
    one = logits[:, :1].copy(), tokens[:, :1].copy()
    got = quiet(student.causal_lm_loss, *one, pad_id)
    loss_agrees(got, 0.0, np.zeros(one[0].shape), " of one position")
    other[:, 1:] = 2
    got = quiet(student.causal_lm_loss, logits, other, 2)
    loss_agrees(got, 0.0, np.zeros(logits.shape), " of padding only")
    got = quiet(student.causal_lm_loss, 1000.0 * logits, tokens, pad_id)
    want = ref.causal_lm_loss(1000.0 * logits, tokens, pad_id)
    loss_agrees(got, *want, " of large logits")


# perplexity


@check(
    "perplexity",
    points=2,
    kind="property",
    public=True,
    hint="Who guesses among V tokens has the loss ln V, a natural logarithm: undo it.",
)
@given(vocab=draw.integer(2, 90000), examples=3)
def perplexity_undoes_the_logarithm(student: Student, ref: Reference, vocab: int) -> None:
    """ln V gives V, also 7 and 2¹⁰⁰; 0 gives 1, and 4 + ln 2 gives 2e⁴."""
    for want in (7.0, 1.0, float(vocab), 2.0**100):
        loss = float(np.log(want))
        close(student.perplexity(loss), want, what=f"the perplexity of a loss of {loss:.4g}")
    loss = float(4 + np.log(2))
    close(student.perplexity(loss), 2 * float(np.exp(4)), what="the perplexity of 4 + ln 2")


# next_token_distribution


@check(
    "next_token_distribution",
    points=5,
    kind="example",
    public=True,
    hint="Where the logits are ln 2, ln 8, 0, ln 4 and 0, the probabilities stand as 2 : 8 : 1 : 4 "
    ": 1 at temperature 1, and as their squares at 1/2. First top_k, then top_p of what is left: "
    "up to the token with which the sum reaches it.",
)
def next_token_distribution_by_hand(student: Student, ref: Reference) -> None:
    """Five tokens as 2 : 8 : 1 : 4 : 1, with each setting and with two; and what is refused."""
    logits = np.log([2.0, 8.0, 1.0, 4.0, 1.0])
    distribution = student.next_token_distribution
    settings: list[tuple[dict[str, float], list[float]]] = [
        ({}, [2, 8, 1, 4, 1]),
        ({"temperature": 0.5}, [4, 64, 1, 16, 1]),
        ({"temperature": 3.0}, [2 ** (1 / 3), 2, 1, 4 ** (1 / 3), 1]),
        ({"top_k": 2}, [0, 8, 0, 4, 0]),
        ({"top_k": 1}, [0, 1, 0, 0, 0]),
        ({"top_k": 4}, [2, 8, 1, 4, 0]),
        ({"top_k": 9}, [2, 8, 1, 4, 1]),
        ({"top_p": 0.4}, [0, 1, 0, 0, 0]),
        ({"top_p": 0.6}, [0, 8, 0, 4, 0]),
        ({"top_p": 0.9}, [2, 8, 1, 4, 0]),
        ({"top_p": 1.0}, [2, 8, 1, 4, 1]),
        ({"temperature": 0.5, "top_p": 0.74}, [0, 1, 0, 0, 0]),
        ({"temperature": 2.0, "top_k": 3}, [2**0.5, 8**0.5, 0, 2, 0]),
        ({"top_k": 3, "top_p": 0.8}, [0, 8, 0, 4, 0]),
        ({"top_k": 4, "top_p": 0.99}, [2, 8, 1, 4, 0]),
        ({"top_k": 3, "top_p": 1.0}, [2, 8, 0, 4, 0]),
    ]
    for chosen, sizes in settings:
        want = np.array(sizes, dtype=np.float64)
        words = ", ".join(f"{name} {value:g}" for name, value in chosen.items()) or "no settings"
        close(distribution(logits, **chosen), want / want.sum(), what=f"probabilities for {words}")
    # 60 tokens, twenty of each kind: the likeliest twenty stay, and the first three of the next.
    ties = np.log(np.tile([1.0, 4.0, 2.0], 20))
    want = np.tile([0.0, 4.0, 0.0], 20)
    want[[2, 5, 8]] = 2.0
    close(distribution(ties, top_k=23), want / 86, what="probabilities with ties, for top_k 23")
    found = distribution(ties, top_p=85 / 140)
    close(found, want / 86, what="probabilities with ties, for top_p 0.607")
    far = np.array([-3000.0, 4000.0, 4000.0 + np.log(3), 0.0])
    want = np.array([0, 1, 3, 0]) / 4
    close(quiet(distribution, far), want, what="probabilities of logits far apart")
    sharp = quiet(distribution, np.array([7.0, -2.0, 6.5]), 0.001)
    close(sharp, np.array([1.0, 0.0, 0.0]), what="probabilities at a temperature of 0.001")
    for wrong in ({"temperature": 0.0}, {"temperature": -1.0}, {"top_k": 0}, {"top_p": 0.0}):
        refuses(distribution, logits, **wrong)
    for wrong in ({"top_k": -2}, {"top_p": -0.5}, {"top_p": 1.25}, {"top_k": 0, "top_p": 0.5}):
        refuses(distribution, logits, **wrong)
    unchanged(distribution, logits, 0.5, 3, 0.7)


def one_row(**more: draw.Field) -> Any:
    """Logits (V,), some of them equal, and a temperature; further fields."""

    def logits(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        found = rng.normal(size=sizes["V"]).round(2) * 1.5
        return np.asarray(found[rng.integers(len(found), size=len(found))])

    return draw.drawn(
        sizes={"V": (1, 40)},
        logits=logits,
        temperature=draw.uniform(low=0.3, high=8.0),
        **more,
    )


def how_many(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int | None:
    """None, or from 1 to V + 2."""
    found = int(rng.integers(0, sizes["V"] + 2, endpoint=True))
    return found or None


@check(
    "next_token_distribution",
    points=2,
    kind="reference",
    hint="Divide by the temperature, keep the top_k largest, and let these share the 1. Of equal "
    "ones the lower number stays.",
)
@given(one_row(top_k=how_many), examples=15)
def next_token_distribution_of_the_best(
    student: Student, ref: Reference, logits: Array, temperature: float, top_k: int | None
) -> None:
    """One to forty tokens, many equally likely, at any temperature, with any top_k; float64."""
    found = student.next_token_distribution(logits, temperature, top_k)
    close(found, ref.next_token_distribution(logits, temperature, top_k), what="probabilities")
    double_precision(found, "probabilities")


@check(
    "next_token_distribution",
    points=3,
    kind="reference",
    hint="Sort the probabilities as temperature and top_k have left them, and add up from the "
    "largest: the one with which the sum reaches top_p still stays.",
)
@given(one_row(top_k=how_many, top_p=draw.uniform(low=0.02, high=0.98)), examples=20)
def next_token_distribution_of_the_nucleus(
    student: Student,
    ref: Reference,
    logits: Array,
    temperature: float,
    top_k: int | None,
    top_p: float,
) -> None:
    """One to forty tokens, many equally likely, with any temperature, top_k and top_p."""
    found = student.next_token_distribution(logits, temperature, top_k, top_p)
    want = ref.next_token_distribution(logits, temperature, top_k, top_p)
    close(found, want, what="probabilities")


@check(
    "next_token_distribution",
    points=2,
    kind="stability",
    hint="Subtract the largest before e^x. A temperature near 0 makes small logits large.",
)
@given(one_row(top_k=how_many, top_p=draw.uniform(low=0.02, high=0.98)), examples=8)
def next_token_distribution_of_large_logits(
    student: Student,
    ref: Reference,
    logits: Array,
    temperature: float,
    top_k: int | None,
    top_p: float,
) -> None:
    """Logits of a thousand and temperatures of 0.001: no warning, and as they must be."""
    for sizes, heat in (
        (1000.0 * logits, temperature),
        (logits - 1000.0, 0.001),
        (0.001 * logits - 3.0, 0.001),
    ):
        want = ref.next_token_distribution(sizes, heat, top_k, top_p)
        found = quiet(student.next_token_distribution, sizes, heat, top_k, top_p)
        close(found, want, what="probabilities")


# generate


def continued(got: Any, prompt: list[int], most: int, least: int | None = None) -> list[int]:
    """The new tokens: whole numbers after the prompt, `most` of them if not fewer are allowed."""
    found = array(got, (None,), what="the tokens", dtype="int").tolist()
    law = "the tokens must begin with the prompt"
    require(
        found[: len(prompt)] == prompt, law, got=found, want=f"{prompt}, and new tokens after it"
    )
    new = found[len(prompt) :]
    low = most if least is None else least
    law = f"there must be {low} to {most} new tokens" if low < most else f"{most} tokens are new"
    require(low <= len(new) <= most, law, got=found, want=f"{low} to {most} new tokens")
    return new


def certain(vocab: int, follows: Any) -> Known:
    """A model that is sure: `follows(tokens so far)` is the next token, by a logit of 60."""

    def scores(row: Tokens) -> Array:
        found = np.zeros((len(row), vocab))
        for i in range(len(row)):
            found[i, follows(row[: i + 1].tolist())] = 60.0
        return found

    return Known(vocab, scores)


def whole_prefixes(model: Known, tokens: list[int], first: int) -> None:
    """The model was asked once for each new token, about all tokens before it."""
    want = [[tokens[:length]] for length in range(first, len(tokens))]
    law = "the model must be asked once for each new token, about all tokens before it"
    asked = [one.tolist() for one in model.asked]
    require(asked == want, law, got=questions_of(asked), want=questions_of(want))


def questions_of(asked: list[Any]) -> str:
    """How often a model was asked, and about what at first."""
    first = ", ".join(str(one) for one in asked[:4])
    more = ", …" if len(asked) > 4 else ""
    return f"asked {len(asked)} times: {first}{more}" if asked else "never asked"


@check(
    "generate",
    points=4,
    kind="property",
    public=True,
    hint="Ask the model about everything so far, take what its last position says, append, and "
    "ask again. A token that is end_id is the last one.",
)
def generate_goes_on(student: Student, ref: Reference) -> None:
    """A model that is sure of the sum of the last two tokens, modulo 7: 3 1 goes on 4 5 2.

    There are no more than max_new_tokens; end_id ends it, also as the first new token; the model
    is asked once for each new token, and nothing else; the prompt stays as it is.
    """
    chain = [3, 1, 4, 5, 2, 0, 2, 2, 4, 6]

    def total(row: list[int]) -> int:
        return sum(row[-2:]) % 7

    model = certain(7, total)
    got = continued(student.generate(model, [3, 1], 8, 0), [3, 1], 8)
    equal(got, chain[2:], "the tokens after 3 1")
    whole_prefixes(model, chain, 2)
    model = certain(7, total)
    got = student.generate(model, [3, 1], 8, 5, end_id=5)
    equal(continued(got, [3, 1], 8, 0), [4, 5], "the tokens up to end_id 5")
    whole_prefixes(model, chain[:4], 2)
    got = student.generate(certain(7, total), [3, 1], 8, 5, end_id=4)
    equal(continued(got, [3, 1], 8, 0), [4], "the tokens up to end_id 4")
    got = student.generate(certain(7, total), np.array([3, 1]), 8, 5, top_k=1, end_id=0)
    equal(continued(got, [3, 1], 8, 0), [4, 5, 2, 0], "the tokens up to end_id 0")
    # In the prompt end_id means nothing.
    got = student.generate(certain(7, total), [3, 1, 4], 8, 5, end_id=4)
    want = [5, 2, 0, 2, 2, 4]
    equal(continued(got, [3, 1, 4], 8, 0), want, "the tokens after 3 1 4 up to a drawn end_id 4")
    unchanged(student.generate, certain(7, total), [3, 1, 4], 3, 5)
    model = certain(7, total)
    got = student.generate(model, [3, 1, 4], 0, 5)
    equal(continued(got, [3, 1, 4], 0), [], "what max_new_tokens = 0 adds")
    whole_prefixes(model, [3, 1, 4], 3)


def always(sizes: list[float]) -> Known:
    """A model that gives the same logits at every position: the logarithms of these numbers."""
    return Known(len(sizes), lambda row: np.tile(np.log(sizes), (len(row), 1)))


@check(
    "generate",
    points=3,
    kind="statistical",
    public=True,
    hint="The next token is drawn, and not the likeliest one taken; by a generator that is made "
    "once, from the seed. Two runs with the same seed are the same.",
)
@given(seed=draw.integer(0, 9999), examples=1)
def generate_draws(student: Student, ref: Reference, seed: int) -> None:
    """Tokens of probability 0.6 and 0.004 come as often; settings are kept; the seed decides."""
    sizes = [0.6 if token == 3 else 0.004 for token in range(101)]
    new = continued(student.generate(always(sizes), [1, 0], 90, seed), [1, 0], 90)
    as_often(new.count(3), 90, 0.6, "new tokens", "be 3")
    pairs = sum(one == other == 3 for one, other in zip(new[::2], new[1::2], strict=True))
    as_often(pairs, 45, 0.36, "pairs of new tokens", "be 3 twice")
    low = sum(token < 53 for token in new if token != 3)
    as_often(low, 90 - new.count(3), 0.52, "new tokens that are not 3", "be below 53")
    for settings in ({"top_k": 1}, {"top_p": 0.49}, {"temperature": 0.01}):
        best = student.generate(always([3, 5, 2]), [1, 0], 8, seed, **settings)
        words = ", ".join(f"{name} {value:g}" for name, value in settings.items())
        equal(continued(best, [1, 0], 8), [1] * 8, f"the new tokens for {words}")
    # At temperature 4 it is e⁵ against 99 others: about 0.6.
    hot = always([float(np.exp(20.0)) if token == 70 else 1.0 for token in range(100)])
    new = continued(student.generate(hot, [2], 60, seed, temperature=4.0), [2], 60)
    share = float(np.exp(5.0) / (np.exp(5.0) + 99))
    as_often(new.count(70), 60, share, "new tokens for temperature 4", "be the likeliest")
    runs = [student.generate(always([1] * 60), [7], 12, one) for one in (seed, seed, seed + 1)]
    one, again, other = (continued(run, [7], 12) for run in runs)
    require(again == one, "the same seed must give the same tokens", got=again)
    law = "another seed must give other tokens, and not the same ones a step later"
    require(one != other and one[1:] != other[:-1], law, got=other)
    firsts = [
        continued(student.generate(always([1] * 60), [7], 1, seed + more), [7], 1)[0]
        for more in range(8)
    ]
    law = "the first new token must be drawn too: for eight seeds it must not always be the same"
    require(len(set(firsts)) > 1, law, got=firsts)


@check(
    "generate",
    points=2,
    kind="statistical",
    hint="Temperature, top_k and top_p must reach the distribution that is drawn from.",
)
@given(seed=draw.integer(0, 9999), examples=1)
def generate_keeps_to_its_settings(student: Student, ref: Reference, seed: int) -> None:
    """Each setting by itself, on a model that always says the same: how often tokens come.

    With a temperature one token has about 0.6 and many share the rest; else ten are equally likely.
    """
    for settings in (
        {"temperature": 0.5},
        {"temperature": 4.0},
        {"temperature": 0.5, "top_k": 80, "top_p": 0.95},
    ):
        sizes = np.where(np.arange(100) == 70, np.exp(5.0 * settings["temperature"]), 1.0)
        want = ref.next_token_distribution(np.log(sizes), **settings)
        got = student.generate(always(sizes.tolist()), [2], 60, seed, **settings)
        new = continued(got, [2], 60)
        words = ", ".join(f"{name} {value:g}" for name, value in settings.items())
        as_often(new.count(70), 60, float(want[70]), f"new tokens for {words}", "be the likeliest")
        odd = [token for token in new if want[token] == 0]
        require(not odd, f"of 100 tokens some must not come for {words}", got=odd)
    for settings, stay in (({"top_k": 4}, [0, 1, 2, 3]), ({"top_p": 0.45}, [0, 1, 2, 3, 4])):
        new = continued(student.generate(always([1.0] * 10), [9], 60, seed, **settings), [9], 60)
        words = ", ".join(f"{name} {value:g}" for name, value in settings.items())
        require(set(new) <= set(stay), f"only {stay} may come for {words}", got=new)
        last = sum(token in stay[-2:] for token in new)
        must = f"be {stay[-2]} or {stay[-1]}"
        as_often(last, 60, 2 / len(stay), f"new tokens for {words}", must)


@check(
    "generate",
    points=2,
    kind="statistical",
    hint="It is the last position that predicts the next token. How the others would go on is "
    "known already.",
)
@given(seed=draw.integer(0, 9999), examples=1)
def generate_follows_the_model(student: Student, ref: Reference, seed: int) -> None:
    """After each token comes the next of five with 0.7, the one after with 0.2, itself with 0.1."""
    shares = np.array([0.1, 0.7, 0.2, 1e-9, 1e-9])
    moves = np.log([np.roll(shares, token) for token in range(5)])
    model = Known(5, lambda row: np.asarray(moves[row]))
    tokens = [3, *continued(student.generate(model, [3], 90, seed), [3], 90)]
    steps = [(new - old) % 5 for old, new in pairwise(tokens)]
    for step, chance in ((0, 0.1), (1, 0.7), (2, 0.2)):
        must = f"be {step} after the token before, modulo 5"
        as_often(steps.count(step), 90, chance, "new tokens", must)


@check(
    "generate",
    points=1,
    kind="purity",
    hint="If the call changed its input: prompt.append(…) and prompt += …, for example, change the "
    "caller's list. If the tokens are wrong: of each row that the model has got it is the logits "
    "at the last position that count.",
)
@given(seed=draw.integer(0, 99), examples=3)
def generate_leaves_the_prompt(student: Student, ref: Reference, seed: int) -> None:
    """prompt is not changed; the tokens are right after a model that looks at all of them."""

    def scores(row: Tokens) -> Array:
        # As BERT does: each position has seen all of the row.
        found = np.zeros((len(row), 9))
        found[:, (int(row.sum()) + len(row)) % 9] = 60.0
        return found

    model = Known(9, scores)
    long = [4, 0, 8] * 11
    for prompt in ([4, 0, 8], np.array([4, 0, 8]), long):
        unchanged(student.generate, model, prompt, 4, seed)
        got = student.generate(model, prompt, 5, seed)
        start = np.array(prompt).tolist()
        want = list(start)
        while len(want) < len(start) + 5:
            want.append((sum(want) + len(want)) % 9)
        what = f"the tokens after a prompt of {len(start)}"
        equal(continued(got, start, 5), want[len(start) :], what)


# attention_lm_forward


def by_hand() -> tuple[Tokens, Network]:
    """The handout's model: two sequences of three tokens, parameters of few numbers."""
    a = np.log(2)
    return np.array([[3, 0, 2], [3, 0, 1]]), {
        "E": np.array([[1.0, 1.0], [5.0, 7.0], [1.0, -2.0], [0.0, -2.0]]),
        "Pos": np.array([[1.0, 2.0], [-1.0, 0.0], [0.0, 3.0], [9.0, 9.0], [4.0, -4.0]]),
        "Wq": 2 * a * np.array([[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0]]),
        "Wk": np.array([[0.0, 1.0, 0.0, 3.0], [2.0, 0.0, 0.0, -1.0]]),
        "Wv": np.array([[0.0, 21.0], [42.0, 0.0]]),
        "U": np.array([[1.0, 0.0, 1.0, -1.0], [0.0, 1.0, 1.0, 2.0]]),
        "c": np.array([0.5, 0.0, -1.0, 3.0]),
    }


def logits_of(got: Any, shape: tuple[int, ...]) -> Array:
    """The logits of (logits, cache), which are finite numbers."""
    return numbers(unpack(got, "logits", "cache")[0], shape, "logits")


@check(
    "attention_lm_forward",
    points=3,
    kind="example",
    public=True,
    hint="The rows of X are (1, 0), (0, 1) and (1, 1); the scores are 0, 2a, 2a; a, 0, a; a, 2a, "
    "3a, with a = ln 2. Causal, the second row has the weights 2/3 and 1/3.",
)
def attention_lm_forward_by_hand(student: Student, ref: Reference) -> None:
    """The handout's sequence 3 0 2, causal and not; a second one begins alike."""
    tokens, parameters = by_hand()
    want = np.array([[1.5, 21.0, 21.0, 44.0], [14.5, 15.0, 28.0, 19.0], [37.5, 16.0, 52.0, -2.0]])
    causal = student.attention_lm_forward(tokens, parameters)
    found = logits_of(causal, (2, 3, 4))
    close(found[0], want, what="logits[0]")
    close(found[1, :2], want[:2], what="the first two rows of logits[1]")
    H = np.array([[1 + 112 / 3, 35 / 3], [25.2, 17.8], [37.0, 16.0]])
    h, g = H.T
    want = np.stack([h + 0.5, g, h + g - 1, 2 * g - h + 3], axis=1)
    both = student.attention_lm_forward(tokens, parameters, False)
    close(logits_of(both, (2, 3, 4))[0], want, what="logits[0] for causal=False")
    unchanged(student.attention_lm_forward, tokens, parameters, True)


def places_of(moved: Array) -> str:
    """Where logits moved, sequence by sequence."""
    rows = [(i, np.flatnonzero(row).tolist()) for i, row in enumerate(moved) if row.any()]
    words = [f"at {places} in sequence {i}" for i, places in rows]
    return "logits moved " + (", ".join(words) if words else "nowhere")


@check(
    "attention_lm_forward",
    points=2,
    kind="property",
    public=True,
    hint="Causal: a position sees itself and what came before. Otherwise all see all.",
)
@given(
    small_models({"V": (6, 6), "d": (5, 5), "L": (4, 4), "batch": (3, 3), "k": (2, 2)}),
    examples=3,
)
def attention_lm_forward_looks_where_it_may(
    student: Student, ref: Reference, tokens: Tokens, parameters: Network
) -> None:
    """Another token moves later logits if causal, all logits if not, and no other sequence's."""
    for causal in (True, False):
        before = logits_of(student.attention_lm_forward(tokens, parameters, causal), (3, 4, 6))
        for j in range(4):
            other = tokens.copy()
            other[1, j] = (tokens[1, j] + 2) % 6
            got = student.attention_lm_forward(other, parameters, causal)
            moved = np.abs(logits_of(got, (3, 4, 6)) - before).max(axis=-1) > 1e-9
            want = np.zeros((3, 4), dtype=np.bool_)
            want[1, j if causal else 0 :] = True
            law = f"for causal={causal} another token at {j} must move the logits "
            law += f"at {j} and after it, and no others" if causal else "at all positions"
            require(np.array_equal(moved, want), law, got=places_of(moved), want=places_of(want))


@check(
    "attention_lm_forward",
    points=1,
    kind="example",
    public=True,
    hint="If the logits are right: the way back needs the tokens, X, queries, keys, values, the "
    "mask, H and the parameters, and those of this call. Make a new tuple in each call.",
)
def attention_lm_forward_keeps_the_call(student: Student, ref: Reference) -> None:
    """The logits are right; your cache serves the way back, also after another forward call."""
    tokens, parameters = by_hand()
    parameters = {**parameters, "Wq": 0.2 * parameters["Wq"], "Wv": 0.1 * parameters["Wv"]}
    rng = np.random.default_rng(3)
    d_logits = rng.normal(size=(2, 3, 4))
    ways = {name: rng.normal(size=value.shape) for name, value in parameters.items()}
    X = parameters["E"][tokens] + parameters["Pos"][:3]
    queries, keys, values = (X @ parameters[name] for name in ("Wq", "Wk", "Wv"))

    for causal in (True, False):
        mask = np.tri(3, dtype=np.bool_) if causal else np.ones((3, 3), dtype=np.bool_)

        def logits(moved: Network, mask: Array = mask) -> tuple[Array, Array]:
            """The logits of the handout's formulas, and H."""
            X = moved["E"][tokens] + moved["Pos"][:3]
            scores = X @ moved["Wq"] @ (X @ moved["Wk"]).swapaxes(1, 2) / 2
            weights = np.where(mask, np.exp(scores), 0.0)
            H = X + weights / weights.sum(axis=-1, keepdims=True) @ (X @ moved["Wv"])
            return H @ moved["U"] + moved["c"], H

        wanted, H = logits(parameters)
        known = tokens, X, queries, keys, values, mask if causal else None, H, parameters
        slopes = {}
        for name, way in ways.items():
            ends = [
                float(
                    np.sum(d_logits * logits(parameters | {name: parameters[name] + step * way})[0])
                )
                for step in (STEP, -STEP)
            ]
            slopes[name] = (ends[0] - ends[1]) / (2 * STEP)

        def forward(causal: bool = causal, wanted: Array = wanted) -> Any:
            got = student.attention_lm_forward(tokens, parameters, causal)
            found, cache = unpack(got, "logits", "cache")
            close(found, wanted, what=f"logits for causal={causal}")
            return cache

        def later(causal: bool = causal) -> Any:
            return student.attention_lm_forward(tokens[::-1].copy(), parameters, not causal)

        def agrees(got: Any, words: str, slopes: dict[str, float] = slopes) -> None:
            back = entries(got, *[f"d{name}" for name in ways])
            for (name, way), slope in zip(ways.items(), back, strict=True):
                found = float(np.sum(way * numbers(slope, way.shape, f"d{name}")))
                what = f"the change of the logits that d{name} predicts{words}"
                close(found, slopes[name], rtol=1e-5, atol=1e-5, what=what)

        cache_serves(
            lambda one: student.attention_lm_backward(d_logits, one), known, forward, later, agrees
        )


@check(
    "attention_lm_forward",
    points=2,
    kind="reference",
    hint="Rows of E for the tokens, plus the first L rows of Pos. H = X + attention, and then U "
    "and c.",
)
@given(small_models(), causal=draw.options(True, False), examples=15)
def attention_lm_forward_of_any_size(
    student: Student, ref: Reference, tokens: Tokens, parameters: Network, causal: bool
) -> None:
    """V, d, k and L of their own, causal and not, more places than tokens; float64."""
    want = ref.attention_lm_forward(tokens, parameters, causal)[0]
    found = unpack(student.attention_lm_forward(tokens, parameters, causal), "logits", "cache")[0]
    close(found, want, what="logits")
    double_precision(found, "logits")


GRADS = tuple(f"d{name}" for name in ("E", "Pos", "Wq", "Wk", "Wv", "U", "c"))


def slopes_agree(got: Any, want: Network, names: tuple[str, ...], words: str = "") -> None:
    """The derivatives in these parameters; there may be further ones."""
    for name, value in zip(names, entries(got, *names), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, name)


def with_slopes(sizes: dict[str, tuple[int, int]] | None = None) -> Any:
    """As `small_models`, with derivatives in the logits."""
    return small_models(sizes, d_logits=draw.normal("batch", "L", "V"))


@check(
    "attention_lm_forward",
    points=1,
    kind="property",
    hint="If the logits are right: what does the way back need? Of this call, and not of the one "
    "after it.",
)
@given(with_slopes(), causal=draw.options(True, False), examples=5)
def attention_lm_forward_keeps_what_is_needed(
    student: Student,
    ref: Reference,
    tokens: Tokens,
    parameters: Network,
    d_logits: Array,
    causal: bool,
) -> None:
    """The logits are right; the cache serves a way back, and another call does not spoil it."""
    logits, known = ref.attention_lm_forward(tokens, parameters, causal)
    wanted = ref.attention_lm_backward(d_logits, known)

    def forward() -> Any:
        got = unpack(student.attention_lm_forward(tokens, parameters, causal), "logits", "cache")
        close(got[0], logits, what="logits")
        return got[1]

    cache_serves(
        lambda one: student.attention_lm_backward(d_logits, one),
        known,
        forward,
        lambda: student.attention_lm_forward(tokens[::-1].copy(), parameters, not causal),
        lambda got, words: slopes_agree(got, wanted, GRADS, words),
    )


@check(
    "attention_lm_forward",
    points=1,
    kind="purity",
    hint="If the call changed its input: E[tokens] is a copy, but parameters[…] += …, for example, "
    "changes what the caller goes on with. If the logits are wrong: the last position sees all, "
    "causal or not.",
)
@given(small_models(), causal=draw.options(True, False), examples=4)
def attention_lm_forward_leaves_its_arguments(
    student: Student, ref: Reference, tokens: Tokens, parameters: Network, causal: bool
) -> None:
    """tokens and parameters stay; the last row of logits is right, and the same for both causal."""
    unchanged(student.attention_lm_forward, tokens, parameters, causal)
    want = ref.attention_lm_forward(tokens, parameters, causal)[0]
    for mode in (True, False):
        got = logits_of(student.attention_lm_forward(tokens, parameters, mode), want.shape)
        close(got[:, -1], want[:, -1], what=f"the last row of logits for causal={mode}")


# attention_lm_backward


@check(
    "attention_lm_backward",
    points=2,
    kind="gradient",
    public=True,
    hint="A derivative tells how far the logits move: take a small step in one of the arrays, and "
    "compare. The message names the array. The logits are those of your own attention_lm_forward, "
    "which must be right.",
)
@given(
    with_slopes(
        {"V": (6, 6), "d": (5, 5), "L": (4, 4), "batch": (3, 3), "k": (2, 2), "more": (2, 2)}
    ),
    examples=1,
)
def attention_lm_backward_predicts_small_steps(
    student: Student, ref: Reference, tokens: Tokens, parameters: Network, d_logits: Array
) -> None:
    """A small step in any of seven arrays moves Σ d_logits·logits as the derivative says."""
    for causal in (True, False):
        got = student.attention_lm_forward(tokens, parameters, causal)
        cache = unpack(got, "logits", "cache")[1]
        back = unchanged(student.attention_lm_backward, d_logits, cache)
        rng = np.random.default_rng(5)
        for (name, value), slope in zip(
            parameters.items(), entries(back, *[f"d{one}" for one in parameters]), strict=True
        ):
            found = numbers(slope, value.shape, f"d{name}")
            if name == "c":  # it is added to every row of the logits
                close(found, d_logits.sum(axis=(0, 1)), what="dc")
            way = rng.normal(size=value.shape)
            ends = []
            for step in (STEP, -STEP):
                moved = parameters | {name: value + step * way}
                logits = logits_of(
                    student.attention_lm_forward(tokens, moved, causal), d_logits.shape
                )
                ends.append(float(np.sum(d_logits * logits)))
            want = (ends[0] - ends[1]) / (2 * STEP)
            what = f"the change of the logits that d{name} predicts for causal={causal}"
            close(float(np.sum(found * way)), want, rtol=1e-5, atol=1e-6, what=what)


def slopes_right(
    student: Student,
    ref: Reference,
    inputs: tuple[Tokens, Network, bool],
    d_logits: Array,
    names: tuple[str, ...],
) -> None:
    """The derivatives in these parameters are the reference's."""
    cache = unpack(student.attention_lm_forward(*inputs), "logits", "cache")[1]
    want = ref.attention_lm_backward(d_logits, ref.attention_lm_forward(*inputs)[1])
    slopes_agree(student.attention_lm_backward(d_logits, cache), want, names)


@check(
    "attention_lm_backward",
    points=2,
    kind="reference",
    hint="A token that occurs twice gets both derivatives, a place those of all sequences; rows "
    "that were not used get 0.",
)
@given(with_slopes(), causal=draw.options(True, False), examples=10)
def attention_lm_backward_reaches_the_tokens(
    student: Student,
    ref: Reference,
    tokens: Tokens,
    parameters: Network,
    d_logits: Array,
    causal: bool,
) -> None:
    """dE and dPos, with repeated tokens and unused places."""
    slopes_right(student, ref, (tokens, parameters, causal), d_logits, ("dE", "dPos"))


@check(
    "attention_lm_backward",
    points=2,
    kind="reference",
    hint="Queries, keys and values are all made of X; sums over all positions of all sequences.",
)
@given(with_slopes(), causal=draw.options(True, False), examples=10)
def attention_lm_backward_reaches_attention(
    student: Student,
    ref: Reference,
    tokens: Tokens,
    parameters: Network,
    d_logits: Array,
    causal: bool,
) -> None:
    """dWq, dWk and dWv, with the mask of the way forward."""
    slopes_right(student, ref, (tokens, parameters, causal), d_logits, ("dWq", "dWk", "dWv"))


@check(
    "attention_lm_backward",
    points=2,
    kind="reference",
    hint="What went into U? H, the vectors after attention. And c was added at every position of "
    "every sequence: a sum.",
)
@given(with_slopes(), causal=draw.options(True, False), examples=6)
def attention_lm_backward_reaches_the_output(
    student: Student,
    ref: Reference,
    tokens: Tokens,
    parameters: Network,
    d_logits: Array,
    causal: bool,
) -> None:
    """dU and dc are right; d_logits stays as it is."""
    inputs = tokens, parameters, causal
    slopes_right(student, ref, inputs, d_logits, ("dU", "dc"))
    cache = unpack(student.attention_lm_forward(*inputs), "logits", "cache")[1]
    unchanged(student.attention_lm_backward, d_logits, cache)


@check(
    "attention_lm_backward",
    points=2,
    kind="training",
    public=True,
    hint="All seven parameters must learn, each against its derivative. The first training is "
    "causal; in the second the model may look to the right.",
)
def attention_lm_backward_learns_both_ways(student: Student, ref: Reference) -> None:
    """12 steps learn to go on with x y x y, and to find the hidden half of a a b b.

    Causal the first, not causal the second. Nine in ten come out right, from the third token on and
    of the masked ones; with the causal mask one in three of these, as by guessing.
    """
    tokens = echoes(4, 6)
    network, _ = taught(
        student,
        begin(1, V=4, L=6),
        tokens,
        True,
        lambda logits: student.causal_lm_loss(logits, tokens),
        steps=12,
    )
    logits = logits_of(student.attention_lm_forward(tokens, network, True), (12, 6, 4))
    right = float(np.mean(logits[:, 1:-1].argmax(axis=-1) == tokens[:, 2:]))
    require(right >= 0.9, "x y x y must go on as it began, in nine of ten", got=right)
    inputs, labels = twins(4, 2)
    network, _ = taught(
        student,
        begin(9, V=4, L=4),
        inputs,
        False,
        lambda logits: student.masked_lm_loss(logits, labels),
        steps=12,
    )
    on = labels != NOTHING
    for causal, law in (
        (False, "nine in ten of the masked ones must come out right"),
        (True, "the causal model can't know the masked ones: one in three is right by guessing"),
    ):
        logits = logits_of(student.attention_lm_forward(inputs, network, causal), (18, 4, 4))
        right = float(np.mean(logits[on].argmax(axis=-1) == labels[on]))
        require(right <= 0.34 if causal else right >= 0.9, law, got=right)


# dependency_matrix


def reader(sees: Any, steps: Array, moves: list[float], base: float = 0.0) -> Known:
    """A model whose logits at i are x·moves, x the sum of steps[token] over what i sees.

    The second one is larger by `base` for each position that i sees, whatever the tokens are.
    """

    def scores(row: Tokens) -> Array:
        places = range(len(row))
        seen = np.array([[sees(i, j) for j in places] for i in places], dtype=np.float64)
        found = np.outer(seen @ steps[row], moves)
        found[:, 1] += base * seen.sum(axis=1)
        return found

    return Known(len(steps), scores)


def depends(got: Any, want: Any, what: str) -> None:
    """Booleans of exactly these entries."""
    wanted = np.array(want, dtype=np.bool_)
    found = array(got, wanted.shape, what="the matrix")
    law = f"the matrix of {what} must be boolean, and what the model sees"
    right = found.dtype == np.bool_ and np.array_equal(found, wanted)
    require(right, law, got=got, want=wanted)


SIGHTS: dict[str, Any] = {
    "a causal model": lambda i, j: j <= i,
    "a model that sees all": lambda *_: True,
    "a model that sees itself": lambda i, j: i == j,
    "a model that sees the next token": lambda i, j: j == i + 1,
}


@check(
    "dependency_matrix",
    points=2,
    kind="property",
    public=True,
    hint="Change one token, ask again, and see where any of the logits moved, up or down, each of "
    "them looked at by itself: that is one column. What counts as moved is more than 1e-9.",
)
def dependency_matrix_of_known_models(student: Student, ref: Reference) -> None:
    """Models that see what came before, all, themselves, or the next token.

    Of the logits the first and the last move, or one of them, or two move apart; some change by
    little more than 1e-9, and some by less.
    """
    steps = np.array([0.0, 0.3, -2.0, 0.1, 4.0])
    tokens = np.array([1, 4, 0, 2])
    for moves in ([1.0, 0, 0, 0, 1.0], [1.0, 0, 0, 0, 0], [0, 1.0, 0, 0, 0], [0, 1.0, -1.0, 0, 0]):
        for name, sees in SIGHTS.items():
            want = [[sees(i, j) for j in range(4)] for i in range(4)]
            got = student.dependency_matrix(reader(sees, steps, moves), tokens, 5)
            depends(got, want, name)
    # These tell only tokens below 2 from the others: 1 → 2 and 4 → 0 cross, 0 → 1 and 2 → 3 don't.
    for size, moves in ((1.5e-9, [0, 1.0, 0, 0, 0]), (7e-10, [1.0] * 5)):
        steps = np.array([0.0, 0.0, size, size, size])
        for name, sees in SIGHTS.items():
            want = [
                [sees(i, j) and j in (0, 1) and size > 1e-9 for j in range(4)] for i in range(4)
            ]
            got = student.dependency_matrix(reader(sees, steps, moves, 90.0), tokens, 5)
            depends(got, want, f"{name}, where logits change by {size:g}")
    steps = np.array([0.0, 0.3, -2.0, 0.1, 4.0])
    model = reader(SIGHTS["a causal model"], steps, [0, 1.0, 0, 0, 0])
    unchanged(student.dependency_matrix, model, np.array([1, 4, 0]), 5)


@check(
    "dependency_matrix",
    points=2,
    kind="property",
    hint="Token t becomes t + 1, and the last one of the vocabulary 0; a change counts when it is "
    "above 1e-9, however large the logits are.",
)
@given(
    draw.drawn(
        {"L": (1, 6), "V": (2, 6)},
        tokens=lambda rng, sizes, _: rng.integers(sizes["V"], size=sizes["L"]),
        vocab=lambda _, sizes, __: sizes["V"],
        least=lambda rng, sizes, _: int(rng.integers(1, sizes["V"])),
    ),
    examples=6,
)
def dependency_matrix_of_the_next_token(
    student: Student, ref: Reference, tokens: Tokens, vocab: int, least: int
) -> None:
    """A model that only tells tokens below some number from the others; small changes count."""
    next_ones = (tokens + 1) % vocab
    crossed = (tokens < least) != (next_ones < least)
    for size, (name, sees) in zip((7e-10, 1.5e-9, 1e-6, 1.0), SIGHTS.items(), strict=True):
        steps = np.where(np.arange(vocab) < least, 0.0, size)
        # Of logits that hardly move all do: each counts by itself.
        moves = [1.0] * vocab if size < 1e-9 else [0, 1.0, *[0] * (vocab - 2)]
        model = reader(sees, steps, moves, 90.0)
        places = range(len(tokens))
        want = [[sees(i, j) and crossed[j] and size > 1e-9 for j in places] for i in places]
        depends(student.dependency_matrix(model, tokens.tolist(), vocab), want, name)


# classifier_cost_and_grads


def classified(
    student: Student, features: Array, labels: Tokens, W: Array, b: Array
) -> tuple[Any, dict[str, Any]]:
    """(cost, {"features": …, "W": …, "b": …})."""
    got = student.classifier_cost_and_grads(features, labels, W, b)
    cost, grads = unpack(got, "cost", "grads")
    dW, db, d_features = entries(grads, "dW", "db", "d_features")
    return cost, {"features": d_features, "W": dW, "b": db}


@check(
    "classifier_cost_and_grads",
    points=2,
    kind="example",
    public=True,
    hint="Only the first position's vectors count: at first (1, 0) and (0, 1), with the "
    "probabilities 1/2, 1/4, 1/4 and 1/6, 2/3, 1/6. Where the features are 2000 times as large a "
    "probability is 0 in float64, and its logarithm is not to be taken.",
)
def classifier_cost_and_grads_by_hand(student: Student, ref: Reference) -> None:
    """Two sequences of three vectors, three classes: −(ln 1/4 + ln 2/3)/2, and all derivatives."""
    features = np.array(
        [[[1.0, 0.0], [5.0, 2.0], [3.0, -4.0]], [[0.0, 1.0], [-1.0, 6.0], [2.0, 2.0]]]
    )
    W = np.log([[4.0, 2.0, 1.0], [2.0, 8.0, 1.0]])
    b = np.log([1.0, 1.0, 2.0])
    cost, grads = classified(student, features, np.array([2, 1]), W, b)
    losses(cost, -(np.log(1 / 4) + np.log(2 / 3)) / 2, "the cost")
    d = np.array([[1 / 4, 1 / 8, -3 / 8], [1 / 12, -1 / 6, 1 / 12]])
    close(grads["b"], np.array([1 / 3, -1 / 24, -7 / 24]), what="db")
    close(grads["W"], d, what="dW")
    want = np.zeros((2, 3, 2))
    a = np.log(2)
    # (2a, a, 0) and (a, 3a, 0) are the rows of W.
    want[0, 0] = [5 / 8 * a, 5 / 8 * a]
    want[1, 0] = [0.0, -5 / 12 * a]
    close(grads["features"], want, what="d_features")
    unchanged(student.classifier_cost_and_grads, features, np.array([2, 1]), W, b)
    # Logits of (4000a, 2000a, a) and (2000a, 6000a, a): the first class 2 costs 3999a, and p is 0.
    got = quiet(student.classifier_cost_and_grads, 2000 * features, np.array([2, 1]), W, b)
    cost, grads = unpack(got, "cost", "grads")
    losses(cost, 3999 * a / 2, "the cost of features 2000 times as large")
    (db,) = entries(grads, "db")
    close(db, np.array([1 / 2, 0, -1 / 2]), what="db of features 2000 times as large")


@check(
    "classifier_cost_and_grads",
    points=3,
    kind="gradient",
    hint="The mean over the sequences, in the cost and in all derivatives. What does the cost know "
    "of the other positions?",
)
@given(
    draw.drawn(
        {"m": (1, 5), "L": (1, 4), "d": (1, 4), "C": (2, 5)},
        features=draw.normal("m", "L", "d"),
        labels=lambda rng, sizes, _: rng.integers(sizes["C"], size=sizes["m"]),
        W=draw.normal("d", "C"),
        b=draw.normal("C"),
    ),
    examples=8,
)
def classifier_cost_and_grads_are_the_gradient(
    student: Student, ref: Reference, features: Array, labels: Tokens, W: Array, b: Array
) -> None:
    """The cost, and its derivatives in features, W and b; features of some thousands."""

    def cost_of(features: Array, W: Array, b: Array) -> Any:
        return ref.classifier_cost_and_grads(features.copy(), labels, W.copy(), b.copy())[0]

    cost, grads = classified(student, features, labels, W, b)
    losses(cost, cost_of(features, W, b), "the cost")
    gradients_agree(ref.gradient(cost_of, features=features, W=W, b=b), **grads)
    got = quiet(student.classifier_cost_and_grads, 1000.0 * features, labels, W, b)
    want = ref.classifier_cost_and_grads(1000.0 * features, labels, W, b)
    cost, large = unpack(got, "cost", "grads")
    losses(cost, want[0], "the cost of large features")
    names = "dW", "db", "d_features"
    for name, value in zip(names, entries(large, *names), strict=True):
        close(value, want[1][name], what=f"{name} of large features")
        double_precision(value, name)


@check(
    "classifier_cost_and_grads",
    points=1,
    kind="training",
    public=True,
    hint="d_features goes on into the model: with U of ones on the diagonal and c = 0 its logits "
    "are the features, and attention_lm_backward takes their derivatives.",
)
def classifier_cost_and_grads_tunes_the_model(student: Student, ref: Reference) -> None:
    """27 sentences, classed by their last word: 12 steps tune head and model; cost below 0.1."""
    tokens, classes = last_words(3, 3)
    # A head on a frozen model reaches 0.9 in as many steps.
    cost, right = tuned(student, begin(5, V=6, L=4, d=6, k=3), tokens, classes, steps=12)[-1]
    require(right >= 0.95, "of 27 sentences 26 must come out right", got=right)
    require(cost < 0.1, "the cost must be below 0.1", got=cost)
