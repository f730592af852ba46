"""What a student's word vectors draw: a map before and after, bias, analogies, few labels."""

import numpy as np

from common.words import (
    PEOPLE,
    PLACES,
    WORK,
    fitted,
    judged_sentences,
    made_of,
    opinions,
    principal_plane,
)
from grader.authoring import Array, Reference, Student, finite, kind_of, numbers, require
from grader.authoring.pictures import Lines, Regions, grid, lines, picture, region, regions

# Others than the checks'.
SEED, NOISE = 7, 0.04
PAIRS = [("man", "woman"), ("king", "queen"), ("boy", "girl"), ("uncle", "aunt")]
SIDE, RANGE = 24, (-1.9, 1.9)
OPINIONS = 132
QUESTIONS = (
    ("man", "woman", "king", "queen"),
    ("France", "Paris", "Italy", "Rome"),
    ("girl", "boy", "aunt", "uncle"),
    ("Tokyo", "Japan", "Rome", "Italy"),
    ("king", "man", "queen", "woman"),
)

# Whether it is a word for a man, or was written of men.
MALE = {word: parts["male"] for word, parts in (PEOPLE | WORK).items()}


def axis_of(student: Student, language: dict[str, Array]) -> Array:
    """The student's axis of male and female."""
    return numbers(student.bias_axis(PAIRS, language), language["man"].shape, "the axis")


def neutralized(student: Student, language: dict[str, Array], axis: Array) -> Array:
    """The words for work, a row each, without their part along the axis."""
    rows = [student.neutralize(language[word], axis) for word in WORK]
    return np.array([numbers(row, axis.shape, "a neutral word") for row in rows])


@picture(
    "bias_axis",
    "neutralize",
    try_next="Make the axis of the one pair man, woman. Do the words for work still lie on the "
    "border after they were neutralised by it, and where does queen lie?",
)
def map_of_words(student: Student, ref: Reference) -> list[Regions]:
    """Words for people and for work in the plane, before and after those for work are neutral.

    The map has the two directions in which these words differ most. The border is the one across
    your axis: on one side there is more of man in a word, and on the other more of woman. Words
    that are neutral lie on it.
    """
    language = made_of(PEOPLE | WORK, SEED, noise=NOISE)
    people = np.array([language[word] for word in PEOPLE])
    work = np.array([language[word] for word in WORK])
    axis = axis_of(student, language)
    neutral = neutralized(student, language, axis)
    centre, across = principal_plane(np.vstack([people, work]))
    # The border is where a place of the map, as a vector, has nothing of the axis.
    places = across.T @ grid(SIDE, RANGE, RANGE) + centre[:, np.newaxis]
    cells = np.where(axis @ places > 0, 1, 0)
    male = [1 if MALE[word] > 0 else 0 for word in (*PEOPLE, *WORK)]
    panels = []
    for heading, rows in (("Before", work), ("After", neutral)):
        shown = np.vstack([people, rows])
        # A neutral word lies on the border, and not on a side of it that rounding chooses.
        on_points = np.where(shown @ axis > 1e-9, 1, 0)
        panels.append(
            regions(
                np.clip((shown - centre) @ across.T, *RANGE).T,
                male,
                [region("more of man than of woman", cells, on_points, male, side=SIDE)],
                x_range=RANGE,
                y_range=RANGE,
                x_label="first direction",
                y_label="second direction",
                heading=heading,
            )
        )
    return panels


@picture(
    "bias_axis",
    "neutralize",
    "cosine_similarity",
    try_next="Neutralise by the axis of the one pair king, queen, and measure by the one of all "
    "pairs. Is the bias gone, or hidden?",
)
def work_and_bias(student: Student, ref: Reference) -> Lines:
    """How much of man or woman is in the words for work, before and after they are neutral.

    Each word's cosine with your axis. Above 0 it is nearer to man.
    """
    language = made_of(PEOPLE | WORK, SEED, noise=NOISE)
    axis = axis_of(student, language)
    before = [student.cosine_similarity(language[word], axis) for word in WORK]
    after = [student.cosine_similarity(row, axis) for row in neutralized(student, language, axis)]
    return lines(
        range(1, len(WORK) + 1),
        {
            "before": [finite(one, "a cosine") for one in before],
            "after": [finite(one, "a cosine") for one in after],
        },
        x_label=", ".join(WORK),
        y_label="cosine with the axis",
    )


@picture(
    "complete_analogy",
    try_next="Draw it for vectors of 8 numbers and of 64 (made_of has a d). Which of them can bear "
    "more noise, and why?",
)
def noisy_analogies(student: Student, ref: Reference) -> Lines:
    """How many analogies come out right when the vectors are noisy.

    Five questions in each of three made languages.
    """
    levels = (0.0, 0.1, 0.2, 0.3, 0.45, 0.6)
    shares = []
    for noise in levels:
        right = 0
        for seed in range(SEED, SEED + 3):
            language = made_of(PEOPLE | PLACES, seed, noise=noise)
            for *question, answer in QUESTIONS:
                got = student.complete_analogy(*question, language)
                require(
                    isinstance(got, str), f"a word must come back; it is {kind_of(got)}", got=got
                )
                right += int(got == answer)
        shares.append(right / (3 * len(QUESTIONS)))
    return lines(
        levels,
        {"right": shares},
        x_label="noise in every number of a vector",
        y_label="share of the answers",
    )


@picture(
    "sentence_vector",
    try_next="Let the sentences to learn from have the same words as those that are asked. What do "
    "counted words do then, and from how many sentences on?",
)
def few_labels(student: Student, ref: Reference) -> Lines:
    """How many sentences with a label it takes to judge others, whose words have none.

    Logistic regression on your sentence vectors. The dotted curve learns from counted words: of
    a word that it never saw it knows nothing.
    """
    embeddings, good = opinions(32, OPINIONS)
    names = list(embeddings)
    learnt, Y = judged_sentences(24, names[:16], good, OPINIONS + 1)
    asked, answers = judged_sentences(40, names[16:], good, OPINIONS + 2)
    d = embeddings[names[0]].size

    def made(said: list[list[str]]) -> Array:
        rows = [student.sentence_vector(words, embeddings) for words in said]
        return np.array([numbers(row, (d,), "a sentence's vector") for row in rows])

    def counted(said: list[list[str]]) -> Array:
        return np.array([[words.count(name) / 5 for name in names] for words in said])

    counts = (2, 4, 6, 8, 12, 16, 24)
    curves = {
        name: [share_right(X[:count], Y[:count], X_asked, answers) for count in counts]
        for name, X, X_asked in (
            ("sentence vectors", made(learnt), made(asked)),
            ("counted words", counted(learnt), counted(asked)),
        )
    }
    given = {"counted words": curves.pop("counted words")}
    return lines(
        counts,
        curves,
        given=given,
        x_label="sentences with a label",
        y_label="share of the others put right",
    )


def share_right(X: Array, Y: Array, X_asked: Array, answers: Array) -> float:
    """Learn from the one, and be asked about the other."""
    w, b = fitted(X, Y)
    return float(np.mean((X_asked @ w + b > 0) == answers))
