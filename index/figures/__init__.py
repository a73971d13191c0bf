"""Figures: every number a report states, with its unit, what it counts, and its verb."""

from index.figures.finding import find_figures
from index.figures.numerals import parse_number
from index.figures.units import akin, unit_class, unit_scale

__all__ = ["akin", "find_figures", "parse_number", "unit_class", "unit_scale"]
