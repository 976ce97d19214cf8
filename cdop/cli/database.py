"""`flask db …`: the commands are Flask-Migrate's; what they cannot do is told in plain lines as by ours."""

from flask_migrate.cli import db as group

from cdop.cli.faults import reported

for _command in group.commands.values():
    _command.callback = reported(_command.callback)
