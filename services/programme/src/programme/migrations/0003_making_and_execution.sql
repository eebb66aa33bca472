-- How a programme was made: its page as it stands, and what the calendar waits for (NULL: nothing).

CREATE TABLE programme_makings (
    programme_id    text  PRIMARY KEY,
    page            jsonb NOT NULL,
    opinion_last_on date,
    adoption_due_on date,
    report_due_on   date
);

-- What the yearly report counts.

CREATE TABLE execution_money (
    programme_id  text   NOT NULL,
    area          text   NOT NULL,
    name          text   NOT NULL,
    amount_grosze bigint NOT NULL,
    PRIMARY KEY (programme_id, area, name)
);

CREATE TABLE execution_calls (
    call_id      text PRIMARY KEY,
    programme_id text NOT NULL,
    area         text NOT NULL,
    ended        text
);
CREATE INDEX execution_calls_by_programme_idx ON execution_calls (programme_id);

CREATE TABLE execution_offers (
    programme_id     text    NOT NULL,
    offer_id         text    NOT NULL,
    area             text    NOT NULL DEFAULT '',
    requested_grosze bigint  NOT NULL DEFAULT 0,
    noted            boolean NOT NULL DEFAULT false,
    rejected         boolean NOT NULL DEFAULT false,
    PRIMARY KEY (programme_id, offer_id)
);

CREATE TABLE execution_contracts (
    programme_id  text    NOT NULL,
    grant_id      text    NOT NULL,
    area          text    NOT NULL DEFAULT '',
    amount_grosze bigint  NOT NULL DEFAULT 0,
    noted         boolean NOT NULL DEFAULT false,
    settled       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (programme_id, grant_id)
);

CREATE TABLE programme_reports (
    programme_id text  PRIMARY KEY,
    report       jsonb NOT NULL
);
