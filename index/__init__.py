"""Reports, indexed and asked: text in, findings with verbatim quotes out.

`Library` is what is used from outside, with the values of `index.models`, the
errors of `index.errors`, functions for zips and for places that share a name, and
the folder of what is cached.
"""

from index.archives import reports_in
from index.cache import folder as cache_folder
from index.indexing import Progress
from index.library import Library
from index.namesakes import namesakes, told_apart
from index.store import DATABASE

__all__ = [
    "DATABASE",
    "Library",
    "Progress",
    "cache_folder",
    "namesakes",
    "reports_in",
    "told_apart",
]
