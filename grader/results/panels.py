"""Pictures as data: curves, borders, images and graphs, the student's beside the reference's."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from grader.results.verdicts import Model


def differ(yours: float | None, course: float | None) -> bool:
    """Whether a number of the student's is another than the course's."""
    if yours is None or course is None:
        return yours is not course
    return abs(yours - course) > 1e-3 * abs(course) + 1e-9


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("what stands in a picture must be printable")
    return text


# Words in a picture are the course's own; a drawing has no room for others.
Label = Annotated[str, Field(max_length=2000), AfterValidator(_printable)]


class Series(Model):
    """One curve: a number for every `x` of its panel, null where there is no finite one."""

    name: Label
    role: Literal["yours", "reference", "given"]
    y: tuple[float | None, ...]


class Band(Model):
    """A part of the picture that is shaded: between two values of an axis (null: no end)."""

    label: Label
    axis: Literal["x", "y"]
    low: float | None
    high: float | None


class Lines(Model):
    """Curves over a common `x`, the student's beside the reference's."""

    kind: Literal["lines"] = "lines"
    heading: Label = ""
    says: Label = Field(default="", description="What is to be seen, in words and numbers.")
    x_label: Label
    y_label: Label
    log_x: bool = False
    log_y: bool = False
    x: tuple[float, ...]
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()


class RegionMap(Model):
    """One classifier's answer, 0 or 1, on a grid: a string per row, from the top down."""

    name: Label
    yours: tuple[str, ...]
    reference: tuple[str, ...] = ()
    yours_right: float = Field(ge=0, le=1, description="Share of the points it puts right.")
    reference_right: float | None = None


class Regions(Model):
    """Points of two classes in the plane, and where classifiers draw the border."""

    kind: Literal["regions"] = "regions"
    heading: Label = ""
    says: Label = ""
    x_label: Label
    y_label: Label
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    x: tuple[float, ...]
    y: tuple[float, ...]
    classes: tuple[int, ...]
    maps: tuple[RegionMap, ...]


class Image(Model):
    """A small image: a string of digits 0 to 8 per row, from the panel's `low` to its `high`."""

    label: Label
    rows: tuple[str, ...]


class Images(Model):
    """Small images in a row. Where `low` is below 0, level 4 stands for 0."""

    kind: Literal["images"] = "images"
    heading: Label = ""
    says: Label = ""
    low: float
    high: float
    images: tuple[Image, ...]


class GraphNode(Model):
    """A box of a computation graph and its place in the drawing, in boxes from the top left."""

    label: Label
    column: float
    row: float
    value: float | None
    grad: float | None
    reference_value: float | None = None
    reference_grad: float | None = None


class Graph(Model):
    """A computation graph; an edge leads from a node to one that is computed from it."""

    kind: Literal["graph"] = "graph"
    heading: Label = ""
    says: Label = ""
    nodes: tuple[GraphNode, ...]
    edges: tuple[tuple[int, int], ...]


Panel = Annotated[Lines | Regions | Images | Graph, Field(discriminator="kind")]


class Picture(Model):
    """What the student's own functions draw, beside the reference's. It never changes a score."""

    id: str
    title: str
    uses: tuple[str, ...] = Field(description="The exercises whose functions it is made with.")
    panels: tuple[Panel, ...] = ()
    next: str = Field(default="", description="What to try next.")
    left_out: str = Field(default="", description="Why there is no picture; else empty.")
