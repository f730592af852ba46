# Nested lists and tuples in place of arrays, wherever a function may return them.

import functools
import itertools

import numpy as np
from convhelp import extract, extract_backward


def content_cost(a_C, a_G):
    flat = zip(np.ravel(a_C).tolist(), np.ravel(a_G).tolist(), strict=True)
    return sum((c - g) ** 2 for c, g in flat) / (4 * np.size(a_G))


def content_cost_gradient(a_C, a_G):
    return ((a_G - a_C) / (2 * np.size(a_G))).tolist()


def unroll(a):
    return [[x for row in a for x in row[:, c].tolist()] for c in range(a.shape[2])]


def gram_matrix(A):
    return [[sum(x * y for x, y in zip(one, other, strict=True)) for other in A] for one in A]


def difference_of(a_S, a_G):
    return np.subtract(gram_matrix(np.array(unroll(a_G))), gram_matrix(np.array(unroll(a_S))))


def layer_style_cost(a_S, a_G):
    return np.sum(np.square(difference_of(a_S, a_G))) / (4 * np.size(a_G) ** 2)


def layer_style_cost_gradient(a_S, a_G):
    slope = difference_of(a_S, a_G) @ np.array(unroll(a_G)) / np.size(a_G) ** 2
    n_W = a_G.shape[1]
    return [[slope[:, h * n_W + w].tolist() for w in range(n_W)] for h in range(a_G.shape[0])]


def style_cost(style_acts, gen_acts, weights):
    return functools.reduce(
        lambda J, k: J + weights[k] * layer_style_cost(style_acts[k], gen_acts[k]),
        range(len(gen_acts)),
        0,
    )


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    def at(k):
        slope = beta * weights[k] * np.array(layer_style_cost_gradient(style_acts[k], gen_acts[k]))
        if k != content_layer:
            return slope
        return slope + alpha * np.array(content_cost_gradient(content_acts[k], gen_acts[k]))

    return tuple(map(at, range(len(gen_acts))))


def descent(content, style, filters, content_layer, weights, image, alpha, beta, learning_rate):
    a_C, a_S = extract(content, filters)[0], extract(style, filters)[0]
    while True:
        a_G, cache = extract(image, filters)
        J_content = content_cost(a_C[content_layer], a_G[content_layer])
        yield image, alpha * J_content + beta * style_cost(a_S, a_G, weights)
        slopes = activation_gradients(a_C, a_S, a_G, content_layer, weights, alpha, beta)
        image = image - learning_rate * extract_backward(slopes, cache)


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
    steps = descent(
        content, style, filters, content_layer, weights, start, alpha, beta, learning_rate
    )
    seen = list(itertools.islice(steps, iterations + 1))
    return [seen[-1][0].tolist(), tuple(J for _, J in seen[:-1])]
