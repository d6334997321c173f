SELECT state.1 AS bucket, sumIf(people, state.2 = 'new') AS new, sumIf(people, state.2 = 'returning') AS returning,
  sumIf(people, state.2 = 'resurrecting') AS resurrecting, sumIf(people, state.2 = 'dormant') AS dormant
FROM (
  SELECT arrayJoin(arrayConcat(
    arrayMap(at -> (at, multiIf(first = at, 'new', bitTest(active, at - 1), 'returning', 'resurrecting')), bitPositionsToArray(bitAnd(active, bitNot(toUInt64(3))))),
    arrayMap(at -> (at, 'dormant'), arrayFilter(at -> at > 1 AND at <= 15, bitPositionsToArray(bitAnd(bitShiftLeft(active, 1), bitNot(active))))))) AS state, people
  FROM (
    SELECT active, first, count() AS people
    FROM (
      SELECT person, groupBitOrIf(bitShiftLeft(toUInt64(1), bucket), event = {p0:String} AND bucket > 0) AS active, min(bucket) AS first
      FROM (
        SELECT person_id AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1766361600000, 0, 1 + greatest(0, least(14, intDiv(toUnixTimestamp64Milli(time) - 1766361600000, 604800000))))) AS bucket, event
        FROM events
        WHERE project = {p1:String} AND time < fromUnixTimestamp64Milli({p2:Int64})
      )
      GROUP BY person)
    WHERE active != 0
    GROUP BY active, first
  )
)
GROUP BY bucket

-- p0 = "$pageview"
-- p1 = "p"
-- p2 = 1775433600000
