SELECT toUInt8(grouping(bucket)) AS whole, bucket, '' AS grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, {p1:Int64} + {p2:Int64} * greatest(0, least({p3:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p4:Int64}, {p5:Int64}))) AS bucket, '' AS grp
  FROM events
  WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64})
    AND (`country` IN {p8:Array(String)}) AND event = {p9:String} AND 1) WHERE 1
GROUP BY ROLLUP(bucket)

-- p0 = "total"
-- p1 = 1767196800
-- p2 = 86400
-- p3 = 2
-- p4 = 1767196800000
-- p5 = 86400000
-- p6 = "p"
-- p7 = 1767456000000
-- p8 = ["CN","DE"]
-- p9 = "Order Completed"
