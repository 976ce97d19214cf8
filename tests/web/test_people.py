"""Accounts on the web: opened with a link by which their person chooses a password, changed, closed, opened again."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from cdop.extensions import db
from cdop.forms.people import GIVEN
from cdop.models import OutboundMessage, PasswordLink, SecondStep, User, UserSession
from cdop.rules.actors import public
from cdop.rules.vocabulary import Role
from cdop.services import password_links, people, second_steps
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from tests.agencies import add_agency
from tests.client import Browserless, assert_good_html, hidden_fields, shown_text
from tests.personas import PASSWORD, address

NEW = {"email": "new.person@example.com", "name": "Invented Person", "roles": "panel member"}
CHOSEN = "four words put together"


@pytest.fixture
def other_client(client: Browserless) -> Browserless:
    """The browser of somebody else."""
    return Browserless(client.app, client.cast)


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("administrator")


def link_to(template: str) -> str:
    """The path of the newest link that a message carries."""
    db.session.rollback()
    of_it = select(OutboundMessage).where(OutboundMessage.template == template).order_by(OutboundMessage.id.desc())
    message = db.session.scalars(of_it).first()
    assert message is not None

    class Site:
        base_url = ""

    return password_links.words(message.context, Site())["link"]


def page_of(name: str) -> str:
    db.session.rollback()
    return f"/people/{db.session.scalars(select(User.public_id).where(User.email == name)).one()}"


def chosen(client: Browserless, path: str, password: str = CHOSEN) -> None:
    assert client.submit(path, password=password, again=password).location == "/sign-in"


def test_person_chooses_the_password_of_a_new_account_by_its_link_once(
    desk: Browserless, other_client: Browserless
) -> None:
    assert desk.submit("/people/", **NEW).status_code == 302
    assert "Panel member" in shown_text(desk.get("/people/").text)
    path = link_to("account_opened")
    refused = other_client.submit(path, password=CHOSEN, again="other words")
    assert "The two passwords are not the same" in refused.text
    assert "Use at least 12 characters" in other_client.submit(path, password="short", again="short").text
    chosen(other_client, path)
    other_client.get(path, status=410)
    assert other_client.submit("/sign-in", email=NEW["email"], password=CHOSEN).status_code == 302
    assert "Home" in other_client.get("/").text


def test_whoever_forgot_gets_a_link_and_nobody_learns_who_has_an_account(client: Browserless) -> None:
    chair = client.cast.person("chair")
    known, unknown = (
        shown_text(client.submit("/forgotten-password", email=typed).text)
        for typed in (address("chair"), "nobody@example.com")
    )
    assert known == unknown
    path = link_to("password_forgotten")
    assert len(list(db.session.scalars(select(OutboundMessage)))) == 1
    client.sign_in("chair")
    chosen(client, path)
    assert client.http.get("/").location.startswith("/sign-in")  # wherever they were signed in, they are out
    db.session.rollback()
    of_chair = select(UserSession).where(UserSession.user_id == chair.user_id, UserSession.ended_at.is_(None))
    assert db.session.scalars(of_chair).all() == []
    assert client.submit("/sign-in", email=address("chair"), password=PASSWORD).status_code == 422
    assert client.submit("/sign-in", email=address("chair"), password=CHOSEN).status_code == 302


def test_link_ends_with_its_hour_with_the_next_one_and_with_the_account(client: Browserless, now: datetime) -> None:
    client.cast.person("chair")
    told = {"caller": "here"}
    password_links.ask(public(), address("chair"), **told, now=now)
    first = link_to("password_forgotten").removeprefix("/password/")
    assert password_links.is_open(first, now + timedelta(minutes=59))
    assert not password_links.is_open(first, now + timedelta(hours=1))
    password_links.ask(public(), address("chair"), **told, now=now)
    second = link_to("password_forgotten").removeprefix("/password/")
    assert (password_links.is_open(first, now), password_links.is_open(second, now)) == (False, True)
    desk = client.sign_in("administrator")
    assert desk.submit(page_of(address("chair")), page_of(address("chair")) + "/close").status_code == 302
    client.get(f"/password/{second}", status=410)


def test_links_are_asked_for_a_few_times_an_hour(client: Browserless, now: datetime) -> None:
    client.cast.person("chair")
    for _ in range(5):
        password_links.ask(public(), address("chair"), caller="here", now=now)
    password_links.ask(public(), address("chair"), caller="here", now=now + timedelta(hours=2))
    assert len(list(db.session.scalars(select(PasswordLink)))) == 4


def test_roles_change_from_today_and_the_person_signs_in_again(desk: Browserless, other_client: Browserless) -> None:
    other_client.sign_in("panel member")
    page = page_of(address("panel member"))
    assert desk.submit(page, page + "/roles", roles="chair").status_code == 302
    assert "Chair, from" in shown_text(desk.get(page).text)
    assert other_client.http.get("/").location.startswith("/sign-in")
    assert "Choose at least one role" in shown_text(desk.submit(page, page + "/roles").text)


def test_role_that_opens_no_page_stays_when_another_is_given(desk: Browserless) -> None:
    desk.cast.person("key worker")
    page = page_of(address("key worker"))
    held = [value for name, value in ticked(desk.get(page).text) if name == "roles"]
    assert held == ["key worker"]
    assert {role.value for role, _ in GIVEN} == {*Role}
    assert desk.submit(page, page + "/roles", roles=[*held, "analyst"]).status_code == 302
    shown = shown_text(desk.get(page).text)
    assert ("Key worker, from" in shown, "Analyst, from" in shown) == (True, True)


def ticked(html: str) -> list[tuple[str, str]]:
    """The boxes of a page that are ticked, by name and value."""
    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", html)
    found = [re.search(r'name="([^"]*)"[^>]*value="([^"]*)"', box) for box in boxes if " checked" in box]
    return [(each[1], each[2]) for each in found if each]


def test_two_who_change_an_account_at_once_see_both_and_lose_nothing(desk: Browserless) -> None:
    desk.cast.person("chair")
    page = page_of(address("chair"))
    earlier = hidden_fields(desk.get(page).text)
    assert desk.submit(page, page + "/roles", roles=["chair", "analyst"]).status_code == 302
    late = desk.http.post(page + "/roles", data=earlier | {"roles": ["panel member"]})
    assert late.status_code == 409
    assert_good_html(late.text)
    assert "Someone changed this account after you opened it" in late.text
    saved = shown_text(late.text).partition("What somebody else saved")[2]
    assert saved.strip().startswith("Chair: analyst, chair.")
    assert [value for name, value in ticked(late.text) if name == "roles"] == ["panel member"]
    assert desk.http.post(page + "/name", data=earlier | {"name": "Another"}).status_code == 409
    assert desk.submit(page, page + "/close").status_code == 302
    again = desk.http.post(page + "/roles", data=hidden_fields(late.text) | {"roles": ["panel member"]})
    assert (again.status_code, "Chair: closed." in shown_text(again.text)) == (409, True), (
        "closed, and not opened again"
    )


def test_nobody_gives_themselves_a_role_by_any_way(client: Browserless, now: datetime) -> None:
    actor, day = client.cast.person("administrator"), now.date()
    told = {"email": address("administrator"), "panel_id": client.cast.panel_id}
    with pytest.raises(Invalid):
        people.set_roles(actor, roles=[Role.CHAIR], today=day, now=now, **told)
    with pytest.raises(Blocked):
        second_steps.reset(actor, page_of(address("administrator")).removeprefix("/people/"), now=now)
    with pytest.raises(Forbidden):
        people.set_roles(client.cast.person("coordinator"), roles=[Role.CHAIR], today=day, now=now, **told)


def test_nobody_changes_or_closes_their_own_account(desk: Browserless) -> None:
    page = page_of(address("administrator"))
    assert "ask another administrator" in desk.submit(page, page + "/roles", roles="chair").text
    assert "ask another administrator" in desk.submit(page, page + "/close").text
    assert "Administrator" in shown_text(desk.get(page).text)


def test_closed_account_is_opened_again_by_a_link_with_other_roles(
    desk: Browserless, other_client: Browserless
) -> None:
    desk.cast.person("chair")
    page = page_of(address("chair"))
    desk.submit(page, page + "/close")
    assert other_client.submit("/sign-in", email=address("chair"), password=PASSWORD).status_code == 422
    assert desk.submit(page, page + "/roles", roles="panel member").status_code == 302
    assert other_client.submit("/sign-in", email=address("chair"), password=PASSWORD).status_code == 422
    chosen(other_client, link_to("account_opened"))
    assert other_client.submit("/sign-in", email=address("chair"), password=CHOSEN).status_code == 302
    shown = shown_text(desk.get(page).text)
    assert ("Panel member, from" in shown, "Chair, from" in shown) == (True, False)


def test_person_of_an_agency_is_given_it_with_the_account_and_may_answer_for_others(
    desk: Browserless, now: datetime
) -> None:
    for name in ("Invented Surgery", "Invented Ward"):
        add_agency(desk.cast.command_line, name=name, now=now)
    told = NEW | {"roles": "agency lead"}
    assert "Choose the agency whose forms they answer" in desk.submit("/people/", **told).text
    assert desk.submit("/people/", **told, agency="Invented Surgery").status_code == 302
    page = page_of(NEW["email"])
    assert "Answers the forms of Invented Surgery" in shown_text(desk.get(page).text)
    assert desk.submit(page, f"{page}/agencies", agency="Invented Ward").status_code == 302
    ends = re.findall(rf"{page}/agencies/[\w-]+/end", desk.get(page).text)
    assert len(ends) == 2
    assert [desk.submit(page, end).status_code for end in ends] == [302, 302]
    assert "No longer of" not in desk.get(page).text
    refused = desk.submit(page, f"{page}/roles", roles="agency lead")
    assert "Choose the agency whose forms they answer" in refused.text
    given = {"roles": ["agency lead", "agency respondent"], "agency": "Invented Ward"}
    assert desk.submit(page, f"{page}/roles", **given).status_code == 302
    assert "Answers the forms of Invented Ward" in shown_text(desk.get(page).text)
    assert desk.submit(page, f"{page}/roles", roles="agency lead").status_code == 302, "who has one is not asked again"
    assert desk.submit(page, ends[0]).status_code == 404
    no_lead = NEW | {"email": "reader@example.com", "agency": "Invented Surgery"}
    assert desk.submit("/people/", **no_lead).status_code == 302
    assert "Answers the forms" not in desk.get(page_of("reader@example.com")).text


def test_closing_an_account_leaves_its_person_their_work_for_another_panel(
    desk: Browserless, other_client: Browserless
) -> None:
    desk.cast.person("chair", panel_id=desk.cast.other_panel_id)
    desk.cast.person("chair")
    page = page_of(address("chair"))
    assert desk.submit(page, f"{page}/close").status_code == 302
    desk.get(page, status=404)
    assert other_client.submit("/sign-in", email=address("chair"), password=PASSWORD).status_code == 302
    assert other_client.get("/account/second-step").status_code == 200


def test_name_and_second_step_of_who_works_for_two_panels_are_not_changed_by_one(
    desk: Browserless, now: datetime
) -> None:
    cast = desk.cast
    cast.person("chair", panel_id=cast.other_panel_id)
    chair = cast.person("chair")
    second_steps.begin(chair, now=now)
    with db.engine.begin() as connection:
        connection.execute(update(SecondStep).values(confirmed_at=now))
    page = page_of(address("chair"))
    alone = desk.submit(page, f"{page}/name", name="Another")
    assert (alone.status_code, "no panel by itself gives them another name" in alone.text) == (422, True)
    kept = desk.submit(page, f"{page}/second-step")
    assert (kept.status_code, "no panel by itself takes their second step away" in kept.text) == (409, True)
    shown = desk.get(page).text
    assert [f"{page}/{what}" in shown for what in ("name", "second-step", "roles")] == [False, False, True]
    told = {"email": address("chair"), "panel_id": cast.panel_id, "now": now}
    people.rename_user(cast.command_line, name="Another", **told)
    second_steps.reset(cast.command_line, page.removeprefix("/people/"), now=now)
    assert not second_steps.is_confirmed(chair.user_id or 0)


def test_person_of_another_panel_is_not_there(desk: Browserless, now: datetime) -> None:
    desk.cast.person("chair", panel_id=desk.cast.other_panel_id)
    page = page_of(address("chair"))
    assert desk.get(page, status=404).status_code == 404
    with pytest.raises(NotFound):
        password_links.send(desk.cast.person("administrator"), page.removeprefix("/people/"), now=now)


def test_role_that_is_none_is_refused_beside_its_field(desk: Browserless) -> None:
    desk.cast.person("chair")
    page = page_of(address("chair"))
    answer = desk.submit(page, f"{page}/roles", roles="king")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
