# Every sum is an einsum, on the activations as they are: no matrix is unrolled.

import numpy as np
from convhelp import extract, extract_backward


def content_cost(a_C, a_G):
    d = a_G - a_C
    return np.einsum("hwc,hwc->", d, d) / (4 * d.size)


def content_cost_gradient(a_C, a_G):
    return np.multiply(a_G - a_C, 0.5 / a_G.size)


def unroll(a):
    return np.einsum("hwc->chw", a).reshape(a.shape[2], -1)


def gram_matrix(A):
    return np.einsum("ik,jk->ij", A, A)


def gram_difference(a_S, a_G):
    return np.einsum("hwi,hwj->ij", a_G, a_G) - np.einsum("hwi,hwj->ij", a_S, a_S)


def layer_style_cost(a_S, a_G):
    D = gram_difference(a_S, a_G)
    return np.einsum("ij,ij->", D, D) / (2 * a_G.size) ** 2


def layer_style_cost_gradient(a_S, a_G):
    return np.einsum("ij,hwj->hwi", gram_difference(a_S, a_G), a_G) / a_G.size**2


def style_cost(style_acts, gen_acts, weights):
    costs = [layer_style_cost(a_S, a_G) for a_S, a_G in zip(style_acts, gen_acts, strict=True)]
    return np.einsum("l,l->", np.asarray(weights, dtype=float), costs)


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return np.dot([alpha, beta], [J_content, J_style])


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    return [
        beta * w * layer_style_cost_gradient(a_S, a_G)
        + alpha * (k == content_layer) * content_cost_gradient(a_C, a_G)
        for k, (a_C, a_S, a_G, w) in enumerate(
            zip(content_acts, style_acts, gen_acts, weights, strict=True)
        )
    ]


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
    (a_C, _), (a_S, _) = extract(content, filters), extract(style, filters)
    costs = np.zeros(iterations)
    image = 1.0 * start
    for k in range(iterations):
        a_G, cache = extract(image, filters)
        costs[k] = total_cost(
            content_cost(a_C[content_layer], a_G[content_layer]),
            style_cost(a_S, a_G, weights),
            alpha,
            beta,
        )
        d = activation_gradients(a_C, a_S, a_G, content_layer, weights, alpha, beta)
        image = image + -learning_rate * extract_backward(d, cache)
    return image, costs
