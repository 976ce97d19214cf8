"""Every setting of the application, read once from the environment.

`Config.from_env(os.environ)` returns the settings or raises `SettingsError`, which lists every fault at once.
No secret has a default outside the demonstration.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

ROOT = Path(__file__).resolve().parent
SECRET_LENGTH = 32
ONE_MEGABYTE = 1024 * 1024
# Of what is typed at once, in bytes: far more than any field takes, so that what is too long comes back with its page.
TEXT_LIMIT = 6 * ONE_MEGABYTE
# Right for a look at it on this machine; anywhere else the site refuses every request until its address is set.
HERE = "http://127.0.0.1:8000"


class SettingsError(SystemExit):
    """The environment cannot be used. Its text has one line for each fault."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(["CDOP cannot start: the settings need attention.", *(f"  {f}" for f in faults)]))


@dataclass(frozen=True, slots=True)
class Config:
    """The settings. `is_demo` means invented people, an embedded database and a secret kept beside it."""

    database_url: str
    secret_key: str = field(repr=False)
    base_url: str = HERE
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str | None = None
    returned_mail_url: str | None = field(default=None, repr=False)
    message_days: int = 10
    witness: Path | None = None
    is_demo: bool = False
    proxy_count: int = 0
    upload_limit: int = 20 * ONE_MEGABYTE
    scanner: str | None = None
    idle_minutes: int = 20
    session_hours: int = 10
    metrics: tuple[str, int] | None = None
    log_level: str = "INFO"

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over https; cookies and headers follow it."""
        return self.base_url.startswith("https://")

    def _hosts(self) -> list[str]:
        """The names this site answers to. This machine has two for itself."""
        host = urlsplit(self.base_url).hostname or ""
        return ["127.0.0.1", "localhost"] if host in ("127.0.0.1", "localhost") else [host]

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Config":
        """The settings of `environ`. Raises SettingsError with every fault found."""
        is_demo = environ.get("CDOP_DEMO", "") == "1"
        read = _Reader({**_demo_defaults(environ), **environ} if is_demo else environ)
        read.choice("CDOP_DEMO", "", ("", "0", "1"))
        config = cls(
            database_url=read.database_url(),
            secret_key=read.secret("CDOP_SECRET_KEY"),
            base_url=read.web_address("CDOP_BASE_URL", HERE),
            smtp_url=read.smtp_url(),
            mail_from=read.mail_address("CDOP_MAIL_FROM"),
            returned_mail_url=read.imap_url("CDOP_RETURNED_MAIL_URL"),
            message_days=read.number("CDOP_MESSAGE_DAYS", 10, low=1, high=365),
            witness=read.own_file("CDOP_WITNESS"),
            is_demo=is_demo,
            proxy_count=read.number("CDOP_PROXY_COUNT", 0, low=0, high=5),
            upload_limit=read.number("CDOP_UPLOAD_LIMIT_MB", 20, low=1, high=200) * ONE_MEGABYTE,
            scanner=read.scanner("CDOP_CLAMAV"),
            idle_minutes=read.number("CDOP_IDLE_MINUTES", 20, low=5, high=120),
            session_hours=read.number("CDOP_SESSION_HOURS", 10, low=1, high=24),
            metrics=read.own_address("CDOP_METRICS"),
            log_level=read.choice("CDOP_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        )
        read.refuse_unknown()
        if read.faults:
            raise SettingsError(read.faults)
        return config

    def for_flask(self) -> dict[str, object]:
        """The same settings under the names that Flask and its extensions look for."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "TRUSTED_HOSTS": self._hosts(),
            "MAX_CONTENT_LENGTH": self.upload_limit,
            "MAX_FORM_MEMORY_SIZE": TEXT_LIMIT,
            "MAX_FORM_PARTS": 2000,
            "SESSION_COOKIE_NAME": "__Host-cdop" if self.is_https else "cdop",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "WTF_CSRF_TIME_LIMIT": None,
            "CDOP": self,
        }


