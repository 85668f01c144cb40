#!/usr/bin/env python3
"""How fast is a place found while it is typed: 100,000 made-up places beside the real ground.

One operator types a name letter by letter, as the console asks (from the second letter on), then others with typing
errors, other spellings, aliases, streets with a house number, and coordinates: first the search alone, called in this
process (`search`), then the same texts through the HTTP API (`http`), gunicorn as in production, one kept connection.
`first_hits` are the first answers of each typed name. The `floor` is the same route with a text too short to be looked
for, so everything of the request but the search. Goal: p99 ≤ 50 ms.

Last line: {"places", "queries", "search_p50_ms", "search_p99_ms", "http_p50_ms", "http_p99_ms", "floor_p50_ms",
"floor_p99_ms", "misspelt_found", "known_first", "goal_ms", "load"}, `search_…` and `http_…` of each kind of text;
the load is the machine's, before and after.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import free_port, gunicorn, in_own_python, machine, percentile, process, servers, wait_for_http

SEED = 112
GOAL_MS = 50.0
SYLLABLES = [
    "wa",
    "lo",
    "ku",
    "na",
    "ra",
    "mo",
    "ndo",
    "ngga",
    "be",
    "ti",
    "sa",
    "po",
    "la",
    "wu",
    "a",
    "ro",
    "hu",
    "mi",
]
KINDS = [
    ("jalan", "Jl.", 30), ("gang", "Gang", 15), ("perumahan", "Perumahan", 10), ("toko", "Toko", 15),
    ("masjid", "Masjid", 8), ("sekolah", "SDN", 6), ("warung", "Warung", 12), ("kantor", "Kantor", 4),
]  # fmt: skip
Ask = Callable[[str], list[str]]
KNOWN = {
    "Anduonohu": "Andonohu", "Lepo-lepo": "Lepo Lepo", "wua wua": "Wua Wua", "lepolepo": "Lepo Lepo",
    "Kessilampe": "Kassilampe", "bungku toko": "Bungkutoko", "kemaraia": "Kemaraya", "benua nirae": "Benuanirae",
    "eks mtq": "Tugu Religi", "masjid terapung": "Masjid Al-Alam", "masjit al alam": "Masjid Al-Alam",
    "lipo plasa": "Lippo Plaza Kendari", "kebi": "Kendari Beach", "rs bhayangkara": "RS Bhayangkara",
}  # fmt: skip


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=100_000)
    parser.add_argument("--names", type=int, default=100, help="names typed letter by letter")
    parser.add_argument("--quick", action="store_true", help="20,000 places, 30 names")
    chosen = parser.parse_args()
    places, names = (20_000, 30) if chosen.quick else (chosen.places, chosen.names)
    in_own_python()
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(places, names)))


def measure(places: int, names: int) -> dict[str, Any]:
    """Load the places, start the server, type."""
    import django

    django.setup()
    from agencies.places import matching
    from bench.rig.product import on_watch

    made = load(places, random.Random(SEED))
    alone = figures(made, names, lambda text: [hit.name for hit in matching(text)])
    session, _dispatcher = on_watch()
    before = os.getloadavg()[0]
    port = free_port()
    with process("web", gunicorn(port), CONN_MAX_AGE="60"):
        wait_for_http(f"http://127.0.0.1:{port}/healthz")
        ask = asking(port, session)
        asked = figures(made, names, ask)
        floor = sorted(timed(ask, "-")[0] for _again in range(200))
    rates = ("misspelt_found", "known_first")
    return {
        "places": count_places(),
        "queries": alone["queries"],
        **{f"search_{key}": value for key, value in alone.items() if key.endswith("_ms")},
        **{f"http_{key}": value for key, value in asked.items() if key.endswith("_ms")},
        "floor_p50_ms": round(percentile(floor, 0.5), 1),
        "floor_p99_ms": round(percentile(floor, 0.99), 1),
        **{key: alone[key] for key in rates},
        "goal_ms": GOAL_MS,
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
    }


def load(count: int, dice: random.Random) -> list[str]:
    """Streets, shops, mosques of names that people could give, spread over the kelurahan; their names."""
    from django.db import connection

    from agencies.models import Area, Place
    from agencies.places import searchable
    from agencies.words import learn

    wards = list(Area.objects.filter(level="kelurahan").select_related("parent"))
    weights = [weight for _type, _word, weight in KINDS]
    rows = []
    for _number in range(count):
        kind, word, _weight = dice.choices(KINDS, weights)[0]
        ward = dice.choice(wards)
        name = f"{word} {own_name(dice)}"
        aliases = [own_name(dice)] if dice.random() < 0.2 else []
        search = searchable(name, aliases, ward)
        lat, lng = ward.lat + dice.gauss(0, 0.005), ward.lng + dice.gauss(0, 0.005)
        rows.append(Place(name=name, type=kind, aliases=aliases, search=search, lat=lat, lng=lng, area=ward))
    Place.objects.bulk_create(rows, batch_size=5000)
    learn(row.search for row in rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE agencies_place")  # as the server's own autovacuum would have by the next day
        cursor.execute("VACUUM ANALYZE agencies_placeword")
    return [row.name for row in dice.sample(rows, min(2000, count))]


def own_name(dice: random.Random) -> str:
    """Two words of a few syllables, sometimes with a number."""
    words = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))).title() for _word in range(dice.randint(1, 2))]
    return " ".join([*words, *([str(dice.randint(1, 40))] if dice.random() < 0.2 else [])])


def asking(port: int, session: str) -> Ask:
    """One operator's connection; it answers with the names found."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(text: str) -> list[str]:
        line.request("GET", f"/api/v1/places/?q={quote(text)}", headers={"Cookie": f"sessionid={session}"})
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        return [hit["name"] for hit in json.loads(body)["results"]]

    return ask


