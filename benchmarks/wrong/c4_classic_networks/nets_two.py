# exercise: classic_network
def classic_network(name):
    layers = []

    def add_conv(n, f, s=1, pad="same"):
        layers.append({"type": "conv", "filters": n, "f": f, "stride": s, "pad": pad})

    def add_pool(f, s, mode="max"):
        layers.append({"type": "pool", "f": f, "stride": s, "mode": mode})

    if name == "lenet5":
        shape = (32, 32, 1)
        add_conv(6, 5, 1, "valid")
        add_pool(2, 2, "average")
        add_conv(16, 5, 1, "valid")
        add_pool(2, 2, "average")
        layers.append({"type": "flatten"})
        for u in [120, 84, 10]:
            layers.append({"type": "fc", "units": u})
    elif name == "alexnet":
        shape = (227, 227, 3)
        convs = [(96, 11, 4, "valid"), (256, 5, 1, "same"), (384, 3, 1, "same"), (384, 3, 1, "same"), (256, 3, 1, "same")]
        for i, c in enumerate(convs):
            add_conv(*c)
            layers.append({"type": "relu"})
            if i in (0, 1, 4):
                add_pool(2, 2)  # WRONG: AlexNet's pools overlap: windows of 3 at a stride of 2, not 2/2 (the shapes come out the same by chance).
        layers.append({"type": "flatten"})
        for u in (4096, 4096):
            layers.append({"type": "dropout", "keep_prob": 0.5})
            layers.append({"type": "fc", "units": u})
            layers.append({"type": "relu"})
        layers.append({"type": "fc", "units": 1000})
    elif name == "vgg16":
        shape = (224, 224, 3)
        n = 64
        for block in range(5):
            how_many = 2 if block < 2 else 3
            for k in range(how_many):
                add_conv(n, 3)
            add_pool(2, 2)
            n = n * 2  # WRONG: the filters stop doubling at 512; the fifth block has 512 again and not 1024.
        layers.append({"type": "flatten"})
        for u in [4096, 4096, 1000]:
            layers.append({"type": "fc", "units": u})
    else:
        raise ValueError(name)
    return shape, layers
