"""A small language that is talked: twelve words of three topics, by their numbers."""

import numpy as np
from numpy.typing import NDArray

from grader.authoring import Array

# Words that are numbered from 0: topic by topic, four of each.
TOPICS: dict[str, tuple[str, ...]] = {
    "drinks": ("tea", "milk", "cocoa", "coffee"),
    "trees": ("ash", "birch", "elm", "oak"),
    "court": ("king", "queen", "duke", "prince"),
}
TOPIC_SIZE = 4
# One word in so many of a sentence is of any topic.
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
