-- What grants goes by when an offer comes: programme's latest word on each call.
CREATE TABLE known_calls (
    call_id  text  PRIMARY KEY,
    said_at  bigint NOT NULL DEFAULT -1,
    terms    jsonb,
    ended_on date
);
