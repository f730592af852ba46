# exercise: activation_gradients
import numpy as np


def activation_gradients(content_acts, style_acts, gen_acts, content_layer, weights, alpha=10.0, beta=40.0):
    result = []
    for i, a_G in enumerate(gen_acts):
        d = beta * layer_style_cost_gradient(style_acts[i], a_G)  # WRONG: the weight of the layer is missing: beta * weights[i] * gradient.
        if i + 1 == content_layer:  # WRONG: layers are counted from 0, so i == content_layer.
            d = d + alpha * content_cost_gradient(content_acts[i], a_G)
        result.append(d)
    return result
