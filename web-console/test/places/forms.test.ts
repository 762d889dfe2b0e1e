import type { ClusterAnswer, Zone } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { changeOfForm, isCodeWrong } from '../../src/views/places/area/editing/area-form.ts'
import {
  changeOfCluster,
  formOfCluster,
  inArea,
  isOverCap,
  readPositionFields,
} from '../../src/views/places/cluster/cluster-form.ts'
import { placesSearch } from '../../src/views/places/model/places-search.ts'
import { areSameQuietHours, endOf, withWeekdays } from '../../src/views/places/quiet/quiet-windows.ts'

const cluster: ClusterAnswer = {
  ...{ clusterId: 'cum', areaId: 'xa', name: 'Cụm 1', movingFromAreaId: null, device: null },
  position: { latitude: 20.93, longitude: 105.94 },
  settings: {
    zones: ['doc-de'],
    volume: { defaultPercent: 60, emergencyPercent: 90, hardCapPercent: 95, byTimeOfDay: [] },
    isSpecialArea: false,
    quietHours: { windows: [] },
    cacheBytesMax: 500_123_456,
  },
  effective: { quietHours: { windows: [] }, timeZone: 'Asia/Ho_Chi_Minh' },
  ...{ createdAt: 0, version: 3 },
}

test('a code keeps its leading zeros and has 2 or 5 digits', () => {
  expect(changeOfForm({ name: ' Xã A ', code: '00123', settings: {} })).toEqual({
    ...{ name: 'Xã A', code: '00123', settings: {} },
  })
  expect(changeOfForm({ name: 'Thôn', code: ' ', settings: {} }).code).toBeNull()
  expect(['', '01', '01234'].map(isCodeWrong)).toEqual([false, false, false])
  expect(['1', '123', '0123a'].map(isCodeWrong)).toEqual([true, true, true])
})

test('saving another field of an area keeps what its button does', () => {
  const settings = { emergencyButton: 'flood', emergencyButtonWidens: 'area' } as const
  expect(changeOfForm({ name: 'Xã A', code: '', settings }).settings).toEqual(settings)
})

test('what is taken from the area again goes as null, and untouched bytes stay exact', () => {
  const change = changeOfCluster({ ...formOfCluster(cluster), quietHours: undefined }, cluster)
  expect(change.settings).toMatchObject({ quietHours: null, timeZone: null, cacheBytesMax: 500_123_456 })
  expect(change.position).toEqual(cluster.position)
  const bigger = changeOfCluster({ ...formOfCluster(cluster), cacheMegabytes: 800 }, cluster)
  expect(bigger.settings?.cacheBytesMax).toBe(800_000_000)
})

test('empty fields take the position away; half of one is wrong', () => {
  expect(readPositionFields({ latitude: '', longitude: ' ' })).toBeNull()
  expect(readPositionFields({ latitude: '20.93', longitude: '' })).toBe('wrong')
})

test('in another area a cluster leaves the zones that do not reach there', () => {
  const area = (areaId: string, parentId: string | null) => ({
    ...{ areaId, parentId, name: areaId, code: null, settings: {}, version: 1 },
  })
  const areas = [area('tinh', null), area('xa', 'tinh'), area('xa-khac', 'tinh')]
  const zones: Zone[] = [
    { zoneId: 'doc-de', areaId: 'xa', name: 'Dọc đê', version: 1 },
    { zoneId: 'ca-tinh', areaId: 'tinh', name: 'Cả tỉnh', version: 1 },
  ]
  const form = { ...formOfCluster(cluster), zones: ['doc-de', 'ca-tinh'] }
  expect(inArea(form, 'xa-khac', { areas, zones })).toMatchObject({ areaId: 'xa-khac', zones: ['ca-tinh'] })
})

test('a level above the hard cap is noticed at any hour', () => {
  const { volume } = cluster.settings
  expect(isOverCap(volume)).toBe(false)
  expect(isOverCap({ ...volume, byTimeOfDay: [{ from: '05:00', until: '06:00', percent: 96 }] })).toBe(true)
})

test('quiet windows: all seven days are every day, and no day is no window', () => {
  const night = { from: '21:00', until: '05:00' }
  expect(withWeekdays(night, [6, 0])).toEqual({ ...night, weekdays: [0, 6] })
  expect(withWeekdays({ ...night, weekdays: [1] }, [1, 2, 3, 4, 5, 6, 0])).toEqual(night)
  expect(withWeekdays({ ...night, weekdays: [1] }, [])).toEqual({ ...night, weekdays: [1] })
  expect(endOf(night)).toBe('nextDay')
  expect(endOf({ from: '11:30', until: '13:30' })).toBe('sameDay')
  expect(endOf({ from: '11:30', until: '11:30' })).toBe('allDay')
  expect(areSameQuietHours({ windows: [{ until: '05:00', from: '21:00' }] }, { windows: [night] })).toBe(true)
  expect(areSameQuietHours(undefined, { windows: [night] })).toBe(false)
})

test('the address says which area and cluster are open; anything else is left out', () => {
  expect(placesSearch({ khu: 'xa-1', cum: 'cum-2', other: 1 })).toEqual({ khu: 'xa-1', cum: 'cum-2' })
  expect(placesSearch({ khu: '../x', cum: 5 })).toEqual({})
})
