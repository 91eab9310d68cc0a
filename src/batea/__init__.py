"""Batea turns evidence into a living national strategy for artisanal and small-scale mining."""

__version__ = "0.1.0"
