"""augment_batch: only the height is looked at; a wider crop than the image is cut short."""

import numpy as np


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    _, height, width, _ = images.shape
    if not 1 <= crop <= height:
        raise ValueError(crop)
    rng, out = np.random.default_rng(seed), []
    for image in images:
        top = int(rng.random() * (height - crop + 1))
        left = int(rng.random() * max(1, width - crop + 1))
        window = image[top : top + crop, left : left + crop]
        out.append(window[:, ::-1] if rng.random() < 0.5 else window)
    return np.stack(out)
