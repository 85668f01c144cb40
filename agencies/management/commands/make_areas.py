"""Draws the approximate outlines of the areas from their centres and writes them into the ground."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from agencies.ground import FOLDER, read
from agencies.models import Area
from agencies.outlines import outlines


class Command(BaseCommand):
    """The same centres always make the same file, so the file is committed and the command seldom run."""

    help = "Hitung ulang batas perkiraan wilayah: ground/areas.json ke ground/outlines.json."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one line for each area."""
        wards = {row["code"]: (row["lat"], row["lng"]) for row in read("areas") if row["level"] == Area.Level.WARD}
        shapes = outlines(wards, {code: code.rpartition(".")[0] for code in wards})
        lines = [f"  {json.dumps(code)}: {json.dumps(shape)}" for code, shape in shapes.items()]
        (FOLDER / "outlines.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
        self.stdout.write(f"{len(lines)} batas perkiraan ditulis ke ground/outlines.json.")
