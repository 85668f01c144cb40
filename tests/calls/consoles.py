"""What a call-taker's console draws of its cards, asked of the console's own code."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings

from agencies import handover
from calls import queue
from journal.live import cards_of, encoded

SCRIPT = """
import { unheld } from "./static/js/intake/holding.js";
import { mine, ringing, waiting } from "./static/js/intake/state.js";
const { calls, members } = JSON.parse(await new Response(process.stdin).text());
const ids = (list) => list.map(({ id }) => id);
const backs = Object.values(waiting(calls)).flat();
console.log(JSON.stringify({
  ringing: ids(ringing(calls, members)),
  unheld: ids(unheld(calls, members)),
  desks: members.flatMap((one) => ids(mine(calls, one.user_id))),
  backs: Object.fromEntries(backs.map((call) => [call.id, call.call_back.calls])),
}));
"""


@dataclass(frozen=True)
class Drawn:
    """The lists of a console by the calls' ids; a call-back with how many lost calls of its caller it stands for."""

    ringing: list[int]
    unheld: list[int]
    desks: list[int]
    backs: dict[str, int]

    @property
    def in_work(self) -> set[int]:
        """The calls that wait for somebody or are on the desk of somebody on watch."""
        return {*self.ringing, *self.unheld, *self.desks}


def drawn() -> Drawn:
    """What any console draws now."""
    assert {queue.AUDIENCE, handover.AUDIENCE} == {"calls"}
    said = encoded({"calls": cards_of("calls", ["call"]), "members": cards_of("calls", ["member"])})
    node = ["node", "--input-type=module", "--eval", SCRIPT]
    answer: Any = subprocess.run(node, input=said, stdout=subprocess.PIPE, check=True, cwd=settings.BASE_DIR).stdout
    return Drawn(**orjson.loads(answer))
