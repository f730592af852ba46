"""augment_batch: images are mirrored where they lie, before they are cut."""

import numpy as np


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    m, height, width, channels = images.shape
    if not 1 <= crop <= min(height, width):
        raise ValueError(crop)
    rng = np.random.default_rng(seed)
    out = np.empty((m, crop, crop, channels), dtype=images.dtype)
    for i in range(m):
        if rng.random() < 0.5:
            images[i] = images[i, :, ::-1].copy()
        top = rng.integers(height - crop + 1)
        left = rng.integers(width - crop + 1)
        out[i] = images[i, top : top + crop, left : left + crop]
    return out
