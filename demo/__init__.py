"""A city that never was: the scenario generator, six months of history, a quiet evening. Stands above the product."""
