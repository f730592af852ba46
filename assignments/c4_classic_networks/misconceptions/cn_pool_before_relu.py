"""classic_network: where a pool follows a convolution, relu comes after the pool."""


def classic_network(name: str) -> tuple[tuple[int, ...], list[dict]]:
    def conv(filters, f, stride=1, pad="same", then=()):
        layer = {"type": "conv", "f": f, "stride": stride, "pad": pad, "filters": filters}
        return [layer, *then, {"type": "relu"}]

    def pool(f, mode="max"):
        return [{"type": "pool", "f": f, "stride": 2, "mode": mode}]

    def fc(units):
        return [{"type": "fc", "units": units}]

    hidden = [{"type": "relu"}, {"type": "dropout", "keep_prob": 0.5}]
    head = [{"type": "flatten"}] + 2 * (fc(4096) + hidden) + fc(1000)
    if name == "lenet5":
        layers = conv(6, 5, pad="valid", then=pool(2, "average"))
        layers += conv(16, 5, pad="valid", then=pool(2, "average"))
        return (32, 32, 1), [*layers, {"type": "flatten"}, *fc(120), *fc(84), *fc(10)]
    if name == "alexnet":
        layers = conv(96, 11, 4, "valid", pool(3)) + conv(256, 5, then=pool(3))
        layers += conv(384, 3) + conv(384, 3) + conv(256, 3, then=pool(3))
        return (227, 227, 3), layers + head
    if name == "vgg16":
        layers = []
        for filters, count in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
            layers += (count - 1) * conv(filters, 3) + conv(filters, 3, then=pool(2))
        return (224, 224, 3), layers + head
    raise ValueError(name)
