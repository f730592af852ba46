"""augment_batch: places are dealt like cards; none comes again before all others came."""

import numpy as np


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    m, height, width, channels = images.shape
    if not 1 <= crop <= min(height, width):
        raise ValueError(crop)
    rng = np.random.default_rng(seed)
    down, across = height - crop + 1, width - crop + 1
    cards = rng.permutation(np.resize(np.arange(down * across), max(m, down * across)))
    out = np.empty((m, crop, crop, channels), dtype=images.dtype)
    for i in range(m):
        top, left = divmod(int(cards[i]), across)
        window = images[i, top : top + crop, left : left + crop]
        out[i] = window[:, ::-1] if rng.random() < 0.5 else window
    return out
