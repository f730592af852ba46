"""sequence_forward keeps one array for the state, and lists it again and again."""

from typing import Any

import numpy as np


def sequence_forward(
    X: list[int | None], Y: list[int], a0: np.ndarray, parameters: dict[str, np.ndarray]
) -> tuple[float, Any]:
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a = a0.copy()
    loss, states, predictions = 0.0, [a0], []
    for index, target in zip(X, Y, strict=True):
        x = one_hot(index, len(Wya))  # noqa: F821
        a[:] = np.tanh(Waa @ a + Wax @ x + parameters["ba"])
        states.append(a)
        z = Wya @ a + parameters["by"]
        z = z - np.max(z)
        log_p = z - np.log(np.sum(np.exp(z)))
        loss -= log_p[target, 0]
        predictions.append(np.exp(log_p))
    return float(loss), (states, predictions)
