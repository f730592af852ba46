def grid_points(axes):
    if not all(axes.values()):
        return []
    first = {name: values[0] for name, values in axes.items()}
    points = [first]
    for name, values in axes.items():
        points += [{**first, name: value} for value in values[1:]]
    return points
