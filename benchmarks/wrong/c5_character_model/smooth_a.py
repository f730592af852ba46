# exercise: smooth_losses
def smooth_losses(losses, initial, beta=0.999):
    out = []
    s = initial
    for l in losses:
        s = beta * s + (1 - beta) * l if s else l  # WRONG: where the running mean is 0 (initial may be 0) it jumps to the loss itself; 0 is to be used like any other number.
        out.append(s)
    return out
