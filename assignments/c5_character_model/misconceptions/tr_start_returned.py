"""train_character_model hands back the parameters that it began with."""

from typing import Any

import numpy as np


def train_character_model(
    sequences: list[Any],
    n_a: int,
    iterations: int,
    learning_rate: float,
    seed: int,
    max_value: float = 5.0,
) -> tuple[dict[str, np.ndarray], dict[str, int], list[float]]:
    rng = np.random.default_rng(seed)
    token_to_ix, _ = build_vocabulary(sequences)  # noqa: F821
    V = len(token_to_ix)
    shapes = {"Wax": (n_a, V), "Waa": (n_a, n_a), "Wya": (V, n_a)}
    parameters = {name: 0.01 * rng.normal(size=shape) for name, shape in shapes.items()}
    parameters["ba"], parameters["by"] = np.zeros((n_a, 1)), np.zeros((V, 1))
    order, losses, start = [], [], parameters
    for _ in range(iterations):
        if not order:
            order = list(rng.permutation(len(sequences)))
        X, Y = encode_sequence(sequences[order.pop()], token_to_ix)  # noqa: F821
        a = np.zeros((n_a, 1))
        loss, _, parameters, _ = sgd_step(X, Y, a, parameters, learning_rate, max_value)  # noqa: F821
        losses.append(loss / len(Y))
    return start, token_to_ix, losses
