-- What the rulebook moves beside the first clocks: the time by which a meeting has its time, place and form; due times
-- that somebody set, which no calendar moves; how often a whistle's orders were returned; the answer of what is not handled.
ALTER TABLE whistle.whistles
    ADD COLUMN convene_started_at timestamptz,
    ADD COLUMN convene_due_at timestamptz,
    ADD COLUMN convene_met_at timestamptz,
    ADD COLUMN convene_paused bigint NOT NULL DEFAULT 0,
    ADD COLUMN convene_rungs integer NOT NULL DEFAULT 0,
    ADD COLUMN convene_overdue_at timestamptz,
    ADD COLUMN total_set boolean NOT NULL DEFAULT false,
    ADD COLUMN returns_made integer NOT NULL DEFAULT 0,
    ADD COLUMN answer text,
    ADD COLUMN answer_to text,
    ADD COLUMN answer_as text;
ALTER TABLE whistle.orders ADD COLUMN resolve_set boolean NOT NULL DEFAULT false;
-- The inbox: whistles whose meeting has no time, place and form yet.
CREATE INDEX whistles_convening ON whistle.whistles (district_id, convene_due_at)
    WHERE convene_due_at IS NOT NULL AND convene_met_at IS NULL;
