def error_analysis(tags, dev_error):
    names = {category for example in tags for category in example}
    shares = {name: sum(name in example for example in tags) / len(tags) for name in names}
    found = {}
    for name in sorted(names, key=lambda one: (-shares[one], one)):
        found[name] = {"share": shares[name], "ceiling": dev_error * shares[name]}
        dev_error -= found[name]["ceiling"]
    return found
