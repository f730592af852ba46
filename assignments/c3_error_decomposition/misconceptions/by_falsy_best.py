def bayes_proxy(human_errors):
    if not human_errors:
        raise ValueError("no group of humans was measured: nothing is known of Bayes error")
    best = None
    for error in human_errors.values():
        if not best or error < best:
            best = error
    return best
