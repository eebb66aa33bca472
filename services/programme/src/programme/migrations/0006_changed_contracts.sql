-- By how much annexes and terminations changed a contract since it was signed, in grosze.
ALTER TABLE execution_contracts
    ADD COLUMN changed_grosze bigint NOT NULL DEFAULT 0;
