# expect: style_cost, activation_gradients loses
"""Break for continue at a weight of 0; and content_layer 0 is taken for none."""

import math

import numpy as np
from convhelp import extract, extract_backward


def content_cost(a_C, a_G):
    n_H, n_W, n_C = a_C.shape
    squares = []
    for h in range(n_H):
        for w in range(n_W):
            for c in range(n_C):
                squares.append((float(a_C[h, w, c]) - float(a_G[h, w, c])) ** 2)
    return math.fsum(squares) / (4 * n_H * n_W * n_C)


def content_cost_gradient(a_C, a_G):
    n_H, n_W, n_C = a_C.shape
    grad = [[[0.0] * n_C for _ in range(n_W)] for _ in range(n_H)]
    for h in range(n_H):
        for w in range(n_W):
            for c in range(n_C):
                grad[h][w][c] = (a_G[h, w, c] - a_C[h, w, c]) / (2 * n_H * n_W * n_C)
    return np.array(grad)


def unroll(a):
    n_H, n_W, n_C = a.shape
    rows = []
    for c in range(n_C):
        row = []
        for h in range(n_H):
            for w in range(n_W):
                row.append(a[h, w, c])
        rows.append(row)
    return np.array(rows)


def gram_matrix(A):
    n_C, N = A.shape
    G = np.zeros((n_C, n_C))
    for i in range(n_C):
        for j in range(i, n_C):
            total = 0.0
            for k in range(N):
                total += A[i, k] * A[j, k]
            G[i, j] = total
            G[j, i] = total
    return G


def layer_style_cost(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    G_S = gram_matrix(unroll(a_S))
    G_G = gram_matrix(unroll(a_G))
    total = 0
    for i in range(n_C):
        for j in range(n_C):
            total += (G_S[i, j] - G_G[i, j]) ** 2
    return total / (4 * n_C**2 * (n_H * n_W) ** 2)


def layer_style_cost_gradient(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    N = n_H * n_W
    A = unroll(a_G)
    G_S = gram_matrix(unroll(a_S))
    G_G = gram_matrix(A)
    grad = np.zeros((n_H, n_W, n_C))
    for c in range(n_C):
        for k in range(N):
            total = 0.0
            for j in range(n_C):
                total += (G_G[c, j] - G_S[c, j]) * A[j, k]
            # place k is row k // n_W, column k % n_W
            grad[k // n_W, k % n_W, c] = total / (n_C**2 * N**2)
    return grad


def style_cost(style_acts, gen_acts, weights):
    J = 0
    for l in range(len(weights)):
        if weights[l] == 0:
            break
        J += weights[l] * layer_style_cost(style_acts[l], gen_acts[l])
    return J


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return alpha * J_content + beta * J_style


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    grads = []
    for l in range(len(gen_acts)):
        g = beta * weights[l] * layer_style_cost_gradient(style_acts[l], gen_acts[l])
        if content_layer and l == content_layer:
            g = g + alpha * content_cost_gradient(content_acts[l], gen_acts[l])
        grads.append(g)
    return grads


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
    image = start.copy()
    content_acts = extract(content, filters)[0]
    style_acts = extract(style, filters)[0]
    costs = []
    for _ in range(iterations):
        gen_acts, cache = extract(image, filters)
        J_content = content_cost(content_acts[content_layer], gen_acts[content_layer])
        J_style = style_cost(style_acts, gen_acts, weights)
        costs.append(total_cost(J_content, J_style, alpha, beta))
        d_acts = activation_gradients(
            content_acts, style_acts, gen_acts, content_layer, weights, alpha, beta
        )
        d_image = extract_backward(d_acts, cache)
        for h in range(image.shape[0]):
            for w in range(image.shape[1]):
                for c in range(image.shape[2]):
                    image[h, w, c] -= learning_rate * d_image[h, w, c]
    return image, costs
