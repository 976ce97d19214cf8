"""Examples of the pages of themes, of groups of cases and of the register of releases."""

from typing import Any

from tests.web.things import Example, Things


def _nobody(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22}


def _case_of_nobody(things: Things) -> dict[str, Any]:
    return _nobody(things) | {"case_id": "A" * 22}


def _theme(_things: Things) -> dict[str, Any]:
    return {"key": "safe-sleep"}


def _note_of_nobody(things: Things) -> dict[str, Any]:
    return _theme(things) | _nobody(things)


def _released(things: Things) -> dict[str, Any]:
    return {"public_id": things.release}


THEME_EXAMPLES = {
    "themes.index": Example(),
    "themes.add": Example(sent=422),
    "themes.follow": Example(_theme, sent=409),
    "themes.compare": Example(),
    "themes.show": Example(_theme),
    "themes.decide": Example(_theme, sent=422),
    "themes.change": Example(_theme, sent=422),
    "themes.rule": Example(_theme, sent=422),
    "near_deaths.index": Example(),
    "near_deaths.record": Example(sent=422),
    "case_groups.index": Example(),
    "case_groups.add": Example(sent=422),
    "case_groups.show": Example(_nobody, opened=404),
    "learning_notes.write": Example(_theme, {"helps": "Put babies on their backs to sleep."}, is_page_form=True),
    "learning_notes.agree": Example(_theme, {"because": "Guidance"}, sent=409),
    "learning_notes.numbers": Example(_theme, opened=302),
    "learning_notes.withdraw": Example(_note_of_nobody, {"reason": "A wrong number"}, sent=404),
    "public_notes.show": Example(_nobody, opened=404),
    "public_notes.pdf": Example(_nobody, opened=404),
    "case_groups.add_cases": Example(_nobody, sent=404),
    "case_groups.change": Example(_nobody, opened=404, sent=404),
    "case_groups.findings": Example(_nobody, opened=404, sent=404),
    "case_groups.note": Example(_case_of_nobody, opened=404, sent=404),
    "case_groups.take_out": Example(_case_of_nobody, sent=404),
    "case_groups.report": Example(_nobody, opened=404),
    "case_groups.paper": Example(_nobody, opened=404),
    "releases.index": Example(),
    "releases.show": Example(_released),
    "releases.extract": Example(sent=422),
    "releases.proposal": Example(_nobody, opened=404),
    "releases.sign": Example(_nobody, sent=404),
    "releases.refuse": Example(_nobody, sent=404),
    "releases.take": Example(_nobody, opened=404),
    "releases.deletion": Example(_nobody, opened=404, sent=404),
    "releases.renew": Example(_released, form={"reason": ""}, sent=422),
}
