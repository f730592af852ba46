import numpy as np
from nethelp import cost_and_grads
isn = np.isnan
def multitask_loss(Yhat, Y): return -np.nansum(np.log(np.where(Y == 1, Yhat, 1 - Yhat) + 1e-12) + 0 * Y) / Y.shape[1]
def multitask_gradient(Yhat, Y): return np.where(isn(Y), 0, Yhat - Y) / Y.shape[1]
def multitask_accuracy(Yhat, Y): return [np.mean((p > .5)[~isn(y)] == y[~isn(y)]) for p, y in zip(Yhat, Y)]
def last(P): return len(P) // 2
def replace_head(parameters, n_out, seed):
    P, L = {k: +v for k, v in parameters.items()}, last(parameters)
    n = P[f"W{L}"].shape[1]
    return P | {f"W{L}": np.random.RandomState(seed).randn(n_out, n) / n ** .5, f"b{L}": np.zeros((n_out, 1))}
def freeze_update(parameters, grads, learning_rate, frozen): return {k: v - (int(k[1:]) not in frozen) * learning_rate * grads["d" + k] for k, v in parameters.items()}
def extract_features(X, parameters, n_layers):
    A = +X
    for l in range(n_layers): A = (Z := parameters[f"W{l + 1}"] @ A + parameters[f"b{l + 1}"]) * (Z > 0)
    return A
def fine_tune(X, Y, parameters, trainable, learning_rate=0.1, num_iterations=100):
    P, costs = {k: +v for k, v in parameters.items()}, []
    for _ in range(num_iterations):
        c, g = cost_and_grads(X, Y, P)
        costs.append(c); P = freeze_update(P, g, learning_rate, [l for l in range(1, last(P) + 1) if l not in trainable])
    return P, costs
def transfer_or_scratch(same_input, shared_features, n_source, n_target): return ("scratch", "transfer")[bool(same_input and shared_features and n_source > n_target)]
