"""How a service seals what it has recorded: it grows a tree of hashes and signs how far it has come.

    growth   the right edge of a tree that only grows
    tiles    its stored hashes, 256 to a row, and the checkpoints signed over it: the sealer's tables
    sealer   grows, signs, publishes; one at a time, safe with two

Nothing here checks anybody else: that is the auditor's, with code of the auditor's own.
"""
