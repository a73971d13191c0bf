"""The structure of a report's text, by offsets: heading tree, sentences, clauses, passages."""

from index.structure.passages import make_passages, table_head
from index.structure.sections import find_sections, path, section_at
from index.structure.sentences import split_clauses, split_sentences

__all__ = [
    "find_sections",
    "make_passages",
    "path",
    "section_at",
    "split_clauses",
    "split_sentences",
    "table_head",
]
