"""The checks of "Style transfer: content, Gram matrices and style".

Each states one law of the exercise that its name starts with. Public checks of the later
exercises put a student's own earlier functions together; the hidden ones know the right ones.
`student.extract` and `student.extract_backward` are the given ones, whatever a student defines.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.random import Generator

from common.images import blobs, painted, stripes
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    double_precision,
    draw,
    finite,
    fresh,
    given,
    gradients_agree,
    numbers,
    require,
    scalar,
    sequence,
    unchanged,
    unpack,
)

Layers = list[Array]

# Two images of a layer: the handout's example, and one whose sizes all differ.
STYLE = np.array([[[4.0, -1.0], [3.0, 0.0], [1.0, 2.0]], [[1.0, 0.0], [0.0, 2.0], [0.0, -2.0]]])
GENERATED = np.array([[[1.0, 1.0], [0.0, 2.0], [2.0, -1.0]], [[0.0, 0.0], [3.0, 3.0], [1.0, 2.0]]])
ACROSS = np.arange(24.0).reshape(2, 3, 4)
# What is added to ACROSS, and where.
CHANGES = {(0, 1, 3): 2.0, (1, 0, 2): -4.0, (1, 2, 0): 2.0}
# Large activations; others that are 0.004 larger everywhere are near, and not equal.
LARGE = ACROSS + 1000
# A layer of a single place with a single channel.
POINT, NEAR_POINT = np.array([[[100.0]]]), np.array([[[100.0001]]])

# Training: rows and columns of the images, and steps for the style alone and the content alone.
SIDES, STEPS_S, STEPS_C = (6, 8), 30, 20


# What the checks share: inputs, and laws used more than once


def changed(factor: float = 1.0) -> tuple[Array, Array]:
    """Another image of the layer than ACROSS, and the difference times the factor."""
    difference = np.zeros(ACROSS.shape)
    for where, value in CHANGES.items():
        difference[where] = value
    return ACROSS + difference, factor * difference


def one_layer(*names: str, **more: draw.Field) -> Any:
    """Activations of one layer for several images."""
    return draw.drawn(
        sizes={"n_H": (1, 5), "n_W": (1, 7), "n_C": (1, 6)},
        **{name: draw.normal("n_H", "n_W", "n_C") for name in names},
        **more,
    )


def parts(*images: Array) -> Iterator[tuple[Layers, str]]:
    """Parts of a layer's activations, the same of each image, and larger ones; what they are."""
    n_H, _, n_C = images[0].shape
    side = min(n_H, n_C)
    for part, words in (
        (np.s_[:1], "a single row"),
        (np.s_[:, :1], "a single column"),
        (np.s_[:1, :1], "a single place"),
        (np.s_[:, :, :1], "a single channel"),
        (np.s_[:side, :, :side], "as many channels as rows"),
    ):
        yield [image[part].copy() for image in images], words
    yield [np.tile(image, (3, 2, 2)) for image in images], "a layer that is laid out several times"
    more = [(image, image[:, :, :1], 0 * image[:, :, :1]) for image in images]
    more[1:] = [(image, silent, first) for image, first, silent in more[1:]]
    yield [np.dstack(three) for three in more], "a layer with a silent channel and one met twice"


def closely(got: Any, want: Any, what: str, scale: float = 1.0) -> None:
    """As near as float64 comes, whatever the order of its sums, and nearer than float32.

    `scale` says how large the numbers are of which `want` is what is left.
    """
    atol = 1e-11 * max(scale, float(np.abs(want).max()))
    close(got, want, rtol=1e-9, atol=atol, what=what)


