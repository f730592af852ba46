# exercise: check_parameters
import numpy as np


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    differences = {}
    moved = {name: np.array(p, dtype=float) for name, p in parameters.items()}
    for name in parameters:
        approx = np.zeros(parameters[name].shape)
        for place in np.ndindex(approx.shape):
            old = moved[name][place]
            moved[name][place] = old + epsilon
            above = cost(moved)
            moved[name][place] = old  # WRONG: for the lower side the entry must go down, to old - epsilon (and be put back afterwards); here it only goes back.
            below = cost(moved)
            approx[place] = (above - below) / (2 * epsilon)
        differences[name] = relative_difference(gradients["d" + name], approx)
    worst = max(differences, key=differences.get)
    return differences, worst
