# expect: style_transfer loses
"""Costs are those after the step."""

import numpy as np
from convhelp import extract, extract_backward


class Layer:
    """Activations of one layer, with what one may ask them."""

    def __init__(self, a):
        self.a = np.asarray(a)
        self.n_H, self.n_W, self.n_C = self.a.shape
        self.size = self.n_H * self.n_W * self.n_C

    @property
    def matrix(self):
        return self.a.swapaxes(0, 2).swapaxes(1, 2).reshape(self.n_C, -1)

    @property
    def gram(self):
        return gram_matrix(self.matrix)

    def fold(self, A):
        return A.T.reshape(self.n_H, self.n_W, self.n_C)


class Painter:
    def __init__(self, filters, content_layer, weights, alpha, beta):
        self.filters = filters
        self.content_layer = content_layer
        self.weights = weights
        self.alpha, self.beta = alpha, beta

    def look_at(self, content, style):
        self.content, _ = extract(content, self.filters)
        self.style, _ = extract(style, self.filters)

    def step(self, image, rate):
        acts, cache = extract(image, self.filters)
        d = activation_gradients(self.content, self.style, acts, self.content_layer, self.weights, self.alpha, self.beta)
        image = image - rate * extract_backward(d, cache)
        acts, cache = extract(image, self.filters)
        k = self.content_layer
        J = self.alpha * content_cost(self.content[k], acts[k])
        J += self.beta * style_cost(self.style, acts, self.weights)
        return image, J


def content_cost(a_C, a_G):
    return ((a_C - a_G) ** 2).sum() / (4 * Layer(a_G).size)


def content_cost_gradient(a_C, a_G):
    return (a_G - a_C) / (2 * Layer(a_G).size)


def unroll(a):
    return Layer(a).matrix


def gram_matrix(A):
    return np.tensordot(A, A, axes=(1, 1))


def layer_style_cost(a_S, a_G):
    S, G = Layer(a_S), Layer(a_G)
    return ((S.gram - G.gram) ** 2).sum() / (2 * G.size) ** 2


def layer_style_cost_gradient(a_S, a_G):
    S, G = Layer(a_S), Layer(a_G)
    return G.fold((G.gram - S.gram) @ G.matrix) / G.size**2


def style_cost(style_acts, gen_acts, weights):
    J = 0.0
    for i, w in enumerate(weights):
        if w != 0:
            J += w * layer_style_cost(style_acts[i], gen_acts[i])
    return J


def total_cost(J_content, J_style, alpha=10.0, beta=40.0):
    return J_content * alpha + J_style * beta


def activation_gradients(content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0):
    answer = []
    for i, (c, s, g) in enumerate(zip(content_acts, style_acts, gen_acts)):
        part = np.zeros_like(g)
        if weights[i]:
            part = part + beta * weights[i] * layer_style_cost_gradient(s, g)
        if i == content_layer:
            part = part + alpha * content_cost_gradient(c, g)
        answer.append(part)
    return answer


def style_transfer(content, style, filters, content_layer, weights, start, alpha=10.0, beta=40.0, learning_rate=1.0, iterations=100):
    painter = Painter(filters, content_layer, weights, alpha, beta)
    painter.look_at(content, style)
    image, costs = start.copy(), []
    for _ in range(iterations):
        image, J = painter.step(image, learning_rate)
        costs.append(J)
    return image, costs
