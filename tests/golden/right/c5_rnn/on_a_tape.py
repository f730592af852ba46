"""A small tape records what is done, and every way back is the tape's."""

import numpy as np


class Node:
    def __init__(self, value, parents=()):
        self.value, self.parents = value, parents

    def __add__(self, other):
        return Node(self.value + other.value, ((self, lambda d: d), (other, lambda d: d)))

    def __matmul__(self, other):
        left, right = self.value, other.value
        ways = (self, lambda d: d @ right.T), (other, lambda d: left.T @ d)
        return Node(left @ right, ways)


def spread(column, m):
    back = lambda d: d.sum(axis=1, keepdims=True)
    return Node(np.repeat(column.value, m, axis=1), ((column, back),))


def tanh(node):
    value = np.tanh(node.value)
    return Node(value, ((node, lambda d: d * (1 - value**2)),))


def gradients_of(ends):
    """The derivatives in all nodes, from pairs (node, derivative in it)."""
    order, seen = [], set()

    def visit(node):
        stack = [(node, iter(node.parents))]
        seen.add(id(node))
        while stack:
            one, parents = stack[-1]
            for parent, _ in parents:
                if id(parent) not in seen:
                    seen.add(id(parent))
                    stack.append((parent, iter(parent.parents)))
                    break
            else:
                order.append(one)
                stack.pop()

    for node, _ in ends:
        if id(node) not in seen:
            visit(node)
    grads = {id(node): np.zeros(node.value.shape) for node in order}
    for node, d in ends:
        grads[id(node)] = grads[id(node)] + d
    for node in reversed(order):
        for parent, back in node.parents:
            grads[id(parent)] = grads[id(parent)] + back(grads[id(node)])
    return grads


def softmax(z):
    e = np.exp(z - z.max(axis=0))
    return e / e.sum(axis=0)


def leaves(parameters):
    return {name: Node(parameters[name]) for name in ("Wax", "Waa", "ba")}


def step(x, a, p):
    return tanh(p["Waa"] @ a + p["Wax"] @ x + spread(p["ba"], x.value.shape[1]))


def outputs(a, parameters):
    return softmax(parameters["Wya"] @ a + parameters["by"])


def rnn_cell_forward(xt, a_prev, parameters):
    p, x, before = leaves(parameters), Node(xt), Node(a_prev)
    after = step(x, before, p)
    return after.value, outputs(after.value, parameters), (p, x, before, after)


def rnn_cell_backward(da_next, cache):
    if not isinstance(cache[-1], Node):
        _, a_prev, xt, parameters = cache
        cache = rnn_cell_forward(xt, a_prev, parameters)[2]
    p, x, before, after = cache
    grads = gradients_of([(after, da_next)])
    found = {"d" + name: grads[id(p[name])] for name in p}
    return found | {"dxt": grads[id(x)], "da_prev": grads[id(before)]}


def rnn_forward(x, a0, parameters):
    p, start = leaves(parameters), Node(a0)
    inputs = [Node(x[:, :, t]) for t in range(x.shape[2])]
    states = [start]
    for one in inputs:
        states.append(step(one, states[-1], p))
    a = np.stack([state.value for state in states[1:]], axis=2)
    y_pred = np.stack([outputs(state.value, parameters) for state in states[1:]], axis=2)
    return a, y_pred, {"p": p, "inputs": inputs, "states": states}


def rnn_backward(da, caches):
    if not isinstance(caches, dict):
        cells, x = caches
        caches = rnn_forward(x, cells[0][1], cells[0][3])[2]
    p, inputs, states = caches["p"], caches["inputs"], caches["states"]
    ends = [(state, da[:, :, t]) for t, state in enumerate(states[1:])]
    grads = gradients_of(ends)
    found = {"d" + name: grads[id(p[name])] for name in p}
    found["dx"] = np.stack([grads[id(one)] for one in inputs], axis=2)
    found["da0"] = grads[id(states[0])]
    return found


def output_cost_and_grads(y_pred, y, a, parameters):
    count = y[0].size
    cost = -np.sum(np.where(y > 0, np.log(np.fmax(y_pred, 1e-30)), 0)) / count
    W, b = Node(parameters["Wya"]), Node(parameters["by"])
    states, ends = [], []
    for t in range(y.shape[2]):
        states.append(Node(a[:, :, t]))
        z = W @ states[-1] + spread(b, y.shape[1])
        ends.append((z, (y_pred[:, :, t] - y[:, :, t]) / count))
    grads = gradients_of(ends)
    da = np.stack([grads[id(state)] for state in states], axis=2)
    return cost, da, {"dWya": grads[id(W)], "dby": grads[id(b)]}


def clip_gradients(gradients, max_value):
    if max_value <= 0:
        raise ValueError("no such bound")
    return {k: np.sign(v) * np.minimum(np.abs(v), max_value) for k, v in gradients.items()}


def clip_by_global_norm(gradients, max_norm):
    if max_norm <= 0:
        raise ValueError("no such bound")
    norm = np.linalg.norm([np.linalg.norm(v) for v in gradients.values()])
    if norm <= max_norm:
        return {k: v.copy() for k, v in gradients.items()}, norm
    return {k: v * max_norm / norm for k, v in gradients.items()}, norm


def gradient_norms_through_time(x, a0, parameters, da_last):
    states = [Node(a0)]
    p = leaves(parameters)
    for t in range(x.shape[2]):
        states.append(step(Node(x[:, :, t]), states[-1], p))
    grads = gradients_of([(states[-1], da_last)])
    return np.array([np.sqrt((grads[id(state)] ** 2).sum()) for state in states])


def rnn_train_step(x, y, a0, parameters, learning_rate, max_value):
    a, y_pred, caches = rnn_forward(x, a0, parameters)
    cost, da, grads = output_cost_and_grads(y_pred, y, a, parameters)
    grads = clip_gradients({**rnn_backward(da, caches), **grads}, max_value)
    return {k: v - learning_rate * grads["d" + k] for k, v in parameters.items()}, cost
