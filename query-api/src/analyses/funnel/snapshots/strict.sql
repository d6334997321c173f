SELECT multiIf(grouping(grp) = 0, 'group', grouping(bucket) = 0, 'bucket', 'all') AS list, grp, bucket, countForEach(arrayDifference(arraySlice(moments, 1, level)) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
FROM (SELECT *, '' AS grp, roundDown(toInt64(floor((toInt64(moments[1]) - 1 + {p0:Int64}) / 1000)), {p1:Array(Int64)}) AS bucket FROM (
    SELECT person, best.1 AS level, best.2 AS moments
    FROM (
      SELECT person, argMax((level, moments),
        (level, -toInt64(moments[greatest(level, 1)]), moments[1])) AS best
      FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], at[indexOf(`starts_2`, start)]]) AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) AS level, arrayFirst(start -> start != 0, [`starts_1`, `starts_2`][level]) AS start
      FROM (
    SELECT *, arrayFill(start -> start != 0, `fresh_2`) AS `starts_2`,
      arrayFill(last -> last != 0, arrayMap((start, nth) -> if(start != 0, nth, 0), `fresh_2`, nth)) AS `last_2`
    FROM (
      SELECT *, arrayMap((start, at) -> if(start != 0 AND at - start <= {p2:UInt64}, start, 0),
        arrayMap((at, step, came, nth, `start_1`, `found_1`) ->
          if(step = 2, greatest(toUInt64(0), if(came = 0, at, 0), if(came <= 1 AND `found_1` + 1 >= nth, `start_1`, 0)), 0),
          at, step, came, nth, `starts_1`, `last_1`), at) AS `fresh_2`
      FROM (
    SELECT *, arrayFill(start -> start != 0, `fresh_1`) AS `starts_1`,
      arrayFill(last -> last != 0, arrayMap((start, nth) -> if(start != 0, nth, 0), `fresh_1`, nth)) AS `last_1`
    FROM (
      SELECT *, arrayMap((start, at) -> if(start != 0 AND at - start <= {p2:UInt64}, start, 0),
        arrayMap((at, step, came, nth) ->
          if(step = 1, greatest(toUInt64(0), if(came = 0, at, 0)), 0),
          at, step, came, nth), at) AS `fresh_1`
      FROM (
      SELECT person, `held_1`,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> 31 - bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came,
        arrayCumSum(arrayMap((now, before) -> toUInt64(now != before), at, arrayShiftRight(at, 1))) AS nth
      FROM (
        SELECT person, `held_1`, arraySort(arrayFlatten(arrayConcat(
          arrayMap(run -> arrayMap(
            bit -> bitShiftLeft(bitShiftRight(run[1], 20), 10) + bitShiftLeft(toUInt64((30 - bit)), 5) + bit,
            bitPositionsToArray(bitAnd(run[1], 1048575))), arrayFilter(run -> length(run) = 1, runs)),
          arrayMap((run, scarce) -> arrayFilter(move -> move != 0, arrayMap(
            (step, came) -> if(came < step, bitShiftLeft(bitShiftRight(run[1], 20), 10) + bitShiftLeft(toUInt64((31 - step)), 5) + came, 0),
            {p3:Array(UInt64)},
            arrayMap((step, floor, mask) -> arrayMax(arrayPushBack(arrayMap(
              rivals -> if(rivals < bitShiftLeft(toUInt64(1), step), bitCount(bitXor(rivals, rivals - 1)), 0), scarce), floor)),
              {p3:Array(UInt64)}, {p4:Array(UInt64)}, {p4:Array(UInt64)}))), crowds, arrayMap(run -> arrayFilter(
            rivals -> arrayCount(event -> bitAnd(event, rivals) != 0, run) < bitCount(rivals), {p3:Array(UInt64)}), crowds)),
          arrayMap(run -> [bitShiftLeft(bitShiftRight(run[1], 20), 10) + bitShiftLeft(toUInt64(31), 5) + 0], runs)))) AS moves
        FROM (
          SELECT person, `held_1`, arrayFilter(run -> length(run) > 1, runs) AS crowds,
            arraySplit((event, before) -> bitShiftRight(event, 20) != bitShiftRight(before, 20),
              kept, arrayShiftRight(kept, 1)) AS runs
          FROM (
            SELECT person, `held_1`,
              arraySort(groupArray(bitShiftLeft(at, 20) + steps)) AS sorted,
              arrayFilter((event, copy) -> event != copy,
                sorted, arrayShiftRight(sorted, 2)) AS kept
            FROM (
              SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - 1767225599999) AS at, bitShiftLeft(toUInt64(event = {p5:String}), 0) + bitShiftLeft(toUInt64(event = {p6:String}), 1) AS steps, toString(properties[{p7:String}]) AS `held_1`
          FROM events
          WHERE 
  project = {p8:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND 1 AND `held_1` != ''
            )
            GROUP BY person, `held_1` SETTINGS max_block_size = 1024
          )
        )))))))
    ))
      GROUP BY person
    )))
WHERE level > 0
GROUP BY GROUPING SETS ((), (grp), (bucket))
ORDER BY list, counts[1] DESC, grp
LIMIT 5 BY list

-- p0 = 1767225600000
-- p1 = [1766966400,1767571200,1768176000,1768780800,1769385600]
-- p2 = 1209600000
-- p3 = [1,2]
-- p4 = [0,0]
-- p5 = "a"
-- p6 = "b"
-- p7 = "shop"
-- p8 = "p"
