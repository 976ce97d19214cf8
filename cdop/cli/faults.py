"""What a command says when it cannot do what was asked: plain lines and exit status 1, never a traceback."""

import functools
from collections.abc import Callable
from typing import Any, NoReturn, ParamSpec, TypeVar

import click
from sqlalchemy.exc import DBAPIError

from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale

BUSY = "Somebody else is saving or importing. Nothing was changed: try again in a minute."

P = ParamSpec("P")
R = TypeVar("R")


def reported(command: Callable[P, R]) -> Callable[P, R]:
    """Return the command with the refusals of services told in plain lines."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Invalid as invalid:
            _fail([f"{field}: {fault}" for field, fault in invalid.faults.items()])
        except Blocked as blocked:
            _fail(blocked.reasons)
        except NotFound as missing:
            _fail([str(missing) or "There is no such thing."])
        except Stale:
            _fail([BUSY])
        except Forbidden as refused:
            _fail([f"This may not be done from the command line ({refused})."])
        except DBAPIError as refused:
            _fail([_database_words(refused)])
        except BrokenPipeError:
            raise  # whoever reads has read enough: click ends quietly
        except OSError as refused:
            _fail([f"{refused.filename}: {refused.strerror}" if refused.filename else str(refused)])

    return run


def _fail(lines: list[Any]) -> NoReturn:
    for line in lines:
        click.echo(line, err=True)
    raise SystemExit(1)


def _database_words(refused: DBAPIError) -> str:
    told = str(refused.orig).strip().split("\n")[0]
    if any(words in told for words in ("no such table", "no such column", "does not exist")):
        return "The database is not ready: run `flask db upgrade` first."
    if "database is locked" in told or "lock timeout" in told:
        return BUSY
    return f"The database cannot be used: {told}"
