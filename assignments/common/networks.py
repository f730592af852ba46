"""Networks of L layers as fields of `draw.drawn`: how wide they are, and their parameters."""

from numpy.random import Generator

from grader.authoring import Array, draw

Network = dict[str, Array]


def widths(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[int]:
    """[n_0, …, n_L], none above `widest`; in a third of the draws all of them equal to it."""
    count, widest = sizes["layers"] + 1, sizes["widest"]
    if rng.random() < 1 / 3:
        return [widest] * count
    return [int(n) for n in rng.integers(1, widest, size=count, endpoint=True)]


def weights(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Network:
    """W1, b1, …, WL, bL, of scale 0.7 to keep the costs of a few layers of order 1."""
    dims, found = fields["layer_dims"], {}
    for number in range(1, len(dims)):
        for name, columns in (("W", dims[number - 1]), ("b", 1)):
            entry = draw.normal(dims[number], columns, scale=0.7)
            found[f"{name}{number}"] = entry(rng, sizes, fields)
    return found
