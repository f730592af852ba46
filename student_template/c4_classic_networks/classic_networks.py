"""Classic convolutional networks as data: what their layers make of a shape, and what that costs.

A shape has no axis for the examples: a volume is (n_H, n_W, n_C), a flat layer (n,). A layer is a
dict:

    {"type": "conv", "f": 5, "stride": 1, "pad": "same", "filters": 32}
    {"type": "pool", "f": 2, "stride": 2, "mode": "max"}    or "average"; may have a "pad" too
    {"type": "relu"}
    {"type": "dropout", "keep_prob": 0.5}
    {"type": "flatten"}
    {"type": "fc", "units": 120}

"pad" is a whole number, "valid" (which is 0) or "same" (which is (f − 1)/2, for an odd f); where
there is none it is 0. A network is its input's shape and a list of layers.

Arrays have the axis: volumes (m, n_H, n_W, n_C), filters (f, f, n_C_prev, n_C).
"""

import math

import numpy as np
from convhelp import conv_same, relu


def layer_output_shape(shape: tuple[int, ...], layer: dict) -> tuple[int, ...]:
    """Return the shape, a tuple of ints, of what `layer` makes of an input of this shape.

    Raises ValueError for a type that there is not, for fc on a volume, for conv or pool on a flat
    shape, for "same" with an even f, and for an f larger than the padded input in a direction.
    shape (a tuple or a list) and layer stay as they are.
    """
    raise NotImplementedError


def layer_parameter_count(shape: tuple[int, ...], layer: dict) -> int:
    """Return the number of weights and biases of `layer`, whose input has this shape.

    An int: conv and fc have some, everything else has 0. shape and layer stay as they are.
    """
    raise NotImplementedError


def network_summary(input_shape: tuple[int, ...], layers: list[dict]) -> list[dict]:
    """Return a row for each layer, in order: a dict with "type", "output_shape", "parameters".

    Without layers it is []. input_shape (a tuple or a list) and layers stay as they are. Uses
    layer_output_shape and layer_parameter_count.
    """
    raise NotImplementedError


def classic_network(name: str) -> tuple[tuple[int, ...], list[dict]]:
    """Return (input_shape, layers) of "lenet5", "alexnet" or "vgg16", as the handout lists them.

    Raises ValueError for any other name.
    """

    raise NotImplementedError


def receptive_field(layers: list[dict]) -> int:
    """Return the side of the square of the input that one cell after the last conv or pool sees.

    An int, 1 where there is neither. relu and dropout look at one cell each; what comes from
    flatten on does not count. layers stay as they are.
    """
    raise NotImplementedError


def conv_cost(
    shape: tuple[int, ...], f: int, filters: int, bottleneck: int | None = None
) -> dict[str, int]:
    """Return {"multiplications", "parameters"} of a same convolution of stride 1, both ints.

    shape is that of its input (n_H, n_W, n_C). With a bottleneck, 1 × 1 filters, so many of them,
    come before the f × f ones. A bias is a parameter, and no multiplication.
    """
    raise NotImplementedError


def dense_equivalent(shape: tuple[int, ...], layer: dict) -> int:
    """Return the number of parameters that this conv layer would have as a fully connected one.

    Its inputs are all numbers of a volume of this shape, its units all numbers of the output. An
    int, exact however large. Uses layer_output_shape.
    """
    raise NotImplementedError


def max_pool_same(A: np.ndarray, f: int = 3) -> np.ndarray:
    """Return the largest value of the f × f window around each cell, in each channel.

    A and the result are (m, n_H, n_W, n_C); f is odd, the stride is 1. Of a window at the border
    only what lies inside of the volume counts. A stays as it is.
    """
    raise NotImplementedError


def inception_forward(A_prev: np.ndarray, parameters: dict[str, np.ndarray]) -> np.ndarray:
    """Return what an inception block makes of A_prev (m, n_H, n_W, n_C).

    Four branches, each convolution of them same and followed by relu: W1, b1 (1 × 1); W3r, b3r
    (1 × 1) and W3, b3 (3 × 3); W5r, b5r (1 × 1) and W5, b5 (5 × 5); a 3 × 3 max_pool_same and Wp,
    bp (1 × 1). Their channels follow each other in this order. All arguments stay as they are.
    Uses max_pool_same, and conv_same and relu of convhelp.
    """
    raise NotImplementedError


def augment_batch(images: np.ndarray, crop: int, seed: int) -> np.ndarray:
    """Return (m, crop, crop, n_C): of each image a window at random, mirrored half of the time.

    images (m, n_H, n_W, n_C). Each image draws its own place, all of them as likely, and its own
    coin for left and right to be swapped. dtype and values stay as they are. seed decides all
    that is random. Raises ValueError for a crop below 1 or above n_H or n_W.
    """
    raise NotImplementedError
