# A layer knows what it is to look like; the functions are what is asked for around it.

from dataclasses import dataclass
from typing import Any

import numpy as np
from convhelp import extract, extract_backward


@dataclass
class Target:
    style: Any
    weight: float = 1.0
    content: Any = None

    def gram(self, a):
        rows = a.transpose(2, 0, 1)
        return np.tensordot(rows, rows, axes=([1, 2], [1, 2]))

    def gap(self, a):
        return self.gram(a) - self.gram(self.style)

    def style_cost(self, a):
        return self.weight * np.linalg.norm(self.gap(a)) ** 2 / (2 * a.size) ** 2

    def style_slope(self, a):
        return self.weight * (a @ self.gap(a)) / a.size**2

    def content_cost(self, a):
        return 0.0 if self.content is None else np.mean((a - self.content) ** 2) / 4

    def content_slope(self, a):
        return np.zeros(a.shape) if self.content is None else (a - self.content) / a.size / 2


class Objective:
    def __init__(self, targets, alpha, beta):
        self.targets, self.alpha, self.beta = targets, alpha, beta

    def cost(self, acts):
        pairs = list(zip(self.targets, acts, strict=True))
        style = sum(target.style_cost(a) for target, a in pairs)
        return self.alpha * sum(target.content_cost(a) for target, a in pairs) + self.beta * style

    def slopes(self, acts):
        return [
            self.alpha * target.content_slope(a) + self.beta * target.style_slope(a)
            for target, a in zip(self.targets, acts, strict=True)
        ]


def targets_of(content_acts, style_acts, content_layer, weights):
    targets = [Target(a, w) for a, w in zip(style_acts, weights, strict=True)]
    targets[content_layer].content = content_acts[content_layer]
    return targets


def content_cost(a_C, a_G):
    return Target(None, content=a_C).content_cost(a_G)


def content_cost_gradient(a_C, a_G):
    return Target(None, content=a_C).content_slope(a_G)


def layer_style_cost(a_S, a_G):
    return Target(a_S).style_cost(a_G)


def layer_style_cost_gradient(a_S, a_G):
    return Target(a_S).style_slope(a_G)


def style_cost(style_acts, gen_acts, weights):
    targets = [Target(a, w) for a, w in zip(style_acts, weights, strict=True)]
    return Objective(targets, 0, 1).cost(gen_acts)


def activation_gradients(
    content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0
):
    targets = targets_of(content_acts, style_acts, content_layer, weights)
    return Objective(targets, alpha, beta).slopes(gen_acts)


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
    content_acts, style_acts = (extract(one, filters)[0] for one in (content, style))
    objective = Objective(targets_of(content_acts, style_acts, content_layer, weights), alpha, beta)
    image, costs = np.copy(start), []
    for _ in range(iterations):
        acts, cache = extract(image, filters)
        costs.append(objective.cost(acts))
        image = image - learning_rate * extract_backward(objective.slopes(acts), cache)
    return image, costs
