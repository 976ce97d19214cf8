"""What an audit entry says. The unit of work writes the entries; nobody else does."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import inspect

from cdop.extensions import Base
from cdop.rules.actors import Actor
from cdop.services import keys

# Kept up by the unit of work or meaningless to a reader.
UNTOLD = frozenset({"id", "version", "figures_digest", "data_sum", "figures_state", "created_at", "created_by_id"})


def keyed_digest(text: str) -> str:
    """Return a hexadecimal digest of `text` that cannot be guessed at without the key."""
    return hmac.digest(keys.signing_key("audit"), text.encode(), "sha256").hex()


def who(actor: Actor) -> dict[str, Any]:
    """Return the columns that name the actor."""
    return {
        "actor_kind": actor.kind,
        "actor_id": actor.user_id if actor.user_id is not None else actor.invitation_id,
        "actor_name": actor.name,
        "panel_id": actor.panel_id,
    }


def entry(subject_kind: str, subject_id: str, case_id: int | None, changes: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that name the subject and the changes."""
    return {"subject_kind": subject_kind, "subject_id": subject_id, "case_id": case_id, "changes": changes}


def entry_for(row: Any, changes: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the columns of an entry about a stored row."""
    key = inspect(row).mapper.primary_key_from_instance(row)
    ids = {name: getattr(row, name, None) for name in ("id", "case_id", "panel_id")}
    return entry_of(row.__tablename__, key, ids, changes)


def entry_of(kind: str, key: Iterable[Any], ids: Mapping[str, Any], changes: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the same of a row known by the name of its table, its primary key and its ids."""
    case_id = ids["id"] if kind == "child_case" else ids.get("case_id")
    told = entry(kind, "/".join(str(part) for part in key), case_id, changes)
    panel_id = ids["id"] if kind == "panel" else ids.get("panel_id")
    return told if panel_id is None else told | {"panel_id": panel_id}


def diff(row: Any, *, deleted: bool = False) -> dict[str, list[Any]]:
    """Return `{column: [old, new]}` of what a row's next flush changes. Personal values appear as digests."""
    state = inspect(row)
    columns = state.mapper.columns
    changes = {}
    for key in columns.keys():  # noqa: SIM118 - by attribute, which iterating a collection of columns is not
        was_set = deleted or key in state.committed_state
        if key in UNTOLD or not was_set:
            continue
        old, new = _old_and_new(state, key, deleted=deleted)
        if old != new:
            changes[key] = [_told(old, columns[key].info), _told(new, columns[key].info)]
    return changes


def told_of_new(model: type[Base], values: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what `diff` would of a new row with these values by column."""
    columns = inspect(model).columns
    told = {name: value for name, value in values.items() if value is not None and name not in UNTOLD}
    return {name: [None, _told(value, columns[name].info)] for name, value in told.items()}


def told_of_changed(model: type[Base], before: Mapping[str, Any], values: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what `diff` would of a row that was so before and now has these values."""
    columns = inspect(model).columns
    return {name: [_told(each, columns[name].info) for each in (before[name], value)] for name, value in values.items()}


def _old_and_new(state: Any, key: str, *, deleted: bool) -> tuple[Any, Any]:
    history = state.attrs[key].history
    if deleted:
        return (history.deleted or history.unchanged or [None])[0], None
    new = (history.added or history.unchanged or [None])[0]
    return (history.deleted or [new if history.unchanged else None])[0], new


def _told(value: Any, info: dict[str, Any]) -> Any:
    if value is None:
        return None
    if info.get("personal"):
        text = str(value)
        return {"changed": len(text), "digest": keyed_digest(text)[:16]}
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime) else value
