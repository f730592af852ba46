"""equalize brings each word's own part across g to length 1 with a part along g."""

import numpy as np


def equalize(e1: np.ndarray, e2: np.ndarray, g: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    sign = -1.0 if np.dot(e1, g) < np.dot(e2, g) else 1.0
    u = g / np.linalg.norm(g)
    nu1, nu2 = neutralize(e1, g), neutralize(e2, g)  # noqa: F821
    r1, r2 = (np.sqrt(max(0.0, 1 - np.dot(nu, nu))) for nu in (nu1, nu2))
    return nu1 + sign * r1 * u, nu2 - sign * r2 * u
