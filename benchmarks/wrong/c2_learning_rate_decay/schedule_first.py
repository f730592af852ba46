# exercise: make_schedule


def make_schedule(name, lr0, num_epochs, **options):
    epochs = range(1, num_epochs + 1)  # WRONG: the epochs are 0 to num_epochs - 1, here they are counted from 1.
    if name == "constant":
        return [lr0 for e in epochs]
    if name == "step":
        return [step_decay(lr0, e, **options) for e in epochs]
    if name == "exponential":
        return [exponential_decay(lr0, e, **options) for e in epochs]
    if name == "inverse_time":
        return [inverse_time_decay(lr0, e, **options) for e in epochs]
    if name == "cosine":
        return [cosine_annealing(lr0, e, num_epochs, **options) for e in epochs]
    return []  # WRONG: any other name must raise ValueError.
