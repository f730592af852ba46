# exercise: check_parameters
import numpy as np


def check_parameters(cost, gradients, parameters, epsilon=1e-6):
    diffs = {}
    worst, worst_value = "", 0.0
    for dname in gradients:  # WRONG: gradients may hold other keys; the loop must run over the names in parameters.
        name = dname[1:]

        def cost_of_one(array):
            p = {k: parameters[k] for k in parameters}
            p[name] = array
            return cost(p)

        approx = numeric_gradient(cost_of_one, parameters[name], epsilon)
        d = relative_difference(gradients[dname], approx)
        diffs[name] = d
        if d >= worst_value:
            worst = name  # WRONG: worst_value is never updated with d, so the last name always wins.
    return diffs, worst
