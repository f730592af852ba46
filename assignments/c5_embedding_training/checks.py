"""The checks of "Learning word vectors: skip-gram and GloVe".

Each states one law of the exercise that its name starts with. Which words are drawn as noise is
the student's generator's business: where it matters, the tables are such that the rows of U tell
how often each word was drawn, and the counts are judged by their chances.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from common.chance import as_often
from common.topics import TOPIC_SIZE, TOPICS, of_own_topic, talk
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
    require,
    scalar,
    unchanged,
    unpack,
)

Whole = NDArray[np.int64]

# The handout's sentence: milk tea mug tea sand.
SENTENCE = [1, 0, 2, 0, 3]
WORDS = TOPIC_SIZE * len(TOPICS)


# What the checks share: inputs, and laws used more than once


def tokens_of(length: str = "length", vocabulary: str = "V") -> draw.Field:
    """A sentence of so many words, as a list; of few words, so that some come again."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
        found: list[int] = rng.integers(sizes[vocabulary], size=sizes[length]).tolist()
        return found

    return field


def sentences(*, least: int = 0, **more: draw.Field) -> Any:
    """A sentence of up to 12 of V words, and a window."""
    return draw.drawn(
        sizes={"length": (least, 12), "V": (1, 6), "window": (1, 5)},
        tokens=tokens_of(),
        window=lambda _, sizes, __: sizes["window"],
        V=lambda _, sizes, __: sizes["V"],
        **more,
    )


def grads_agree(got: Any, want: dict[str, Array], words: str = "") -> None:
    """A dict of derivatives holds these, in float64, and perhaps more."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


# embedding_backward


@check(
    "embedding_backward",
    points=4,
    kind="example",
    public=True,
    hint="dE has a row for each word of the vocabulary. Of 2, 0, 2, 2 word 2 was looked up three "
    "times: its row is the sum of the first, the third and the fourth row of d_vectors. Word 1 was "
    "not looked up at all.",
)
def embedding_backward_by_hand(student: Student, ref: Reference) -> None:
    """Words 2, 0, 2, 2 of five: row 2 is a sum of three, row 0 is one, the others are 0."""
    d_vectors = np.array([[1.0, 0.0, -1.0], [2.0, 5.0, 0.0], [0.0, 3.0, 4.0], [-3.0, 1.0, 1.0]])
    want = np.zeros((5, 3))
    want[2], want[0] = [-2.0, 4.0, 4.0], [2.0, 5.0, 0.0]
    got = student.embedding_backward(d_vectors, [2, 0, 2, 2], 5)
    close(got, want, what="dE")
    double_precision(got, "dE")
    indices = np.array([2, 0, 2, 2])
    got = student.embedding_backward(d_vectors, indices, 3)
    close(got, want[:3], what="dE of three words, indices in an array")
    for words in (indices, [2, 0, 2, 2]):
        unchanged(student.embedding_backward, d_vectors, words, 3)
    # Each of four words once, and in order: dE holds the same numbers as d_vectors.
    fresh(student.embedding_backward, d_vectors, [0, 1, 2, 3], 4)
    close(student.embedding_backward(d_vectors, [0, 1, 2, 3], 4), d_vectors, what="dE of each once")


def looked_up(**more: draw.Field) -> Any:
    """Derivatives of n looked-up vectors, the words, and how many words there are."""

    def indices(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Whole:
        found: Whole = rng.integers(sizes["V"], size=sizes["n"])
        return found

    return draw.drawn(
        sizes={"n": (1, 10), "V": (1, 6), "d": (1, 4)},
        d_vectors=draw.uniform("n", "d", low=-2.0, high=2.0),
        indices=indices,
        E=draw.normal("V", "d"),
        **more,
    )


@check(
    "embedding_backward",
    points=6,
    kind="gradient",
    hint="Looking up is E[indices]. An entry of E reaches the cost through every place at which "
    "its word stands: all that comes back from there is added.",
)
@given(looked_up(), examples=14)
def embedding_backward_is_the_gradient(
    student: Student, ref: Reference, d_vectors: Array, indices: Whole, E: Array
) -> None:
    """The derivatives of Σ d_vectors·E[indices] in E, with words that come several times."""
    wanted = ref.gradient(lambda E: E[indices], upstream=d_vectors, E=E)
    got = student.embedding_backward(d_vectors, indices, len(E))
    gradients_agree(wanted, E=got)
    double_precision(got, "dE")


@check(
    "embedding_backward",
    points=2,
    kind="property",
    hint="Nothing gets lost and nothing comes in: down each column, dE has the sum of d_vectors. "
    "And a word that was not looked up has no part in it.",
)
@given(looked_up(), examples=8)
def embedding_backward_loses_nothing(
    student: Student, ref: Reference, d_vectors: Array, indices: Whole, E: Array
) -> None:
    """dE has the column sums of d_vectors, and zeros for absent words; order does not matter.

    The first time the words stand behind 300 others.
    """
    count, later = len(E) + 302, indices + 300
    got = student.embedding_backward(d_vectors, later.tolist(), count)
    found = numbers(got, (count, E.shape[1]), "dE")
    close(found.sum(axis=0), d_vectors.sum(axis=0), what="The sums of the columns of dE")
    absent = np.setdiff1d(np.arange(count), later)
    close(found[absent], np.zeros((len(absent), E.shape[1])), what="The rows of absent words")
    wanted = ref.embedding_backward(d_vectors, indices, len(E) + 2)
    got = student.embedding_backward(d_vectors[::-1].copy(), indices[::-1].copy(), len(E) + 2)
    close(got, wanted, what="dE, the places turned round")


@check(
    "embedding_backward",
    points=2,
    kind="purity",
    hint="Begin with a new table of zeros at every call, and add to the row of a word what comes "
    "back from each of its places, the first one included.",
)
@given(looked_up(), examples=5)
def embedding_backward_makes_a_new_table(
    student: Student, ref: Reference, d_vectors: Array, indices: Whole, E: Array
) -> None:
    """dE is right, in a second call too, and a new array; the arguments are not changed."""
    wanted = ref.embedding_backward(d_vectors, indices, len(E))
    got = unchanged(student.embedding_backward, d_vectors, indices, len(E))
    close(got, wanted, what="dE")
    fresh(student.embedding_backward, d_vectors, indices, len(E))
    close(student.embedding_backward(d_vectors, indices, len(E)), wanted, what="dE")


# skipgram_pairs


def same_pairs(got: Any, want: Whole, what: str = "the pairs") -> None:
    """These pairs in this order, in an array (n, 2) of whole numbers."""
    found = array(got, want.shape, what=what, dtype="int")
    equal(found, want, what)


@check(
    "skipgram_pairs",
    points=3,
    kind="example",
    public=True,
    hint="The first place has nothing to its left: with a window of 2 milk meets tea and mug, and "
    "the two teas, two places apart, meet each other. A place is not its own context, a word may "
    "be.",
)
def skipgram_pairs_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five words, with a window of 2 and of 1; sentences of one word and none."""
    want = [[1, 0], [1, 2], [0, 1], [0, 2], [0, 0], [2, 1], [2, 0]]
    want += [[2, 0], [2, 3], [0, 0], [0, 2], [0, 3], [3, 2], [3, 0]]
    same_pairs(student.skipgram_pairs(SENTENCE), np.array(want))
    narrow = np.array([[1, 0], [0, 1], [0, 2], [2, 0], [2, 0], [0, 2], [0, 3], [3, 0]])
    tokens = np.array(SENTENCE)
    same_pairs(student.skipgram_pairs(tokens, 1), narrow, "the pairs with a window of 1")
    for few in ([4], []):
        none = np.zeros((0, 2), dtype=np.int64)
        same_pairs(student.skipgram_pairs(few, 3), none, f"the pairs of {len(few)} words")
    unchanged(student.skipgram_pairs, tokens, 1)


