-- How many events of a name and platform each quarter of an hour has: `quarter` counts them from 1970, and every zone of today
-- is whole quarters away from UTC. `arrived` only ever grows, so that it tells whether anything came since.
-- shard by xxHash64(project, event)
CREATE TABLE event_counts
(
    project  LowCardinality(String),
    event    LowCardinality(String),
    quarter  Int32,
    platform LowCardinality(String),
    events   SimpleAggregateFunction(sum, Int64),
    arrived  SimpleAggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
ORDER BY (project, event, quarter, platform)
SETTINGS non_replicated_deduplication_window = 10000;
-- On which days of a month (counted from year 0) somebody did an event, or with an empty name anything at all: bit n is the n-th
-- day after the first, of the calendar of UTC and of that of +08:00, whose last night may reach into the next month.
-- shard by person_id
CREATE TABLE people_days
(
    project      LowCardinality(String),
    event        LowCardinality(String),
    month        UInt16,
    person_id    UInt64,
    is_anonymous UInt8,
    utc          SimpleAggregateFunction(groupBitOr, UInt32),
    east8        SimpleAggregateFunction(groupBitOr, UInt32)
)
ENGINE = AggregatingMergeTree
ORDER BY (project, event, month, person_id, is_anonymous)
SETTINGS non_replicated_deduplication_window = 10000;
-- What is stored already.
INSERT INTO event_counts
SELECT project, event, toInt32(floor(toUnixTimestamp64Milli(time) / 900000)) AS quarter, platform, toInt64(count()) AS events, count() AS arrived
FROM events GROUP BY project, event, quarter, platform;
INSERT INTO people_days
SELECT project, if(whole, '', event) AS event, toUInt16(toYear(time) * 12 + toMonth(time) - 1) AS month, person_id, user_id = '' AS is_anonymous,
    groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(time) - 1)) AS utc,
    groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(time) - 1 + (toHour(time) >= 16))) AS east8
FROM events ARRAY JOIN [0, 1] AS whole GROUP BY project, event, month, person_id, is_anonymous;
CREATE MATERIALIZED VIEW event_counts_feed TO event_counts AS
SELECT project, event, toInt32(floor(toUnixTimestamp64Milli(time) / 900000)) AS quarter, platform, toInt64(count()) AS events, count() AS arrived
FROM events GROUP BY project, event, quarter, platform;
CREATE MATERIALIZED VIEW people_days_feed TO people_days AS
SELECT project, if(whole, '', event) AS event, toUInt16(toYear(time) * 12 + toMonth(time) - 1) AS month, person_id, user_id = '' AS is_anonymous,
    groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(time) - 1)) AS utc,
    groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(time) - 1 + (toHour(time) >= 16))) AS east8
FROM events ARRAY JOIN [0, 1] AS whole GROUP BY project, event, month, person_id, is_anonymous;
