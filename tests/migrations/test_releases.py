"""0082 and 0083: a signed proposal says what it became, a release of a theme is called by the theme's name."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from cdop.extensions import db
from cdop.models import DataRelease, ReleaseProposal
from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear
from cdop.rules.releases import Selection
from cdop.services import release_proposals, releases
from cdop.services.release_proposals import Applied
from tests import example_year
from tests.agencies import mark
from tests.databases import ON_BOTH
from tests.personas import Cast

pytestmark = ON_BOTH

YEAR = FinancialYear(2013).period
PRIVATE = ("A study", "Invented Researcher", "Kept encrypted", date(2099, 3, 31))


def read(column: Any) -> list[Any]:
    found = list(db.session.scalars(select(column).order_by(column.class_.id)))
    db.session.rollback()
    return found


def test_each_signed_proposal_finds_the_release_that_it_became_and_no_other_does(app: Flask) -> None:
    now = datetime.now(UTC)
    cast = Cast(now)
    example_year.bring(cast, meetings=False)
    coordinator, chair = cast.person("coordinator"), cast.person("chair")

    def stands(selection: Selection) -> str:
        releases.figures_of(coordinator, cast.panel_id, selection, purpose="Report", now=now)
        return read(DataRelease.public_id)[-1]

    def proposed(release_id: str) -> str:
        return release_proposals.propose_renewal(coordinator, release_id, "A fault", submission_id=mark(), now=now)

    whole = stands(Selection(YEAR, Profile.REPORT))
    stands(Selection(YEAR, Profile.RELEASE, "reviewed.sex"))
    refused, waiting = proposed(whole), proposed(whole)
    release_proposals.refuse(coordinator, refused, now=now)
    # The same figures are released anew twice, and each proposal became its own of them.
    release_proposals.sign(chair, waiting, now=now + timedelta(hours=1))
    again = proposed(read(DataRelease.public_id)[-1])
    release_proposals.sign(chair, again, now=now + timedelta(hours=2))
    told = Applied(YEAR, ("sex", "age_band"), *PRIVATE)
    extract = release_proposals.propose_extract(coordinator, told, submission_id=mark(), now=now)
    release_proposals.sign(chair, extract, now=now + timedelta(hours=3))
    proposed(read(DataRelease.public_id)[1])
    before, names = read(ReleaseProposal.became_id), read(DataRelease.id)
    assert before == [None, names[2], names[3], names[4], None]
    downgrade(revision="0081")
    upgrade()
    assert read(ReleaseProposal.became_id) == before


def test_release_of_a_theme_is_called_by_its_name_and_nothing_else_is_renamed(app: Flask) -> None:
    now = datetime.now(UTC)
    cast = Cast(now)
    example_year.bring(cast, meetings=False)
    analyst = cast.person("analyst")
    for chosen in ("safe-sleep", "road", "suicide", ""):
        selection = Selection(YEAR, Profile.RELEASE, "reviewed.sex", theme=chosen)
        releases.figures_of(analyst, cast.panel_id, selection, purpose="Workspace", now=now)
    titles, what = read(DataRelease.title), "Reviews by sex"
    assert titles[0] == f"{what}, Safer sleep"
    downgrade(revision="0082")
    with db.engine.begin() as connection:
        for name, called in ((titles[0], f"{what}, theme safe-sleep"), (titles[1], f"{what}, road")):
            rename = text("update data_release set title = :called where title = :name")
            connection.execute(rename, {"called": called, "name": name})
    upgrade()
    assert read(DataRelease.title) == titles
