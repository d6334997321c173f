-- What happened in each session on a day of UTC that is over: the number of each node (see the paths) and its milliseconds of the day, equal
-- neighbours merged, in the order of time. Sessions in which several ids were seen, and what came without a session (0, one row an id), are not
-- `alone`: everything that happened in them is in `moments` instead. Rows of a `seal` that no row of `visit_seals` names say nothing.
-- shard by session
CREATE TABLE sealed_visits
(
    project      LowCardinality(String),
    day          Int32,
    seal         UInt64,
    alone        UInt8,
    session      UInt64,
    person_id    UInt64,
    is_anonymous UInt8,
    at           Array(UInt32),
    node         Array(UInt64),
    moments      Array(Tuple(at UInt32, arrival UInt64, node UInt64, person_id UInt64, is_anonymous UInt8)) CODEC(ZSTD(1))
)
ENGINE = MergeTree
ORDER BY (project, day, seal, alone, person_id, session)
SETTINGS non_replicated_deduplication_window = 0, old_parts_lifetime = 480;
-- The rows that are alone once more, of sessions that were seen on several days.
-- shard by session
CREATE TABLE split_visits
(
    project      LowCardinality(String),
    session      UInt64,
    day          Int32,
    seal         UInt64,
    person_id    UInt64,
    is_anonymous UInt8,
    at           Array(UInt32),
    node         Array(UInt64)
)
ENGINE = ReplacingMergeTree
ORDER BY (project, session, day, seal)
SETTINGS non_replicated_deduplication_window = 0, old_parts_lifetime = 480;
-- Which seal of a day is whole, and what had `arrived` for the day then: it holds while that is so.
-- shard by xxHash64(project)
CREATE TABLE visit_seals
(
    project LowCardinality(String),
    day     Int32,
    arrived UInt64,
    seal    UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (project, day, arrived, seal)
SETTINGS non_replicated_deduplication_window = 10000, old_parts_lifetime = 480;
