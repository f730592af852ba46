def grid_points(axes):
    return [dict(zip(axes, values, strict=False)) for values in zip(*axes.values(), strict=False)]
