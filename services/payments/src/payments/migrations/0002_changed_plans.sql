-- Annexes, cancelled tranches, contracts that ended, and transfers that another bank sent back.
ALTER TABLE payment_register_grants
    ADD COLUMN reversed_grosze bigint NOT NULL DEFAULT 0,
    ADD COLUMN annex_number    text,
    ADD COLUMN ended_on        date;
ALTER TABLE payment_register_tranches
    ADD COLUMN cancelled_on date,
    ADD COLUMN reversed_on  date;
