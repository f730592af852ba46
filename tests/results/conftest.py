"""The reports that views are tested with."""

from ..reports.conftest import *  # noqa: F403 (its fixtures)
