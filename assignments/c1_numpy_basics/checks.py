"""The checks of "NumPy building blocks".

Each states one law of the exercise that its name starts with. Nothing here may touch a
student's value before one of the comparing helpers has looked at its type and shape.
"""

from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    check,
    close,
    draw,
    equal,
    given,
    gradients_agree,
    numbers,
    quiet,
    refuses,
    require,
    steps_do_not_grow,
    unchanged,
)

# A side that a tuple holds easily and an array does not.
HUGE = 10**9

# Pairs of shapes that differ: some broadcast, some hold as many entries, some do neither.
UNEQUAL_SHAPES = (
    ((3, 1), (3,)),
    ((2, 1), (1, 2)),
    ((2, 3), (2, 1)),
    ((2, 3), (1, 3)),
    ((2, 3), (3,)),
    ((1, 3), (3,)),
    ((3,), (1,)),
    ((2, 3), (3, 2)),
    ((2, 2), (4,)),
    ((3,), (4,)),
    ((3,), ()),
    ((1, 2, 3), (2, 3)),
)


# What the checks share: inputs, and values that others may be measured against


def arrays_ints_and_lists(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Any:
    """Entries in [−30, 30] in the forms a caller may use: floats, whole numbers, a nested list."""
    z = np.round(rng.uniform(-30, 30, size=(sizes["rows"], sizes["columns"])), 2)
    form = int(rng.integers(3))
    return (z, z.astype(np.int64), z.tolist())[form]


def all_different(*dims: str) -> draw.Field:
    """An array whose entries are 0, 1, 2, … in random order, so that each shows where it went."""

    def field(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[np.int64]:
        shape = tuple(sizes[dim] for dim in dims)
        return rng.permutation(int(np.prod(shape))).reshape(shape)

    return field


def all_different_in_some_dtype(*dims: str) -> draw.Field:
    """The same in int64, in int16, or in float64 with fractions: converting them shows."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> NDArray[Any]:
        whole = all_different(*dims)(rng, sizes, fields)
        forms: tuple[NDArray[Any], ...] = (whole, whole.astype(np.int16), whole / 4)
        return forms[int(rng.integers(3))]

    return field


def tenths(*dims: draw.Dim, low: int, high: int) -> draw.Field:
    """An array of numbers between the bounds that can be read at a glance: one decimal each."""

    def field(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> Array:
        whole: Array = draw.integers(*dims, low=10 * low, high=10 * high)(rng, sizes, fields)
        return whole / 10.0

    return field


def pixels_none_white(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> NDArray[Any]:
    """Pixels of uint8 or float64, in 1 to 4 axes: 254 at the brightest, and often far below."""
    m, h, w, c = (sizes[side] for side in "mhwc")
    shape = ((m,), (h, m), (h, w, c), (m, h, w, c))[int(rng.integers(4))]
    brightest = (1, 3, 40, 254, 254)[int(rng.integers(5))]
    if rng.uniform() < 0.4:
        return rng.integers(0, 2 * brightest, size=shape, endpoint=True) / 2
    return rng.integers(0, brightest, size=shape, endpoint=True).astype(np.uint8)


def rows_with_norms(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Rows whose norms lie between 1/2 and 5: an epsilon in the denominator does not show."""
    x: Array = rng.normal(size=(sizes["n"], sizes["k"]))
    x *= rng.uniform(0.6, 5.0, size=(sizes["n"], 1)) / np.linalg.norm(x, axis=1, keepdims=True)
    return x.round(2)


def rows_with_spread(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Features with means about ±3 and deviations between 1/2 and 4."""
    one_each = (sizes["n_x"], 1)
    X = rng.normal(size=(sizes["n_x"], sizes["m"]))
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    spread: Array = 3 * rng.normal(size=one_each) + rng.uniform(0.5, 4, size=one_each) * X
    return spread.round(2)


def some_predictions(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> Array:
    """Predictions of shape (m,), (1, m), (k, m) or (k, m, 2)."""
    k, m = sizes["k"], sizes["m"]
    shape = ((m,), (1, m), (k, m), (k, m, 2))[int(rng.integers(4))]
    return np.round(rng.normal(size=shape), 2)


def missed_everywhere(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> NDArray[Any]:
    """Targets for the predictions, no entry of which is met; at times whole numbers, int64."""
    yhat = fields["yhat"]
    if rng.uniform() < 0.3:
        missed: NDArray[np.int64] = np.rint(yhat).astype(np.int64)
        missed += rng.choice((-2, -1, 1, 2), size=yhat.shape)
        return missed
    y: Array = yhat + draw.normal(*yhat.shape)(rng, sizes, fields)
    return y.round(2)


def predictions_and_targets() -> Any:
    """yhat and y of one shape with at least two entries."""
    return draw.drawn(
        sizes={"k": (1, 4), "m": (2, 6)},
        yhat=some_predictions,
        y=missed_everywhere,
    )


def some_shape(rng: Generator, sizes: draw.Sizes, _: draw.Fields) -> tuple[int, ...]:
    """As many sides as drawn, each 0 … 4, at times one that no array can have."""
    return tuple(
        HUGE if rng.uniform() < 0.05 else int(rng.integers(0, 4, endpoint=True))
        for _ in range(sizes["dims_a"])
    )


def shape_that_may_fit(rng: Generator, sizes: draw.Sizes, fields: draw.Fields) -> tuple[int, ...]:
    """A shape whose sides, from the right, are mostly those of shape_a, or 1 instead."""
    sides = []
    for place in range(sizes["dims_b"]):
        across = fields["shape_a"][-1 - place] if place < sizes["dims_a"] else 1
        anew = int(rng.integers(0, 4, endpoint=True))
        options = (across, across, across, across, 1, 1, 2 * across, anew)
        sides.append(options[int(rng.integers(len(options)))])
    return tuple(reversed(sides))


def two_shapes() -> Any:
    """Two shapes of 0 to 7 sides, of which about half fit each other."""
    return draw.drawn(
        sizes={"dims_a": (0, 7), "dims_b": (0, 7)}, shape_a=some_shape, shape_b=shape_that_may_fit
    )


FACTORS = draw.options(-3.0, -2.0, -0.5, 0.5, 4.0)


def not_blank(got: Any, shape: tuple[int, ...], what: str) -> Array:
    """An array of that shape, finite and not all zeros: zeros obey most laws of symmetry."""
    found = array(got, shape, what=what).astype(np.float64)
    require(np.isfinite(found).all(), f"{what} must be finite", got=got)
    require(found.any(), f"{what} must not be zero everywhere", got=got)
    return found


def keeps_dtype(got: Any, want: np.dtype[Any], what: str) -> None:
    """An array must have that dtype; a list has none."""
    if isinstance(got, np.ndarray):
        require(
            got.dtype == want,
            f"{what} must keep the dtype {want}; yours has {got.dtype}",
            got=got,
            want=f"dtype {want}",
        )


# sigmoid


@check(
    "sigmoid",
    points=1,
    kind="example",
    public=True,
    hint="exp(ln 3) = 3: 1/(1 + 1/3) = 3/4. At ±10000 no exponential may become ∞/∞, nor stop a "
    "single number with an error.",
)
def sigmoid_known_values(student: Student, ref: Reference) -> None:
    """σ of −ln 3, ln 4, ln 3 is 1/4, 4/5, 3/4, in any form of z; of ∓10000 it is 0 and 1."""
    close(student.sigmoid(0), 0.5, what="σ(0)")
    close(student.sigmoid(-10000), 0.0, rtol=0, atol=1e-12, what="σ(−10000)")
    z = np.array([[-np.log(3.0), np.log(4.0), np.log(3.0)], [-np.log(1e9 - 1), -1e4, 1e4]])
    want = np.array([[0.25, 0.8, 0.75], [1e-9, 0.0, 1.0]])
    close(student.sigmoid(z), want, rtol=1e-9, atol=1e-12, what="σ(z)")
    unchanged(student.sigmoid, z)
    three = student.sigmoid(z.reshape(3, 1, 2))
    close(three, want.reshape(3, 1, 2), rtol=1e-9, atol=1e-12, what="σ of three axes")
    whole, want = [0, 1, -1], np.array([0.5, 0.7310585786, 0.2689414214])
    close(student.sigmoid(whole), want, what="σ of a list of whole numbers")
    close(student.sigmoid(np.array(whole)), want, what="σ of an array of whole numbers")


@check(
    "sigmoid",
    points=1,
    kind="property",
    hint="The curve runs from 0 to 1 and is symmetric about the point (0, 1/2).",
)
@given(z=draw.any_shape(), examples=25)
def sigmoid_symmetry(student: Student, ref: Reference, z: Array) -> None:
    """σ(z) has the shape of z and lies in [0, 1]; σ(z) + σ(−z) = 1, and σ(z) = e^z σ(−z)."""
    right = numbers(student.sigmoid(z), np.shape(z), "σ(z)")
    left = numbers(student.sigmoid(-z), np.shape(z), "σ(−z)")
    require(((right >= 0) & (right <= 1)).all(), "σ(z) must lie in [0, 1]", got=right, want="0 … 1")
    close(right + left, np.ones(z.shape), rtol=0, atol=1e-12, what="σ(z) + σ(−z)")
    # The smaller one is e^−|z| of the larger one, and together they are 1.
    small, decay = np.where(z > 0, left, right), np.exp(-np.abs(z))
    what = "the smaller one of σ(z) and σ(−z)"
    close(small, decay / (1 + decay), rtol=0, atol=1e-12, what=what)


@check(
    "sigmoid",
    points=1,
    kind="reference",
    hint="Look at the sign inside the exponential, and compute in float64 without clipping early.",
)
@given(draw.drawn(sizes={"rows": (1, 3), "columns": (1, 4)}, z=arrays_ints_and_lists), examples=25)
def sigmoid_is_logistic(student: Student, ref: Reference, z: Any) -> None:
    """σ(z) = 1/(1 + e^(−z)), for floats, whole numbers and lists, far into the tails."""
    close(student.sigmoid(z), ref.sigmoid(z), rtol=1e-9, atol=1e-12)


@check(
    "sigmoid",
    points=1,
    kind="stability",
    hint="exp of a large number is infinite, and ∞/∞ is NaN: which exponents can grow large?",
)
def sigmoid_far_out(student: Student, ref: Reference) -> None:
    """σ(z) is 0 or 1, never NaN, at ±100, ±745 and ±10000; single numbers too; z stays as it is."""
    z = np.array([-1e4, -745.0, -100.0, 100.0, 745.0, 1e4])
    close(student.sigmoid(z), np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]), rtol=0, atol=1e-12)
    close(student.sigmoid(-10000), 0.0, rtol=0, atol=1e-12, what="σ(−10000)")
    close(student.sigmoid(1e4), 1.0, rtol=0, atol=1e-12, what="σ(10000)")
    unchanged(student.sigmoid, z)


# sigmoid_derivative


@check(
    "sigmoid_derivative",
    points=1,
    kind="example",
    public=True,
    hint="At z = ln 3 the sigmoid is 3/4, and 3/4 of the way up the slope is 3/4 · 1/4. Far out it "
    "is 0: which form has no quotient of large numbers?",
)
def sigmoid_derivative_known_values(student: Student, ref: Reference) -> None:
    """σ′ of ±ln 3 is 3/16, of 0 1/4, of ln 9 9/100, of ±10000 0, in any form of z."""
    close(student.sigmoid_derivative(-10000), 0.0, rtol=0, atol=1e-12, what="σ′(−10000)")
    close(student.sigmoid_derivative([0, 10000]), np.array([0.25, 0.0]), what="σ′ of a list")
    z = np.array([[-np.log(3.0), 0.0, np.log(3.0)], [np.log(9.0), -1e4, 1e4]])
    want = np.array([[0.1875, 0.25, 0.1875], [0.09, 0.0, 0.0]])
    close(student.sigmoid_derivative(z), want, what="σ′(z)")
    unchanged(student.sigmoid_derivative, z)
    three = student.sigmoid_derivative(z.reshape(3, 1, 2))
    close(three, want.reshape(3, 1, 2), what="σ′ of three axes")


@check(
    "sigmoid_derivative",
    points=2,
    kind="gradient",
    hint="Differentiate (1 + e^(−z))^(−1) by the chain rule, and write the result with σ(z).",
)
@given(z=draw.any_shape(low=-6, high=6), examples=20)
def sigmoid_derivative_is_the_slope(student: Student, ref: Reference, z: Array) -> None:
    """σ′(z) is the limit of (σ(z + h) − σ(z − h))/2h, entry by entry."""
    slopes = ref.gradient(ref.sigmoid, upstream=1.0, z=z)
    gradients_agree(slopes, z=student.sigmoid_derivative(z))


@check(
    "sigmoid_derivative",
    points=1,
    kind="property",
    hint="The curve is steepest in the middle, and as steep on the left as on the right.",
)
@given(z=draw.any_shape(), examples=20)
def sigmoid_derivative_bell(student: Student, ref: Reference, z: Array) -> None:
    """σ′(−z) = σ′(z), 0 ≤ σ′(z) ≤ σ′(0) = 1/4, σ′(±10000) = 0; lists will do, z stays as it is."""
    right = numbers(student.sigmoid_derivative(z), np.shape(z), "σ′(z)")
    left = numbers(student.sigmoid_derivative(-z), np.shape(z), "σ′(−z)")
    close(student.sigmoid_derivative(0.0), 0.25, what="σ′(0)")
    require((right >= -1e-12).all(), "σ′(z) must not be negative", got=right, want="at least 0")
    law = "σ′(z) must not exceed σ′(0) = 1/4"
    require((right <= 0.25 + 1e-12).all(), law, got=right, want="at most 0.25")
    wanted = ref.sigmoid_derivative(z)
    close(right, wanted, what="σ′(z)")
    close(left, wanted, what="σ′(−z)")
    far_out = student.sigmoid_derivative([[-10000, 0, 10000]])
    close(far_out, np.array([[0.0, 0.25, 0.0]]), what="σ′ of the list [[−10000, 0, 10000]]")
    alone = 10000 if z.sum() > 0 else -10000
    close(student.sigmoid_derivative(alone), 0.0, what=f"σ′({alone})")
    unchanged(student.sigmoid_derivative, np.array([-1e4, 0.5, 1e4]))


# image_to_vector


@check(
    "image_to_vector",
    points=1,
    kind="example",
    public=True,
    hint="The last axis runs fastest. The column has two axes, and holds what the picture held.",
)
def image_to_vector_by_hand(student: Student, ref: Reference) -> None:
    """A (2, 4, 3) picture of 0 … 23, or of quarters of these, is a (24, 1) column of its dtype."""
    whole = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    for image, step in ((whole, 1.0), (whole / 4, 0.25)):
        column = student.image_to_vector(image)
        want = (step * np.arange(24.0)).reshape(24, 1).astype(image.dtype)
        close(column, want, rtol=0, atol=0, what="the column")
        keeps_dtype(column, image.dtype, "the column")
        unchanged(student.image_to_vector, image)


@check(
    "image_to_vector",
    points=1,
    kind="property",
    hint="Print the first c entries of the column and image[0, 0]: they must be the same.",
)
@given(
    draw.drawn(
        sizes={"h": (1, 5), "w": (1, 5), "c": (1, 5)},
        image=all_different_in_some_dtype("h", "w", "c"),
    ),
    examples=20,
)
def image_to_vector_places(student: Student, ref: Reference, image: Array) -> None:
    """Entry (i·w + j)·c + k of the column is image[i, j, k], of its dtype; image stays as it is."""
    h, w, c = image.shape
    want = np.zeros((h * w * c, 1), dtype=image.dtype)
    for i, j, k in np.ndindex(h, w, c):
        want[(i * w + j) * c + k, 0] = image[i, j, k]
    column = student.image_to_vector(image)
    close(column, want, rtol=0, atol=0, what="the column")
    keeps_dtype(column, image.dtype, "the column")
    unchanged(student.image_to_vector, image)


# flatten_images


def pictures(fewest: int, **more: draw.Field) -> Any:
    """At least that many pictures, and up to 6."""
    return draw.drawn(
        sizes={"m": (fewest, 6), "h": (1, 4), "w": (1, 4), "c": (1, 4)},
        images=all_different_in_some_dtype("m", "h", "w", "c"),
        **more,
    )


@check(
    "flatten_images",
    points=1,
    kind="example",
    public=True,
    hint="Column i holds picture i, as it is: of the first two, 1, 2, 3 and 4, 5, 6. Keep the "
    "pictures apart first, one row each, and make them columns after that.",
)
def flatten_images_by_hand(student: Student, ref: Reference) -> None:
    """Column i is picture i in C order, of two pictures and of a single one; the dtype stays."""
    rows = np.array([1, 2, 3, 4, 5, 6], dtype=np.uint8).reshape(2, 1, 3, 1)
    columns = student.flatten_images(rows)
    close(columns, np.array([[1, 4], [2, 5], [3, 6]], dtype=np.uint8), rtol=0, atol=0)
    keeps_dtype(columns, rows.dtype, "the matrix")
    # 60 quarters are 15: the second picture goes on where the first one ends.
    images = np.arange(120.0).reshape(2, 3, 4, 5) / 4
    want = np.arange(60.0).reshape(60, 1) / 4 + np.array([0.0, 15.0])
    matrix = student.flatten_images(images)
    close(matrix, want, rtol=0, atol=0, what="the matrix of quarters")
    keeps_dtype(matrix, images.dtype, "the matrix of quarters")
    single = student.flatten_images(images[:1])
    close(single, want[:, :1], rtol=0, atol=0, what="the matrix of a single picture")
    unchanged(student.flatten_images, images)


@check(
    "flatten_images",
    points=2,
    kind="property",
    hint="Keep the pictures apart first (one row each), and make them columns after that.",
)
@given(pictures(1), examples=20)
def flatten_images_columns(student: Student, ref: Reference, images: Array) -> None:
    """Column i is image i with its last axis running fastest, for every i, and of its dtype."""
    want = np.zeros((images[0].size, images.shape[0]), dtype=images.dtype)
    for i, image in enumerate(images):
        want[:, i] = list(image.flat)
    columns = student.flatten_images(images)
    close(columns, want, rtol=0, atol=0, what="the matrix")
    keeps_dtype(columns, images.dtype, "the matrix")


@check(
    "flatten_images",
    points=1,
    kind="property",
    hint="One column, one picture: what happens in one picture must stay in its column.",
)
@given(pictures(2, order=all_different("m")), examples=15)
def flatten_images_order(student: Student, ref: Reference, images: Array, order: Any) -> None:
    """Every pixel appears once; reordering images reorders the columns; images stay as they are."""
    shape = (images[0].size, images.shape[0])
    columns = array(student.flatten_images(images), shape, what="the matrix")
    kept = np.array_equal(np.sort(columns, axis=None), np.sort(images, axis=None))
    require(kept, "every pixel of the images must appear exactly once", got=columns)
    want = ref.flatten_images(images)
    close(columns, want, rtol=0, atol=0, what="the matrix")
    again = student.flatten_images(images[order])
    close(again, want[:, order], rtol=0, atol=0, what="the matrix of the reordered images")
    unchanged(student.flatten_images, images)


# scale_pixels


@check(
    "scale_pixels",
    points=1,
    kind="example",
    public=True,
    hint="255 would go to 1, and 51 = 255/5 goes to 1/5: the divisor is a constant, for floats "
    "too, and where no pixel is white.",
)
def scale_pixels_by_hand(student: Student, ref: Reference) -> None:
    """The result is X/255 in float64, for uint8 and floats, dark or bright; X stays as it is."""
    X = np.array([[0, 51, 102], [204, 153, 51]], dtype=np.uint8)
    want = np.array([[0.0, 0.2, 0.4], [0.8, 0.6, 0.2]])
    for pixels, kind in ((X, "uint8"), (X.astype(np.float64), "floats")):
        scaled = student.scale_pixels(pixels)
        close(scaled, want, what=f"the result for {kind}")
        keeps_dtype(scaled, np.dtype(np.float64), "the result")
        unchanged(student.scale_pixels, pixels)
        dark = np.array([0, 1, 1], dtype=pixels.dtype)
        want_dark = np.array([0.0, 1 / 255, 1 / 255])
        close(student.scale_pixels(dark), want_dark, what=f"the result for {kind} of 0 and 1")


@check(
    "scale_pixels",
    points=1,
    kind="property",
    hint="Divide by what a pixel can be at most, not by the largest one present; in float64.",
)
@given(
    draw.drawn(
        sizes={"m": (1, 4), "h": (1, 4), "w": (1, 4), "c": (1, 3)},
        X=pixels_none_white,
    ),
    examples=30,
)
def scale_pixels_constant(student: Student, ref: Reference, X: NDArray[Any]) -> None:
    """The result is X/255 in float64, for uint8 and floats, however dark X is."""
    scaled = student.scale_pixels(X)
    close(scaled, X / 255.0)
    keeps_dtype(scaled, np.dtype(np.float64), "the result")


@check(
    "scale_pixels",
    points=1,
    kind="purity",
    hint="The result is X/255, in an array of its own: X /= … would edit the one that the caller "
    "still holds.",
)
@given(
    draw.drawn(sizes={"n_x": (1, 5), "m": (1, 6)}, X=tenths("n_x", "m", low=1, high=255)),
    examples=3,
)
def scale_pixels_keeps_its_input(student: Student, ref: Reference, X: Array) -> None:
    """X, here of floats, is the same after the call as before, and the result is right."""
    close(student.scale_pixels(X), ref.scale_pixels(X), rtol=1e-6, what="the result")
    unchanged(student.scale_pixels, X)


# normalize_rows


@check(
    "normalize_rows",
    points=1,
    kind="example",
    public=True,
    hint="The norm of (3, 0, 4) is √(9 + 0 + 16) = 5, of (2, −1, 2) √(4 + 1 + 4) = 3. Zeros "
    "stay zeros, and an epsilon does not belong under the root.",
)
def normalize_rows_by_hand(student: Student, ref: Reference) -> None:
    """Each row is divided by its norm, a short one as well; zeros stay zeros; x stays as it is."""
    x = np.array([[3.0, 0.0, 4.0], [2.0, -1.0, 2.0], [0.0, 0.0, 0.0], [0.0, 6e-3, 8e-3]])
    want = np.array([[0.6, 0.0, 0.8], [2 / 3, -1 / 3, 2 / 3], [0.0, 0.0, 0.0], [0.0, 0.6, 0.8]])
    # An epsilon of 10⁻⁸ beside the norm 10⁻² takes a millionth off; under the root fifty.
    close(student.normalize_rows(x), want, rtol=1e-5)
    unchanged(student.normalize_rows, x)
    # Here it takes a tenth off at most, and a row that is left as it is would be near 0.
    short = np.array([[0.0, 6e-8, 8e-8], [3.0, 0.0, 4.0]])
    want = np.array([[0.0, 0.6, 0.8], [0.6, 0.0, 0.8]])
    close(student.normalize_rows(short), want, rtol=0.1, what="the rows beside a short one")


@check(
    "normalize_rows",
    points=2,
    kind="property",
    hint="Along which axis do you sum, and what shape has the array of norms? See keepdims.",
)
@given(draw.drawn(sizes={"n": (1, 5), "k": (1, 5)}, x=rows_with_norms), examples=25)
def normalize_rows_unit_length(student: Student, ref: Reference, x: Array) -> None:
    """Every row of the result has norm 1, and times the norm of the row of x it is that row."""
    found = numbers(student.normalize_rows(x), np.shape(x), "the result")
    norms = np.sqrt(np.sum(x**2, axis=1, keepdims=True))
    close(np.sqrt(np.sum(found**2, axis=1)), np.ones(len(x)), what="the norm of each row")
    close(found * norms, x, atol=1e-6, what="each row times its norm")


@check(
    "normalize_rows",
    points=1,
    kind="property",
    hint="Each row is divided by its own norm, and that grows as the row does.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 5), "k": (1, 5)},
        x=rows_with_norms,
        c=tenths("n", 1, low=1, high=3),
    ),
    examples=15,
)
def normalize_rows_forgets_length(student: Student, ref: Reference, x: Array, c: Array) -> None:
    """Multiplying each row by a positive number changes nothing, and x stays as it is."""
    found = not_blank(student.normalize_rows(x), x.shape, "the result")
    close(found, ref.normalize_rows(x), atol=1e-6, what="the result")
    close(student.normalize_rows(c * x), found, atol=1e-6, what="the result for rescaled rows")
    unchanged(student.normalize_rows, x)


@check(
    "normalize_rows",
    points=1,
    kind="stability",
    hint="Only a row of zeros is an exception: 0/0 is NaN. Short rows are divided like others.",
)
def normalize_rows_of_zeros(student: Student, ref: Reference) -> None:
    """[0, 0] stays as it is; 10⁻⁷·[0.6, 0.8] (within 10 %) and 10⁶·[3, 4] get the norm 1."""
    x = np.array([[0.0, 0.0], [6e-8, 8e-8], [3e6, 4e6]])
    found = array(student.normalize_rows(x), x.shape).astype(np.float64)
    close(found[0], np.zeros(2), rtol=0, atol=0, what="the row of zeros")
    # An epsilon of 10⁻⁸ beside the norm 10⁻⁷ takes a tenth off, or a little less: 1/11.
    close(found[1], np.array([0.6, 0.8]), rtol=0.1, what="the row of norm 1e-7")
    close(found[2], np.array([0.6, 0.8]), what="the row of norm 5e6")


# softmax


@check(
    "softmax",
    points=1,
    kind="example",
    public=True,
    hint="The first row has the exponentials 1, 2 and 3, and their sum is 6. Subtracting the "
    "largest entry of each row from that row changes nothing, and no exponential overflows.",
)
def softmax_by_hand(student: Student, ref: Reference) -> None:
    """The row [0, ln 2, ln 3] becomes 1/6, 1/3, 1/2, at ±1000 as well; no NaN and no warning."""
    row = np.log([1.0, 2.0, 3.0])
    x = np.array([row, row + 1000.0, row - 1000.0, [5.0, 5.0, 5.0], [2000.0, -2000.0, 2000.0]])
    sixths = [1 / 6, 1 / 3, 1 / 2]
    want = np.array([sixths, sixths, sixths, [1 / 3, 1 / 3, 1 / 3], [1 / 2, 0.0, 1 / 2]])
    close(quiet(student.softmax, x), want, what="the softmax")
    unchanged(student.softmax, x)


@check(
    "softmax",
    points=1,
    kind="property",
    hint="Divide the exponentials of a row by their sum: which axis is that, and which shape?",
)
@given(
    draw.drawn(sizes={"n": (1, 5), "k": (1, 5)}, x=draw.normal("n", "k", scale=4.0)), examples=25
)
def softmax_ratios(student: Student, ref: Reference, x: Array) -> None:
    """Entries are positive, each row sums to 1, and within a row p_i/p_j = e^(x_i − x_j)."""
    p = numbers(student.softmax(x), np.shape(x), "the softmax")
    require((p > 0).all(), "every entry must be positive", got=p, want="above 0")
    close(p.sum(axis=1), np.ones(len(x)), rtol=0, atol=1e-9, what="the sum of each row")
    ratios = np.log(p) - np.log(p[:, :1])
    close(ratios, x - x[:, :1], atol=1e-8, what="log(p) minus that of the row's first entry")


@check(
    "softmax",
    points=1,
    kind="property",
    hint="Only differences within a row count. And x is the caller's: leave it as it was.",
)
@given(
    draw.drawn(
        sizes={"n": (1, 5), "k": (2, 5)},
        x=draw.normal("n", "k", scale=2.0),
        c=draw.normal("n", 1, scale=20.0),
    ),
    examples=15,
)
def softmax_shift(student: Student, ref: Reference, x: Array, c: Array) -> None:
    """Adding a number of its own to each row changes nothing, and x stays as it is."""
    p = not_blank(student.softmax(x), x.shape, "the softmax")
    close(p, ref.softmax(x), atol=1e-9, what="the softmax")
    close(student.softmax(x + c), p, atol=1e-9, what="the softmax of the shifted rows")
    unchanged(student.softmax, x)


@check(
    "softmax",
    points=1,
    kind="stability",
    hint="Subtracting a number from a whole row changes nothing: which number keeps e^x small?",
)
def softmax_far_out(student: Student, ref: Reference) -> None:
    """[[1000, 1001], [−1000, −1001], [400, −2000]] gives no NaN and no warning; rows sum to 1."""
    # 400: e^(400 − 1001) is a float and e^(400 − 2000) is 0, which tells two wrong maxima apart.
    x = np.array([[1000.0, 1001.0], [-1000.0, -1001.0], [400.0, -2000.0]])
    p = array(quiet(student.softmax, x), x.shape).astype(np.float64)
    close(p.sum(axis=1), np.ones(3), rtol=0, atol=1e-9, what="the sum of each row")
    close(p[0], np.array([1.0, np.e]) / (1 + np.e), what="the first row")
    close(p[1], np.array([np.e, 1.0]) / (1 + np.e), what="the second row")
    close(p[2], np.array([1.0, 0.0]), what="the third row")


@check(
    "softmax",
    points=1,
    kind="vectorised",
    public=True,
    hint="exp, max and sum work on whole matrices; keepdims lines their results up with the rows.",
)
@given(draw.growing(), examples=3)
def softmax_vectorised(student: Student, ref: Reference, sizes: list[int], seed: int) -> None:
    """softmax has no loop over the rows: more of them take no more Python."""

    def example(rng: Generator, n: int) -> tuple[Any, Any]:
        # The softmax of the logarithms of shares are these shares, whatever is added to a row.
        first, second = rng.uniform(0.1, 0.4, size=(2, n))
        shares = np.column_stack([first, second, 1 - first - second])
        return (np.log(shares) + rng.normal(size=(n, 1)),), shares

    def agrees(got: Any, want: Any) -> None:
        close(got, want, what="the softmax")

    steps_do_not_grow(student.softmax, example, agrees, sizes=sizes, seed=seed)


# l1_loss


@check(
    "l1_loss",
    points=1,
    kind="example",
    public=True,
    hint="The distances are 0, 1/2, 2, 2, 0 and 4. Add them.",
)
def l1_loss_by_hand(student: Student, ref: Reference) -> None:
    """ŷ = [[1, 0.5, 2], [0, −1, 3]], y = [[1, 1, 0], [2, −1, −1]]: L₁ = 8.5; both stay."""
    yhat, y = [[1, 0.5, 2], [0, -1, 3]], [[1, 1, 0], [2, -1, -1]]
    close(student.l1_loss(yhat, y), 8.5, what="the loss of lists")
    yhat, y = np.array(yhat), np.array(y, dtype=np.float64)
    close(student.l1_loss(yhat, y), 8.5, what="the loss of arrays")
    close(student.l1_loss(yhat=yhat, y=y), 8.5, what="the loss of arguments that are named")
    close(student.l1_loss(y, yhat), 8.5, what="the loss with ŷ and y swapped")
    close(student.l1_loss(yhat[None], y[None]), 8.5, what="the loss of arrays of three axes")
    unchanged(student.l1_loss, yhat, y)


@check(
    "l1_loss",
    points=1,
    kind="property",
    hint="The absolute value belongs to each difference, before anything is added.",
)
@given(predictions_and_targets(), c=FACTORS, examples=15)
def l1_loss_adds_distances(
    student: Student, ref: Reference, yhat: Array, y: Array, c: float
) -> None:
    """L₁ = |y₀ − ŷ₀| + L₁ of the rest = L₁(y, ŷ) = L₁(cŷ, cy)/|c|; ŷ and y stay as they are."""
    loss = float(ref.l1_loss(yhat, y))
    close(student.l1_loss(yhat, y), loss, rtol=1e-9, what="the loss")
    rest, first = student.l1_loss(yhat.flat[1:], y.flat[1:]), float(abs(y.flat[0] - yhat.flat[0]))
    close(rest, loss - first, rtol=1e-9, what="the loss of all but the first entry")
    close(student.l1_loss(y, yhat), loss, rtol=1e-9, what="the loss with ŷ and y swapped")
    what = f"the loss of {c:g} times ŷ and {c:g} times y"
    close(student.l1_loss(c * yhat, c * y), abs(c) * loss, rtol=1e-9, what=what)
    close(student.l1_loss(y, y), 0.0, what="the loss of a perfect prediction")
    close(student.l1_loss(yhat.tolist(), y.tolist()), loss, rtol=1e-9, what="the loss of lists")
    unchanged(student.l1_loss, yhat, y)


@check(
    "l1_loss",
    points=1,
    kind="example",
    public=True,
    hint="Compare the whole shapes first: (3, 1) minus (3,), for example, is broadcast to (3, 3) "
    "without a word.",
)
def l1_loss_refuses_other_shapes(student: Student, ref: Reference) -> None:
    """Shapes (3, 1) and (3,) raise ValueError, as any two shapes that differ."""
    for one, other in UNEQUAL_SHAPES:
        refuses(student.l1_loss, np.ones(one), np.zeros(other))
        refuses(student.l1_loss, np.ones(other), np.zeros(one))


# l2_loss


@check(
    "l2_loss",
    points=1,
    kind="example",
    public=True,
    hint="The squares are 0, 0.25, 4, 4, 0 and 16. Add them, and leave it at that.",
)
def l2_loss_by_hand(student: Student, ref: Reference) -> None:
    """ŷ = [[1, 0.5, 2], [0, −1, 3]], y = [[1, 1, 0], [2, −1, −1]]: L₂ = 24.25; both stay."""
    yhat, y = [[1, 0.5, 2], [0, -1, 3]], [[1, 1, 0], [2, -1, -1]]
    close(student.l2_loss(yhat, y), 24.25, what="the loss of lists")
    yhat, y = np.array(yhat), np.array(y, dtype=np.float64)
    close(student.l2_loss(yhat, y), 24.25, what="the loss of arrays")
    close(student.l2_loss(yhat=yhat, y=y), 24.25, what="the loss of arguments that are named")
    close(student.l2_loss(yhat[None], y[None]), 24.25, what="the loss of arrays of three axes")
    unchanged(student.l2_loss, yhat, y)


@check(
    "l2_loss",
    points=1,
    kind="property",
    hint="Square each difference, before anything is added; no root and no factor after it.",
)
@given(predictions_and_targets(), c=FACTORS, examples=15)
def l2_loss_adds_squares(student: Student, ref: Reference, yhat: Array, y: Array, c: float) -> None:
    """L₂ = (y₀ − ŷ₀)² + L₂ of the rest = L₂(y, ŷ) = L₂(cŷ, cy)/c²; ŷ and y stay as they are."""
    loss = float(ref.l2_loss(yhat, y))
    close(student.l2_loss(yhat, y), loss, rtol=1e-9, what="the loss")
    rest, first = student.l2_loss(yhat.flat[1:], y.flat[1:]), float((y.flat[0] - yhat.flat[0]) ** 2)
    close(rest, loss - first, rtol=1e-9, what="the loss of all but the first entry")
    close(student.l2_loss(y, yhat), loss, rtol=1e-9, what="the loss with ŷ and y swapped")
    what = f"the loss of {c:g} times ŷ and {c:g} times y"
    close(student.l2_loss(c * yhat, c * y), c * c * loss, rtol=1e-9, what=what)
    close(student.l2_loss(y, y), 0.0, what="the loss of a perfect prediction")
    close(student.l2_loss(yhat.tolist(), y.tolist()), loss, rtol=1e-9, what="the loss of lists")
    unchanged(student.l2_loss, yhat, y)


@check(
    "l2_loss",
    points=1,
    kind="example",
    public=True,
    hint="Compare the whole shapes first: a column minus a row, for example, is a whole table of "
    "differences.",
)
def l2_loss_refuses_other_shapes(student: Student, ref: Reference) -> None:
    """Shapes (2, 1) and (1, 2) raise ValueError, as any two shapes that differ."""
    for one, other in UNEQUAL_SHAPES:
        refuses(student.l2_loss, np.ones(one), np.zeros(other))
        refuses(student.l2_loss, np.ones(other), np.zeros(one))


# broadcast_shape


@check(
    "broadcast_shape",
    points=1,
    kind="example",
    public=True,
    hint="Write the shapes below each other, flush right; a side that is missing counts as 1. "
    "Compare them pair by pair: only a 1 is stretched, and that to 0 as well.",
)
def broadcast_shape_by_hand(student: Student, ref: Reference) -> None:
    """The handout's examples, many axes and huge sides; sides that do not fit raise ValueError."""
    equal(
        student.broadcast_shape((5, 1, 4), (3, 4)), (5, 3, 4), "the shape of (5, 1, 4) and (3, 4)"
    )
    equal(student.broadcast_shape((3, 1), (4,)), (3, 4), "the shape for (3, 1) and (4,)")
    equal(
        student.broadcast_shape((3, 1, 2), (1, 2)), (3, 1, 2), "the shape for (3, 1, 2) and (1, 2)"
    )
    equal(student.broadcast_shape((0,), (2, 1)), (2, 0), "the shape for (0,) and (2, 1)")
    equal(student.broadcast_shape((5,), ()), (5,), "the shape for (5,) and ()")
    many = student.broadcast_shape((2, 1, 4, 1, 6, 7), (3, 1, 5, 1, 7))
    equal(many, (2, 3, 4, 5, 6, 7), "the shape for (2, 1, 4, 1, 6, 7) and (3, 1, 5, 1, 7)")
    far = student.broadcast_shape((10**12, 1), (2,))
    equal(far, (10**12, 2), "the shape for (10¹², 1) and (2,)")
    refuses(student.broadcast_shape, (0, 3), (2, 3))
    refuses(student.broadcast_shape, (2, 3), (3, 1))
    refuses(student.broadcast_shape, (3, 2), (3, 4))


@check(
    "broadcast_shape",
    points=2,
    kind="reference",
    hint="Two sides fit when they are equal, or when one of them is 1; then the other one counts, "
    "a 0 too. Where a shape has no side left, it counts as 1.",
)
@given(two_shapes(), examples=80)
def broadcast_shape_is_numpys(
    student: Student, ref: Reference, shape_a: tuple[int, ...], shape_b: tuple[int, ...]
) -> None:
    """The shape of a + b is NumPy's, and where NumPy refuses the answer is ValueError."""
    try:
        want = ref.broadcast_shape(shape_a, shape_b)
    except ValueError:
        refuses(student.broadcast_shape, shape_a, shape_b)
    else:
        equal(student.broadcast_shape(shape_a, shape_b), want, "the shape")


@check(
    "broadcast_shape",
    points=1,
    kind="property",
    hint="Either shape may be the longer one, whose further sides stay, and either side may be the "
    "1 that is stretched, to 0 as well.",
)
@given(two_shapes(), examples=25)
def broadcast_shape_symmetry(
    student: Student, ref: Reference, shape_a: tuple[int, ...], shape_b: tuple[int, ...]
) -> None:
    """With (), or with a shape of as many 1s or fewer, a shape stays what it is, on either side."""
    equal(student.broadcast_shape(shape_a, ()), shape_a, "the shape with ()")
    equal(student.broadcast_shape((), shape_b), shape_b, "the shape after ()")
    ones = (1,) * len(shape_a)
    equal(student.broadcast_shape(ones, shape_a), shape_a, "the shape after 1s")
    equal(student.broadcast_shape(shape_a, ones[1:]), shape_a, "the shape with 1s")


# center_and_scale


@check(
    "center_and_scale",
    points=1,
    kind="example",
    public=True,
    hint="1 and 3 lie 1 away from their mean 2: their deviation, with 1/m, is 1. Equal numbers "
    "become zeros; far from 0, take the mean off before you square.",
)
def center_and_scale_by_hand(student: Student, ref: Reference) -> None:
    """Rows of two values become −1 and 1 in any unit; equal values and single examples become 0."""
    X = np.array(
        [
            [1.0, 3.0, 1.0, 3.0],
            [10.0, 30.0, 30.0, 10.0],
            [5.0, 5.0, 5.0, 5.0],
            [1.7e9 - 5, 1.7e9 - 5, 1.7e9 + 5, 1.7e9 + 5],
            [0.03, 0.01, 0.03, 0.01],
        ]
    )
    want = np.array(
        [
            [-1.0, 1.0, -1.0, 1.0],
            [-1.0, 1.0, 1.0, -1.0],
            [0.0, 0.0, 0.0, 0.0],
            [-1.0, -1.0, 1.0, 1.0],
            [1.0, -1.0, 1.0, -1.0],
        ]
    )
    # An epsilon of 10⁻⁸ beside the deviation 10⁻² takes a millionth off; under the root fifty.
    close(student.center_and_scale(X), want, rtol=1e-5)
    unchanged(student.center_and_scale, X)
    # Here it takes a tenth off at most.
    little = np.array([[1e-7, -1e-7, 1e-7], [4.0, 1.0, 1.0]])
    want = np.array([[1.0, -2.0, 1.0], [2.0, -1.0, -1.0]]) / np.sqrt(2.0)
    close(
        student.center_and_scale(little), want, rtol=0.12, what="the rows, of which one is small,"
    )
    single = np.array([[3.0], [-2.0]])
    close(student.center_and_scale(single), np.zeros((2, 1)), what="what a single example becomes")
    unchanged(student.center_and_scale, single)


@check(
    "center_and_scale",
    points=2,
    kind="property",
    hint="Rows are features: which axis do you average over, and what does keepdims do there?",
)
@given(draw.drawn(sizes={"n_x": (1, 5), "m": (2, 8)}, X=rows_with_spread), examples=25)
def center_and_scale_standard_rows(student: Student, ref: Reference, X: Array) -> None:
    """Row by row: mean 0, mean square 1, and times the deviation plus the mean it is X again."""
    found = numbers(student.center_and_scale(X), np.shape(X), "the result")
    ones = np.ones(len(X))
    close(found.mean(axis=1), 0 * ones, rtol=0, atol=1e-9, what="the mean of each row")
    close(np.mean(found**2, axis=1), ones, what="the mean square of each row")
    mean, deviation = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    close(found * deviation + mean, X, atol=1e-6, what="the result, scaled and shifted back,")


@check(
    "center_and_scale",
    points=1,
    kind="property",
    hint="In other units a feature looks the same afterwards: each row has its own mean and scale.",
)
@given(
    draw.drawn(
        sizes={"n_x": (1, 5), "m": (2, 8)},
        X=rows_with_spread,
        a=tenths("n_x", 1, low=1, high=4),
        b=draw.normal("n_x", 1, scale=3.0),
    ),
    examples=15,
)
def center_and_scale_forgets_units(
    student: Student, ref: Reference, X: Array, a: Array, b: Array
) -> None:
    """Changing each row to a·row + b, with a > 0 and b of its own, changes nothing."""
    found = not_blank(student.center_and_scale(X), X.shape, "the result")
    close(found, ref.center_and_scale(X), atol=1e-6, what="the result")
    close(student.center_and_scale(a * X + b), found, atol=1e-6, what="the result in other units")


@check(
    "center_and_scale",
    points=1,
    kind="stability",
    hint="0/0 is NaN: guard the division, for 0 only. And take the mean off before you square.",
)
def center_and_scale_constant_row(student: Student, ref: Reference) -> None:
    """[5, 5] or [5] becomes zeros; [1, 3] in any unit, also far from 0, becomes [−1, 1]."""
    X = np.array([[5.0, 5.0], [1e-7, 3e-7], [1e5, 3e5], [1.7e9 - 5, 1.7e9 + 5], [0.0, 1.0]])
    found = array(student.center_and_scale(X), X.shape).astype(np.float64)
    close(found[0], np.zeros(2), rtol=0, atol=0, what="the constant row")
    # An epsilon of 10⁻⁸ beside the deviation 10⁻⁷ takes a tenth off, or a little less: 1/11.
    close(found[1], np.array([-1.0, 1.0]), rtol=0.1, what="the row of deviation 1e-7")
    close(found[2], np.array([-1.0, 1.0]), what="the row of deviation 1e5")
    close(found[3], np.array([-1.0, 1.0]), what="the row of mean 1.7e9 and deviation 5")
    close(found[4], np.array([-1.0, 1.0]), what="the row [0, 1]")
    single = student.center_and_scale(np.array([[5.0], [-2.0]]))
    close(single, np.zeros((2, 1)), rtol=0, atol=0, what="the result for a single example")


@check(
    "center_and_scale",
    points=1,
    kind="purity",
    hint="The result belongs into a new array: X -= …, for example, would edit the one that the "
    "caller still holds.",
)
@given(draw.drawn(sizes={"n_x": (1, 5), "m": (2, 8)}, X=rows_with_spread), examples=3)
def center_and_scale_keeps_its_input(student: Student, ref: Reference, X: Array) -> None:
    """X is the same after the call as before, of one example or many, and the result is right."""
    wanted = ref.center_and_scale(X)
    close(student.center_and_scale(X), wanted, atol=1e-6, what="the result")
    unchanged(student.center_and_scale, X)
    unchanged(student.center_and_scale, X[:, :1].copy())


# pairwise_sq_distances


@check(
    "pairwise_sq_distances",
    points=1,
    kind="example",
    public=True,
    hint="From (1, 2, 2) to (3, 0, 4) it is 2² + 2² + 2², without a root. Rows of A go down, rows "
    "of B go across.",
)
def pairwise_by_hand(student: Student, ref: Reference) -> None:
    """D of two points and four is worked out by hand, and so is D of two and two; A and B stay."""
    A = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 2.0]])
    B = np.array([[0.0, 0.0, 0.0], [3.0, 0.0, 4.0], [1.0, 2.0, 0.0], [-1.0, -2.0, -2.0]])
    want = np.array([[0.0, 25.0, 5.0, 9.0], [9.0, 12.0, 4.0, 36.0]])
    close(student.pairwise_sq_distances(A, B), want, what="D")
    unchanged(student.pairwise_sq_distances, A, B)
    close(student.pairwise_sq_distances(A, B[2:]), want[:, 2:], what="D of two points and two")


