# exercise: make_schedule


def make_schedule(name, lr0, num_epochs, **options):
    rates = []
    for e in range(num_epochs):
        if name == "constant":
            rates.append(lr0)
        elif name == "step":
            rates.append(step_decay(lr0, e, options.get("drop", 0.5)))  # WRONG: not all options go on: epochs_per_drop is ignored; pass **options.
        elif name == "exponential":
            rates.append(exponential_decay(lr0, e, **options))
        elif name == "inverse_time":
            rates.append(exponential_decay(lr0, e, **options))  # WRONG: "inverse_time" must call inverse_time_decay; this is copied from the branch above.
        elif name == "cosine":
            rates.append(cosine_annealing(lr0, e, num_epochs, **options))
        else:
            raise ValueError(name)
    return rates
