-- The journal as rows: one per entry, and one per account touched. Queried as of a day and as known at an instant.

CREATE TABLE journal_entries (
    programme_id  text    NOT NULL,
    number        bigint  NOT NULL,
    hlc           bigint  NOT NULL,
    fact          text    NOT NULL,
    effective_on  date    NOT NULL,
    value_on      date    NOT NULL,
    actor         text    NOT NULL,
    document      text,
    line_id       text,
    call_id       text,
    grant_id      text,
    caused_by     uuid,
    cause_hlc     bigint,
    amount_grosze bigint  NOT NULL,
    PRIMARY KEY (programme_id, number)
);
CREATE INDEX journal_entries_by_cause_idx ON journal_entries (programme_id, cause_hlc) WHERE cause_hlc IS NOT NULL;

CREATE TABLE postings (
    programme_id  text   NOT NULL,
    number        bigint NOT NULL,
    hlc           bigint NOT NULL,
    effective_on  date   NOT NULL,
    account       text   NOT NULL,
    balance       text   NOT NULL,
    area          text   NOT NULL,
    amount_grosze bigint NOT NULL
);
CREATE INDEX postings_by_programme_idx ON postings (programme_id, effective_on);

CREATE TABLE calls (
    call_id      text PRIMARY KEY,
    programme_id text NOT NULL,
    number       text NOT NULL,
    terms        jsonb NOT NULL,
    resolved_on  date
);

CREATE TABLE programmes (
    programme_id text PRIMARY KEY,
    stage        text NOT NULL,
    facts        jsonb NOT NULL DEFAULT '{}'
);

-- How far each other service's clock has passed, with everything before it dealt with here.
CREATE TABLE watermarks (
    service text   PRIMARY KEY,
    hlc     bigint NOT NULL
);
