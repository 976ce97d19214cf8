"""The words of messages and letters: the first ones, or those that a panel gave them, within safe fields.

A panel's words are a template too, of which nothing is allowed but the fields of that message and {% if %}: no
attribute, no call, no loop. What it could reach is decided by what it is made of, before it is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError, nodes, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import MessageWording
from cdop.rules import messages
from cdop.rules.actors import Actor
from cdop.rules.correspondence import Language, LetterKind, OfficialKind
from cdop.rules.typed_text import text_fault, tidy
from cdop.rules.vocabulary import Action, AuditVerb
from cdop.services.access import require
from cdop.services.errors import Invalid, NotFound
from cdop.services.unit import writes

TEMPLATES = Path(__file__).parents[1] / "templates"
SIGN = '{% include "email/_sign.txt" %}'
LONGEST = {"subject": 200, "text": 5000}
OF_EVERY_MESSAGE = frozenset({"panel", "telephone", "panel_email", "reference"})
# Without these a message is of no use; where its first words have one, a panel's words keep it.
NEEDED = frozenset({"reference", "link", "accounts", "code", "letter"})
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.CondExpr, nodes.Const, nodes.Concat,
    nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
LETTER_FIELDS = frozenset({"child", "parents", "key_worker", "panel", "telephone", "panel_on"})
OFFICIAL_FIELDS = frozenset({"reference", "answer_by", "panel", "telephone", "request", "recommendation"})
HEADING = "Private"


@dataclass(frozen=True, slots=True)
class Words:
    """The subject and the text of a message as templates; the text without what every message ends with."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of message or letter whose words a panel may change. The subject of a letter is its heading.

    `fields`: those that it may use beside the ones that its first words have.
    """

    label: str
    goes_to: str
    path: str
    subject_path: str | None = None
    fields: frozenset[str] = OF_EVERY_MESSAGE
    language: Language = Language.ENGLISH

    @property
    def is_message(self) -> bool:
        """Whether it leaves by e-mail with the end that every message has."""
        return self.subject_path is not None


def letter_key(kind: LetterKind, language: Language = Language.ENGLISH) -> str:
    """Return the key of the words of a letter to a family in a language."""
    own = "" if language is Language.ENGLISH else f".{language.value}"
    return f"letter.{kind.name.lower()}{own}"


def official_key(kind: OfficialKind) -> str:
    """Return the key of the words of a letter to an agency, a board or a trust."""
    return f"official.{kind.name.lower()}"


def kind_of(key: str) -> Kind:
    """Return a kind of message or letter by its key. Raises NotFound."""
    if key not in KINDS:
        raise NotFound
    return KINDS[key]


def first_words(key: str) -> Words:
    """Return the words that a kind has where its panel gave it none; for other languages the English to start from.

    Raises NotFound.
    """
    kind = kind_of(key)
    text = (TEMPLATES / kind.path).read_text(encoding="utf-8").removesuffix("\n").removesuffix(SIGN).rstrip()
    subject = (TEMPLATES / kind.subject_path).read_text(encoding="utf-8").strip() if kind.subject_path else HEADING
    return Words(subject, text)


def words_of(panel_id: int, template: str, *, at: datetime) -> Words | None:
    """Return the words that a panel had given to a kind of message at an instant; None where it had the first ones."""
    given = (MessageWording.panel_id == panel_id) & (MessageWording.template == template)
    query = select(MessageWording.subject, MessageWording.text).where(given, MessageWording.created_at <= at)
    row = db.session.execute(query.order_by(MessageWording.id.desc()).limit(1)).one_or_none()
    return None if row is None or row.text is None else Words(row.subject, row.text)


def fields(template: str) -> tuple[str, ...]:
    """Return the fields that the words of a kind of message may use, in the order of the alphabet."""
    first = first_words(template)
    return tuple(sorted(_fields_in(f"{first.subject}\n{first.text}") | kind_of(template).fields))


def faults(template: str, words: Words) -> dict[str, str]:
    """Return what is wrong with the words that a panel would give to a kind of message, by field."""
    found = {name: _fault(template, name, getattr(words, name)) for name in LONGEST}
    first = first_words(template)
    lost = sorted(NEEDED & _fields_in(first.text) - _fields_in(words.text)) if not found["text"] else []
    if lost:
        found["text"] = f"Keep {{{{ {lost[0]} }}}}: the message is of no use without it"
    return {name: fault for name, fault in found.items() if fault}


@writes(AuditVerb.WORDING_CHANGED)
def change(actor: Actor, template: str, *, subject: str, text: str, now: datetime) -> None:
    """Give a kind of message the panel's own words from now on. Raises Invalid with a fault by field, NotFound."""
    require(actor, Action.MESSAGE_WORD)
    words = Words(tidy(subject, lines=False), tidy(text, lines=True))
    if found := faults(template, words):
        raise Invalid(found)
    if words != words_of(_panel(actor), template, at=now):
        _keep(actor, template, words.subject, words.text, now)


