"""augment_batch: one coin decides whether the whole batch is mirrored."""

import numpy as np


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    m, height, width, channels = images.shape
    if not 1 <= crop <= min(height, width):
        raise ValueError(crop)
    rng = np.random.default_rng(seed)
    mirrored = rng.random() < 0.5
    out = np.empty((m, crop, crop, channels), dtype=images.dtype)
    for i in range(m):
        top = rng.integers(height - crop + 1)
        left = rng.integers(width - crop + 1)
        window = images[i, top : top + crop, left : left + crop]
        out[i] = window[:, ::-1] if mirrored else window
    return out
