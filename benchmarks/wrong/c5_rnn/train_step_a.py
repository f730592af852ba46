# exercise: rnn_train_step
import numpy as np


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    # forward
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, out_grads = output_cost_and_grads(y_pred, y, a, parameters)
    # backward
    grads = rnn_backward(da, caches)
    # clip
    clipped = clip_gradients(grads, max_value)
    clipped = {**clipped, **out_grads}  # WRONG: only the recurrent derivatives are clipped; dWya and dby of the output are put in as they are, and have to be clipped, too.
    # update
    new_parameters = {}
    for name in ["Wax", "Waa", "Wya", "ba", "by"]:
        new_parameters[name] = parameters[name] - learning_rate * clipped["d" + name]
    return new_parameters, cost
