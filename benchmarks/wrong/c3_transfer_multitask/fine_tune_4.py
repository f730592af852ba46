# exercise: fine_tune
import numpy as np
from nethelp import cost_and_grads


def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    net = {name: np.array(arr) for name, arr in parameters.items()}
    n_layers = len(net) // 2
    # the gradient cannot pass a frozen layer, so everything below the highest frozen layer stays
    frozen = [l for l in range(1, n_layers + 1) if l not in list(trainable)]
    if len(frozen) > 0:
        frozen = list(range(1, max(frozen) + 1))  # WRONG: layers below a frozen one may be trainable, a frozen layer lets the gradient through; only those that aren't in trainable are frozen.
    history = []
    for _ in range(num_iterations):
        J, g = cost_and_grads(X, Y, net)
        history.append(J)
        net = freeze_update(net, g, learning_rate, frozen)
    return net, history
