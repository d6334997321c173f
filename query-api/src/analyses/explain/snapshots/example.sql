SELECT what.1 AS property, what.2 AS grp, count() AS value
FROM (
  SELECT *, person_id AS person, arrayJoin([('', ''), ({p0:String}, toString(`channel`)), ({p1:String}, toString(`city`))]) AS what
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64}) AND 1 AND event = {p5:String} AND 1)
GROUP BY property, grp
ORDER BY property = '' DESC, value DESC, property, grp
LIMIT {p6:UInt32}

-- p0 = "$channel"
-- p1 = "$city"
-- p2 = "p"
-- p3 = 1768176000000
-- p4 = 1768780800000
-- p5 = "Order Completed"
-- p6 = 10000

SELECT what.1 AS property, what.2 AS grp, count() AS value
FROM (
  SELECT *, person_id AS person, arrayJoin([('', ''), ({p0:String}, toString(`channel`)), ({p1:String}, toString(`city`))]) AS what
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64}) AND 1 AND event = {p5:String} AND 1)
GROUP BY property, grp
ORDER BY property = '' DESC, value DESC, property, grp
LIMIT {p6:UInt32}

-- p0 = "$channel"
-- p1 = "$city"
-- p2 = "p"
-- p3 = 1767571200000
-- p4 = 1768176000000
-- p5 = "Order Completed"
-- p6 = 10000
