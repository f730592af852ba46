"""The checks of "Word vectors: neighbours, analogies and bias".

Each states one law of the exercise that its name starts with. Where words are put in an order, the
inputs keep different cosines apart, or make them equal whichever way they are worked out, rounding
included: then the vectors are small whole numbers, and the one that they are compared with lies
along a single coordinate, with a power of 2 in it.
"""

from typing import Any

import numpy as np
from numpy.random import Generator

from common.words import (
    PEOPLE,
    PLACES,
    WORK,
    Embeddings,
    fitted,
    judged_sentences,
    made_of,
    opinions,
)
from grader.authoring import (
    Array,
    Reference,
    Student,
    check,
    close,
    double_precision,
    draw,
    equal,
    fresh,
    given,
    numbers,
    quiet,
    refuses_unknown,
    require,
    sequence,
    unchanged,
    unpack,
)

Pairs = list[tuple[str, str]]

WORDS = (
    *("ash", "birch", "Cedar", "elm", "fir", "hazel", "ivy", "Juniper"),
    *("larch", "maple", "oak", "pine", "Rowan", "willow", "yew"),
)
# Cosines that are nearer to each other than this, rounding may turn over.
NEAR = 1e-6
# So much nearer is a word than another that it is made from: 4 in the sixth decimal.
NEARER = 4e-6
# No vector but one of zeros is shorter than this, and none is longer than 1 over it.
SHORTEST = 1e-50
# What the transfer learns from. Over 100 seeds right vectors put 92.5 % of the sentences right or
# more, the first known word alone 70 % in the middle. With this seed it is 100 % and 55 %.
OPINIONS, LEARNT, ASKED, ENOUGH = 4000, 16, 40, 0.85
# With a noise of 0.05 the right word came first in all of 300 seeds, by 0.04 of cosine or more.
NOISE = 0.05


# The handout's words, in numbers


def drinks() -> Embeddings:
    """What stands beside tea, in three numbers a word."""
    return {
        "coffee": np.array([1.0, 2.0, 2.0]),
        "cocoa": np.array([4.0, 2.0, 4.0]),
        "tea": np.array([0.0, 0.0, 2.0]),
        "sand": np.array([6.0, -2.0, -3.0]),
        "milk": np.array([0.0, 3.0, 4.0]),
        "mug": np.array([3.0, 4.0, 0.0]),
        "chai": np.array([0.0, 0.0, 2.0]),
    }


def court() -> Embeddings:
    """People at court, a crown and an apple."""
    return {
        "man": np.array([2.0, -1.0, 0.0]),
        "woman": np.array([2.0, 1.0, 0.0]),
        "king": np.array([6.0, 0.0, 9.0]),
        "queen": np.array([2.0, 1.0, 2.0]),
        "duke": np.array([9.0, 2.0, 6.0]),
        "prince": np.array([2.0, -1.0, 2.0]),
        "crown": np.array([0.0, 0.0, 4.0]),
        "apple": np.array([-1.0, 2.0, -2.0]),
    }


# What the checks share: inputs, and laws used more than once


def same_words(got: Any, want: list[str], what: str = "the words") -> None:
    """These words, in this order."""
    equal(sequence(got, len(want), what), want, what)


def long_and_short(*dims: draw.Dim) -> draw.Field:
    """Vectors in full precision, each of a length of its own, between 1/4 and 6."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
        shape = [sizes[dim] if isinstance(dim, str) else dim for dim in dims]
        rows: Array = rng.normal(size=shape)
        lengths = np.exp(rng.uniform(np.log(0.25), np.log(6), size=[*shape[:-1], 1]))
        rows *= lengths / np.linalg.norm(rows, axis=-1, keepdims=True)
        return rows

    return field


def some_words(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Embeddings:
    """Words in any order, and their vectors, long ones and short ones."""
    names = rng.choice(WORDS, size=sizes["words"], replace=False)
    vectors = long_and_short("words", "d")(rng, sizes, fields)
    return {str(name): vector for name, vector in zip(names, vectors, strict=True)}


def one_of_them(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> str:
    """One of the words."""
    return str(rng.choice(list(fields["embeddings"])))


def three_of_them(rng: Generator, _: draw.Sizes, fields: draw.Fields) -> list[str]:
    """Three different words."""
    chosen = rng.choice(list(fields["embeddings"]), size=3, replace=False)
    return [str(word) for word in chosen]


def cosines(target: Array, embeddings: Embeddings, without: list[str]) -> Array:
    """The cosines of a vector with those of all words but some, in rising order."""
    rows = np.array([embeddings[word] for word in embeddings if word not in without])
    products = rows @ target / np.linalg.norm(rows, axis=1)
    return np.sort(products / np.linalg.norm(target))


def is_untied(target: Array, embeddings: Embeddings, *without: str) -> bool:
    """Neither are two of the other words' cosines nearly equal, nor is the target nearly 0."""
    if np.linalg.norm(target) < 1e-3:
        return False
    return bool(np.diff(cosines(target, embeddings, list(without))).min(initial=1.0) > NEAR)


def rotated(x: Array, e: Array) -> Array | None:
    """A vector as long as x whose cosine with e is larger by NEARER.

    None if x nearly has e's direction, or the opposite one: there cosines hardly change.
    """
    u = e / np.linalg.norm(e)
    length = np.linalg.norm(x)
    cosine = x @ u / length
    across = x / length - cosine * u
    if np.linalg.norm(across) < 0.3:
        return None
    cosine += NEARER
    turned: Array = cosine * u + np.sqrt(1 - cosine**2) * across / np.linalg.norm(across)
    return length * turned


def with_one_nearer(target: Array, embeddings: Embeddings, *without: str) -> Embeddings | None:
    """The words and zelkova, the last of the alphabet, which is a little nearer than one of them.

    That one is the nearest of all but those left out. None if others lie as near.
    """
    others = [word for word in embeddings if word not in without]
    nearest = max(
        others,
        key=lambda word: embeddings[word] @ target / np.linalg.norm(embeddings[word]),
    )
    nearer = rotated(embeddings[nearest], target)
    if nearer is None:
        return None
    more = {"zelkova": nearer} | embeddings
    return more if is_untied(target, more, *without) else None


def target_of(a: str, b: str, c: str, embeddings: Embeddings) -> Array:
    """e_b − e_a + e_c."""
    found: Array = embeddings[b] - embeddings[a] + embeddings[c]
    return found


def vocabularies(**more: draw.Field) -> Any:
    """Words, and one of them from which no two others are equally near."""
    return draw.drawn(
        sizes={"words": (4, 12), "d": (2, 6)}, embeddings=some_words, word=one_of_them, **more
    ).filter(lambda one: is_untied(one["embeddings"][one["word"]], one["embeddings"], one["word"]))


