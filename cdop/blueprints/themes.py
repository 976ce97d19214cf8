"""The register of themes: all of them, one with its cases, its rule and what changing that would change."""

from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.blueprints.access import access, current_actor
from cdop.blueprints.asked import kind_asked
from cdop.blueprints.lists import page_asked
from cdop.blueprints.outcomes import BESIDE, done
from cdop.forms.base import BaseForm
from cdop.forms.themes import IN, DecideForm, RuleForm, ThemeForm
from cdop.queries import factors
from cdop.queries import themes as queries
from cdop.queries.near_deaths import of_theme
from cdop.queries.themes import Standing, ThemePage
from cdop.rules.theme_facts import FACTS, called
from cdop.rules.vocabulary import Action
from cdop.services import themes
from cdop.services.errors import Invalid, NotFound
from cdop.services.themes import Outcome, Told

CHANGED = f"Someone changed this theme after you opened it, so nothing was saved. {BESIDE}"
MOST_SHOWN = 25

blueprint = Blueprint("themes", __name__, url_prefix="/themes")


@blueprint.get("/")
@access(Action.THEME_LIST)
def index() -> ResponseReturnValue:
    """List the panel's themes, and the shipped ones that it does not follow."""
    actor = current_actor()
    found, others = queries.theme_list(actor, page_asked()), queries.not_followed(actor)
    return render_template("themes/index.html", found=found, others=others, form=BaseForm(formdata=None))


@blueprint.route("/new", methods=["GET", "POST"])
@access(Action.THEME_EDIT, form=ThemeForm)
def add() -> ResponseReturnValue:
    """Add a theme of the panel's own."""
    form = ThemeForm(data={"started_on": clock.today(), "is_active": True})
    mark, made = form.submission_id.data, []

    def act(**now: Any) -> None:
        made.append(themes.add(current_actor(), _told(form), submission_id=mark, **now))

    if form.validate_on_submit() and done(form, act, changed=CHANGED):
        flash("The theme was added. Write its rule next: without one it proposes no case.", "success")
        return redirect(url_for("themes.rule", key=made[0]))
    return render_template("themes/change.html", form=form, theme=None), 422 if form.is_submitted() else 200


@blueprint.post("/follow/<key>")
@access(Action.THEME_EDIT, form=BaseForm)
def follow(key: str) -> ResponseReturnValue:
    """Take a shipped theme into the register."""
    form = BaseForm()
    if form.validate() and done(form, partial(themes.follow, current_actor(), key)):
        flash("The theme is in the register.", "success")
        return redirect(url_for("themes.show", key=key))
    found, others = queries.theme_list(current_actor(), 1), queries.not_followed(current_actor())
    return render_template("themes/index.html", found=found, others=others, form=form), 409


@blueprint.post("/compare")
@access(Action.THEME_EDIT, form=BaseForm)
def compare() -> ResponseReturnValue:
    """Compare all cases with the rules now, not only tonight."""
    actor, form = current_actor(), BaseForm()
    if form.validate() and actor.panel_id is not None:
        themes.compare(actor, actor.panel_id, now=clock.now())
        flash("All cases were compared with the rules.", "success")
    return redirect(url_for("themes.index"))


@blueprint.get("/<key>")
@access(Action.THEME_LIST)
def show(key: str) -> ResponseReturnValue:
    """Show a theme with one page of its cases: proposed, in or out."""
    page = _page(key)
    return _shown(page, DecideForm(formdata=None).offer(_offered(page)))


@blueprint.post("/<key>/decide")
@access(Action.THEME_DECIDE, form=DecideForm)
def decide(key: str) -> ResponseReturnValue:
    """Put cases in the theme or leave them out."""
    page = _page(key)
    form = DecideForm().offer(_offered(page))
    if form.validate_on_submit() and done(form, _decided(key, form)):
        flash("What you decided was recorded.", "success")
        return redirect(url_for("themes.show", key=key, show=_standing()))
    return _shown(page, form), 422


