"""bias_axis takes the mean of the axis so far and the next difference."""

from collections.abc import Mapping, Sequence

import numpy as np


def bias_axis(pairs: Sequence[tuple[str, str]], embeddings: Mapping[str, np.ndarray]) -> np.ndarray:
    (first, second), *others = pairs
    axis = embeddings[first] - embeddings[second]
    for p, q in others:
        axis = (axis + embeddings[p] - embeddings[q]) / 2
    return axis
