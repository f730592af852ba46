# exercise: warmup_cosine


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    if epoch < warmup_epochs:
        return lr0 * epoch / warmup_epochs  # WRONG: the ramp is (epoch + 1) / warmup_epochs; here epoch 0 has the rate 0 and the top is not reached.
    rest = epoch - warmup_epochs
    return cosine_annealing(lr0, rest, total_epochs, lr_min)  # WRONG: only total_epochs - warmup_epochs are left for the half wave.
