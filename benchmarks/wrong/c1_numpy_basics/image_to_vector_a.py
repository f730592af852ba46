# exercise: image_to_vector
import numpy as np


def image_to_vector(image):
    h, w, c = image.shape
    # channel by channel: first all red, then all green, then all blue
    v = np.concatenate([image[:, :, k].reshape(h * w, 1) for k in range(c)])  # WRONG: this puts the channels one after the other; in C order the c channels of a pixel stay together, so simply image.reshape(-1, 1).
    return v
