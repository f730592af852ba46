# exercise: conv_cost
def conv_cost(shape, f, filters, bottleneck=None):
    n_H, n_W, n_C = shape
    places = n_H * n_H  # WRONG: the output has n_H * n_W places; nothing says that the volume is square.
    multiplications = 0
    parameters = 0
    if bottleneck:
        multiplications += places * n_C * bottleneck
        parameters += n_C * bottleneck  # WRONG: the biases of the 1 x 1 filters are missing: (n_C + 1) * bottleneck.
        n_C = bottleneck
    multiplications += places * f * f * n_C * filters
    parameters += (f * f * n_C + 1) * filters
    return {"multiplications": multiplications, "parameters": parameters}
