# exercise: fine_tune
from nethelp import cost_and_grads


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    params = {k: v.copy() for k, v in parameters.items()}
    costs = []
    for _ in range(num_iterations):
        J, grads = cost_and_grads(X, Y, params)
        costs.append(J)
        params = freeze_update(params, grads, learning_rate, trainable)  # WRONG: freeze_update wants the layers that stay; these are the ones that should move. Hand over all other layers.
    return params, costs
