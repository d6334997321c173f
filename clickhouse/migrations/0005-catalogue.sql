-- What there is to ask about, kept up to date by every insert: volumes by day, of events and of their properties.
CREATE TABLE catalogue_events
(
    project    LowCardinality(String),
    event      LowCardinality(String),
    day        Date,
    count      SimpleAggregateFunction(sum, Int64),
    first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen  SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (project, event, day)
SETTINGS non_replicated_deduplication_window = 10000;
CREATE TABLE catalogue_properties
(
    project    LowCardinality(String),
    event      LowCardinality(String),
    property   LowCardinality(String),
    day        Date,
    count      SimpleAggregateFunction(sum, Int64),
    first_seen SimpleAggregateFunction(min, DateTime64(3, 'UTC')),
    last_seen  SimpleAggregateFunction(max, DateTime64(3, 'UTC'))
)
ENGINE = AggregatingMergeTree
ORDER BY (project, event, property, day)
SETTINGS non_replicated_deduplication_window = 10000;
-- What is stored already.
INSERT INTO catalogue_events
SELECT project, event, toDate(time) AS day, toInt64(count()) AS count, min(time) AS first_seen, max(time) AS last_seen
FROM events GROUP BY project, event, day;
INSERT INTO catalogue_properties
SELECT project, event, arrayJoin(mapKeys(properties)) AS property, toDate(time) AS day, toInt64(count()) AS count,
    min(time) AS first_seen, max(time) AS last_seen
FROM events GROUP BY project, event, property, day;
CREATE MATERIALIZED VIEW catalogue_events_feed TO catalogue_events AS
SELECT project, event, toDate(time) AS day, toInt64(count()) AS count, min(time) AS first_seen, max(time) AS last_seen
FROM events GROUP BY project, event, day;
-- Most events of a name have the same properties: counted once for each set of them, not once for each property.
CREATE MATERIALIZED VIEW catalogue_properties_feed TO catalogue_properties AS
SELECT project, event, arrayJoin(names) AS property, day, toInt64(sum(sent)) AS count, min(first_sent) AS first_seen, max(last_sent) AS last_seen
FROM
(
    SELECT project, event, any(mapKeys(properties)) AS names, toDate(time) AS day, count() AS sent, min(time) AS first_sent, max(time) AS last_sent
    FROM events GROUP BY project, event, day, sipHash128(mapKeys(properties))
)
GROUP BY project, event, property, day;
