from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.results import from_json, json_schema, to_json

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"
WRITE_IT = (
    'it is not fresh: python -c "import json; from grader.results import json_schema; '
    'print(json.dumps(json_schema(), indent=2))" > docs/report.schema.json'
)


def test_reports_survive_the_round_trip(mixed):
    for report in mixed:
        assert from_json(to_json(report)) == report


def test_hostile_text_survives_the_round_trip(attacked):
    assert from_json(to_json(attacked)) == attacked


def test_a_name_that_is_no_utf8_survives_the_round_trip(report):
    odd = report("a\udc80b")
    text = to_json(odd)
    text.encode("utf-8")
    assert from_json(text) == odd


def test_the_form_is_stable(report):
    text = to_json(report())
    assert text.endswith("}\n")
    assert text == to_json(report())
    keys = list(json.loads(text))
    assert keys[:4] == ["schema", "grader", "student", "assignment"]
    assert "schema_version" not in keys


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON (line 1, column 2)"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "not a JSON object"),
        ('{"schema": 2}', "schema 2 and this grader reads schema 1"),
        ('{"schema": 1}', "grader: Field required"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(text, says):
    with pytest.raises(ValueError) as caught:
        from_json(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_field_is_refused(report):
    data = json.loads(to_json(report()))
    data["bonus"] = 5
    with pytest.raises(ValueError, match="bonus"):
        from_json(json.dumps(data))


def test_the_published_schema_is_fresh():
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema(), WRITE_IT
