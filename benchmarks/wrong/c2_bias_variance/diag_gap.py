# exercise: diagnose


def diagnose(train_error, dev_error, bayes_error=0.0, tolerance=0.02):
    bias = train_error - bayes_error
    variance = dev_error - bayes_error  # WRONG: variance is the gap between dev and training error, not between dev and Bayes error.
    problems = []
    if bias > tolerance:
        problems.append("bias")
    if variance > tolerance:
        problems.append("variance")
    return {"avoidable_bias": bias, "variance": variance, "problems": problems}
