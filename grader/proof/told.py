"""The known mistakes that a handout tells: worked out anew when the assignment has changed."""

from __future__ import annotations

import json
from collections.abc import Collection

from grader.course import KNOWN_MISTAKES, Assignment, Course, unrun
from grader.diagnosis import values_of
from grader.proof.record import content_of


def tell_mistakes(course: Course) -> list[str]:
    """Write them beside each assignment that has changed since; the slugs of these."""
    changed = []
    for slug in course.slugs():
        if not _is_fresh(unrun(course.root, slug)):
            assignment = course.load(slug)
            told = {"content": content_of(assignment), "mistakes": values_of(assignment)}
            lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in told["mistakes"])
            text = f'{{"content": "{told["content"]}", "mistakes": [\n{lines}\n]}}\n'
            (assignment.folder / KNOWN_MISTAKES).write_text(text, encoding="utf-8")
            changed.append(assignment.slug)
    return changed


def stale_mistakes(course: Course, only: Collection[str] | None = None) -> list[str]:
    """A sentence on each assignment whose known mistakes are not those that would be told now."""
    return [
        f"assignments/{slug}/{KNOWN_MISTAKES} is out of date"
        for slug in course.slugs()
        if (only is None or slug in only) and not _is_fresh(unrun(course.root, slug))
    ]


def _is_fresh(assignment: Assignment) -> bool:
    try:
        told = json.loads((assignment.folder / KNOWN_MISTAKES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("content") == content_of(assignment)
