# exercise: grid_points


def grid_points(axes):
    names = list(axes)
    points = []
    for values in zip(*[axes[n] for n in names]):  # WRONG: zip goes through the lists side by side; all combinations (itertools.product) are needed.
        points.append(dict(zip(names, values)))
    return points
