# exercise: classic_network
def conv(filters, f, stride=1, pad="same"):
    return {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}


def pool(f=2, stride=2, mode="max"):
    return {"type": "pool", "f": f, "stride": stride, "mode": mode}


def fc(n):
    return {"type": "fc", "units": n}


def classic_network(name):
    relu_ = {"type": "relu"}
    drop = {"type": "dropout", "keep_prob": 0.5}
    flat = {"type": "flatten"}
    if name == "lenet5":
        net = [
            conv(6, 5, pad="valid"),
            pool(),  # WRONG: LeNet-5 has average pools; pool() makes a max pool.
            conv(16, 5, pad="valid"),
            pool(),  # WRONG: average pool again, not max.
            flat, fc(120), fc(84), fc(10),
        ]
        return (32, 32, 1), [dict(l) for l in net]
    if name == "alexnet":
        net = [
            conv(96, 11, 4, "valid"), relu_,
            pool(3, 2),
            conv(256, 5), relu_,
            pool(3, 2),
            conv(384, 3), relu_,
            conv(384, 3), relu_,
            conv(256, 3), relu_,
            pool(3, 2),
            flat,
            fc(4096), relu_, drop,
            fc(4096), relu_, drop,
            fc(1000), relu_,  # WRONG: there is no relu after the last fc layer.
        ]
        return (227, 227, 3), [dict(l) for l in net]
    if name == "vgg16":
        net = []
        for filters, times in [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]:
            for _ in range(times):
                net.append(conv(filters, 3))
                net.append(dict(relu_))
            net.append(pool())
        net += [flat, fc(4096), relu_, fc(4096), relu_, fc(1000)]
        return (224, 224, 3), net
    raise ValueError("I do not know " + str(name))
