# expect: content_cost, layer_style_cost loses
"""Both costs are computed in float32."""

import numpy as np
from convhelp import extract, extract_backward


def content_cost(a_C, a_G):
    d = (a_G - a_C).astype(np.float32)
    return np.vdot(d, d) / (4 * d.size)


def content_cost_gradient(a_C, a_G):
    return (a_G - a_C) / (2 * a_G.size)


def unroll(a):
    return np.moveaxis(a, -1, 0).reshape(a.shape[-1], -1)


def gram_matrix(A):
    return np.einsum("ik,jk->ij", A, A)


def layer_style_cost(a_S, a_G):
    a_S, a_G = a_S.astype(np.float32), a_G.astype(np.float32)
    if a_G.shape[2] > a_G.shape[0] * a_G.shape[1]:
        S, G = (a.reshape(-1, a.shape[2]) for a in (a_S, a_G))
        total = np.sum((S @ S.T) ** 2) - 2 * np.sum((G @ S.T) ** 2) + np.sum((G @ G.T) ** 2)
        return total / (4 * a_G.size**2)
    gap = np.einsum("hwi,hwj->ij", a_G, a_G) - np.einsum("hwi,hwj->ij", a_S, a_S)
    return np.linalg.norm(gap / (2 * a_G.size)) ** 2


def layer_style_cost_gradient(a_S, a_G):
    gap = np.tensordot(a_G, a_G, ((0, 1), (0, 1))) - np.tensordot(a_S, a_S, ((0, 1), (0, 1)))
    return a_G @ gap / a_G.size**2


def style_cost(style_acts, gen_acts, weights):
    return np.dot(weights, list(map(layer_style_cost, style_acts, gen_acts)))


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return np.array([alpha, beta]) @ np.array([J_content, J_style])


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    grads = [
        beta * w * g for w, g in zip(weights, map(layer_style_cost_gradient, style_acts, gen_acts))
    ]
    grads[content_layer] += alpha * content_cost_gradient(
        content_acts[content_layer], gen_acts[content_layer]
    )
    return tuple(grads)


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
    (C, _), (S, _) = extract(content, filters), extract(style, filters)
    image, costs = np.array(start, dtype=float), np.empty(iterations)
    for k in range(iterations):
        G, cache = extract(image, filters)
        costs[k] = total_cost(
            content_cost(C[content_layer], G[content_layer]),
            style_cost(S, G, weights),
            alpha,
            beta,
        )
        image -= learning_rate * extract_backward(
            activation_gradients(C, S, G, content_layer, weights, alpha, beta), cache
        )
    return image, costs
