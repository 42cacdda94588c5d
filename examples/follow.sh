#!/bin/sh
# Follows new records with nothing but sqlite3 and the documented views: prints each record that
# became known or was changed since the last call, and keeps the place in a file.
#
#   examples/follow.sh history.db cursor.txt
set -eu
database=$1
place=$2
after=0
[ ! -s "$place" ] || after=$(cat "$place")
case $after in *[!0-9]*) echo "no cursor in $place: $after" >&2; exit 2 ;; esac

# One snapshot for both questions: nothing can come between them.
sqlite3 -readonly -separator "$(printf '\t')" "$database" > "$place.new" <<SQL
BEGIN;
SELECT max($after, (SELECT max(sequence) FROM ledger));
SELECT sequence, cause, action, name, coalesce(authorities, ''), coalesce(effective_date, ''),
  coalesce(citation, document_number)
FROM current_record WHERE sequence > $after ORDER BY sequence, record_id;
SELECT superseded_by, superseded_cause, 'withdrawn', name, coalesce(authorities, ''), '',
  coalesce(citation, document_number)
FROM record_history h WHERE superseded_by > $after
  AND NOT EXISTS (SELECT 1 FROM current_record c WHERE c.record_id = h.record_id)
ORDER BY superseded_by;
COMMIT;
SQL
sed 1d "$place.new"
# Only now is it read: after a failure above, the same is printed again.
sed -n 1p "$place.new" > "$place.next"
mv "$place.next" "$place"
rm "$place.new"
