# exercise: resnet_backward
def resnet_backward(dA, caches):
    grads = []
    dX = dA
    for kind, cache in reversed(caches):
        if kind == "identity":
            dX, g = identity_block_backward(dX, cache)
        else:
            dX, g = projection_block_backward(dX, cache)
        grads.append(g)
    return dX, grads  # WRONG: the gradients were gathered from the last block to the first; grads[k] belongs to blocks[k], so the list must be turned round.
