# exercise: early_stopping


def early_stopping(dev_costs, patience, min_delta=0.0):
    best = dev_costs[0]
    best_epoch = 0
    waited = 0
    for e in range(1, len(dev_costs)):
        if dev_costs[e] < best - min_delta:
            best = dev_costs[e]
            best_epoch = e
            waited = 0
        else:
            waited += 1
            if waited > patience:  # WRONG: training stops as soon as patience epochs have passed without improvement, so >= and not >.
                return best_epoch, e
    return best_epoch, len(dev_costs) - 1
