-- What a scoreboard needs of a matter stands on its whistle, which every change of it writes anyway: how often it was sent
-- back, whether the order that answers for the whole was reported in within its limit, what the latest valid revisit said.
ALTER TABLE whistle.whistles
    ADD COLUMN corrections integer NOT NULL DEFAULT 0,
    ADD COLUMN answered boolean NOT NULL DEFAULT false,
    ADD COLUMN revisit_grade text CHECK (revisit_grade IN ('satisfied', 'basically_satisfied', 'dissatisfied')),
    ADD COLUMN revisit_solved boolean;
UPDATE whistle.whistles AS w SET corrections = c.count
FROM (
    SELECT h.district_id, h.subject_id, count(*) AS count FROM whistle.history AS h
    WHERE h.subject = 'whistle' AND strpos(h.body, '"type":"whistle.returned_for_correction"') > 0 GROUP BY 1, 2
) AS c WHERE w.district_id = c.district_id AND w.id = c.subject_id;
UPDATE whistle.whistles AS w SET answered = true
FROM whistle.orders AS o
WHERE o.district_id = w.district_id AND o.whistle_id = w.id AND o.role = 'lead'
    AND o.state NOT IN ('rerouted', 'cancelled') AND o.report_met_at <= o.report_due_at;
UPDATE whistle.whistles AS w SET revisit_grade = e.grade, revisit_solved = e.solved
FROM (
    SELECT DISTINCT ON (v.district_id, v.whistle_id) v.district_id, v.whistle_id, v.grade, v.solved
    FROM whistle.evaluations AS v WHERE v.valid AND v.evaluator <> 'raiser'
    ORDER BY v.district_id, v.whistle_id, v.at DESC, v.id DESC
) AS e WHERE w.district_id = e.district_id AND w.id = e.whistle_id;

-- CASE and not coalesce(): PostgreSQL holds the latter for leaky, and an index on it is of no use under a policy. The
-- predicates hold for every row. They keep these indexes to the questions they are for: between indexes that look equally
-- good, as all do on an empty table, the planner takes the newest, also for a row by its id.
-- Rates: the matters that count in a period, by their total due time, or by when they were raised where there is none.
CREATE INDEX whistles_counted
    ON whistle.whistles (district_id, (CASE WHEN total_due_at IS NULL THEN created_at ELSE total_due_at END), id)
    WHERE CASE WHEN total_due_at IS NULL THEN created_at ELSE total_due_at END IS NOT NULL;
-- Trends: what was heard through a channel, by when.
CREATE INDEX items_heard
    ON whistle.items (district_id, channel, (CASE WHEN heard_at IS NULL THEN created_at ELSE heard_at END))
    WHERE CASE WHEN heard_at IS NULL THEN created_at ELSE heard_at END IS NOT NULL;
-- Points: what was judged in a period.
CREATE INDEX evaluations_at ON whistle.evaluations (district_id, at) WHERE valid AND at IS NOT NULL;
-- Rates: the rulings on the returns of a period's matters.
CREATE INDEX precedents_whistle ON whistle.precedents (district_id, whistle_id);
