# exercise: warmup_cosine


def warmup_cosine(lr0, epoch, warmup_epochs, total_epochs, lr_min=0.0):
    if epoch < warmup_epochs:
        return lr0 * (epoch + 1) / warmup_epochs
    return cosine_annealing(lr0, epoch, total_epochs, lr_min)  # WRONG: the wave begins at the end of the warm-up: epoch - warmup_epochs of total_epochs - warmup_epochs; here it jumps into a wave that began in epoch 0.
