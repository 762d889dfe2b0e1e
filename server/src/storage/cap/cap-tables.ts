import type { JsonText } from '../tables.ts'

export interface CapSendersTable {
  capSenderId: string
  name: string
  /** Null once it is removed. */
  tokenSha256: string | null
  senders: JsonText
  areaIds: JsonText
  policies: JsonText
  perMinuteMax: number
  createdAt: number
  createdBy: string
  lastSeenAt: number | null
  removedAt: number | null
}

export interface CapMessagesTable {
  messageId: string
  capSenderId: string
  sender: string
  identifier: string
  sentAt: number
  /** Of the bytes that came. */
  sha256: string
  alert: JsonText
  place: JsonText
  receivedAt: number
  state: string
  why: string | null
  emergencyId: string | null
  decidedBy: string | null
  decidedAt: number | null
  note: string | null
}

/** Who may send CAP messages, and what came. */
export interface CapTables {
  capSenders: CapSendersTable
  capMessages: CapMessagesTable
}
