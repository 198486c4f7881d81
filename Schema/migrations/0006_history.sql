-- One line a verb and subject, chained by hash over the text as it stands here.
CREATE TABLE whistle.history (
    district_id text NOT NULL,
    subject_id uuid NOT NULL,
    seq bigint NOT NULL,
    subject text NOT NULL CHECK (subject IN ('whistle', 'meeting', 'district')),
    type text NOT NULL,
    at timestamptz NOT NULL,
    actor text NOT NULL,
    -- Set where the line is one order's own: then it is for that department and those above it.
    department text,
    body text NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, subject_id, seq, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE TABLE whistle.history_default PARTITION OF whistle.history DEFAULT;

-- What a delivery tried, and what came back.
CREATE TABLE whistle.delivery_attempts (
    district_id text NOT NULL,
    delivery_id uuid NOT NULL,
    number integer NOT NULL,
    status integer,
    -- The platform's own code, and our name for what went wrong, from which meaning and advice are told.
    vendor_code text,
    fault text,
    duration_ms integer NOT NULL,
    error text,
    peer_address text,
    response_excerpt text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, delivery_id, number, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE TABLE whistle.delivery_attempts_default PARTITION OF whistle.delivery_attempts DEFAULT;

-- Makes the partitions of this month and the next two. Called at start and by the janitor, in advance, so that nothing
-- ever falls into the default partition.
CREATE FUNCTION whistle.make_partitions() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = whistle, pg_temp AS $$
DECLARE
    first date;
    parent text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('whistle.make_partitions'));
    FOREACH parent IN ARRAY ARRAY['history', 'delivery_attempts'] LOOP
        FOR month IN 0..2 LOOP
            first := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => month))::date;
            IF to_regclass(format('whistle.%I', parent || to_char(first, '_YYYY_MM'))) IS NULL THEN
                EXECUTE format(
                    'CREATE TABLE whistle.%I PARTITION OF whistle.%I FOR VALUES FROM (%L) TO (%L)',
                    parent || to_char(first, '_YYYY_MM'), parent, first::timestamp AT TIME ZONE 'UTC',
                    (first + interval '1 month') AT TIME ZONE 'UTC');
            END IF;
        END LOOP;
    END LOOP;
END $$;
-- Drops the months of attempts that ended so many days ago. History is never dropped.
CREATE FUNCTION whistle.drop_attempts(kept_days integer) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = whistle, pg_temp AS $$
DECLARE
    old regclass;
    dropped integer := 0;
BEGIN
    IF kept_days < 1 THEN RAISE EXCEPTION 'attempts are kept for a day at least'; END IF;
    PERFORM pg_advisory_xact_lock(hashtext('whistle.make_partitions'));
    FOR old IN
        SELECT i.inhrelid::regclass FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'whistle.delivery_attempts'::regclass AND c.relname ~ '^delivery_attempts_\d{4}_\d{2}$'
        AND (to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month')::timestamp AT TIME ZONE 'UTC'
            < now() - make_interval(days => kept_days)
    LOOP
        EXECUTE format('DROP TABLE %s', old);
        dropped := dropped + 1;
    END LOOP;
    RETURN dropped;
END $$;
REVOKE ALL ON FUNCTION whistle.drop_attempts(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION whistle.drop_attempts(integer) TO whistle_loops;

REVOKE ALL ON FUNCTION whistle.make_partitions() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION whistle.make_partitions() TO whistle_loops;
SELECT whistle.make_partitions();

SELECT whistle.wall('whistle.history', 'SELECT, INSERT');
SELECT whistle.open_to_loops('whistle.history', 'SELECT, INSERT');
SELECT whistle.wall('whistle.delivery_attempts', 'SELECT');
SELECT whistle.open_to_loops('whistle.delivery_attempts', 'SELECT, INSERT');
