# exercise: augment_batch
import numpy as np


def augment_batch(images, crop, seed):
    n, n_H, n_W, n_C = images.shape
    if crop < 1 or crop > min(n_H, n_W):
        raise ValueError("crop does not fit")
    np.random.seed(seed)
    out = []
    for img in images:
        r = np.random.randint(0, max(n_H - crop, 1))  # WRONG: randint leaves its upper end out, so the last possible row is never drawn; it must be n_H - crop + 1.
        c = np.random.randint(0, max(n_W - crop, 1))  # WRONG: the last possible column is never drawn either.
        piece = img[r:r + crop, c:c + crop].copy()
        if np.random.rand() > 0.5:
            piece = np.fliplr(piece)
        out.append(piece)
    return np.array(out)
