-- Milestones have clocks of their own: when the next of due-soon, missed and chased happens, by business time.
ALTER TABLE whistle.milestones ADD COLUMN soon_at timestamptz, ADD COLUMN missed_at timestamptz, ADD COLUMN next_at timestamptz;
UPDATE whistle.milestones SET next_at = due_at WHERE state = 'pending';
-- The escalator: which milestone is due next.
CREATE INDEX milestones_next ON whistle.milestones (district_id, next_at) WHERE next_at IS NOT NULL;
-- The inbox: what an organization still owes, and what the command centre chases.
CREATE INDEX milestones_open ON whistle.milestones (district_id, organization) WHERE state <> 'done';
CREATE INDEX milestones_missed ON whistle.milestones (district_id, due_at) WHERE state = 'missed';
SELECT whistle.open_to_loops('whistle.milestones', 'SELECT');

-- Whom an invitee sends in its place.
ALTER TABLE whistle.attendance ADD COLUMN delegate text,
    ADD FOREIGN KEY (district_id, delegate) REFERENCES whistle.organizations;
-- The meetings that an organization goes to in another's place.
CREATE INDEX attendance_delegate ON whistle.attendance (district_id, delegate) WHERE delegate IS NOT NULL;
-- The inbox of whoever called the meeting: times that were proposed.
CREATE INDEX attendance_proposed ON whistle.attendance (district_id, meeting_id) WHERE proposed_at IS NOT NULL;

-- What the six steps collected, planned, did and found.
ALTER TABLE whistle.meetings ADD COLUMN topics jsonb NOT NULL DEFAULT '[]', ADD COLUMN plan text, ADD COLUMN carried_out text,
    ADD COLUMN grade text CHECK (grade IN ('satisfied', 'basically_satisfied', 'dissatisfied')), ADD COLUMN remark text;

-- Subscriptions to the calendar: tokens that can read meetings and nothing else.
CREATE TABLE whistle.calendar_tokens (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    organization text NOT NULL,
    role text NOT NULL,
    name text NOT NULL,
    -- The part of the token that lists may show; the token itself is nowhere.
    prefix text NOT NULL,
    hash bytea NOT NULL,
    revoked_at timestamptz,
    last_used_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations
);
-- Every fetch of a calendar looks its token up by hash.
CREATE UNIQUE INDEX calendar_tokens_hash ON whistle.calendar_tokens (district_id, hash);
SELECT whistle.wall('whistle.calendar_tokens', 'SELECT, INSERT, UPDATE');

-- Text as it is compared: full-width forms, capitals and compatibility characters are one with their plain ones.
CREATE FUNCTION whistle.folded(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(normalize(written, NFKC));
-- Every two neighbouring characters of a text, once each; none with a blank in it. Chinese words have two characters, which
-- is one fewer than trigrams need.
CREATE FUNCTION whistle.pairs(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT p.pair), '{}') FROM (
        SELECT c.sign || lead(c.sign) OVER (ORDER BY c.place) AS pair
        FROM unnest(string_to_array(folded, NULL)) WITH ORDINALITY AS c(sign, place)
    ) AS p WHERE p.pair !~ '\s'
$$;

-- What a whistle is found by. Beside the whistle and not in it, and filled a moment after it was raised: a GIN index written
-- with the row would cost intake more than all its other indexes together.
CREATE TABLE whistle.catchwords (
    district_id text NOT NULL,
    whistle_id uuid NOT NULL,
    category text NOT NULL,
    township text NOT NULL,
    -- The community or grid; empty where the whistle names none.
    place text NOT NULL,
    raised_at timestamptz NOT NULL,
    pairs text[] NOT NULL,
    PRIMARY KEY (district_id, whistle_id)
);
-- Words of a search.
CREATE INDEX catchwords_pairs ON whistle.catchwords USING gin (pairs);
-- Like ones, the newest first: possible duplicates.
CREATE INDEX catchwords_category ON whistle.catchwords (district_id, category, whistle_id);
-- What was raised in a period.
CREATE INDEX catchwords_raised ON whistle.catchwords (district_id, raised_at);
-- Like ones in one place within a window: hotspots.
CREATE INDEX catchwords_place ON whistle.catchwords (district_id, category, township, place, raised_at);
ALTER TABLE whistle.catchwords SET (autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000, autovacuum_analyze_scale_factor = 0.05);
SELECT whistle.wall('whistle.catchwords', 'SELECT, INSERT, UPDATE');

