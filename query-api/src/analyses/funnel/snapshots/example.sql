SELECT countForEach(arrayDifference(arraySlice(moments, 1, level)) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
FROM (
    SELECT *, [bitShiftRight(moves[indexOf(`starts_1`, start)], 5), bitShiftRight(moves[indexOf(`starts_2`, start)], 5), bitShiftRight(moves[indexOf(`starts_3`, start)], 5)] AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) + (`starts_3`[-1] != 0) AS level, arrayFirst(start -> start != 0, [`starts_1`, `starts_2`, `starts_3`][level]) AS start
      FROM (SELECT *, arrayFill((start, move) -> bitAnd(move, 31) = 3 AND move - start < 19353600032, `starts_2`, moves) AS `starts_3` FROM (SELECT *, arrayFill((start, move) -> bitAnd(move, 31) = 2 AND move - start < 19353600032, `starts_1`, moves) AS `starts_2` FROM (SELECT *, arrayFill(move -> bitAnd(move, 31) = 1, moves) AS `starts_1` FROM (
        SELECT person_id AS person, arrayPushFront(arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1767225599999), 5) + (multiIf(event = {p0:String}, 1, event = {p1:String}, 2, event = {p2:String} AND (ifNull(if(isFinite(toFloat64OrNull(properties[{p3:String}])), toFloat64OrNull(properties[{p3:String}]), NULL) > {p4:Float64}, 0)), 3, 0) AS step))), 0) AS moves
        FROM events
          WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p6:Array(String)} AND 1 AND step != 0
        GROUP BY person))))
    ))

-- p0 = "$pageview"
-- p1 = "Product Added"
-- p2 = "Order Completed"
-- p3 = "total"
-- p4 = 100
-- p5 = "p"
-- p6 = ["$pageview","Product Added","Order Completed"]
