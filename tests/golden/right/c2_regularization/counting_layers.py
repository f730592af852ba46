from itertools import count, takewhile

import numpy as np

ACTIVATE = {
    "relu": lambda Z: (Z + np.abs(Z)) / 2,
    "sigmoid": lambda Z: (1 + np.tanh(Z / 2)) / 2,
}


def layers(parameters):
    """1, 2, ..., L"""
    return list(takewhile(lambda l: "W%d" % l in parameters, count(1)))


def l2_penalty(parameters, lambd, m):
    w = np.concatenate([parameters["W%d" % l].ravel() for l in layers(parameters)])
    return 0.5 * lambd * (w @ w) / m


def compute_cost_with_regularization(AL, Y, parameters, lambd):
    m = np.shape(Y)[1]
    # softplus of the logit, away from the label: -y log a - (1-y) log(1-a)
    logit = np.log(AL) - np.log1p(-AL)
    losses = np.logaddexp(0, logit) - Y * logit
    return losses.mean(axis=1).sum() + l2_penalty(parameters, lambd, m)


def add_l2_gradients(grads, parameters, lambd, m):
    out = {k: np.array(v) for k, v in grads.items()}
    for l in layers(parameters):
        out["dW%d" % l] += lambd / m * parameters["W%d" % l]
    return out


def weight_decay_update(parameters, grads, learning_rate, lambd, m):
    for l in layers(parameters):
        W, b = parameters["W%d" % l], parameters["b%d" % l]
        W *= 1 - learning_rate * lambd / m
        W -= learning_rate * grads["dW%d" % l]
        b -= learning_rate * grads["db%d" % l]
    return parameters


def dropout_forward(A, keep_prob, seed):
    np.random.seed(seed)
    D = np.random.binomial(1, keep_prob, size=A.shape)
    out = A.copy()
    out *= D
    out /= keep_prob
    return [out, D]


def dropout_backward(dA, D, keep_prob):
    return dA * (np.asarray(D, dtype=float) / keep_prob)


class Net:
    """Lean: keeps only the masks, as factors D/p, and computes the rest again on the way back."""

    def __init__(self, parameters):
        self.W = [parameters["W%d" % l] for l in layers(parameters)]
        self.b = [parameters["b%d" % l] for l in layers(parameters)]

    def run(self, X, drop):
        """drop(l, A) is A after dropout. Returns the list X, A1, ..., AL."""
        A = [X]
        for l, (W, b) in enumerate(zip(self.W, self.b), 1):
            Z = W.dot(A[-1]) + b
            last = l == len(self.W)
            A.append(ACTIVATE["sigmoid"](Z) if last else drop(l, ACTIVATE["relu"](Z)))
        return A


def forward_propagation_with_dropout(X, parameters, keep_prob, seed):
    masks = {}

    def drop(l, A):
        out, masks[l] = dropout_forward(A, keep_prob, seed + 7919 * l)
        return out

    return Net(parameters).run(X, drop)[-1], masks


def backward_propagation_with_dropout(X, Y, caches, parameters, keep_prob):
    net = Net(parameters)
    A = net.run(X, lambda l, A: A * caches[l] / keep_prob)
    m = Y.shape[1]
    delta, grads = (A[-1] - Y) / m, {}
    for l in reversed(layers(parameters)):
        grads["db%d" % l] = delta @ np.ones((m, 1))
        grads["dW%d" % l] = delta @ A[l - 1].T
        if l > 1:
            # where A is not 0, relu was on and the unit was kept
            delta = dropout_backward(net.W[l - 1].T @ delta, caches[l - 1], keep_prob) * (A[l - 1] != 0)
    return grads


def early_stopping(dev_costs, patience, min_delta=0.0):
    costs = list(dev_costs)
    records = [(0, costs[0])]
    e = 0
    while e + 1 < len(costs) and e - records[-1][0] < patience:
        e += 1
        if costs[e] < records[-1][1] - min_delta:
            records.append((e, costs[e]))
    return (records[-1][0], e)


def model(X, Y, layers_dims, learning_rate=0.3, num_iterations=2000, lambd=0.0, keep_prob=1.0, seed=1):
    np.random.seed(seed)
    theta = {}
    for l in range(1, len(layers_dims)):
        theta["b%d" % l] = np.zeros([layers_dims[l], 1])
        theta["W%d" % l] = np.random.randn(layers_dims[l], layers_dims[l - 1])
        theta["W%d" % l] *= (2 / layers_dims[l - 1]) ** 0.5
    costs = []
    for i in range(num_iterations):
        AL, masks = forward_propagation_with_dropout(X, theta, keep_prob, seed + i)
        costs.append(compute_cost_with_regularization(AL, Y, theta, lambd))
        grads = backward_propagation_with_dropout(X, Y, masks, theta, keep_prob)
        theta = weight_decay_update(theta, grads, learning_rate, lambd, X.shape[1])
    return [theta, costs]
