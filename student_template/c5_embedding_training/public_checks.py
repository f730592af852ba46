"""The public checks of Learning word vectors: skip-gram and GloVe; run them with `grade check`."""

import numpy as np
from grader.authoring import Array, Reference, Student, array, check, close, double_precision, draw, entries, equal, fresh, given, numbers, quiet, require, scalar, unchanged, unpack
from numpy.typing import NDArray
from typing import Any
from numpy.random import Generator


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


TOPICS: dict[str, tuple[str, ...]] = {
    "drinks": ("tea", "milk", "cocoa", "coffee"),
    "trees": ("ash", "birch", "elm", "oak"),
    "court": ("king", "queen", "duke", "prince"),
}


TOPIC_SIZE = 4


STRAY = 10


def talk(sentences: int, length: int, seed: int) -> NDArray[np.int64]:
    """So many sentences (sentences, length) of words of `TOPICS`, by their numbers.

    Each is about one topic, but for stray words.
    """
    chance = np.random.default_rng(seed)
    count = TOPIC_SIZE * len(TOPICS)
    topic = chance.integers(len(TOPICS), size=(sentences, 1))
    own = TOPIC_SIZE * topic + chance.integers(TOPIC_SIZE, size=(sentences, length))
    stray = chance.integers(count, size=(sentences, length))
    found: NDArray[np.int64] = np.where(
        chance.integers(STRAY, size=(sentences, length)) == 0, stray, own
    )
    return found


def of_own_topic(vectors: Array) -> float:
    """Of each word's three nearest words, by cosine, which share is of its own topic.

    vectors (V, d) has a row for each word of `TOPICS`.
    """
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    near = np.argsort(np.eye(len(units)) * 3 - units @ units.T, axis=1)[:, : TOPIC_SIZE - 1]
    topic = np.arange(len(units)) // TOPIC_SIZE
    return float(np.mean(topic[near] == topic[:, np.newaxis]))


Whole = NDArray[np.int64]


SENTENCE = [1, 0, 2, 0, 3]


WORDS = TOPIC_SIZE * len(TOPICS)


def grads_agree(got: Any, want: dict[str, Array], words: str = "") -> None:
    """A dict of derivatives holds these, in float64, and perhaps more."""
    for name, value in zip(want, entries(got, *want), strict=True):
        close(value, want[name], what=f"{name}{words}")
        double_precision(value, f"{name}{words}")


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


PAIRS, NOISE = 96, np.array([0.5, 0.3, 0.2])


BOTH, HIT, AGAIN = 0.38, 0.75, 0.2166


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
