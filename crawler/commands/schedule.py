"""`nianbao schedule`: what to install for the nightly run. It prints, and installs nothing."""

from __future__ import annotations

import getpass
import shlex
import sys
from pathlib import Path

import click

from crawler.commands.console import fail, one_line_errors
from crawler.configuration import PROJECT, load_configuration

CONTACT_PLACEHOLDER = "you@example.org"


def systemd_units(command: str, contact: str, hour: int, minute: int, user: str) -> str:
    """A service and a timer. The timer catches up after a night with the machine off; the lock keeps runs apart."""
    return f"""\
# /etc/systemd/system/nianbao.service
[Unit]
Description=Nianbao (年报): nightly crawl of government information reports
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={user}
WorkingDirectory={PROJECT}
Environment="NIANBAO_CONTACT={contact}"
ExecStart={command}
# 3: a source was incomplete, blocked or disallowed. It stands in the closing table and is no failure of the service.
SuccessExitStatus=3

# /etc/systemd/system/nianbao.timer
[Unit]
Description=Start Nianbao every night

[Timer]
OnCalendar=*-*-* {hour:02d}:{minute:02d}:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target

# then: systemctl daemon-reload && systemctl enable --now nianbao.timer
"""


def crontab_line(command: str, contact: str, hour: int, minute: int, log: Path) -> str:
    # In a crontab a bare % ends the command.
    place, address, file = (shlex.quote(str(part)) for part in (PROJECT, contact, log))
    line = f"cd {place} && NIANBAO_CONTACT={address} {command} >> {file} 2>&1"
    return f"{minute} {hour} * * * " + line.replace("%", r"\%")


@click.command("schedule")
@click.option("--at", "time", default="01:30", show_default=True, metavar="HH:MM", help="When the nightly run starts.")
@one_line_errors
def schedule(time: str) -> None:
    """Print a systemd timer and a crontab line for the nightly crawl."""
    hours, _, minutes = time.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        fail(f"--at {time}: expected a time of day as HH:MM, for example 01:30", 2)
    configuration = load_configuration()
    contact = configuration.contact or CONTACT_PLACEHOLDER
    command = f"{shlex.quote(str(Path(sys.executable).with_name('nianbao')))} crawl"
    if not configuration.contact:
        click.echo(f"# NIANBAO_CONTACT is not set: put your own address in place of {CONTACT_PLACEHOLDER}\n")
    click.echo(systemd_units(command, contact, int(hours), int(minutes), getpass.getuser()))
    click.echo("# or, as a line of a crontab (crontab -e):")
    click.echo(crontab_line(command, contact, int(hours), int(minutes), configuration.data / "nightly.log"))
