import { type Static, Type } from 'typebox'
import { EmergencyEvent } from '../broadcast/emergency.ts'
import { ClusterConfig, QuietHours, VolumeSettings } from '../cluster/cluster.ts'
import { AreaCode, AreaId, ClusterId, Id, Instant } from '../ids.ts'
import { shape } from '../shape.ts'
import { Version } from './lists.ts'

const PlaceName = Type.String({ minLength: 1, maxLength: 200 })

/** Two persons (the default) or one make and approve what is broadcast (R9). */
export const ReviewPolicy = Type.Union([Type.Literal('twoPersons'), Type.Literal('onePerson')])
export type ReviewPolicy = Static<typeof ReviewPolicy>

/** What an area hands down to everything below it, unless a smaller area or the cluster says otherwise. */
export const AreaSettings = shape({
  timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  quietHours: Type.Optional(QuietHours),
  review: Type.Optional(ReviewPolicy),
  /** What a cluster’s own button warns of (R10); `none`: it does nothing. */
  emergencyButton: Type.Optional(Type.Union([EmergencyEvent, Type.Literal('none')])),
  /** Whether it then sounds in the cluster’s whole area as well, with nobody asked; `none` where nobody says so. */
  emergencyButtonWidens: Type.Optional(Type.Union([Type.Literal('none'), Type.Literal('area')])),
})
export type AreaSettings = Static<typeof AreaSettings>

/** A node of the tree; `code` is QĐ 19/2025 text with its leading zeros, and only data. */
export const AreaAnswer = shape({
  areaId: AreaId,
  parentId: Type.Union([AreaId, Type.Null()]),
  code: Type.Union([AreaCode, Type.Null()]),
  name: PlaceName,
  settings: AreaSettings,
  version: Version,
})
export type AreaAnswer = Static<typeof AreaAnswer>

export const NewArea = shape({
  areaId: Type.Optional(AreaId),
  parentId: Type.Optional(Type.Union([AreaId, Type.Null()])),
  code: Type.Optional(Type.Union([AreaCode, Type.Null()])),
  name: PlaceName,
  settings: Type.Optional(AreaSettings),
})
export type NewArea = Static<typeof NewArea>

/** `PATCH /api/v1/areas/{areaId}` with If-Match. Settings are replaced as a whole. */
export const AreaChange = shape({
  parentId: Type.Optional(Type.Union([AreaId, Type.Null()])),
  code: Type.Optional(Type.Union([AreaCode, Type.Null()])),
  name: Type.Optional(PlaceName),
  settings: Type.Optional(AreaSettings),
})
export type AreaChange = Static<typeof AreaChange>

/** A named set of clusters inside an area, such as "dọc đê". */
export const Zone = shape({ zoneId: Id, areaId: AreaId, name: PlaceName, version: Version })
export type Zone = Static<typeof Zone>
export const NewZone = shape({ zoneId: Type.Optional(Id), areaId: AreaId, name: PlaceName })
export type NewZone = Static<typeof NewZone>
export const ZoneChange = shape({ name: PlaceName })

/** WGS 84 degrees. */
export const Position = shape({
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
})
export type Position = Static<typeof Position>

/** What is set for one cluster; what is absent comes from its areas. */
export const ClusterSettings = shape({
  zones: ClusterConfig.properties.zones,
  timeZone: Type.Optional(ClusterConfig.properties.timeZone),
  volume: VolumeSettings,
  isSpecialArea: Type.Boolean(),
  quietHours: Type.Optional(QuietHours),
  cacheBytesMax: ClusterConfig.properties.cacheBytesMax,
})
export type ClusterSettings = Static<typeof ClusterSettings>

/** A cluster as it is set up, without its secrets. */
export const ClusterAnswer = shape({
  clusterId: ClusterId,
  areaId: AreaId,
  /** Where it still listens as well, until it has acknowledged its move. */
  movingFromAreaId: Type.Union([AreaId, Type.Null()]),
  name: PlaceName,
  position: Type.Union([Position, Type.Null()]),
  settings: ClusterSettings,
  /** What holds in the end: its own settings, else those of the nearest area, else the server's. */
  effective: shape({ quietHours: QuietHours, timeZone: Type.String() }),
  device: Type.Union([shape({ kid: Type.String(), enrolledAt: Instant }), Type.Null()]),
  createdAt: Instant,
  version: Version,
})
export type ClusterAnswer = Static<typeof ClusterAnswer>

