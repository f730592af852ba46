# A loop over the flat array.

import numpy as np


def double(x):
    made = np.zeros(np.shape(x))
    for place in np.ndindex(made.shape):
        made[place] = x[place] + x[place]
    return made
