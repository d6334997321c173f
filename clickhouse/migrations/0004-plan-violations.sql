-- How often events departed from their project's tracking plan, by kind and day; names and codes, no values.
CREATE TABLE plan_violations
(
    project     LowCardinality(String),
    day         Date,
    event       LowCardinality(String),
    property    LowCardinality(String),
    code        LowCardinality(String),
    consequence LowCardinality(String),
    count       SimpleAggregateFunction(sum, UInt64),
    first_seen  SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen   SimpleAggregateFunction(max, DateTime64(3, 'UTC')),
    message_id  SimpleAggregateFunction(anyLast, String)
)
ENGINE = AggregatingMergeTree
ORDER BY (project, day, event, property, code, consequence)
SETTINGS non_replicated_deduplication_window = 10000;
