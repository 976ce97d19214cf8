"""The settings: each read once, every fault told at once, and no secret that everybody knows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import Config, SettingsError

ROOT = Path(__file__).parents[1]
GOOD = {
    "CDOP_DATABASE_URL": "postgresql://cdop@localhost/cdop",
    "CDOP_SECRET_KEY": "k" * 32,
    "CDOP_BASE_URL": "https://cdop.example.gov.uk",
}


def faults_of(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        Config.from_env(environ)
    return refused.value.faults


def test_read_good_settings_returns_them() -> None:
    assert Config.from_env(GOOD | {"CDOP_PROXY_COUNT": "1", "CDOP_METRICS": "[::1]:9100", "PATH": "/bin"}) == Config(
        database_url="postgresql+psycopg://cdop@localhost/cdop",
        secret_key="k" * 32,
        base_url="https://cdop.example.gov.uk",
        proxy_count=1,
        metrics=("::1", 9100),
    )


def test_read_nothing_names_each_setting_that_is_missing() -> None:
    assert [fault.split(":")[0] for fault in faults_of()] == ["CDOP_DATABASE_URL", "CDOP_SECRET_KEY"]


def test_read_bad_settings_tells_every_fault_at_once() -> None:
    environ = {
        "CDOP_DATABASE_URL": "mysql://x",
        "CDOP_SECRET_KEY": "short",
        "CDOP_BASE_URL": "http://cdop.example.gov.uk",
        "CDOP_SMTP_URL": "http://x",
        "CDOP_MAIL_FROM": "the panel",
        "CDOP_PROXY_COUNT": "many",
        "CDOP_UPLOAD_LIMIT_MB": "0",
        "CDOP_CLAMAV": "127.0.0.1:3310",
        "CDOP_IDLE_MINUTES": "1000",
        "CDOP_SESSION_HOURS": "-1",
        "CDOP_METRICS": "everywhere:9100",
        "CDOP_RETURNED_MAIL_URL": "imaps://mail.example.com",
        "CDOP_MESSAGE_DAYS": "0",
        "CDOP_WITNESS": "/no/such/folder/witness",
        "CDOP_LOG_LEVEL": "LOUD",
        "CDOP_SECRET_KAY": "a misspelt name",
        "CDOP_DEMO": "yes",
    }
    told = faults_of(**environ)
    assert {fault.split(":")[0] for fault in told} == set(environ)
    assert "CDOP_DEMO: must be one of 0, 1" in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CDOP_DATABASE_URL", "postgresql://localhost:port/cdop"),
        ("CDOP_DATABASE_URL", "postgresql://[::1/cdop"),
        ("CDOP_DATABASE_URL", "sqlite:relative"),
        ("CDOP_BASE_URL", "http://[::1"),
        ("CDOP_BASE_URL", "https://cdop.example.gov.uk:99999"),
        ("CDOP_BASE_URL", "https://cdop.example.gov.uk/path"),
        ("CDOP_BASE_URL", "https://cdop.example.gov.uk?x=1"),
        ("CDOP_BASE_URL", "https://somebody@cdop.example.gov.uk"),
        ("CDOP_BASE_URL", "cdop.example.gov.uk"),
        ("CDOP_BASE_URL", ""),
        ("CDOP_CLAMAV", "unix://run/clamd.ctl"),
        ("CDOP_CLAMAV", "tcp://127.0.0.1"),
        ("CDOP_CLAMAV", "tcp://127.0.0.1:99999"),
        ("CDOP_METRICS", "127.0.0.1"),
        ("CDOP_METRICS", "127.0.0.1:99999"),
        ("CDOP_METRICS", "127.0.0.1:9100/metrics"),
        ("CDOP_SMTP_URL", "smtp://"),
        ("CDOP_SMTP_URL", "smtp://[::1"),
        ("CDOP_MAIL_FROM", "panel@example.com\r\nBcc: somebody@example.com"),
        ("CDOP_PROXY_COUNT", "1.0"),
        ("CDOP_PROXY_COUNT", "²"),
        ("CDOP_LOG_LEVEL", "debug"),
    ],
)
def test_read_a_setting_that_cannot_be_used_names_it(name: str, value: str) -> None:
    assert [fault.split(":")[0] for fault in faults_of(**GOOD | {name: value})] == [name]


def test_settings_show_no_secret() -> None:
    config = Config.from_env(GOOD | {"CDOP_SMTP_URL": "smtp://user:hidden@mail.example.com"})
    assert ("kkkk" in repr(config), "hidden" in repr(config)) == (False, False)


def test_faults_show_no_secret() -> None:
    told = "\n".join(faults_of(**GOOD | {"CDOP_SECRET_KEY": "hush", "CDOP_SMTP_URL": "http://u:hidden@x"}))
    assert ("hush" in told, "hidden" in told) == (False, False)


def test_https_makes_cookies_secure() -> None:
    flask = Config.from_env(GOOD).for_flask()
    assert (flask["SESSION_COOKIE_SECURE"], flask["SESSION_COOKIE_NAME"], flask["TRUSTED_HOSTS"]) == (
        True,
        "__Host-cdop",
        ["cdop.example.gov.uk"],
    )


def test_demonstration_makes_a_secret_of_its_own_and_keeps_it(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    configs = [Config.from_env({"CDOP_DEMO": "1", "CDOP_DEMO_FOLDER": str(folder)}) for folder in folders * 2]
    assert [config.secret_key == configs[0].secret_key for config in configs] == [True, False, True, False]
    assert {(folder / "secret").stat().st_mode & 0o777 for folder in folders} == {0o600}
    assert configs[0].database_url == f"sqlite:///{folders[0]}/cdop.sqlite"


def test_demonstration_that_cannot_write_says_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    told = faults_of(CDOP_DEMO="1", CDOP_DEMO_FOLDER=str(file / "folder"))
    assert told == [f"CDOP_DEMO_FOLDER: cannot write in {file / 'folder'} (Not a directory)"]


@pytest.mark.parametrize("program", [["-c", "import wsgi"], ["-m", "flask", "--app", "wsgi", "routes"]])
def test_start_in_a_bad_environment_prints_lines_and_no_traceback(program: list[str]) -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
    done = subprocess.run(
        [sys.executable, *program],
        cwd=ROOT,
        env=environ | {"CDOP_SECRET_KEY": "short", "CDOP_PORTT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stderr.splitlines()
    start = told.index("CDOP cannot start: the settings need attention.")
    assert done.returncode == 1
    assert told[start + 1 :] == [
        "  CDOP_DATABASE_URL: is not set. Example: postgresql://cdop@localhost/cdop",
        "  CDOP_SECRET_KEY: has 5 characters; at least 32 are needed",
        "  CDOP_PORTT: is not a setting of CDOP",
    ]
    assert "Traceback" not in done.stderr


def test_gunicorn_in_a_bad_environment_stops_and_prints_the_lines() -> None:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CDOP_")}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("gunicorn")), "--bind", "127.0.0.1:0", "wsgi:app"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "CDOP_SECRET_KEY: is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_number_of_thousands_of_digits_is_a_fault_like_any_other() -> None:
    sound = {"CDOP_DATABASE_URL": "sqlite:///x", "CDOP_SECRET_KEY": "k" * 40}
    with pytest.raises(SettingsError) as refused:
        Config.from_env(sound | {"CDOP_PROXY_COUNT": "9" * 5000})
    assert refused.value.faults == ["CDOP_PROXY_COUNT: must be a whole number from 0 to 5"]


def test_worker_of_gunicorn_that_is_told_to_stop_before_it_can_know_it_stops_once_it_can() -> None:
    program = """if True:
        import os, runpy, signal
        hooks = runpy.run_path("gunicorn.conf.py")
        hooks["when_ready"](None)
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])  # says that it was told
        hooks["pre_fork"](None, None)
        if not (worker := os.fork()):
            signal.sigwaitinfo([signal.SIGUSR1])
            signal.signal(signal.SIGTERM, lambda *_: os._exit(7))
            hooks["post_worker_init"](None)
            os._exit(1)
        assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == {signal.SIGUSR1}, "the server hears of a stop itself"
        os.kill(worker, signal.SIGTERM)
        os.kill(worker, signal.SIGUSR1)
        assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 7, "a worker told meanwhile stops"
    """
    sound = {"CDOP_DATABASE_URL": "sqlite:///x", "CDOP_SECRET_KEY": "k" * 40}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=os.environ | sound, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
