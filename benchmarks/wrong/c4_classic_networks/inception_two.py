# exercise: inception_forward
import numpy as np
from convhelp import conv_same, relu


def inception_forward(A_prev, parameters):
    def step(x, name):
        return relu(conv_same(x, parameters["W" + name], parameters["b" + name]))

    a = step(A_prev, "1")
    b = step(step(A_prev, "3r"), "3")
    c = step(step(A_prev, "5r"), "5")
    d = max_pool_same(step(A_prev, "p"))  # WRONG: the order is reversed: first the 3 x 3 max pool of A_prev, and then the 1 x 1 convolution with relu on what it makes.
    return np.concatenate((a, b, c, d), axis=3)
