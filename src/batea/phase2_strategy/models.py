"""The tables of phase 2, room by room."""

from .economy.models import Lever, PriceChain, PriceStep
from .impacts.models import ChosenMeasure, ImpactRating
from .national.models import MeasureLink, NationalMeasure, RiskItem, Strategy
from .types.models import AsmType, TypeRule, Typology
from .vision.models import Goal, Vision

__all__ = [
    "AsmType",
    "ChosenMeasure",
    "Goal",
    "ImpactRating",
    "Lever",
    "MeasureLink",
    "NationalMeasure",
    "PriceChain",
    "PriceStep",
    "RiskItem",
    "Strategy",
    "TypeRule",
    "Typology",
    "Vision",
]
