# exercise: activation_gradients
import numpy as np


def activation_gradients(content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0):
    grads = []
    for l in range(len(gen_acts)):
        if l == content_layer:
            g = alpha * content_cost_gradient(content_acts[l], gen_acts[l])
        else:  # WRONG: the content layer has its share of the style cost as well; there both gradients are added, here only one of the two is taken.
            g = beta * weights[l] * layer_style_cost_gradient(style_acts[l], gen_acts[l])
        grads.append(g)
    return grads
