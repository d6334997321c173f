SELECT toUInt8(grouping(bucket)) AS whole, bucket, '' AS grp, sum(events) AS value
FROM (
  SELECT {p0:Int64} + {p1:Int64} * greatest(0, least({p2:Int64}, intDiv(toUnixTimestamp64Milli(time) - {p3:Int64}, {p4:Int64}))) AS bucket, '' AS grp, events
  FROM (
    SELECT event, platform, fromUnixTimestamp64Milli(toInt64(quarter) * {p5:Int64}) AS time, events
    FROM event_counts
    WHERE project = {p6:String}
      AND quarter >= {p7:Int64} AND quarter < {p8:Int64}
  )
  WHERE 1 AND event = {p9:String} AND 1) WHERE 1
GROUP BY ROLLUP(bucket)

-- p0 = 1764547200
-- p1 = 86400
-- p2 = 61
-- p3 = 1764547200000
-- p4 = 86400000
-- p5 = 900000
-- p6 = "p"
-- p7 = 1960608
-- p8 = 1966560
-- p9 = "Order Completed"
