"""Revision 0063: an analysis signed before keeps the words that its form was printed with."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_migrate import downgrade, upgrade

from cdop.extensions import db
from cdop.queries import analysis
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.kinds import show
from tests.databases import ON_BOTH
from tests.personas import Cast
from tests.signed_cases import signed_case

pytestmark = ON_BOTH


def test_what_was_signed_before_reads_as_printed_and_what_is_signed_since_as_the_register(app: Flask) -> None:
    moment = datetime.now(UTC)
    cast = Cast(moment)
    before = signed_case(cast.person("chair"), now=moment, themes=("neonatal", "safe-sleep"))
    db.session.rollback()
    downgrade(revision="0062")
    upgrade()
    after = signed_case(cast.person("chair"), now=moment + timedelta(days=3), themes=("neonatal",))
    words = []
    for each in (before, after):
        version = analysis.version(each.case.id, each.version)
        assert version is not None
        words.append(show(version.spec.question("themes"), Answer(version.answers["themes", ""].value)))
    assert words == ["Neonatal; Safer sleep", "Neonatal care and place of birth"]
