"""What the auditor's count moved, in causal order, and its sums at sealed positions: as-of without counting again.

The count is a fold in the order of the clocks, so what it had moved by a moment is its moves up to one number. Up to
that number they are cut into blocks of 4 096 moves; 16 blocks make one of the next level. A full block keeps its own
change of each account on each day, and nothing else. An answer adds at most 15 blocks of each level and the moves of
at most 4 095 of tail: its cost grows with the logarithm of history. A back-dated move lies in its own block, so no
block is ever wrong about a moment that was answered before.

Accounts of single grants are summed as one for each home and stage (`…/call/c1/grant/*/reserved`): grants one by one
are told from the moves. Sealed is what every service had passed when the bundle was taken. All of it is made from the
bundle's columns; whoever doubts it counts again (`as-of --recount`, `check-export`).

    rows       the records of a bundle's columns, in causal order
    blocks     the arithmetic of blocks, and the files of their sums
    writing    the count over a bundle, written as moves and sums
    answering  the figures of a moment from them
"""
