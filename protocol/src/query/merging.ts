/** Merging: what an operator says about two ids, and what has been said of a person. */
import { z } from 'zod'

const id = z.string().min(1).max(256)
const reason = z.string().max(1_000).default('').describe('Kept with the decision')

export const mergeSchema = z
  .strictObject({ from: id, into: id, reason })
  .describe('From now on both ids, and all that belong to them, are one person')
export const unmergeSchema = z
  .strictObject({
    distinctId: id,
    otherId: id.optional().describe('Undo the link to this id alone; else every link that the id has'),
    reason,
  })
  .describe('Undoes links for good: identify and alias do not bring them back, only a merge does')
/** As a caller writes them. */
export type MergeInput = z.input<typeof mergeSchema>
export type UnmergeInput = z.input<typeof unmergeSchema>
export type MergeAsked = z.infer<typeof mergeSchema>
export type UnmergeAsked = z.infer<typeof unmergeSchema>

const decision = z.object({ kind: z.enum(['merge', 'unlink']), from: z.string(), to: z.string() })
export const decided = z.object({
  decisions: z.array(decision).describe('What was written down; nothing where it was so already'),
})
export type Decided = z.infer<typeof decided>

export const mergeHistory = z.object({
  links: z.array(
    z.object({
      kind: z.enum(['identify', 'alias', 'merge', 'unlink']),
      from: z.string(),
      to: z.string(),
      time: z.iso
        .datetime()
        .describe('The first time where it was said several times; the last one of what events undo'),
      messageId: z.string().nullable().describe('Of the event that said it first'),
      by: z.string().nullable().describe('The key of whoever decided it'),
      reason: z.string().nullable(),
      holds: z.boolean().describe('Whether it joins the two ids now'),
    }),
  ),
})
export type MergeHistory = z.infer<typeof mergeHistory>
