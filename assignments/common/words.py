"""Word vectors that are made: sums of what the words mean, and a map of them in the plane."""

import numpy as np

from grader.authoring import Array

Embeddings = dict[str, Array]
Meanings = dict[str, dict[str, float]]

PEOPLE: Meanings = {
    "man": {"person": 1, "male": 1},
    "woman": {"person": 1, "male": -1},
    "king": {"person": 1, "male": 1, "royal": 1},
    "queen": {"person": 1, "male": -1, "royal": 1},
    "boy": {"person": 1, "male": 1, "young": 1},
    "girl": {"person": 1, "male": -1, "young": 1},
    "uncle": {"person": 1, "male": 1, "kin": 1},
    "aunt": {"person": 1, "male": -1, "kin": 1},
}
# What people do has nothing male or female in it; what was written about them has.
WORK: Meanings = {
    "nurse": {"person": 0.5, "work": 1, "health": 0.7, "male": -0.6},
    "doctor": {"person": 0.5, "work": 1, "health": 1, "male": 0.5},
    "teacher": {"person": 0.5, "work": 1, "school": 1, "male": -0.4},
    "professor": {"person": 0.5, "work": 1, "school": 1.4, "male": 0.6},
    "pilot": {"person": 0.5, "work": 1, "travel": 1, "male": 0.7},
    "guide": {"person": 0.5, "work": 1, "travel": 0.7, "male": -0.3},
}
PLACES: Meanings = {
    name: {"place": 1, country: 1.2, kind: 1}
    for country, capital in (("France", "Paris"), ("Italy", "Rome"), ("Japan", "Tokyo"))
    for name, kind in ((country, "country"), (capital, "capital"))
}
# Of which something is known: how much a word says that what is spoken of is good.
SENTIMENT_DIMENSIONS = 10


def made_of(meanings: Meanings, seed: int, *, noise: float, d: int = 16) -> Embeddings:
    """For each word the sum (d,) of its meanings' vectors, with noise in every number.

    The vectors of the meanings have length 1 and are orthogonal: there are at most d of them.
    """
    chance = np.random.default_rng(seed)
    names = sorted({name for parts in meanings.values() for name in parts})
    directions, _ = np.linalg.qr(chance.normal(size=(d, len(names))))
    direction = dict(zip(names, directions.T, strict=True))
    return {
        word: sum(weight * direction[name] for name, weight in parts.items())
        + noise * chance.normal(size=d)
        for word, parts in meanings.items()
    }


def principal_plane(rows: Array) -> tuple[Array, Array]:
    """The plane that rows (m, d) lie nearest to: a point of it (d,), and two axes (2, d).

    (rows − point) @ axes.T are their places on its map. The axes have length 1; the first number
    of each that is not small is positive, so that maps of one set of rows are not mirrored.
    """
    centre = rows.mean(axis=0)
    _, _, directions = np.linalg.svd(rows - centre, full_matrices=False)
    axes = directions[:2]
    first = [axis[np.argmax(np.abs(axis) > 0.1 / np.sqrt(axis.size))] for axis in axes]
    return centre, axes * np.sign(first)[:, np.newaxis]


def opinions(words: int, seed: int) -> tuple[Embeddings, dict[str, float]]:
    """So many words with vectors (10,), and how good a thing each says, between −1 and 1.

    That shows in one direction, beneath noise in all of them. Every other word says a bad thing.
    """
    chance = np.random.default_rng(seed)
    direction = chance.normal(size=SENTIMENT_DIMENSIONS)
    direction *= 2 / np.linalg.norm(direction)
    good = {
        f"word{number}": float((-1) ** number * chance.uniform(0.1, 1)) for number in range(words)
    }
    vectors = {
        word: value * direction + 0.3 * chance.normal(size=SENTIMENT_DIMENSIONS)
        for word, value in good.items()
    }
    return vectors, good


def judged_sentences(
    count: int, words: list[str], good: dict[str, float], seed: int
) -> tuple[list[list[str]], Array]:
    """So many sentences of five of these words, and labels (count,): in turn 1 and 0.

    1 if it is good on the whole; none is in between. Some have words besides that nobody knows.
    """
    chance = np.random.default_rng(seed)
    sentences: list[list[str]] = []
    while len(sentences) < count:
        chosen = [words[place] for place in chance.integers(len(words), size=5)]
        value = float(np.mean([good[word] for word in chosen]))
        wanted = 1 if len(sentences) % 2 == 0 else -1
        if value * wanted > 0.15:
            sentences.append(chosen + ["unheard"] * int(chance.integers(3)))
    return sentences, (np.arange(count) + 1) % 2.0


def fitted(X: Array, Y: Array, *, steps: int = 50, rate: float = 0.5) -> tuple[Array, float]:
    """Weights (n,) and bias of logistic regression on rows X (m, n), labels Y (m,), from 0."""
    w, b = np.zeros(X.shape[1]), 0.0
    for _ in range(steps):
        slope = (np.tanh((X @ w + b) / 2) + 1) / 2 - Y
        w = w - rate * X.T @ slope / len(Y)
        b = b - rate * float(slope.mean())
    return w, b
