SELECT toUInt8(grouping(bucket)) AS whole, bucket, '' AS grp, sum(events) AS value
FROM (
  SELECT 1764547200 + 86400 * greatest(0, least(61, intDiv(toUnixTimestamp64Milli(time) - 1764547200000, 86400000))) AS bucket, '' AS grp, events
  FROM (
    SELECT event, platform, fromUnixTimestamp64Milli(toInt64(quarter) * {p0:Int64}) AS time, events
    FROM event_counts
    WHERE project = {p1:String}
      AND quarter >= {p2:Int64} AND quarter < {p3:Int64}
  )
  WHERE 1 AND event = {p4:String}) WHERE 1
GROUP BY ROLLUP(bucket)

-- p0 = 900000
-- p1 = "p"
-- p2 = 1960608
-- p3 = 1966560
-- p4 = "Order Completed"