-- How far a district's feed has been read for catchwords.
CREATE TABLE whistle.gatherings (
    district_id text PRIMARY KEY REFERENCES whistle.districts,
    position bigint NOT NULL DEFAULT 0
);
SELECT whistle.wall('whistle.gatherings', 'SELECT, INSERT, UPDATE');
SELECT whistle.open_to_loops('whistle.gatherings', 'SELECT');

-- The newest whistles that are not in the catchwords yet: they stand in the outbox or behind the place read so far.
CREATE FUNCTION whistle.uncaught(wanted integer) RETURNS uuid[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = whistle, pg_temp AS $$
    SELECT ARRAY(
        SELECT DISTINCT t.id FROM (
            (SELECT o.subject_id AS id FROM whistle.outbox AS o
            WHERE o.district_id = current_setting('whistle.district', true) ORDER BY o.id DESC LIMIT wanted)
            UNION ALL
            (SELECT e.subject_id FROM whistle.events AS e
            WHERE e.district_id = current_setting('whistle.district', true) AND e.position > coalesce((
                SELECT g.position FROM whistle.gatherings AS g
                WHERE g.district_id = current_setting('whistle.district', true)), 0)
            ORDER BY e.position DESC LIMIT wanted)
        ) AS t)
$$;
REVOKE ALL ON FUNCTION whistle.uncaught(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION whistle.uncaught(integer) TO whistle_broker;

-- Whistles whose title or description holds every blank-separated word, the newest first. Owned by the schema's owner, since
-- under a policy the planner may not look into a GIN index before the policy was asked; so the district is looked at here.
-- The newest five thousand are read first: whatever one in a hundred holds is found there, where the index would name tens
-- of thousands only to have them sorted. What is rarer than that the index names in a few milliseconds; left to itself the
-- planner took a word of one in five thousand for a common one, and read a million (two seconds).
CREATE FUNCTION whistle.find_whistles(wanted_text text, viewer text, before uuid, wanted integer) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = whistle, pg_temp AS $$
DECLARE
    district text := current_setting('whistle.district', true);
    words text[] := array_remove(regexp_split_to_array(whistle.folded(wanted_text), '\s+'), '');
    wanted_pairs text[] := whistle.pairs(array_to_string(words, ' '));
    fresh uuid[] := whistle.uncaught(100000);
    found uuid[];
    held constant text := $held$ w.district_id = $1 AND ($3 IS NULL OR w.viewers ? $3) AND ($4 IS NULL OR w.id < $4)
        AND NOT EXISTS (SELECT 1 FROM unnest($5) AS t(word)
            WHERE strpos(whistle.folded(w.title || ' ' || w.details), t.word) = 0) $held$;
BEGIN
    IF wanted_pairs = '{}' THEN
        -- One character: read from the newest on. Only an ASCII one can be folded from another, and folding takes three
        -- times as long.
        RETURN QUERY SELECT w.id FROM whistle.whistles AS w WHERE w.district_id = district
            AND (viewer IS NULL OR w.viewers ? viewer) AND (before IS NULL OR w.id < before)
            AND NOT EXISTS (
                SELECT 1 FROM unnest(words) AS t(word) WHERE CASE WHEN ascii(t.word) < 128
                    THEN strpos(whistle.folded(w.title || ' ' || w.details), t.word)
                    ELSE strpos(lower(w.title || ' ' || w.details), t.word) END = 0)
            ORDER BY w.id DESC LIMIT wanted;
        RETURN;
    END IF;
    EXECUTE 'SELECT ARRAY((SELECT w.id FROM (
            SELECT c.whistle_id, c.pairs FROM whistle.catchwords AS c
            WHERE c.district_id = $1 AND ($4 IS NULL OR c.whistle_id < $4) ORDER BY c.whistle_id DESC LIMIT 5000
        ) AS newest JOIN whistle.whistles AS w ON w.id = newest.whistle_id WHERE newest.pairs @> $2 AND' || held
        || 'ORDER BY w.id DESC LIMIT $6)
        UNION (SELECT w.id FROM whistle.whistles AS w WHERE w.id = ANY($7) AND' || held || 'ORDER BY w.id DESC LIMIT $6)
        ORDER BY 1 DESC LIMIT $6)'
        INTO found USING district, wanted_pairs, viewer, before, words, wanted, fresh;
    IF cardinality(found) < wanted THEN
        -- An array, since a join's estimate would read the whole table beside two hundred names.
        EXECUTE 'SELECT ARRAY((SELECT w.id FROM whistle.whistles AS w WHERE w.id = ANY(ARRAY(
                SELECT c.whistle_id FROM whistle.catchwords AS c WHERE c.pairs @> $2 AND c.district_id = $1
                AND ($4 IS NULL OR c.whistle_id < $4))) AND' || held || 'ORDER BY w.id DESC LIMIT $6)
            UNION SELECT unnest($7) ORDER BY 1 DESC LIMIT $6)'
            INTO found USING district, wanted_pairs, viewer, before, words, wanted, found;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