export const NewCluster = shape({
  clusterId: Type.Optional(ClusterId),
  areaId: AreaId,
  name: PlaceName,
  position: Type.Optional(Type.Union([Position, Type.Null()])),
  settings: Type.Optional(Type.Partial(ClusterSettings, { additionalProperties: false })),
})
export type NewCluster = Static<typeof NewCluster>

/** `PATCH /api/v1/clusters/{clusterId}` with If-Match; another `areaId` moves it. `null` takes a setting from the area again. */
export const ClusterChange = shape({
  areaId: Type.Optional(AreaId),
  name: Type.Optional(PlaceName),
  position: Type.Optional(Type.Union([Position, Type.Null()])),
  settings: Type.Optional(
    shape({
      zones: Type.Optional(ClusterConfig.properties.zones),
      timeZone: Type.Optional(Type.Union([ClusterConfig.properties.timeZone, Type.Null()])),
      volume: Type.Optional(VolumeSettings),
      isSpecialArea: Type.Optional(Type.Boolean()),
      quietHours: Type.Optional(Type.Union([QuietHours, Type.Null()])),
      cacheBytesMax: Type.Optional(ClusterConfig.properties.cacheBytesMax),
    }),
  ),
})
export type ClusterChange = Static<typeof ClusterChange>

export const NewEnrolmentCode = shape({
  clusterId: ClusterId,
  validMinutes: Type.Integer({ minimum: 1, maximum: 43_200 }),
})
/** `url` is what the QR shows: the server's address and the code. */
export const EnrolmentCodeAnswer = shape({
  clusterId: ClusterId,
  code: Type.String(),
  url: Type.String(),
  expiresAt: Instant,
})
export type EnrolmentCodeAnswer = Static<typeof EnrolmentCodeAnswer>

export const CSV_BYTES_MAX = 4_000_000
export const CSV_ROWS_MAX = 20_000

/** `POST /api/v1/tree-imports/preview` and, with the digest of that answer, `POST /api/v1/tree-imports`. */
export const TreeImport = shape({
  /** The file's text; a byte-order mark, `;` as separator and a heading in Vietnamese or English are understood. */
  csv: Type.String({ minLength: 1, maxLength: CSV_BYTES_MAX }),
  /** The area below which it may change anything; null = everywhere. */
  underAreaId: Type.Union([AreaId, Type.Null()]),
})
export type TreeImport = Static<typeof TreeImport>
export const TreeImportOrder = shape({ ...TreeImport.properties, digest: Type.String() })
export type TreeImportOrder = Static<typeof TreeImportOrder>

/** One thing that an import will do, or one row that it cannot take. */
export const TreeImportLine = shape({
  /** 1 is the heading. */
  row: Type.Integer({ minimum: 1 }),
  kind: Type.Union([Type.Literal('area'), Type.Literal('zone'), Type.Literal('cluster')]),
  act: Type.Union([
    Type.Literal('add'),
    Type.Literal('change'),
    Type.Literal('move'),
    Type.Literal('same'),
    Type.Literal('refuse'),
  ]),
  name: Type.String(),
  /** In words of the trade: what changes from what to what, or why it cannot be taken. */
  sentences: Type.Array(shape({ vi: Type.String(), en: Type.String() })),
})
export type TreeImportLine = Static<typeof TreeImportLine>
export const TreeImportPreview = shape({
  digest: Type.String(),
  counts: shape({
    add: Type.Integer(),
    change: Type.Integer(),
    move: Type.Integer(),
    same: Type.Integer(),
    refuse: Type.Integer(),
  }),
  /** Everything but `same`, at most 2,000 lines. */
  lines: Type.Array(TreeImportLine),
})
export type TreeImportPreview = Static<typeof TreeImportPreview>
