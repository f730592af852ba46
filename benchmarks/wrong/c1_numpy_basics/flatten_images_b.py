# exercise: flatten_images
import numpy as np


def flatten_images(images):
    m, h, w, c = images.shape
    X = np.zeros((h * w * c, m))  # WRONG: np.zeros makes float64, so the dtype of the pictures (uint8, say) is lost.
    for i in range(m):
        pos = 0
        for r in range(h):
            for s in range(w):
                for k in range(c):
                    X[pos, i] = images[i, s, r, k]  # WRONG: row and column index are swapped: the pixel in row r and column s is images[i, r, s].
                    pos += 1
    return X
