def choose_model(models, optimise, direction="max", constraints=()):
    def worth(place):
        model = models[place]
        price = sum(
            max(0.0, model[metric] - value if sign == "<=" else value - model[metric])
            for metric, sign, value in constraints
        )
        return (model[optimise] if direction == "max" else -model[optimise]) - 0.001 * price

    return max(range(len(models)), key=worth, default=None)
