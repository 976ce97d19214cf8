"""The commands, one file per noun."""

from flask import Flask


def init_commands(app: Flask) -> None:
    """Add every command group."""
    from cdop.cli import audit, demo, panel, register, report, user

    for module in (panel, user, register, report, audit, demo):
        app.cli.add_command(module.group)
