# exercise: style_transfer
import numpy as np
from convhelp import extract, extract_backward


def style_transfer(content, style, filters, content_layer, weights, start, alpha=10.0, beta=40.0, learning_rate=1.0, iterations=100):
    generated = start.copy()
    content_acts, _ = extract(content, filters)
    style_acts, _ = extract(style, filters)
    gen_acts, cache = extract(generated, filters)  # WRONG: the activations of the generated image are computed once, before the loop; the image changes with every step, so this belongs into the loop.
    costs = []
    for it in range(iterations):
        J_c = content_cost(content_acts[content_layer], gen_acts[content_layer])
        J_s = style_cost(style_acts, gen_acts, weights)
        costs.append(total_cost(J_c, J_s, alpha, beta))
        d_acts = activation_gradients(content_acts, style_acts, gen_acts, content_layer, weights, alpha, beta)
        grad = extract_backward(d_acts, cache)
        generated = generated - learning_rate * grad
    return generated, costs
