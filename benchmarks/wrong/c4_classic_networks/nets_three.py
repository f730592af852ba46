# exercise: classic_network
LENET = [
    {"type": "conv", "f": 5, "stride": 1, "pad": 0, "filters": 6},
    {"type": "pool", "f": 2, "stride": 2, "mode": "average"},
    {"type": "conv", "f": 5, "stride": 1, "pad": 0, "filters": 16},
    {"type": "pool", "f": 2, "stride": 2, "mode": "average"},
    {"type": "flatten"},
    {"type": "fc", "units": 120},
    {"type": "fc", "units": 84},
    {"type": "fc", "units": 10},
]
ALEX = [
    {"type": "conv", "f": 11, "stride": 4, "pad": 0, "filters": 96},
    {"type": "relu"},
    {"type": "pool", "f": 3, "stride": 2, "mode": "max"},
    {"type": "conv", "f": 5, "stride": 1, "pad": 2, "filters": 256},
    {"type": "relu"},
    {"type": "pool", "f": 3, "stride": 2, "mode": "max"},
    {"type": "conv", "f": 3, "stride": 1, "pad": 1, "filters": 384},
    {"type": "relu"},
    {"type": "conv", "f": 3, "stride": 1, "pad": 1, "filters": 384},
    {"type": "relu"},
    {"type": "conv", "f": 3, "stride": 1, "pad": 1, "filters": 256},
    {"type": "relu"},
    {"type": "pool", "f": 3, "stride": 2, "mode": "max"},
    {"type": "flatten"},
    {"type": "fc", "units": 4096},
    {"type": "relu"},
    {"type": "dropout", "keep_prob": 0.5},
    {"type": "fc", "units": 4096},
    {"type": "relu"},
    {"type": "dropout", "keep_prob": 0.5},
    {"type": "fc", "units": 1000},
]


def classic_network(name):
    which = name.lower()  # WRONG: names count letter by letter; "LeNet5" or "VGG16" must raise ValueError and must not be lowered into a known one.
    if which == "lenet5":
        return (32, 32, 1), [dict(x) for x in LENET]
    if which == "alexnet":
        return (227, 227, 3), [dict(x) for x in ALEX]
    if which == "vgg16":
        c = lambda n: {"type": "conv", "f": 3, "stride": 1, "pad": 1, "filters": n}
        p = lambda: {"type": "pool", "f": 2, "stride": 2, "mode": "max"}
        layers = [c(64), c(64), p(), c(128), c(128), p()]
        layers += [c(256), c(256), c(256), p()]
        layers += [c(512), c(512), c(512), p()]
        layers += [c(512), c(512), c(512), p()]
        layers += [{"type": "flatten"}, {"type": "fc", "units": 4096}, {"type": "fc", "units": 4096}, {"type": "fc", "units": 1000}]
        return (224, 224, 3), layers
    raise ValueError("unknown network")
