"""resnet_forward appends to a list that lives as long as the module."""

from typing import Any

import numpy as np

caches: list[Any] = []


def resnet_forward(X: np.ndarray, blocks: list[dict[str, Any]]) -> tuple[np.ndarray, list[Any]]:
    A = X
    for block in blocks:
        parameters, stride = block["parameters"], block["stride"]
        kind = shortcut_kind(A.shape[1:], parameters["W2"].shape[3], stride)  # noqa: F821
        if kind == "identity":
            A, cache = identity_block_forward(A, parameters)  # noqa: F821
        else:
            A, cache = projection_block_forward(A, parameters, stride)  # noqa: F821
        caches.append((kind, cache))
    return A, caches
