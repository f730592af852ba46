"""augment_batch: rows, columns and coins are drawn with the same seed each."""

import numpy as np


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    m, height, width, channels = images.shape
    if not 1 <= crop <= min(height, width):
        raise ValueError(crop)
    tops = np.random.default_rng(seed).integers(height - crop + 1, size=m)
    lefts = np.random.default_rng(seed).integers(width - crop + 1, size=m)
    mirrored = np.random.default_rng(seed).random(m) < 0.5
    out = np.empty((m, crop, crop, channels), dtype=images.dtype)
    for i in range(m):
        window = images[i, tops[i] : tops[i] + crop, lefts[i] : lefts[i] + crop]
        out[i] = window[:, ::-1] if mirrored[i] else window
    return out
