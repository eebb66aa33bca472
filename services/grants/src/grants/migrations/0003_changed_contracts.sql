-- Awards that ended without a contract, contracts that changed or ended, and transfers that a bank sent back.
ALTER TABLE grant_register
    ADD COLUMN award_ended_on  date,
    ADD COLUMN annex_number    text,
    ADD COLUMN terminated_on   date,
    ADD COLUMN reversed_grosze bigint NOT NULL DEFAULT 0;
