# exercise: rnn_train_step
import numpy as np


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_hat, caches = rnn_forward(x, a0, parameters)
    J, da, g_out = output_cost_and_grads(y_hat, y, a, parameters)
    g = rnn_backward(da, caches)
    all_grads = {"dWax": g["dWax"], "dWaa": g["dWaa"], "dba": g["dba"]}
    all_grads["dWya"] = g_out["dWya"]
    all_grads["dby"] = g_out["dby"]
    all_grads, _ = clip_by_global_norm(all_grads, max_value)  # WRONG: clips by the norm of all gradients together; they are to be clipped entry by entry, with clip_gradients.
    new = {k: parameters[k] - learning_rate * all_grads["d" + k] for k in parameters}
    a, y_hat, _ = rnn_forward(x, a0, new)  # WRONG: runs the network again with the updated parameters, so the cost returned is that after the step and not before it.
    J = output_cost_and_grads(y_hat, y, a, new)[0]  # WRONG: the cost before the step, which was right, is overwritten with the one after it.
    return new, J