class _Reader:
    """Reads one setting at a time and collects what is wrong."""

    NAMES = (
        "CDOP_DEMO CDOP_DATABASE_URL CDOP_SECRET_KEY CDOP_BASE_URL CDOP_SMTP_URL CDOP_MAIL_FROM "
        "CDOP_PROXY_COUNT CDOP_UPLOAD_LIMIT_MB CDOP_CLAMAV CDOP_IDLE_MINUTES CDOP_SESSION_HOURS CDOP_LOG_LEVEL "
        "CDOP_METRICS CDOP_RETURNED_MAIL_URL CDOP_MESSAGE_DAYS CDOP_WITNESS CDOP_DEMO_FOLDER CDOP_PORT"
    ).split()

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def _fault(self, name: str, rule: str) -> None:
        self.faults.append(f"{name}: {rule}")

    def database_url(self) -> str:
        url = self.environ.get("CDOP_DATABASE_URL", "")
        if not url:
            self._fault("CDOP_DATABASE_URL", "is not set. Example: postgresql://cdop@localhost/cdop")
        elif self._split(url) is None:
            self._fault("CDOP_DATABASE_URL", "cannot be read as an address: look at its port and brackets")
        elif url.startswith(("postgresql://", "postgres://")):
            return "postgresql+psycopg://" + url.split("://", 1)[1]
        elif not url.startswith(("sqlite:///", "postgresql+psycopg://")):
            self._fault("CDOP_DATABASE_URL", "must begin with postgresql:// or sqlite:///")
        return url

    def _split(self, url: str) -> SplitResult | None:
        """The parts of an address; None where it has none that can be used."""
        try:
            parts = urlsplit(url)
            return parts if parts.port != 0 else None
        except ValueError:
            return None

    def secret(self, name: str) -> str:
        value = self.environ.get(name, "")
        if not value:
            self._fault(name, f"is not set. Make one of at least {SECRET_LENGTH} random characters and keep it safe")
        elif len(value) < SECRET_LENGTH:
            self._fault(name, f"has {len(value)} characters; at least {SECRET_LENGTH} are needed")
        return value

    def web_address(self, name: str, default: str) -> str:
        value = self.environ.get(name, default).rstrip("/")
        parts = self._split(value)
        if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts != _bare(parts):
            self._fault(name, "must be like https://cdop.example.gov.uk, without a path")
        elif parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
            self._fault(name, "must begin with https:// (plain http is for this machine only)")
        return value

    def smtp_url(self) -> str | None:
        value = self.environ.get("CDOP_SMTP_URL") or None
        parts = self._split(value or "")
        if value and (parts is None or parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            self._fault("CDOP_SMTP_URL", "must begin with smtp:// or smtps://")
        return value

    def imap_url(self, name: str) -> str | None:
        """The mailbox that messages come back to, with who signs in to it."""
        value = self.environ.get(name) or None
        parts = self._split(value or "")
        is_whole = parts and parts.scheme in ("imap", "imaps") and parts.hostname and parts.username and parts.password
        if value and not is_whole:
            self._fault(name, "must be like imaps://user:password@host/INBOX")
        return value

    def scanner(self, name: str) -> str | None:
        """Where clamd listens: a socket on this machine, or a host and a port."""
        value = self.environ.get(name) or None
        parts = self._split(value or "")
        is_socket = parts is not None and parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc
        is_tcp = parts is not None and parts.scheme == "tcp" and parts.hostname and parts.port
        if value and not is_socket and not is_tcp:
            self._fault(name, "must be like unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310")
        return value

    def own_address(self, name: str) -> tuple[str, int] | None:
        """An address of this machine to listen at, by number, and a port."""
        value = self.environ.get(name) or None
        parts = self._split(f"//{value}") if value else None
        if value and (parts is None or not parts.port or not _is_numeric(parts.hostname) or parts.netloc != value):
            self._fault(name, "must be like 127.0.0.1:9100, an address of this machine and a port")
            return None
        return (str(parts.hostname), int(parts.port)) if parts and parts.port else None

    def own_file(self, name: str) -> Path | None:
        """A file to keep, in a folder that there is and that can be written in."""
        value = self.environ.get(name) or None
        path = Path(value) if value else None
        if path and not (path.is_absolute() and path.parent.is_dir() and os.access(path.parent, os.W_OK)):
            self._fault(name, "must be a file like /var/lib/cdop/witness, in a folder that can be written in")
        return path

    def mail_address(self, name: str) -> str | None:
        value = self.environ.get(name) or None
        if value and not re.fullmatch(r"[!-~]+@[a-z0-9.-]+", value, re.I):
            self._fault(name, "must be an e-mail address, like cdop@example.gov.uk")
        return value

    def number(self, name: str, default: int, *, low: int, high: int) -> int:
        value = self.environ.get(name, str(default))
        if not value.isascii() or not value.isdigit() or len(value) > 9 or not low <= int(value) <= high:
            self._fault(name, f"must be a whole number from {low} to {high}")
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.environ.get(name, default)
        if value not in choices:
            self._fault(name, "must be one of " + ", ".join(filter(None, choices)))
        return value

    def refuse_unknown(self) -> None:
        """A misspelt setting must not pass for a default."""
        for name in sorted(self.environ):
            if name.startswith("CDOP_") and name not in self.NAMES:
                self._fault(name, "is not a setting of CDOP")


def _is_numeric(host: str | None) -> bool:
    try:
        ip_address(host or "")
    except ValueError:
        return False
    return True


def _bare(parts: SplitResult) -> SplitResult:
    """Only the scheme, host and port of an address."""
    port = f":{parts.port}" if parts.port else ""
    return SplitResult(parts.scheme, f"{parts.hostname}{port}", "", "", "")


def _demo_defaults(environ: Mapping[str, str]) -> dict[str, str]:
    """An embedded database and a secret of its own in the demonstration's folder."""
    folder = Path(environ.get("CDOP_DEMO_FOLDER", str(ROOT / "var" / "demo"))).resolve()
    secret_file = folder / "secret"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not secret_file.exists():
            secret_file.touch(mode=0o600)
            secret_file.write_text(secrets.token_urlsafe(SECRET_LENGTH))
        secret = secret_file.read_text()
    except OSError as refused:
        raise SettingsError([f"CDOP_DEMO_FOLDER: cannot write in {folder} ({refused.strerror})"]) from None
    kept = {"CDOP_DATABASE_URL": f"sqlite:///{folder / 'cdop.sqlite'}", "CDOP_SECRET_KEY": secret}
    # Its messages are as old as its stories.
    return kept | {"CDOP_MESSAGE_DAYS": "365", "CDOP_WITNESS": str(folder / "witness")}