def two_sets_of_points(**more: draw.Field) -> Any:
    """Points A (p, n) and B (q, n)."""
    return draw.drawn(
        sizes={"p": (1, 6), "q": (1, 6), "n": (1, 6)},
        A=draw.normal("p", "n"),
        B=draw.normal("q", "n"),
        **more,
    )


@check(
    "pairwise_sq_distances",
    points=2,
    kind="reference",
    hint="Of a row of A and a row of B the differences of the coordinates are squared and added "
    "up. In (a − b)² the product ab counts twice, and a root is not asked for.",
)
@given(two_sets_of_points(), examples=25)
def pairwise_entries(student: Student, ref: Reference, A: Array, B: Array) -> None:
    """D[i, j] = Σ_k (A[i, k] − B[j, k])²."""
    want = ref.pairwise_sq_distances(A, B)
    room = 1e-8 * (1 + float(want.max()))
    close(student.pairwise_sq_distances(A, B), want, rtol=0, atol=room, what="D")


@check(
    "pairwise_sq_distances",
    points=1,
    kind="property",
    hint="A distance is the same there and back, and does not care where the origin is.",
)
@given(two_sets_of_points(shift=tenths("n", low=-3, high=3)), examples=15)
def pairwise_symmetries(student: Student, ref: Reference, A: Array, B: Array, shift: Array) -> None:
    """D(B, A) = D(A, B)ᵀ; moving all points alike changes nothing; A and B stay as they are."""
    D = not_blank(student.pairwise_sq_distances(A, B), (len(A), len(B)), "D(A, B)")
    wanted = ref.pairwise_sq_distances(A, B)
    close(D, wanted, rtol=0, atol=1e-7, what="D(A, B)")
    close(student.pairwise_sq_distances(B, A), D.T, rtol=0, atol=1e-7, what="D(B, A)")
    moved = student.pairwise_sq_distances(A + shift, B + shift)
    close(moved, D, rtol=0, atol=1e-7, what="D of the moved points")
    unchanged(student.pairwise_sq_distances, A, B)


@check(
    "pairwise_sq_distances",
    points=2,
    kind="vectorised",
    public=True,
    hint="Array operations pair every row with every row: with an axis more in A and in B, for "
    "example, broadcasting does.",
)
@given(draw.growing(most=400), examples=3)
def pairwise_vectorised(student: Student, ref: Reference, sizes: list[int], seed: int) -> None:
    """pairwise_sq_distances has no loop over the rows: more of them take no more Python."""
    direction = np.array([1.0, 2.0, 2.0])  # of length 3

    def example(rng: Generator, rows: int) -> tuple[Any, Any]:
        # All points lie on one line: two of them are 3 times as far apart as their places on it,
        # which are whole quarters, for distances that can be read to the last digit.
        a, b = (np.round(4 * rng.normal(size=(n, 1))) / 4 for n in (rows, rows + 1))
        return (a * direction, b * direction), 9 * (a - b.T) ** 2

    def agrees(got: Any, want: Any) -> None:
        close(got, want, rtol=0, atol=1e-7, what="D")

    steps_do_not_grow(student.pairwise_sq_distances, example, agrees, sizes=sizes, seed=seed)
