"""Measurements of the parts of reportbot; each module is run with `python -m` and prints results."""
