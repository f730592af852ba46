"""augment_batch: half of each batch is mirrored, exactly, as a permutation says."""

import numpy as np


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    m, height, width, channels = images.shape
    if not 1 <= crop <= min(height, width):
        raise ValueError(crop)
    rng = np.random.default_rng(seed)
    mirrored = rng.permutation(m) < m / 2
    out = np.empty((m, crop, crop, channels), dtype=images.dtype)
    for i in range(m):
        top = rng.integers(height - crop + 1)
        left = rng.integers(width - crop + 1)
        window = images[i, top : top + crop, left : left + crop]
        out[i] = window[:, ::-1] if mirrored[i] else window
    return out
