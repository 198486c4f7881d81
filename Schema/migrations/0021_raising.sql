-- What a raise writes names only what it writes itself: whistle, orders and items come from one value, in one transaction,
-- and its queues are organizations, which nobody may delete. Asking again, whistle by whistle, was a tenth of what raising
-- cost PostgreSQL. The one statement sequence that does so says it for its transaction; everything else is asked as before.
DROP TRIGGER check_references ON whistle.orders;
CREATE TRIGGER check_references AFTER INSERT ON whistle.orders REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT WHEN (current_setting('whistle.raising', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION whistle.check_orders();
DROP TRIGGER check_references ON whistle.items;
CREATE TRIGGER check_references AFTER INSERT ON whistle.items REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT WHEN (current_setting('whistle.raising', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION whistle.check_items();

-- Both are read by their keys alone, in the order they were written: what they hold need not be counted each
-- time that a flood has made them a fiftieth larger.
ALTER TABLE whistle.outbox SET (autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000);
ALTER TABLE whistle.events SET (autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000);
