"""The student's page and the class page as HTML: one file each, no script, nothing fetched.

Every value is escaped by the templates; only this module's own markup is marked as safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.cache import own_folder
from grader.reports.class_page import class_page
from grader.reports.evidence import GRADIENT_HEAD
from grader.reports.student_page import student_page
from grader.reports.text import code_spans
from grader.results import Report
from grader.results.words import count

# A page is read over a slow connection too; evidence is clipped harder until it fits.
MOST_BYTES = 200_000
CLIPS = (2000, 600, 200, 60, 20)


def to_html(report: Report) -> str:
    """What the student may read of `report`, as one self-contained page below 200 kB."""
    template = _environment().get_template("student.html.jinja")
    text = ""
    for limit in CLIPS:
        text = template.render(page=student_page(report, limit))
        if len(text.encode()) < MOST_BYTES:
            break
    return text


def class_html(reports: Sequence[Report], weights: Mapping[str, float] | None = None) -> str:
    """The instructor's page over all reports, with links to each student's page.

    `weights` are those of the course's assignments, in its order.
    """
    page = class_page(reports, weights)
    return _environment().get_template("class.html.jinja").render(page=page)


def page_address(student: str, slug: str) -> str:
    """The address of a student's page, from the class page, percent-encoded."""
    return f"{_segment(student)}/{_segment(slug)}.html"


def _segment(name: str) -> str:
    return quote(name, safe="", errors="surrogateescape")


@cache
def _environment() -> Environment:
    folder = own_folder("pages")
    environment = Environment(
        loader=PackageLoader("grader.reports"),
        # Compiling the templates takes longer than filling them in.
        bytecode_cache=None if folder is None else FileSystemBytecodeCache(str(folder)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["prose"] = _prose
    environment.filters["count"] = count
    environment.globals["GRADIENT_HEAD"] = GRADIENT_HEAD
    environment.globals["page_address"] = page_address
    return environment


def _prose(text: str) -> Markup:
    """Text of several lines; what stands between backticks is shown as code."""
    lines = (
        Markup("").join(
            Markup("<code>{}</code>").format(part) if is_code else escape(part)
            for is_code, part in code_spans(line)
        )
        for line in text.split("\n")
    )
    return Markup("<br>").join(lines)
