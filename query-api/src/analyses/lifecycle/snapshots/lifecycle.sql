SELECT state.1 AS bucket, countIf(state.2 = 'new') AS new, countIf(state.2 = 'returning') AS returning,
  countIf(state.2 = 'resurrecting') AS resurrecting, countIf(state.2 = 'dormant') AS dormant
FROM (
  SELECT person, arrayJoin(arrayConcat(
    arrayMap(at -> (toUInt64(at), multiIf(first = at, 'new', has(active, at - 1), 'returning', 'resurrecting')),
      arrayFilter(at -> at > 1, active)),
    arrayMap(at -> (toUInt64(at + 1), 'dormant'), arrayFilter(at -> at < 3 AND NOT has(active, at + 1), active)))) AS state
  FROM (
    SELECT person_id AS person, groupUniqArray(if(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)) < {p0:Int64}, 0, transform(roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}), {p1:Array(Int64)}, {p2:Array(UInt64)}, 0))) AS active
    FROM events
    WHERE 
  project = {p3:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64}) AND event = {p6:String} AND 1
    GROUP BY person) AS present
  INNER JOIN (
    SELECT person_id AS person, min(if(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)) < {p0:Int64}, 0, transform(roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}), {p1:Array(Int64)}, {p2:Array(UInt64)}, 0))) AS first
    FROM events
    WHERE project = {p3:String} AND time < fromUnixTimestamp64Milli({p5:Int64})
    GROUP BY person) AS known USING person)
GROUP BY bucket

-- p0 = 1766332800
-- p1 = [1766332800,1766937600,1767542400]
-- p2 = [1,2,3]
-- p3 = "p"
-- p4 = 1766332800000
-- p5 = 1768147200000
-- p6 = "$pageview"
