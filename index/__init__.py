"""Reports, indexed and asked: text in, findings with verbatim quotes out.

`Library` is all that is used from outside, with the values of `index.models`
and the errors of `index.errors`.
"""

from index.library import Library, Progress
from index.store import DATABASE

__all__ = ["DATABASE", "Library", "Progress"]
