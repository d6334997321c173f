-- A number for each id that anybody goes by in a project: small ones, given one after the other, so that people can be bits.
-- shard by xxHash64(project)
CREATE TABLE person_numbers
(
    project   LowCardinality(String),
    person_id UInt64,
    number    SimpleAggregateFunction(min, UInt32)
)
ENGINE = AggregatingMergeTree
ORDER BY (project, person_id)
SETTINGS non_replicated_deduplication_window = 10000;
-- Who did an event on a day that is over, or with an empty name anything at all, as bits; `day` counts from 1970 in the calendar
-- of UTC or in that of +08:00. A day holds while the `arrived` of its events is what it was; the row without a name is written last
-- and says that the day is whole. Written again, a row is the same row.
-- shard by xxHash64(project, event)
CREATE TABLE sealed_days
(
    project  LowCardinality(String),
    calendar LowCardinality(String),
    event    LowCardinality(String),
    day      Int32,
    arrived  UInt64,
    people   AggregateFunction(groupBitmap, UInt32)
)
ENGINE = ReplacingMergeTree
ORDER BY (project, calendar, event, day)
SETTINGS non_replicated_deduplication_window = 0;
