"""check_parameters writes into the parameters, and leaves the lower point there."""

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
        for place in np.ndindex(value.shape):
            value[place] += epsilon
            above = cost(parameters)
            value[place] -= 2 * epsilon
            numeric[place] = (above - cost(parameters)) / (2 * epsilon)
        differences[name] = relative_difference(gradients[f"d{name}"], numeric)  # noqa: F821
    return differences, max(differences, key=differences.__getitem__)
