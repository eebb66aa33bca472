-- Read model of notifications; it can be made again from the events.

CREATE TABLE notice_register (
    position       bigint      PRIMARY KEY,
    notice_id      text        NOT NULL UNIQUE,
    kind           text        NOT NULL,
    recipient      text        NOT NULL,
    subject_id     text        NOT NULL,
    cause_event_id text        NOT NULL,
    cause_type     text        NOT NULL,
    amount_grosze  bigint,
    spoken_of_on   date,
    reason         text,
    effective_on   date        NOT NULL,
    recorded_at    timestamptz NOT NULL
);
CREATE INDEX notice_register_subject_idx ON notice_register (subject_id, position);
