# exercise: compute_cost_with_regularization
import numpy as np


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    m = Y.shape[1]
    cross = -np.mean(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))  # WRONG: np.mean divides by the number of outputs too; sum over the outputs and divide by m.
    return cross + l2_penalty(parameters, lambd, m)
