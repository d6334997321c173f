SELECT state.1 AS bucket, countIf(state.2 = 'new') AS new, countIf(state.2 = 'returning') AS returning,
  countIf(state.2 = 'resurrecting') AS resurrecting, countIf(state.2 = 'dormant') AS dormant
FROM (
  SELECT person, arrayJoin(arrayConcat(
    arrayMap(at -> (toUInt64(at), multiIf(first = at, 'new', has(active, at - 1), 'returning', 'resurrecting')),
      arrayFilter(at -> at > 1, active)),
    arrayMap(at -> (toUInt64(at + 1), 'dormant'), arrayFilter(at -> at < 3 AND NOT has(active, at + 1), active)))) AS state
  FROM (
    SELECT person_id AS person, groupUniqArray(toUInt64(if(toUnixTimestamp64Milli(time) < 1766332800000, 0, 1 + greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1766332800000, 604800000)))))) AS active
    FROM events
    WHERE 
  project = {p0:String}
  AND time >= fromUnixTimestamp64Milli(1766332800000)
  AND time < fromUnixTimestamp64Milli(1768147200000) AND event = {p1:String}
    GROUP BY person) AS present
  INNER JOIN (
    SELECT person_id AS person, min(toUInt64(if(toUnixTimestamp64Milli(time) < 1766332800000, 0, 1 + greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1766332800000, 604800000)))))) AS first
    FROM events
    WHERE project = {p0:String} AND time < fromUnixTimestamp64Milli({p2:Int64})
    GROUP BY person) AS known USING person)
GROUP BY bucket

-- p0 = "p"
-- p1 = "$pageview"
-- p2 = 1768147200000