@check(
    "skipgram_pairs",
    points=5,
    kind="reference",
    hint="For each place all places that are at most `window` away on either side, as far as the "
    "sentence goes, and never the place itself.",
)
@given(sentences(), examples=18)
def skipgram_pairs_in_order(
    student: Student, ref: Reference, tokens: list[int], window: int, V: int
) -> None:
    """The pairs of sentences of up to 12 words, for windows of 1 to 5; in order."""
    same_pairs(student.skipgram_pairs(tokens, window), ref.skipgram_pairs(tokens, window))
    same_pairs(student.skipgram_pairs(np.array(tokens, dtype=int)), ref.skipgram_pairs(tokens))


@check(
    "skipgram_pairs",
    points=3,
    kind="property",
    hint="If b is near a, then a is near b: each pair has its counterpart. And repeating words "
    "take no pair away.",
)
@given(sentences(least=2), examples=10)
def skipgram_pairs_go_both_ways(
    student: Student, ref: Reference, tokens: list[int], window: int, V: int
) -> None:
    """(a, b) comes as often as (b, a); how many pairs there are does not depend on the words."""
    places = [abs(i - j) for i in range(len(tokens)) for j in range(len(tokens)) if i != j]
    count = sum(distance <= window for distance in places)
    got = array(student.skipgram_pairs(tokens, window), (count, 2), what="the pairs", dtype="int")
    turned = sorted(got[:, ::-1].tolist())
    law = "each pair must come as often as the one that is turned round"
    require(sorted(got.tolist()) == turned, law, got=got)
    rare = 70_000 + V
    alike = student.skipgram_pairs([rare] * len(tokens), window)
    same_pairs(alike, np.full((count, 2), rare), "the pairs of one word again and again")


@check(
    "skipgram_pairs",
    points=1,
    kind="purity",
    hint="Each call makes all pairs anew. And the sentence belongs to the caller: nothing is taken "
    "out of it and nothing put in.",
)
@given(sentences(least=2), examples=4)
def skipgram_pairs_leave_the_sentence(
    student: Student, ref: Reference, tokens: list[int], window: int, V: int
) -> None:
    """The pairs are right, in a second call too, and a new array; the list of tokens stays."""
    same_pairs(
        unchanged(student.skipgram_pairs, tokens, window), ref.skipgram_pairs(tokens, window)
    )
    fresh(student.skipgram_pairs, tokens, window)
    same_pairs(student.skipgram_pairs(tokens, window), ref.skipgram_pairs(tokens, window))


# noise_distribution


@check(
    "noise_distribution",
    points=4,
    kind="example",
    public=True,
    hint="16, 1 and 81 to the power of ¾ are 8, 1 and 27, and their sum is 36. First the power, "
    "then the division. What never occurs is never drawn. And as whole numbers of 64 bits the "
    "powers of large counts come out wrong: make float64 of them first.",
)
def noise_distribution_by_hand(student: Student, ref: Reference) -> None:
    """Counts 16, 1, 0, 81: (8, 1, 0, 27)/36; with powers ½, 1 and 0: over 14, 98 and 3.

    Three millions and one, to the power 3: (27, 1)/28.
    """
    counts = np.array([16, 1, 0, 81])
    close(student.noise_distribution(counts), np.array([8.0, 1.0, 0.0, 27.0]) / 36)
    for power, parts in ((0.5, [4.0, 1.0, 0.0, 9.0]), (1, [16.0, 1.0, 0.0, 81.0])):
        want = np.array(parts) / np.sum(parts)
        got = student.noise_distribution([16, 1, 0, 81], power)
        close(got, want, what=f"The result with power {power:g}")
    got = student.noise_distribution(counts, 0)
    close(got, np.array([1.0, 1.0, 0.0, 1.0]) / 3, what="The result with power 0")
    millions = np.array([3_000_000, 0, 1_000_000])
    for many in (millions, millions.tolist()):
        got = student.noise_distribution(many, 3)
        close(got, np.array([27.0, 0.0, 1.0]) / 28, what="The result with millions to the power 3")
        unchanged(student.noise_distribution, many, 3)
    unchanged(student.noise_distribution, counts, 0)


