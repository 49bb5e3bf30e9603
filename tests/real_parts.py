"""Find the real parts that tests drive, get them where that is allowed, and count what had to be skipped.

Run as a program before the tests, it installs Chromium if that is missing. Loaded by pytest, it skips tests
marked `browser` where there is none; the closing lines say how many, and with CI=true that fails the run.
"""

import os
import shutil
import subprocess
import sys

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium: set CHROMIUM to one, or install the package chromium"


def chromium() -> str | None:
    """Find the Chromium that browser tests start: CHROMIUM from the environment, else one on the PATH."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return shutil.which(named)
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install(package: str) -> None:
    """Install a package of Debian's, where there is apt-get and this user may."""
    apt = shutil.which("apt-get")
    if apt is None:
        return
    become_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if become_root and (
        shutil.which("sudo") is None or subprocess.run([*become_root, "true"], capture_output=True).returncode
    ):
        return
    print(f"Installing {package} for the tests ...", flush=True)
    for command in (
        [apt, "update", "-qq"],
        [apt, "install", "-y", "-qq", "--no-install-recommends", package],
    ):
        quietly = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", *command]
        if subprocess.run(quietly, stdout=subprocess.DEVNULL).returncode:
            return


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what needs a browser where there is none."""
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=MISSING))


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return (
        sum(MISSING in str(report.longrepr) for report in reporter.stats.get("skipped", []))
        if reporter
        else 0
    )


def must_have_all() -> bool:
    """Tell whether a missing part fails the run."""
    return os.environ.get("CI", "").casefold() in ("1", "true")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests had no browser."""
    if count := _skipped(config):
        terminalreporter.section("real parts that are missing", red=True)
        terminalreporter.line(f"{count} browser tests were skipped; {MISSING}.")
        if must_have_all():
            terminalreporter.line("CI is set: this fails the run.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run under CI in which a real part was missing."""
    if must_have_all() and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


if __name__ == "__main__":
    if chromium() is None:
        install("chromium")
    if chromium() is None:
        print(f"There is {MISSING}. Browser tests will be skipped.", file=sys.stderr)
