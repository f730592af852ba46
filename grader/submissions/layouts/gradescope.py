"""Gradescope's "Export submissions": `submission_<number>/` and who handed each in.

The names tell numbers only. Whose they are stands in `submission_metadata.yml` beside them, which
`discover` reads under a limit and hands to `people`: for each folder its submitters (a group has
several), with name, `sid` and e-mail, and `created_at`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader.submissions.layouts.entry import Entry, Layout

METADATA = "submission_metadata.yml"
_NAME = re.compile(r"submission_\d+")


@dataclass(frozen=True)
class HandedIn:
    """Who handed a folder in, and when, as Gradescope writes it."""

    people: tuple[Entry, ...]
    created: str


def _entry(name: str, folder: bool) -> Entry | None:
    return Entry(who=name, name=name) if folder and _NAME.fullmatch(name) else None


def people(data: bytes) -> dict[str, HandedIn]:
    """For each folder, who handed it in. Raises ValueError if that can't be read."""
    import yaml  # by nobody else: a student's own check starts without it

    # Every value as text: a student's number is no octal number, and Norway no "false".
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        told = yaml.load(data, Loader=loader)  # noqa: S506 (makes nothing but texts)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ValueError(f"{METADATA} is no YAML that can be read") from error
    if not isinstance(told, Mapping):
        raise ValueError(f"{METADATA} holds no list of submissions")
    return {
        str(folder): HandedIn(_people_of(record), _text(record, ":created_at"))
        for folder, record in told.items()
        if isinstance(record, Mapping)
    }


def _people_of(record: Mapping[Any, Any]) -> tuple[Entry, ...]:
    found = []
    submitters = record.get(":submitters")
    for one in submitters if isinstance(submitters, list) else ():
        if isinstance(one, Mapping):
            told = {"sid": _text(one, ":sid"), "email": _text(one, ":email")}
            ids = {kind: text for kind, text in told.items() if text}
            name = _text(one, ":name") or next(iter(ids.values()), "")
            if name:
                found.append(
                    Entry(who=ids.get("email") or ids.get("sid") or name, name=name, ids=ids)
                )
    return tuple(found)


def _text(record: Mapping[Any, Any], key: str) -> str:
    value = record.get(key)
    return value.strip() if isinstance(value, str) else ""


GRADESCOPE = Layout("Gradescope", _entry, own=frozenset({METADATA}))
