-- What is to be told, written with the change it tells of; the relay empties it.
CREATE TABLE whistle.outbox (
    district_id text NOT NULL,
    -- Orders the rows of one whistle: a later one is written only after the earlier one's row lock was released.
    id bigint GENERATED ALWAYS AS IDENTITY,
    subject_id uuid NOT NULL,
    at timestamptz NOT NULL,
    -- [{id, type, data, audience}]
    events jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, id)
);
ALTER TABLE whistle.outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
SELECT whistle.wall('whistle.outbox', 'INSERT');
SELECT whistle.open_to_loops('whistle.outbox', 'SELECT, INSERT, DELETE');

-- The last place given in each district's feed. Its row is held while places are given, so that a reader who resumes
-- after a place never misses one before it.
CREATE TABLE whistle.feeds (
    district_id text PRIMARY KEY REFERENCES whistle.districts,
    position bigint NOT NULL DEFAULT 0
);
SELECT whistle.wall('whistle.feeds', 'SELECT');
SELECT whistle.open_to_loops('whistle.feeds', 'SELECT, UPDATE');

CREATE TABLE whistle.events (
    district_id text NOT NULL,
    position bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    at timestamptz NOT NULL,
    subject_id uuid NOT NULL,
    data jsonb NOT NULL,
    -- The organizations that may see it beside those that see the whole district; fixed when it is written.
    audience jsonb NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, position)
);
SELECT whistle.wall('whistle.events', 'SELECT');
SELECT whistle.open_to_loops('whistle.events', 'SELECT, INSERT');
