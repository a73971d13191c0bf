"""Measurements of speed, memory and quality; each module is one command."""
