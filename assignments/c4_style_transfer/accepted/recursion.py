# Layers and steps by recursion: what is left to do is done by the function itself.

import numpy as np
from convhelp import extract, extract_backward


def gram_matrix(A):
    N = np.shape(A)[1]
    if N == 1:
        return A * A.T
    half = N // 2
    return gram_matrix(A[:, :half]) + gram_matrix(A[:, half:])


def unroll(a):
    if a.shape[0] == 1:
        return a[0].T
    return np.hstack([a[0].T, unroll(a[1:])])


def style_cost(style_acts, gen_acts, weights):
    if len(weights) == 0:
        return 0.0
    first = weights[0] * layer_style_cost(style_acts[0], gen_acts[0])  # noqa: F821
    return first + style_cost(style_acts[1:], gen_acts[1:], weights[1:])


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
    if iterations == 0:
        return np.array(start), []
    a_C, _ = extract(content, filters)
    a_S, _ = extract(style, filters)
    a_G, cache = extract(start, filters)
    J = total_cost(  # noqa: F821
        content_cost(a_C[content_layer], a_G[content_layer]),  # noqa: F821
        style_cost(a_S, a_G, weights),
        alpha=alpha,
        beta=beta,
    )
    slopes = activation_gradients(  # noqa: F821
        a_C, a_S, a_G, content_layer, weights, alpha=alpha, beta=beta
    )
    after = start - learning_rate * extract_backward(slopes, cache)
    image, costs = style_transfer(
        content,
        style,
        filters,
        content_layer,
        weights,
        after,
        alpha,
        beta,
        learning_rate,
        iterations - 1,
    )
    return image, [J, *costs]
