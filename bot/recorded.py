"""The JSON form in which an answer is remembered, as much of it as its buttons need.

The question as it was understood (`asked`) is left out. Fields that a former
version wrote and this one does not know are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any

from index.models import Answer, Coverage, Finding, Missing, Value


def dump(answer: Answer) -> str:
    return json.dumps(asdict(replace(answer, asked=None)), ensure_ascii=False)


def load(text: str) -> Answer:
    """`load(dump(answer))` equals the answer without `asked`."""
    row = json.loads(text)
    missing = row["missing"]
    return Answer(
        **{
            **_known(Answer, row),
            "findings": tuple(map(_finding, row["findings"])),
            "coverage": Coverage(**_known(Coverage, row["coverage"])),
            "missing": _tuples(Missing, missing, "held") if missing else None,
            "related": tuple(map(_finding, row["related"])),
            "asked": None,
        }
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    value = _tuples(Value, row["value"], "items") if row["value"] else None
    beside = tuple(_tuples(Value, each, "items") for each in row["beside"])
    section = tuple(row["section"])
    return Finding(**{**_known(Finding, row), "section": section, "value": value, "beside": beside})


def _tuples(kind: type[Any], row: Mapping[str, Any], name: str) -> Any:
    return kind(**{**_known(kind, row), name: tuple(row[name])})


def _known(kind: type[Any], row: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in row.items() if name in names}
