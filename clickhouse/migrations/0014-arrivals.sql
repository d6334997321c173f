-- How many events each hour of a project has, whatever their names, and how many ever arrived for it: a few rows to tell whether
-- anything came since an answer was given or a day was sealed. `hour` counts from 1970; fed by what feeds the counts of events.
-- shard by xxHash64(project)
CREATE TABLE arrivals
(
    project LowCardinality(String),
    hour    Int32,
    events  SimpleAggregateFunction(sum, Int64),
    arrived SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (project, hour)
SETTINGS non_replicated_deduplication_window = 10000;
-- What is counted already.
INSERT INTO arrivals
SELECT project, toInt32(floor(quarter / 4)) AS hour, sum(events) AS events, sum(arrived) AS arrived FROM event_counts GROUP BY project, hour;
CREATE MATERIALIZED VIEW arrivals_feed TO arrivals AS
SELECT project, toInt32(floor(quarter / 4)) AS hour, sum(events) AS events, sum(arrived) AS arrived FROM event_counts GROUP BY project, hour;
