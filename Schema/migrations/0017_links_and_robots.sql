-- Signed links that were used: each acts once.
CREATE TABLE whistle.spent_links (
    district_id text NOT NULL REFERENCES whistle.districts,
    -- A digest of all that the link says but for its end.
    link bytea NOT NULL,
    action text NOT NULL CHECK (action IN ('receive', 'report_in', 'evaluate')),
    -- The order, or the whistle that was evaluated.
    subject_id uuid NOT NULL,
    organization text NOT NULL,
    spent_at timestamptz NOT NULL DEFAULT now(),
    -- After that the link is refused for its age, and this row need not be kept.
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (district_id, link)
);
-- What retention looks for.
CREATE INDEX spent_links_expired ON whistle.spent_links (expires_at);
SELECT whistle.wall('whistle.spent_links', 'SELECT, INSERT');
SELECT whistle.open_to_loops('whistle.spent_links', 'SELECT, DELETE');

-- The language of an endpoint's messages; NULL: the district's.
ALTER TABLE whistle.webhooks ADD COLUMN language text CHECK (language IN ('zh-CN', 'en'));
-- A keyed digest of a robot's address: endpoints that share it share its limit. NULL for programs.
ALTER TABLE whistle.webhooks ADD COLUMN robot bytea;

-- What several endpoints on one robot share: its rate, what it asked for, and the lease, so that one broker at a time
-- takes places out of the rate.
CREATE TABLE whistle.robots (
    district_id text NOT NULL REFERENCES whistle.districts,
    robot bytea NOT NULL,
    -- Rate buckets and throttling, as in the endpoints' own condition, over which they go.
    condition jsonb NOT NULL DEFAULT '{}',
    -- Machine times before which it is sent nothing; nothing but the urgent.
    rest_until timestamptz,
    paced_until timestamptz,
    lease_token uuid,
    lease_until timestamptz,
    PRIMARY KEY (district_id, robot)
);
SELECT whistle.wall('whistle.robots', 'SELECT');
SELECT whistle.open_to_loops('whistle.robots', 'SELECT, INSERT, UPDATE, DELETE');
-- Whether a robot still has an endpoint.
CREATE INDEX webhooks_robot ON whistle.webhooks (district_id, robot) WHERE robot IS NOT NULL;
