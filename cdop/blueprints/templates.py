"""How templates are compiled: as Flask compiles them, to print with less work."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

TEMPLATE_OPTIONS = {"trim_blocks": True, "lstrip_blocks": True}


def escaped(value: Any) -> str:
    """Return what `markupsafe.escape` returns, as plain text where it can.

    What a template prints is joined at once: a `Markup` of every piece, which says that it is safe, costs ten times
    what escaping it does, and nobody asks.
    """
    if type(value) is str:
        text: str = _escape_inner(value)
        return text
    return value if type(value) is Markup else escape(value)


class PrintingPlainly(CodeGenerator):
    """Compiles `{{ value }}` to a call of `escaped`, wherever a template escapes what it prints."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.escaped(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Templates(Environment):
    """The environment of our templates.

    Jinja keeps the globals of each template such that they could still change, and copies them for every include.
    Ours are set before the first is loaded, and a plain dict is copied a hundred times faster.
    """

    code_generator_class = PrintingPlainly
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template that is loaded now."""
        return {**self.globals, **(d or {})}
