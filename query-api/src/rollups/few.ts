/** Whether people are few beside all others, so that asking for them apart costs less than asking for everybody as for them. */

/** So many ids are read in no time; more only where there are several times as many people. */
const FEW_IDS = 1_000
const PEOPLE_AN_ID = 8

export const areFew = (ids: number, people: number): boolean => ids <= FEW_IDS || ids * PEOPLE_AN_ID <= people