@blueprint.route("/<key>/change", methods=["GET", "POST"])
@access(Action.THEME_EDIT, form=ThemeForm)
def change(key: str) -> ResponseReturnValue:
    """Say what the theme is about, who owns it and whether it is offered."""
    theme = _page(key).theme
    names = ("label", "definition", "owner", "started_on", "is_active", "tells_of_near", "version")
    form = ThemeForm(data={name: getattr(theme, name) for name in names})
    verb = partial(themes.change, current_actor(), key)
    if form.validate_on_submit() and done(form, partial(verb, _told(form), version=form.version.data), changed=CHANGED):
        flash("The theme was saved.", "success")
        return redirect(url_for("themes.show", key=key))
    form.go_on_beside()
    refused = 409 if form.version.errors else 422
    page = render_template("themes/change.html", form=form, theme=theme)
    return page, refused if form.is_submitted() else 200


@blueprint.route("/<key>/rule", methods=["GET", "POST"])
@access(Action.THEME_EDIT, form=RuleForm)
def rule(key: str) -> ResponseReturnValue:
    """Write a rule: first see what it would change, then save it."""
    page = _page(key)
    form = RuleForm(data={"rule": page.rule.text, "version": page.rule.number})
    if not form.validate_on_submit():
        return _rule(page, form, None, 422 if form.is_submitted() else 200)
    outcome = _outcome(key, form)
    if outcome is None:
        return _rule(page, form, None, 422)
    text = form.rule.data or ""
    if request.form.get("press") != "save" or not form.is_shown:
        form.shown.data = text
        return _rule(page, form, outcome, 200)
    verb = partial(themes.change_rule, current_actor(), key, text, reason=form.reason.data or "")
    if done(form, partial(verb, number=form.version.data), changed=CHANGED):
        flash("The rule was saved, and every case compared with it.", "success")
        return redirect(url_for("themes.show", key=key))
    form.go_on_beside()
    return _rule(page, form, outcome, 409 if form.version.errors else 422)


def _outcome(key: str, form: RuleForm) -> Outcome | None:
    try:
        return themes.outcome(current_actor(), key, form.rule.data or "")
    except Invalid as invalid:
        form.add_faults(invalid.faults)
        return None


def _rule(page: ThemePage, form: RuleForm, outcome: Outcome | None, status: int) -> ResponseReturnValue:
    changes = _changes(outcome) if outcome else ()
    own = [row for row in factors.all_rows(current_actor(), now=clock.now()) if not row.shipped]
    shown = {"page": page, "form": form, "outcome": outcome, "changes": changes, "own_factors": own}
    shown |= {"facts": FACTS, "called": called}
    return render_template("themes/rule.html", **shown), status


def _changes(outcome: Outcome) -> list[tuple[str, int, dict[str, str]]]:
    """What a rule would change in words, of how many cases, and the references of the first of them."""
    told = (
        ("would newly be proposed", outcome.proposed),
        ("would no longer be proposed", outcome.dropped),
        ("of those in the theme would not fit it; what is in stays in until somebody decides", outcome.against),
    )
    return [(words, len(ids), queries.references(current_actor(), ids[:MOST_SHOWN])) for words, ids in told]


def _decided(key: str, form: DecideForm) -> "partial[None]":
    return partial(
        themes.decide,
        current_actor(),
        key,
        form.cases.data or (),
        is_in=form.belongs.data == IN,
        reason=form.reason.data or "",
        submission_id=form.submission_id.data,
    )


def _told(form: ThemeForm) -> Told:
    return Told(
        form.label.data or "",
        form.definition.data or "",
        form.owner.data or "",
        form.started_on.data,
        form.is_active.data,
        form.tells_of_near.data,
    )


def _standing() -> Standing:
    return kind_asked(Standing, "show") or Standing.PROPOSED


def _page(key: str) -> ThemePage:
    found = queries.theme_page(current_actor(), key, _standing(), page_asked(), today=clock.today())
    if found is None:
        raise NotFound
    return found


def _offered(page: ThemePage) -> list[tuple[str, str]]:
    return [(each.public_id, each.reference) for each in page.cases]


def _shown(page: ThemePage, form: Any) -> str:
    near = of_theme(current_actor(), page.theme.key, clock.today())
    shown = {"page": page, "form": form, "near": near, "standing": _standing(), "standings": list(Standing)}
    return render_template("themes/show.html", **shown)
