# exercise: grid_points


def grid_points(axes):
    result = []
    names = list(axes.keys())
    current = {}

    def fill(depth):
        if depth == len(names):
            result.append(current)  # WRONG: the same dict is appended each time, so all points end up equal; append a copy.
            return
        for value in axes[names[depth]]:
            current[names[depth]] = value
            fill(depth + 1)

    fill(0)
    return result
