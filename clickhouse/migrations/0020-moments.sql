-- Beside the days of a month on which somebody did an event, when they did it: milliseconds since the month began, in any order; nothing where
-- the name is empty. An instant may be there more often than it happened, for what was stored while this ran, so that questions may not count them.
ALTER TABLE people_days ADD COLUMN at SimpleAggregateFunction(groupArrayArray, Array(UInt32)) CODEC(Delta, ZSTD(1));
-- The new feed before the old one goes: what both see is a bit that is set twice.
CREATE MATERIALIZED VIEW people_moments_feed TO people_days AS
SELECT project, if(whole, '', event) AS event, toUInt16(toYear(time) * 12 + toMonth(time) - 1) AS month, person_id, user_id = '' AS is_anonymous,
    groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(time) - 1)) AS utc,
    groupBitOr(bitShiftLeft(toUInt32(1), toDayOfMonth(time) - 1 + (toHour(time) >= 16))) AS east8,
    groupArrayIf(toUInt32((toDayOfMonth(time) - 1) * 86400000 + positiveModulo(toUnixTimestamp64Milli(time), 86400000)), NOT whole) AS at
FROM events ARRAY JOIN [0, 1] AS whole GROUP BY project, event, month, person_id, is_anonymous;
DROP VIEW IF EXISTS people_days_feed;
-- What is stored already.
INSERT INTO people_days (project, event, month, person_id, is_anonymous, at)
SELECT project, event, toUInt16(toYear(time) * 12 + toMonth(time) - 1) AS month, person_id, user_id = '' AS is_anonymous,
    groupArray(toUInt32((toDayOfMonth(time) - 1) * 86400000 + positiveModulo(toUnixTimestamp64Milli(time), 86400000))) AS at
FROM events GROUP BY project, event, month, person_id, is_anonymous
SETTINGS max_bytes_before_external_group_by = 1000000000, max_threads = 2;
