"""Pictures as views show them: drawings with a text beside them, and their numbers in tables.

What is drawn is named in words (`says`) and stands in a table as well, so nothing is told
by a drawing alone, and nothing by colour alone. All text here is plain and unescaped.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.reports.svg.drawings import (
    GraphDrawing,
    ImageDrawing,
    MapDrawing,
    graph_of,
    image_of,
    map_of,
)
from grader.reports.svg.plots import Plot, plot_of
from grader.reports.text import one_line, visible
from grader.results import Graph, Images, Lines, Panel, Picture, Regions
from grader.results.words import readable

# In Markdown, which has no drawing, a few rows tell how a curve runs.
MARKDOWN_ROWS = 12
WHOSE = {"yours": "yours", "reference": "the course’s", "given": "for comparison"}


@dataclass(frozen=True)
class Table:
    """A panel's numbers; the first cell of a row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PanelView:
    """One drawing (just one of the four is there) with its words and numbers."""

    anchor: str
    heading: str
    says: str
    table: Table
    whose: tuple[str, ...] = ()
    """Whose curves or borders are drawn, for the key: roles of `Series`."""
    plot: Plot | None = None
    maps: tuple[MapDrawing, ...] = ()
    images: tuple[ImageDrawing, ...] = ()
    graph: GraphDrawing | None = None
    signed: bool = False
    alike: bool = False
    """Whether all curves of the student's are the course's, number by number."""


@dataclass(frozen=True)
class PictureView:
    """A picture, or the sentence that says why there is none."""

    anchor: str
    title: str
    uses: tuple[str, ...]
    panels: tuple[PanelView, ...]
    next: str
    left_out: str


def picture_view(place: int, picture: Picture) -> PictureView:
    """The view of a report's picture number `place`."""
    anchor = f"p{place}"
    return PictureView(
        anchor=anchor,
        title=visible(picture.title, 300),
        uses=tuple(one_line(name, 120) for name in picture.uses),
        panels=tuple(
            _panel(f"{anchor}n{readable}", panel)
            for readable, panel in enumerate(picture.panels, start=1)
        ),
        next=visible(picture.next, 1000),
        left_out=visible(picture.left_out, 300),
    )


def _panel(anchor: str, panel: Panel) -> PanelView:
    heading, says = one_line(panel.heading, 200), visible(panel.says, 2000)
    match panel:
        case Lines():
            plot = plot_of(panel)
            roles = {one.role for one in panel.series}
            return PanelView(
                anchor,
                heading,
                says,
                _lines_table(panel, heading),
                whose=tuple(one for one in WHOSE if one in roles),
                plot=plot,
                alike=_is_the_courses(panel),
            )
        case Regions():
            drawn = any(one.reference for one in panel.maps)
            return PanelView(
                anchor,
                heading,
                says,
                _regions_table(panel, heading),
                whose=("yours", "reference") if drawn else ("yours",),
                maps=tuple(map_of(panel, one) for one in panel.maps),
            )
        case Images():
            return PanelView(
                anchor,
                heading,
                says,
                _images_table(panel, heading),
                images=tuple(image_of(panel, one) for one in panel.images),
                signed=panel.low < 0,
            )
        case Graph():
            return PanelView(
                anchor, heading, says, _graph_table(panel, heading), graph=graph_of(panel)
            )


def _is_the_courses(panel: Lines) -> bool:
    """Whether each curve of the student's reads as the course's of that name does."""
    curves = {(one.role, one.name): [*map(_cell, one.y)] for one in panel.series}
    yours = [name for role, name in curves if role == "yours"]
    return all(curves["yours", name] == curves.get(("reference", name)) for name in yours)


def _cell(value: float | None) -> str:
    return "none" if value is None else readable(value)


def _lines_table(panel: Lines, heading: str) -> Table:
    head = [panel.x_label, *(f"{one.name} ({WHOSE[one.role]})" for one in panel.series)]
    columns = [panel.x, *(one.y for one in panel.series)]
    return Table(
        caption=heading or f"{panel.y_label} by {panel.x_label}",
        head=tuple(head),
        rows=tuple(tuple(map(_cell, row)) for row in zip(*columns, strict=True)),
    )


def _regions_table(panel: Regions, heading: str) -> Table:
    rows = [
        (
            one.name,
            f"{100 * one.yours_right:.4g} %",
            "" if one.reference_right is None else f"{100 * one.reference_right:.4g} %",
            _share("".join(one.yours)),
            _share("".join(one.reference)),
        )
        for one in panel.maps
    ]
    head = (
        "Map",
        "Points right (yours)",
        "Points right (the course’s)",
        "Plane in class 1 (yours)",
        "Plane in class 1 (the course’s)",
    )
    return Table(heading or "What the maps show", head, tuple(rows))


def _share(cells: str) -> str:
    return f"{100 * cells.count('1') / len(cells):.3g} %" if cells else ""


def _images_table(panel: Images, heading: str) -> Table:
    """Each image's rows of levels: the very digits that are drawn."""
    rows = tuple((one_line(one.label, 80), " ".join(one.rows)) for one in panel.images)
    low, high = readable(panel.low), readable(panel.high)
    head = ("Image", f"Levels from 0 ({low}) to 8 ({high}), row by row")
    return Table(heading or "The images", head, rows)


def _graph_table(panel: Graph, heading: str) -> Table:
    head = ("Node", "value (yours)", "grad (yours)", "value (the course’s)", "grad (the course’s)")
    rows = tuple(
        (
            one.label,
            *map(_cell, (one.value, one.grad, one.reference_value, one.reference_grad)),
        )
        for one in panel.nodes
    )
    return Table(heading or "The nodes", head, rows)
