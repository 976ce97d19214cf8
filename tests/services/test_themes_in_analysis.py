"""The analysis form offers the themes of the panel's register; what was signed keeps the words of its time."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import CaseTheme, Theme
from cdop.queries import analysis
from cdop.questionnaires import registry
from cdop.questionnaires.analysis_2024_page import analysis_page
from cdop.rules.dates import LONDON
from cdop.rules.periods import financial_year_of
from cdop.rules.shipped_themes import SHIPPED
from cdop.services import figures, forms_import, responses, themes
from cdop.services.errors import Invalid
from cdop.services.themes import Told
from tests.factories import add_case
from tests.personas import Cast
from tests.signed_cases import signed_case

OWN, ANEW = "Energy drinks", "Drinks with caffeine"


def added(cast: Cast, now: datetime) -> str:
    told = Told(OWN, "", "", now.date())
    return themes.add(cast.person("coordinator"), told, submission_id="t" * 20, now=now)


def change(cast: Cast, key: str, now: datetime, *, label: str, is_active: bool = True) -> None:
    version = db.session.scalars(select(Theme.version).where(Theme.panel_id == cast.panel_id, Theme.key == key)).one()
    db.session.rollback()
    told = Told(label, "", "", None, is_active)
    themes.change(cast.person("coordinator"), key, told, version=version, now=now)


def offered(case_id: int, now: datetime, question: str = "themes") -> dict[str, str]:
    asked = analysis.draft(case_id, now.astimezone(LONDON).date()).spec.question(question)
    db.session.rollback()
    return {each.value: each.label for each in asked.choices if each.is_offered}


def shown(case_id: int, version_id: str) -> str:
    """The themes of a signed analysis, in words."""
    version = analysis.version(case_id, version_id)
    db.session.rollback()
    assert version is not None
    return dict(analysis_page(version.spec, version.answers).learning)["Themes of this review"]


def test_an_analysis_offers_what_the_register_offers_in_its_words(cast: Cast, now: datetime) -> None:
    case, key = add_case(cast.person("coordinator"), now=now), added(cast, now)
    change(cast, "sepsis", now, label="Sepsis", is_active=False)
    for question in ("themes", "learning_theme"):
        found = offered(case.id, now, question)
        assert SHIPPED.keys() <= found.keys()
        assert (found[key], found["neonatal"]) == (OWN, "Neonatal care and place of birth")
        assert "sepsis" not in found
        assert [*found] == sorted(found)
    stranger = cast.person("coordinator", panel_id=cast.other_panel_id)
    assert key not in offered(add_case(stranger, now=now).id, now)


def test_signed_words_stay_and_figures_count_a_renamed_theme_as_one(cast: Cast, now: datetime) -> None:
    chair, key, later = cast.person("chair"), added(cast, now), now + timedelta(hours=1)
    before = signed_case(chair, now=now, themes=("drowning", key))
    change(cast, key, later, label=ANEW)
    after = signed_case(chair, now=later, themes=(key,))
    assert shown(before.case.id, before.version) == f"Drowning; {OWN}"
    assert shown(after.case.id, after.version) == ANEW
    told = responses.export_json(cast.person("coordinator"), before.case.public_id, now=later)
    assert OWN in told
    assert ANEW not in told
    held = db.session.scalars(select(CaseTheme.theme_key).where(CaseTheme.case_id == before.case.id)).all()
    assert sorted(held) == ["drowning", key]
    db.session.rollback()
    year = financial_year_of(later.date()).period
    measures = figures.figures_json(chair, cast.panel_id, year, now=later)["measures"]
    rows = {row["key"]: row for row in measures["reviewed.theme"]["rows"]}
    assert (rows[key]["label"], rows[key]["n"]) == (ANEW, 2)


def test_a_theme_offered_no_longer_stays_where_it_was_chosen_and_goes_nowhere_else(cast: Cast, now: datetime) -> None:
    chair = cast.person("chair")
    change(cast, "sepsis", now, label="Sepsis", is_active=False)
    signed = signed_case(chair, now=now, themes=("safe-sleep", "sepsis"))
    assert shown(signed.case.id, signed.version) == "Safer sleep; Sepsis"


def test_forms_of_before_keep_what_they_were_printed_with(cast: Cast, now: datetime) -> None:
    coordinator, key = cast.person("coordinator"), added(cast, now)
    signed = signed_case(cast.person("chair"), now=now, themes=(key,))
    told = json.loads(responses.export_json(coordinator, signed.case.public_id, now=now))[0]
    moved = add_case(coordinator, now=now)
    assert forms_import.import_forms(coordinator, [{**told, "case": moved.reference}], now=now) == 1
    old = {"form": "analysis", "version": "2022-1", "case": moved.reference, "sent_at": "2023-01-05T10:00:00+00:00"}
    asked = [{"question": "themes", "row": None, "state": "answered", "value": [key]}]
    with pytest.raises(Invalid):
        forms_import.import_forms(coordinator, [{**old, "answers": asked}], now=now)
    printed = registry.get("analysis", "2026-1").question("themes")
    assert len(printed.choices) == 24
