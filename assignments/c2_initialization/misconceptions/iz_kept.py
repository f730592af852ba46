"""The arrays are made once for each list of widths, and handed out again and again."""

import numpy as np

_made = {}


def initialize_parameters_zeros(layers_dims):
    key = tuple(layers_dims)
    if key not in _made:
        _made[key] = {
            f"{letter}{layer}": np.zeros((key[layer], key[layer - 1] if letter == "W" else 1))
            for layer in range(1, len(key))
            for letter in "Wb"
        }
    return _made[key]
