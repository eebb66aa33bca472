"""An exported bundle: a folder that answers offline what the stores would answer, up to where it was taken.

    manifest.json                      form, query, generator; per service its segments, counts, positions, watermark;
                                       sha256 and size of every file; the sums at sealed positions
    <service>/records/A-B.jsonl.zst    the exact bytes of each LOG record, one a line, in the order of positions
    <service>/events/A-B.parquet       the same records in typed columns, for counting
    <service>/places/A-B.arrow         where a moment lies among them
    <service>/transfers/A-B.parquet    of journal entries, one row for each transfer
    <service>/checkpoints/N.jsonl      the signed checkpoints over them, one JSON text a line (`audit.proof`)
    count/                             what the auditor's count moved, and its sums at sealed positions (`audit.sealed`)

The lines are what is proven. Everything else is made from them and can be made again: `check-export` does.
A segment holds at most a million records and is never written again; a later export adds segments. Of `count/` the
last, unfinished span is made anew.

    manifest   names of files, the manifest, what is damaged
    lines      records in compressed frames that can be leapt into
    columns    a record as one typed row, a journal entry's transfers as rows
    places     stamps and positions, to find a moment by
    writing    the export
    checking   whether columns and sums are those that the lines give
"""
