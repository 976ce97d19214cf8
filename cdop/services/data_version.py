"""The data version: a sum of row digests that changes when any figure could change, and not otherwise.

Each row that figures read (`models.base.Figured`) carries a digest of the columns they read. The panel keeps
the sum of its rows' digests; the unit of work adds what a flush changed. Adding commutes, so writers need not
agree on an order, and a change that is undone gives the old version again.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from cdop.models.base import Figured

# Below 2**62, so that adding two sums stays within a 64-bit integer on both databases.
MODULUS = 2**61


def digest(row: Figured) -> int:
    """Return the digest of the row's figured columns, with what they belong to."""
    return digest_of(type(row), {name: getattr(row, name, None) for name in ("case_id", *row.figured)})


def digest_of(kind: type[Figured], values: Mapping[str, Any]) -> int:
    """Return the digest of a row of that kind from the values of its columns."""
    told = [kind.__name__, values.get("case_id"), *(_plain(values[name]) for name in kind.figured)]
    return int.from_bytes(hashlib.blake2b(repr(told).encode(), digest_size=8).digest()) % MODULUS


def redigest(row: Any, *, deleted: bool = False) -> tuple[int, int]:
    """Bring the row's digest up to date; return its panel and by how much the panel's sum changes."""
    old = row.figures_digest or 0
    row.figures_digest = 0 if deleted else digest(row)
    return row.panel_id, (row.figures_digest - old) % MODULUS


def total(*parts: int) -> int:
    """Return the sum of digests or differences."""
    return sum(parts) % MODULUS


def plus(column: Any, delta: int) -> Any:
    """Return the SQL expression of a stored sum with `delta` added."""
    return (column + delta) % MODULUS


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
