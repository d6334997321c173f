/** The HTML that a site pastes: a queue for calls made before the script has loaded, and the script. */
import { QUEUED_VERBS } from './verbs.ts'

export interface SnippetOptions {
  /** Where the script is served and events are posted, `https://collect.example.com`. */
  host: string
  writeKey: string
}

/** Needs no DOM, so that a server can print it. */
export function snippet({ host, writeKey }: SnippetOptions): string {
  const origin = escape(host.replace(/\/+$/, ''))
  return [
    '<script>',
    '!function(f,v){f.q=[];v.split(" ").forEach(function(n){f[n]=function(){f.q.push([n].concat([].slice.call(arguments)))}})}',
    `(window.firefly={},"${QUEUED_VERBS.join(' ')}")`,
    '</script>',
    `<script src="${origin}/firefly.js" data-write-key="${escape(writeKey)}" async></script>`,
  ].join('\n')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
