"""resnet_backward returns the dA that it was given in the place of dX."""

from typing import Any

import numpy as np


def resnet_backward(
    dA: np.ndarray, caches: list[Any]
) -> tuple[np.ndarray, list[dict[str, np.ndarray]]]:
    grads: list[dict[str, np.ndarray]] = []
    upstream = dA
    for kind, cache in reversed(caches):
        if kind == "identity":
            upstream, found = identity_block_backward(upstream, cache)  # noqa: F821
        else:
            upstream, found = projection_block_backward(upstream, cache)  # noqa: F821
        grads.append(found)
    return dA, grads[::-1]
