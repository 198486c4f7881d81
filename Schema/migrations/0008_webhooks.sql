CREATE TABLE whistle.webhooks (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    organization text NOT NULL,
    -- Whether its creator's role sees the whole district.
    sees_district boolean NOT NULL,
    name text NOT NULL,
    adapter text NOT NULL,
    events jsonb NOT NULL DEFAULT '[]',
    -- Sealed: a robot's address is its secret.
    url bytea NOT NULL,
    secret bytea,
    -- Secrets that still sign after a rotation, each with its end; sealed.
    old_secrets bytea,
    -- A robot's own secret, or an endpoint's private key; sealed.
    signing_secret bytea,
    -- Whom a robot calls in each message.
    mentions jsonb NOT NULL DEFAULT '[]',
    -- Whether several waiting messages may be told as one.
    digest boolean NOT NULL DEFAULT true,
    -- Whether the endpoint is asked for its consent before anything is sent.
    handshake boolean NOT NULL DEFAULT false,
    -- What lists show of the address: scheme and host.
    url_shown text NOT NULL,
    state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
    state_reason text,
    on_unknown text NOT NULL DEFAULT 'resend' CHECK (on_unknown IN ('resend', 'hold')),
    -- Events up to this place are before its time.
    since_position bigint NOT NULL,
    -- What its courier knows of it: rate buckets, breaker, consent. Written by whoever holds the lease.
    condition jsonb NOT NULL DEFAULT '{}',
    -- Machine times before which it is sent nothing; nothing but the urgent; nothing that is replayed.
    rest_until timestamptz,
    paced_until timestamptz,
    replay_until timestamptz,
    -- An endpoint is served by one broker at a time: order, limits and the breaker then need no further agreement.
    lease_token uuid,
    lease_until timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations
);
SELECT whistle.wall('whistle.webhooks', 'SELECT, INSERT, UPDATE, DELETE');
SELECT whistle.open_to_loops('whistle.webhooks', 'SELECT, UPDATE');

CREATE TABLE whistle.deliveries (
    district_id text NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    webhook_id uuid NOT NULL,
    position bigint NOT NULL,
    event_id uuid NOT NULL,
    -- Deliveries of one lane to one endpoint go out one after another: the whistle or meeting.
    lane uuid NOT NULL,
    -- The event's own time, by which replays are asked for.
    at timestamptz NOT NULL,
    -- 0 urgent, 1 as usual, 2 replayed: a replay takes no place from what is new.
    rank smallint NOT NULL DEFAULT 1,
    -- The delivery whose message told of this one too; set where it is coalesced.
    digest_id uuid,
    -- Never told together with others again: the endpoint refused a message that held it.
    alone boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivering', 'delivered', 'retrying', 'unknown', 'parked', 'coalesced', 'dead')),
    attempts integer NOT NULL DEFAULT 0,
    next_at timestamptz NOT NULL DEFAULT now(),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, webhook_id) REFERENCES whistle.webhooks ON DELETE CASCADE
);
-- What an endpoint still has to be told, in order; finished deliveries are not in it.
CREATE INDEX deliveries_due ON whistle.deliveries (district_id, webhook_id, rank, position)
    WHERE state IN ('pending', 'delivering', 'retrying');
-- The lanes that wait for a retry.
CREATE INDEX deliveries_retrying ON whistle.deliveries (district_id, webhook_id, next_at) WHERE state = 'retrying';
-- An endpoint's log, newest first; and its removal.
CREATE INDEX deliveries_log ON whistle.deliveries (district_id, webhook_id, position DESC);
-- What a replay looks for.
CREATE INDEX deliveries_kept ON whistle.deliveries (district_id, webhook_id, at) WHERE state IN ('parked', 'dead');
-- What retention looks for: rows lie in the order in which they were written.
CREATE INDEX deliveries_recorded ON whistle.deliveries USING brin (recorded_at);
ALTER TABLE whistle.deliveries SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
SELECT whistle.wall('whistle.deliveries', 'SELECT, INSERT, UPDATE, DELETE');
SELECT whistle.open_to_loops('whistle.deliveries', 'SELECT, INSERT, UPDATE, DELETE');
