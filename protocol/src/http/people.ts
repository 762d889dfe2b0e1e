import { type Static, Type } from 'typebox'
import { AreaId, Id, Instant, TraceId } from '../ids.ts'
import { shape } from '../shape.ts'
import { PageOf, WholeNumberText } from './lists.ts'

/** What a person may be; each is given on an area and holds for all below it (R26). */
export const ROLES = [
  'administrator',
  'broadcaster',
  'approver',
  'operator',
  'technician',
  'auditor',
] as const
export const Role = Type.Enum([...ROLES])
export type Role = (typeof ROLES)[number]

/** A role on an area; `areaId: null` is everywhere. */
export const Grant = shape({ role: Role, areaId: Type.Union([AreaId, Type.Null()]) })
export type Grant = Static<typeof Grant>

const LoginName = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,39}$' })
export const PASSWORD_LENGTH_MIN = 10
export const Password = Type.String({ minLength: PASSWORD_LENGTH_MIN, maxLength: 200 })
const PersonName = Type.String({ minLength: 1, maxLength: 100 })

/** An account as administrators see it. `version` is also its ETag. */
export const Operator = shape({
  operatorId: Id,
  loginName: LoginName,
  name: PersonName,
  isDisabled: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  grants: Type.Array(Grant, { maxItems: 200 }),
  createdAt: Instant,
  lastSeenAt: Type.Union([Instant, Type.Null()]),
  version: Type.Integer({ minimum: 1 }),
})
export type Operator = Static<typeof Operator>

/** `POST /api/v1/operators`; the answer carries a password that is shown once and must be changed. */
export const NewOperator = shape({
  loginName: LoginName,
  name: PersonName,
  grants: Type.Array(Grant, { maxItems: 200 }),
})
export type NewOperator = Static<typeof NewOperator>
export const NewOperatorAnswer = shape({ operator: Operator, password: Type.String() })
export type NewOperatorAnswer = Static<typeof NewOperatorAnswer>

/** `PATCH /api/v1/operators/{operatorId}` with If-Match. */
export const OperatorChange = shape({
  name: Type.Optional(PersonName),
  isDisabled: Type.Optional(Type.Boolean()),
  grants: Type.Optional(Type.Array(Grant, { maxItems: 200 })),
})
export type OperatorChange = Static<typeof OperatorChange>

/** `POST /api/v1/session`. The session itself is an HttpOnly cookie; nothing of it is in the answer. */
export const SignIn = shape({
  loginName: Type.String({ minLength: 1, maxLength: 100 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
})
export type SignIn = Static<typeof SignIn>

/** `GET /api/v1/session`: who is signed in and what they may do where. */
export const SessionAnswer = shape({
  operatorId: Id,
  loginName: LoginName,
  name: PersonName,
  mustChangePassword: Type.Boolean(),
  grants: Type.Array(Grant),
  timeZone: Type.String(),
  /** Without a PIN nobody raises an emergency. */
  hasPin: Type.Boolean(),
})
export type SessionAnswer = Static<typeof SessionAnswer>

/** `PUT /api/v1/session/password`. */
export const PasswordChange = shape({
  current: Type.String({ minLength: 1, maxLength: 200 }),
  next: Password,
})
export type PasswordChange = Static<typeof PasswordChange>

/** One line of "where am I signed in". */
export const SessionLine = shape({
  sessionId: Id,
  createdAt: Instant,
  lastSeenAt: Instant,
  address: Type.String(),
  userAgent: Type.String(),
  isCurrent: Type.Boolean(),
})
export type SessionLine = Static<typeof SessionLine>

/** One act in the append-only audit log (R25). `act` is a route's name such as `programme.approve`. */
export const AuditEntry = shape({
  auditId: Type.Integer({ minimum: 1 }),
  at: Instant,
  operatorId: Type.Union([Id, Type.Null()]),
  operatorName: Type.String(),
  act: Type.String(),
  areaIds: Type.Array(AreaId),
  subject: Type.Union([Type.String(), Type.Null()]),
  /** A few plain facts of the act: names, old and new values. */
  detail: Type.Record(Type.String(), Type.Unknown()),
  address: Type.String(),
  /** The request it was done in: the same id stands in the logs of server and clusters. */
  traceId: Type.Union([TraceId, Type.Null()]),
})
export type AuditEntry = Static<typeof AuditEntry>

/** `GET /api/v1/audit-entries`: newest first; `before` is the `next` of the page before. */
export const AuditQuery = shape({
  areaId: Type.Optional(AreaId),
  operatorId: Type.Optional(Id),
  act: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  traceId: Type.Optional(TraceId),
  before: Type.Optional(WholeNumberText),
  count: Type.Optional(Type.String({ pattern: '^[0-9]{1,3}$' })),
})
export type AuditQuery = Static<typeof AuditQuery>
export const AuditPage = PageOf(AuditEntry)
