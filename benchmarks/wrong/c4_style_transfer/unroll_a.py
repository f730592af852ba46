# exercise: unroll
def unroll(a):
    n_H, n_W, n_C = a.shape
    return a.reshape(n_C, n_H * n_W)  # WRONG: a mere reshape mixes the channels: it needs reshape(n_H * n_W, n_C) and then a transpose.