def frequencies(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Whole:
    """Counts of V words, rare ones and frequent ones; some are 0, and two are not, or the one."""
    found = np.round(10 ** rng.uniform(0, 7, size=sizes["V"])).astype(np.int64)
    found[rng.random(sizes["V"]) < 0.3] = 0
    some = min(2, sizes["V"])
    found[rng.choice(sizes["V"], size=some, replace=False)] = rng.integers(1, 999, size=some)
    return found


@check(
    "noise_distribution",
    points=3,
    kind="reference",
    hint="Raise to the power that was asked for, and divide by the sum of what came out.",
)
@given(
    draw.drawn(sizes={"V": (1, 9)}, counts=frequencies), power=draw.number(0.1, 2.5), examples=12
)
def noise_distribution_of_any_power(
    student: Student, ref: Reference, counts: Whole, power: float
) -> None:
    """counts^power over its sum, in float64, for lists and arrays, and for the power 0."""
    for given_power in ((power,), (), (0.0,)):
        wanted = ref.noise_distribution(counts, *given_power)
        got = student.noise_distribution(counts, *given_power)
        close(got, wanted, what="the noise")
        double_precision(got, "the noise")
    got = student.noise_distribution(counts.tolist(), power)
    close(got, ref.noise_distribution(counts, power), what="the noise, counts in a list")


@check(
    "noise_distribution",
    points=3,
    kind="property",
    hint="A text that is ten times as long has ten times the counts, and the same noise. The rare "
    "words get more than their share, but no more than the frequent ones.",
)
@given(draw.drawn(sizes={"V": (3, 9)}, counts=frequencies), examples=8)
def noise_distribution_lies_between(student: Student, ref: Reference, counts: Whole) -> None:
    """The noise sums to 1, grows with the count, and is that of a text ten times as long."""
    got = student.noise_distribution(counts)
    found = numbers(got, counts.shape, "the noise")
    close(found.sum(), 1.0, what="the sum of the noise")
    order = np.argsort(counts)
    law = "a more frequent word must not be drawn less often"
    require((np.diff(found[order]) >= -1e-12).all(), law, got=got)
    want = ref.noise_distribution(counts)
    close(found, want, what="the noise")
    longer = student.noise_distribution(10 * counts)
    close(longer, want, what="the noise of a text ten times as long")
    unchanged(student.noise_distribution, counts)
    fresh(student.noise_distribution, counts)


# negative_sampling_loss


def loss_agrees(
    got: Any, loss: float, dv: Array, du_pos: Array, dU_neg: Array, words: str = ""
) -> None:
    """(loss, dv, du_pos, dU_neg) are these, in float64."""
    found = unpack(got, "loss", "dv", "du_pos", "dU_neg")
    close(found[0], loss, what=f"the loss{words}")
    for name, value, want in zip(
        ("dv", "du_pos", "dU_neg"), found[1:], (dv, du_pos, dU_neg), strict=True
    ):
        close(value, want, what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


@check(
    "negative_sampling_loss",
    points=4,
    kind="example",
    public=True,
    hint="The handout's products are ln 3, 0 and ln 7, and σ of them ¾, ½ and ⅞. The pair is to "
    "have a σ of 1, the drawn words one of 0: σ − 1 and σ say how far each is off.",
)
def negative_sampling_loss_by_hand(student: Student, ref: Reference) -> None:
    """The handout's pair with two drawn words; vectors of zeros: 3 ln 2.

    And a product of −900 with the context, and of 0 with the drawn word: 900 + ln 2.
    """
    three, seven = np.log(3), np.log(7)
    v = np.array([2.0, 0.0, -1.0])
    u_pos = np.array([three, 4.0, three])
    U_neg = np.array([[1.0, 3.0, 2.0], [seven, 1.0, seven]])
    dv = np.array([0.5 - three / 4 + 7 * seven / 8, 1.375, 1 - three / 4 + 7 * seven / 8])
    dU_neg = np.array([[1.0, 0.0, -0.5], [1.75, 0.0, -0.875]])
    got = student.negative_sampling_loss(v, u_pos, U_neg)
    loss_agrees(got, float(np.log(64 / 3)), dv, np.array([-0.5, 0.0, 0.25]), dU_neg)
    nothing = np.zeros(3)
    got = student.negative_sampling_loss(nothing, nothing.copy(), np.zeros((2, 3)))
    loss_agrees(got, 3 * np.log(2), nothing, nothing, np.zeros((2, 3)), " of zeros")
    far = np.array([30.0, 0.0])
    got = student.negative_sampling_loss(far, -far, np.array([[0.0, 1.0]]))
    want = np.array([30.0, 0.5]), -far, far[np.newaxis] / 2
    loss_agrees(got, 900 + np.log(2), *want, " with a product of −900")
    unchanged(student.negative_sampling_loss, v, u_pos, U_neg)


def one_pair(scale: float = 1.0, **more: draw.Field) -> Any:
    """A pair's vectors, the centre's of that scale, and those of k drawn words."""
    return draw.drawn(
        sizes={"d": (1, 6), "k": (1, 6)},
        v=draw.normal("d", scale=scale),
        u_pos=draw.normal("d"),
        U_neg=draw.normal("k", "d"),
        **more,
    )


def loss_of(v: Array, u_pos: Array, U_neg: Array) -> float:
    """The loss of a pair, for products that are not large."""
    return float(np.log1p(np.exp(-(u_pos @ v))) + np.log1p(np.exp(U_neg @ v)).sum())


@check(
    "negative_sampling_loss",
    points=4,
    kind="reference",
    hint="−log σ(s) for the context; −log σ(−s) for each of the drawn words; a sum, no mean.",
)
@given(one_pair(scale=5.0), examples=12)
def negative_sampling_loss_is_a_sum(
    student: Student, ref: Reference, v: Array, u_pos: Array, U_neg: Array
) -> None:
    """The loss, for one to six drawn words, with products of up to 30 or so."""
    got = unpack(student.negative_sampling_loss(v, u_pos, U_neg), "loss", "dv", "du_pos", "dU_neg")
    close(got[0], loss_of(v, u_pos, U_neg), what="the loss")


@check(
    "negative_sampling_loss",
    points=5,
    kind="gradient",
    hint="v stands in all k + 1 products, and each of them has a part in dv.",
)
@given(one_pair(), examples=10)
def negative_sampling_loss_gradient_of_the_centre(
    student: Student, ref: Reference, v: Array, u_pos: Array, U_neg: Array
) -> None:
    """dv is the derivative of the loss in v."""
    wanted = ref.gradient(lambda v: loss_of(v, u_pos, U_neg), v=v)
    got = unpack(student.negative_sampling_loss(v, u_pos, U_neg), "loss", "dv", "du_pos", "dU_neg")
    gradients_agree(wanted, v=got[1])


@check(
    "negative_sampling_loss",
    points=5,
    kind="gradient",
    hint="u_pos stands in one product only, and so does each drawn word. The slope of u·v in u "
    "is v.",
)
@given(one_pair(), examples=10)
def negative_sampling_loss_gradient_of_the_others(
    student: Student, ref: Reference, v: Array, u_pos: Array, U_neg: Array
) -> None:
    """du_pos and dU_neg are the derivatives of the loss in u_pos and U_neg."""
    wanted = ref.gradient(lambda u_pos, U_neg: loss_of(v, u_pos, U_neg), u_pos=u_pos, U_neg=U_neg)
    got = unpack(student.negative_sampling_loss(v, u_pos, U_neg), "loss", "dv", "du_pos", "dU_neg")
    gradients_agree(wanted, u_pos=got[2], U_neg=got[3])


@check(
    "negative_sampling_loss",
    points=2,
    kind="stability",
    hint="−log σ(s) = log(1 + e^(−s)), which is −s where s is far below 0: np.logaddexp knows. "
    "And e to a large number is to be asked of nobody.",
)
@given(one_pair(size=draw.uniform(low=200.0, high=900.0)), examples=6)
def negative_sampling_loss_of_large_products(
    student: Student, ref: Reference, v: Array, u_pos: Array, U_neg: Array, size: float
) -> None:
    """Products up to ±900, of either sign: no warning, and the values are right."""
    v = size / float(v @ v) * v
    for sign in (1.0, -1.0):
        # Products of exactly ±size with u_pos, and of something else with the others.
        u = sign * v * size / float(v @ v)
        got = quiet(student.negative_sampling_loss, v, u, np.vstack([U_neg, -u, u]))
        loss_agrees(got, *ref.negative_sampling_loss(v, u, np.vstack([U_neg, -u, u])))


@check(
    "negative_sampling_loss",
    points=2,
    kind="purity",
    hint="Make new arrays: the vectors are rows of the tables.",
)
@given(one_pair(), examples=4)
def negative_sampling_loss_leaves_its_arguments(
    student: Student, ref: Reference, v: Array, u_pos: Array, U_neg: Array
) -> None:
    """v, u_pos and U_neg are not changed; what comes back is new each time, and right."""
    unchanged(student.negative_sampling_loss, v, u_pos, U_neg)
    fresh(student.negative_sampling_loss, v, u_pos, U_neg)
    got = student.negative_sampling_loss(v, u_pos, U_neg)
    loss_agrees(got, *ref.negative_sampling_loss(v, u_pos, U_neg))


# skipgram_epoch


def epoch_agrees(got: Any, E: Array, U: Array, loss: float, words: str = "") -> None:
    """(E_new, U_new, mean_loss) are these, the tables in float64."""
    E_new, U_new, mean_loss = unpack(got, "E_new", "U_new", "mean_loss")
    for name, found, want in (("E_new", E_new, E), ("U_new", U_new, U)):
        close(found, want, what=f"{name}{words}")
        double_precision(found, f"{name}{words}")
    close(mean_loss, loss, what=f"the mean loss{words}")


def tables_of(got: Any, shape: tuple[int, ...]) -> tuple[Array, Array, Any]:
    """E_new and U_new, finite and of that shape, and the mean loss."""
    E_new, U_new, mean_loss = unpack(got, "E_new", "U_new", "mean_loss")
    return numbers(E_new, shape, "E_new"), numbers(U_new, shape, "U_new"), mean_loss


@check(
    "skipgram_epoch",
    points=4,
    kind="example",
    public=True,
    hint="The handout has these three pairs, step by step. Word 2 is drawn twice each time, so it "
    "takes both steps. Each pair sees what the pairs before it have left.",
)
def skipgram_epoch_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three pairs, where word 2 alone is drawn; and no pairs at all."""
    three = np.log(3)
    E = np.array([[4.0, 0.0], [1.0, 2.0], [3.0, -1.0], [-2.0, -4.0], [0.0, 5.0]])
    U = np.array([[1.0, 1.0], [0.0, 14.0], [0.0, 1.0], [three, -three], [2.0, 0.0]])
    noise = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    E_want, U_want = E.copy(), U.copy()
    E_want[0], E_want[3] = [4.75 + three / 8, 2 - three / 8], [-1.5, -4.25]
    U_want[1], U_want[2], U_want[3] = [1.0, 14.0], [-3.5, 0.5], [0.5 + three, 0.375 - three]
    pairs = np.array([[0, 1], [3, 2], [0, 3]])
    got = student.skipgram_epoch(pairs, E, U, noise, 2, 0.5, 7)
    epoch_agrees(got, E_want, U_want, float(np.log(1024 / 3) / 3))
    none = np.zeros((0, 2), dtype=np.int64)
    got = quiet(student.skipgram_epoch, none, E, U, noise, 2, 0.5, 7)
    epoch_agrees(got, E, U, 0.0, " without pairs")
    fresh(student.skipgram_epoch, none, E, U, noise, 2, 0.5, 7)
    unchanged(student.skipgram_epoch, pairs, E, U, noise, 2, 0.5, 7)


def tables(*, pairs: tuple[int, int], **more: draw.Field) -> Any:
    """Two tables of vectors (V, d), and pairs of the V words."""

    def drawn_pairs(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Whole:
        found: Whole = rng.integers(sizes["V"], size=(sizes["n"], 2))
        return found

    return draw.drawn(
        sizes={"V": (1, 6), "d": (1, 5), "n": pairs, "k": (1, 4)},
        E=draw.normal("V", "d"),
        U=draw.normal("V", "d"),
        pairs=drawn_pairs,
        k=lambda _, sizes, __: sizes["k"],
        learning_rate=draw.uniform(low=0.1, high=0.6),
        seed=draw.integers(low=0, high=999),
        **more,
    )


@check(
    "skipgram_epoch",
    points=2,
    kind="reference",
    hint="Take the three derivatives first, and then the three steps. A word that was drawn k "
    "times takes k steps; if it is the context too, it takes that one as well.",
)
@given(tables(pairs=(1, 8), word=lambda rng, sizes, _: int(rng.integers(sizes["V"]))), examples=10)
def skipgram_epoch_of_certain_noise(
    student: Student,
    ref: Reference,
    pairs: Whole,
    E: Array,
    U: Array,
    k: int,
    learning_rate: float,
    seed: int,
    word: int,
) -> None:
    """E_new, U_new and the mean loss where one word has all of the noise."""
    noise = np.eye(len(E))[word]
    wanted = ref.skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed)
    epoch_agrees(student.skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed), *wanted)


def apart(**more: draw.Field) -> Any:
    """Tables, and pairs whose centres are n different words with vectors at right angles."""

    def centres(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        n = sizes["n"]
        found: Array = rng.normal(size=(sizes["V"], n))
        axes = np.linalg.qr(rng.normal(size=(n, n)))[0]
        found[fields["pairs"][:, 0]] = rng.uniform(0.8, 1.6, size=(n, 1)) * axes
        return found

    def of_different_centres(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Whole:
        order = rng.permutation(sizes["V"])[: sizes["n"]]
        return np.stack([order, rng.integers(sizes["V"], size=sizes["n"])], axis=1)

    def shares(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        found: Array = rng.uniform(0.2, 1.0, size=sizes["V"])
        found[rng.integers(sizes["V"])] = 0.0
        return found / found.sum()

    return draw.drawn(
        sizes={"V": (5, 8), "n": (2, 5), "k": (2, 6)},
        pairs=of_different_centres,
        E=centres,
        U=draw.normal("V", "n"),
        noise=shares,
        k=lambda _, sizes, __: sizes["k"],
        learning_rate=draw.uniform(low=0.1, high=0.6),
        seed=draw.integers(low=0, high=999),
        **more,
    )


@check(
    "skipgram_epoch",
    points=2,
    kind="property",
    hint="The drawn words of a pair are different words, and each row of dU_neg belongs to its "
    "own. One draw is for all three derivatives and for the loss.",
)
@given(apart(), examples=6)
def skipgram_epoch_of_different_words(
    student: Student,
    ref: Reference,
    pairs: Whole,
    E: Array,
    U: Array,
    noise: Array,
    k: int,
    learning_rate: float,
    seed: int,
) -> None:
    """E_new, U_new and the mean loss are right for the drawn words, which U_new tells.

    The centres are at right angles: along one of them U moves for its own pair only.
    """
    got = student.skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed)
    _, U_new, _ = tables_of(got, E.shape)
    E_want, U_want, losses = E.copy(), U.copy(), []
    for centre, context in pairs:
        v = E[centre]
        products = U @ v
        moved = (U - U_new) @ v / (learning_rate * float(v @ v))
        moved[context] += 1 / (1 + np.exp(products[context]))
        times = moved * (1 + np.exp(-products))
        found = np.rint(times).astype(np.int64)
        law = "U of a drawn word must step by learning_rate σ(u·v) v for each time it was drawn"
        whole = bool((np.abs(times - found) < 1e-6).all() and (found >= 0).all())
        require(whole and int(found.sum()) == k, law, got=got, want=f"{k} steps for each pair")
        drawn = np.repeat(np.arange(len(U)), found)
        loss, dv, du_pos, dU_neg = ref.negative_sampling_loss(v, U_want[context], U_want[drawn])
        E_want[centre] -= learning_rate * dv
        U_want[context] -= learning_rate * du_pos
        np.subtract.at(U_want, drawn, learning_rate * dU_neg)
        losses.append(loss)
    epoch_agrees(got, E_want, U_want, float(np.mean(losses)), ", by the words that were drawn")


# The training: over 150 seeds of the noise the share came to 0.97 or more, and the loss of the
# third epoch to 0.62 of that of vectors that know nothing, or less. Untrained vectors have a share
# of 0.27 by chance.
HEARD, DRAWN, EPOCHS, RATE, TAUGHT = 300, 4, 3, 0.15, 11
LEAST_OWN, MOST_LOSS = 0.8, 0.75


@check(
    "skipgram_epoch",
    points=2,
    kind="training",
    public=True,
    hint="Does each pair bring its own two vectors together, and the centre away from the drawn "
    "words? The next epoch must start from the tables that the last one gave.",
)
def skipgram_epoch_learns_topics(student: Student, ref: Reference) -> None:
    """After three epochs of 300 pairs 80 % of the nearest words are of the own topic.

    The mean loss of the third is below three quarters of (1 + k) ln 2.
    """
    pairs = talk(HEARD, 2, TAUGHT)
    chance = np.random.default_rng(TAUGHT)
    E, U = 0.3 * chance.normal(size=(WORDS, 6)), 0.3 * chance.normal(size=(WORDS, 6))
    noise, mean_loss = np.full(WORDS, 1 / WORDS), None
    for epoch in range(EPOCHS):
        got = student.skipgram_epoch(pairs, E, U, noise, DRAWN, RATE, epoch)
        E, U, mean_loss = tables_of(got, E.shape)
    share = of_own_topic(E)
    law = "of the three nearest words by cosine at least 80 % must be of the own topic"
    require(share >= LEAST_OWN, law, got=share, want=f"{LEAST_OWN:g} or more")
    most = MOST_LOSS * (1 + DRAWN) * np.log(2)
    law = f"the mean loss of epoch {EPOCHS} must be below {most:.3g}"
    require(scalar(mean_loss, "the mean loss") < most, law, got=mean_loss)


# So small that a product is still 0, to nine digits, when its centre comes again.
TINY = 1e-9


def how_often(student: Student, pairs: Whole, words: int, noise: Array, k: int, seed: int) -> Whole:
    """How often each of the words was drawn for each of the centres: (words, centres).

    The centres' vectors are at right angles to each other, and U begins with zeros. So all
    products are 0, and for a pair, U of a drawn word gets −rate/2 along the centre's vector each
    time, and U of the context gets +rate/2. The centres are in the order of their numbers.
    """
    centres, columns = np.unique(pairs[:, 0], return_inverse=True)
    E = np.zeros((words, len(centres)))
    E[centres, np.arange(len(centres))] = 1.0
    got = student.skipgram_epoch(pairs, E, np.zeros(E.shape), noise, k, TINY, seed)
    _, U_new, _ = tables_of(got, E.shape)
    times = -2 * U_new / TINY
    np.add.at(times, (pairs[:, 1], columns), 1.0)
    found: Whole = np.rint(times).astype(np.int64)
    law = "U of a word must take one step for each time that it was drawn, and of the context one"
    whole = bool((np.abs(times - found) < 1e-4).all() and (found >= 0).all())
    require(whole, law, got=got, want="steps of learning_rate/2")
    law = f"for each pair exactly {k} words must be drawn"
    require((found.sum(axis=0) == k * np.bincount(columns)).all(), law, got=got, want=f"{k} words")
    never = found[noise == 0].sum()
    require(never == 0, "a word without noise must never be drawn", got=int(never), want=0)
    return found


def uneven(rng: Generator, _: draw.Sizes, __: draw.Fields) -> Array:
    """The noise of eight words: one has much of it, three nothing."""
    found: Array = rng.permutation(np.array([0.6, 0.15, 0.1, 0.1, 0.05, 0.0, 0.0, 0.0]))
    return found


# Of so many words drawn, those of a chance of 0.6 are 1321 to 1556: with its power ¾ it has 0.5.
MANY = 1200


def noise_kept(student: Student, noise: Array, seed: int) -> None:
    """Of many words drawn each has its share of the noise, in which three words have none."""
    # Context and centres have no noise: whoever draws again until they are missing comes to an end.
    context, one, other = np.flatnonzero(noise == 0)
    pairs = np.array([[one, context], [other, context]])
    found = how_often(student, pairs, len(noise), noise, MANY, seed)
    for word in np.flatnonzero(noise):
        count, of = int(found[word].sum()), 2 * MANY
        as_often(count, of, float(noise[word]), "drawn words", f"be word {word}")


def drawn_independently(student: Student, seed: int) -> None:
    """One word comes twice, or is the context, or comes again, as often as by chance."""
    order = np.random.default_rng(seed).permutation(PAIRS)
    pairs = np.stack([order, np.zeros(PAIRS, dtype=np.int64)], axis=1)
    noise = np.concatenate([NOISE, np.zeros(PAIRS - len(NOISE))])
    found = how_often(student, pairs, PAIRS, noise, 2, seed)[:, order]
    as_often(int((found.max(axis=0) == 2).sum()), PAIRS, BOTH, "pairs", "draw one word twice")
    as_often(int((found[0] > 0).sum()), PAIRS, HIT, "pairs", "draw the context")
    same = int((found[:, ::2] == found[:, 1::2]).all(axis=0).sum())
    as_often(same, PAIRS // 2, AGAIN, "pairs", "draw the same words as the pair before")
    # The centre is the first word, and the context the last, which has no noise.
    alike = np.tile([0, PAIRS - 1], (PAIRS, 1))
    found = how_often(student, alike, PAIRS, noise, 2, seed)
    for word, chance in enumerate(NOISE):
        must = f"be word {word}, for pairs of the centre 0"
        as_often(int(found[word, 0]), 2 * PAIRS, float(chance), "drawn words", must)


def seed_followed(student: Student, seed: int) -> None:
    """The same seed draws the same words, another seed others."""
    pairs, noise = np.array([[8, 6], [7, 6], [9, 6]]), np.repeat([1 / 6, 0.0], [6, 4])
    first, again = (how_often(student, pairs, 10, noise, 40, seed) for _ in range(2))
    require(bool((first == again).all()), "the same seed must draw the same words", got=again)
    other = how_often(student, pairs, 10, noise, 40, seed + 1)
    require(bool((first != other).any()), "another seed must draw other words", got=other)


@check(
    "skipgram_epoch",
    points=1,
    kind="statistical",
    public=True,
    hint="Make one generator from the seed, before the loop. Each pair draws k words of its own "
    "from noise, with replacement: the context and the centre may be among them, and stay.",
)
@given(draw.drawn(noise=uneven, seed=draw.integers(low=0, high=9999)), examples=1)
def skipgram_epoch_draws_by_chance(
    student: Student, ref: Reference, noise: Array, seed: int
) -> None:
    """Each word is drawn as often as noise says, also twice and as the context; the seed decides.

    U tells which words were drawn: where it begins with zeros, each of them takes a step of half
    of the rate along the centre's vector.
    """
    noise_kept(student, noise, seed)
    drawn_independently(student, seed)
    seed_followed(student, seed)
    # Words with vectors of their own: U of each steps by rate·σ(u·v)·v for each time it was drawn.
    E, U = np.array([[0.8, -0.6]]), np.array([[1.0, 2.0], [0.5, -1], [-2, 0.3], [1.5, 1], [0, -2]])
    E = np.vstack([E, np.ones((4, 2))])
    got = student.skipgram_epoch(np.array([[0, 4]]), E, U, np.full(5, 0.2), 7, 0.5, seed)
    _, U_new, _ = tables_of(got, U.shape)
    v, slopes = E[0], 1 / (1 + np.exp(-U @ E[0]))
    moved = (U - U_new) @ v / 0.5
    moved[4] += 1 - slopes[4]
    times = moved / slopes
    whole = bool((np.abs(times - np.rint(times)) < 1e-6).all())
    law = "U of a drawn word must step by learning_rate σ(u·v) v for each time it was drawn"
    require(whole and round(float(times.sum())) == 7, law, got=got, want="7 steps")


@check(
    "skipgram_epoch",
    points=2,
    kind="statistical",
    hint="noise holds the probabilities already: draw from it as it is.",
)
@given(draw.drawn(noise=uneven, seed=draw.integers(low=0, high=9999)), examples=3)
def skipgram_epoch_draws_from_the_noise(
    student: Student, ref: Reference, noise: Array, seed: int
) -> None:
    """Of 2400 words drawn for two pairs each has its share of the noise, up to chance."""
    noise_kept(student, noise, seed)


# Of 96 pairs with two drawn words each, from three words: both are the same with a chance of 0.38,
# one or both are the context, the first word, with a chance of 0.75, and two pairs have the same
# words with a chance of 0.2166. If one centre has all pairs, the words have their shares among its
# 192: whoever draws once for a centre has the third word 0, 96 or 192 times, and 5 to 83 are right.
PAIRS, NOISE = 96, np.array([0.5, 0.3, 0.2])
BOTH, HIT, AGAIN = 0.38, 0.75, 0.2166


@check(
    "skipgram_epoch",
    points=1,
    kind="statistical",
    hint="Each pair draws anew, with words of its own. One word may be drawn twice, and the "
    "context and the centre may be drawn too: nothing is drawn again for that.",
)
@given(seed=draw.integer(0, 9999), examples=2)
def skipgram_epoch_draws_independently(student: Student, ref: Reference, seed: int) -> None:
    """Of two words for each of 96 pairs both are alike, or the context, as often as by chance.

    And with one centre for all pairs: how often each of the words comes.
    """
    drawn_independently(student, seed)


@check(
    "skipgram_epoch",
    points=1,
    kind="property",
    hint="Make the generator in the function, once, from the seed that it was given.",
)
@given(seed=draw.integer(0, 9999), examples=3)
def skipgram_epoch_follows_its_seed(student: Student, ref: Reference, seed: int) -> None:
    """The same seed draws the same words, another seed others: 40 for each of three pairs."""
    seed_followed(student, seed)


@check(
    "skipgram_epoch",
    points=1,
    kind="purity",
    hint="Copy both tables first, and let the copies learn.",
)
@given(tables(pairs=(2, 5)), examples=5)
def skipgram_epoch_leaves_the_tables(
    student: Student,
    ref: Reference,
    pairs: Whole,
    E: Array,
    U: Array,
    k: int,
    learning_rate: float,
    seed: int,
) -> None:
    """pairs, E, U and noise are not changed; the new tables are new arrays, and right."""
    noise = np.eye(len(E))[0]
    unchanged(student.skipgram_epoch, pairs, E, U, noise, k, learning_rate, seed)
    fresh(student.skipgram_epoch, pairs, E, U, noise, k, learning_rate, seed)
    wanted = ref.skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed)
    epoch_agrees(student.skipgram_epoch(pairs, E, U, noise, k, learning_rate, seed), *wanted)


# cooccurrence_matrix


@check(
    "cooccurrence_matrix",
    points=3,
    kind="example",
    public=True,
    hint="In the handout's sentence tea and mug are neighbours twice, so X[0, 2] = X[2, 0] = 2. "
    "The two teas are two places apart: where the window reaches so far, ½ for X[0, 0], and ½ "
    "again for the way back.",
)
def cooccurrence_matrix_by_hand(student: Student, ref: Reference) -> None:
    """The handout's five words with windows of 1, 2 and 3; a sentence with repeated pairs."""
    want = np.zeros((5, 5))
    want[0, :4] = want[:4, 0] = [1.0, 1.0, 2.0, 1.0]
    want[1, 2] = want[2, 1] = want[2, 3] = want[3, 2] = 0.5
    close(student.cooccurrence_matrix(SENTENCE, 5), want, what="X")
    narrow = np.zeros((4, 4))
    narrow[0, 1:] = narrow[1:, 0] = [1.0, 2.0, 1.0]
    tokens = np.array(SENTENCE)
    close(student.cooccurrence_matrix(tokens, 4, 1), narrow, what="X with a window of 1")
    wide = want[:4, :4].copy()
    wide[1, 0] = wide[0, 1] = wide[0, 3] = wide[3, 0] = 1 + 1 / 3
    close(student.cooccurrence_matrix(tokens, 4, 3), wide, what="X with a window of 3")
    again = np.array([[0, 1, 0, 0.5], [1, 1, 0, 3], [0, 0, 0, 0], [0.5, 3, 0, 1]])
    got = student.cooccurrence_matrix([3, 1, 3, 1, 0], 4)
    close(got, again, what="X of the sentence 3 1 3 1 0")
    double_precision(got, "X of the sentence 3 1 3 1 0")
    for few in ([], [2]):
        got = student.cooccurrence_matrix(few, 3)
        close(got, np.zeros((3, 3)), what=f"X of the sentence {few}")
    unchanged(student.cooccurrence_matrix, tokens, 4, 3)


@check(
    "cooccurrence_matrix",
    points=4,
    kind="reference",
    hint="For every two places at a distance D of up to `window`: 1/D to both entries.",
)
@given(sentences(), examples=16)
def cooccurrence_matrix_weighs_by_distance(
    student: Student, ref: Reference, tokens: list[int], window: int, V: int
) -> None:
    """X of sentences of up to 12 words, for windows of 1 to 5; float64."""
    got = student.cooccurrence_matrix(tokens, V, window)
    close(got, ref.cooccurrence_matrix(tokens, V, window), what="X")
    double_precision(got, "X")
    got = student.cooccurrence_matrix(np.array(tokens, dtype=int), V + 2)
    close(got, ref.cooccurrence_matrix(tokens, V + 2), what="X with a window of 2")


@check(
    "cooccurrence_matrix",
    points=3,
    kind="property",
    hint="Near is near from both sides: X is symmetric, and a sentence read backwards has the "
    "same X. All of its entries together are 2/D for every two places that are near.",
)
@given(sentences(least=2), examples=8)
def cooccurrence_matrix_is_symmetric(
    student: Student, ref: Reference, tokens: list[int], window: int, V: int
) -> None:
    """X is symmetric, with the right sum, and the same for the sentence backwards."""
    got = student.cooccurrence_matrix(tokens, V, window)
    found = numbers(got, (V, V), "X")
    law = "X must be symmetric: entry [j, i] is entry [i, j]"
    require(bool(np.allclose(found, found.T, rtol=1e-6, atol=1e-8)), law, got=found)
    count = len(tokens)
    total = sum(2 * (count - D) / D for D in range(1, window + 1) if count > D)
    close(found.sum(), total, what="the sum of X")
    want = ref.cooccurrence_matrix(tokens, V, window)
    close(found, want, what="X")
    close(student.cooccurrence_matrix(tokens[::-1], V, window), want, what="X, read backwards")
    unchanged(student.cooccurrence_matrix, tokens, V, window)
    fresh(student.cooccurrence_matrix, tokens, V, window)


# glove_cost_and_grads


def glove_agrees(got: Any, cost: float, grads: dict[str, Array], words: str = "") -> None:
    """(cost, grads) are these."""
    found, derivatives = unpack(got, "cost", "grads")
    close(found, cost, what=f"the cost{words}")
    grads_agree(derivatives, grads, words)


@check(
    "glove_cost_and_grads",
    points=4,
    kind="example",
    public=True,
    hint="The handout's three words have six errors, in units of ln 2: 0, 5, −4, −2, 1 and −1, of "
    "weights ½, ¼, 1, 1, ¼ and ½. What never came together is not in the sum, and b belongs to the "
    "rows, c to the columns.",
)
def glove_cost_and_grads_by_hand(student: Student, ref: Reference) -> None:
    """The handout's three words, in two numbers each: the cost is 27 (ln 2)².

    And one count of 2^−30 alone, which has a weight of 1 and the logarithm −30 ln 2.
    """
    two = np.log(2)
    X = np.array([[0.0, 4.0, 1.0], [64.0, 0.0, 16.0], [1.0, 4.0, 0.0]])
    W = two * np.array([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    U = np.array([[1.0, 1.0], [0.0, 1.0], [2.0, 0.0]])
    b, c = two * np.array([1.0, 0.0, -1.0]), two * np.array([0.0, 1.0, 2.0])
    grads = {
        "dW": two * np.array([[5.0, 0.0], [-16.0, -8.0], [0.5, -0.5]]),
        "dU": two**2 * np.array([[0.5, -15.5], [-1.0, -1.0], [2.5, -8.0]]),
        "db": two * np.array([2.5, -12.0, -0.5]),
        "dc": two * np.array([-7.5, -1.0, -1.5]),
    }
    got = quiet(student.glove_cost_and_grads, X, W, U, b, c, 16.0, 0.5)
    glove_agrees(got, 27 * two**2, grads)
    rare, none = np.array([[2.0**-30, 0.0], [0.0, 0.0]]), np.zeros(2)
    got = student.glove_cost_and_grads(rare, np.zeros((2, 1)), np.zeros((2, 1)), none, none, 2**-30)
    close(unpack(got, "cost", "grads")[0], (30 * two) ** 2, what="the cost of one count of 2^−30")
    unchanged(student.glove_cost_and_grads, X, W, U, b, c, 16.0, 0.5)


def seen_words(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """X (V, V), not symmetric: a third of it 0, but not all; the rest from below 1 to beyond 100.

    And about a sixth is so near 0 that whatever is added to X shows in the logarithm.
    """
    shape = sizes["V"], sizes["V"]
    found: Array = np.exp(rng.uniform(np.log(0.2), np.log(200), size=shape))
    found[rng.random(shape) < 1 / 4] *= 10 ** rng.uniform(-9, -3)
    never = rng.random(shape) < 1 / 3
    never[rng.integers(len(never)), rng.integers(len(never))] = False
    found[never] = 0.0
    return found


def a_language(**more: draw.Field) -> Any:
    """Counts X, and all that GloVe learns."""
    return draw.drawn(
        sizes={"V": (1, 6), "d": (1, 4)},
        X=seen_words,
        W=draw.normal("V", "d"),
        U=draw.normal("V", "d"),
        b=draw.normal("V"),
        c=draw.normal("V"),
        **more,
    )


def glove_cost(
    X: Array, W: Array, U: Array, b: Array, c: Array, x_max: float = 100.0, alpha: float = 0.75
) -> float:
    """The cost, entry by entry."""
    i, j = np.nonzero(X)
    error = (W[i] * U[j]).sum(axis=1) + b[i] + c[j] - np.log(X[i, j])
    weight = np.where(X[i, j] < x_max, (X[i, j] / x_max) ** alpha, 1.0)
    return float((weight * error**2).sum())


@check(
    "glove_cost_and_grads",
    points=3,
    kind="reference",
    hint="f grows up to 1 at x_max, and no further. The logarithm is that of X, below 0 where X "
    "is below 1, and nothing is added to X.",
)
@given(
    a_language(x_max=draw.uniform(low=0.5, high=60.0), alpha=draw.uniform(low=0.05, high=1.6)),
    examples=12,
)
def glove_cost_and_grads_cost(
    student: Student,
    ref: Reference,
    X: Array,
    W: Array,
    U: Array,
    b: Array,
    c: Array,
    x_max: float,
    alpha: float,
) -> None:
    """The cost, with x_max and alpha given, and with those that hold if nothing is said."""
    for more in ((x_max, alpha), ()):
        got = unpack(student.glove_cost_and_grads(X, W, U, b, c, *more), "cost", "grads")
        close(got[0], glove_cost(X, W, U, b, c, *more), what="the cost")


@check(
    "glove_cost_and_grads",
    points=5,
    kind="gradient",
    hint="An entry's square has the slope 2·f·error. Row i of W meets all of U's rows, and row j "
    "of U all of W's: which sum belongs to b, which to c?",
)
@given(
    a_language(x_max=draw.uniform(low=0.5, high=60.0), alpha=draw.uniform(low=0.05, high=1.6)),
    examples=12,
)
def glove_cost_and_grads_gradient(
    student: Student,
    ref: Reference,
    X: Array,
    W: Array,
    U: Array,
    b: Array,
    c: Array,
    x_max: float,
    alpha: float,
) -> None:
    """dW, dU, db and dc are the derivatives of the cost; float64."""
    at = {"W": W, "U": U, "b": b, "c": c}
    wanted = ref.gradient(lambda **one: glove_cost(X, **one, x_max=x_max, alpha=alpha), **at)
    _, grads = unpack(student.glove_cost_and_grads(X, W, U, b, c, x_max, alpha), "cost", "grads")
    found = {name: entries(grads, f"d{name}")[0] for name in at}
    gradients_agree(wanted, **found)
    for name, value in found.items():
        double_precision(value, f"d{name}")


# The training: over 50 seeds the cost came to 0.023 of what it was at first, or less, and all of
# the nearest words were of the own topic.
WRITTEN, STEPS, STEP, TOLD = 600, 40, 0.05, 5
LEAST_FIT = 0.1


@check(
    "glove_cost_and_grads",
    points=2,
    kind="training",
    public=True,
    hint="Does each step lower the cost? All four, W, U, b and c, go against their derivatives.",
)
def glove_cost_and_grads_learns_topics(student: Student, ref: Reference) -> None:
    """40 steps of descent: a tenth of the cost, and neighbours in W + U of the own topic."""
    pairs = np.eye(WORDS)[talk(WRITTEN, 2, TOLD)]
    X = pairs[:, 0].T @ pairs[:, 1]
    X = X + X.T
    chance = np.random.default_rng(TOLD)
    learnt = {name: 0.3 * chance.normal(size=(WORDS, 3)) for name in ("W", "U")}
    learnt |= {"b": np.zeros(WORDS), "c": np.zeros(WORDS)}
    costs = []
    for _ in range(STEPS):
        got = student.glove_cost_and_grads(X, *learnt.values(), 20.0)
        cost, grads = unpack(got, "cost", "grads")
        costs.append(scalar(cost, "the cost"))
        for name, value in learnt.items():
            (one,) = entries(grads, f"d{name}")
            learnt[name] = value - STEP * numbers(one, value.shape, f"d{name}")
    law = f"the cost after {STEPS} steps must be below a tenth of the first"
    fallen = costs[-1] < LEAST_FIT * costs[0]
    require(fallen, law, got=f"{costs[-1]:.4g} at the end, and {costs[0]:.4g} at first")
    share = of_own_topic(learnt["W"] + learnt["U"])
    law = "of the three nearest words by cosine at least 80 % must be of the own topic"
    require(share >= LEAST_OWN, law, got=share, want=f"{LEAST_OWN:g} or more")


@check(
    "glove_cost_and_grads",
    points=2,
    kind="stability",
    hint="What was never seen has no part in the cost nor in the derivatives, and the rest has all "
    "of its part. log 0 is −∞, and 0 times that is NaN: something harmless must stand there, in an "
    "array of your own.",
)
@given(a_language(), examples=5)
def glove_cost_and_grads_of_what_was_never_seen(
    student: Student, ref: Reference, X: Array, W: Array, U: Array, b: Array, c: Array
) -> None:
    """All is right where X has zeros, with no warning; X of zeros: cost 0, derivatives 0.

    The arguments stay; what comes back is new each time.
    """
    got = quiet(student.glove_cost_and_grads, X, W, U, b, c)
    glove_agrees(got, *ref.glove_cost_and_grads(X, W, U, b, c))
    got = quiet(student.glove_cost_and_grads, 0 * X, W, U, b, c)
    cost, grads = unpack(got, "cost", "grads")
    close(cost, 0.0, what="the cost of what was never seen")
    # Sums of nothing may be whole numbers: np.bincount makes such zeros.
    for name, value in (("dW", W), ("dU", U), ("db", b), ("dc", c)):
        close(entries(grads, name)[0], 0 * value, what=f"{name} of what was never seen")
    unchanged(student.glove_cost_and_grads, X, W, U, b, c)
    fresh(student.glove_cost_and_grads, X, W, U, b, c)
    fresh(student.glove_cost_and_grads, 0 * X, W, U, b, c)
