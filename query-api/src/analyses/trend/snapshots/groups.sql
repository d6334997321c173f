SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, uniqExact(person) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p0:Array(Int64)}) AS bucket, toString(properties[{p1:String}]) AS grp
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64})
    AND 1 AND 1) WHERE 1 AND has({p5:Array(String)}, grp)
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = [1767196800,1767283200,1767369600]
-- p1 = "it's; DROP TABLE events --"
-- p2 = "p"
-- p3 = 1767196800000
-- p4 = 1767456000000
-- p5 = ["x",""]
