"""Which modules a page's script is made of: the browser asks for all of them at once and not import by import."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from pathlib import Path

from django import template
from django.contrib.staticfiles.finders import find
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()
IMPORTED = re.compile(r'^(?:import|export)\b[^"\']*?["\'](\.\.?/[^"\']+)["\']', re.MULTILINE)


@register.simple_tag
def modules(*names: str) -> SafeString:
    """Links that fetch these modules and all they import; each comes from the browser's own store the next time."""
    wanted = sorted(set(names).union(*(imported(name) for name in names)))
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(name),) for name in wanted))


@cache
def imported(name: str) -> frozenset[str]:
    """Every module that this one imports, directly or through others; they change with a new version of ours only."""
    found: set[str] = set()
    ahead = [name]
    while ahead:
        one = ahead.pop()
        for path in IMPORTED.findall(source(one)):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(one), path))
            if other not in found:
                found.add(other)
                ahead.append(other)
    return frozenset(found)


def source(name: str) -> str:
    """A module's text; an unknown one imports nothing, and the page's own link to it says that it is missing."""
    path = find(name)
    return Path(str(path)).read_text(encoding="utf-8") if path else ""
