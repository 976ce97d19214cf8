"""What other programs can ask: each address of the interface, described once for the pages and for OpenAPI 3.1."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cdop.rules.api_tokens import ApiScope
from cdop.rules.disclosure import LEAST_DENOMINATOR
from cdop.rules.releases import dividing

PREFIX, VERSION = "/api/v1", "1.0.0"
PROBLEM = "application/problem+json"
SCHEME = "token"
LAST_PAGE = 1_000_000
BEING_MADE = "being made"

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What an address takes: `where` it is told, what it means, and its shape."""

    name: str
    where: str
    words: str
    shape: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address. `returns` names the shape of what comes back; without a scope it is open to everybody."""

    path: str
    title: str
    words: str
    returns: str
    scope: ApiScope | None = None
    takes: tuple[Parameter, ...] = ()


_YEAR: Schema = {"type": "string", "pattern": "^(19|20)[0-9]{2}-[0-9]{2}$", "example": "2024-25"}
_ONE_TABLE: Schema = {"type": "string", "enum": [each.id for each in dividing()]}
_YEAR_OR_BLANK: Schema = _YEAR | {"pattern": f"^$|{_YEAR['pattern']}"}
_PAGE = Parameter(
    "page",
    "query",
    "The page, from 1 to `pages`; beyond it there is nothing",
    {"type": "integer", "minimum": 1, "maximum": LAST_PAGE},
)

ENDPOINTS = (
    Endpoint("/measures", "Tables", "Every table that can be asked for, and what it counts.", "Measures"),
    Endpoint(
        "/figures/{year}",
        "Figures of a year",
        "All figures of a financial year that is over, as public health sees them. They are released by being asked "
        "for the first time, and stay as they were released.",
        "Figures",
        ApiScope.FIGURES,
        (Parameter("year", "path", "The financial year, 1 April to 31 March", _YEAR),),
    ),
    Endpoint(
        "/tables/{measure}",
        "One table",
        "One table of years that are over, of all children or of those of one local authority or theme.",
        "Figures",
        ApiScope.FIGURES,
        (
            Parameter(
                "measure",
                "path",
                "The id of a table, from /measures",
                {"type": "string", "enum": [each.id for each in dividing()]},
            ),
            Parameter("year", "query", "The financial year; without it the last that is over", _YEAR_OR_BLANK),
            Parameter(
                "years", "query", "So many years together", {"type": "string", "enum": ["", "1", "3", "5", "10"]}
            ),
            Parameter("area", "query", "The name of one local authority of the panel", {"type": "string"}),
            Parameter("theme", "query", "The key of one theme of learning", {"type": "string"}),
        ),
    ),
    Endpoint(
        "/releases",
        "Register of releases",
        "What was released, newest first, without its numbers.",
        "Releases",
        ApiScope.RELEASES,
        (_PAGE,),
    ),
)


def endpoint_of(rule: str) -> Endpoint | None:
    """Return the address that a rule of the application, such as `/api/v1/figures/<year>`, is of."""
    path = rule.removeprefix(PREFIX).replace("<", "{").replace(">", "}")
    return next((each for each in ENDPOINTS if each.path == path), None)


_TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer", "minimum": 0}


def _object(properties: Schema, *, needed: bool = True) -> Schema:
    return {"type": "object", "properties": properties, **({"required": list(properties)} if needed else {})}


def _listed(item: Schema) -> Schema:
    return {"type": "array", "items": item}


_NUMBERS: Schema = {
    "n": {"type": ["integer", "null"], "description": "How many; null where it is withheld"},
    "withheld": {"type": "boolean", "description": "The number is there and is not told"},
    "rounded": {"type": "boolean", "description": "The number is to the nearest 5"},
    "of": {"type": ["integer", "null"]},
    "percent": {"type": ["integer", "null"], "description": f"None of fewer than {LEAST_DENOMINATOR}"},
}
SCHEMAS: Schema = {
    "Problem": _object({"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}),
    "Figure": {
        "type": "object",
        "properties": {
            "key": _TEXT,
            "label": _TEXT,
            **_NUMBERS,
            "rows": _listed({"$ref": "#/components/schemas/Figure"}),
        },
    },
    "Figures": _object(
        {
            "panel": _TEXT,
            "period": _object({"label": _TEXT, "from": _TEXT, "to": _TEXT}),
            "edition": {"const": "public"},
            "profile": _TEXT,
            "notes": _listed(_TEXT),
            "measures": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Figure"}},
            "generated_at": _TEXT,
            "data_version": _TEXT,
        }
    ),
    "BeingMade": _object({"status": {"const": BEING_MADE}, "done": _WHOLE, "steps": _WHOLE}),
    "Measures": _object({"measures": _listed(_object({"id": _TEXT, "title": _TEXT, "definition": _TEXT}))}),
    "Releases": _object(
        {
            "page": _WHOLE,
            "pages": _WHOLE,
            "total": _WHOLE,
            "releases": _listed(
                _object(
                    {
                        **dict.fromkeys(("title", "period", "profile", "purpose", "released_at", "digest"), _TEXT),
                        "withheld": _WHOLE,
                        "stands": {"type": "boolean"},
                    }
                )
            ),
        }
    ),
}


def openapi(base_url: str) -> dict[str, Any]:
    """Return the description of the interface as an OpenAPI 3.1 document, whose addresses begin with `base_url`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Child death review: protected figures",
            "version": VERSION,
            "description": "Read only. Every number has passed disclosure control: small ones are withheld, others are "
            "to the nearest 5. Ask with an ETag (If-None-Match) to be told that nothing changed.",
        },
        "servers": [{"url": base_url + PREFIX}],
        "paths": {each.path: {"get": _operation(each)} for each in ENDPOINTS},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {SCHEME: {"type": "http", "scheme": "bearer", "description": "A token of the panel"}},
        },
    }


_ACCEPTED: Schema = {
    "202": {
        "description": "The figures are being made, which takes a while the first time: ask for the same again",
        "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "After so many seconds"}},
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/BeingMade"}}},
    }
}


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": endpoint.path.strip("/").split("/")[0],
        "summary": endpoint.title,
        "description": endpoint.words,
        "parameters": [_parameter(each) for each in endpoint.takes],
        "responses": {
            "200": {
                "description": endpoint.title,
                "headers": {"ETag": {"schema": _TEXT}},
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{endpoint.returns}"}}},
            },
            **(_ACCEPTED if endpoint.returns == "Figures" else {}),
            "304": {"description": "Nothing changed since the ETag that was sent"},
            "default": {
                "description": "A problem, in words",
                "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            },
        },
    }
    return found | ({"security": [{SCHEME: []}]} if endpoint.scope else {})


def _parameter(parameter: Parameter) -> dict[str, Any]:
    told = {"name": parameter.name, "in": parameter.where, "description": parameter.words}
    return told | {"required": parameter.where == "path", "schema": dict(parameter.shape)}
