"""The caches lie in one object of the module's, which each call fills anew."""

import numpy as np


class Memory:
    """What the last call left."""

    def __len__(self):
        return len(self.layers)

    def __getitem__(self, place):
        return self.layers[place]


_memory = Memory()


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    L = len(parameters) // 2
    A, layers = X, []
    for layer in range(1, L + 1):
        A_prev, D = A, None
        Z = parameters[f"W{layer}"] @ A_prev + parameters[f"b{layer}"]
        if layer < L:
            A, D = dropout_forward(np.maximum(0.0, Z), keep_prob, seed + layer)  # noqa: F821
        else:
            A = (1.0 + np.tanh(Z / 2)) / 2
        layers.append((A_prev, Z, D, A))
    _memory.layers = layers
    return A, _memory
