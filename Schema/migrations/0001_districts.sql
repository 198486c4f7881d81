-- Three logins. The one that migrates owns everything; these two own nothing and bypass nothing.
--   whistle_broker serves requests: every policy holds it to the district set for its transaction.
--   whistle_loops runs the loops that cross districts: its policies open just the tables that the loops need.
DO $$
DECLARE
    login text;
BEGIN
    FOREACH login IN ARRAY ARRAY['whistle_broker', 'whistle_loops'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I LOGIN', login);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
        -- An installation with one connection string logs in as the owner and takes the role.
        EXECUTE format('GRANT %I TO CURRENT_USER', login);
    END LOOP;
END $$;

CREATE SCHEMA whistle;
GRANT USAGE ON SCHEMA whistle TO whistle_broker, whistle_loops;

-- Sets the walls of one table: the broker sees the district of its transaction, nothing without one. The subselect is
-- evaluated once a statement, not once a row.
CREATE FUNCTION whistle.wall(guarded regclass, broker_may text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', guarded);
    EXECUTE format(
        'CREATE POLICY own_district ON %s TO whistle_broker '
        'USING (district_id = (SELECT current_setting(''whistle.district'', true))) '
        'WITH CHECK (district_id = (SELECT current_setting(''whistle.district'', true)))', guarded);
    EXECUTE format('GRANT %s ON %s TO whistle_broker', broker_may, guarded);
END $$;

-- Opens one table to the loops.
CREATE FUNCTION whistle.open_to_loops(guarded regclass, loops_may text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY loops ON %s TO whistle_loops USING (true) WITH CHECK (true)', guarded);
    EXECUTE format('GRANT %s ON %s TO whistle_loops', loops_may, guarded);
END $$;

CREATE TABLE whistle.districts (
    district_id text PRIMARY KEY CHECK (district_id ~ '^[a-z][a-z0-9-]{0,29}$'),
    id uuid NOT NULL,
    name text NOT NULL,
    -- Demo only: how far business time is ahead of machine time, in microseconds.
    demo_offset bigint NOT NULL DEFAULT 0 CHECK (demo_offset >= 0),
    demo boolean NOT NULL DEFAULT false,
    -- The head of the chain of what belongs to the district as a whole.
    sequence bigint NOT NULL DEFAULT 0,
    head_hash bytea NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);
SELECT whistle.wall('whistle.districts', 'SELECT, UPDATE');
SELECT whistle.open_to_loops('whistle.districts', 'SELECT');

CREATE TABLE whistle.rulebooks (
    district_id text NOT NULL REFERENCES whistle.districts,
    version integer NOT NULL,
    id uuid NOT NULL,
    -- The district file it was read from.
    source text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, version)
);
SELECT whistle.wall('whistle.rulebooks', 'SELECT, INSERT');

-- Numbers are handed out to brokers in blocks, so that no counter serialises intake.
CREATE TABLE whistle.number_blocks (
    district_id text NOT NULL REFERENCES whistle.districts,
    prefix text NOT NULL,
    year integer NOT NULL,
    next bigint NOT NULL,
    PRIMARY KEY (district_id, prefix, year)
);
SELECT whistle.wall('whistle.number_blocks', 'SELECT, INSERT, UPDATE');
