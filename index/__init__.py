"""Reports, indexed and asked: text in, findings with verbatim quotes out.

`Library` is what is used from outside, with the values of `index.models`, the
errors of `index.errors`, and two functions for places that share a name.
"""

from index.library import Library, Progress
from index.namesakes import namesakes, told_apart
from index.store import DATABASE

__all__ = ["DATABASE", "Library", "Progress", "namesakes", "told_apart"]
