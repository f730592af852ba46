"""classic_network adds to lists that it keeps from call to call."""

KEPT: dict[str, list[dict]] = {}


def classic_network(name: str) -> tuple[tuple[int, ...], list[dict]]:
    def conv(filters, f, stride=1, pad="same"):
        layer = {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}
        return [layer, {"type": "relu"}]

    def pool(f, mode="max"):
        return [{"type": "pool", "f": f, "stride": 2, "mode": mode}]

    def fc(units):
        return [{"type": "fc", "units": units}]

    hidden = [{"type": "relu"}, {"type": "dropout", "keep_prob": 0.5}]
    head = [{"type": "flatten"}] + 2 * (fc(4096) + hidden) + fc(1000)
    layers = KEPT.setdefault(name, [])
    if name == "lenet5":
        layers += conv(6, 5, pad="valid") + pool(2, "average")
        layers += conv(16, 5, pad="valid") + pool(2, "average")
        layers += [{"type": "flatten"}, *fc(120), *fc(84), *fc(10)]
        return (32, 32, 1), layers
    if name == "alexnet":
        layers += conv(96, 11, 4, "valid") + pool(3) + conv(256, 5) + pool(3)
        layers += conv(384, 3) + conv(384, 3) + conv(256, 3) + pool(3) + head
        return (227, 227, 3), layers
    if name == "vgg16":
        for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
            layers += count * conv(filters, 3) + pool(2)
        layers += head
        return (224, 224, 3), layers
    raise ValueError(name)
