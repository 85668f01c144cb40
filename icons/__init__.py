"""The icons: drawn in sheet.svg, made into a font by `icons/draw`."""
