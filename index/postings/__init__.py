"""The index over passages: what `contract.py` promises, as `embedded.py` keeps it in SQLite."""
