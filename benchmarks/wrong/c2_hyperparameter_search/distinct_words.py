# exercise: distinct_values


def distinct_values(points):
    if not points:
        return {}
    counts = {}
    for name in points[0]:
        seen = []
        for p in points:
            word = str(p[name])  # WRONG: as strings 3 and "3" are the same; the values themselves must be compared.
            if word not in seen:
                seen.append(word)
        counts[name] = len(seen)
    return counts
