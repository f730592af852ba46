"""The JSON form of a report: the contract that every other format is a view of.

Never drops or adds a field: what is written reads back as the same report.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from grader.results.report import SCHEMA_VERSION, Report


def to_json(report: Report) -> str:
    """The report as JSON, keys in the order of the models, ending with a newline."""
    data = report.model_dump(by_alias=True)
    text = json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)
    # A lone surrogate (a file name that is no UTF-8) cannot be written; Python's escape
    # for it happens to be JSON's.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def from_json(text: str) -> Report:
    """The report that `to_json` wrote; raises ValueError with a sentence for anything else."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as fault:
        raise ValueError(
            f"the report is not JSON (line {fault.lineno}, column {fault.colno}): grade again"
        ) from None
    except RecursionError:
        raise ValueError("the report is nested too deeply to be one: grade again") from None
    if not isinstance(data, dict):
        raise ValueError("the report is not a JSON object: grade again")
    if data.get("schema", SCHEMA_VERSION) != SCHEMA_VERSION:
        raise ValueError(
            f"the report has schema {data['schema']!r:.20} and this grader reads schema "
            f"{SCHEMA_VERSION}: use the grader that wrote it, or grade again"
        )
    try:
        return Report.model_validate(data)
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the report"
        raise ValueError(
            f"the report does not follow schema {SCHEMA_VERSION}: {where:.100}: "
            f"{first['msg']}; grade again"
        ) from None


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a report, from the models."""
    schema = Report.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
