# exercise: error_analysis


def error_analysis(tags, dev_error):
    counts = {}
    for example in tags:
        for cat in set(example):
            counts[cat] = counts.get(cat, 0) + 1
    out = {}
    for cat in counts:
        s = counts[cat] / len(tags)
        out[cat] = {"share": s, "ceiling": dev_error - dev_error * s}  # WRONG: this is the error that remains; the ceiling is what can be gained, dev_error * share.
    return out
