import itertools


def grid_points(axes):
    point, points = {}, []
    for values in itertools.product(*axes.values()):
        point.update(zip(axes, values, strict=True))
        points.append(point)
    return points
