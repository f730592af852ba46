# exercise: error_analysis
from collections import Counter


def error_analysis(tags, dev_error):
    counter = Counter()
    for t in tags:
        counter.update(t)  # WRONG: a category that stands twice at one example is counted twice; examples are counted, so update with set(t).
    n = len([t for t in tags if len(t) > 0])  # WRONG: examples without a category were examined too, the share is of all of them: len(tags).
    table = {}
    for category, c in counter.items():
        share = c / n
        table[category] = {"share": share, "ceiling": share * dev_error}
    return table
