"""Whether the records are still those that were signed: counted again with code of the auditor's own.

    tree         roots, inclusion and consistency of a tree of hashes (RFC 6962, section 2.1)
    rows         a stored row as the bytes of its record, and whether its columns say the same
    leaves       the hashes of one copy of a service's records, in a file, and their roots at signed sizes
    trust        the public keys that are trusted, pinned at first sight
    seals        signed checkpoints: which are true, and whether they contradict each other
    kept         what the auditor keeps from one time to the next: checkpoints and hashes
    copies       the copies there are: database, LOG stream, bundle, hashes kept, hashes the service stored
    naming       which record is the first that is not as it was signed, and what was done to it
    verifying    all of this for one service: findings, and the open window
    tlog_proof   one file that proves one record offline (c2sp.org/tlog-proof)
    proving      making such a file
    witnessing   another office's cosignature under a checkpoint (c2sp.org/tlog-cosignature)

Shared with the services are the formats (`shared.proof`) and no code that grows a tree. What is promised and what is
not: docs/proof.md.
"""
