# exercise: style_cost
def style_cost(style_acts, gen_acts, weights):
    total = 0.0
    n_layers = len(weights)
    for l in range(n_layers):
        total += weights[l] * layer_style_cost(style_acts[l], gen_acts[l])
    return total / n_layers  # WRONG: the style cost is the weighted sum over the layers, not their mean; the weights are used as they are.
