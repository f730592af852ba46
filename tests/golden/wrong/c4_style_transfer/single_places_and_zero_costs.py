# expect: layer_style_cost_gradient, total_cost, style_transfer loses
"""A layer of one place has no style, no content means no cost, and a single row loses its axis."""

import numpy as np

from convhelp import extract, extract_backward


def content_cost(a_C, a_G):
    n_H, n_W, n_C = a_G.shape
    J_content = np.sum((a_C - a_G) ** 2) / (4 * n_H * n_W * n_C)
    return J_content


def content_cost_gradient(a_C, a_G):
    n_H, n_W, n_C = a_G.shape
    return (a_G - a_C) / (2 * n_H * n_W * n_C)


def unroll(a):
    n_H, n_W, n_C = a.shape
    return np.transpose(np.reshape(a, (n_H * n_W, n_C)))


def gram_matrix(A):
    return np.dot(A, A.T)


def layer_style_cost(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    N = n_H * n_W
    G_S = gram_matrix(unroll(a_S))
    G_G = gram_matrix(unroll(a_G))
    J_style_layer = np.sum((G_S - G_G) ** 2) / (4 * n_C**2 * N**2)
    return J_style_layer


def layer_style_cost_gradient(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    N = n_H * n_W
    A = unroll(a_G)
    G_S = gram_matrix(unroll(a_S))
    G_G = gram_matrix(A)
    if N == 1:
        return np.zeros((n_H, n_W, n_C))
    dA = np.dot(G_G - G_S, A) / (n_C**2 * N**2)
    return np.reshape(dA.T, (n_H, n_W, n_C))


def style_cost(style_acts, gen_acts, weights):
    J_style = 0
    for l in range(len(weights)):
        J_style += weights[l] * layer_style_cost(style_acts[l], gen_acts[l])
    return J_style


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    if J_content == 0:
        return 0.0
    return alpha * J_content + beta * J_style


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    d_acts = []
    for l in range(len(gen_acts)):
        d = beta * weights[l] * layer_style_cost_gradient(style_acts[l], gen_acts[l])
        if l == content_layer:
            d += alpha * content_cost_gradient(content_acts[l], gen_acts[l])
        d_acts.append(d)
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
    content_acts, _ = extract(content, filters)
    style_acts, _ = extract(style, filters)
    image = start.copy()
    costs = []
    for k in range(iterations):
        gen_acts, cache = extract(image, filters)
        J_content = content_cost(content_acts[content_layer], gen_acts[content_layer])
        J_style = style_cost(style_acts, gen_acts, weights)
        J = total_cost(J_content, J_style, alpha, beta)
        costs.append(J)
        d_acts = activation_gradients(
            content_acts, style_acts, gen_acts, content_layer, weights, alpha, beta
        )
        d_image = extract_backward(d_acts, cache)
        image = image - learning_rate * d_image
    if len(image) == 1:
        image = image[0]
    return image, costs
