FOUND: dict[str, dict[str, float]] = {}


def error_analysis(tags, dev_error):
    FOUND.clear()
    for category in {one for example in tags for one in example}:
        share = sum(category in example for example in tags) / len(tags)
        FOUND[category] = {"share": share, "ceiling": dev_error * share}
    return FOUND
