CREATE TABLE whistle.organizations (
    district_id text NOT NULL REFERENCES whistle.districts,
    code text NOT NULL CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,59}$'),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('command_centre', 'township', 'department', 'community', 'leader', 'supervisor', 'enterprise')),
    name text NOT NULL,
    parent text,
    external boolean NOT NULL DEFAULT false,
    has_queue boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, code),
    FOREIGN KEY (district_id, parent) REFERENCES whistle.organizations
);
SELECT whistle.wall('whistle.organizations', 'SELECT, INSERT, UPDATE');

CREATE TABLE whistle.tokens (
    district_id text NOT NULL REFERENCES whistle.districts,
    id uuid NOT NULL,
    organization text NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'command_centre', 'township', 'department', 'community', 'leader', 'enterprise', 'supervisor', 'observer')),
    name text NOT NULL,
    -- The part of the token that lists may show; the token itself is nowhere.
    prefix text NOT NULL,
    hash bytea NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, id),
    FOREIGN KEY (district_id, organization) REFERENCES whistle.organizations
);
-- Every request looks its token up by hash.
CREATE UNIQUE INDEX tokens_hash ON whistle.tokens (district_id, hash);
SELECT whistle.wall('whistle.tokens', 'SELECT, INSERT, UPDATE');

-- What a POST with an Idempotency-Key answered, written in the transaction of its work.
CREATE TABLE whistle.idempotency (
    district_id text NOT NULL REFERENCES whistle.districts,
    organization text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    -- SHA-256 of method, path and body.
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    location text,
    body text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, organization, key)
);
-- The janitor removes keys past their day.
CREATE INDEX idempotency_recorded ON whistle.idempotency USING brin (recorded_at);
SELECT whistle.wall('whistle.idempotency', 'SELECT, INSERT');
SELECT whistle.open_to_loops('whistle.idempotency', 'SELECT, DELETE');
