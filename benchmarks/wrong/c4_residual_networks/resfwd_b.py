# exercise: resnet_forward
from convhelp import relu


def resnet_forward(X, blocks):
    out = X
    caches = []
    for i in range(len(blocks)):
        p, s = blocks[i]["parameters"], blocks[i]["stride"]
        kind = shortcut_kind(out.shape[1:], p["W1"].shape[-1], s)  # WRONG: the block gives as many channels as W2 has filters; those of W1 are inside of the block only.
        if kind == "projection":
            out, c = projection_block_forward(out, p, s)
        else:
            out, c = identity_block_forward(out, p)
        caches.append((kind, c))
    return relu(out), caches  # WRONG: the blocks end in a relu already; without blocks A must equal X, also where that is negative, and this relu cuts it off.
