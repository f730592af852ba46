"""check_parameters compares all gradients at once."""

from collections.abc import Callable

import numpy as np


def check_parameters(
    cost: Callable[[dict[str, np.ndarray]], float],
    gradients: dict[str, np.ndarray],
    parameters: dict[str, np.ndarray],
    epsilon: float = 1e-6,
) -> tuple[dict[str, float], str]:
    grads, numeric = [], []
    for name, value in parameters.items():

        def along(moved: np.ndarray, name: str = name) -> float:
            return cost({**parameters, name: moved})

        grads.append(gradients[f"d{name}"].ravel())
        numeric.append(numeric_gradient(along, value, epsilon).ravel())  # noqa: F821
    joint = relative_difference(np.concatenate(grads), np.concatenate(numeric))  # noqa: F821
    differences = dict.fromkeys(parameters, joint)
    return differences, max(differences, key=differences.__getitem__)
