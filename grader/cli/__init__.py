"""The command `grade`: arguments in, text and an exit code out. Only this package prints.

Start-up is quick because each command imports what it needs when it runs; nothing at the
top of these modules may import NumPy, pydantic or Hypothesis.
"""

from __future__ import annotations

import os
import sys
import warnings

import click

from grader import __version__
from grader.cli.authors import handout, new, prove
from grader.cli.check import check
from grader.cli.doctor import doctor
from grader.cli.export import export
from grader.cli.group import DefaultGroup
from grader.cli.quiz import quiz
from grader.cli.run import run
from grader.cli.sample import sample
from grader.errors import GraderError


@click.group(
    cls=DefaultGroup,
    default="run",
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "GRADE"},
)
@click.version_option(__version__, prog_name="grade")
def cli() -> None:
    """Coursework that grades itself.

    `grade SUBMISSIONS` marks a folder of submissions (the same as `grade run SUBMISSIONS`).
    """


for command in (run, check, quiz, prove, handout, export, new, sample, doctor):
    cli.add_command(command)


def main() -> None:
    """Run `grade`: the one place where faults become exit codes."""
    # No check multiplies large matrices, and starting threads for it takes long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # What NumPy warns of is a submission's doing, and told in its report.
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except GraderError as fault:
        click.echo(f"grade: {fault}", err=True)
        sys.exit(fault.exit_code)
    except KeyboardInterrupt:
        click.echo("grade: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain at exit.
        sys.stdout = None
        sys.exit(0)
    sys.exit(code or 0)
