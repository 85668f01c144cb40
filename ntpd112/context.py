"""What every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Centre, watch and pages of this request."""
    return {"centre": getattr(request, "centre", None), "watch": getattr(request, "watch", None)}
