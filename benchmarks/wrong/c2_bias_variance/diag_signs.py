# exercise: diagnose


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    result = {}
    result["avoidable_bias"] = abs(train_error - bayes_error)  # WRONG: the gap may be negative and must be returned as it comes out, without abs.
    result["variance"] = dev_error - train_error
    found = []
    if result["avoidable_bias"] > tolerance:
        found += ["bias"]
    elif result["variance"] > tolerance:  # WRONG: elif hides the variance where there is bias already; both problems can be there at once.
        found += ["variance"]
    result["problems"] = found
    return result
