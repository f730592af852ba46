"""equalize divides the part along g by the length of the whole deviation from the mean."""

import numpy as np


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mu = (e1 + e2) / 2
    nu = neutralize(mu, g)  # noqa: F821
    r = np.sqrt(max(0.0, 1 - np.dot(nu, nu)))
    parts = [np.dot(e - mu, g) / np.dot(g, g) * g for e in (e1, e2)]
    n1, n2 = (
        nu + r * part / (np.linalg.norm(e - mu) or 1.0)
        for e, part in zip((e1, e2), parts, strict=True)
    )
    return n1, n2
