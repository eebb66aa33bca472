-- Refund claims: what is left of each, what came in on it, what was written off; interest beside principal.
ALTER TABLE payment_register_grants
    ADD COLUMN written_off_grosze bigint NOT NULL DEFAULT 0;

-- parts: what is left, each with its first day of interest.
CREATE TABLE claim_register (
    grant_id         text   NOT NULL,
    claim_number     int    NOT NULL,
    ground           text   NOT NULL,
    principal_grosze bigint NOT NULL,
    parts            jsonb  NOT NULL,
    found_on         date   NOT NULL,
    called_on        date   NOT NULL,
    use_until        date,
    due_on           date   NOT NULL,
    document         text   NOT NULL,
    PRIMARY KEY (grant_id, claim_number)
);

CREATE TABLE claim_register_movements (
    position         bigint PRIMARY KEY,
    grant_id         text   NOT NULL,
    claim_number     int    NOT NULL,
    kind             text   NOT NULL CHECK (kind IN ('paid', 'relief', 'time-barred')),
    principal_grosze bigint NOT NULL,
    interest_grosze  bigint NOT NULL,
    moved_on         date   NOT NULL,
    document         text   NOT NULL,
    FOREIGN KEY (grant_id, claim_number) REFERENCES claim_register
);
CREATE INDEX claim_register_movements_idx ON claim_register_movements (grant_id, claim_number, position);
