SELECT countForEach(arrayDifference(arraySlice(moments, 1, level)) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], at[indexOf(`starts_2`, start)]]) AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) AS level, arrayFirst(start -> start != 0, [`starts_1`, `starts_2`][level]) AS start
      FROM (SELECT *, arrayFill(start -> start != 0,
    arrayMap((start, at) -> if(start != 0 AND at - start <= {p0:UInt64}, start, 0), arrayMap((at, step, came, `start_1`) -> if(step = 2, multiIf(came = 0, at, came = 1, `start_1`, 0), 0), at, step, came, `starts_1`), at)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0,
    arrayMap((start, at) -> if(start != 0 AND at - start <= {p0:UInt64}, start, 0), arrayMap((at, step, came) -> if(step = 1, at, 0), at, step, came), at)) AS `starts_1` FROM (
      SELECT person,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> 31 - bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
        SELECT person, arraySort(arrayFlatten(arrayConcat(
          arrayMap(run -> arrayMap(
            bit -> bitShiftLeft(bitShiftRight(run[1], 20), 10) + bitShiftLeft(toUInt64((30 - bit)), 5) + bit,
            bitPositionsToArray(bitAnd(run[1], 1048575))), arrayFilter(run -> length(run) = 1, runs)),
          arrayMap((run, scarce) -> arrayFilter(move -> move != 0, arrayMap(
            (step, came) -> if(came < step, bitShiftLeft(bitShiftRight(run[1], 20), 10) + bitShiftLeft(toUInt64((31 - step)), 5) + came, 0),
            {p1:Array(UInt64)},
            arrayMap((step, floor, mask) -> arrayMax(arrayPushBack(arrayMap(
              rivals -> if(rivals < bitShiftLeft(toUInt64(1), step), bitCount(bitXor(rivals, rivals - 1)), 0), scarce), floor)),
              {p1:Array(UInt64)}, {p2:Array(UInt64)}, {p2:Array(UInt64)}))), crowds, arrayMap(run -> arrayFilter(
            rivals -> arrayCount(event -> bitAnd(event, rivals) != 0, run) < bitCount(rivals), {p3:Array(UInt64)}), crowds))))) AS moves
        FROM (
          SELECT person, arrayFilter(run -> length(run) > 1, runs) AS crowds,
            arraySplit((event, before) -> bitShiftRight(event, 20) != bitShiftRight(before, 20),
              kept, arrayShiftRight(kept, 1)) AS runs
          FROM (
            SELECT person,
              arraySort(groupArray(bitShiftLeft(at, 20) + steps)) AS sorted,
              arrayFilter((event, copy) -> event != copy,
                sorted, arrayShiftRight(sorted, 2)) AS kept
            FROM (
              SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - 1767225599999) AS at, bitShiftLeft(toUInt64(event = {p4:String}), 0) + bitShiftLeft(toUInt64(event = {p4:String}), 1) AS steps
          FROM events
          WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p6:Array(String)} AND 1
            )
            GROUP BY person SETTINGS max_block_size = 1024
          )
        )))))
    ))

-- p0 = 1209600000
-- p1 = [1,2]
-- p2 = [0,0]
-- p3 = [1,2,3]
-- p4 = "a"
-- p5 = "p"
-- p6 = ["a"]
