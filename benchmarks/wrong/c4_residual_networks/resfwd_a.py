# exercise: resnet_forward
def resnet_forward(X, blocks):
    caches = []
    A = X
    for block in blocks:
        params = block["parameters"]
        stride = block["stride"]
        filters = params["W2"].shape[3]
        kind = shortcut_kind(X.shape[1:], filters, stride)  # WRONG: the kind depends on the shape that reaches this block, A.shape[1:], and not on that of the very first input.
        if kind == "identity":
            A, cache = identity_block_forward(A, params)
        else:
            A, cache = projection_block_forward(A, params, stride)
        caches.append((kind, cache))
    return A, caches
