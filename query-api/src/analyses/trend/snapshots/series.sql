SELECT toUInt8(grouping(bucket)) AS whole, bucket, grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}) AS bucket, '' AS grp
  FROM events
  WHERE 
  project = {p2:String}
  AND time >= fromUnixTimestamp64Milli({p3:Int64})
  AND time < fromUnixTimestamp64Milli({p4:Int64})
    AND (`country` IN {p5:Array(String)}) AND event = {p6:String} AND 1) WHERE 1 
GROUP BY GROUPING SETS ((bucket, grp), (grp))

-- p0 = "total"
-- p1 = [1767196800,1767283200,1767369600]
-- p2 = "p"
-- p3 = 1767196800000
-- p4 = 1767456000000
-- p5 = ["CN","DE"]
-- p6 = "Order Completed"
