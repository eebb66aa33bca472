-- One store per service, in its own database. The first five columns are what the event-sourcing library reads;
-- its "notification id" is our position: from 1, without gaps, in the order of commits.

CREATE TABLE events (
    originator_id      text   NOT NULL,
    originator_version bigint NOT NULL CHECK (originator_version > 0),
    topic              text   NOT NULL,
    state              bytea  NOT NULL,
    notification_id    bigint NOT NULL,
    event_id           uuid   NOT NULL UNIQUE,
    hlc                bigint NOT NULL,
    subject            text,
    message            bytea,
    PRIMARY KEY (originator_id, originator_version),
    CHECK ((subject IS NULL) = (message IS NULL))
);
CREATE UNIQUE INDEX events_notification_id_idx ON events (notification_id);
CREATE INDEX events_to_publish_idx ON events (notification_id) WHERE subject IS NOT NULL;

-- The head of the store. Its row lock is the append lock: whoever holds it is the only one who appends, until commit.
CREATE TABLE head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    hlc      bigint NOT NULL
);
INSERT INTO head VALUES (true, 0, 0);

CREATE TABLE receipts (
    caller     text   NOT NULL,
    command_id text   NOT NULL,
    body_hash  bytea  NOT NULL,
    answer     bytea  NOT NULL,
    position   bigint NOT NULL,
    hlc        bigint NOT NULL,
    PRIMARY KEY (caller, command_id)
);

CREATE TABLE inbox (
    publisher   text   NOT NULL,
    event_id    uuid   NOT NULL,
    position    bigint NOT NULL,
    hlc         bigint NOT NULL,
    key         text   NOT NULL,
    status      text   NOT NULL CHECK (status IN ('done', 'waiting', 'parked')),
    reason      text,
    message     bytea,
    PRIMARY KEY (publisher, event_id),
    CHECK ((status = 'done') OR (message IS NOT NULL))
);
CREATE INDEX inbox_unfinished_idx ON inbox (key) WHERE status <> 'done';

CREATE TABLE texts (
    ref  text  PRIMARY KEY,
    salt bytea NOT NULL,
    body text  NOT NULL
);

CREATE TABLE projections (
    name     text   PRIMARY KEY,
    position bigint NOT NULL,
    hlc      bigint NOT NULL
);

-- Everything one batch of decisions leaves behind, in one round trip and one transaction.
-- Raises unique_violation when a stream has moved, or a receipt or inbox row is already there: decide again.
CREATE FUNCTION append_batch(
    cause_hlc bigint,
    fence_streams text[], fence_versions bigint[],
    streams text[], versions bigint[], topics text[], states bytea[], event_ids uuid[], subjects text[], messages bytea[],
    receipt_callers text[], receipt_ids text[], receipt_hashes bytea[], receipt_answers bytea[], receipt_last int[],
    inbox_publishers text[], inbox_events uuid[], inbox_positions bigint[], inbox_hlcs bigint[], inbox_keys text[],
    inbox_statuses text[], inbox_reasons text[], inbox_messages bytea[], inbox_again boolean[],
    text_refs text[], text_salts bytea[], text_bodies text[]
) RETURNS TABLE (base_position bigint, base_hlc bigint) LANGUAGE plpgsql AS $body$
DECLARE
    events_count int := coalesce(cardinality(streams), 0);
    moved text;
    again_count int;
BEGIN
    SET LOCAL lock_timeout = '5s';
    SELECT h.position, greatest(h.hlc, cause_hlc, (extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16)
      INTO base_position, base_hlc FROM head h FOR UPDATE;

    SELECT f.stream INTO moved FROM unnest(fence_streams, fence_versions) AS f (stream, version)
     WHERE f.version <> coalesce(
        (SELECT max(e.originator_version) FROM events e WHERE e.originator_id = f.stream), 0) LIMIT 1;
    IF moved IS NOT NULL THEN
        RAISE EXCEPTION 'stream % has moved', moved USING ERRCODE = 'unique_violation';
    END IF;

    INSERT INTO events (originator_id, originator_version, topic, state, notification_id, event_id, hlc, subject, message)
    SELECT n.stream, n.version, n.topic, n.state, base_position + n.i, n.event_id, base_hlc + n.i, n.subject, n.message
      FROM unnest(streams, versions, topics, states, event_ids, subjects, messages) WITH ORDINALITY
        AS n (stream, version, topic, state, event_id, subject, message, i);

    INSERT INTO receipts (caller, command_id, body_hash, answer, position, hlc)
    SELECT r.caller, r.command_id, r.body_hash, r.answer, base_position + r.last, base_hlc + r.last
      FROM unnest(receipt_callers, receipt_ids, receipt_hashes, receipt_answers, receipt_last)
        AS r (caller, command_id, body_hash, answer, last);

    INSERT INTO inbox (publisher, event_id, position, hlc, key, status, reason, message)
    SELECT i.publisher, i.event_id, i.position, i.hlc, i.key, i.status, i.reason, i.message
      FROM unnest(inbox_publishers, inbox_events, inbox_positions, inbox_hlcs, inbox_keys, inbox_statuses,
                  inbox_reasons, inbox_messages, inbox_again)
        AS i (publisher, event_id, position, hlc, key, status, reason, message, again)
     WHERE NOT i.again;
    UPDATE inbox o SET key = i.key, status = i.status, reason = i.reason, message = i.message
      FROM unnest(inbox_publishers, inbox_events, inbox_keys, inbox_statuses, inbox_reasons, inbox_messages, inbox_again)
        AS i (publisher, event_id, key, status, reason, message, again)
     WHERE i.again AND o.publisher = i.publisher AND o.event_id = i.event_id AND o.status <> 'done';
    GET DIAGNOSTICS again_count = ROW_COUNT;
    IF again_count <> (SELECT count(*) FROM unnest(inbox_again) AS a (again) WHERE a.again) THEN
        RAISE EXCEPTION 'a waiting message has been dealt with' USING ERRCODE = 'unique_violation';
    END IF;

    INSERT INTO texts (ref, salt, body)
    SELECT t.ref, t.salt, t.body FROM unnest(text_refs, text_salts, text_bodies) AS t (ref, salt, body);

    UPDATE head SET position = base_position + events_count, hlc = base_hlc + events_count;
    IF events_count > 0 THEN
        PERFORM pg_notify('events', '');
    END IF;
    RETURN NEXT;
END $body$;

-- The watermark: no event appended from now on will bear this stamp or a smaller one. Taken under the append lock.
CREATE FUNCTION take_watermark() RETURNS TABLE (at_position bigint, at_hlc bigint) LANGUAGE plpgsql AS $body$
BEGIN
    SET LOCAL lock_timeout = '5s';
    UPDATE head SET hlc = greatest(hlc, (extract(epoch FROM clock_timestamp()) * 1000)::bigint << 16)
    RETURNING position, hlc INTO at_position, at_hlc;
    RETURN NEXT;
END $body$;
