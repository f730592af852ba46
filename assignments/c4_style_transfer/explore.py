"""What a student's descent draws: blobs in stripes, textures from noise, Gram matrices."""

from typing import Any

import numpy as np

from common.images import blobs, checks, stripes
from grader.authoring import Array, Reference, Student, numbers, scalar, sequence, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

# Others than the checks'.
SIDES = 18, 26
STEPS = 24
CHANNELS = 8


def looks(*channels: int) -> list[Array]:
    """Filters of layers with so many channels, 5 × 5 in the first one and 3 × 3 in the others.

    Those of the first layer add up to 0: they are blind to even light, and see patterns only.
    """
    rng = np.random.default_rng(1)
    found, before, f = list[Array](), 1, 5
    for n_C in channels:
        W = rng.normal(size=(f, f, before, n_C)) / (f * np.sqrt(before))
        found.append(W if found else W - W.mean(axis=(0, 1)))
        before, f = n_C, 3
    return found


def shown(label: str, pixels: Any) -> Any:
    """An image of one channel."""
    return image(label, numbers(pixels, (*SIDES, 1), label), SIDES, low=0.0, high=1.0)


@picture(
    "style_transfer",
    "gram_matrix",
    "unroll",
    try_next="Take checks for the style, or blobs for the style and stripes for the content. Then "
    "alpha = 2000: what is left of the stripes?",
)
def blobs_in_stripes(student: Student, ref: Reference) -> list[Images | Lines]:
    """Three blobs in the manner of stripes, after 24 steps from the content image."""
    content, style = blobs(*SIDES, 3, 4)[..., np.newaxis], stripes(*SIDES, 4.0, 40.0)[..., None]
    filters = looks(CHANNELS, 6)
    images_and_all = content, style, filters, 1, [0.5, 0.5], content
    got = student.style_transfer(*images_and_all, 100.0, 1e4, 1.5, STEPS)
    made, costs = unpack(got, "image", "costs")
    made = numbers(made, content.shape, "the image")
    grams = []
    for label, one in (("content", content), ("style", style), ("generated", made)):
        acts, _ = ref.extract(one, filters)
        G = student.gram_matrix(student.unroll(acts[0]))
        G = numbers(G, (CHANNELS, CHANNELS), f"the Gram matrix ({label})") / (SIDES[0] * SIDES[1])
        grams.append((label, G))
    high = float(np.abs(grams[1][1]).max()) or 1.0
    return [
        images(
            [shown("content", content), shown("style", style), shown("generated", made)],
            low=0.0,
            high=1.0,
            heading="What, how, and both",
            says="Stripes that are bright where the content image is.",
        ),
        images(
            [image(label, G, G.shape, low=-high, high=high) for label, G in grams],
            low=-high,
            high=high,
            heading="Gram matrices of the first layer, over the number of places",
            says="That of the generated image is nearer to the style's than to the content's.",
        ),
        lines(
            range(STEPS),
            {"total cost": [scalar(cost, "a cost") for cost in sequence(costs, STEPS, "costs")]},
            x_label="step",
            y_label="J",
            log_y=True,
            heading="What there is left to do",
        ),
    ]


@picture(
    "style_transfer",
    try_next="Give the descent 200 steps, or filters of 3 × 3 pixels: which checks does it see "
    "then? And why do the stripes not lie where they lie in the style image?",
)
def textures_from_noise(student: Student, ref: Reference) -> Images:
    """Noise, asked for the style alone: after 8 and after 32 steps."""
    noise = 0.5 + 0.2 * np.random.default_rng(3).normal(size=(*SIDES, 1))
    filters, found = looks(CHANNELS), []
    for name, pattern in (("stripes", stripes(*SIDES, 4.0, 40.0)), ("checks", checks(*SIDES, 3))):
        style = pattern[..., np.newaxis]
        found += [shown(name, style), shown("noise", noise)]
        for steps in (8, 32):
            images_and_all = noise, style, filters, 0, [1.0], noise
            got = student.style_transfer(*images_and_all, 0.0, 1e4, 1.0, steps)
            made, _ = unpack(got, "image", "costs")
            found.append(shown(f"{steps} steps", made))
    return images(
        found,
        low=0.0,
        high=1.0,
        says="Out of the noise come stripes like those of the style, and a mesh like the checks.",
    )


@picture(
    "layer_style_cost",
    "content_cost",
    try_next="Turn the stripes little by little in place of shifting them: which of the two costs "
    "minds? And which of them minds that stripes get narrower?",
)
def what_each_cost_minds(student: Student, ref: Reference) -> Lines:
    """Upright stripes, shifted against themselves: the content minds, and the style does not.

    Each cost is measured by that of stripes which lie across.
    """
    first, across = seen(ref, 0.0, 0.0), seen(ref, 0.0, 90.0)
    shifts, curves = np.linspace(0, 8, 25), {}
    for name, cost in (
        ("content cost", student.content_cost),
        ("style cost", student.layer_style_cost),
    ):
        whole = scalar(cost(first, across), f"the {name}")
        found = [scalar(cost(first, seen(ref, shift, 0.0)), f"the {name}") for shift in shifts]
        curves[name] = np.array(found) / (whole or 1.0)
    return lines(
        shifts,
        curves,
        x_label="shift in pixels, of stripes that come every 4 pixels",
        y_label="share of the cost of stripes across",
        says="The content cost is 0 where stripe lies on stripe; the style cost is 0 all along.",
    )


def seen(ref: Reference, shift: float, degrees: float) -> Array:
    """What the first layer makes of stripes, away from the border of the image."""
    wide = stripes(SIDES[0], SIDES[1], 4.0, degrees, shift)
    acts, _ = ref.extract(wide[..., np.newaxis], looks(CHANNELS))
    inside: Array = acts[0][4:-4, 4:-4].copy()
    return inside
