"""The contract: what a report holds, the words for it, and its JSON.

Frozen models, and text about them. It must never know how a verdict or a score came about.
"""

from grader.results.contract import from_json, json_schema, to_json
from grader.results.panels import (
    Band,
    Graph,
    GraphNode,
    Image,
    Images,
    Lines,
    Panel,
    Picture,
    RegionMap,
    Regions,
    Series,
    differ,
)
from grader.results.report import (
    SCHEMA_VERSION,
    CheckResult,
    Counterexample,
    ExerciseResult,
    GradientRow,
    Mends,
    Option,
    Question,
    Repair,
    Report,
    SourceLine,
    SubmissionInfo,
    Versions,
)
from grader.results.verdicts import FeedbackLevel, Kind, QuestionKind, Rung, Status, Verdict

__all__ = [
    "SCHEMA_VERSION",
    "Band",
    "CheckResult",
    "Counterexample",
    "ExerciseResult",
    "FeedbackLevel",
    "GradientRow",
    "Graph",
    "GraphNode",
    "Image",
    "Images",
    "Kind",
    "Lines",
    "Mends",
    "Option",
    "Panel",
    "Picture",
    "Question",
    "QuestionKind",
    "RegionMap",
    "Regions",
    "Repair",
    "Report",
    "Rung",
    "Series",
    "SourceLine",
    "Status",
    "SubmissionInfo",
    "Verdict",
    "Versions",
    "differ",
    "from_json",
    "json_schema",
    "to_json",
]
