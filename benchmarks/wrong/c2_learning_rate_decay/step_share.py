# exercise: step_decay


def step_decay(lr0, epoch, drop=0.5, epochs_per_drop=10):
    lr = lr0
    for e in range(1, epoch + 1):
        if e % epochs_per_drop == 0:
            lr = lr - lr * drop  # WRONG: drop is the factor that is left, lr * drop; here it is the share that is taken away.
    return lr
