"""Ports and answers: whether our port is free, whether a server answers."""

import errno
import socket
import urllib.error
import urllib.request
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from launcher.refusal import Refusal

# Without the proxy that an office may have set: it would be asked for our own machine.
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def refuse_taken_port(host: str, port: int) -> None:
    """Refusal when we cannot listen there, with what to do about it."""
    reasons = {
        errno.EADDRINUSE: f"Port {port} sudah dipakai program lain. Pakai port lain: ./run --port {port + 1}",
        errno.EACCES: f"Port {port} hanya boleh dipakai root. Pakai port di atas 1023: ./run --port 8112",
        errno.EADDRNOTAVAIL: f"Alamat {host} bukan milik mesin ini. Pakai --host 127.0.0.1 atau --host 0.0.0.0",
    }
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()
    except socket.gaierror:
        raise Refusal(f"Alamat {host} tidak dikenal. Pakai --host 127.0.0.1 atau --host 0.0.0.0") from None
    except OSError as error:
        raise Refusal(reasons.get(error.errno or 0, f"Tidak dapat membuka {host}:{port}: {error.strerror}")) from None


def refuse_other_scheme(name: str, url: str, schemes: Sequence[str]) -> None:
    """Refusal of a server of a kind that we do not speak to, whether or not it answers."""
    scheme = urlsplit(url).scheme
    if scheme not in schemes:
        given = f"{scheme}://" if scheme else "tanpa skema"
        raise Refusal(
            f"{name}: skema alamatnya ({given}) tidak didukung. Pakai {schemes[0]}://…, "
            "atau kosongkan agar ./run memakai servernya sendiri."
        )


def refuse_silent_server(name: str, url: str, default_port: int) -> None:
    """Refusal when nobody listens where an environment variable says a server is."""
    parts = urlsplit(url)
    host = parts.hostname or parse_qs(parts.query).get("host", ["127.0.0.1"])[0]
    if host.startswith("/"):
        return
    try:
        socket.create_connection((host, parts.port or default_port), timeout=5).close()
    except OSError as error:
        raise Refusal(
            f"{name}: server di {host}:{parts.port or default_port} tidak menjawab ({error.strerror or error}). "
            f"Nyalakan server itu, perbaiki {name}, atau kosongkan agar ./run memakai servernya sendiri."
        ) from None


def address(host: str, port: int) -> str:
    """The address to open in a browser on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def is_healthy(site: str) -> bool:
    """Whether the site's own health check says so."""
    try:
        with opener.open(f"{site}healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, ValueError):
        return False


def is_open(host: str) -> bool:
    """Whether other machines can reach a site bound to this address."""
    return host not in {"127.0.0.1", "localhost", "::1"}


def own_names(host: str) -> list[str]:
    """The names under which a site bound to this address may be asked for."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if not is_open(host):
        return names
    return list(dict.fromkeys([*names, host, socket.gethostname(), *_own_addresses()]))


def _own_addresses() -> list[str]:
    """The address that this machine has in its network; nothing is sent to learn it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return []
        return [str(probe.getsockname()[0])]
