# expect: style_transfer loses
"""Pixels are clipped after each step."""

import numpy as np
from convhelp import extract, extract_backward


def content_terms(a_C, a_G):
    d = (a_G - a_C) / a_G.size
    return lambda: a_G.size * np.vdot(d, d) / 4, lambda: d / 2


def style_terms(a_S, a_G):
    S, G = (a.reshape(-1, a.shape[-1]) for a in (a_S, a_G))  # places in rows here
    D = (G.T @ G - S.T @ S) / G.size
    return lambda: np.vdot(D, D) / 4, lambda: (G @ D / G.size).reshape(a_G.shape)


def content_cost(a_C, a_G):
    return content_terms(a_C, a_G)[0]()


def content_cost_gradient(a_C, a_G):
    return content_terms(a_C, a_G)[1]()


def unroll(a):
    return a.reshape(-1, a.shape[-1]).T


def gram_matrix(A):
    return np.inner(A, A)


def layer_style_cost(a_S, a_G):
    return style_terms(a_S, a_G)[0]()


def layer_style_cost_gradient(a_S, a_G):
    return style_terms(a_S, a_G)[1]()


def style_cost(style_acts, gen_acts, weights):
    return np.dot(weights, list(map(layer_style_cost, style_acts, gen_acts)))


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return alpha * J_content + beta * J_style


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    slopes = map(layer_style_cost_gradient, style_acts, gen_acts)
    d = [beta * w * slope for w, slope in zip(weights, slopes)]
    here = content_layer
    d[here] = d[here] + alpha * content_cost_gradient(content_acts[here], gen_acts[here])
    return tuple(d)


def style_transfer(
    content, style, filters, content_layer, weights, start, alpha=10.0, beta=40.0,
    learning_rate=1.0, iterations=100,
):
    C, S = (extract(picture, filters)[0] for picture in (content, style))

    def look(image):
        acts, cache = extract(image, filters)
        J = total_cost(
            content_cost(C[content_layer], acts[content_layer]),
            style_cost(S, acts, weights),
            alpha,
            beta,
        )
        d = activation_gradients(C, S, acts, content_layer, weights, alpha, beta)
        return J, extract_backward(d, cache)

    image, costs = start + 0.0, np.empty(iterations)
    for k in range(iterations):
        costs[k], slope = look(image)
        image = np.clip(image - learning_rate * slope, 0, 1)
    return image, costs
