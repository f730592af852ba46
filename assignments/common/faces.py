"""Pictures of people that are made: who it is, hidden beneath light and pose.

A picture is a row of 12 numbers. Four directions of their space tell people apart, and eight
others hold the light and the pose, which are new in each picture and much stronger. The camera
mixes all twelve, so that no single number tells anything.
"""

import numpy as np
from numpy.typing import NDArray

from grader.authoring import Array

# Directions that tell people apart, and directions of light and pose.
WHO, NUISANCE = 4, 8
PIXELS = WHO + NUISANCE


def faces(people: int, views: int, seed: int, camera: int = 0) -> tuple[Array, NDArray[np.int64]]:
    """So many views of each person: pictures (people·views, 12), and whose each is.

    Another seed shows other people, and another camera mixes in another way.
    """
    # Handed out with public checks: a line of some solution must not be in it.
    chance = np.random.default_rng(seed)
    whose = np.repeat(np.arange(people), views)
    who = chance.normal(size=(people, WHO))[whose] + 0.1 * chance.normal(size=(len(whose), WHO))
    light_and_pose = 2.0 * chance.normal(size=(len(whose), NUISANCE))
    lens, _ = np.linalg.qr(np.random.default_rng(camera).normal(size=(PIXELS, PIXELS)))
    return np.hstack([who, light_and_pose]) @ lens, whose


def pair_distances(embeddings: Array, whose: NDArray[np.int64]) -> tuple[Array, Array]:
    """The squared distances of all pairs of the same person, and of different people."""
    first, second = np.triu_indices(len(whose), 1)
    apart = ((embeddings[first] - embeddings[second]) ** 2).sum(axis=1)
    same = whose[first] == whose[second]
    return apart[same], apart[~same]


def told_apart(embeddings: Array, whose: NDArray[np.int64]) -> float:
    """How well distances tell people apart: 1 is all pairs, and 1/2 is guessing.

    The mean of the shares of pairs put right, those of one person and those of two, at the
    threshold where it is largest.
    """
    same, different = pair_distances(embeddings, whose)
    thresholds = np.sort(same)
    accepted = np.arange(1, same.size + 1) / same.size
    refused = 1 - np.searchsorted(np.sort(different), thresholds, side="right") / different.size
    return float(((accepted + refused) / 2).max(initial=0.5))
