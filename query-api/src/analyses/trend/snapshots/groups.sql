SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, uniqExact(person) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, {p0:Int64} + {p1:Int64} * greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p3:Int64}, {p4:Int64}))) AS bucket, toString(properties[{p5:String}]) AS grp
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64})
    AND 1 AND 1) WHERE has({p8:Array(String)}, grp)
GROUP BY ROLLUP(grp, bucket)
HAVING grouping(grp) = 0

-- p0 = 1767196800
-- p1 = 86400
-- p2 = 2
-- p3 = 1767196800000
-- p4 = 86400000
-- p5 = "it's; DROP TABLE events --"
-- p6 = "p"
-- p7 = 1767456000000
-- p8 = ["x",""]
