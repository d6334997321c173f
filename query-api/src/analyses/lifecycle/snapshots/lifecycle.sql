SELECT state.1 AS bucket, countIf(state.2 = 'new') AS new, countIf(state.2 = 'returning') AS returning,
  countIf(state.2 = 'resurrecting') AS resurrecting, countIf(state.2 = 'dormant') AS dormant
FROM (
  SELECT person, arrayJoin(arrayConcat(
    arrayMap(at -> (toUInt64(at), multiIf(first = at, 'new', has(active, at - 1), 'returning', 'resurrecting')),
      arrayFilter(at -> at > 1, active)),
    arrayMap(at -> (toUInt64(at + 1), 'dormant'), arrayFilter(at -> at < 3 AND NOT has(active, at + 1), active)))) AS state
  FROM (
    SELECT person_id AS person, groupUniqArray(toUInt64(if(toUnixTimestamp64Milli(time) < {p0:Int64}, 0, {p1:Int64} + greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p0:Int64}, {p3:Int64})))))) AS active
    FROM events
    WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli({p0:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64}) AND event = {p6:String} AND 1
    GROUP BY person) AS present
  INNER JOIN (
    SELECT person_id AS person, min(toUInt64(if(toUnixTimestamp64Milli(time) < {p0:Int64}, 0, {p1:Int64} + greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p0:Int64}, {p3:Int64})))))) AS first
    FROM events
    WHERE project = {p4:String} AND time < fromUnixTimestamp64Milli({p5:Int64})
    GROUP BY person) AS known USING person)
GROUP BY bucket

-- p0 = 1766332800000
-- p1 = 1
-- p2 = 2
-- p3 = 604800000
-- p4 = "p"
-- p5 = 1768147200000
-- p6 = "$pageview"
