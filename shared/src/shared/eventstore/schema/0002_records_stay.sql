-- What is recorded stays. These triggers fire always, also for a replica and for the owner; a superuser can still switch
-- them off. Then the signed checkpoints tell (docs/proof.md).

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '% of % is refused: what is recorded is never changed; record a correction', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $body$;

CREATE TRIGGER records_stay BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER records_stay_all BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE events ENABLE ALWAYS TRIGGER records_stay;
ALTER TABLE events ENABLE ALWAYS TRIGGER records_stay_all;
