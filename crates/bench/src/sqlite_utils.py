"""Inserts the rows of a history up to a sequence with sqlite-utils; prints the seconds it took.

Arguments: the history, the file to make, the last sequence.
"""
import sqlite3
import sys
import time

import sqlite_utils

source, target, last = sys.argv[1], sys.argv[2], int(sys.argv[3])
rows_of = sqlite3.connect(source)
rows_of.row_factory = sqlite3.Row
tables = [
    ("run", "sequence"), ("blob", "sequence"), ("document", "sequence"),
    ("document_version", "sequence"), ("notice_text", "sequence"), ("reading", "sequence"),
    ("parse", "sequence"), ("record", "sequence"), ("record_alias", "record"),
    ("record_authority", "record"), ("record_identifier", "record"),
    ("record_version", "sequence"),
]
db = sqlite_utils.Database(target)
db.enable_wal()
seconds = 0.0
for table, key in tables:
    # PRAGMA table_info leaves generated columns out, as the history's own hashes do.
    columns = ", ".join(row[1] for row in rows_of.execute(f"PRAGMA table_info({table})"))
    cursor = rows_of.execute(f"SELECT {columns} FROM {table} WHERE {key} <= ?", (last,))
    while chunk := [dict(row) for row in cursor.fetchmany(5000)]:
        started = time.perf_counter()
        db[table].insert_all(chunk, pk="sequence" if key == "sequence" else None, batch_size=5000)
        seconds += time.perf_counter() - started
print(seconds)
