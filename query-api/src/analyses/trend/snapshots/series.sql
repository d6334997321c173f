SELECT toUInt8(grouping(bucket)) AS whole, bucket, '' AS grp, ifNull(sum(if(isFinite(toFloat64OrNull(properties[{p0:String}])), toFloat64OrNull(properties[{p0:String}]), NULL)), 0) AS value
FROM (
  SELECT *, person_id AS person, toUnixTimestamp64Milli(time) AS at, 1767196800 + 86400 * greatest(0, least(2, intDiv(toUnixTimestamp64Milli(time) - 1767196800000, 86400000))) AS bucket, '' AS grp
  FROM events
  WHERE 
  project = {p1:String}
  AND time >= fromUnixTimestamp64Milli(1767196800000)
  AND time < fromUnixTimestamp64Milli(1767456000000)
    AND (`country` IN {p2:Array(String)}) AND event = {p3:String}) WHERE 1
GROUP BY ROLLUP(bucket)

-- p0 = "total"
-- p1 = "p"
-- p2 = ["CN","DE"]
-- p3 = "Order Completed"
