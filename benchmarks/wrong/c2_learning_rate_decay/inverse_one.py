# exercise: inverse_time_decay


def inverse_time_decay(lr0, epoch, decay_rate=1.0):
    lr = lr0
    for e in range(epoch):
        lr = lr / (1 + decay_rate * (e + 1))  # WRONG: the rate already lowered is divided again in each epoch; it must be lr0 divided once, by 1 + decay_rate * epoch.
    return lr
