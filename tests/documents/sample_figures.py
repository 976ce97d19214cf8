"""Figures in the shape that `flask report figures` prints, from counts given as plain tables."""

from collections.abc import Mapping
from typing import Any

BANDS = ("0-27 days", "28-364 days", "1-4 years", "5-9 years", "10-14 years", "15-17 years")
CATEGORY_8 = "Perinatal/neonatal event"
CATEGORIES = {"7": "Chromosomal, genetic and congenital anomalies", "8": CATEGORY_8, "10": "Unexplained"}
SEXES = ("female", "male", "indeterminate", "not known", "missing")
MODIFIABLE = ("yes", "no", "inadequate information")
DURATIONS = ("under 6 months", "6 to 12 months", "over 12 months")
LABELS = {"missing": "Not recorded", "not known": "Not known", **CATEGORIES}

Counts = Mapping[str, int]


def percent(n: int, of: int) -> int | None:
    """100 n / of, halves up."""
    return (200 * n + of) // (2 * of) if of else None


def breakdown(counts: Counts, keys: tuple[str, ...] | None = None, **more: Any) -> dict[str, Any]:
    """An exclusive breakdown of these counts with a row for each key."""
    of = sum(counts.values())
    rows = [_row(key, counts.get(key, 0)) | {"percent": percent(counts.get(key, 0), of)} for key in keys or counts]
    return {"of": of, "rows": rows, **more}


def _row(key: str, n: int) -> dict[str, Any]:
    return {"key": key, "label": LABELS.get(key, key[0].upper() + key[1:]), "n": n}


def within(counts: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Rows with a denominator of their own: n, of."""
    return {"rows": [_row(key, n) | {"of": of, "percent": percent(n, of)} for key, (n, of) in counts.items()]}


def figures(
    *,
    areas: Counts,
    reviewed: int = 0,
    under_1: int = 0,
    male: int = 0,
    sex_missing: int = 0,
    unexpected: int = 0,
    expectedness_missing: int = 0,
    category_8: int = 0,
    modifiable: int = 0,
    unclear: int = 0,
    earlier: int | None = None,
    open_cases: int = 0,
    elsewhere: int = 0,
    notified_later: int = 0,
    meetings: tuple[int, int] = (0, 0),
    median_days: float = 212,
    label: str = "2013-14",
) -> dict[str, Any]:
    """Figures of a period with the numbers that the key findings use; the rest is filled in simply."""
    total = sum(areas.values())
    expectedness = ("expected", "unexpected", "not known", "missing")
    by_sex = {"male": male, "female": reviewed - male - sex_missing, "missing": sex_missing}
    expected = reviewed - unexpected - expectedness_missing
    by_expectedness = {"unexpected": unexpected, "expected": expected, "missing": expectedness_missing}
    judged = {"yes": modifiable, "no": reviewed - modifiable - unclear, "inadequate information": unclear}
    before = reviewed if earlier is None else earlier
    by_band = {BANDS[0]: under_1, BANDS[3]: reviewed - under_1}
    by_category = {"8": category_8, "7": (reviewed - category_8 + 1) // 2, "10": (reviewed - category_8) // 2}
    notified_measures = {
        "total": {"n": total},
        "elsewhere": {"n": elsewhere},
        "area": breakdown({key: n for key, n in areas.items()}),
        "month": breakdown({"2013-04": total}, ("2013-04", "2013-05")),
        "age_band": breakdown({BANDS[0]: total}, BANDS),
        "sex": breakdown({"male": total}, SEXES),
        "ethnicity": breakdown({"missing": total}, ("White", "not stated", "not known", "missing")),
        "expectedness": breakdown({"expected": total}, expectedness),
        "timeliness": breakdown({"same or next day": total}, ("same or next day", "2 to 7 days")),
        "timeliness_by_agency": {"rows": [{**within({"police": (7, 9)})["rows"][0], "median_days": 1}]},
    }
    reviewed_measures = {
        "total": {"n": reviewed},
        "under_1": {"n": under_1, "of": reviewed, "percent": percent(under_1, reviewed), "ci95": None},
        "area": breakdown({next(iter(areas)): reviewed}, tuple(areas)),
        "sex": breakdown(by_sex, SEXES),
        "age_band": breakdown(by_band, BANDS),
        "ethnicity": breakdown({"missing": reviewed}, ("White", "not stated", "not known", "missing")),
        "expectedness": breakdown(by_expectedness, expectedness),
        "year_of_death": breakdown({"2012-13": before, "2013-14": reviewed - before}),
        "place_of_death": breakdown({"HOME": reviewed}, ("HOME", "HOSPICE", "NK", "missing")),
        "deprivation_quintile": breakdown({"1": reviewed}, ("1", "2", "3", "4", "5", "missing")),
        "category": breakdown(by_category, tuple(CATEGORIES)),
        "modifiable": breakdown(
            judged,
            MODIFIABLE,
            percent_known=percent(modifiable, reviewed - unclear),
        ),
        "modifiable_by_category": within({key: (0, n) for key, n in by_category.items()}),
        "modifiable_by_age_band": within({BANDS[0]: (modifiable, reviewed)}),
        "modifiable_by_deprivation_quintile": within({"1": (modifiable, reviewed)}),
        "category_by_age_band": {
            "rows": [_row(key, n) | {"rows": [_row(BANDS[0], n)]} for key, n in by_category.items()],
        },
        "theme": {"rows": [_row("safe-sleep", min(reviewed, 5)), _row("smoking", 0)]},
        "duration": breakdown({DURATIONS[0]: reviewed}, DURATIONS, median_days=median_days if reviewed else None),
    }
    measures = {f"notified.{name}": measure for name, measure in notified_measures.items()}
    measures |= {f"reviewed.{name}": measure for name, measure in reviewed_measures.items()}
    measures |= {
        "deaths.total": {"n": total},
        "deaths.notified_later": {"n": notified_later},
        "deaths.area": breakdown(areas),
        "deaths.age_band": breakdown({BANDS[1]: total}, BANDS),
        "open.total": {"n": open_cases},
        "open.stage": breakdown({"notified": open_cases}, ("notified", "not recorded")),
        "open.duration": breakdown({DURATIONS[1]: open_cases}, DURATIONS),
        "meetings.held": {
            "n": sum(meetings),
            "rows": [_row("case review", meetings[0]), _row("business", meetings[1])],
        },
        "meetings.theme": {"rows": [_row("none", meetings[0])]},
    }
    return {
        "panel": "Pan-Cheshire",
        "period": {"label": label, "from": "2013-04-01", "to": "2014-03-31"},
        "edition": "full",
        "generated_at": "2026-11-20T12:00:00Z",
        "data_version": "1",
        "measures": measures,
    }


def example_year() -> dict[str, Any]:
    """The totals that the Pan-Cheshire panel published for 2013-14; what it did not publish is invented."""
    return figures(
        areas={"Cheshire East": 21, "Cheshire West and Chester": 16, "Halton": 10, "Warrington": 11},
        reviewed=35,
        under_1=22,
        male=22,
        unexpected=26,
        category_8=13,
        modifiable=11,
        open_cases=43,
        meetings=(4, 1),
    )
