# exercise: augment_batch
import numpy as np


def augment_batch(images, crop, seed):
    m, H, W, C = images.shape
    if crop < 1 or crop > H or crop > W:
        raise ValueError("bad crop")
    rng = np.random.default_rng(seed)
    result = np.zeros((m, crop, crop, C), dtype=images.dtype)
    top = rng.integers(0, H - crop + 1)  # WRONG: the place is drawn once for the whole batch; each image must draw its own (inside the loop).
    left = rng.integers(0, W - crop + 1)  # WRONG: likewise for the column: one draw for all images.
    for i in range(m):
        patch = images[i, top:top + crop, left:left + crop, :]
        if rng.random() < 0.5:
            patch = patch[::-1, :, :]  # WRONG: this turns the window upside down; left and right are the second axis of the patch (patch[:, ::-1]).
        result[i] = patch
    return result
