-- What is to be told, written with the change it tells of; the relay empties it.
CREATE TABLE whistle.outbox (
    district_id text NOT NULL,
    -- Orders the rows of one whistle: a later one is written only after the earlier one's row lock was released.
    id bigint GENERATED ALWAYS AS IDENTITY,
    subject_id uuid NOT NULL,
    at timestamptz NOT NULL,
    -- What the events' data have in common: the whistle or meeting, the actor.
    shared text NOT NULL,
    -- [{id, type, audience, at?, and what is the event's own of its data}]; text, since only a reader needs it parsed.
    events text NOT NULL,
    size integer NOT NULL CHECK (size > 0),
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

-- The feed: one row a change, whose events hold consecutive places.
CREATE TABLE whistle.events (
    district_id text NOT NULL,
    -- The place of the last of them; the first has `position - size + 1`.
    position bigint NOT NULL,
    size integer NOT NULL,
    subject_id uuid NOT NULL,
    at timestamptz NOT NULL,
    shared text NOT NULL,
    -- Each names the organizations that may see it beside those that see the whole district; fixed when it is written.
    events text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, position)
);
-- The events of a change one by one.
CREATE FUNCTION whistle.unfold(shared text, events text, size integer, last bigint, at timestamptz)
    RETURNS TABLE (place bigint, id uuid, type text, at timestamptz, data jsonb, audience jsonb)
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT last - size + e.place, (e.value->>'id')::uuid, e.value->>'type', coalesce((e.value->>'at')::timestamptz, at),
        shared::jsonb || (e.value - ARRAY['id', 'type', 'at', 'audience']), e.value->'audience'
    FROM jsonb_array_elements(events::jsonb) WITH ORDINALITY AS e(value, place)
$$;
GRANT EXECUTE ON FUNCTION whistle.unfold TO whistle_broker, whistle_loops;
SELECT whistle.wall('whistle.events', 'SELECT');
SELECT whistle.open_to_loops('whistle.events', 'SELECT, INSERT');
