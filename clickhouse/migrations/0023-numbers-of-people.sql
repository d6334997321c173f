-- When something was last said of a pair, by the clock of the store; what was said before this was kept is as old as can be.
ALTER TABLE identities ADD COLUMN told_at SimpleAggregateFunction(max, DateTime('UTC')) DEFAULT toDateTime(0, 'UTC');
ALTER TABLE identities MATERIALIZE COLUMN told_at SETTINGS mutations_sync = 1;
ALTER TABLE identities MODIFY COLUMN told_at SimpleAggregateFunction(max, DateTime('UTC')) DEFAULT now('UTC');
-- A number for each id that anybody goes by, so that people can be bits. Ids that are one person when they are given theirs share it. Whoever goes by
-- several in the end is `apart` (see `settled_numbers`); once those are many, everybody is given new ones, under another `numbering`.
-- shard by xxHash64(project)
CREATE TABLE id_numbers
(
    project      LowCardinality(String),
    numbering    UInt32,
    person_id    UInt64,
    is_anonymous UInt8,
    number       UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (project, numbering, person_id, is_anonymous, number)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 480;
-- Who did an event on a day that is over, or with an empty name anything at all, as bits; `day` counts from 1970 in the calendar of UTC or in that of
-- +08:00. A day holds while the `arrived` of its events is what it was; the row without a name is written last and says that the day is whole.
-- shard by xxHash64(project, event)
CREATE TABLE sealed_people
(
    project   LowCardinality(String),
    numbering UInt32,
    calendar  LowCardinality(String),
    event     LowCardinality(String),
    day       Int32,
    arrived   UInt64,
    people    AggregateFunction(groupBitmap, UInt32)
)
ENGINE = ReplacingMergeTree
ORDER BY (project, numbering, calendar, event, day)
SETTINGS non_replicated_deduplication_window = 0, old_parts_lifetime = 480;
-- Which numbers do not stand for exactly one person, who has no other: looked up at `settled_at`, by what had been said of ids `since` and before, and
-- by the `generation` of their aliases. The latest row names the numbering that questions use.
-- shard by xxHash64(project)
CREATE TABLE settled_numbers
(
    project    LowCardinality(String),
    settled_at DateTime('UTC'),
    since      DateTime('UTC'),
    numbering  UInt32,
    generation UInt64,
    apart      AggregateFunction(groupBitmap, UInt32)
)
ENGINE = MergeTree
ORDER BY (project, settled_at)
SETTINGS non_replicated_deduplication_window = 0, old_parts_lifetime = 480;
-- The days before the numbers, so that no number of a day is missing that another process gives meanwhile.
INSERT INTO sealed_people SELECT project, 1 AS numbering, calendar, event, day, arrived, people FROM sealed_days;
INSERT INTO id_numbers
SELECT project, 1 AS numbering, person_id, is_anonymous, number
FROM (SELECT project, person_id, is_anonymous FROM people_days WHERE event = '' GROUP BY project, person_id, is_anonymous) AS seen
ANY INNER JOIN (SELECT project, person_id, min(number) AS number FROM person_numbers GROUP BY project, person_id) AS known USING (project, person_id)
SETTINGS max_bytes_before_external_group_by = 1000000000, max_threads = 2;
