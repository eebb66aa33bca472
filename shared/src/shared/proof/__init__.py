"""What services write and auditors read as evidence: hashes, signed notes, checkpoints. Formats only, no checking.

    hashing      the hashes of a tree of records (RFC 6962, section 2.1)
    keys         named Ed25519 keys, to sign with and to verify with (c2sp.org/signed-note, c2sp.org/tlog-cosignature)
    notes        a text and the signatures under it (c2sp.org/signed-note)
    checkpoints  size and root of a service's tree of records, and its watermark (c2sp.org/tlog-checkpoint)

These are the law of the evidence, as the posting table is the law of money, so both sides share them. How a tree is
grown is the services' own (`shared.sealing`), how it is counted again is the auditor's own (`audit.proof`).
"""
