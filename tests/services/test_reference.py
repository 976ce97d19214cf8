"""Published tables: the samples as shipped, wrong files of which nothing is kept, and what a case has of them."""

import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import AreaPopulation, CaseFactHistory, PostcodePlace, ReferenceTable, SmallPlace
from cdop.queries import reference as tables
from cdop.queries.populations import by_ethnic_group, populations
from cdop.rules.actors import command_line
from cdop.rules.regions import ENGLAND
from cdop.rules.vocabulary import ReferenceKind
from cdop.services import cases, panels, places, reference
from cdop.services.errors import Blocked, Forbidden
from cdop.services.register import RegisterFaults
from tests.client import Browserless
from tests.databases import ON_BOTH, SqliteFiles
from tests.factories import CHESHIRE_EAST, add_case
from tests.personas import Cast

SAMPLES = Path(reference.__file__).parents[1] / "samples"
POSTCODES, DEPRIVATION = ReferenceKind.POSTCODES, ReferenceKind.DEPRIVATION
HALTON = "E06000006"
HEADER = "pcds,oscty,oslaua,lsoa11,lsoa21\n"


def load(kind: ReferenceKind, path: Path, now: datetime) -> int:
    """Import a table and return how many rows it has."""
    return reference.import_table(command_line(), kind, path, now=now).rows


def samples(now: datetime) -> None:
    """Import the samples."""
    load(POSTCODES, SAMPLES / "postcodes.csv", now)
    for year in (2019, 2025):
        load(DEPRIVATION, SAMPLES / f"deprivation-{year}.csv", now)
    load(ReferenceKind.POPULATION, SAMPLES / "population-2024.csv", now)
    load(ReferenceKind.BIRTHS, SAMPLES / "births-2024.csv", now)
    load(ReferenceKind.SMALL_AREAS, SAMPLES / "small-areas-2024.csv", now)
    load(ReferenceKind.ENGLAND, SAMPLES / "england-2023-24.csv", now)
    load(ReferenceKind.COMPARISON, SAMPLES / "comparison.csv", now)
    load(ReferenceKind.PLACES, SAMPLES / "wards.csv", now)
    load(ReferenceKind.ETHNICITY, SAMPLES / "ethnicity-2021.csv", now)