REVOKE ALL ON FUNCTION whistle.find_whistles(text, text, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION whistle.find_whistles(text, text, uuid, integer) TO whistle_broker;

-- Like whistles gathered in one place within a window.
CREATE TABLE whistle.hotspots (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    number text NOT NULL,
    -- open: a joint meeting is proposed; noted: the rulebook proposes none.
    state text NOT NULL CHECK (state IN ('open', 'noted', 'convened', 'dismissed')),
    category text NOT NULL,
    township text NOT NULL,
    place text NOT NULL,
    count integer NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    -- Until when it is the same one: then fewer than it takes are left in the window.
    cools_at timestamptz NOT NULL,
    meeting_id uuid,
    reason text,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, number),
    FOREIGN KEY (district_id, meeting_id) REFERENCES whistle.meetings
);
-- Whether a cluster is known already.
CREATE INDEX hotspots_cluster ON whistle.hotspots (district_id, category, township, place, cools_at);
-- The command centre's inbox.
CREATE INDEX hotspots_open ON whistle.hotspots (district_id, created_at) WHERE state = 'open';
SELECT whistle.wall('whistle.hotspots', 'SELECT, INSERT, UPDATE');

-- What was published about a week or a month, as it was counted then.
CREATE TABLE whistle.bulletins (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    number text NOT NULL,
    period text NOT NULL CHECK (period IN ('weekly', 'monthly')),
    from_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL CHECK (until_at > from_at),
    -- [{name, value}…]
    figures jsonb NOT NULL DEFAULT '[]',
    -- Orders under a card or on the ladder's list, as they stood.
    entries jsonb NOT NULL DEFAULT '[]',
    summary text,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    UNIQUE (district_id, number)
);
SELECT whistle.wall('whistle.bulletins', 'SELECT, INSERT');
-- The red and yellow lists: live orders that are under supervision or late. No new order is in it.
CREATE INDEX orders_named ON whistle.orders (district_id, id) WHERE ended_at IS NULL AND (level IS NOT NULL
    OR receive_overdue_at IS NOT NULL OR report_overdue_at IS NOT NULL OR resolve_overdue_at IS NOT NULL);
