# Writes into arrays of its own wherever it can, and makes as few of them as possible.

import numpy as np
from convhelp import extract, extract_backward


def content_cost(a_C, a_G):
    d = np.subtract(a_C, a_G)
    np.square(d, out=d)
    return np.array([[d.mean() / 4]])


def content_cost_gradient(a_C, a_G):
    d = a_G.copy()
    d -= a_C
    d /= 2 * d.size
    return d


def unroll(a):
    A = np.empty((a.shape[2], a.shape[0] * a.shape[1]))
    for c, row in enumerate(A):
        row[:] = a[:, :, c].reshape(-1)
    return A


def gram_matrix(A):
    G = np.zeros((A.shape[0], A.shape[0]))
    np.matmul(A, A.transpose(), out=G)
    return G


def layer_style_cost(a_S, a_G):
    D = gram_matrix(unroll(a_G))
    D -= gram_matrix(unroll(a_S))
    D /= a_G.size
    D *= D
    return D.sum() / 4


def layer_style_cost_gradient(a_S, a_G):
    A = unroll(a_G)
    D = gram_matrix(A)
    D -= gram_matrix(unroll(a_S))
    D /= A.size
    D /= A.size
    d = np.empty(a_G.shape)
    d.reshape(-1, a_G.shape[2])[:] = (D @ A).T
    return d


def style_cost(style_acts, gen_acts, weights):
    total = np.zeros(())
    for a_S, a_G, w in zip(style_acts, gen_acts, weights, strict=True):
        total += w * layer_style_cost(a_S, a_G)
    return total


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    d_acts = []
    for a_S, a_G, w in zip(style_acts, gen_acts, weights, strict=True):
        d = layer_style_cost_gradient(a_S, a_G)
        d *= w * beta
        d_acts.append(d)
    more = content_cost_gradient(content_acts[content_layer], gen_acts[content_layer])
    more *= alpha
    d_acts[content_layer] += more
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
    wanted = extract(content, filters)[0][content_layer]
    others = extract(style, filters)[0]
    image = np.empty(start.shape)
    image[...] = start
    costs = []
    for _ in range(iterations):
        acts, cache = extract(image, filters)
        J = float(content_cost(wanted, acts[content_layer])[0, 0]) * alpha
        J += float(style_cost(others, acts, weights)) * beta
        costs.append(J)
        placed = [wanted] * len(acts)
        d = activation_gradients(placed, others, acts, content_layer, weights, alpha, beta)
        step = extract_backward(d, cache)
        step *= learning_rate
        image -= step
    return image, costs
