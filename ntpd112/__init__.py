"""Wiring only: settings, routes, processes. No rule of the domain lives here."""
