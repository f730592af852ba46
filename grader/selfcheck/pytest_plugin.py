"""Plain `pytest` in a student's folder: its public checks as items, one each.

pytest loads this file in every project of an environment that the package is installed in, so
it imports nothing but pytest until it meets a handout: a folder with `public_checks.py` and
`assignment.toml`. The items and their messages are in `grader.selfcheck.pytest_items`.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest

PUBLIC_CHECKS = "public_checks.py"
MARKER = "assignment.toml"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """The public checks of a handout, in place of whatever else would be read from that file.

    A file that is named on the command line would be taken for a module of tests otherwise.
    """
    found = yield
    if file_path.name != PUBLIC_CHECKS or not file_path.with_name(MARKER).is_file():
        return found
    from grader.selfcheck.pytest_items import PublicChecksFile, Remarks  # and NumPy with it

    plugins = parent.config.pluginmanager
    if not plugins.has_plugin(Remarks.NAME):
        plugins.register(Remarks(), Remarks.NAME)
    return [PublicChecksFile.from_parent(parent, path=file_path)]
