# expect: style_transfer loses
"""Returns the image with the lowest cost that was seen, and not the last one."""

import numpy as np
from convhelp import *


def content_cost(a_C, a_G):
    total = 0.0
    for c in range(a_G.shape[2]):
        total += np.sum(np.square(a_C[:, :, c] - a_G[:, :, c]))
    return total / 4 / a_G.size


def content_cost_gradient(a_C, a_G):
    gradient = np.empty_like(a_G)
    for c in range(a_G.shape[2]):
        gradient[:, :, c] = (a_G[:, :, c] - a_C[:, :, c]) / 2 / a_G.size
    return gradient


def unroll(a):
    rows = []
    for c in range(a.shape[2]):
        rows.append(a[:, :, c].flatten())
    return np.array(rows)


def gram_matrix(A):
    n_C = len(A)
    G = np.zeros((n_C, n_C))
    for i in range(n_C):
        for j in range(n_C):
            G[i, j] = np.sum(A[i] * A[j])
    return G


def layer_style_cost(a_S, a_G):
    G_S, G_G = gram_matrix(unroll(a_S)), gram_matrix(unroll(a_G))
    diag = np.sum(np.diag(G_S - G_G) ** 2)
    above = np.sum(np.triu(G_S - G_G, 1) ** 2)
    return (diag + 2 * above) / (4 * a_G.size ** 2)


def layer_style_cost_gradient(a_S, a_G):
    n_C = a_G.shape[2]
    D = gram_matrix(unroll(a_G)) - gram_matrix(unroll(a_S))
    gradient = np.zeros(a_G.shape)
    for i in range(n_C):
        for j in range(n_C):
            gradient[:, :, i] += D[i, j] * a_G[:, :, j]
    return gradient / a_G.size ** 2


def style_cost(style_acts, gen_acts, weights):
    return np.sum([weights[l] * layer_style_cost(style_acts[l], gen_acts[l]) for l in range(len(weights))])


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return np.array(alpha * J_content + beta * J_style)


def activation_gradients(content_acts, style_acts, gen_acts, content_layer, weights,
                         alpha=10.0, beta=40.0):
    grads = {}
    for l, a_G in enumerate(gen_acts):
        grads[l] = weights[l] * beta * layer_style_cost_gradient(style_acts[l], a_G)
    l = content_layer
    grads[l] += alpha * content_cost_gradient(content_acts[l], gen_acts[l])
    return list(grads.values())


def style_transfer(content, style, filters, content_layer, weights, start,
                   alpha=10.0, beta=40.0, learning_rate=1.0, iterations=100):
    def forward(picture):
        acts, cache = extract(picture, filters)
        return acts, cache

    a_C, _ = forward(content)
    a_S, _ = forward(style)
    pictures, costs = [np.array(start)], []
    while len(costs) < iterations:
        a_G, cache = forward(pictures[-1])
        costs.append(total_cost(content_cost(a_C[content_layer], a_G[content_layer]),
                                style_cost(a_S, a_G, weights), alpha, beta))
        grads = activation_gradients(a_C, a_S, a_G, content_layer, weights, alpha, beta)
        pictures.append(pictures[-1] - learning_rate * extract_backward(grads, cache))
    return pictures[int(np.argmin(costs))] if costs else pictures[0], costs