def places(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Any:
    """All places of a layer, in any order."""
    return rng.permutation(sizes["n_H"] * sizes["n_W"])


def moved(a: Array, order: Any) -> Array:
    """The activations a, each place with all of its channels put elsewhere."""
    found: Array = a.reshape(-1, a.shape[2])[order].reshape(a.shape)
    return found


def shapes(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[tuple[int, ...]]:
    """The shapes of some layers; all sizes of a layer differ, and some layers are alike."""
    found: list[tuple[int, ...]] = []
    for _layer in range(sizes["layers"]):
        alike = found and rng.random() < 0.3
        drawn = tuple(int(side) for side in rng.permutation(4)[:3] + 1)
        found.append(found[-1] if alike else drawn)
    return found


def of_layers(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Layers:
    """Activations of all layers for one image."""
    return [draw.normal(*shape)(rng, sizes, fields) for shape in fields["shapes"]]


def some_weights(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> list[float]:
    """A weight for each layer, from 0.1 to 2; they add up to anything."""
    return [float(w) for w in rng.uniform(0.1, 2.0, size=sizes["layers"]).round(2)]


def some_layer(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> int:
    """The number of a layer."""
    return int(rng.integers(sizes["layers"]))


def network_layers(*names: str, least: int = 1, **more: draw.Field) -> Any:
    """Activations of one to three layers for several images, and a weight for each layer."""
    return draw.drawn(
        sizes={"layers": (least, 3)},
        shapes=shapes,
        **dict.fromkeys(names, of_layers),
        weights=some_weights,
        **more,
    )


def some_filters(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Layers:
    """The filters of all layers, of sizes of their own; the image has C channels."""
    found, before = [], sizes["C"]
    for _layer in range(sizes["layers"]):
        f, n_C = int(rng.choice([1, 3])), int(rng.integers(1, 3, endpoint=True))
        found.append((0.5 * rng.normal(size=(f, f, before, n_C))).round(2))
        before = n_C
    return found


def transfers(*, least: int = 1, rows: int = 1, **more: draw.Field) -> Any:
    """Three images, filters for them, and all that a descent needs but the number of its steps."""
    pixels = draw.uniform("n_H", "n_W", "C", low=-0.3, high=1.3)
    return draw.drawn(
        sizes={"layers": (least, 3), "n_H": (rows, 5), "n_W": (2, 5), "C": (1, 3)},
        content=pixels,
        style=pixels,
        start=pixels,
        filters=some_filters,
        content_layer=some_layer,
        weights=some_weights,
        **more,
    )


def twice(*layers: Any) -> tuple[Any, ...]:
    """Each list with all of its entries once more: as many layers again, of the same weights."""
    return tuple([*one, *one] for one in layers)


def gradients_of(got: Any, acts: Sequence[Array], words: str = "") -> Layers:
    """An array of its layer's shape for each layer, looked at."""
    listed = sequence(got, len(acts), f"the list of gradients{words}")
    found = []
    for layer, (value, a) in enumerate(zip(listed, acts, strict=True)):
        name = f"the gradient of layer {layer}{words}"
        found.append(numbers(value, a.shape, name))
        double_precision(value, name)
    return found


def image_and_costs(got: Any, shape: tuple[int, ...], steps: int) -> tuple[Array, list[float]]:
    """What style_transfer returned after so many steps, looked at."""
    image, costs = unpack(got, "image", "costs")
    listed = sequence(costs, steps, f"costs of {steps} iterations")
    found = numbers(image, shape, "the image")
    double_precision(image, "the image")
    for k, cost in enumerate(listed[:3]):
        double_precision(cost, f"costs[{k}]")
    return found, [finite(cost, f"costs[{k}]") for k, cost in enumerate(listed)]


# content_cost


@check(
    "content_cost",
    points=3,
    kind="example",
    public=True,
    hint="Where three of 2·3·4 entries differ it is (2² + 4² + 2²) / (4·2·3·4) = 24/96, and in the "
    "handout's example 64/(4·2·3·2): all that stands below divides. Where all differ by 0.004 it "
    "is 0.004²/4, however large they are: nothing is rounded on the way.",
)
def content_cost_by_hand(student: Student, ref: Reference) -> None:
    """The cost of layers that differ in three of 2 × 3 × 4 entries, and the handout's example.

    Of large activations that are nearly the same, and of a single one; the arguments stay.
    """
    other, _ = changed()
    close(student.content_cost(ACROSS, other), 0.25, what="the cost")
    close(student.content_cost(STYLE, GENERATED), 4 / 3, what="the cost of the handout's example")
    close(student.content_cost(ACROSS, ACROSS.copy()), 0.0, what="the cost of equal activations")
    found = student.content_cost(LARGE, LARGE + 0.004)
    close(found, 4e-6, what="the cost of large activations that all differ by 0.004")
    found = student.content_cost(POINT + 3, POINT)
    close(found, 9 / 4, what="the cost of a single place with one channel")
    double_precision(student.content_cost(STYLE, GENERATED), "the cost")
    unchanged(student.content_cost, STYLE, GENERATED)


@check(
    "content_cost",
    points=3,
    kind="reference",
    hint="The squares of all differences, added up, over four times the number of entries: large "
    "ones and small ones, in float64.",
)
@given(one_layer("a_C", "a_G"), examples=6)
def content_cost_is_scaled(student: Student, ref: Reference, a_C: Array, a_G: Array) -> None:
    """The content cost by its formula, also of large and of nearly equal activations.

    With the two swapped as well; both stay.
    """
    wanted = ref.content_cost(a_C, a_G)
    got = student.content_cost(a_C, a_G)
    closely(got, wanted, what="the cost")
    double_precision(got, "the cost")
    close(student.content_cost(a_G, a_C), wanted, what="the cost with the images swapped")
    # float32 has some four digits left for the differences here.
    found = student.content_cost(a_C + 1000, a_G + 1000)
    close(found, wanted, what="the cost with 1000 added to all activations")
    found = student.content_cost(a_C + 1000, a_C + 1000.005)
    close(found, 0.005**2 / 4, what="the cost of large activations that are nearly the same")
    found = student.content_cost(a_C * 3e4, a_G * 3e4)
    what = "the cost of activations that are 30000 times as large"
    close(found, 9e8 * wanted, atol=1e-3, what=what)
    found = student.content_cost(a_C / 3, a_G / 3)
    close(found, wanted / 9, what="the cost of activations a third as large")
    unchanged(student.content_cost, a_C, a_G)


@check(
    "content_cost",
    points=2,
    kind="property",
    hint="What is compared are the same channels at the same places, of however few or many there "
    "are.",
)
@given(one_layer("a_C", "a_G", order=places), examples=6)
def content_cost_knows_places(
    student: Student, ref: Reference, a_C: Array, a_G: Array, order: Any
) -> None:
    """Moving places in both images alike keeps the cost; moving them in one image counts.

    And the cost of a layer's parts: a single row, column, place or channel.
    """
    both = student.content_cost(moved(a_C, order), moved(a_G, order))
    close(both, ref.content_cost(a_C, a_G), what="the cost with places moved in both images")
    there = moved(a_G, order)
    wanted = ref.content_cost(a_C, there)
    close(student.content_cost(a_C, there), wanted, what="the cost with places moved in a_G")
    wanted = ref.content_cost(a_C, moved(a_C, order))
    found = student.content_cost(a_C, moved(a_C, order))
    close(found, wanted, what="the cost of a_C and of the same with places moved")
    for two, words in parts(a_C, a_G):
        close(student.content_cost(*two), ref.content_cost(*two), what=f"the cost of {words}")


# content_cost_gradient


@check(
    "content_cost_gradient",
    points=3,
    kind="example",
    public=True,
    hint="a_G − a_C, over twice the number of entries: where three of 2·3·4 differ, 2/48, −4/48 "
    "and 2/48, and 0 where nothing differs. What differs by little has a small gradient. Each call "
    "makes an array of its own.",
)
def content_cost_gradient_by_hand(student: Student, ref: Reference) -> None:
    """The gradient for layers that differ in three entries, and for the handout's example.

    Of large activations that are nearly the same, and of a single one; a new array each time.
    """
    other, want = changed(1 / 48)
    close(student.content_cost_gradient(ACROSS, other), want, what="the gradient")
    found = student.content_cost_gradient(STYLE, GENERATED)
    close(found, (GENERATED - STYLE) / 24, what="the gradient of the handout's example")
    found = student.content_cost_gradient(LARGE, LARGE + 0.004)
    want = np.full(LARGE.shape, 0.004 / 48)
    close(found, want, what="the gradient of large activations that all differ by 0.004")
    found = student.content_cost_gradient(POINT + 3, POINT)
    close(found, np.array([[[-1.5]]]), what="the gradient of a single place with one channel")
    double_precision(student.content_cost_gradient(STYLE, GENERATED), "the gradient")
    unchanged(student.content_cost_gradient, STYLE, GENERATED)
    fresh(student.content_cost_gradient, STYLE, GENERATED)


@check(
    "content_cost_gradient",
    points=5,
    kind="gradient",
    hint="With respect to a_G: the square gives a 2, and the scale is that of the cost. Large "
    "differences count, and small ones too, in float64; and each call makes an array of its own.",
)
@given(one_layer("a_C", "a_G"), examples=6)
def content_cost_gradient_is_the_gradient(
    student: Student, ref: Reference, a_C: Array, a_G: Array
) -> None:
    """The derivative of the content cost in each entry of a_G; a_C and a_G stay unchanged.

    Also of large activations, of ones near each other, and of a layer's parts.
    """
    got = student.content_cost_gradient(a_C, a_G)
    gradients_agree(ref.gradient(lambda a_G: ref.content_cost(a_C, a_G), a_G=a_G), a_G=got)
    double_precision(got, "the gradient")
    for two, words in (
        ((a_C + 1000, a_C + 1000.005), "large activations that are nearly the same"),
        ((a_C * 3e4, a_G * 3e4), "activations that are 30000 times as large"),
        ((a_C / 3, a_G / 3), "activations a third as large"),
        *parts(a_C, a_G),
    ):
        wanted = ref.content_cost_gradient(*two)
        closely(student.content_cost_gradient(*two), wanted, what=f"the gradient of {words}")
    unchanged(student.content_cost_gradient, a_C, a_G)
    fresh(student.content_cost_gradient, a_C, a_G)


# unroll


@check(
    "unroll",
    points=3,
    kind="example",
    public=True,
    hint="Each channel is a row of its own: its first row of places, then its second. The numbers "
    "come through as they are, and a single channel or place leaves a matrix as well.",
)
def unroll_by_hand(student: Student, ref: Reference) -> None:
    """2 × 3 places with ones, tens, hundreds and thousands in four channels become four rows.

    And of a third of it, of a single channel, and of a single place; a stays.
    """
    channel = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    a = np.dstack([channel, 10 * channel, 100 * channel, 1000 * channel])
    ones = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    want = np.array([[10.0**k * value for value in ones] for k in range(4)])
    close(student.unroll(a), want, what="A")
    close(student.unroll(a / 3), want / 3, rtol=0, atol=1e-12, what="A of a third of it")
    double_precision(student.unroll(a / 3), "A of a third of it")
    close(student.unroll(a[:, :, 1:2].copy()), want[1:2], what="A of a single channel")
    close(student.unroll(a[:1, :1].copy()), want[:, :1], what="A of a single place")
    unchanged(student.unroll, a)


@check(
    "unroll",
    points=5,
    kind="property",
    hint="Channels are the last axis of a and the first one of A. A reshape deals numbers out in "
    "the order in which they lie in memory, and there the channels of a place are neighbours.",
)
@given(one_layer("a"), examples=6)
def unroll_keeps_channels_apart(student: Student, ref: Reference, a: Array) -> None:
    """Row c, laid out as n_H × n_W again, is channel c of a; a stays unchanged."""
    for (one,), words in (
        ([a], "a layer"),
        ([a[::-1] / 3], "a third of it, upside down"),
        *parts(a),
    ):
        n_H, n_W, n_C = one.shape
        got = student.unroll(one)
        A = array(got, (n_C, n_H * n_W), what=f"A of {words}")
        for c in range(n_C):
            close(A[c].reshape(n_H, n_W), one[:, :, c], rtol=0, what=f"row {c} of A of {words}")
        double_precision(got, "A")
    unchanged(student.unroll, a)


# gram_matrix


@check(
    "gram_matrix",
    points=4,
    kind="example",
    public=True,
    hint="Row times row, all pairs: of [[1, 2, 0], [3, −1, 2]] 1·1 + 2·2 + 0·0 = 5, 1·3 − 2·1 + "
    "0·2 = 1 twice, and 3·3 + 1·1 + 2·2 = 14. A channel of zeros is a row and a column of zeros, "
    "and each call makes an array of its own.",
)
def gram_matrix_by_hand(student: Student, ref: Reference) -> None:
    """gram_matrix of [[1, 2, 0], [3, −1, 2]] is [[5, 1], [1, 14]]; others by hand.

    Three channels at two places, a channel of zeros, a single channel, and a third of it.
    """
    A = np.array([[1.0, 2.0, 0.0], [3.0, -1.0, 2.0]])
    close(student.gram_matrix(A), np.array([[5.0, 1.0], [1.0, 14.0]]), what="G")
    want = np.array([[10.0, -1.0, 6.0], [-1.0, 5.0, -2.0], [6.0, -2.0, 4.0]])
    close(student.gram_matrix(A.T.copy()), want, what="G of the transposed A")
    silent = np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 0.0], [3.0, -1.0, 2.0]])
    want = np.array([[5.0, 0.0, 1.0], [0.0, 0.0, 0.0], [1.0, 0.0, 14.0]])
    close(student.gram_matrix(silent), want, what="G with a channel of zeros")
    close(student.gram_matrix(A[1:].copy()), np.array([[14.0]]), what="G of a single channel")
    want = np.array([[5.0, 1.0], [1.0, 14.0]]) / 9
    close(student.gram_matrix(A / 3), want, rtol=1e-12, what="G of a third of A")
    double_precision(student.gram_matrix(A), "G")
    unchanged(student.gram_matrix, A)
    fresh(student.gram_matrix, A)


@check(
    "gram_matrix",
    points=4,
    kind="reference",
    hint="Channel by channel, summed over all places, in float64; no mean taken off, nothing "
    "divided, and no channel left out. Each call makes an array of its own.",
)
@given(
    draw.drawn(sizes={"n_C": (1, 9), "N": (1, 16)}, A=draw.normal("n_C", "N")),
    examples=6,
)
def gram_matrix_sums_over_places(student: Student, ref: Reference, A: Array) -> None:
    """G = A·Aᵀ for any sizes, also with channels of zeros; A stays unchanged."""
    got = student.gram_matrix(A)
    closely(got, ref.gram_matrix(A), what="G")
    double_precision(got, "G")
    side = min(A.shape)
    for part, words in (
        (A / 3, "a third of it"),
        (A[:1], "a single channel"),
        (A[:, :1], "a single place"),
        (A[:side, :side], "as many channels as places"),
        (np.vstack([A, 0 * A[:1], A[:1]]), "a silent channel and one that is met twice"),
    ):
        wanted = ref.gram_matrix(part.copy())
        closely(student.gram_matrix(part.copy()), wanted, what=f"G of {words}")
    unchanged(student.gram_matrix, A)
    fresh(student.gram_matrix, A)


@check(
    "gram_matrix",
    points=4,
    kind="property",
    hint="A sum over places doesn't know their order, it is quadratic in A, and Gij is Gji.",
)
@given(
    draw.drawn(
        sizes={"n_C": (2, 5), "N": (2, 9)},
        A=draw.normal("n_C", "N"),
        order=lambda rng, sizes, _: rng.permutation(sizes["N"]),
        channels=lambda rng, sizes, _: rng.permutation(sizes["n_C"]),
    ),
    c=draw.options(-3.0, 1 / 3, 1000.0),
    examples=6,
)
def gram_matrix_forgets_places(
    student: Student, ref: Reference, A: Array, order: Any, channels: Any, c: float
) -> None:
    """G is symmetric, stays if columns of A change places, and follows its rows; c·A has c²·G.

    No eigenvalue of G is negative.
    """
    G = numbers(student.gram_matrix(A), (len(A), len(A)), "G")
    law = "G must be symmetric: entry [j, i] is entry [i, j]"
    require(bool(np.allclose(G, G.T, rtol=1e-6, atol=1e-8)), law, got=G)
    want = ref.gram_matrix(A)
    close(G, want, what="G")
    least = float(np.linalg.eigvalsh(G).min())
    require(least > -1e-9 * np.trace(G), "no eigenvalue of G may be negative", got=least)
    close(student.gram_matrix(A[:, order].copy()), want, what="G with the places in another order")
    follows = want[np.ix_(channels, channels)]
    close(student.gram_matrix(A[channels].copy()), follows, what="G with the channels so")
    close(student.gram_matrix(c * A), c**2 * want, what=f"G of {c:g}·A")


# layer_style_cost


@check(
    "layer_style_cost",
    points=4,
    kind="example",
    public=True,
    hint="In the handout's example the Gram matrices differ by −12, 12, 12 and 6, and the scale is "
    "4·2²·6² = 576. A layer laid below itself has Gram matrices twice as large, and N is twice "
    "as large too. Small differences cost little, and not nothing.",
)
def layer_style_cost_by_hand(student: Student, ref: Reference) -> None:
    """The handout's example costs 13/16, and as much if each image is laid below itself.

    And a layer of 3 × 1 places, and one of a single place with nearly the same activations.
    """
    close(student.layer_style_cost(STYLE, GENERATED), 13 / 16, what="the cost")
    twice = np.vstack([STYLE, STYLE]), np.vstack([GENERATED, GENERATED])
    close(student.layer_style_cost(*twice), 13 / 16, what="the cost of the layer twice")
    # Gram matrices [[9, 6], [6, 5]] and [[1, 0], [0, 1]]: 64 + 36 + 36 + 16 over 4·2²·3².
    small = np.array([[[2.0, 1.0]], [[1.0, 0.0]], [[2.0, 2.0]]])
    other = np.array([[[0.0, 0.0]], [[0.0, 1.0]], [[-1.0, 0.0]]])
    close(student.layer_style_cost(small, other), 152 / 144, what="the cost of the small layer")
    # Gram matrices [[100²]] and [[100.0001²]]: the square of their difference over 4·1²·1².
    want = (100.0001**2 - 100.0**2) ** 2 / 4
    found = student.layer_style_cost(POINT, NEAR_POINT)
    close(found, want, what="the cost of 100 and 100.0001 at a single place")
    double_precision(student.layer_style_cost(STYLE, GENERATED), "the cost")
    unchanged(student.layer_style_cost, STYLE, GENERATED)


@check(
    "layer_style_cost",
    points=5,
    kind="reference",
    hint="All n_C² differences of the Gram matrices, squared, however small they are; both n_C and "
    "N are squared below.",
)
@given(one_layer("a_S", "a_G"), examples=8)
def layer_style_cost_is_scaled(student: Student, ref: Reference, a_S: Array, a_G: Array) -> None:
    """The layer's style cost by its formula, for any sizes and for nearly equal activations."""
    wanted = ref.layer_style_cost(a_S, a_G)
    got = student.layer_style_cost(a_S, a_G)
    closely(got, wanted, what="the cost")
    double_precision(got, "the cost")
    close(student.layer_style_cost(a_G, a_S), wanted, what="the cost with the images swapped")
    # Of these Gram matrices some four digits of float32 would be left in the difference.
    for large, near in ((30 * a_S, 30.03 * a_S), (30 * a_S, 30.0001 * a_S)):
        wanted = ref.layer_style_cost(large, near)
        found = student.layer_style_cost(large, near)
        close(found, wanted, what="the cost of large activations that are nearly the same")
    for two, words in parts(a_S, a_G):
        wanted = ref.layer_style_cost(*two)
        close(student.layer_style_cost(*two), wanted, what=f"the cost of {words}")
    unchanged(student.layer_style_cost, a_S, a_G)


@check(
    "layer_style_cost",
    points=3,
    kind="property",
    hint="Only Gram matrices are compared: they know neither places nor a common sign.",
)
@given(one_layer("a_S", "a_G", order=places), c=draw.options(-2.0, 1 / 3, 100.0), examples=6)
def layer_style_cost_forgets_places(
    student: Student, ref: Reference, a_S: Array, a_G: Array, order: Any, c: float
) -> None:
    """The cost ignores the order of places and a common sign; both times c cost c⁴ as much."""
    wanted = ref.layer_style_cost(a_S, a_G)
    found = student.layer_style_cost(a_S, moved(a_G, order))
    close(found, wanted, what="the cost with places moved in a_G")
    found = student.layer_style_cost(c * a_S, c * a_G)
    closely(found, c**4 * wanted, f"the cost of both times {c:g}", scale=c**4)
    for a, words in ((moved(a_S, order), "with places moved"), (-a_S, "with the sign changed")):
        close(student.layer_style_cost(a_S, a), 0.0, what=f"the cost of a_S and of a_S {words}")


# layer_style_cost_gradient


@check(
    "layer_style_cost_gradient",
    points=4,
    kind="example",
    public=True,
    hint="In the handout's example it is [[−12, 12], [12, 6]]·A_G / 144, and then back to 2 × 3 × "
    "2, each row a channel. A layer of a single place keeps its three axes.",
)
def layer_style_cost_gradient_by_hand(student: Student, ref: Reference) -> None:
    """The gradient of the handout's example; half of that, twice, for it laid below itself.

    And of a single place with nearly the same activations; a new array each time.
    """
    first = np.array([[0.0, 4.0, -6.0], [0.0, 0.0, 2.0]])
    second = np.array([[3.0, 2.0, 3.0], [0.0, 9.0, 4.0]])
    want = np.dstack([first, second]) / 24
    close(student.layer_style_cost_gradient(STYLE, GENERATED), want, what="the gradient")
    twice = np.vstack([STYLE, STYLE]), np.vstack([GENERATED, GENERATED])
    found = student.layer_style_cost_gradient(*twice)
    close(found, np.vstack([want, want]) / 2, what="the gradient of the layer twice")
    # Gram matrices [[100²]] and [[100.0001²]]: their difference times 100.0001, over 1²·1².
    want = (NEAR_POINT**2 - POINT**2) * NEAR_POINT
    found = student.layer_style_cost_gradient(POINT, NEAR_POINT)
    close(found, want, what="the gradient of 100 and 100.0001 at a single place")
    double_precision(student.layer_style_cost_gradient(STYLE, GENERATED), "the gradient")
    unchanged(student.layer_style_cost_gradient, STYLE, GENERATED)
    fresh(student.layer_style_cost_gradient, STYLE, GENERATED)


@check(
    "layer_style_cost_gradient",
    points=7,
    kind="gradient",
    hint="The square gives a 2, and A is in the Gram matrix twice. What is multiplied with the "
    "difference are the activations of the generated image. Each call makes an array of its own.",
)
@given(one_layer("a_S", "a_G"), examples=8)
def layer_style_cost_gradient_is_the_gradient(
    student: Student, ref: Reference, a_S: Array, a_G: Array
) -> None:
    """The derivative of the layer's style cost in each entry of a_G; both arguments stay.

    Of a layer's parts too.
    """
    got = student.layer_style_cost_gradient(a_S, a_G)
    gradients_agree(ref.gradient(lambda a_G: ref.layer_style_cost(a_S, a_G), a_G=a_G), a_G=got)
    double_precision(got, "the gradient")
    for two, words in parts(a_S, a_G):
        wanted = ref.layer_style_cost_gradient(*two)
        close(student.layer_style_cost_gradient(*two), wanted, what=f"the gradient of {words}")
    unchanged(student.layer_style_cost_gradient, a_S, a_G)
    fresh(student.layer_style_cost_gradient, a_S, a_G)


@check(
    "layer_style_cost_gradient",
    points=3,
    kind="property",
    hint="Where a_G has its places in another order, so has the gradient. Where the Gram matrices "
    "are equal, it is 0, and where they nearly are, it is not.",
)
@given(one_layer("a_S", "a_G", order=places), c=draw.options(-2.0, 1 / 3, 100.0), examples=6)
def layer_style_cost_gradient_moves_with_places(
    student: Student, ref: Reference, a_S: Array, a_G: Array, order: Any, c: float
) -> None:
    """Places moved in a_G are moved in the gradient; both images times c give c³ times it.

    And the gradient of large activations that are nearly the same.
    """
    wanted = ref.layer_style_cost_gradient(a_S, a_G)
    found = student.layer_style_cost_gradient(a_S, moved(a_G, order))
    close(found, moved(wanted, order), what="the gradient with places moved in a_G")
    found = student.layer_style_cost_gradient(c * a_S, c * a_G)
    closely(found, c**3 * wanted, f"the gradient of both times {c:g}", scale=abs(c) ** 3)
    large, near = 30 * a_S, 30.0001 * a_S
    wanted = ref.layer_style_cost_gradient(large, near)
    found = student.layer_style_cost_gradient(large, near)
    close(found, wanted, what="the gradient of large activations that are nearly the same")
    found = student.layer_style_cost_gradient(a_S, moved(a_S, order))
    nothing = np.zeros(a_S.shape)
    close(found, nothing, atol=1e-12, what="the gradient for a_S and a_S with places moved")


# style_cost


@check(
    "style_cost",
    points=3,
    kind="property",
    public=True,
    hint="A sum over the layers, each cost times its weight; a weight of 0 takes a layer out, "
    "weights a hundred times as large make a cost a hundred times as large, and two layers may "
    "have the same weight.",
)
@given(network_layers("style_acts", "gen_acts", least=2), examples=6)
def style_cost_adds_layers_up(
    student: Student,
    ref: Reference,
    shapes: list[tuple[int, ...]],
    style_acts: Layers,
    gen_acts: Layers,
    weights: list[float],
) -> None:
    """The sum of your own layers' costs times their weights, which may be 0 or equal."""
    costs = []
    for a_S, a_G in zip(style_acts, gen_acts, strict=True):
        costs.append(finite(student.layer_style_cost(a_S, a_G), "the cost of a layer"))
    first_out, last_out = [0.0, *weights[1:]], [*weights[:-1], 0]
    cases: list[tuple[Sequence[float], str]] = [
        (weights, ""),
        ([100 * weight for weight in weights], " with weights a hundred times as large"),
        ([0.01 * weight for weight in weights], " with weights a hundred times as small"),
        ([0.5] * len(weights), " with weights of 0.5 for all layers"),
        (first_out, " with a weight of 0 for the first layer"),
        (last_out, " with a weight of 0 for the last layer"),
        ([0.0] * len(weights), " with weights of 0 for all layers"),
    ]
    for taken, words in cases:
        want = float(np.dot(taken, costs))
        close(student.style_cost(style_acts, gen_acts, taken), want, what=f"the cost{words}")
    found = student.style_cost(style_acts[:1], gen_acts[:1], weights[:1])
    close(found, weights[0] * costs[0], what="the cost of the first layer alone")
    unchanged(student.style_cost, style_acts, gen_acts, weights)


@check(
    "style_cost",
    points=5,
    kind="reference",
    hint="Each layer with its own weight, which is used as it is given. The layers may differ in "
    "all their sizes, and there may be a single one.",
)
@given(network_layers("style_acts", "gen_acts"), examples=8)
def style_cost_is_the_weighted_sum(
    student: Student,
    ref: Reference,
    shapes: list[tuple[int, ...]],
    style_acts: Layers,
    gen_acts: Layers,
    weights: list[float],
) -> None:
    """Σ w_l · layer_style_cost for one to six layers; 0 for equal activations."""
    wanted = ref.style_cost(style_acts, gen_acts, weights)
    closely(student.style_cost(style_acts, gen_acts, weights), wanted, what="the cost")
    found = student.style_cost(*twice(style_acts, gen_acts, weights))
    close(found, 2 * wanted, what="the cost with all layers twice, one after another")
    same = student.style_cost(style_acts, [a.copy() for a in style_acts], weights)
    close(same, 0.0, what="the cost of equal activations")
    unchanged(student.style_cost, style_acts, gen_acts, weights)


# total_cost


@check(
    "total_cost",
    points=2,
    kind="example",
    public=True,
    hint="5·2 + 7·3, and without weights of your own 10·2 + 40·3. alpha goes with the content. A "
    "weight of 0 is a weight, and not a missing one; a cost may be 0, too.",
)
def total_cost_by_hand(student: Student, ref: Reference) -> None:
    """J_content = 2, J_style = 3: 31 with alpha 5 and beta 7, and 140 by default.

    By name and by place; the handout's example; weights and costs of 0.
    """
    close(student.total_cost(2.0, 3.0, 5.0, 7.0), 31.0, what="the total cost")
    close(student.total_cost(2.0, 3.0, beta=7.0, alpha=5.0), 31.0, what="the total cost by name")
    close(student.total_cost(2.0, 3.0), 140.0, what="the total cost by default")
    close(student.total_cost(4 / 3, 13 / 16, 3, 8), 10.5, what="the handout's total cost")
    close(student.total_cost(2.0, 3.0, 0.0, 7.0), 21.0, what="the total cost with alpha = 0")
    close(student.total_cost(2.0, 3.0, 5.0, 0.0), 10.0, what="the total cost with beta = 0")
    close(student.total_cost(0.0, 3.0, 5.0, 7.0), 21.0, what="the total cost with J_content = 0")
    close(student.total_cost(2.0, 0.0, 5.0, 7.0), 10.0, what="the total cost with J_style = 0")


@check(
    "total_cost",
    points=2,
    kind="reference",
    hint="Two products, added up, in float64; nothing is divided, either weight may be 0 or above "
    "1, and so may either cost.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 1)},
        J_content=draw.uniform(low=0.0, high=5.0),
        J_style=draw.uniform(low=0.0, high=5.0),
        alpha=draw.uniform(low=0.0, high=3000.0),
        beta=draw.uniform(low=0.0, high=3e5),
    ),
    examples=5,
)
def total_cost_is_linear(
    student: Student, ref: Reference, J_content: float, J_style: float, alpha: float, beta: float
) -> None:
    """α·J_content + β·J_style, with weights and costs of 0 too, and with one weight by default."""
    for C, S, a, b, words in (
        (J_content, J_style, alpha, beta, ""),
        (J_content, J_style, alpha, 0.0, ", β = 0"),
        (J_content, J_style, 0.0, beta, ", α = 0"),
        (J_content, J_style, 0.0, 0.0, ", both weights 0"),
        (J_content, J_style, 2, 2, ", both weights 2"),
        (0.0, J_style, alpha, beta, ", J_content = 0"),
        (J_content, 0.0, alpha, beta, ", J_style = 0"),
        (0.0, 0.0, alpha, beta, ", both costs 0"),
    ):
        got = student.total_cost(C, S, a, b)
        closely(got, ref.total_cost(C, S, a, b), what=f"the total cost{words}")
        double_precision(got, f"the total cost{words}")
    for more in ({"alpha": alpha}, {"beta": beta}):
        wanted = ref.total_cost(J_content, J_style, **more)
        found = student.total_cost(J_content, J_style, **more)
        close(found, wanted, what=f"the total cost with {next(iter(more))} alone")


# activation_gradients


@check(
    "activation_gradients",
    points=4,
    kind="property",
    public=True,
    hint="beta times the layer's weight times its style gradient, everywhere; and at "
    "content_layer, where the first layer is 0, alpha times the content gradient is added, also "
    "where the layer's weight is 0. A layer to which neither says anything has an array of zeros.",
)
@given(
    network_layers("content_acts", "style_acts", "gen_acts", least=2, content_layer=some_layer),
    examples=5,
)
def activation_gradients_add_both_up(
    student: Student,
    ref: Reference,
    shapes: list[tuple[int, ...]],
    content_acts: Layers,
    style_acts: Layers,
    gen_acts: Layers,
    weights: list[float],
    content_layer: int,
) -> None:
    """Your own gradients of both costs add up with their weights, layer by layer.

    By default, with weights of 0, and for a single layer; new arrays, and all that is given stays.
    """
    acts = content_acts, style_acts, gen_acts
    cases: list[tuple[list[float], tuple[float, ...], float, float, str]] = [
        (weights, (300.0, 8e4), 300.0, 8e4, ""),
        (weights, (), 10.0, 40.0, " by default"),
        (weights, (0.0, 8.0), 0.0, 8.0, " with alpha = 0"),
        (weights, (3.0, 0.0), 3.0, 0.0, " with beta = 0"),
        ([0.0] * len(weights), (3.0, 8.0), 3.0, 8.0, " with weights of 0"),
    ]
    styles, contents = list[Array](), list[Array]()
    for a_C, a_S, a_G in zip(*acts, strict=True):
        style = student.layer_style_cost_gradient(a_S, a_G)
        styles.append(numbers(style, a_G.shape, "a style gradient"))
        content = student.content_cost_gradient(a_C, a_G)
        contents.append(numbers(content, a_G.shape, "a content gradient"))
    for taken, given_weights, alpha, beta, words in cases:
        got = student.activation_gradients(*acts, content_layer, taken, *given_weights)
        for layer, found in enumerate(gradients_of(got, gen_acts, words)):
            want = beta * taken[layer] * styles[layer]
            if content_layer == layer:
                want += alpha * contents[layer]
            closely(found, want, what=f"the gradient of layer {layer}{words}")
    alone = [listed[:1] for listed in acts]
    words = " of the first layer alone"
    one = gradients_of(student.activation_gradients(*alone, 0, weights[:1]), gen_acts[:1], words)
    want = 40 * weights[0] * styles[0] + 10 * contents[0]
    closely(one[0], want, what=f"the gradient{words}")
    unchanged(student.activation_gradients, *acts, content_layer, weights)
    fresh(student.activation_gradients, *acts, content_layer, weights)


@check(
    "activation_gradients",
    points=6,
    kind="gradient",
    hint="Move one activation, and the style cost of its layer moves, and at content_layer the "
    "content cost as well: both, with their weights.",
)
@given(
    network_layers("content_acts", "style_acts", "gen_acts", content_layer=some_layer),
    alpha=draw.number(0.5, 20.0),
    beta=draw.number(0.5, 50.0),
    examples=8,
)
def activation_gradients_are_the_gradient(
    student: Student,
    ref: Reference,
    shapes: list[tuple[int, ...]],
    content_acts: Layers,
    style_acts: Layers,
    gen_acts: Layers,
    weights: list[float],
    content_layer: int,
    alpha: float,
    beta: float,
) -> None:
    """The derivatives of the total cost in all activations, of one to three layers."""

    def cost(**acts: Array) -> Any:
        at = [acts[f"a{layer}"] for layer in range(len(acts))]
        J_content = ref.content_cost(content_acts[content_layer], at[content_layer])
        return ref.total_cost(J_content, ref.style_cost(style_acts, at, weights), alpha, beta)

    names = [f"a{layer}" for layer in range(len(gen_acts))]
    got = student.activation_gradients(
        content_acts, style_acts, gen_acts, content_layer, weights, alpha, beta
    )
    found: dict[str, Any] = dict(zip(names, gradients_of(got, gen_acts), strict=True))
    numeric = ref.gradient(cost, **dict(zip(names, gen_acts, strict=True)))
    # Costs of some hundreds leave differences that much less exact.
    room = 1e-9 * (1 + max(float(np.abs(one.value).max()) for one in numeric.partials.values()))
    gradients_agree(numeric, atol=room, **found)


@check(
    "activation_gradients",
    points=2,
    kind="purity",
    hint="An array for each layer, of the layer's shape, also where nothing is asked of it, and "
    "however many layers there are. What you were given stays as it is.",
)
@given(
    network_layers("content_acts", "style_acts", "gen_acts", least=2, content_layer=some_layer),
    examples=5,
)
def activation_gradients_say_zero(
    student: Student,
    ref: Reference,
    shapes: list[tuple[int, ...]],
    content_acts: Layers,
    style_acts: Layers,
    gen_acts: Layers,
    weights: list[float],
    content_layer: int,
) -> None:
    """A layer that neither cost looks at gets zeros; all that is given stays unchanged.

    New arrays; images and layers may be the same.
    """
    acts = content_acts, style_acts, gen_acts
    silent = [0.0] * len(weights)
    for taken, alpha, beta, words in (
        (silent, 3.0, 8.0, "weights of 0"),
        (weights, 3.0, 0.0, "beta = 0"),
        (weights, 0.0, 0.0, "alpha = beta = 0"),
    ):
        wanted = ref.activation_gradients(*acts, content_layer, taken, alpha, beta)
        got = student.activation_gradients(*acts, content_layer, taken, alpha, beta)
        for layer, found in enumerate(gradients_of(got, gen_acts, f" with {words}")):
            close(found, wanted[layer], what=f"the gradient of layer {layer} with {words}")
    wanted = ref.activation_gradients(gen_acts, style_acts, gen_acts, content_layer, weights)
    got = student.activation_gradients(gen_acts, style_acts, gen_acts, content_layer, weights)
    for layer, found in enumerate(gradients_of(got, gen_acts)):
        close(found, wanted[layer], what=f"the gradient of layer {layer} of the content image")
    all_twice = *twice(*acts), content_layer + len(weights), [*weights, *weights]
    wanted = ref.activation_gradients(*all_twice)
    got = student.activation_gradients(*all_twice)
    for layer, found in enumerate(gradients_of(got, all_twice[2], " with all layers twice")):
        what = f"the gradient of layer {layer} with all layers twice"
        close(found, wanted[layer], what=what)
    fresh(student.activation_gradients, *acts, content_layer, weights)
    unchanged(student.activation_gradients, *acts, content_layer, weights)
    unchanged(student.activation_gradients, gen_acts, style_acts, gen_acts, content_layer, weights)


# style_transfer


@check(
    "style_transfer",
    points=4,
    kind="property",
    public=True,
    hint="In each step: the activations of the image as it is now, the cost, the gradients of the "
    "activations, extract_backward with the cache of just now, and a step downhill, as long as "
    "the rate and the gradient make it.",
)
@given(
    transfers(least=2, rows=2),
    # The second has gradients of thousands: steps are no shorter than they are asked to be.
    settings=draw.options((3.0, 60.0, 0.7), (500.0, 2e6, 5e-5)),
    examples=4,
)
def style_transfer_takes_its_steps(
    student: Student,
    ref: Reference,
    content: Array,
    style: Array,
    start: Array,
    filters: Layers,
    content_layer: int,
    weights: list[float],
    settings: tuple[float, float, float],
) -> None:
    """After 0, 1, 2 and 3 steps: the image and the costs that your own functions give."""
    alpha, beta, rate = settings
    seen_C, _ = unpack(student.extract(content, filters), "acts", "cache")
    seen_S, _ = unpack(student.extract(style, filters), "acts", "cache")
    walked, J = start, list[float]()
    for k in range(4):
        images = content, style, filters, content_layer, weights, start
        got = student.style_transfer(*images, alpha, beta, learning_rate=rate, iterations=k)
        image, costs = image_and_costs(got, start.shape, k)
        close(image, walked, rtol=1e-5, atol=1e-7, what=f"the image after {k} steps")
        for number, (cost, want) in enumerate(zip(costs, J, strict=True)):
            what = f"costs[{number}] of {k} iterations"
            close(cost, want, rtol=1e-5, atol=1e-7, what=what)
        seen, cache = unpack(student.extract(walked, filters), "acts", "cache")
        J_C = student.content_cost(seen_C[content_layer], seen[content_layer])
        J_S = student.style_cost(seen_S, seen, weights)
        J.append(finite(student.total_cost(J_C, J_S, alpha, beta), "the total cost"))
        down = student.activation_gradients(
            seen_C, seen_S, seen, content_layer, weights, alpha, beta
        )
        slopes = gradients_of(down, [array(a) for a in seen])
        slope = numbers(student.extract_backward(slopes, cache), start.shape, "the gradient")
        walked = walked - rate * slope


@check(
    "style_transfer",
    points=1,
    kind="property",
    public=True,
    hint="start belongs to whoever called you, and may be the content image: copy it, also where "
    "there is no step to take. There are as many costs as iterations, whatever the costs do, and "
    "the signature says how many and how long steps are where nothing is said.",
)
@given(transfers(least=2, rows=2), examples=3)
def style_transfer_begins_with_a_copy(
    student: Student,
    ref: Reference,
    content: Array,
    style: Array,
    start: Array,
    filters: Layers,
    content_layer: int,
    weights: list[float],
) -> None:
    """All arguments stay unchanged, 0 steps return a copy of start, and no step is left out.

    Where all three images are the same, nothing moves and all costs are 0; and of single rows.
    """
    settings = 3.0, 60.0, 0.5
    images = content, style, filters, content_layer, weights, start
    unchanged(student.style_transfer, *images, *settings, 2)
    unchanged(student.style_transfer, *images[:5], content, *settings, 2)
    fresh(student.style_transfer, *images, *settings, 0)
    same = content, content, filters, content_layer, weights, content
    image, costs = image_and_costs(student.style_transfer(*same, *settings, 8), content.shape, 8)
    close(image, content, rtol=0, atol=1e-12, what="the image where all three are the same")
    close(np.array(costs), np.zeros(8), what="the costs where all three images are the same")
    # Steps that are far too long: the cost goes up and down.
    image_and_costs(student.style_transfer(*images, 300.0, 8e4, 5.0, 8), start.shape, 8)
    row = [one[:1].copy() for one in (content, style, start)]
    got = student.style_transfer(*row[:2], filters, content_layer, weights, row[2], *settings, 1)
    image_and_costs(got, row[2].shape, 1)
    few = [image[:2, :2].copy() for image in (content, style, start)]
    small = *few[:2], filters[:1], 0, weights[:1], few[2]
    image_and_costs(student.style_transfer(*small), few[2].shape, 100)
    named, _ = image_and_costs(student.style_transfer(*small, 10.0, 40.0, 1.0, 2), few[2].shape, 2)
    image, _ = image_and_costs(student.style_transfer(*small, iterations=2), few[2].shape, 2)
    law = "2 steps by default must be those of alpha = 10, beta = 40 and a rate of 1"
    require(bool(np.allclose(image, named, rtol=1e-6, atol=1e-8)), law, got=image)


def for_training(seed: int = 1) -> tuple[Array, Array, Array, Layers]:
    """Blobs, stripes and noise in two colours, and filters of two layers that look all ways."""
    rng = np.random.default_rng(seed)
    content = painted(blobs(*SIDES, 3, seed), [0.2, 0.1], [0.6, 1.0])
    style = painted(stripes(*SIDES, 4.0, 40.0), [0.1, 0.8], [0.9, 0.2])
    return content, style, rng.random((*SIDES, 2)), two_layers()


def two_layers() -> Layers:
    """Filters (3, 3, 2, 3) and (3, 3, 3, 4), of length 1 and at right angles in their layer.

    With random ones the first steps would be too long for some images, and too short for others.
    """
    rng, found = np.random.default_rng(1), []
    for before, n_C in ((2, 3), (3, 4)):
        columns = np.linalg.qr(rng.normal(size=(9 * before, n_C)))[0]
        found.append(columns.reshape(3, 3, before, n_C))
    return found


def falls(costs: Sequence[float], share: float) -> None:
    """Each cost is below the one before, and the last below that share of the first."""
    steady = all(after < before for before, after in pairwise(costs))
    law = "the cost must fall at every step"
    require(steady, law, got=[float(f"{cost:.4g}") for cost in costs])
    law = f"the last cost must be below {share:.0%} of the first"
    require(costs[-1] < share * costs[0], law, got=f"{costs[-1] / costs[0]:.1%}")


@check(
    "style_transfer",
    points=3,
    kind="training",
    public=True,
    hint="Does the cost fall? Is the gradient taken at the image of just now, and all of it?",
)
def style_transfer_paints_in_a_style(student: Student, ref: Reference) -> None:
    """From noise, style alone: in 30 steps the cost falls and the Gram matrices come near."""
    content, style, start, filters = for_training()
    weights = [0.5, 0.5]
    images = content, style, filters, 1, weights, start
    seen_S, _ = unpack(student.extract(style, filters), "acts", "cache")
    seen, _ = unpack(student.extract(start, filters), "acts", "cache")
    first = 1500 * scalar(student.style_cost(seen_S, seen, weights), "the style cost")
    got = student.style_transfer(*images, 0.0, 1500.0, 1.0, STEPS_S)
    image, costs = image_and_costs(got, start.shape, STEPS_S)
    close(costs[0], first, rtol=1e-5, what="the first cost")
    falls(costs, 0.25)
    seen, _ = unpack(student.extract(image, filters), "acts", "cache")
    found, want = (
        numbers(student.gram_matrix(student.unroll(acts[0])), (3, 3), "a Gram matrix")
        for acts in (seen, seen_S)
    )
    off = float(np.abs(found - want).mean() / np.abs(want).mean())
    law = "the Gram matrix of the first layer must come within 15% of the style's"
    require(off < 0.15, law, got=f"{off:.1%} off, on average over its entries")


def descends(student: Student, ref: Reference, steps: int, *call: Any) -> None:
    """The image and all costs of this call are right, of so many steps."""
    image, costs = ref.style_transfer(*call)
    found, J = image_and_costs(student.style_transfer(*call), image.shape, steps)
    close(np.array(J), np.array(costs), rtol=1e-5, atol=1e-7, what="the costs")
    close(found, image, rtol=1e-5, atol=1e-7, what="the image")


@check(
    "style_transfer",
    points=2,
    kind="reference",
    hint="Before the first step nothing has moved, and the cost of the last image is not asked "
    "for. Content, style and start are three images, each with a role of its own.",
)
@given(
    transfers(),
    # The second has gradients of thousands: steps are no shorter than they are asked to be.
    settings=draw.options((10.0, 40.0, 1.0), (500.0, 2e6, 5e-5), (50.0, 2.0, 0.8), (0.0, 9.0, 3.0)),
    steps=draw.integer(1, 6),
    examples=6,
)
def style_transfer_descends(
    student: Student,
    ref: Reference,
    content: Array,
    style: Array,
    start: Array,
    filters: Layers,
    content_layer: int,
    weights: list[float],
    settings: tuple[float, float, float],
    steps: int,
) -> None:
    """The image and the costs of up to six steps, for one layer and up to three."""
    images = content, style, filters, content_layer, weights, start
    descends(student, ref, steps, *images, *settings, steps)


@check(
    "style_transfer",
    points=1,
    kind="reference",
    hint="The signature says what holds where nothing is said: alpha, beta, rate and iterations.",
)
@given(transfers(), examples=1)
def style_transfer_by_default(
    student: Student,
    ref: Reference,
    content: Array,
    style: Array,
    start: Array,
    filters: Layers,
    content_layer: int,
    weights: list[float],
) -> None:
    """By default 100 steps of 1.0, with alpha = 10 and beta = 40; on 2 × 3 pixels or fewer."""
    images = [image[:2, :3].copy() for image in (content, style, start)]
    # Of weak filters, so that there is something left to do to the end.
    weak = [0.3 * filters[0]]
    descends(student, ref, 100, *images[:2], weak, 0, weights[:1], images[2])


@check(
    "style_transfer",
    points=2,
    kind="training",
    hint="Content alone: the activations at content_layer must become those of the content image.",
)
def style_transfer_finds_the_content(student: Student, ref: Reference) -> None:
    """From noise, content alone: in 20 steps the cost falls to less than a tenth."""
    content, style, start, filters = for_training(7)
    images = content, style, filters, 0, [0.5, 0.5], start
    got = student.style_transfer(*images, 10.0, 0.0, 6.0, STEPS_C)
    image, costs = image_and_costs(got, start.shape, STEPS_C)
    seen_C, seen, begun = (ref.extract(one, filters)[0][0] for one in (content, image, start))
    first, last = ref.content_cost(seen_C, begun), ref.content_cost(seen_C, seen)
    close(costs[0], 10 * first, rtol=1e-5, what="the first cost")
    falls(costs, 0.1)
    law = "the image's own content cost must be below the last one that was kept"
    require(10 * last < costs[-1], law, got=10 * last)


@check(
    "style_transfer",
    points=1,
    kind="purity",
    hint="start belongs to whoever called you, and may be the content image: copy it before you "
    "write into it, and also where there is no step to take. As many costs as iterations, also "
    "where nothing changes any more.",
)
@given(transfers(), examples=4)
def style_transfer_copies_the_start(
    student: Student,
    ref: Reference,
    content: Array,
    style: Array,
    start: Array,
    filters: Layers,
    content_layer: int,
    weights: list[float],
) -> None:
    """All arguments stay unchanged, 0 steps give a copy of start, and start may be content.

    Image and costs are right from there, too. Where nothing is left to do, costs are 0, one a step.
    """
    settings = 3.0, 60.0, 0.5
    images = content, style, filters, content_layer, weights, start
    unchanged(student.style_transfer, *images, *settings, 2)
    found, _ = image_and_costs(student.style_transfer(*images, *settings, 0), start.shape, 0)
    close(found, start, rtol=0, atol=1e-12, what="the image after 0 steps")
    fresh(student.style_transfer, *images, *settings, 0)
    itself = content, style, filters, content_layer, weights, content
    unchanged(student.style_transfer, *itself, *settings, 2)
    wanted, costs = ref.style_transfer(*itself, *settings, 2)
    got = student.style_transfer(*itself, *settings, 2)
    image, J = image_and_costs(got, content.shape, 2)
    close(image, wanted, rtol=1e-5, atol=1e-7, what="the image from the content image")
    close(np.array(J), np.array(costs), rtol=1e-5, atol=1e-7, what="the costs from there")
    got = student.style_transfer(content, content, *images[2:5], content, *settings, 8)
    image, J = image_and_costs(got, content.shape, 8)
    close(image, content, rtol=0, atol=1e-12, what="the image where all three are the same")
    close(np.array(J), np.zeros(8), what="the costs where all three images are the same")
