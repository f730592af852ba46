# As short as it gets, with NumPy's prod on Python ints, and one seed after the other.

import numpy as np
from convhelp import conv_same as c
from convhelp import relu as g


def layer_output_shape(shape, layer):
    t, n = layer["type"], len(shape)
    if t == "fc" and n == 1:
        return (layer["units"],)
    if t == "flatten":
        return (int(np.prod(shape)),)
    if t in ("relu", "dropout"):
        return tuple(shape)
    if t in ("conv", "pool") and n == 3:
        f, s, p = layer["f"], layer["stride"], layer.get("pad", 0)
        p = (f - 1) / 2 if p == "same" else 0 if p == "valid" else p
        if p == int(p) and f <= min(shape[:2]) + 2 * p:
            h, w = (int((x + 2 * p - f) / s) + 1 for x in shape[:2])
            return h, w, layer["filters"] if t == "conv" else shape[2]
    raise ValueError((shape, layer))


def layer_parameter_count(shape, layer):
    u = layer.get("filters", 0) or layer.get("units", 0)
    return (layer.get("f", 1) ** 2 * shape[-1] + 1) * u


def network_summary(input_shape, layers):
    out, s = [], input_shape
    for x in layers:
        n, s = layer_parameter_count(s, x), layer_output_shape(s, x)
        out += [{"type": x["type"], "output_shape": s, "parameters": n}]
    return tuple(out)


def classic_network(name):
    def C(n, f=3, s=1, p="same"):
        return {"type": "conv", "f": f, "stride": s, "pad": p, "filters": n}

    def P(f, m="max"):
        return {"type": "pool", "f": f, "stride": 2, "mode": m}

    R, D, F = {"type": "relu"}, {"type": "dropout", "keep_prob": 0.5}, {"type": "flatten"}
    U = [{"type": "fc", "units": n} for n in (4096, 4096, 1000, 120, 84, 10)]
    a = P(2, "average")
    try:
        return {
            "lenet5": ((32, 32, 1), [C(6, 5, p=0), a, C(16, 5, p=0), a, F, *U[3:]]),
            "alexnet": (
                (227, 227, 3),
                [
                    C(96, 11, 4, 0),
                    R,
                    P(3),
                    C(256, 5),
                    R,
                    P(3),
                    C(384),
                    R,
                    C(384),
                    R,
                    C(256),
                    R,
                    P(3),
                    F,
                    U[0],
                    R,
                    D,
                    U[1],
                    R,
                    D,
                    U[2],
                ],
            ),
            "vgg16": (
                (224, 224, 3),
                [C(64), C(64), P(2), C(128), C(128), P(2)]
                + [x for n in (256, 512, 512) for x in (C(n), C(n), C(n), P(2))]
                + [F, *U[:3]],
            ),
        }[name]
    except KeyError as e:
        raise ValueError(name) from e


def receptive_field(layers):
    r = j = 1
    for x in layers:
        if x["type"] in ("flatten", "fc"):
            break
        r, j = r + (x.get("f", 1) - 1) * j, j * x.get("stride", 1)
    return r


def conv_cost(shape, f, filters, bottleneck=None):
    h, w, d = map(int, shape)
    if bottleneck:
        n = d * bottleneck + f * f * bottleneck * filters
        b = bottleneck + filters
    else:
        n, b = f * f * d * filters, filters
    return {"multiplications": n * h * w, "parameters": n + b}


def dense_equivalent(shape, layer):
    i, o = (np.prod(list(s), dtype=object) for s in (shape, layer_output_shape(shape, layer)))
    return int(i * o + o)


def max_pool_same(A, f=3):
    p = f // 2
    B = np.full((A.shape[0], A.shape[1] + 2 * p, A.shape[2] + 2 * p, A.shape[3]), -1e300)
    B[:, p : p + A.shape[1], p : p + A.shape[2]] = A
    return np.array(
        [
            [B[:, y : y + f, x : x + f].max((1, 2)) for x in range(A.shape[2])]
            for y in range(A.shape[1])
        ]
    ).transpose(2, 0, 1, 3)


def inception_forward(A_prev, parameters):
    W1, b1, W3r, b3r, W3, b3, W5r, b5r, W5, b5, Wp, bp = (
        parameters[k + n] for n in ("1", "3r", "3", "5r", "5", "p") for k in "Wb"
    )
    x = A_prev
    return np.concatenate(
        [
            g(c(x, W1, b1)),
            g(c(g(c(x, W3r, b3r)), W3, b3)),
            g(c(g(c(x, W5r, b5r)), W5, b5)),
            g(c(max_pool_same(x), Wp, bp)),
        ],
        3,
    )


def augment_batch(images, crop, seed):
    m, h, w, _d = images.shape
    if crop < 1 or crop > h or crop > w:
        raise ValueError(crop)
    out = []
    for i in range(m):
        r = np.random.RandomState((seed + 1) * 1000003 + i)
        y, x = r.randint(h - crop + 1), r.randint(w - crop + 1)
        z = images[i, y : y + crop, x : x + crop]
        out.append(z[:, ::-1] if r.rand() < 0.5 else z)
    return out
