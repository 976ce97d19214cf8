"""The commands, one file per noun."""

from flask import Flask


def init_commands(app: Flask) -> None:
    """Add every command group; that of `flask db` comes with Flask-Migrate."""
    from cdop.cli import (
        agency,
        audit,
        cases,
        database,
        demo,
        forms,
        jobs,
        panel,
        reconcile,
        reference,
        register,
        report,
        user,
    )

    for module in (
        database,
        panel,
        user,
        agency,
        cases,
        forms,
        reference,
        register,
        reconcile,
        report,
        jobs,
        audit,
        demo,
    ):
        app.cli.add_command(module.group)
