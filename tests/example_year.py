"""The year of the example and the report that a panel built of it: made once, and copied where a test begins so."""

from functools import partial

from cdop.rules.periods import FinancialYear
from cdop.services import meetings_register, register, reports
from tests.personas import Cast
from tests.registers import EXAMPLE

YEAR = FinancialYear(2013).period


def bring(cast: Cast, *, meetings: bool = True) -> None:
    """Have the panel bring its register of 2013-14, and its meetings."""
    cast.begin(("brings the example", meetings), partial(_bring, cast, meetings))


def _bring(cast: Cast, meetings: bool) -> None:
    register.import_register(cast.command_line, (EXAMPLE / "register.csv").read_bytes(), now=cast.now)
    if meetings:
        meetings_register.import_meetings(cast.command_line, (EXAMPLE / "meetings.csv").read_bytes(), now=cast.now)


def build(cast: Cast, *, edition: str = "full", who: str = "chair") -> reports.Built:
    """Have somebody build the report of the year, and return it."""
    actor = cast.person(who)
    built = partial(reports.build, actor, cast.panel_id, YEAR, edition=edition, now=cast.now)
    return cast.begin(("builds the report", edition, who), built)
