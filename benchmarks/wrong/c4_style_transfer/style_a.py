# exercise: style_cost
def style_cost(style_acts, gen_acts, weights):
    J_style = 0
    for a_S, a_G, weight in zip(style_acts, gen_acts, weights):
        J_style_layer = layer_style_cost(a_S, a_G)
        J_style += weight * J_style_layer
        return J_style  # WRONG: the return stands inside the loop: only the first layer is counted.
