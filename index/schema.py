"""The tables of the index, and how its database is told from others."""

from __future__ import annotations

import zlib

from sqlite_utils import Database

from index.postings import embedded

SCHEMA = 3
# Tells our databases from those of other programs; "rptb" in ASCII.
APPLICATION = 0x72707462

# What administrators said that words of questions stand for.
_SYNONYMS = """
CREATE TABLE synonyms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT NOT NULL, meant TEXT NOT NULL,
    since REAL NOT NULL
) STRICT;
"""
# Versions that were replaced or removed.
_FORMER = """
CREATE TABLE former (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, source TEXT NOT NULL,
    digest TEXT NOT NULL, title TEXT, issuer TEXT, place TEXT, region TEXT, year INTEGER,
    packed BLOB NOT NULL, packed_side BLOB, successor TEXT, since REAL NOT NULL
) STRICT;
"""
TABLES = (
    """
CREATE TABLE reports (
    name TEXT PRIMARY KEY, source TEXT NOT NULL, digest TEXT NOT NULL, side_digest TEXT NOT NULL,
    maker TEXT NOT NULL, format TEXT NOT NULL, encoding TEXT,
    title TEXT, issuer TEXT, place TEXT, region TEXT, year INTEGER, published TEXT,
    notes TEXT NOT NULL, packed_text BLOB NOT NULL,
    pages TEXT NOT NULL DEFAULT '[]', content TEXT NOT NULL DEFAULT '',
    document_number TEXT, found_in TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE TABLE originals (
    report TEXT PRIMARY KEY REFERENCES reports(name) ON DELETE CASCADE,
    packed BLOB NOT NULL, packed_side BLOB
) STRICT;
CREATE TABLE sections (
    report TEXT NOT NULL REFERENCES reports(name) ON DELETE CASCADE,
    number INTEGER NOT NULL, parent INTEGER, level INTEGER NOT NULL, kind TEXT NOT NULL,
    label TEXT NOT NULL, heading TEXT NOT NULL,
    start INTEGER NOT NULL, body INTEGER NOT NULL, end INTEGER NOT NULL,
    PRIMARY KEY (report, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report TEXT NOT NULL REFERENCES reports(name) ON DELETE CASCADE,
    section INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_report ON passages(report);
CREATE TABLE figures (
    report TEXT NOT NULL REFERENCES reports(name) ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL,
    number ANY, unit TEXT NOT NULL, qualifier TEXT, upper ANY, date TEXT, thing TEXT, verb TEXT,
    clause_start INTEGER NOT NULL, clause_end INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    PRIMARY KEY (report, start)
) STRICT, WITHOUT ROWID;
CREATE TABLE generation (number INTEGER NOT NULL) STRICT;
INSERT INTO generation VALUES (0);
"""
    + _FORMER
    + _SYNONYMS
    + embedded.TABLES
)
# What makes a database of an earlier format one of the next, by the format it has; `pack` is
# the function of that name. Reports that lose what was derived from them lose their maker,
# too, and are analysed anew.
UPGRADES = {
    1: """
DROP TABLE postings;
ALTER TABLE reports ADD COLUMN packed_text BLOB NOT NULL DEFAULT x'';
UPDATE reports SET maker = '', packed_text = pack(CAST(text AS BLOB));
ALTER TABLE reports DROP COLUMN text;
ALTER TABLE originals RENAME COLUMN content TO packed;
ALTER TABLE originals RENAME COLUMN side TO packed_side;
UPDATE originals SET packed = pack(packed), packed_side = pack(packed_side);
"""
    + embedded.TABLES,
    2: """
ALTER TABLE reports ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN content TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN document_number TEXT;
ALTER TABLE reports ADD COLUMN found_in TEXT NOT NULL DEFAULT '[]';
"""
    + _FORMER
    + _SYNONYMS,
}


def pack(content: bytes | None) -> bytes | None:
    """Bytes as they are stored."""
    return None if content is None else zlib.compress(content)


def unpack(packed: bytes | None) -> bytes | None:
    """What `pack` was given; zlib.error if it is something else."""
    return None if packed is None else zlib.decompress(packed)


def statements(script: str) -> tuple[str, ...]:
    """The statements of a script, for sqlite3 runs a whole script outside of the transaction."""
    return tuple(part for part in script.split(";\n") if part.strip())


def upgrade(database: Database, version: int) -> None:
    """Makes a database of an earlier format one of ours."""
    database.conn.create_function("pack", 1, pack)
    with database.atomic():
        database.execute(f"PRAGMA user_version={SCHEMA}")
        steps = range(version, SCHEMA) if "reports" in database.table_names() else ()
        for step in steps:
            for statement in statements(UPGRADES[step]):
                database.execute(statement)
