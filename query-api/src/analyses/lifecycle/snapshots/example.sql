SELECT state.1 AS bucket, countIf(state.2 = 'new') AS new, countIf(state.2 = 'returning') AS returning,
  countIf(state.2 = 'resurrecting') AS resurrecting, countIf(state.2 = 'dormant') AS dormant
FROM (
  SELECT person, arrayJoin(arrayConcat(
    arrayMap(at -> (toUInt64(at), multiIf(first = at, 'new', has(active, at - 1), 'returning', 'resurrecting')),
      arrayFilter(at -> at > 1, active)),
    arrayMap(at -> (toUInt64(at + 1), 'dormant'), arrayFilter(at -> at < 15 AND NOT has(active, at + 1), active)))) AS state
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

-- p0 = 1766361600
-- p1 = [1766361600,1766966400,1767571200,1768176000,1768780800,1769385600,1769990400,1770595200,1771200000,1771804800,1772409600,1773014400,1773619200,1774224000,1774828800]
-- p2 = [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15]
-- p3 = "p"
-- p4 = 1766361600000
-- p5 = 1775433600000
-- p6 = "$pageview"
