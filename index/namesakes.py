"""Places that bear the same name are told apart by what they lie in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.models import Finding


def namesakes(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The places, with their ancestors, whose own name another place of the findings bears."""
    regions: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for found in findings:
        if found.place and found.region:
            regions[found.place][found.region] = None
    return tuple(region for same in regions.values() if len(same) > 1 for region in same)


def told_apart(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, for people to read: namesakes have their ancestors in `place`."""
    same = namesakes(findings)
    return tuple(replace(f, place=f.region) if f.region in same else f for f in findings)