def written(tmp_path: Path, text: str, name: str = "ONSPD_FEB_2026_UK.csv") -> Path:
    """A file of a test."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return file


@ON_BOTH
def test_populations_are_those_of_the_areas_the_region_and_the_nearest_year(
    app: Flask, cast: Cast, now: datetime
) -> None:
    assert populations(cast.panel_id, [HALTON]).children([2024], [HALTON]) is None
    samples(now)
    panels.change_panel(cast.command_line, cast.panel_id, {"region": "the north west"}, now=now)
    there = populations(cast.panel_id, [HALTON, CHESHIRE_EAST])
    halton = sum(1500 + age * 37 % 11 * 15 for age in range(18))
    assert there.children([2021, 2024], [HALTON]) == 2 * there.children([2024], [HALTON])
    assert there.children([2024], [HALTON], range(1)) == there.live_births([2024], [HALTON]) == 1500
    assert there.children([2024], [HALTON, "E06000007"]) is None
    fifths = [there.in_fifth(fifth, [2024], [HALTON]) or 0 for fifth in range(1, 6)]
    assert sum(fifths) == pytest.approx(halton, rel=0.01)
    england, region = there.elsewhere
    births = there.live_births([2023], [ENGLAND])
    assert england.found([2022, 2023], "0-27 days") == england.found([2010], "0-27 days") == (1500, births, (2023,))
    assert (region.words, region.found([2024])) == ("the North West", (505, 1_560_000, (2023,)))
    assert "Invented" not in there.editions[0]
    assert len(there.editions) == 5


@ON_BOTH
def test_lists_of_places_stand_beside_each_other_and_a_newer_one_takes_the_place_of_its_own(
    app: Flask, now: datetime, tmp_path: Path
) -> None:
    load(ReferenceKind.PLACES, SAMPLES / "wards.csv", now)
    parishes = "par24cd,par24nm,lad24cd\nE04999001,Church of St Mary,E06000049\nE04999002,Marl St Mary,E06000049\n"
    assert load(ReferenceKind.PLACES, written(tmp_path, parishes, "parishes.csv"), now) == 2
    assert load(ReferenceKind.PLACES, written(tmp_path, "wd25nm,lad25cd\nMossbank,E06000006\n", "wards.csv"), now) == 1
    names = select(SmallPlace.word, SmallPlace.name).order_by(SmallPlace.word)
    assert [tuple(row) for row in db.session.execute(names)] == [
        ("marl", "Marl St Mary"),
        ("mary", "Church of St Mary"),
        ("mossbank", "Mossbank"),
    ]
    with pytest.raises(RegisterFaults) as refused:
        load(ReferenceKind.PLACES, written(tmp_path, "wd25nm,lad25cd\n,E06000006\n", "wards.csv"), now)
    assert "The name of the place is empty" in refused.value.faults[0].rule


def test_deaths_in_england_of_an_unknown_age_group_are_refused(app: Flask, now: datetime, tmp_path: Path) -> None:
    file = written(tmp_path, "Age group,Deaths\n0-27 days,3\n15 to 19 years,8\n", "england-2023-24.csv")
    with pytest.raises(RegisterFaults) as refused:
        load(ReferenceKind.ENGLAND, file, now)
    assert "“15 to 19 years” is no age group" in refused.value.faults[0].rule


CENSUS = "Lower tier local authorities Code,Ethnic group (20 categories),Age (101 categories),Observation\n"


def test_children_of_groups_in_detail_are_added_up_to_broad_ones(cast: Cast, now: datetime, tmp_path: Path) -> None:
    lines = (
        f"{CHESHIRE_EAST},White: Irish,Aged under 1 year,5",
        f"{CHESHIRE_EAST},White: Roma,Aged 17 years,2",
        f"{CHESHIRE_EAST},White: Roma,Aged 18 years,70",
        f'{CHESHIRE_EAST},"Asian, Asian British or Asian Welsh: Indian",Aged 1 year,3',
        f"{CHESHIRE_EAST},Does not apply,Aged 100 years and over,0",
        "W06000005,White: Irish,Aged 1 year,900",
    )
    load(ReferenceKind.ETHNICITY, written(tmp_path, CENSUS + "\n".join(lines), "census-2021.csv"), now)
    found = by_ethnic_group([CHESHIRE_EAST], 2025)
    assert found == {"edition": "census-2021", "groups": {"White": 7, "Asian": 3}}
    assert by_ethnic_group([CHESHIRE_EAST, HALTON], 2025) == {}  # of an area that is in no table nothing is known


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("White: Irish,Aged 4 years and under,5", "“Aged 4 years and under” is no single year of age"),
        ("Green,Aged 4 years,5", "“green” is no ethnic group of the census"),
        ("White: Irish,Aged 4 years,x", "number"),
        ("White: Irish,Aged 1 year,5", "twice for E06000049"),
    ],
)
def test_children_by_ethnic_group_of_a_wrong_file_are_refused(
    line: str, why: str, app: Flask, now: datetime, tmp_path: Path
) -> None:
    text = f"{CENSUS}{CHESHIRE_EAST},White: Irish,Aged 1 year,5\n{CHESHIRE_EAST},{line}\n"
    with pytest.raises(RegisterFaults) as refused:
        load(ReferenceKind.ETHNICITY, written(tmp_path, text, "census-2021.csv"), now)
    assert why in " ".join(fault.rule for fault in refused.value.faults)
    assert tables.tables() == ()


@ON_BOTH
@pytest.mark.usefixtures("cast")
def test_samples_tell_of_a_postcode_its_authority_small_area_and_decile_of_the_time(app: Flask, now: datetime) -> None:
    samples(now)
    assert [(each.kind, each.series, each.row_count) for each in tables.tables()] == [
        ("births", "2024", 5),
        ("comparison", "", 41),
        ("deprivation", "2019", 36),
        ("deprivation", "2025", 36),
        ("england", "2023", 6),
        ("ethnicity", "2021", 4 * 5),
        ("places", "wd", 6),
        ("population", "2024", 5 * 18),
        ("postcodes", "", 70),
        ("small-areas", "2024", 30),
    ]
    earlier, later = (tables.place_of("CW1 2AB", died_on=date(year, 6, 1)) for year in (2024, 2026))
    assert earlier is not None
    assert later is not None
    assert (earlier.area_code, earlier.lsoa_code, earlier.deprivation_decile) == (CHESHIRE_EAST, "E01900002", 4)
    assert (later.deprivation_decile, later.deprivation_year) == (5, "2025")
    county = tables.place_of("ST5 1AA", died_on=date(2026, 1, 1))
    scotland = tables.place_of("EH1 1AA", died_on=date(2026, 1, 1))
    assert county is not None
    assert scotland is not None
    assert (county.area_code, scotland.area_code) == ("E10000028", "Z-SCO")
    assert (scotland.lsoa_code, scotland.deprivation_decile) == (None, None)
    assert tables.place_of("CW1 9ZZ", died_on=date(2026, 1, 1)) is None
    halton = select(func.sum(AreaPopulation.persons)).where(AreaPopulation.area_code == "E06000006")
    assert db.session.scalar(halton) == sum(1500 + i * 37 % 11 * 15 for i in range(18))


FAULTY = {
    "no header of this table": ("a,b\n1,2\n", "This is not a postcode directory"),
    "a column is missing": ("pcds,oslaua\nCW1 2AB,E06000049\n", "has no column for: county"),
    "no row": (HEADER, "no rows"),
    "empty": ("", "The file is empty"),
    "a workbook": ("PK\x03\x04 and so on", "Excel workbook"),
    "no postcode": (f"{HEADER}CW1 2AB,,E06000049,,\nnowhere,,E06000049,,\n", "A UK postcode looks like"),
    "no authority": (f"{HEADER}CW1 2AB,,E0600,,\n", "no code of a local authority"),
    "a short line": (f"{HEADER}CW1 2AB,,E06000049,,\nCW1 2AC,\n", "has 2 cells and should have 5"),
    "twice the same": (f"{HEADER}CW1 2AB,,E06000049,,\nCW1 2AB,,E06000006,,\n", "twice"),
}


@ON_BOTH
def test_of_a_wrong_file_nothing_is_kept_and_the_table_there_was_stays(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "BATCH", 1)
    before = written(tmp_path, f"{HEADER}CW1 2AB,E99999999,E06000049,E01900001,E01900001\n", "before.csv")
    load(POSTCODES, before, now)
    for case, (text, words) in FAULTY.items():
        with pytest.raises(RegisterFaults) as refused:
            load(POSTCODES, written(tmp_path, text), now)
        assert words in " ".join(fault.rule for fault in refused.value.faults), case
        db.session.rollback()
        assert db.session.scalars(select(ReferenceTable.edition)).all() == ["before"], case
        assert db.session.scalars(select(PostcodePlace.postcode)).all() == ["CW1 2AB"], case


@ON_BOTH
def test_a_newer_table_takes_the_place_of_the_older_and_its_rows_are_gone(
    app: Flask, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "BATCH", 2)
    lines = [f"CW1 {n}AB,,E06000049,," for n in range(5)]
    load(POSTCODES, written(tmp_path, HEADER + "\n".join(lines)), now)
    load(POSTCODES, written(tmp_path, f"{HEADER}CW1 2AB,,E06000006,,\n"), now)
    db.session.rollback()
    assert [row for row in db.session.execute(select(PostcodePlace.postcode, PostcodePlace.area_code))] == [
        ("CW1 2AB", "E06000006")
    ]
    assert tables.place_of("CW1 1AB", died_on=now.date()) is None


def test_only_an_administrator_imports(cast: Cast, now: datetime) -> None:
    with pytest.raises(Forbidden):
        reference.import_table(cast.person("coordinator"), POSTCODES, SAMPLES / "postcodes.csv", now=now)


@ON_BOTH
def test_postcode_of_a_case_is_looked_up_and_again_where_a_newer_table_is_there(
    cast: Cast, now: datetime, tmp_path: Path
) -> None:
    coordinator = cast.person("coordinator")
    case = add_case(coordinator, now=now, postcode="CW1 2AB", deprivation_quintile=5)
    with pytest.raises(Blocked, match="No table of postcodes"):
        places.look_up(coordinator, case.public_id, now=now)
    samples(now)
    places.look_up(coordinator, case.public_id, now=now)
    db.session.rollback()
    known = cases.open_case(coordinator, case.public_id, now=now)
    assert [(each.deprivation_decile, each.is_older) for each in known.work.placed] == [(5, False)]
    assert known.facts["deprivation_quintile"] == 3
    assert db.session.execute(select(CaseFactHistory.old, CaseFactHistory.new)).all() == [("5", "3")]
    load(POSTCODES, SAMPLES / "postcodes.csv", now + timedelta(days=90))
    assert cases.open_case(coordinator, case.public_id, now=now).work.placed[0].is_older


@ON_BOTH
def test_postcode_that_is_corrected_is_looked_up_and_one_that_is_not_known_has_no_place(
    cast: Cast, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    samples(now)
    case = add_case(coordinator, now=now, postcode="CW1 2AB")
    places.look_up(coordinator, case.public_id, now=now)
    for postcode, quintile, there in (("SK11 2AB", 2, 1), ("CW1 9ZZ", None, 0)):
        page = cases.open_case(coordinator, case.public_id, now=now)
        cases.correct(
            coordinator,
            case.public_id,
            {"postcode": postcode},
            version=page.version,
            submission_id=None,
            now=now,
        )
        page = cases.open_case(coordinator, case.public_id, now=now)
        assert (page.facts["deprivation_quintile"], len(page.work.placed)) == (quintile, there)


@pytest.fixture
def desk(app: Flask, cast: Cast) -> Browserless:
    return Browserless(app, cast).sign_in("coordinator")


@ON_BOTH
def test_case_page_says_where_the_child_lived_and_what_the_table_does_not_know(
    cast: Cast, desk: Browserless, now: datetime
) -> None:
    case = add_case(cast.person("coordinator"), now=now, postcode="CW1 2AB")
    samples(now)
    desk.submit(case.path, f"{case.path}/place")
    sent = desk.get(case.path)
    assert "The postcode was looked up." in sent.text
    assert "E01900002" in sent.text
    assert "Index of Multiple Deprivation 2025" in sent.text
    assert "postcodes; deprivation-2025" in sent.text


MEASURED = """
import resource, sys
from pathlib import Path
from cdop import create_app, clock
from cdop.rules.actors import command_line
from cdop.rules.regions import ENGLAND
from cdop.rules.vocabulary import ReferenceKind
from cdop.services import reference
from tests.databases import config_for
app = create_app(config_for(sys.argv[1]))
with app.app_context():
    size = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reference.import_table(command_line(), ReferenceKind.POSTCODES, Path(sys.argv[2]), now=clock.now())
    before = size()
    rows = reference.import_table(command_line(), ReferenceKind.POSTCODES, Path(sys.argv[3]), now=clock.now()).rows
    print(rows, size() - before)
"""


@ON_BOTH
def test_100_000_rows_take_no_more_memory_than_a_batch(sqlite: SqliteFiles, tmp_path: Path) -> None:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    inward = [f"{n}{a}{b}" for n in range(10) for a in letters for b in letters]
    rows = (f"CW{n} {each},E99999999,E06000049,E01900001,E01900001\n" for n in range(1, 26) for each in inward)
    large, small = tmp_path / "large.csv", tmp_path / "small.csv"
    with large.open("w") as file:
        file.write(HEADER)
        file.writelines(rows)
    with large.open() as file:
        small.write_text("".join(islice(file, reference.BATCH + 2)))
    sqlite.copy("measured")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, sqlite.url("measured"), str(small), str(large)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    count, grown = done.stdout.split()[-2:]
    assert int(count) == 100_000
    assert int(grown) < 10_000, "kilobytes"
