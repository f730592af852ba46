# exercise: early_stopping


def early_stopping(dev_costs, patience, min_delta=0.0):
    best_epoch = 0
    for epoch, cost in enumerate(dev_costs):
        if epoch > 0 and cost < dev_costs[epoch - 1] - min_delta:  # WRONG: the cost must be compared with the best one so far, not with that of the epoch before.
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            break
    return best_epoch, len(dev_costs) - 1  # WRONG: where training stopped early the epoch of the stop must be returned, not the last one of the list.
