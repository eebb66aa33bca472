-- The tree of hashes over the records (shared.sealing), and the checkpoints that were signed over it.

-- Level 0 holds the hashes of the records, level 1 the roots of 256 of them each, and so on; 256 hashes to a row.
CREATE TABLE seal_tiles (
    level  smallint NOT NULL,
    number bigint   NOT NULL,
    hashes bytea    NOT NULL CHECK (length(hashes) % 32 = 0 AND length(hashes) BETWEEN 32 AND 8192),
    PRIMARY KEY (level, number)
);
ALTER TABLE seal_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- How many records the tiles hold. Its row lock makes one sealer at a time of two.
CREATE TABLE seal_head (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint  NOT NULL
);
INSERT INTO seal_head VALUES (true, 0);

-- hlc: the watermark. No record with this stamp or a smaller one has ever been added after these.
CREATE TABLE seals (
    hlc  bigint PRIMARY KEY,
    size bigint NOT NULL,
    root bytea  NOT NULL,
    note text   NOT NULL
);
CREATE INDEX seals_size_idx ON seals (size);
CREATE TRIGGER records_stay BEFORE UPDATE OR DELETE ON seals FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER records_stay_all BEFORE TRUNCATE ON seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE seals ENABLE ALWAYS TRIGGER records_stay;
ALTER TABLE seals ENABLE ALWAYS TRIGGER records_stay_all;
