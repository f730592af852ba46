"""Word vectors: similarity, neighbours, analogies, an axis of bias, and sentences, in NumPy.

`embeddings` is a dict: for each word, a string, its vector (d,), all of one length d.

    u, v, e, e1, e2   (d,)  vectors
    g                 (d,)  a direction, of any length but 0
    pairs             a list of pairs (p, q) of words

The *cosine* of two vectors is that of the angle between them; with a vector of zeros it is 0.
"""

from collections.abc import Mapping, Sequence

import numpy as np


def cosine_similarity(u: np.ndarray, v: np.ndarray) -> float:
    """Return u·v / (‖u‖‖v‖) of two vectors (d,), one number; 0 if one of them is all zeros.

    Gives no warning. u and v stay as they are.
    """
    raise NotImplementedError


def nearest_neighbours(word: str, embeddings: Mapping[str, np.ndarray], k: int = 3) -> list[str]:
    """Return the k other words whose vectors have the largest cosine with that of `word`.

    A list of words, the largest cosine first; words of equal cosine in the order of the alphabet.
    `word` itself is left out; if there are fewer than k others, all of them come. k is at least 1.
    Raises KeyError or ValueError for a word without a vector. embeddings stays as it is. Uses
    cosine_similarity.
    """
    raise NotImplementedError


def complete_analogy(a: str, b: str, c: str, embeddings: Mapping[str, np.ndarray]) -> str:
    """Return the word d for which "a is to b as c is to d" holds best.

    Of all words but a, b and c, the one whose vector has the largest cosine with e_b − e_a + e_c;
    of several, the first in the alphabet. There is at least one such word. Raises KeyError or
    ValueError if a, b or c has no vector. embeddings stays as it is. Uses cosine_similarity.
    """
    raise NotImplementedError


def bias_axis(pairs: Sequence[tuple[str, str]], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the mean (d,) of e_p − e_q over the pairs (p, q), of which there is at least one.

    It is not scaled to length 1. All words have vectors. The arguments stay as they are.
    """
    raise NotImplementedError


def neutralize(e: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Return e (d,) without its part along g (d,), as a new array.

    g may have any length but 0. e and g stay as they are.
    """
    raise NotImplementedError


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (n1, n2): two unit vectors (d,) that differ along g alone, one on either side.

    e1 and e2 (d,) have length 1, and g any length but 0. With ν = neutralize((e1 + e2)/2, g) and
    r = √(1 − ν·ν), one is ν + r·g/‖g‖ and the other ν − r·g/‖g‖. The plus goes to the word whose
    vector has the larger part along g; to the first one if the parts are equal. All arguments
    stay as they are. Uses neutralize.
    """
    raise NotImplementedError


def sentence_vector(words: Sequence[str], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the mean (d,) of the vectors of those words that have one, as a new array.

    A word that occurs twice counts twice. Words without a vector are passed over; if none has
    one, the mean is a vector of zeros. embeddings is not empty; words may be. The arguments stay
    as they are.
    """
    raise NotImplementedError
