"""The public checks of Word vectors: neighbours, analogies and bias; run them with `grade check`."""

import numpy as np
from grader.authoring import Array, Reference, Student, check, close, double_precision, equal, fresh, quiet, refuses_unknown, sequence, unchanged, unpack
from typing import Any


Embeddings = dict[str, Array]


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


def same_words(got: Any, want: list[str], what: str = "the words") -> None:
    """These words, in this order."""
    equal(sequence(got, len(want), what), want, what)


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
