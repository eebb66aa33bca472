-- What public pages and open data need beside the register: where names and titles are kept, and each movement of money.
-- Names and titles themselves stay in `texts`, erasable.
CREATE TABLE public_organisations (
    organisation_id text PRIMARY KEY,
    name_ref        text NOT NULL,
    krs             text,
    nip             text
);

CREATE TABLE public_grants (
    grant_id   text PRIMARY KEY,
    title_ref  text,
    name_ref   text,
    awarded_on date
);

CREATE TABLE public_payments (
    grant_id      text    NOT NULL,
    number        integer NOT NULL,
    kind          text    NOT NULL,
    value_on      date    NOT NULL,
    amount_grosze bigint  NOT NULL,
    PRIMARY KEY (grant_id, number)
);

CREATE INDEX grant_register_of_call ON grant_register (call_id);
