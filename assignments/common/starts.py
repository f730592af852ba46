"""What a network starts from: laws of parameters that are drawn at random.

They judge the numbers by their distribution and never one by one, whichever of NumPy's
generators drew them. A right one fails a law once in 10⁹ times.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from common.networks import Network, names_of, network_of
from grader.authoring import Array, close, double_precision, require

# What initialises: widths and a seed give parameters.
Initialization = Callable[[list[int], int], Any]

# Few inputs next to many units: a width taken for another one, or a 1 too many, shows at once.
MANY = [3, 4000, 5, 3000]
SOME = [3, 500, 4, 600]
# The standard error of the deviation of n draws, times √n: of normal ones, and of uniform ones.
NORMAL_ERROR, UNIFORM_ERROR = math.sqrt(1 / 2), math.sqrt(1 / 5)
# A right generator is further than so many standard errors away less than once in 10⁹ draws.
CHANCE = 6.5


def well_formed(got: Any, layer_dims: list[int]) -> Network:
    """W1 … bL and nothing else, in their shapes and in float64; the biases are 0."""
    found = network_of(got, layer_dims)
    require(len(got) == len(found), "there must be no other keys", got=list(got), want=list(found))
    for name, value in found.items():
        double_precision(got[name], name)
        if name[0] == "b":
            close(value, np.zeros(value.shape), rtol=0, atol=0, what=name)
    return found


def many_layers(initialize: Initialization, seed: int) -> Array:
    """The weights of 39 layers of two units, a row of four for each."""
    dims = [2] * 40
    found = network_of(initialize(dims, seed), dims)
    return np.array([found[f"W{layer}"].ravel() for layer in range(1, 40)])


def each_weight_is_new(initialize: Initialization, seed: int) -> None:
    """Layers of one shape share no weight, nor do the units of a layer, nor networks of two seeds.

    The draws know nothing of each other: no layer is made to have a deviation or a mean.
    """
    drawn = many_layers(initialize, seed)
    different = np.unique(np.abs(drawn)).size
    law = "all weights must be drawn anew: each layer, unit and input has a number of its own"
    want = f"{drawn.size} different weights"
    require(different == drawn.size, law, got=f"{different} different weights", want=want)
    vary(drawn, "39 layers of four weights each")
    common = np.intersect1d(drawn, many_layers(initialize, seed + 1)).size
    law = f"the networks of seeds {seed} and {seed + 1} must have no weights in common"
    require(common == 0, law, got=f"{common} common weights", want="none")


def vary(drawn: Array, whose: str) -> None:
    """Rows of four independent draws differ in their deviations, and in their means.

    Of 39 right ones all lie between some number and 1.5 times it less than once in 10¹³ times.
    """
    deviations, means = drawn.std(axis=1), drawn.mean(axis=1)
    law = f"the draws must be independent: the deviations of {whose} must vary"
    got = f"{deviations.min():.6g} to {deviations.max():.6g}"
    require(deviations.max() > 1.5 * deviations.min(), law, got=got)
    law = f"the draws must be independent: the means of {whose} must vary"
    got = f"{means.min():.6g} to {means.max():.6g}"
    require(np.ptp(means) > 0.01 * deviations.mean(), law, got=got)


def follows_its_seed(initialize: Initialization, layer_dims: list[int], seed: int) -> Network:
    """Well formed; the same seed, the same weights; another one, others; and none is repeated."""
    found = well_formed(initialize(layer_dims, seed), layer_dims)
    again = network_of(initialize(layer_dims, seed), layer_dims)
    other = network_of(initialize(layer_dims, seed + 1), layer_dims)
    for name in names_of(layer_dims)[::2]:
        law = f"{name} must be the same whenever the seed is"
        require(np.array_equal(found[name], again[name]), law, got=again[name], want=found[name])
        law = f"{name} must be another with another seed"
        require((found[name] != other[name]).all(), law, got=other[name])
    each_weight_is_new(initialize, seed)
    return found


def has_spread(w: Array, error: float, name: str) -> None:
    """Draws w, scaled to a deviation of 1, have a mean of 0 and that deviation, up to chance."""
    mean, deviation = float(w.mean()), float(w.std())
    # Weights of a wrong deviation are told so, and not that their mean is off.
    near = abs(mean) < CHANCE * max(1.0, deviation) / math.sqrt(w.size)
    require(near, f"the mean of {name} must be 0, up to chance", got=mean, want=0.0)
    law = f"the standard deviation of {name} must be 1, up to chance"
    require(abs(deviation - 1) < CHANCE * error / math.sqrt(w.size), law, got=deviation, want=1.0)


def share_below(w: Array, at: Array) -> Array:
    """Which share of w lies below each of these numbers."""
    found: Array = np.searchsorted(np.sort(w), at) / w.size
    return found


def has_law(w: Array, at: Array, expected: Array, law: str) -> None:
    """As many draws lie below each of the numbers `at` as is expected, up to chance.

    The bound is that of Dvoretzky, Kiefer, Wolfowitz and Massart: of n right draws the share
    below any number is off by more once in 10¹⁰ times.
    """
    off = float(np.abs(share_below(w, at) - expected).max())
    room = math.sqrt(math.log(2e10) / (2 * w.size))
    want = f"at most {room:.4f}, with {w.size} draws"
    require(off < room, law, got=f"the share below some number is off by {off:.4f}", want=want)


def is_normal(initialize: Initialization, seed: int, scale_of: Callable[[int], float]) -> None:
    """Wl / scale_of(n_(l−1)) is drawn from N(0, 1), layer by layer."""
    found = network_of(initialize(MANY, seed), MANY)
    drawn = []
    for layer in range(1, len(MANY)):
        w = found[f"W{layer}"].ravel() / scale_of(MANY[layer - 1])
        has_spread(w, NORMAL_ERROR, f"the weights of W{layer}, over what it must be,")
        drawn.append(w)
    together = np.concatenate(drawn)
    at = np.linspace(-3, 3, 49)
    bell = np.array([(1 + math.erf(z / math.sqrt(2))) / 2 for z in at])
    has_law(together, at, bell, "the weights must be drawn from a normal distribution")
    tails = float(np.mean(together**4) / np.mean(together**2) ** 2 - 3)
    law = "the draws must have a normal distribution's tails: an excess kurtosis of 0, up to chance"
    require(abs(tails) < 0.3, law, got=tails, want=0.0)
    small = [network_of(initialize([2, 2], seed + more), [2, 2])["W1"] for more in range(39)]
    vary(np.array([W.ravel() for W in small]), "networks of 39 seeds with four weights each")


def has_deviations(initialize: Initialization, seed: int, scale_of: Callable[[int], float]) -> None:
    """The weights of every layer have the mean 0 and the deviation that they must have."""
    found = network_of(initialize(SOME, seed), SOME)
    for layer in range(1, len(SOME)):
        w = found[f"W{layer}"].ravel() / scale_of(SOME[layer - 1])
        has_spread(w, NORMAL_ERROR, f"the weights of W{layer}, over what it must be,")
