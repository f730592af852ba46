# exercise: check_parameters
import numpy as np


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    differences = {}
    worst = None
    biggest = -1.0
    for name in parameters:
        def f(value, name=name):
            trial = dict(parameters)
            trial[name] = value
            return cost(trial)

        num = numeric_gradient(f, parameters[name], epsilon)
        claimed = gradients["d" + name]
        differences[name] = relative_difference(claimed, num)
        gap = np.linalg.norm(claimed - num)  # WRONG: the worst one is that with the largest relative difference, not with the largest distance.
        if gap > biggest:
            biggest = gap
            worst = name
    return differences, worst
