"""The annual report: frozen when it is built, the same bytes for ever, read on record."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from cdop.documents import pdf
from cdop.documents.annual_report_quality import LACKS
from cdop.documents.blocks import Document, Points, Table
from cdop.extensions import db
from cdop.models import AnnualReport, AuditEntry
from cdop.queries import releases as release_queries
from cdop.queries import report_drafts as draft_queries
from cdop.queries import reports as report_queries
from cdop.rules.periods import FinancialYear, financial_year_of
from cdop.rules.vocabulary import AuditVerb, ReferenceKind
from cdop.services import panels, reference, report_drafts, reports
from cdop.services.errors import Blocked, Forbidden, NotFound
from cdop.services.report_rates import Rates
from tests import example_year
from tests.documents.structure import problems, tags
from tests.documents_sent import logo
from tests.factories import FINDINGS, add_case, add_cases
from tests.personas import Cast

YEAR = FinancialYear(2013).period
SAMPLES = Path(reference.__file__).parents[1] / "samples"


@pytest.fixture
def published_year(cast: Cast, now: datetime) -> int:
    """A panel that brought the year 2013-14; its id."""
    example_year.bring(cast)
    return cast.panel_id


@pytest.mark.parametrize("edition", ["full", "public"])
def test_report_has_the_year_beside_england_and_the_region_where_the_tables_are_there(
    cast: Cast, published_year: int, now: datetime, edition: str, tmp_path: Path
) -> None:
    before = example_year.build(cast)
    panels.change_panel(cast.command_line, published_year, {"region": "North West"}, now=now)
    elsewhere = tmp_path / "comparison.csv"
    elsewhere.write_text((SAMPLES / "comparison.csv").read_text("utf-8").replace("2023-24", "2013-14"), "utf-8")
    for kind, file, edition_of in (
        (ReferenceKind.POPULATION, SAMPLES / "population-2024.csv", None),
        (ReferenceKind.ENGLAND, SAMPLES / "england-2023-24.csv", "2013-14"),
        (ReferenceKind.COMPARISON, elsewhere, None),
        (ReferenceKind.ETHNICITY, SAMPLES / "ethnicity-2021.csv", None),
    ):
        reference.import_table(cast.command_line, kind, file, edition=edition_of, now=now)
    built = reports.build(cast.person("chair"), published_year, YEAR, edition=edition, now=now)
    beside = [table for table in tables(built.document) if "England" in table.head]
    rates = next(table for table in beside if "by local authority" in table.caption)
    shares = beside[beside.index(rates) + 1 :]
    assert not [table for table in tables(before.document) if "England" in table.head]
    frozen, _ = reports.read(cast.person("chair"), built.public_id, now=now)
    figure = frozen.figures["measures"]["deaths.area"]
    numbers = {row["label"]: row["n"] for row in figure["rows"]} | {"All areas": figure["of"]}
    assert {str(row[0]): row[1] for row in rates.rows} == {
        name: "withheld" if n is None else str(n) for name, n in numbers.items()
    }
    assert {*rates.rows[-1][-2:]} <= {"better", "similar", "worse"}
    # The year is the same among years as among areas; the public edition knows of no other year.
    by_year = [table.rows[-1] for table in beside if "a year, each year" in table.caption]
    assert by_year == ([("2013-14", *rates.rows[-1][1:])] if edition == "full" else [])
    modifiable = next(table for table in shares if "Modifiable factors, beside" in table.caption)
    assert modifiable.head == ("Modifiable factors", "Panel", "95%\xa0interval", "England", "North\xa0West")
    assert modifiable.rows[0] == ("Identified", "31%", "19%\xa0to\xa048%", "43%", "46%")
    lacks = [LACKS[kind] for kind in (ReferenceKind.POPULATION, ReferenceKind.ETHNICITY, ReferenceKind.BIRTHS)]
    assert [lack in str(before.document.blocks) for lack in lacks] == [True, True, True]
    assert [lack in str(built.document.blocks) for lack in lacks] == [False, False, edition == "full"]
    assert "Invented for this demonstration" in str(built.document.blocks)
    assert frozen.contents["ethnic_groups"]["groups"]["White"] == 192_434
    assert problems(built.pdf) == []
    withheld = {"of": None, "rows": [{**row, "n": None} for row in figure["rows"]]}
    assert Rates(published_year, YEAR).beside_others(figure) != {}
    one = {"of": 1, "rows": [{**row, "n": int(not place)} for place, row in enumerate(figure["rows"])]}
    for few in (withheld, one):  # without a rate of deaths nothing stands beside another
        assert Rates(published_year, YEAR).beside_others(few) == {}


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def verbs() -> list[AuditVerb]:
    found = list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))
    db.session.rollback()
    return found


def test_build_report_keeps_the_figures_and_the_pdf_as_they_were(
    cast: Cast, published_year: int, now: datetime
) -> None:
    chair = cast.person("chair")
    built = example_year.build(cast)
    add_case(cast.command_line, now=now, reviewed_on=None)
    frozen, again = reports.pdf(chair, built.public_id, now=now)
    assert again == built.pdf
    assert again.startswith(b"%PDF-")
    assert frozen.figures["measures"]["notified.total"] == {"n": 58}
    assert frozen.report.pdf_digest == hashlib.sha256(built.pdf).hexdigest()
    assert frozen.report.built_by_name == "Chair"


def test_build_report_twice_from_the_same_records_gives_the_same_bytes(
    cast: Cast, published_year: int, now: datetime
) -> None:
    first = example_year.build(cast)
    second = reports.build(cast.person("coordinator"), published_year, YEAR, now=now)
    assert first.public_id != second.public_id
    assert first.pdf == second.pdf


def test_report_keeps_the_logo_it_was_built_with(cast: Cast, published_year: int, now: datetime) -> None:
    chair, drawn = cast.person("chair"), []
    plain = example_year.build(cast)
    for colour in ("navy", "green"):
        panels.change_panel(cast.command_line, published_year, {}, logo=logo(colour), now=now)
        drawn.append(reports.build(chair, published_year, YEAR, now=now))
    panels.change_panel(cast.command_line, published_year, {}, logo=b"", now=now)
    assert [tags(each.pdf)[:3].count("Figure") for each in (plain, *drawn)] == [0, 1, 1]
    assert drawn[0].document.logo != drawn[1].document.logo
    for each in drawn:
        _, read = reports.read(chair, each.public_id, now=now)
        assert (read, pdf.write(read) == each.pdf, problems(each.pdf)) == (each.document, True, [])
        known = reports.verify(chair, each.pdf)
        assert known is not None
        assert (known.report.public_id, known.is_unaltered) == (each.public_id, True)


def test_build_report_from_one_form_sent_twice_keeps_one(cast: Cast, published_year: int, now: datetime) -> None:
    chair = cast.person("chair")
    mark = "a-mark-of-one-form-1"
    built = [reports.build(chair, published_year, YEAR, submission_id=mark, now=now) for _ in range(2)]
    assert built[0].public_id == built[1].public_id
    assert len(report_queries.built_reports(chair)) == 1


def test_build_report_of_a_running_year_covers_the_days_until_today(
    cast: Cast, published_year: int, now: datetime
) -> None:
    built = reports.build(cast.person("chair"), published_year, financial_year_of(now.date()).period, now=now)
    frozen, _ = reports.read(cast.person("chair"), built.public_id, now=now)
    assert (frozen.report.label, built.period.end) == ("2026-27 so far", now.date())
    assert frozen.figures["period"] == {"label": "2026-27 so far", "from": "2026-04-01", "to": now.date().isoformat()}


def test_build_report_of_a_year_that_has_not_begun_is_refused_and_keeps_nothing(
    cast: Cast, published_year: int, now: datetime
) -> None:
    last_of_march = datetime(2027, 3, 31, 22, 59, tzinfo=UTC)
    coming = FinancialYear(2027).period
    with pytest.raises(Blocked) as refused:
        reports.build(cast.person("chair"), published_year, coming, now=last_of_march)
    assert refused.value.reasons == ["2027-28 has not begun: its first day is 1 April 2027."]
    assert report_queries.built_reports(cast.person("chair")) == ()
    first_of_april = last_of_march + timedelta(minutes=1)  # midnight in England, by summer time
    assert reports.build(cast.person("chair"), published_year, coming, now=first_of_april).period.end.day == 1


def test_read_report_is_on_record_for_page_and_pdf(cast: Cast, published_year: int, now: datetime) -> None:
    member = cast.person("panel member")
    built = example_year.build(cast)
    _, document = reports.read(member, built.public_id, now=now)
    reports.pdf(member, built.public_id, now=now)
    assert document == built.document
    assert verbs()[-3:] == [AuditVerb.REPORT_BUILT, AuditVerb.REPORT_READ, AuditVerb.REPORT_READ]


@pytest.mark.parametrize("who", ["panel member", "analyst", "administrator", "auditor"])
def test_build_report_is_refused_to_those_who_may_not(who: str, cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        reports.build(cast.person(who), cast.panel_id, YEAR, now=now)
    assert db.session.scalars(select(AnnualReport)).all() == []


def test_report_of_another_panel_is_not_found(cast: Cast, published_year: int, now: datetime) -> None:
    built = example_year.build(cast)
    stranger = cast.person("chair", panel_id=cast.other_panel_id)
    assert report_queries.built_reports(stranger) == ()
    for open_report in (reports.read, reports.pdf):
        with pytest.raises(NotFound):
            open_report(stranger, built.public_id, now=now)


def test_public_edition_keeps_the_published_totals_and_shows_no_small_number(
    cast: Cast, published_year: int, now: datetime
) -> None:
    built = example_year.build(cast, edition="public")
    said = [item for block in built.document.blocks if isinstance(block, Points) for item in block.items]
    assert said[0].startswith("58 deaths of children were notified to the panel; 21 (36%)")
    assert "22 (63%) of the 35 deaths reviewed were of children under one year old." in said
    assert "Public edition." in built.document.edition
    tables = [block for block in built.document.blocks if isinstance(block, Table) and block.numbers]
    numbers = [cell for table in tables for row in table.rows for cell in row[1:] if "eeting" not in table.caption]
    assert [number for number in numbers if number.split(" ")[0] in set("1234567")] == []
    assert "withheld" in numbers
    assert [release.title for release in release_queries.register(cast.person("chair"), 1).releases] == ["All figures"]


def test_key_findings_of_a_public_edition_of_few_deaths_tell_numbers_alone_and_that_others_are_withheld(
    cast: Cast, now: datetime
) -> None:
    days = {"born_on": date(2013, 5, 1), "died_on": date(2013, 6, 1), "notified_on": date(2013, 6, 2)}
    reviewed = FINDINGS | {"reviewed_on": date(2014, 1, 9)}
    for number, facts in ((5, reviewed | {"sex": "female"}), (4, reviewed | {"sex": "male"}), (2, {})):
        add_cases(cast.command_line, number, now=now, **days, **facts)
    built = reports.build(cast.person("chair"), cast.panel_id, YEAR, edition="public", now=now)
    notified, about, panel = [block.items for block in built.document.blocks if isinstance(block, Points)][:3]
    assert notified[0].startswith("11 deaths of children were notified to the panel")
    assert about[0].startswith("9 reviews were completed")
    others = "Other numbers are withheld, because they could point to a child."
    assert (about[-1], panel[-1]) == (others, others)
    assert [item for item in (*notified, *about, *panel) if item.startswith(("The number of", "A withheld"))] == []


def test_public_edition_of_a_year_that_is_not_over_is_blocked(cast: Cast, now: datetime) -> None:
    with pytest.raises(Blocked):
        reports.build(
            cast.person("chair"), cast.panel_id, financial_year_of(now.date()).period, edition="public", now=now
        )


def test_rates_by_deprivation_of_the_public_edition_are_those_of_a_release_of_years_together(
    cast: Cast, now: datetime
) -> None:
    chair = cast.person("chair")
    for kind, name in (
        (ReferenceKind.POPULATION, "population-2024"),
        (ReferenceKind.DEPRIVATION, "deprivation-2019"),
        (ReferenceKind.SMALL_AREAS, "small-areas-2024"),
    ):
        reference.import_table(cast.command_line, kind, SAMPLES / f"{name}.csv", now=now)
    for year, fifth, number in ((2012, 1, 12), (2013, 1, 14), (2013, 5, 3)):
        days = {"born_on": date(year, 5, 1), "died_on": date(year, 6, 1), "notified_on": date(year, 6, 2)}
        add_cases(cast.command_line, number, now=now, deprivation_quintile=fifth, **days)

    def by_fifth(document: Document) -> Table:
        (found,) = (each for each in tables(document) if each.caption.endswith("by deprivation, 2012-13 to 2013-14"))
        return found

    draft = report_drafts.start(chair, cast.panel_id, YEAR, now=now)
    seen = reports.preview(chair, draft_queries.draft_head(chair, draft), now=now)[1]
    full = by_fifth(reports.build(chair, cast.panel_id, YEAR, now=now).document).rows
    built = [reports.build(chair, cast.panel_id, YEAR, edition="public", now=now) for _ in range(2)]
    public = by_fifth(built[0].document).rows
    assert [full[0][1], full[4][1:]] == ["26", ("3", full[4][2], "too few")]
    assert [public[0][1], public[4][1:]] == ["25", ("withheld", "–", "–")]
    assert public[0][3].split(" ")[0] < full[0][3].split(" ")[0]
    assert by_fifth(seen) == by_fifth(built[1].document)
    titles = [release.title for release in release_queries.register(chair, 1).releases]
    assert titles == ["Deaths by deprivation", "All figures"]
