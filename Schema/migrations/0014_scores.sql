-- How often a whistle was sent back to be corrected: the whistler's side of the scoreboard.
ALTER TABLE whistle.whistles ADD COLUMN corrections integer NOT NULL DEFAULT 0;
-- Rates: the matters that count in a period, by their total due time, or by when they were raised where there is none.
CREATE INDEX whistles_counted ON whistle.whistles (district_id, coalesce(total_due_at, created_at), id);
-- Rates: the revisits of a matter, the latest first.
CREATE INDEX evaluations_revisits ON whistle.evaluations (district_id, whistle_id, at, id)
    WHERE valid AND evaluator <> 'raiser';
-- Points: what was judged in a period.
CREATE INDEX evaluations_at ON whistle.evaluations (district_id, at) WHERE valid;
-- Rates: the rulings on the returns of a period's matters.
CREATE INDEX precedents_whistle ON whistle.precedents (district_id, whistle_id);
-- Trends: what was heard through a channel, by when.
CREATE INDEX items_heard ON whistle.items (district_id, channel, coalesce(heard_at, created_at));
