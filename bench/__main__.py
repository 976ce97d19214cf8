"""`make bench`: run the benchmarks, print tables of ratios, and write them to bench/RESULTS.md.

`make bench PARTS="pages saves"` runs these parts and leaves the tables of the others as they were found.
"""

import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench import (
    databases,
    disclosure,
    editors,
    figures,
    forms,
    matching,
    packs,
    pages,
    reminders,
    report,
    saves,
    workspace,
)
from bench.autosaves import AUTOSAVE, SAME_STACK
from bench.rounds import Ratio
from cdop import clock
from cdop.rules.dates import written_date

FORMS, SIXTY_A_YEAR, SMALL, LARGE, MILLION = 300, 1_680, 5_000, 100_000, 1_000_000
RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `target` is "at most" unless `is_least`; None where a line is for information."""

    name: str
    ratio: float
    spread: str
    target: float | None
    remark: str
    is_least: bool = False

    @property
    def verdict(self) -> str:
        """Whether the target is reached."""
        if self.target is None:
            return "for information"
        is_reached = self.ratio >= self.target if self.is_least else self.ratio <= self.target
        return "reached" if is_reached else "missed"

    @property
    def told_target(self) -> str:
        """The target in words."""
        if self.target is None:
            return ""
        return f"{'at least' if self.is_least else 'at most'} {self.target:g}"


PARTS = (
    "figures",
    "pages",
    "saves",
    "forms",
    "editors",
    "matching",
    "reminders",
    "packs",
    "report",
    "workspace",
    "disclosure",
)
MILLIONS = "workspace-million"
"""The workspace with a million cases, which is run only where it is named."""


def main(parts: tuple[str, ...]) -> None:
    """Run the parts of these names; a failed comparison of answers stops the run."""
    kept, found = _kept(), {}
    with tempfile.TemporaryDirectory(prefix="cdop-bench-") as name, _quiet():
        for part, lines in _runs(Path(name), parts):
            found[part] = _measured(list(lines))
            RESULTS.write_text(_results(kept | found))  # after each: a later part may be stopped
    print("\n\n".join(found.values()))


def _runs(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[str, Iterator[Line]]]:
    yield from _workspaces(folder, parts)
    if "disclosure" in parts:
        yield "disclosure", _disclosure(databases.build(folder / "disclosure.sqlite", disclosure.CASES))
    if {"figures", "pages", "saves", "matching", "report"} & set(parts):
        _say(f"building databases of {SMALL:,} and {LARGE:,} cases")
        small = databases.build(folder / "small.sqlite", SMALL)
        large = databases.build(folder / "large.sqlite", LARGE)
    if "figures" in parts:
        year = databases.build(folder / "year.sqlite", LARGE, within=figures.YEAR)
        yield "figures", _figures(small, large, year, folder)
    if "pages" in parts:
        yield "pages", _pages(small, large)
    if "saves" in parts:
        yield "saves", _saves(folder)
    yield from _apart(folder, parts)
    if "report" in parts:
        yield "report", _report(databases.build(folder / "sixty.sqlite", SIXTY_A_YEAR), large)
    if "matching" in parts:  # the last, for it adds to the database
        yield "matching", _matching(large, folder / "large.sqlite")


def _apart(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[str, Iterator[Line]]]:
    """The parts that share no database with others."""
    if "forms" in parts:
        yield "forms", _forms(databases.build(folder / "forms.sqlite", FORMS), folder)
    if "editors" in parts:
        yield "editors", _editors()
    if "reminders" in parts:
        yield "reminders", _reminders(folder)
    if "packs" in parts:
        yield "packs", _packs()


def _reminders(folder: Path) -> Iterator[Line]:
    _say("reminders")
    app = databases.build(folder / "reminders.sqlite", reminders.CASES)
    for name, ratio in reminders.measure(app, folder / "reminders.sqlite"):
        yield _line(name, ratio, 3, f"at most {reminders.memory(app):.1f} MiB")


def _packs() -> Iterator[Line]:
    _say("packs")
    name, ratio, remark = packs.measure()
    yield _line(name, ratio, 2, remark)
    name, ratio, remark = packs.drafts()
    yield _line(name, ratio, None, remark)


def _report(*apps: Flask) -> Iterator[Line]:
    for app in apps:
        _say("the report of a year")
        drawn = report.measure(app)
        name = f"drawing the report of a year with {drawn.reviews:,} reviews, {drawn.pages} pages"
        told = f"at most {drawn.mebibytes:.0f} MiB; built in {drawn.seconds:.1f} s, figures and all"
        yield _line(f"{name}, beside ReportLab alone on {drawn.other_pages}", drawn.ratio, 2, told)


def _figures(small: Flask, large: Flask, year: Flask, folder: Path) -> Iterator[Line]:
    for app, size, file in ((small, SMALL, "small"), (large, LARGE, "large")):
        _say(f"figures of {size:,} cases")
        for name, ratio in figures.measure(app, str(folder / f"{file}.sqlite"), size):
            is_sql = name.endswith("group by")
            yield _line(name, ratio, 1.5 if is_sql else None)
    _say("linearity of the figures")
    yield _line("figures of one year among 28 years, beside that year alone", figures.linearity(large, year), 1.15)


def _workspaces(folder: Path, parts: tuple[str, ...]) -> Iterator[tuple[str, Iterator[Line]]]:
    for part, size in (("workspace", LARGE), (MILLIONS, MILLION)):
        if part in parts:
            yield part, _workspace(folder, part, size)


def _workspace(folder: Path, part: str, size: int) -> Iterator[Line]:
    _say(f"building {size:,} cases on SQLite")
    file = folder / f"{part}.sqlite"
    yield from _tables(databases.build(file, size), f"sqlite:///{file}", size, folder)
    with databases.postgresql(folder / part) as url:
        _say(f"building {size:,} cases on PostgreSQL")
        yield from _tables(databases.build_at(url, size), url, size, folder)


def _tables(app: Flask, url: str, size: int, folder: Path) -> Iterator[Line]:
    _say(f"the workspace of {size:,} cases")
    for name, other, ratio in workspace.measure_tables(app, url, folder / "cases.csv", size):
        if other == workspace.SQL:
            yield _line(f"{name}, beside {other}", ratio, 2)
        else:
            times = f"{ratio.ours_ms:.2f} and {ratio.other_ms:.2f} ms"
            spread = f"{ratio.lowest:.2f} to {ratio.highest:.2f}"
            target = 5 if other == workspace.WHOLE else None
            beside = "" if other == workspace.FILE_BESIDE_SQL else ", beside ours"
            yield Line(f"{other}, {name}{beside}", ratio.median, spread, target, times, is_least=True)
    yield _line(
        f"a table asked for again, {size:,} cases, {url.partition(':')[0]}, beside a bare page",
        workspace.repeat(app),
        2,
    )
    seconds = workspace.gate(app)
    yield Line(f"seconds of the gate for {workspace.SIXTY}, one year of {size:,} cases", seconds, "", 1, "best of 3")


def _disclosure(app: Flask) -> Iterator[Line]:
    _say("the gate for numbers")
    for name, found in disclosure.run(app):
        shown = f"{found.shown} of {found.cells} cells shown; a rule for each by itself would show {found.naive}"
        yield Line(f"seconds of processor time of {name}", found.seconds, "", 1, shown)


def _pages(small: Flask, large: Flask) -> Iterator[Line]:
    for app, size in ((small, SMALL), (large, LARGE)):
        _say(f"pages of {size:,} cases")
        for name, ratio, statements in pages.measure(app, size):
            is_peer = name.endswith(pages.CONSTANTS) and not name.startswith("figures")
            yield _line(name, ratio, 3 if is_peer else None, f"{statements} statements")


def _saves(folder: Path) -> Iterator[Line]:
    _say("durable saves")
    for name, found in saves.measure(folder, folder / "small.sqlite"):
        rates = f"{found.ours_per_second:.0f} and {found.other_per_second:.0f} saves a second"
        yield Line(
            f"durable save, 8 people on 2 workers, beside {name}",
            found.ratio,
            f"{found.lowest:.2f} to {found.highest:.2f}",
            0.6 if saves.SAME_STACK in name else None,
            f"{rates}; ours: {found.ours}; theirs: {found.other}",
            is_least=True,
        )


def _forms(app: Flask, folder: Path) -> Iterator[Line]:
    _say("statutory forms")
    for name, ratio in forms.measure(app, folder):
        yield _line(name, ratio, _target_of_form(name))


def _target_of_form(name: str) -> float | None:
    if name.startswith(AUTOSAVE):
        return 2 if name.endswith(SAME_STACK) else None
    return 1.2 if name.endswith(forms.PUBLISHED) and not name.startswith("comparison") else None


def _editors() -> Iterator[Line]:
    _say("fifty editors at once")
    for typed in editors.measure():
        yield Line(
            f"errors and lost words of {typed.editors} people who type at once, {typed.kind}",
            typed.errors + typed.lost,
            f"{typed.acknowledged} saves acknowledged, {typed.lost} lost, {typed.errors} errors",
            0,
            f"median {typed.median_ms:.0f} ms, slowest {typed.slowest_ms:.0f} ms",
        )


def _matching(large: Flask, file: Path) -> Iterator[Line]:
    _say(f"one account among {LARGE:,} cases")
    for name, ratio in matching.measure(large, file):
        yield _line(f"what may be the same child, {name}, beside an indexed look-up", ratio, None)


def _line(name: str, ratio: Ratio, target: float | None, remark: str = "") -> Line:
    times = f"{ratio.ours_ms:.2f} and {ratio.other_ms:.2f} ms"
    spread = f"{ratio.lowest:.2f} to {ratio.highest:.2f}"
    return Line(name, ratio.median, spread, target, f"{times}; {remark}" if remark else times)


def _table(lines: list[Line]) -> str:
    rows = [
        f"| {line.name} | {line.ratio:.2f} | {line.spread} | {line.told_target} | {line.verdict} | {line.remark} |"
        for line in lines
    ]
    head = ["| what | ratio | rounds | target | | ours and the other |", "|---|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def _measured(lines: list[Line]) -> str:
    """The table of a part, and when and on what it was measured."""
    machine = os.environ.get("BENCH_MACHINE") or f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{written_date(clock.today())}, {machine}, {versions}, commit {_commit()}.\n\n{_table(lines)}"


def _kept() -> dict[str, str]:
    """What bench/RESULTS.md says of each part."""
    sections = RESULTS.read_text().split("\n## ")[1:]
    named = (section.partition("\n\n") for section in sections)
    return {name.lower(): text.strip() for name, _, text in named if name.lower() in (*PARTS, MILLIONS)}


def _results(measured: dict[str, str]) -> str:
    sections = "\n\n".join(
        f"## {part.capitalize()}\n\n{measured[part]}" for part in (*PARTS, MILLIONS) if part in measured
    )
    return f"""# Results of the benchmarks

