"""The panel's list of factors: what it adds, renames and retires counts from a day on; what was signed is as it was."""

import json
from datetime import datetime, timedelta

import pytest

from cdop.queries import analysis, report_measures
from cdop.queries import case_groups as grouped
from cdop.questionnaires.analysis_2024_page import analysis_page
from cdop.questionnaires.answer import Answer
from cdop.rules.dates import LONDON
from cdop.rules.factors import Domain
from cdop.rules.periods import financial_year_of
from cdop.services import case_groups, factors, forms_import, responses, themes
from cdop.services.errors import Forbidden, Invalid, NotFound
from cdop.services.factors import Told
from tests.analyses import ROW
from tests.factories import add_case
from tests.personas import Cast
from tests.signed_cases import signed_case

WORDS, OTHERS = "Energy drinks", "Drinks with caffeine"


def added(cast: Cast, now: datetime, label: str = WORDS) -> str:
    told = Told(label, now.astimezone(LONDON).date())
    return factors.add(cast.person("coordinator"), Domain.SOCIAL, told, submission_id=f"{label:x<20}", now=now)


def offered(case_id: int, now: datetime) -> dict[str, str]:
    """The factors that the analysis of a case offers in the social domain."""
    question = analysis.draft(case_id, now.astimezone(LONDON).date()).spec.question("social_factor_code")
    return {each.value: each.label for each in question.choices if each.is_offered}


def shown(case_id: int, version_id: str) -> str:
    """The factor of a signed analysis, in words."""
    version = analysis.version(case_id, version_id)
    assert version is not None
    return analysis_page(version.spec, version.answers).domains[1].factors[0].label


def test_a_signed_analysis_keeps_its_words_and_figures_count_a_renamed_factor_as_one(cast: Cast, now: datetime) -> None:
    chair, coordinator = cast.person("chair"), cast.person("coordinator")
    code = added(cast, now)
    more = {("social_factor_code", ROW): Answer(code)}
    before = signed_case(chair, now=now, more=more)
    later = now + timedelta(days=3)
    factors.change(coordinator, code, Told(OTHERS, later.astimezone(LONDON).date()), now=now)
    assert offered(before.case.id, now)[code] == WORDS
    after = signed_case(chair, now=later, more=more)
    assert shown(before.case.id, before.version) == WORDS
    assert shown(after.case.id, after.version) == OTHERS
    year = financial_year_of(later.date()).period
    counted = report_measures.report_measures(cast.panel_id, year)["reviewed.factors"]["rows"]
    assert [(row["label"], row["of"]) for row in counted] == [(OTHERS, 2)]


def test_a_retired_factor_is_offered_no_longer_and_stays_where_it_was_chosen(cast: Cast, now: datetime) -> None:
    later = now + timedelta(days=7)
    factors.change(cast.person("coordinator"), "B02", Told(None, later.astimezone(LONDON).date()), now=now)
    assert "B02" in offered(add_case(cast.person("coordinator"), now=now).id, now)
    # The invented analysis has B02: it is saved, signed and read in its words.
    case = signed_case(cast.person("chair"), now=later + timedelta(hours=1))
    assert "B02" not in offered(case.case.id, later)
    assert shown(case.case.id, case.version) == "Smoking in the household"


def test_another_panel_has_its_own_list(cast: Cast, now: datetime) -> None:
    code = added(cast, now)
    stranger = cast.person("coordinator", panel_id=cast.other_panel_id)
    assert code not in offered(add_case(stranger, now=now).id, now)
    with pytest.raises(NotFound):
        factors.change(stranger, code, Told(OTHERS, (now + timedelta(days=1)).date()), now=now)


@pytest.mark.parametrize(
    ("label", "days", "field"),
    [("", 0, "label"), ("Bullying, in person or ONLINE", 0, "label"), ("x" * 121, 0, "label"), (WORDS, -1, "from_on")],
)
def test_what_cannot_be_is_told_beside_its_field(cast: Cast, now: datetime, label: str, days: int, field: str) -> None:
    told = Told(label, (now + timedelta(days=days)).date())
    with pytest.raises(Invalid) as invalid:
        factors.add(cast.person("coordinator"), Domain.CHILD, told, submission_id="f" * 20, now=now)
    assert list(invalid.value.faults) == [field]


def test_words_change_from_tomorrow_on_and_another_factor_never(cast: Cast, now: datetime) -> None:
    coordinator, tomorrow = cast.person("coordinator"), (now + timedelta(days=1)).date()
    with pytest.raises(Invalid):
        factors.change(coordinator, "B02", Told(OTHERS, now.date()), now=now)
    with pytest.raises(NotFound):
        factors.change(coordinator, "X99", Told(OTHERS, tomorrow), now=now)
    with pytest.raises(Forbidden):
        factors.change(cast.person("chair"), "B02", Told(OTHERS, tomorrow), now=now)


def test_an_analysis_with_a_panels_own_factor_is_exported_and_imported(cast: Cast, now: datetime) -> None:
    coordinator, code = cast.person("coordinator"), added(cast, now)
    signed = signed_case(cast.person("chair"), now=now, more={("social_factor_code", ROW): Answer(code)})
    told = json.loads(responses.export_json(coordinator, signed.case.public_id, now=now))
    assert WORDS in json.dumps(told)
    later = now + timedelta(minutes=1)
    moved = add_case(coordinator, now=now)
    form = {**told[0], "case": moved.reference}
    assert forms_import.import_forms(coordinator, [form], now=later) == 1


def test_the_rule_of_a_theme_and_a_group_of_cases_know_a_panels_own_factor(cast: Cast, now: datetime) -> None:
    chair, code = cast.person("chair"), added(cast, now)
    case = signed_case(chair, now=now, more={("social_factor_code", ROW): Answer(code)}).case
    key = themes.add(chair, themes.Told("Drinks", "", "", now.date()), submission_id="t" * 20, now=now)
    assert themes.outcome(chair, key, f"factor is {code.lower()}").proposed == (case.public_id,)
    made = case_groups.make(chair, case_groups.Told("Drinks", "", "", ("factor",)), submission_id=None, now=now)
    case_groups.add_cases(chair, made, case.reference, now=now)
    changed_on = (now + timedelta(days=3)).astimezone(LONDON).date()
    factors.change(cast.person("coordinator"), code, Told(OTHERS, changed_on), now=now)
    for day, words in ((now.astimezone(LONDON).date(), WORDS), (changed_on, OTHERS)):
        found = grouped.group(chair, made, today=day)
        assert found is not None
        assert [each.told for each in found.cases] == [(words,)]
