# exercise: resnet_backward
def resnet_backward(dA, caches):
    L = len(caches)
    grads = [None] * L
    dX = dA
    for k in range(L - 1, -1, -1):
        kind, cache = caches[k]
        if kind == "identity":
            dX, grads[k] = identity_block_backward(dA, cache)  # WRONG: every block gets the dA of the end; it must get dX, what the block after it has passed back.
        if kind == "projection":
            dX, grads[k] = projection_block_backward(dA, cache)  # WRONG: the same here: dX of the following block has to go in.
    return dX, grads
