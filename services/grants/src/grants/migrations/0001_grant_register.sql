-- The register of grants: one row per id, from offer to settlement. Amounts are grosze, days are Warsaw dates.
-- The stage is not kept: it follows from what is there.
CREATE TABLE grant_register (
    grant_id            text PRIMARY KEY,
    evidence            text    NOT NULL DEFAULT 'procedure',
    programme_id        text,
    call_id             text,
    line_id             text,
    organisation_id     text,
    task_from           date,
    task_until          date,
    total_cost_grosze   bigint,
    requested_grosze    bigint,
    formally_accepted   boolean,
    defect              text,
    points              integer,
    decision_no         integer,
    proposed_grosze     bigint,
    awarded_grosze      bigint  NOT NULL DEFAULT 0,
    refusal_reason      text,
    declined_on         date,
    contract_number     text,
    signed_on           date,
    contracted_grosze   bigint  NOT NULL DEFAULT 0,
    tranches            jsonb   NOT NULL DEFAULT '[]',
    disbursed_grosze    bigint  NOT NULL DEFAULT 0,
    returned_grosze     bigint  NOT NULL DEFAULT 0,
    report_due_on       date,
    report_submitted_on date,
    spent_grosze        bigint,
    report_accepted_on  date,
    accepted_grosze     bigint  NOT NULL DEFAULT 0,
    settled_on          date
);

CREATE INDEX grant_register_of_programme ON grant_register (programme_id, grant_id COLLATE "C");

-- What the calendar looks through every few seconds: contracts whose report is neither in nor marked as due.
CREATE INDEX grant_register_awaiting_report ON grant_register (task_until)
    WHERE contract_number IS NOT NULL AND report_due_on IS NULL AND report_submitted_on IS NULL;
