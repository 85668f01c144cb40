"""What is started, in which order, as two tables: commands that run to their end, then processes that stay."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A management command that must succeed before anything is served."""

    text: str
    words: tuple[str, ...]
    is_demo: bool = False


@dataclass(frozen=True)
class Process:
    """A process that stays; `ready` is what its log says once it works.

    One that is optional is let go when it ends well or keeps dying: a demo must never stop a centre at work, nor must a
    telephone line. One that `needs` a variable of the environment is started only where that is set.
    """

    name: str
    text: str
    words: tuple[str, ...]
    ready: str = ""
    grace: float = 10
    is_demo: bool = False
    is_optional: bool = False
    needs: str = ""


@dataclass(frozen=True)
class Place:
    """What the words of a process may name."""

    host: str
    port: int
    state: Path

    def fill(self, words: tuple[str, ...]) -> list[str]:
        """The words with host, port and state filled in."""
        escaped = self.host.replace(":", r"\:")
        return [word.format(host=escaped, port=self.port, state=self.state) for word in words]


COMMANDS = (
    Command("Tabel basis data", ("migrate", "--no-input", "--verbosity", "0")),
    Command("Wilayah, instansi, dan standar", ("load_ground",)),
    Command("Akun demo", ("demo_people",), is_demo=True),
    Command("Riwayat demo enam bulan", ("demo_history", "--months", "6", "--if-empty"), is_demo=True),
)
LOGINS_FROM = "demo_people"  # its lines "role TAB username TAB password" are shown when all is up

# Commands that succeeded once need not run again while nothing below these folders has changed.
SOURCES = ("ntpd112", "demo", "reporting", "calls", "dispatch", "incidents", "agencies", "journal", "ground")

CELERY = ("-m", "celery", "--app", "ntpd112", "--quiet")

# After a restart every screen comes back in the same moment: by default all but 50 would be turned away at the door,
# and those inside for whom five seconds are not enough.
DAPHNE = ("--endpoint", "tcp:{port}:interface={host}:backlog=1024", "--websocket_connect_timeout", "20")

# In the order of starting; stopped in the opposite order.
PROCESSES = (
    Process(
        "worker",
        "Pekerja dan pengingat waktu",
        (*CELERY, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO"),
        ready=" ready.",
    ),
    Process(
        "web",
        "Halaman dan papan",
        ("-m", "daphne", *DAPHNE, "--verbosity", "0", "ntpd112.asgi:application"),
        grace=5,
    ),
    Process(
        "beat",
        "Jadwal harian",
        (*CELERY, "beat", "--schedule", "{state}/beat/schedule", "--pidfile", "", "--loglevel", "INFO"),
        ready="beat: Starting",
        grace=5,
    ),
    Process(
        "exchange",
        "Sentral telepon",
        ("manage.py", "listen_asterisk"),
        is_optional=True,
        needs="ASTERISK_URL",
    ),
    Process("evening", "Simulasi malam yang tenang", ("manage.py", "play_evening"), is_demo=True, is_optional=True),
)
WEB = "web"
EVENING = "evening"


def wanted(environment: Mapping[str, str], *, left_out: Collection[str] = ()) -> list[Process]:
    """The processes of a start: all but those left out and those whose variable is not set."""
    return [row for row in PROCESSES if row.name not in left_out and (not row.needs or environment.get(row.needs))]
