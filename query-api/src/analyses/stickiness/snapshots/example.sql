SELECT intervals, count() AS people
FROM (
  SELECT person, count() AS intervals
  FROM (
    SELECT person_id AS person, toUInt64(if(toUnixTimestamp64Milli(time) < {p0:Int64}, 0, {p1:Int64} + greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p0:Int64}, {p3:Int64}))))) - 1 AS interval
    FROM events
    WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli({p0:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64}) AND 1 AND event = {p6:String} AND 1
    GROUP BY person, interval
    HAVING count() >= {p7:UInt64}
  )
  GROUP BY person)
GROUP BY intervals

-- p0 = 1767225600000
-- p1 = 1
-- p2 = 30
-- p3 = 86400000
-- p4 = "p"
-- p5 = 1769904000000
-- p6 = "$pageview"
-- p7 = 3
