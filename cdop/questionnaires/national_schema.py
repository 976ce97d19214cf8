"""Whether the record of a case for the national database is as its schema has it (national_record.schema.json)."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

FILE = "national_record.schema.json"


def faults(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return in words what a record lacks or has otherwise than its schema, each once; empty where it is valid."""
    schema, validator = _schema()
    found = (
        _title(schema, each.schema_path) or _field(record, each.instance_path) for each in _errors(validator, record)
    )
    return tuple(dict.fromkeys(found))


def text() -> str:
    """Return the schema as it is published (JSON Schema, draft 2020-12)."""
    return resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8")


def _errors(validator: Any, record: Mapping[str, Any]) -> Iterable[Any]:
    errors: Iterable[Any] = validator.iter_errors(dict(record))
    return errors


def _title(schema: Any, path: Iterable[str | int]) -> str:
    """The title of the condition that is not met, "" where it has none: that of the schema itself is none."""
    title, here = "", schema
    for step in path:
        here = here[step]
        title = here.get("title", title) if isinstance(here, dict) and isinstance(step, int) else title
    return title


def _field(record: Mapping[str, Any], path: Iterable[str | int]) -> str:
    """Which field is otherwise than the schema has it, without what it says."""
    here: Any = record
    for step in path:
        here = here[step]
        if isinstance(here, dict) and "label" in here:
            return f"{here['label']}: it cannot be entered as it is"
    return "The record is not as its schema has it"


@cache
def _schema() -> tuple[Any, Any]:
    """The schema and what checks a record against it; loaded when the first is checked."""
    import jsonschema_rs

    schema = json.loads(text())
    return schema, jsonschema_rs.Draft202012Validator(schema)
