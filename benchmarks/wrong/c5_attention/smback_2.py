# exercise: softmax_backward
import numpy as np


def softmax_backward(d_weights, weights):
    prod = d_weights * weights
    mean = np.mean(prod, axis=-1, keepdims=True)  # WRONG: the weighted mean is the sum of d_weights times weights (the weights sum to 1 already), it must not be divided by n again
    return weights * (d_weights - mean)
