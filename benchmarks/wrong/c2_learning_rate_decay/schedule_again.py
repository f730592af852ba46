# exercise: make_schedule


def make_schedule(name, lr0, num_epochs, **options):
    table = {
        "step": step_decay,
        "exponential": exponential_decay,
        "inverse_time": inverse_time_decay,
    }
    lrs = []
    lr = lr0
    for epoch in range(num_epochs):
        if name == "constant":
            pass
        elif name in table:
            lr = table[name](lr, epoch, **options)  # WRONG: the rate of the epoch before is passed in place of lr0, so the decay is applied again and again.
        elif name == "cosine":
            lr = cosine_annealing(lr0, epoch, num_epochs, **options)
        else:
            raise ValueError("unknown schedule")
        lrs.append(lr)
    return lrs
