-- Calls with everything that was said of them, one paper each. The register of before is made anew from the first event.
CREATE TABLE call_register (
    call_id      text  PRIMARY KEY,
    programme_id text  NOT NULL,
    series       text  NOT NULL,
    paper        jsonb NOT NULL
);
CREATE INDEX call_register_by_programme_idx ON call_register (programme_id, call_id COLLATE "C");
CREATE INDEX call_register_by_series_idx ON call_register (series);

CREATE TABLE call_offers (
    offer_id text    PRIMARY KEY,
    call_id  text,
    rejected boolean NOT NULL DEFAULT false
);
CREATE INDEX call_offers_by_call_idx ON call_offers (call_id);

DROP TABLE calls;
