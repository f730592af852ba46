"""check_parameters moves the entry [0, 0] of each parameter, and no other."""

from collections.abc import Callable

import numpy as np


def check_parameters(
    cost: Callable[[dict[str, np.ndarray]], float],
    gradients: dict[str, np.ndarray],
    parameters: dict[str, np.ndarray],
    epsilon: float = 1e-6,
) -> tuple[dict[str, float], str]:
    differences = {}
    for name, value in parameters.items():
        numeric = np.zeros(value.shape)
        above, below = value.copy(), value.copy()
        above.flat[0] += epsilon
        below.flat[0] -= epsilon
        rise = cost({**parameters, name: above}) - cost({**parameters, name: below})
        numeric.flat[0] = rise / (2 * epsilon)
        differences[name] = relative_difference(gradients[f"d{name}"], numeric)  # noqa: F821
    return differences, max(differences, key=differences.__getitem__)
