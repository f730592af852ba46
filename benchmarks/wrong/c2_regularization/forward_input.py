# exercise: forward_propagation_with_dropout
import numpy as np


def relu(z):
    return np.maximum(z, 0)


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    n_layers = len(parameters) // 2
    act = X
    caches = []
    for l in range(1, n_layers):
        before = act
        if l == 1:
            before, _ = dropout_forward(X, keep_prob, seed)  # WRONG: the input must not be dropped, only the activations of the hidden layers.
        z = np.dot(parameters[f"W{l}"], before) + parameters[f"b{l}"]
        act, mask = dropout_forward(relu(z), keep_prob, seed + l)
        caches.append((before, z, mask, act))
    z = np.dot(parameters[f"W{n_layers}"], act) + parameters[f"b{n_layers}"]
    prob = 1.0 / (1.0 + np.exp(-z))
    caches.append((act, z, None, prob))
    return prob, caches
