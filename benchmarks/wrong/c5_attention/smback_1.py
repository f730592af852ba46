# exercise: softmax_backward
import numpy as np


def softmax_backward(d_weights, weights):
    # derivative of the softmax: w * (1 - w)
    local = weights * (1 - weights)  # WRONG: this is only the diagonal of the derivative; a score moves all weights of its row, so the weighted mean of d_weights must be taken off
    d_scores = d_weights * local
    return d_scores
