# exercise: style_transfer
import numpy as np
from convhelp import extract, extract_backward


def style_transfer(content, style, filters, content_layer, weights, start, alpha=10.0, beta=40.0, learning_rate=1.0, iterations=100):
    img = np.array(start)
    acts_C = extract(content, filters)[0]
    acts_S = extract(style, filters)[0]
    costs = []
    for k in range(iterations):
        acts_G, cache = extract(img, filters)
        J_content = content_cost(acts_C[content_layer], acts_G[content_layer])
        J_style = style_cost(acts_S, acts_G, weights)
        costs.append(total_cost(J_content, J_style))  # WRONG: alpha and beta are not handed on, so the defaults 10 and 40 are used whatever the caller gave.
        d = activation_gradients(acts_C, acts_S, acts_G, content_layer, weights, alpha, beta)
        img = img - learning_rate * extract_backward(d, cache)
        img = np.clip(img, 0, 1)  # WRONG: pixels may leave the range from 0 to 1; they are not to be clipped.
    return img, costs
