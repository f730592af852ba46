"""Images that are made, the same at every call: stripes, checks and blobs, in any colours.

A pattern is (n_H, n_W), from 0 to 1; `painted` makes an image (n_H, n_W, C) of it.
"""

from collections.abc import Sequence

import numpy as np

from grader.authoring import Array


def stripes(n_H: int, n_W: int, period: float, degrees: float = 0.0, shift: float = 0.0) -> Array:
    """Soft stripes, `period` pixels from one to the next, and shifted by so many pixels.

    At 0 degrees they are upright; they turn clockwise, for rows are counted downwards.
    """
    h, w = np.indices((n_H, n_W)).astype(np.float64)
    turned = np.radians(degrees)
    across = w * np.cos(turned) + h * np.sin(turned)
    found: Array = (1 + np.sin(2 * np.pi * (across - shift) / period)) / 2
    return found


def checks(n_H: int, n_W: int, side: int) -> Array:
    """A board of squares of that side, 0 in the corner at the top left."""
    h, w = np.indices((n_H, n_W)) // side
    found: Array = ((h + w) % 2).astype(np.float64)
    return found


def blobs(n_H: int, n_W: int, count: int, seed: int) -> Array:
    """So many round spots on black, each the brightest at a place of its own."""
    rng = np.random.default_rng(seed)
    h, w = np.indices((n_H, n_W)).astype(np.float64)
    found = np.zeros((n_H, n_W))
    for _ in range(count):
        middle = rng.uniform(0.15, 0.85, size=2) * (n_H, n_W)
        wide = rng.uniform(0.1, 0.2) * min(n_H, n_W)
        apart = ((h - middle[0]) ** 2 + (w - middle[1]) ** 2) / wide**2
        found = np.maximum(found, np.exp(-apart / 2))
    return found


def painted(pattern: Array, dark: Sequence[float], bright: Sequence[float]) -> Array:
    """The pattern in colours of C numbers: `dark` where it is 0, and `bright` where it is 1."""
    low, high = np.asarray(dark, dtype=np.float64), np.asarray(bright, dtype=np.float64)
    found: Array = low + pattern[..., np.newaxis] * (high - low)
    return found
