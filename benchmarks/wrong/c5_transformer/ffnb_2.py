# exercise: feed_forward_backward
import numpy as np


def feed_forward_backward(dy, cache):
    x, z, parameters = cache
    W1 = parameters["W1"]
    W2 = parameters["W2"]
    grads = {}
    # second layer
    grads["dW2"] = np.einsum("bsf,bsd->fd", z, dy)  # WRONG: the second layer has seen relu(z), not z
    grads["db2"] = np.einsum("bsd->d", dy)
    da = np.einsum("bsd,fd->bsf", dy, W2)
    # relu
    dz = np.where(z > 0, da, 0.0)
    # first layer
    grads["dW1"] = np.einsum("bsd,bsf->df", x, dz)
    grads["db1"] = np.einsum("bsf->f", da)  # WRONG: sums the derivatives before relu has shut off the units; b1 takes the sum of dz
    dx = np.einsum("bsf,df->bsd", dz, W1)
    return dx, grads
