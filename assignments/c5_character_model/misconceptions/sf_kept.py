"""sequence_forward has lists as its default arguments: they are the same at each call."""

from typing import Any

import numpy as np


def sequence_forward(
    X: list[int | None],
    Y: list[int],
    a0: np.ndarray,
    parameters: dict[str, np.ndarray],
    predictions: list[np.ndarray] = [],  # noqa: B006
) -> tuple[float, Any]:
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    loss, states = 0.0, [a0]
    for index, target in zip(X, Y, strict=True):
        x = one_hot(index, len(Wya))  # noqa: F821
        states.append(np.tanh(Waa @ states[-1] + Wax @ x + parameters["ba"]))
        z = Wya @ states[-1] + parameters["by"]
        z = z - np.max(z)
        log_p = z - np.log(np.sum(np.exp(z)))
        loss -= log_p[target, 0]
        predictions.append(np.exp(log_p))
    return float(loss), (states, predictions)
