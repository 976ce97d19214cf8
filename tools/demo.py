"""`make run`: the demonstration on this machine. Invented people only; everything else is real."""

import ctypes
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from config import ROOT, Config, SettingsError

HOST = "127.0.0.1"
WORKERS = "2"
THREADS = "4"
LOOK_EVERY = 0.2  # seconds
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Serve the demonstration, or forget its data where the first argument is `reset`."""
    os.environ["CDOP_DEMO"] = "1"
    if sys.argv[1:] == ["reset"]:
        reset()
        return
    port = os.environ.get("CDOP_PORT", "8000")
    refuse_busy_port(port)
    os.environ.setdefault("CDOP_BASE_URL", f"http://{HOST}:{port}")
    os.environ.setdefault("CDOP_LOG_LEVEL", "WARNING")  # a line for each request would push the accounts off the screen
    Config.from_env(os.environ)
    hold(fcntl.LOCK_SH)
    flask("demo", "load")
    print(f"\nCDOP is at http://{HOST}:{port} (Ctrl-C stops it)\n", flush=True)
    end_with_parent()
    sys.exit(together(gunicorn(port), [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run"]))


def gunicorn(port: str) -> list[str]:
    """The command of the web server."""
    program = str(Path(sys.executable).with_name("gunicorn"))
    options = ["--preload", "--workers", WORKERS, "--threads", THREADS, "--worker-class", "gthread"]
    options += ["--log-level", "warning"]
    return [program, *options, "--bind", f"{HOST}:{port}", "--chdir", str(ROOT), "wsgi:app"]


def together(*commands: list[str]) -> int:
    """Run programs side by side until one ends or a signal comes; then end all, and return the first one's status."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_told: sys.exit(0))
    programs: list[subprocess.Popen[bytes]] = []
    try:
        # Their own sessions: Ctrl-C reaches this program alone, which ends them in order.
        programs += [
            subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=end_with_parent)
            for command in commands
        ]
        while all(program.poll() is None for program in programs):
            time.sleep(LOOK_EVERY)
        return next(program.returncode for program in programs if program.returncode is not None)
    finally:
        for program in programs:
            if program.poll() is None:
                program.terminate()
        for program in programs:
            program.wait()


def reset() -> None:
    """Delete the demonstration's database."""
    if folder().is_dir():
        try:
            if not hold(fcntl.LOCK_EX):
                sys.exit("The demonstration is running. Stop it first, with Ctrl-C where it was started.")
            shutil.rmtree(folder())
        except OSError as refused:
            sys.exit(f"The demonstration's data in {folder()} cannot be deleted ({refused.strerror}).")
    print("The demonstration's data are gone. `make run` starts afresh.")


def folder() -> Path:
    """Return where the demonstration keeps its data."""
    return Path(os.environ.get("CDOP_DEMO_FOLDER", str(ROOT / "var" / "demo")))


def hold(how: int) -> bool:
    """Hold the data until this program ends, shared with others or alone; say whether nobody holds them otherwise."""
    file = os.open(folder() / "running", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def refuse_busy_port(port: str) -> None:
    """Stop with one line where the port is taken or is no port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(port)))
        except (OSError, ValueError, OverflowError):
            sys.exit(f"Port {port} is in use or cannot be used. Choose another: CDOP_PORT=8001 make run")


def end_with_parent() -> None:
    """Have Linux stop this program when the one that started it ends, however that comes about."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def flask(*words: str) -> None:
    """Run one of the application's commands; stop where it fails."""
    done = subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", *words], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    try:
        main()
    except SettingsError as faults:
        sys.exit(str(faults))
    except KeyboardInterrupt:
        sys.exit(130)
