"""GeoJSON files as they come from anybody. What is wrong with one is said in Indonesian, as a ValueError."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from agencies.fixes import is_in_indonesia


def read(path: Path, most: int) -> Any:
    """What stands in a file of at most so many bytes; OSError if it cannot be opened."""
    if path.stat().st_size > most:
        raise ValueError(_("berkas terlalu besar, lebih dari %(mb)d MB") % {"mb": most >> 20})
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(_("bukan GeoJSON, atau berkasnya terpotong")) from error


def features_of(collection: Any) -> list[Any]:
    """The features of a FeatureCollection."""
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        raise ValueError(_("bukan GeoJSON FeatureCollection"))
    return features


def kind_of(feature: Any) -> str:
    """The type of a feature's geometry; empty where it has none."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    return str(geometry.get("type", "")) if isinstance(geometry, dict) else ""


def shape_of(feature: Any, where: str) -> BaseGeometry:
    """A feature's geometry without heights, all of it finite; `where` names it in the refusal."""
    try:
        found = shapely.force_2d(shape(feature["geometry"]))
        is_sound = bool(np.isfinite(shapely.get_coordinates(found)).all())
    except (AttributeError, LookupError, TypeError, ValueError, shapely.errors.ShapelyError):
        is_sound = False
    if not is_sound:
        raise ValueError(_("koordinat %(where)s tidak dapat dibaca") % {"where": where})
    return found


def refuse_elsewhere(found: BaseGeometry, where: str) -> None:
    """All of it has to lie around Indonesia, longitude first."""
    west, south, east, north = found.bounds if not found.is_empty else (0, 0, 0, 0)
    if is_in_indonesia(south, west) and is_in_indonesia(north, east):
        return
    if is_in_indonesia(west, south) and is_in_indonesia(east, north):
        raise ValueError(_("lintang dan bujur %(where)s tertukar; GeoJSON menulis bujur dulu") % {"where": where})
    raise ValueError(_("%(where)s di luar Indonesia; koordinatnya harus derajat WGS 84") % {"where": where})