A ratio is the time of the application divided by the time of the other side (for saves: the rate divided by the
rate), measured by turns in the order A B B A, at least 7 rounds; it is the median of the rounds' ratios. Times on
a shared machine move; ratios hold. Both sides' answers are compared before they are timed. All cases are invented.
Written by `make bench`, whole or in parts.

{sections}

## What stands beside what

- Which of two peers a target is measured beside, and why, is decision 43.
- Figures are timed from the first statement to the last percentage, beside the same counts by sqlite3 alone:
  "with group by" lets SQL count, "with rows" is the fastest way by hand that was found.
- The bare page is a plain Flask app that renders the same layout around a heading, without a database, sign-in,
  gate, headers or log. It compiles our templates as Flask does, the application as `cdop/blueprints/templates.py` does.
  The same page from constants is that app with our page's own template: the same HTML without reading anything. The
  case page also writes, durably, that the case was looked at before it is shown: most of what it takes beyond that page
  is the wait for the disk, so it moves with the disk. For information it stands beside the same page that puts a row on
  the disk first, by sqlite3 alone.
- Forms stand beside the same page that our template and the macros of the design system make from constants; the
  answers to check are its summary list, from the same rows and with the same words. Until 29 November 2026 that line
  stood beside our own list, which has no macro of the design system in it: this is the line of the static template.
