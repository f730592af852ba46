# exercise: fine_tune
from nethelp import cost_and_grads


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    start = {k: v.copy() for k, v in parameters.items()}
    new = {k: v.copy() for k, v in parameters.items()}
    L = len(new) // 2
    frozen = []
    for l in range(1, L + 1):
        if l not in trainable:
            frozen.append(l)
    costs = []
    for t in range(num_iterations):
        J, grads = cost_and_grads(X, Y, start)  # WRONG: cost and gradients are taken at the start network, which never moves; they must be those of the current one, new.
        costs.append(J)
        new = freeze_update(new, grads, learning_rate, frozen)
    return new, costs
