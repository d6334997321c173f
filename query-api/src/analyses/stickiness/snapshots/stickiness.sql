SELECT intervals, count() AS people
FROM (
  SELECT person, count() AS intervals
  FROM (
    SELECT person_id AS person, intDiv(if(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)) < {p0:Int64}, 0, transform(roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}), {p1:Array(Int64)}, {p2:Array(UInt64)}, 0)) - 1, 2) AS interval
    FROM events
    WHERE 
  project = {p3:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64}) AND 1 AND event = {p6:String} AND 1
    GROUP BY person, interval
    HAVING count() > {p7:UInt64}
  )
  GROUP BY person)
GROUP BY intervals

-- p0 = 1767225600
-- p1 = [1767225600,1767312000,1767398400,1767484800,1767571200]
-- p2 = [1,2,3,4,5]
-- p3 = "p"
-- p4 = 1767225600000
-- p5 = 1767657600000
-- p6 = "$pageview"
-- p7 = 2
