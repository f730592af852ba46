# exercise: inception_forward
import numpy as np
from convhelp import conv_same, relu


def inception_forward(A_prev, parameters):
    P = parameters
    # 1x1
    branch1 = relu(conv_same(A_prev, P["W1"], P["b1"]))
    # 3x3
    branch2 = relu(conv_same(A_prev, P["W3r"], P["b3r"]))
    branch2 = relu(conv_same(branch2, P["W3"], P["b3"]))
    # 5x5
    branch3 = conv_same(A_prev, P["W5r"], P["b5r"])  # WRONG: relu is missing after the 1 x 1 reduction of the 5 x 5 branch.
    branch3 = relu(conv_same(branch3, P["W5"], P["b5"]))
    # pool
    branch4 = max_pool_same(A_prev, 3)
    branch4 = relu(conv_same(branch4, P["Wp"], P["bp"]))
    return np.concatenate([branch1, branch2, branch3, branch4], axis=-1)
