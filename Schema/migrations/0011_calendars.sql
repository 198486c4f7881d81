-- The years' notices loaded beside those in the program: one calendar for the whole installation.
CREATE TABLE whistle.calendars (
    year integer PRIMARY KEY CHECK (year BETWEEN 1 AND 9999),
    -- The notice as it was loaded.
    source text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE whistle.calendars ENABLE ROW LEVEL SECURITY;
CREATE POLICY everyone ON whistle.calendars FOR SELECT TO whistle_broker, whistle_loops USING (true);
GRANT SELECT ON whistle.calendars TO whistle_broker, whistle_loops;
