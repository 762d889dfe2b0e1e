export { EVERYWHERE, mayDo, PERMISSIONS, type Permission } from '@tieng-lang/protocol'
