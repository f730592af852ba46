"""The public checks of NumPy building blocks; run them with `grade check`."""

from typing import Any
import numpy as np
from numpy.random import Generator
from grader.authoring import Reference, Student, check, close, draw, equal, given, quiet, refuses, require, steps_do_not_grow, unchanged


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


def keeps_dtype(got: Any, want: np.dtype[Any], what: str) -> None:
    """An array must have that dtype; a list has none."""
    if isinstance(got, np.ndarray):
        require(
            got.dtype == want,
            f"{what} must keep the dtype {want}; yours has {got.dtype}",
            got=got,
            want=f"dtype {want}",
        )


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