def questions(**more: draw.Field) -> Any:
    """Words, and three of them that ask for a fourth which nothing ties with."""
    return draw.drawn(
        sizes={"words": (5, 14), "d": (2, 6)}, embeddings=some_words, asked=three_of_them, **more
    ).filter(
        lambda one: is_untied(
            target_of(*one["asked"], one["embeddings"]), one["embeddings"], *one["asked"]
        )
    )


def mirrored(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Embeddings:
    """Words of which several have exactly the same cosine with the one that comes first.

    That one lies along the first axis, of three. All others are a few vectors with other signs on
    the other two axes, and longer or shorter by powers of 2; some lie along the axis too, either
    way, and one is zero. Most draws have more than 16 words: of fewer, equal ones stay in their
    order by NumPy's quick sort too.
    """
    names = rng.permutation([*WORDS, *(f"{word}wood" for word in WORDS)])[: sizes["words"]]
    axis = np.array([float(rng.choice([1.0, 2.0, 4.0])), 0.0, 0.0])
    kinds = np.array(
        [[1.0, 2.0, 2.0], [-2.0, 1.0, 3.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [-1.0, 0.0, 0.0]]
    )
    found = {str(names[0]): axis}
    for place, name in enumerate(names[1:]):
        signs = np.array([1.0, rng.choice([-1.0, 1.0]), rng.choice([-1.0, 1.0])])
        factor = float(rng.choice([0.5, 1.0, 2.0, 8.0]))
        found[str(name)] = 0.0 * axis if place == 6 else kinds[place % 5] * signs * factor
    return found


# cosine_similarity


@check(
    "cosine_similarity",
    points=4,
    kind="example",
    public=True,
    hint="Of u and v, u·v = 0·1 + 3·2 + 4·2 = 14, and the lengths are 5 and 3. Both divide, unless "
    "one of them is 0.",
)
def cosine_similarity_by_hand(student: Student, ref: Reference) -> None:
    """(0, 3, 4) and (1, 2, 2): 14/15, also when they are very short; with −2 times itself −1.

    At a right angle it is 0, and with a vector of zeros; (1, −1, 1, −1) is none of those.
    """
    u, v = np.array([0.0, 3.0, 4.0]), np.array([1.0, 2.0, 2.0])
    close(student.cosine_similarity(u, v), 14 / 15, what="the cosine of u and v")
    close(student.cosine_similarity(v, u), 14 / 15, what="the cosine of v and u")
    short = student.cosine_similarity(1e-10 * u, 1e-10 * v)
    close(short, 14 / 15, what="the cosine of 1e-10·u and 1e-10·v")
    close(student.cosine_similarity(u, -2 * u), -1.0, what="the cosine of u and −2u")
    across = student.cosine_similarity(u, np.array([7.0, -4.0, 3.0]))
    close(across, 0.0, what="the cosine at a right angle")
    # The lengths are 2 and 5, and the product is 1 − 2 + 2 − 4.
    cancelling = np.array([1.0, -1.0, 1.0, -1.0]), np.array([1.0, 2.0, 2.0, 4.0])
    close(student.cosine_similarity(*cancelling), -0.3, what="the cosine with (1, −1, 1, −1)")
    close(quiet(student.cosine_similarity, u, np.zeros(3)), 0.0, what="the cosine with zeros")
    both = quiet(student.cosine_similarity, np.zeros(3), np.zeros(3))
    close(both, 0.0, what="the cosine of zeros and zeros")
    unchanged(student.cosine_similarity, u, v)


@check(
    "cosine_similarity",
    points=5,
    kind="reference",
    hint="The sum of the products, over the product of two lengths: roots of sums of squares.",
)
@given(
    draw.drawn(
        sizes={"d": (1, 10)},
        u=draw.normal("d", scale=20.0),
        v=draw.normal("d", scale=3.0),
    ),
    examples=15,
)
def cosine_similarity_of_two_vectors(student: Student, ref: Reference, u: Array, v: Array) -> None:
    """Σ u·v / (√Σu² · √Σv²), between −1 and 1; u and v stay as they are."""
    wanted = float((u * v).sum() / np.sqrt((u * u).sum() * (v * v).sum()))
    close(student.cosine_similarity(u, v), wanted, what="the cosine")
    unchanged(student.cosine_similarity, u, v)


@check(
    "cosine_similarity",
    points=4,
    kind="property",
    hint="The angle between two arrows stays when one is made longer. When it is turned round?",
)
@given(
    draw.drawn(
        sizes={"d": (2, 8)},
        u=long_and_short("d"),
        v=long_and_short("d"),
        factor=draw.uniform(low=2.0, high=900.0),
    ),
    examples=12,
)
def cosine_similarity_knows_the_angle_alone(
    student: Student, ref: Reference, u: Array, v: Array, factor: float
) -> None:
    """The same for v and u and for longer vectors; the opposite for −u; 1 of u with itself.

    At a right angle 0, to eight decimals.
    """
    wanted = ref.cosine_similarity(u, v)
    close(student.cosine_similarity(v, u), wanted, what="the cosine of v and u")
    close(
        student.cosine_similarity(factor * u, v), wanted, what=f"the cosine of {factor:.3g}u and v"
    )
    close(
        student.cosine_similarity(u, v / factor), wanted, what=f"the cosine of u and v/{factor:.3g}"
    )
    close(student.cosine_similarity(-u, v), -wanted, what="the cosine of −u and v")
    close(student.cosine_similarity(u, factor * u), 1.0, what="the cosine of u with itself, longer")
    # In float32 it is off by some 1e-8.
    across = v - (v @ u) / (u @ u) * u
    close(student.cosine_similarity(u, across), 0.0, what="the cosine at a right angle")


@check(
    "cosine_similarity",
    points=3,
    kind="stability",
    hint="0/0 is NaN: ask whether a length is 0 before you divide. A length of 10⁻¹⁰ is not, "
    "and neither is that of numbers whose sum is 0.",
)
@given(
    draw.drawn(sizes={"d": (2, 8)}, u=long_and_short("d"), v=long_and_short("d")),
    examples=6,
)
def cosine_similarity_of_nothing_and_of_little(
    student: Student, ref: Reference, u: Array, v: Array
) -> None:
    """A vector of zeros has cosine 0, without a warning; a very short one that of a long one.

    So has one whose numbers cancel.
    """
    nothing = np.zeros(len(u))
    for pair in ((nothing, v), (u, nothing), (nothing, nothing)):
        close(quiet(student.cosine_similarity, *pair), 0.0, what="the cosine with zeros")
    wanted = ref.cosine_similarity(u, v)
    little = SHORTEST / np.linalg.norm(u) * u
    close(student.cosine_similarity(little, v), wanted, what="the cosine of a short u")
    short = SHORTEST / np.linalg.norm(v) * v
    close(student.cosine_similarity(little, short), wanted, what="the cosine of two short ones")
    cancelling = np.zeros(len(u))
    cancelling[0], cancelling[-1] = 3.0, -3.0
    for pair in ((cancelling, v), (v, cancelling)):
        wanted = ref.cosine_similarity(*pair)
        close(student.cosine_similarity(*pair), wanted, what="the cosine with numbers that cancel")


# nearest_neighbours


@check(
    "nearest_neighbours",
    points=3,
    kind="example",
    public=True,
    hint="At first the cosines with tea are chai 1, milk 0.8, cocoa and coffee 2/3, mug 0 and sand "
    "−3/7. Angles count and not lengths, and names as they stand; of equal cosines the first in "
    "the alphabet comes first.",
)
def nearest_neighbours_by_hand(student: Student, ref: Reference) -> None:
    """The neighbours of tea, by hand; an unknown word is refused.

    Tea is another word than tea.
    """
    embeddings = drinks()
    order = ["chai", "milk", "cocoa", "coffee", "mug", "sand"]
    same_words(student.nearest_neighbours("tea", embeddings), order[:3], "three words")
    same_words(student.nearest_neighbours("tea", embeddings, 5), order[:5], "five words")
    same_words(student.nearest_neighbours("tea", embeddings, 9), order, "all other words")
    # 4.0001/√25.0008 is larger than 4/5, by seven millionths.
    soy = embeddings | {"soy": np.array([0.0, 3.0, 4.0001])}
    same_words(student.nearest_neighbours("tea", soy), ["chai", "soy", "milk"], "words with soy")
    air = {"air": np.zeros(3)} | embeddings
    got = student.nearest_neighbours("tea", air, 9)
    same_words(got, [*order[:4], "air", "mug", "sand"], "all other words, one of them of zeros")
    got = quiet(student.nearest_neighbours, "air", air, 4)
    same_words(got, ["chai", "cocoa", "coffee", "milk"], "four words for a vector of zeros")
    short = {word: 1e-10 * vector for word, vector in embeddings.items()}
    got = student.nearest_neighbours("tea", short, 2)
    same_words(got, ["chai", "milk"], "two words, where all vectors are very short")
    other = embeddings | {"milk": embeddings["sand"], "sand": embeddings["milk"]}
    got = student.nearest_neighbours("tea", other, 3)
    same_words(got, ["chai", "sand", "cocoa"], "three words, milk and sand exchanged")
    alone = student.nearest_neighbours("mug", {"mug": embeddings["mug"]}, 2)
    same_words(alone, [], "the words, where there is no other")
    capital = embeddings | {"Tea": np.array([0.0, 0.0, 8.0])}
    got = student.nearest_neighbours("tea", capital, 2)
    same_words(got, ["Tea", "chai"], "two words, with Tea in the dict")
    refuses_unknown(student.nearest_neighbours, "juice", embeddings, 2)
    refuses_unknown(student.nearest_neighbours, "TEA", capital, 2)
    unchanged(student.nearest_neighbours, "tea", embeddings)


@check(
    "nearest_neighbours",
    points=5,
    kind="reference",
    hint="Angle and not distance: how long a vector is says nothing here. The nearest comes first, "
    "be it by 0.000004 only. And who has no others has none that are near.",
)
@given(vocabularies(k=draw.integers(low=1, high=9)), examples=10)
def nearest_neighbours_in_order(
    student: Student, ref: Reference, embeddings: Embeddings, word: str, k: int
) -> None:
    """The k words of the largest cosine, that first; 3 if nothing is said; all, if there are few.

    None and one, if there are no more others; and the nearer first where it is nearer by little.
    """
    for count in ((k,), (), (len(embeddings) + 2,)):
        wanted = ref.nearest_neighbours(word, embeddings, *count)
        same_words(student.nearest_neighbours(word, embeddings, *count), wanted)
    few = {word: embeddings[word]}
    same_words(student.nearest_neighbours(word, few, k), [], "the words, where there is no other")
    other = next(one for one in embeddings if one != word)
    few[other] = embeddings[other]
    got = student.nearest_neighbours(word, few, k)
    same_words(got, [other], "the words, where there is one other")
    more = with_one_nearer(embeddings[word], embeddings, word)
    if more is not None:
        wanted = ref.nearest_neighbours(word, more, 2)
        same_words(student.nearest_neighbours(word, more, 2), wanted, "two words, nearly as near")
    unchanged(student.nearest_neighbours, word, embeddings, k)


@check(
    "nearest_neighbours",
    points=3,
    kind="property",
    hint="Make a vector ten times as long, or very much shorter, or put the words into the dict in "
    "another order: who is nearest must stay so. With other vectors it need not.",
)
@given(vocabularies(order=lambda rng, sizes, _: rng.permutation(sizes["words"])), examples=8)
def nearest_neighbours_whatever_the_lengths(
    student: Student, ref: Reference, embeddings: Embeddings, word: str, order: Array
) -> None:
    """Neighbours depend neither on the lengths of vectors nor on the order of the dict.

    Not so when the same words have other vectors.
    """
    names = list(embeddings)
    other = {names[place]: 10.0 ** (6 * place - 30) * embeddings[names[place]] for place in order}
    wanted = ref.nearest_neighbours(word, embeddings, 4)
    same_words(student.nearest_neighbours(word, other, 4), wanted)
    handed_on = {name: embeddings[names[place - 1]] for place, name in enumerate(names)}
    if is_untied(handed_on[word], handed_on, word):
        wanted = ref.nearest_neighbours(word, handed_on, 4)
        got = student.nearest_neighbours(word, handed_on, 4)
        same_words(got, wanted, "the words, each with the vector of another")


@check(
    "nearest_neighbours",
    points=3,
    kind="property",
    hint="Sort by two things: first by the cosine, falling, and where it is equal by the word, "
    "rising. And leave the word itself out by its name: others may have its direction too.",
)
@given(draw.drawn(sizes={"words": (9, 24)}, embeddings=mirrored), examples=7)
def nearest_neighbours_of_equal_cosine(
    student: Student, ref: Reference, embeddings: Embeddings
) -> None:
    """Equal cosines come by the alphabet; words of the same direction and of zeros count.

    So is the same word in capitals.
    """
    first = next(iter(embeddings))
    for count in (len(embeddings), 2, 3):
        wanted = ref.nearest_neighbours(first, embeddings, count)
        same_words(student.nearest_neighbours(first, embeddings, count), wanted)
    capitals = embeddings | {first.upper(): 2 * embeddings[first]}
    wanted = ref.nearest_neighbours(first, capitals, 4)
    got = student.nearest_neighbours(first, capitals, 4)
    same_words(got, wanted, "the words, one of them the word itself in capitals")
    nothing = embeddings | {"nothing": np.zeros(3)}
    wanted = ref.nearest_neighbours("nothing", nothing, 4)
    got = quiet(student.nearest_neighbours, "nothing", nothing, 4)
    same_words(got, wanted, "the neighbours of a vector of zeros")


# complete_analogy


@check(
    "complete_analogy",
    points=4,
    kind="example",
    public=True,
    hint="At first woman − man + king = (6, 2, 9). Its cosine with king is the largest, but king "
    "is in the question; queen comes next. The largest cosine of all others counts, however small "
    "it is, and of equal ones the first in the alphabet.",
)
def complete_analogy_by_hand(student: Student, ref: Reference) -> None:
    """man is to woman as king is to queen, and four more questions by hand.

    A word without a vector is refused, whichever of the three it is.
    """
    embeddings = court()
    equal(student.complete_analogy("man", "woman", "king", embeddings), "queen", "the word")
    # (9, 2, 4): nearer than king are duke, queen and woman, who ask.
    got = student.complete_analogy("queen", "duke", "woman", embeddings)
    equal(got, "king", "the word for queen, duke, woman")
    # (0, 0, 4): prince and queen have the same cosine, 2/3.
    got = student.complete_analogy("king", "king", "crown", embeddings)
    equal(got, "prince", "the word for king, king, crown")
    # 2.0001 in place of 2 brings it nearer to the target than queen, by six millionths.
    nearly = embeddings | {"zarina": np.array([2.0, 1.0, 2.0001])}
    got = student.complete_analogy("man", "woman", "king", nearly)
    equal(got, "zarina", "the word, zarina lying nearly as near as queen")
    tower = {"tower": np.array([0.0, 0.0, 8.0]), "gate": np.array([0.0, 0.0, 4.0])} | embeddings
    got = quiet(student.complete_analogy, "tower", "gate", "crown", tower)
    equal(got, "apple", "the word, where the target is all zeros")
    few = court()
    for word in ("queen", "duke", "prince", "crown"):
        del few[word]
    got = student.complete_analogy("man", "woman", "king", few)
    equal(got, "apple", "the word, where apple is the only one left")
    opposite = {"crown": court()["crown"], "cellar": np.array([0.0, 0.0, -2.0])}
    got = student.complete_analogy("crown", "crown", "crown", opposite)
    equal(got, "cellar", "the word, where the only one left has the cosine −1")
    refuses_unknown(student.complete_analogy, "knight", "woman", "king", embeddings)
    refuses_unknown(student.complete_analogy, "man", "knight", "king", embeddings)
    named = embeddings | {"King": np.array([0.0, 0.0, 9.0])}
    refuses_unknown(student.complete_analogy, "man", "woman", "KING", named)
    unchanged(student.complete_analogy, "man", "woman", "king", embeddings)


@check(
    "complete_analogy",
    points=4,
    kind="reference",
    hint="Take a off, put c on, with the vectors as long as they are; then the largest cosine, be "
    "it the larger by 0.000004 only. Vectors that are all short have directions, too.",
)
@given(questions(), examples=12)
def complete_analogy_of_any_words(
    student: Student, ref: Reference, embeddings: Embeddings, asked: list[str]
) -> None:
    """The word of the largest cosine with e_b − e_a + e_c, as it stands in the dict.

    Also if all vectors are short, and if another word is nearly as near.
    """
    wanted = ref.complete_analogy(*asked, embeddings)
    equal(student.complete_analogy(*asked, embeddings), wanted, "the word")
    backwards = dict(reversed(embeddings.items()))
    equal(student.complete_analogy(*asked, backwards), wanted, "the word, the dict turned round")
    short = {word: 1e-40 * vector for word, vector in embeddings.items()}
    equal(student.complete_analogy(*asked, short), wanted, "the word, with all vectors short")
    more = with_one_nearer(target_of(*asked, embeddings), embeddings, *asked)
    if more is not None:
        got = student.complete_analogy(*asked, more)
        equal(got, "zelkova", "the word, another one lying nearly as near")
    unchanged(student.complete_analogy, *asked, embeddings)


@check(
    "complete_analogy",
    points=4,
    kind="property",
    hint="The nearest word is often one of the three that were asked with. None of them counts, "
    "even if all the others lie on the far side.",
)
@given(questions(), examples=12)
def complete_analogy_gives_a_fourth_word(
    student: Student, ref: Reference, embeddings: Embeddings, asked: list[str]
) -> None:
    """Where a, b or c would win, and where two of them are one word, another word comes."""
    a, b, c = asked
    e = embeddings[b]
    neighbours = ref.nearest_neighbours(b, embeddings, len(embeddings))
    wanted = next(word for word in neighbours if word != a)
    if is_untied(e, embeddings, a, b):
        for question in ((a, a, b), (a, b, a)):  # e_b − e_a + e_c is e_b
            equal(student.complete_analogy(*question, embeddings), wanted, "the word")
    # Of all words a, b and c alone have something of the target, 3·e.
    apart = {
        word: vector - 3 * abs(vector @ e) / (e @ e) * e for word, vector in embeddings.items()
    } | {a: e, b: 2 * e, c: 2 * e}
    if is_untied(e, apart, a, b, c):
        wanted = ref.complete_analogy(a, b, c, apart)
        got = student.complete_analogy(a, b, c, apart)
        equal(got, wanted, "the word, all others lying on the far side")


@check(
    "complete_analogy",
    points=3,
    kind="property",
    hint="Of words with one and the same cosine the first in the alphabet is wanted, wherever it "
    "stands in the dict.",
)
@given(draw.drawn(sizes={"words": (9, 24)}, embeddings=mirrored), examples=8)
def complete_analogy_of_equal_cosine(
    student: Student, ref: Reference, embeddings: Embeddings
) -> None:
    """Of equal cosines the first in the alphabet, and so where e_b − e_a + e_c is 0.

    And so where all have the cosine −1, and one of them is c in capitals; and where the best is 0,
    that of vectors of zeros.
    """
    first, other = list(embeddings)[:2]
    asked = first, first, first
    wanted = ref.complete_analogy(*asked, embeddings)
    equal(student.complete_analogy(*asked, embeddings), wanted, "the word")
    e = embeddings[first]
    # The first of the alphabet is b.
    twice = embeddings | {other: 2 * e, "Alder": 1 * e}
    wanted = ref.complete_analogy(other, "Alder", first, twice)
    got = quiet(student.complete_analogy, other, "Alder", first, twice)
    equal(got, wanted, "the word, where e_b − e_a + e_c is 0")
    opposite = {first: e, first.upper(): -2 * e, f"{first}s": -0.5 * e}
    got = student.complete_analogy(*asked, opposite)
    equal(got, first.upper(), "the word, where all others have the cosine −1")
    nothing = opposite | {"void": np.zeros(3), "nil": np.zeros(3)}
    got = quiet(student.complete_analogy, *asked, nothing)
    equal(got, "nil", "the word, where all others have the cosine −1 or no direction")


@check(
    "complete_analogy",
    points=3,
    kind="property",
    hint="In these vectors woman − man is nearly queen − king, and Paris − France is Rome − Italy: "
    "go from a to b, and the same way from c.",
)
@given(
    seed=draw.integer(0, 2**16),
    pairs=draw.options(
        (("man", "woman"), ("king", "queen")),
        (("France", "Paris"), ("Italy", "Rome")),
        (("boy", "girl"), ("uncle", "aunt")),
        (("Japan", "Tokyo"), ("France", "Paris")),
    ),
    examples=4,
)
def complete_analogy_in_all_directions(
    student: Student, ref: Reference, seed: int, pairs: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    """In a small language of 20 words man : woman = king : queen comes out, however it is asked."""
    language = made_of(PEOPLE | WORK | PLACES, seed, noise=NOISE)
    (a, b), (c, d) = pairs
    for question, answer in (((a, b, c), d), ((b, a, d), c), ((c, d, a), b), ((a, c, b), d)):
        equal(student.complete_analogy(*question, language), answer, "the word")


# bias_axis


@check(
    "bias_axis",
    points=3,
    kind="example",
    public=True,
    hint="man − woman = (0, −2, 0), king − queen = (4, −1, 7): the mean of both, number by number. "
    "Of three pairs each has a third of the say.",
)
def bias_axis_by_hand(student: Student, ref: Reference) -> None:
    """man and woman, king and queen: (2, −1.5, 3.5); of the one pair duke, prince (7, 3, 4)."""
    embeddings = court()
    pairs = [("man", "woman"), ("king", "queen")]
    close(student.bias_axis(pairs, embeddings), np.array([2.0, -1.5, 3.5]), what="the axis")
    single = student.bias_axis([("duke", "prince")], embeddings)
    close(single, np.array([7.0, 3.0, 4.0]), what="the axis of one pair")
    again = student.bias_axis([*pairs, ("man", "woman")], embeddings)
    close(again, np.array([4.0, -5.0, 7.0]) / 3, what="the axis with the first pair twice")
    alike = student.bias_axis(
        [*pairs, ("crown", "crest")], embeddings | {"crest": np.array([0.0, 0.0, 4.0])}
    )
    close(alike, np.array([4.0, -3.0, 7.0]) / 3, what="the axis with a pair of equal vectors")
    unchanged(student.bias_axis, pairs, embeddings)


def some_pairs(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Pairs:
    """Pairs of different words; a word may be in several."""
    names = list(fields["embeddings"])
    chosen = [rng.choice(len(names), size=2, replace=False) for _ in range(sizes["pairs"])]
    return [(names[int(p)], names[int(q)]) for p, q in chosen]


def paired(least: int, **more: draw.Field) -> Any:
    """Words, and at least so many pairs of them."""
    return draw.drawn(
        sizes={"words": (4, 9), "d": (1, 6), "pairs": (least, 7)},
        embeddings=some_words,
        pairs=some_pairs,
        **more,
    )


@check(
    "bias_axis",
    points=3,
    kind="reference",
    hint="For each pair the first minus the second; then the mean over the pairs, in which all "
    "have the same say, and not over the d numbers of a vector.",
)
@given(paired(1), examples=10)
def bias_axis_is_a_mean(
    student: Student, ref: Reference, embeddings: Embeddings, pairs: Pairs
) -> None:
    """The mean of e_p − e_q over the pairs, in float64, as a new array; the arguments stay."""
    wanted = sum(embeddings[p] - embeddings[q] for p, q in pairs) / len(pairs)
    got = student.bias_axis(pairs, embeddings)
    close(got, wanted, what="the axis")
    double_precision(got, "the axis")
    fresh(student.bias_axis, pairs, embeddings)
    unchanged(student.bias_axis, pairs, embeddings)


@check(
    "bias_axis",
    points=2,
    kind="property",
    hint="Only differences count, each pair's as much as any other's, whichever comes last. And "
    "twice as long vectors have an axis that is twice as long.",
)
@given(paired(2, shift=draw.normal("d", scale=5.0)), examples=6)
def bias_axis_sees_differences(
    student: Student, ref: Reference, embeddings: Embeddings, pairs: Pairs, shift: Array
) -> None:
    """Pairs turned round give the other sign; a vector added to all words changes nothing.

    A pair of two equal vectors counts; with one that makes up for all others the mean is 0.
    """
    wanted = ref.bias_axis(pairs, embeddings)
    turned = student.bias_axis([(q, p) for p, q in pairs], embeddings)
    close(turned, -wanted, what="the axis of the pairs turned round")
    moved = {word: vector + shift for word, vector in embeddings.items()}
    close(student.bias_axis(pairs, moved), wanted, what="the axis of shifted vectors")
    longer = {word: 3 * vector for word, vector in embeddings.items()}
    close(student.bias_axis(pairs, longer), 3 * wanted, what="the axis of longer vectors")
    word = pairs[0][0]
    got = student.bias_axis(
        [*pairs, (word, "twin")], embeddings | {"twin": embeddings[word].copy()}
    )
    shorter = len(pairs) / (len(pairs) + 1) * wanted
    close(got, shorter, what="the axis with a pair of equal vectors")
    # Rounded to float32, the differences do not add up to 0.
    far = embeddings[word] + len(pairs) * wanted
    got = student.bias_axis([*pairs, (word, "far")], embeddings | {"far": far})
    close(got, 0 * wanted, what="the axis with a pair that makes up for the others")


# neutralize


@check(
    "neutralize",
    points=4,
    kind="example",
    public=True,
    hint="At first e·g = 10 and g·g = 5, so the part along g is 10/5·g = (2, 0, 4). What is left "
    "of e? With a longer or shorter g it is the same part.",
)
def neutralize_by_hand(student: Student, ref: Reference) -> None:
    """e = (4, 7, 3), g = (1, 0, 2): (2, 7, −1); of (−6, 1, 3), at a right angle, comes a copy."""
    e, g = np.array([4.0, 7.0, 3.0]), np.array([1.0, 0.0, 2.0])
    found = student.neutralize(e, g)
    close(found, np.array([2.0, 7.0, -1.0]))
    double_precision(found, "The result")
    for scale in (1e-30, -1e30):
        got = student.neutralize(e, scale * g)
        close(got, np.array([2.0, 7.0, -1.0]), what=f"The result for {scale:g}·g in place of g")
    across = np.array([-6.0, 1.0, 3.0])
    close(student.neutralize(across, g), across, what="The result for e at a right angle to g")
    fresh(student.neutralize, across, g)
    unchanged(student.neutralize, e, g)


def vectors(*names: str, **more: draw.Field) -> Any:
    """Vectors (d,), long ones and short ones."""
    fields: dict[str, draw.Field] = {name: long_and_short("d") for name in names}
    return draw.drawn(sizes={"d": (1, 8)}, **fields, **more)


@check(
    "neutralize",
    points=4,
    kind="property",
    hint="What is left has no part along g: its product with g is 0. If a part is left, look at "
    "what you divide by. g need not have length 1.",
)
@given(vectors("e", "g"), examples=12)
def neutralize_leaves_no_part_along_g(student: Student, ref: Reference, e: Array, g: Array) -> None:
    """The result is orthogonal to g, and e minus it parallel to g."""
    n = student.neutralize(e, g)
    found = numbers(n, e.shape, "The result")
    close(found @ g, 0.0, what="the product of the result with g")
    along = (e @ g) / (g @ g) * g
    close(e - found, along, what="What was taken off e")
    double_precision(n, "The result")
    close(student.neutralize(found, g), found, what="The result, neutralised again")


@check(
    "neutralize",
    points=4,
    kind="property",
    hint="g stands for a direction. With 2g in its place, or −g, or a g that is very short, must "
    "anything be different?",
)
@given(vectors("e", "g", factor=draw.uniform(low=2.0, high=300.0)), examples=8)
def neutralize_knows_a_direction_only(
    student: Student, ref: Reference, e: Array, g: Array, factor: float
) -> None:
    """The result does not depend on the length or sign of g; of 5e it is five times as much.

    Of a very short e as little.
    """
    wanted = ref.neutralize(e, g)
    for scale in (factor, 1 / factor, -factor, 1e-40, 1e40):
        got = student.neutralize(e, scale * g)
        close(got, wanted, what=f"The result for {scale:.3g}·g in place of g")
    close(student.neutralize(5 * e, g), 5 * wanted, what="The result for 5e")
    little = numbers(student.neutralize(1e-40 * e, g), e.shape, "The result for 10⁻⁴⁰·e")
    close(1e40 * little, wanted, what="10⁴⁰ times the result for 10⁻⁴⁰·e")
    close(student.neutralize(0 * e, g), 0 * wanted, what="The result for zeros")
    nothing = np.zeros(len(g))
    close(student.neutralize(factor * g, g), nothing, atol=1e-7, what="The result for e along g")


@check(
    "neutralize",
    points=2,
    kind="purity",
    hint="If the call changed its input, or hands it back: -=, for example, writes into the array "
    "that you were given, and the dictionary of words would change. Make a new one.",
)
@given(vectors("e", "g"), examples=5)
def neutralize_makes_a_new_vector(student: Student, ref: Reference, e: Array, g: Array) -> None:
    """e and g are not changed, the result is a new array, and right."""
    close(student.neutralize(e, g), ref.neutralize(e, g))
    unchanged(student.neutralize, e, g)
    fresh(student.neutralize, e, g)
    fresh(student.neutralize, np.zeros(len(e)), g)


# equalize


@check(
    "equalize",
    points=4,
    kind="example",
    public=True,
    hint="The handout's pair has the mean (0.64, 0.6, 0.32), without its part along g (0.64, 0.6, "
    "0), and √(1 − 0.7696) = 0.48. Its e2 has more of g: it gets the plus. Of equal parts the "
    "first word gets it.",
)
def equalize_by_hand(student: Student, ref: Reference) -> None:
    """The handout's pair, for g and −g and swapped; equal parts; equal and opposite words.

    Of equal parts along g the first word has the plus; two equal words across g stay, and others
    come apart.
    """
    e1, e2 = np.array([0.8, 0.6, 0.0]), np.array([0.48, 0.6, 0.64])
    g = np.array([0.0, 0.0, 2.0])
    low, high = np.array([0.64, 0.6, -0.48]), np.array([0.64, 0.6, 0.48])
    n1, n2 = unpack(student.equalize(e1, e2, g), "n1", "n2")
    close(n1, low, what="n1")
    close(n2, high, what="n2")
    n1, n2 = unpack(student.equalize(e2, e1, g), "n1", "n2")
    close(n1, high, what="n1 with e1 and e2 swapped")
    close(n2, low, what="n2 with e1 and e2 swapped")
    # Along −g the parts are 0 and −0.64, and the first is the larger.
    n1, n2 = unpack(student.equalize(e1, e2, -g), "n1", "n2")
    close(n1, low, what="n1 for −g")
    close(n2, high, what="n2 for −g")
    # Equal parts along g: the plus is the first one's.
    n1, n2 = unpack(student.equalize(e1, np.array([0.6, -0.8, 0.0]), g), "n1", "n2")
    close(n1, np.array([0.7, -0.1, np.sqrt(0.5)]), what="n1 of equal parts")
    close(n2, np.array([0.7, -0.1, -np.sqrt(0.5)]), what="n2 of equal parts")
    n1, n2 = unpack(student.equalize(high, high.copy(), g), "n1", "n2")
    close(n1, high, what="n1 of two equal words")
    close(n2, low, what="n2 of two equal words")
    # The squares of these five numbers add up to a little more than 1.
    e, axis = np.array([0.0, 8.0, 4.0, 4.0, 1.0]) / np.sqrt(97), np.array([2.0, 0.0, 0.0, 0.0, 0.0])
    n1, n2 = unpack(quiet(student.equalize, e, e.copy(), axis), "n1", "n2")
    close(n1, e, atol=1e-6, what="n1 of two equal words across g")
    close(n2, e, atol=1e-6, what="n2 of two equal words across g")
    fresh(student.equalize, e, e.copy(), axis)
    # Two opposite words have nothing in common.
    far = np.array([0.0, 0.6, -0.8])
    n1, n2 = unpack(quiet(student.equalize, far, -far, g), "n1", "n2")
    close(n1, np.array([0.0, 0.0, -1.0]), what="n1 of two opposite words")
    close(n2, np.array([0.0, 0.0, 1.0]), what="n2 of two opposite words")
    # The second has more of g, by four millionths.
    near = np.array([np.sqrt(1 - 0.800004**2), 0.0, 0.800004])
    n1, n2 = unpack(student.equalize(np.array([0.6, 0.0, 0.8]), near, g), "n1", "n2")
    close(n1, np.array([0.6, 0.0, -0.8]), atol=1e-5, what="n1 of words that are nearly equal")
    close(n2, np.array([0.6, 0.0, 0.8]), atol=1e-5, what="n2 of words that are nearly equal")
    unchanged(student.equalize, e1, e2, g)


def unit(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """A vector (d,) of length 1."""
    found: Array = rng.normal(size=sizes["d"])
    return found / np.linalg.norm(found)


def unit_pairs(**more: draw.Field) -> Any:
    """Two unit vectors and an axis: neither are their parts along it equal, nor r nearly 0."""
    return draw.drawn(sizes={"d": (1, 8)}, e1=unit, e2=unit, g=long_and_short("d"), **more).filter(
        lambda one: is_plain(one["e1"], one["e2"], one["g"])
    )


def is_plain(e1: Array, e2: Array, g: Array) -> bool:
    """Rounding decides neither the sign nor the root."""
    u = g / np.linalg.norm(g)
    mu = (e1 + e2) / 2
    nu = mu - (mu @ u) * u
    return bool(abs((e1 - e2) @ u) > 1e-3 and 1 - nu @ nu > 1e-3)


@check(
    "equalize",
    points=4,
    kind="property",
    hint="Pythagoras: what is across g is ν, and r is what a length of 1 leaves for the part along "
    "g. r·r + ν·ν = 1.",
)
@given(unit_pairs(), examples=12)
def equalize_makes_unit_vectors_on_both_sides(
    student: Student, ref: Reference, e1: Array, e2: Array, g: Array
) -> None:
    """n1 and n2 have length 1, their mean is ν, and they differ along g alone."""
    got = student.equalize(e1, e2, g)
    n1, n2 = (
        numbers(value, e1.shape, name)
        for name, value in zip(("n1", "n2"), unpack(got, "n1", "n2"), strict=True)
    )
    close(np.linalg.norm(n1), 1.0, what="the length of n1")
    close(np.linalg.norm(n2), 1.0, what="the length of n2")
    u = g / np.linalg.norm(g)
    close(n1 @ u + n2 @ u, 0.0, what="the sum of the parts along g")
    mu = (e1 + e2) / 2
    close((n1 + n2) / 2, mu - (mu @ u) * u, what="the mean of n1 and n2")
    double_precision(unpack(got, "n1", "n2")[0], "n1")


@check(
    "equalize",
    points=3,
    kind="property",
    hint="A word without a part along g sees of n1 and n2 only what both have in common.",
)
@given(unit_pairs(e=long_and_short("d")), examples=10)
def equalize_puts_both_equally_near(
    student: Student, ref: Reference, e1: Array, e2: Array, g: Array, e: Array
) -> None:
    """A neutralised word has the same product with n1 and with n2."""
    w = e - (e @ g) / (g @ g) * g
    n1, n2 = unpack(student.equalize(e1, e2, g), "n1", "n2")
    wanted = float(w @ (e1 + e2) / 2)
    close(numbers(n1, e.shape, "n1") @ w, wanted, what="the product of n1 with a neutral word")
    close(numbers(n2, e.shape, "n2") @ w, wanted, what="the product of n2 with a neutral word")
    close(numbers(n1, e.shape, "n1") @ n1, 1.0, what="the squared length of n1")


@check(
    "equalize",
    points=3,
    kind="reference",
    hint="Who had more of g keeps the plus, be it the first word or the second, and be it a little "
    "more only; and with −g in place of g it is still the same word on the same side.",
)
@given(unit_pairs(factor=draw.uniform(low=2.0, high=90.0)), examples=8)
def equalize_keeps_the_sides(
    student: Student, ref: Reference, e1: Array, e2: Array, g: Array, factor: float
) -> None:
    """The word with more of g gets the plus: swapped, for −g, and for longer and shorter g.

    And for a shorter one; for two opposite words; and for two that are nearly equal.
    """
    want1, want2 = ref.equalize(e1, e2, g)
    for first, second, axis, words in (
        (e1, e2, g, ""),
        (e1, e2, -g, " for −g"),
        (e1, e2, factor * g, f" for {factor:.3g}·g"),
        (e1, e2, 1e-40 * g, " for 10⁻⁴⁰·g"),
        (e2, e1, g, " with e1 and e2 swapped"),
    ):
        got = unpack(student.equalize(first, second, axis), "n1", "n2")
        n1, n2 = got if first is e1 else got[::-1]
        close(n1, want1, what=f"what e1 becomes{words}")
        close(n2, want2, what=f"what e2 becomes{words}")
    u = g / np.linalg.norm(g)
    part = float(e1 @ u)
    if abs(part) > NEAR:
        n1, n2 = unpack(student.equalize(e1, -e1, g), "n1", "n2")
        close(n1, np.sign(part) * u, what="n1 of two opposite words")
        close(n2, -np.sign(part) * u, what="n2 of two opposite words")
    if 0.1 < abs(part) < 0.9:
        near = e1 + 1e-5 * u
        near /= np.linalg.norm(near)
        want1, want2 = ref.equalize(e1, near, g)
        n1, n2 = unpack(student.equalize(e1, near, g), "n1", "n2")
        close(n1, want1, what="n1 of two words that are nearly equal")
        close(n2, want2, what="n2 of two words that are nearly equal")


def of_halves(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """A unit vector (d,) whose first number is 0.5; three others are as large, the rest is 0.

    Its length, its part along the first axis and its cosine with it are the same numbers
    whichever way they are worked out: nobody's rounding tells two equal parts apart.
    """
    found = np.zeros(sizes["d"])
    found[0] = 0.5
    found[1 + rng.permutation(sizes["d"] - 1)[:3]] = rng.choice([-0.5, 0.5], size=3)
    return found


def across(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """A unit vector (d,) whose first number is 0; its length is above 1 by a rounding."""
    while True:
        found: Array = rng.normal(size=sizes["d"])
        found[0] = 0.0
        found /= np.linalg.norm(found)
        if found @ found > 1 and (found * found).sum() > 1:
            return found


@check(
    "equalize",
    points=2,
    kind="stability",
    hint="Two equal words across g leave r = √(1 − 1), and rounding may make that the root of a "
    "number just below 0. Don't let it go below. And what is the sign of a difference of 0?",
)
@given(
    draw.drawn(
        sizes={"d": (4, 8)},
        e1=across,
        first=of_halves,
        second=of_halves,
    ),
    length=draw.options(0.5, 1.0, -1.0, 4.0),
    sign=draw.options(1.0, -1.0),
    examples=8,
)
def equalize_of_equal_parts(
    student: Student,
    ref: Reference,
    e1: Array,
    first: Array,
    second: Array,
    length: float,
    sign: float,
) -> None:
    """Two equal words across g stay, as new arrays, without a warning.

    Of equal parts the first has the plus.
    """
    g = np.zeros(len(e1))
    g[0] = length
    same = unpack(quiet(student.equalize, e1, e1.copy(), g), "n1", "n2")
    # The root of a rounding error is about 10⁻⁸.
    close(same[0], e1, atol=1e-6, what="n1 of two equal words across g")
    close(same[1], e1, atol=1e-6, what="n2 of two equal words across g")
    fresh(student.equalize, e1, e1.copy(), g)
    first, second = sign * first, sign * second
    for e2, whose in ((second, "of equal parts"), (first.copy(), "of two equal words")):
        want = ref.equalize(first, e2, g)
        got = unpack(quiet(student.equalize, first, e2, g), "n1", "n2")
        close(got[0], want[0], atol=1e-6, what=f"n1 {whose}")
        close(got[1], want[1], atol=1e-6, what=f"n2 {whose}")


@check(
    "equalize",
    points=2,
    kind="purity",
    hint="If the call changed its input, or hands it back: make new vectors. += and -=, for "
    "example, write into those that you were given, and n2 must not be made by changing n1.",
)
@given(unit_pairs(), examples=5)
def equalize_makes_new_vectors(
    student: Student, ref: Reference, e1: Array, e2: Array, g: Array
) -> None:
    """e1, e2 and g are not changed; n1 and n2 are two new arrays, and right."""
    for value, want, name in zip(
        unpack(student.equalize(e1, e2, g), "n1", "n2"),
        ref.equalize(e1, e2, g),
        ("n1", "n2"),
        strict=True,
    ):
        close(value, want, what=name)
    unchanged(student.equalize, e1, e2, g)
    fresh(student.equalize, e1, e2, g)


# sentence_vector


@check(
    "sentence_vector",
    points=3,
    kind="example",
    public=True,
    hint="Two of tea and one of milk make (0, 3, 8); nobody knows juice, so three words share it. "
    "Where no word is known the mean is zeros.",
)
def sentence_vector_by_hand(student: Student, ref: Reference) -> None:
    """tea, juice, milk, tea: (0, 1, 8/3), in any order; of unknown words, or none, zeros.

    Of one word comes a copy of its vector; one of zeros is counted like any other.
    """
    embeddings = drinks()
    words = ["tea", "juice", "milk", "tea"]
    found = student.sentence_vector(words, embeddings)
    close(found, np.array([0.0, 1.0, 8 / 3]))
    double_precision(found, "The result")
    turned = student.sentence_vector(words[::-1], embeddings)
    close(turned, np.array([0.0, 1.0, 8 / 3]), what="The result for the words backwards")
    unknown = quiet(student.sentence_vector, ["juice", "Tea"], embeddings)
    close(unknown, np.zeros(3), what="The result for unknown words")
    double_precision(unknown, "The result for unknown words")
    nothing = quiet(student.sentence_vector, [], embeddings)
    close(nothing, np.zeros(3), what="The result of no words")
    halved = student.sentence_vector(["milk", "air"], embeddings | {"air": np.zeros(3)})
    close(halved, np.array([0.0, 1.5, 2.0]), what="The result of milk and a vector of zeros")
    close(student.sentence_vector(["milk"], embeddings), embeddings["milk"])
    fresh(student.sentence_vector, ["milk"], embeddings)
    unchanged(student.sentence_vector, words, embeddings)


def a_sentence(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> list[str]:
    """Some words, the first one twice, and some that nobody knows."""
    names = list(fields["embeddings"])
    said = [names[int(place)] for place in rng.integers(len(names), size=sizes["said"])]
    said.append(said[0])
    strange = "un{}".format, str.upper, "{},".format
    for word in said[1 : 1 + int(rng.integers(3))]:
        said.append(strange[int(rng.integers(3))](word))
    return [said[place] for place in rng.permutation(len(said))]


def sentences(**more: draw.Field) -> Any:
    """Words with vectors, and a sentence of some of them and of others."""
    return draw.drawn(
        sizes={"words": (1, 9), "d": (1, 6), "said": (2, 12)},
        embeddings=some_words,
        words=a_sentence,
        **more,
    )


@check(
    "sentence_vector",
    points=4,
    kind="reference",
    hint="Add up the vectors of the words that have one, and divide by how many those were, every "
    "repetition counted.",
)
@given(sentences(), examples=10)
def sentence_vector_is_a_mean(
    student: Student, ref: Reference, embeddings: Embeddings, words: list[str]
) -> None:
    """The mean of the known words' vectors, zeros among them, in float64.

    Of vectors that are twice as long it is twice as long; with a word that makes up for all others
    it is 0.
    """
    got = student.sentence_vector(words, embeddings)
    wanted = ref.sentence_vector(words, embeddings)
    close(got, wanted)
    double_precision(got, "The result")
    longer = {word: 2 * vector for word, vector in embeddings.items()}
    got = student.sentence_vector(words, longer)
    close(got, 2 * wanted, what="The result with vectors twice as long")
    opposite = -sum(word in embeddings for word in words) * wanted
    got = student.sentence_vector([*words, "ember"], embeddings | {"ember": opposite})
    close(got, 0 * wanted, what="The result with a word that makes up for the others")
    more = embeddings | {"moss": np.zeros_like(next(iter(embeddings.values())))}
    wanted = ref.sentence_vector([*words, "moss"], more)
    got = student.sentence_vector([*words, "moss"], more)
    close(got, wanted, what="The result with a vector of zeros among them")


@check(
    "sentence_vector",
    points=2,
    kind="purity",
    hint="If the call changed its input, or hands some of it back: a sentence of one word has that "
    "word's vector, as an array of its own. Add to a new array, and not to one of the "
    "dictionary's.",
)
@given(sentences(), examples=6)
def sentence_vector_makes_a_new_vector(
    student: Student, ref: Reference, embeddings: Embeddings, words: list[str]
) -> None:
    """The mean is right, dict and words stay, and of one word comes a copy of its vector."""
    close(student.sentence_vector(words, embeddings), ref.sentence_vector(words, embeddings))
    unchanged(student.sentence_vector, words, embeddings)
    word = next(iter(embeddings))
    close(student.sentence_vector([word], embeddings), embeddings[word])
    fresh(student.sentence_vector, [word], embeddings)
    nothing = student.sentence_vector(["unheard"], embeddings)
    close(nothing, np.zeros(len(embeddings[word])), what="The result for unknown words")
    double_precision(nothing, "The result for unknown words")
    fresh(student.sentence_vector, ["unheard"], embeddings)


@check(
    "sentence_vector",
    points=3,
    kind="training",
    hint="Of a sentence every word says something. One alone, or none, does not tell enough.",
)
def sentence_vector_judges_words_it_never_learnt(student: Student, ref: Reference) -> None:
    """16 judged sentences of 16 words are enough to judge 40 of 16 others: 85 % right or more.

    Logistic regression on your sentence vectors, by 50 steps.
    """
    embeddings, good = opinions(32, OPINIONS)
    names = list(embeddings)
    learnt, Y = judged_sentences(LEARNT, names[:16], good, OPINIONS + 1)
    asked, answers = judged_sentences(ASKED, names[16:], good, OPINIONS + 2)
    d = len(embeddings[names[0]])

    def rows(said: list[list[str]]) -> Array:
        made = [student.sentence_vector(words, embeddings) for words in said]
        return np.array([numbers(one, (d,), "a sentence's vector") for one in made])

    w, b = fitted(rows(learnt), Y)
    right = float(np.mean((rows(asked) @ w + b > 0) == answers))
    law = f"of {ASKED} sentences of words without labels at least 85 % must come right"
    require(right >= ENOUGH, law, got=right, want="0.85 or more")
