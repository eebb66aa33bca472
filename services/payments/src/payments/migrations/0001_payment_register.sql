-- Read models of payments. Amounts are grosze; days are Warsaw dates. All of it can be made again from the events.

CREATE TABLE payment_register_grants (
    grant_id         text   PRIMARY KEY,
    programme_id     text   NOT NULL,
    organisation_id  text   NOT NULL,
    contract_number  text   NOT NULL,
    evidence         text   NOT NULL,
    amount_grosze    bigint NOT NULL,
    signed_on        date   NOT NULL,
    disbursed_grosze bigint NOT NULL DEFAULT 0,
    returned_grosze  bigint NOT NULL DEFAULT 0
);
CREATE INDEX payment_register_grants_programme_idx ON payment_register_grants (programme_id, grant_id);

CREATE TABLE payment_register_tranches (
    grant_id         text    NOT NULL REFERENCES payment_register_grants,
    tranche_number   int     NOT NULL,
    amount_grosze    bigint  NOT NULL,
    due_on           date    NOT NULL,
    prepared_by      text,
    authorised_by    text,
    order_id         text,
    execute_on       date,
    disbursed_on     date,
    disbursed_grosze bigint,
    ordered          boolean,
    PRIMARY KEY (grant_id, tranche_number)
);

-- Money that moved otherwise than by a tranche: returns, and payments taken over from a register.
CREATE TABLE payment_register_movements (
    position      bigint PRIMARY KEY,
    grant_id      text   NOT NULL REFERENCES payment_register_grants,
    kind          text   NOT NULL CHECK (kind IN ('return', 'taken-over')),
    amount_grosze bigint NOT NULL,
    value_on      date   NOT NULL,
    source        text   NOT NULL
);
CREATE INDEX payment_register_movements_grant_idx ON payment_register_movements (grant_id, position);

CREATE TABLE payment_register_orders (
    order_id       text        PRIMARY KEY,
    issued_at      timestamptz NOT NULL,
    execute_on     date        NOT NULL,
    debtor_name    text        NOT NULL,
    debtor_account text        NOT NULL,
    total_grosze   bigint      NOT NULL,
    file_sha256    text        NOT NULL
);

CREATE TABLE payment_register_order_lines (
    order_id         text   NOT NULL REFERENCES payment_register_orders,
    line_number      int    NOT NULL,
    grant_id         text   NOT NULL,
    tranche_number   int    NOT NULL,
    organisation_id  text   NOT NULL,
    creditor_account text   NOT NULL,
    amount_grosze    bigint NOT NULL,
    PRIMARY KEY (order_id, line_number)
);
