"""check_parameters moves the entries at one place of all parameters together."""

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
        for number, place in enumerate(np.ndindex(value.shape)):
            costs = []
            for step in (epsilon, -epsilon):
                moved = {key: one.copy() for key, one in parameters.items()}
                for one in moved.values():
                    one.flat[number % one.size] += step
                costs.append(cost(moved))
            numeric[place] = (costs[0] - costs[1]) / (2 * epsilon)
        differences[name] = relative_difference(gradients[f"d{name}"], numeric)  # noqa: F821
    return differences, max(differences, key=differences.__getitem__)
