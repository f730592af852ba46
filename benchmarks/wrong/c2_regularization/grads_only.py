# exercise: add_l2_gradients


def add_l2_gradients(grads, parameters, lambd, m):
    out = {}
    layers = len(parameters) // 2
    for l in range(1, layers + 1):
        w = parameters[f"W{l}"]
        out[f"dW{l}"] = grads[f"dW{l}"] + (lambd / m) * w
        out[f"db{l}"] = grads[f"db{l}"].copy()
    return out  # WRONG: further keys of grads, such as "dA1", are lost; all the other entries must be in the result too.