def timed(ask: Ask, text: str) -> tuple[float, list[str]]:
    """Milliseconds to the answer, and the names found."""
    started = time.perf_counter()
    names = ask(text)
    return (time.perf_counter() - started) * 1000, names


def figures(made: list[str], names: int, ask: Ask) -> dict[str, float]:
    """Type everything, then tell it by kind."""
    for text in (
        "mandonga",
        "masjit",
        "-4, 122.5",
    ) * 2:  # the first of each reads and compiles what the rest find ready
        ask(text)
    dice = random.Random(SEED + 1)
    took: dict[str, list[float]] = {"typed": [], "first_hits": [], "misspelt": [], "numbered": [], "known": []}
    found = {"misspelt": 0, "known": 0}
    for name in made[:names]:
        letters = [timed(ask, name[:length]) for length in range(2, len(name) + 1)]
        took["typed"] += [one for one, _hits in letters]
        took["first_hits"] += [one for one, hits in letters if hits][:1]
        one, hits = timed(ask, misspelt(name, dice))
        took["misspelt"].append(one)
        found["misspelt"] += name in hits
        took["numbered"].append(timed(ask, f"{name} no {dice.randint(1, 200)}")[0])
    for text, meant in list(KNOWN.items()) * max(1, names // len(KNOWN)):
        one, hits = timed(ask, text)
        took["known"].append(one)
        found["known"] += hits[:1] == [meant]
    took["points"] = [timed(ask, text)[0] for text in ("-3,98 122,53", "2GC6+X9 Poasia") * (names // 5)]
    every = [one for kind in took.values() for one in kind if kind is not took["first_hits"]]
    return {
        "queries": len(every),
        "p50_ms": round(percentile(every, 0.5), 1),
        "p99_ms": round(percentile(every, 0.99), 1),
        **{f"{kind}_p99_ms": round(percentile(times, 0.99), 1) for kind, times in took.items()},
        **{f"{kind}_p50_ms": round(percentile(took[kind], 0.5), 1) for kind in ("typed", "misspelt")},
        "misspelt_found": round(found["misspelt"] / len(took["misspelt"]), 3),
        "known_first": round(found["known"] / len(took["known"]), 3),
    }


def misspelt(name: str, dice: random.Random) -> str:
    """One slip: a letter doubled, dropped, exchanged for its neighbour, or another vowel."""
    at = dice.randrange(len(name) // 2, len(name) - 1)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    swapped = after[:1] + letter + after[1:]
    return before + dice.choice([letter * 2 + after, after, swapped, dice.choice("aeiou") + after])


def count_places() -> int:
    """How many there are to find."""
    from agencies.models import Place

    return Place.objects.count()


if __name__ == "__main__":
    main()
