-- The journal and the ledger made of it. Both tables were there in a narrower shape and are filled anew from position 0.

DROP TABLE postings;
DROP TABLE journal_entries;
DELETE FROM projections WHERE name = 'journal';

-- One row per entry. The running turnover counts through the whole journal (Accounting Act art. 14(2)); it is made of
-- the entry before, so that a gap in the numbers cannot be written.
CREATE TABLE journal_entries (
    programme_id             text   NOT NULL,
    number                   bigint NOT NULL,
    hlc                      bigint NOT NULL,
    fact                     text   NOT NULL,
    effective_on             date   NOT NULL,
    value_on                 date   NOT NULL,
    actor                    text   NOT NULL,
    document                 text,
    line_id                  text,
    call_id                  text,
    grant_id                 text,
    caused_by                uuid,
    cause_service            text,
    cause_hlc                bigint,
    amount_grosze            bigint NOT NULL,
    turnover_grosze          bigint NOT NULL,
    running_turnover_grosze  bigint NOT NULL,
    PRIMARY KEY (programme_id, number)
);
CREATE UNIQUE INDEX journal_entries_by_stamp_idx ON journal_entries (programme_id, hlc);
CREATE INDEX journal_entries_first_idx ON journal_entries (programme_id) WHERE number = 1;
CREATE INDEX journal_entries_by_day_idx ON journal_entries (programme_id, effective_on) INCLUDE (number, turnover_grosze);
CREATE INDEX journal_entries_by_grant_idx ON journal_entries (programme_id, grant_id, number) WHERE grant_id IS NOT NULL;
-- From its cause's stamp up to its own an entry was in flight; the answer to a proposal moves nothing that was paid.
CREATE INDEX journal_entries_in_flight_idx ON journal_entries USING gist (int8range(cause_hlc, greatest(cause_hlc, hlc)))
    WHERE cause_hlc < hlc AND fact <> 'FundsReserved';

-- Two rows per transfer: below zero what is debited, above zero what is credited. "synthetic" is the account of the
-- general ledger that an account of a single grant belongs to; every other account is its own.
CREATE TABLE postings (
    programme_id  text   NOT NULL,
    number        bigint NOT NULL,
    ordinal       int    NOT NULL,
    effective_on  date   NOT NULL,
    account       text   COLLATE "C" NOT NULL,
    synthetic     text   COLLATE "C" NOT NULL,
    counter       text   COLLATE "C" NOT NULL,
    amount_grosze bigint NOT NULL,
    PRIMARY KEY (programme_id, number, ordinal)
);
CREATE INDEX postings_by_account_idx ON postings (programme_id, synthetic, effective_on, number, ordinal);
CREATE INDEX postings_by_grant_idx ON postings (programme_id, account, effective_on, number, ordinal)
    WHERE account <> synthetic;

-- The chart of accounts: each account from its first posting on.
CREATE TABLE ledger_accounts (
    programme_id text   NOT NULL,
    account      text   COLLATE "C" NOT NULL,
    synthetic    text   COLLATE "C" NOT NULL,
    opened_in    bigint NOT NULL,
    PRIMARY KEY (programme_id, account)
);

-- Turnovers of sealed blocks of the journal, by synthetic account and day, month and year of effect (docs/decisions/0017).
CREATE TABLE ledger_blocks (
    programme_id  text     NOT NULL,
    level         smallint NOT NULL,
    block         bigint   NOT NULL,
    span          text     NOT NULL CHECK (span IN ('day', 'month', 'year')),
    starts_on     date     NOT NULL,
    synthetic     text     COLLATE "C" NOT NULL,
    debit_grosze  bigint   NOT NULL,
    credit_grosze bigint   NOT NULL,
    PRIMARY KEY (programme_id, level, block, span, starts_on, synthetic)
);
