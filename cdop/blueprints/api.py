"""Released figures for other programs: read only, with a token of the panel, through the one gate for numbers."""

import hashlib
import json
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import TooManyRequests

from cdop import clock
from cdop.blueprints.access import public
from cdop.blueprints.errors import Problem, page
from cdop.forms.workspace import WorkspaceForm
from cdop.queries import releases as register
from cdop.queries.releases import Release
from cdop.rules import actors, api
from cdop.rules.actors import Actor
from cdop.rules.api_tokens import SCOPES, ApiScope
from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear
from cdop.rules.releases import Selection, dividing
from cdop.services import api_tokens, release_works, releases
from cdop.services.api_tokens import TooMuchAsked

PURPOSE = "Another program"
NEEDED = "Send a token of the panel that is in force: Authorization: Bearer, then the token"
NOT_IN_SCOPE = "The token does not open this"
LONGEST_TOKEN = 200
TITLES = {401: "A token is needed", 403: "Not with this token", 404: "There is nothing of that kind"}

blueprint = Blueprint("api", __name__, url_prefix=api.PREFIX)


@blueprint.before_request
def once_and_nothing_else() -> ResponseReturnValue | None:
    """Refuse what an address does not take or takes once: a slip in a name would give another table than is thought."""
    endpoint = api.endpoint_of(request.url_rule.rule if request.url_rule else "")
    names = [each.name for each in endpoint.takes if each.where == "query"] if endpoint else list(request.args)
    if set(request.args) <= set(names) and all(len(values) == 1 for _, values in request.args.lists()):
        return None
    return _refused(404, f"This address takes, once each: {', '.join(names) or 'nothing'}")


@blueprint.get("/")
@public()
def index() -> ResponseReturnValue:
    """Describe the interface as a page."""
    site = current_app.config["CDOP"].base_url
    return render_template("api/index.html", endpoints=api.ENDPOINTS, scopes=SCOPES, address=site + api.PREFIX)


@blueprint.get("/openapi.json")
@public()
def description() -> ResponseReturnValue:
    """Describe the interface for programs."""
    return _told(api.openapi(current_app.config["CDOP"].base_url))


@blueprint.get("/measures")
@public()
def measures() -> ResponseReturnValue:
    """Tell every table that can be asked for."""
    return _told({"measures": [{"id": m.id, "title": m.title, "definition": m.definition} for m in dividing()]})


@blueprint.get("/figures/<year>")
@public()
def figures(year: str) -> ResponseReturnValue:
    """Tell all figures of a year."""
    actor = _asking(ApiScope.FIGURES)
    try:
        period = FinancialYear.parse(year).period
    except ValueError as fault:
        return _refused(404, str(fault))
    return _released(actor, Selection(period, Profile.RELEASE))


@blueprint.get("/tables/<measure>")
@public()
def table(measure: str) -> ResponseReturnValue:
    """Tell one table."""
    actor = _asking(ApiScope.FIGURES)
    areas, themes = releases.choices(actor, actor.panel_id or 0)
    asked = MultiDict({**request.args, "measure": measure})
    form = WorkspaceForm(asked, today=clock.today(), areas=areas, themes=themes)
    if not form.validate():
        return _refused(404, " ".join(f"{field.errors[0].rstrip('.')}." for field in form if field.errors))
    return _released(actor, form.selection())


@blueprint.get("/releases")
@public()
def released() -> ResponseReturnValue:
    """Tell a page of the register of releases."""
    actor = _asking(ApiScope.RELEASES)
    asked = request.args.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and 1 <= int(asked) <= api.LAST_PAGE):
        return _refused(404, "Write the page as a whole number from 1")
    page = register.register(actor, int(asked))
    if page.page != int(asked):
        return _refused(404, f"The register ends with page {page.pages}")
    told = [_release(each) for each in page.releases]
    return _told({"page": page.page, "pages": page.pages, "total": page.total, "releases": told})


def _asking(scope: ApiScope) -> Actor:
    """The program whose token came with the request. Refuses, as a problem, where it opens nothing or not this."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    is_token = kind.casefold() == "bearer" and 0 < len(secret) <= LONGEST_TOKEN
    given, caller = secret if is_token else "", request.remote_addr or ""
    try:
        token = api_tokens.opened(given, caller=caller, today=clock.today(), now=clock.now())
    except TooMuchAsked:
        raise TooManyRequests(retry_after=int(api_tokens.WINDOW.total_seconds())) from None
    if token is None:
        abort(_refused(401, NEEDED))
    if scope not in token.scopes:
        abort(_refused(403, NOT_IN_SCOPE))
    return actors.program(token.panel_id, token.name)


def _released(actor: Actor, selection: Selection) -> Response:
    leaving = release_works.figures_of(actor, actor.panel_id or 0, selection, purpose=PURPOSE, now=clock.now())
    return _told(leaving, leaving["data_version"])


def _release(release: Release) -> dict[str, Any]:
    return {
        "title": release.title,
        "period": release.label,
        "profile": release.profile,
        "purpose": release.purpose,
        "released_at": release.released_at.isoformat(),
        "digest": release.digest,
        "withheld": release.withheld,
        "stands": release.ended_at is None,
    }


def _told(what: dict[str, Any], version: str = "") -> Response:
    """JSON with an ETag of what is protected, not of the records: it changes when what may be told does."""
    body = json.dumps(what, ensure_ascii=False, sort_keys=True)
    response = Response(body, mimetype="application/json")
    response.set_etag(version or hashlib.sha256(body.encode()).hexdigest())
    response.headers["Cache-Control"] = "no-cache, private"
    response.make_conditional(request)
    return response


def _refused(status: int, why: str) -> Response:
    response = page(status, Problem(TITLES[status], (why,)))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
