# exercise: fine_tune
import copy
from nethelp import cost_and_grads


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    params = copy.deepcopy(parameters)
    L = len(params) // 2
    frozen = [l for l in range(1, L + 1) if l not in trainable]
    costs = []
    for i in range(num_iterations):
        _, grads = cost_and_grads(X, Y, params)
        params = freeze_update(params, grads, learning_rate, frozen)
        cost, _ = cost_and_grads(X, Y, params)  # WRONG: the cost of an iteration is taken before its step; this is the cost after it.
        costs.append(cost)
        if i > 0 and costs[-1] >= costs[-2]:  # WRONG: all num_iterations steps are to be taken wherever the cost goes; there is no early stop.
            break
    return params, costs