@writes(AuditVerb.WORDING_CHANGED)
def restore(actor: Actor, template: str, *, now: datetime) -> None:
    """Give a kind of message its first words again; what the panel had stays in the history. Raises NotFound."""
    require(actor, Action.MESSAGE_WORD)
    first_words(template)
    if words_of(_panel(actor), template, at=now) is not None:
        _keep(actor, template, None, None, now)


def rendered(words: Words, told: Mapping[str, Any]) -> Words:
    """Return a panel's words with the fields filled in. For words without faults."""
    return Words(*(_safe().from_string(part).render(told) for part in (words.subject, words.text)))


def from_file(name: str, told: Mapping[str, Any]) -> str:
    """Return a template of `templates/email` with the fields filled in. One that nobody told is a fault, not a gap."""
    return _files().get_template(f"email/{name}").render(told)


def _keep(actor: Actor, template: str, subject: str | None, text: str | None, now: datetime) -> None:
    row = MessageWording(panel_id=_panel(actor), template=template, subject=subject, text=text)
    row.by_name, row.created_at, row.created_by_id = actor.name, now, actor.user_id
    db.session.add(row)


def _panel(actor: Actor) -> int:
    if actor.panel_id is None:
        raise NotFound
    return actor.panel_id


def _fault(template: str, name: str, typed: str) -> str | None:
    called = "The subject" if name == "subject" else "The message"
    if not typed.strip():
        return f"{called} cannot be empty"
    return text_fault(typed, called, LONGEST[name], lines=name == "text") or _template_fault(template, typed)


def _template_fault(template: str, typed: str) -> str | None:
    try:
        tree = _safe().parse(typed)
    except TemplateSyntaxError as error:
        return f"Line {error.lineno} cannot be read: look whether every {{{{, }}}} and {{% if %}} has its end"
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED):
            return f"Line {node.lineno} has something that a message may not have: write fields and {{% if %}} only"
    unknown = sorted(_names(tree) - set(fields(template)))
    return f"There is no field {{{{ {unknown[0]} }}}} in this message" if unknown else None


def _fields_in(typed: str) -> frozenset[str]:
    return _names(_safe().parse(typed))


def _names(tree: nodes.Template) -> frozenset[str]:
    return frozenset(name.name for name in tree.find_all(nodes.Name))


@cache
def _safe() -> Environment:
    """Where a panel's words are read: no loader, no global, nothing to call. They are plain text."""
    safe = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=select_autoescape((), default_for_string=False),
    )
    for names in (safe.globals, safe.filters, safe.tests):
        names.clear()
    return safe


@cache
def _files() -> Environment:
    """Where our own templates are read: outside of any request."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=select_autoescape(("html",), default=False),
    )


def _message(name: str, template: messages.Template) -> Kind:
    return Kind(template.label, template.audience, f"email/{name}.txt", f"email/{name}.subject.txt")


def _letter(kind: LetterKind, language: Language) -> Kind:
    label = f"Letter to a family: {kind.value}"
    path = f"letters/words/{kind.name.lower()}.txt"
    told = label if language is Language.ENGLISH else f"{label} ({language.label})"
    return Kind(told, "a family", path, fields=LETTER_FIELDS, language=language)


# A digest is a list of other messages: its words are not a panel's to change.
KINDS: dict[str, Kind] = {
    **{name: _message(name, each) for name, each in messages.TEMPLATES.items() if name != messages.DIGEST},
    **{letter_key(kind, language): _letter(kind, language) for kind in LetterKind for language in Language},
    **{
        official_key(kind): Kind(
            f"Letter: {kind.value}",
            "an agency, a board or a trust",
            f"letters/official/{kind.name.lower()}.txt",
            fields=OFFICIAL_FIELDS,
        )
        for kind in OfficialKind
    },
}
