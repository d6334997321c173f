SELECT multiIf(grouping(grp) = 0, 'group', grouping(bucket) = 0, 'bucket', 'all') AS list, grp, bucket, countForEach(arrayMap((is_reached, moment, before) -> if(is_reached, toInt64(moment) - toInt64(before), NULL), reached, moments, befores) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
FROM (SELECT *, (arrayFirst(one -> one.1 = moments[2] AND one.2 = 2, touch)).3 AS grp, 0 AS bucket FROM (
    SELECT *, [stood[1], at[indexOf(`starts_2`, arrayFirst(start -> start != 0, `starts_2`))], stood[3]] AS moments, [stood[1], if(at[indexOf(`starts_1`, arrayFirst(start -> start != 0, `starts_2`))] = 0, at[indexOf(`starts_2`, arrayFirst(start -> start != 0, `starts_2`))], at[indexOf(`starts_1`, arrayFirst(start -> start != 0, `starts_2`))]), stood[1]] AS befores,
      [`starts_1`[-1] != 0, `starts_2`[-1] != 0, `starts_3`[-1] != 0] AS reached
    FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], 0, at[indexOf(`starts_3`, start)]]) AS stood
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_3`[-1] != 0) AS level, arrayFirst(start -> start != 0, [`starts_1`, `starts_3`][level]) AS start
      FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> start * (step = 3 AND at - start <= 1209600000),
      at, step, `starts_1`)) AS `starts_3` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> start * (step = 2 AND at - start <= 1209600000),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> at * (step = 1), at, step)) AS `starts_1` FROM (
      SELECT person, session, touch,
        arrayMap(move -> bitShiftRight(move, 5), moves) AS at,
        arrayMap(move -> bitAnd(move, 31), moves) AS step
      FROM (
        SELECT person, session, arraySort(groupArrayIf((at, toUInt64(step), value), step != 0 AND value != '')) AS touch, arraySort(groupArray(
          bitShiftLeft(at, 5) + step)) AS moves
        FROM (
          
  SELECT rows.*, if(rows.session_id != '', rows.session_id,
    concat(toString(rows.person), ' ', toString(arrayLast(begin -> begin <= rows.at, stretches.begins)))) AS session
  FROM (SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - 1767225599999) AS at, multiIf(event = {p0:String}, 1, ((event = {p1:String}) OR (event = {p2:String})), 2, event = {p3:String}, 3, 0) AS step, session_id, toString(properties[{p4:String}]) AS value
          FROM events
          WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p6:Array(String)} AND 1) AS rows
  LEFT JOIN (
    SELECT whose, arrayFilter((here, before, nth) -> nth = 1 OR here - before > {p7:Int64},
      moments, arrayShiftRight(moments, 1), arrayEnumerate(moments)) AS begins
    FROM (
      SELECT person_id AS whose, arraySort(groupUniqArray(toUInt64(toUnixTimestamp64Milli(time) - 1767225599999))) AS moments
      FROM events
      WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND session_id = ''
      GROUP BY whose
    )
  ) AS stretches ON rows.person = stretches.whose
        )
        GROUP BY person, session)))))
    ))))
WHERE level > 0
GROUP BY GROUPING SETS ((), (grp), (bucket))
ORDER BY list, counts[1] DESC, grp
LIMIT 25 BY list

-- p0 = "a"
-- p1 = "b"
-- p2 = "c"
-- p3 = "d"
-- p4 = "it's"
-- p5 = "p"
-- p6 = ["a","b","c","d"]
-- p7 = 1800000