- An autosave stands beside the requests of the minimal apps below, all in one process. Beside the bare one it also
  does what a door does; beside both: what of a page of questions is new, whether a colleague wrote meanwhile, who may,
  the history and what the audit tells.
- Of the editors the number is that of errors and of answers that were acknowledged and are not there. The databases
  lie in memory, so the times are not those of a disk.
- Matching compares an account with up to 40 cases that share a key with it; the look-up is one number by its index, by
  sqlite3 alone, and finds nothing else. Ours is mostly three statements by way of
  SQLAlchemy, as for any list; the comparing itself is a tenth. So the ratio says what it costs to look for what is not
  equal, not that the index is slow.
- Tables of the workspace are timed from the first statement to the last percentage, before the gate, whose seconds for
  one table of sixty cells stand below; of the shortest and of the longest period that it offers. Hand-written
  SQL is the same counts by sqlite3 or psycopg alone, on the same database with the same indexes. Pandas on all cases
  reads the columns that it needs of the same database, chooses the cases of the period and groups them. For
  information, pandas on a file does the same with a CSV file, age bands and all, which pandas reads faster than rows of
  a database; what stands beside hand-written SQL says how many times as fast counting by hand is. Pandas on rows that
  the database chose by its index stands beside the index rather than beside an analyst. Of a million
  cases those beyond the first hundred thousand are these again. On SQLite our connections keep in
  memory what they sort (`temp_store`), so that nothing of a child comes into a file beside the database: there grouping
  the rows of ten years takes half as long again as on the other's, which may write it to one.
- A table asked for again is a page: one statement reads who asks and whether what the table is drawn from is as it was;
  the bare page reads nothing.
- A report is drawn from what was gathered for it; the other draws the same words, rows and bars as constants. The
  database of the longer year has 100,000 cases. The seconds of building are from the first statement until it is kept.
- The gate for numbers is timed without reading the cases, in seconds of its own processor time. What a rule for each
  cell by itself would show beside it is not safe: an adding reader gets small numbers back.
- The minimal app saves a note with a version check and an audit row in one transaction of sqlite3 or psycopg, as
  durable as ours (synchronous=FULL; PostgreSQL as it is by itself), without sign-in, policy, form, one-time mark, diff
  or log. With a door it also looks up the session, checks the CSRF token and the form and flashes a message. That
  of the same stack is what the manuals of Flask-SQLAlchemy show: the same rows by its session instead of by the driver
  alone. All are served by gunicorn with 2 workers and 4 threads.
"""


def _commit() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
        cwd=RESULTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip() or "unknown"


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stdout, flush=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let the applications log as they always do, to nowhere."""
    with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere):
        yield


if __name__ == "__main__":
    asked = tuple(sys.argv[1:]) or PARTS
    if unknown := set(asked) - {*PARTS, MILLIONS}:
        sys.exit(f"no part of the benchmarks: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    main(asked)
