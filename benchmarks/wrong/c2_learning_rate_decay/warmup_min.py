# exercise: warmup_cosine


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    w = warmup_epochs
    if w > 0 and epoch < w:
        lr = lr_min + (lr0 - lr_min) * (epoch + 1) / w  # WRONG: lr_min is for the wave only; the ramp is lr0 * (epoch + 1) / w.
    else:
        lr = cosine_annealing(lr0, epoch - w, total_epochs - w, lr_min)
    return lr
