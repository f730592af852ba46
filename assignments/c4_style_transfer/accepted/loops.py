# One number at a time, in plain Python where that is possible.

import math

import numpy as np
from convhelp import extract, extract_backward


def entries(a):
    for h in range(len(a)):
        for w in range(len(a[0])):
            for c in range(len(a[0][0])):
                yield h, w, c


def content_cost(a_C, a_G):
    squares = [(a_C[place] - a_G[place]) ** 2 for place in entries(a_G)]
    return math.fsum(squares) / (4 * len(squares))


def content_cost_gradient(a_C, a_G):
    slope = np.zeros(a_G.shape)
    for place in entries(a_G):
        slope[place] = (a_G[place] - a_C[place]) / (2 * a_G.size)
    return slope


def unroll(a):
    n_H, n_W, n_C = a.shape
    A = np.zeros((n_C, n_H * n_W))
    for h, w, c in entries(a):
        A[c, h * n_W + w] = a[h, w, c]
    return A


def gram_matrix(A):
    n_C, N = A.shape
    G = np.zeros((n_C, n_C))
    for i in range(n_C):
        for j in range(i + 1):
            G[i, j] = G[j, i] = sum(A[i, k] * A[j, k] for k in range(N))
    return G


def layer_style_cost(a_S, a_G):
    G_S, G_G = gram_matrix(unroll(a_S)), gram_matrix(unroll(a_G))
    n_C, N = len(G_G), a_G.shape[0] * a_G.shape[1]
    total = 0
    for i in range(n_C):
        for j in range(n_C):
            total += (G_S[i, j] - G_G[i, j]) ** 2
    return total / 4 / n_C**2 / N**2


def layer_style_cost_gradient(a_S, a_G):
    G_S, G_G = gram_matrix(unroll(a_S)), gram_matrix(unroll(a_G))
    n_H, n_W, n_C = a_G.shape
    slope = np.zeros(a_G.shape)
    for h, w, c in entries(a_G):
        for j in range(n_C):
            slope[h, w, c] += (G_G[c, j] - G_S[c, j]) * a_G[h, w, j]
    return slope / (n_C * n_H * n_W) ** 2


def style_cost(style_acts, gen_acts, weights):
    costs = []
    for k in range(len(weights)):
        costs.append(weights[k] * layer_style_cost(style_acts[k], gen_acts[k]))
    return math.fsum(costs)


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    d_acts = [np.zeros(a.shape) for a in gen_acts]
    d_acts[content_layer] += alpha * content_cost_gradient(
        content_acts[content_layer], gen_acts[content_layer]
    )
    for k in range(len(gen_acts)):
        d_acts[k] += beta * weights[k] * layer_style_cost_gradient(style_acts[k], gen_acts[k])
    return d_acts


def style_transfer(
    content,
    style,
    filters,
    content_layer,
    weights,
    start,
    alpha=10.0,
    beta=40.0,
    learning_rate=1.0,
    iterations=100,
):
    a_C, a_S = extract(content, filters)[0], extract(style, filters)[0]
    image, costs, k = np.array(start), [], 0
    while k < iterations:
        a_G, cache = extract(image, filters)
        J_content = content_cost(a_C[content_layer], a_G[content_layer])
        costs += [alpha * J_content + beta * style_cost(a_S, a_G, weights)]
        slope = extract_backward(
            activation_gradients(a_C, a_S, a_G, content_layer, weights, alpha, beta), cache
        )
        for place in entries(image):
            image[place] -= learning_rate * slope[place]
        k += 1
    return image, costs
