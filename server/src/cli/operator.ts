import { CodedError, type Grant, type NewOperatorAnswer, type Operator, ROLES } from '@tieng-lang/protocol'
import { actAt, adminClient, readArguments, wordAt } from './terminal/arguments.ts'
import { type Command, DONE, type Terminal } from './terminal/terminal.ts'

const EVERYWHERE = '*'

export const operator: Command = {
  summary: 'thêm, liệt kê tài khoản, đặt lại mật khẩu (accounts)',
  usage: `tieng-lang operator add LOGIN NAME --grant ROLE[@AREA] [--grant ...]
tieng-lang operator list
tieng-lang operator password LOGIN

Thêm một tài khoản hoặc đặt lại mật khẩu; mật khẩu in ra một lần và phải đổi khi đăng nhập. Không có @AREA là quyền
trên toàn hệ thống. ROLE: ${ROLES.join(', ')}.
(Adds an account or resets its password, which is printed once and must be changed at sign-in. Without @AREA the
role holds everywhere.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { grant: { type: 'string', multiple: true } })
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['add', 'list', 'password'])
    if (act === 'list') {
      for (const each of await client.get<Operator[]>('/api/v1/operators')) terminal.out(`${lineOf(each)}\n`)
      return DONE
    }
    const loginName = wordAt(positionals, 1, 'LOGIN')
    if (act === 'add') {
      const name = wordAt(positionals, 2, 'NAME')
      const grants = (values.grant ?? missingGrant()).map(grantOf)
      return told(await client.post('/api/v1/operators', { loginName, name, grants }), terminal)
    }
    const found = (await client.get<Operator[]>('/api/v1/operators')).find(
      (each) => each.loginName === loginName,
    )
    if (!found) throw new CodedError('operatorNotFound', `no account is ${loginName}`)
    return told(await client.post(`/api/v1/operators/${found.operatorId}/password`, {}), terminal)
  },
}

function told({ operator: { loginName }, password }: NewOperatorAnswer, terminal: Terminal): number {
  terminal.out(`${loginName}\t${password}\n`)
  return DONE
}

function lineOf({ loginName, name, isDisabled, grants }: Operator): string {
  const rights = grants.map(({ role, areaId }) => `${role}@${areaId ?? EVERYWHERE}`)
  return [loginName, isDisabled ? 'disabled' : 'open', name, rights.join(' ') || '-'].join('\t')
}

/** `broadcaster@xa-a`, `administrator`, `administrator@*`. Throws `wronglyAsked`. */
function grantOf(text: string): Grant {
  const [word, areaId = EVERYWHERE] = text.split('@')
  const role = ROLES.find((each) => each === word)
  if (!role) throw new CodedError('wronglyAsked', `--grant ${text}: ${ROLES.join(' | ')}`)
  return { role, areaId: areaId === EVERYWHERE ? null : areaId }
}

function missingGrant(): never {
  throw new CodedError('wronglyAsked', 'thiếu --grant (--grant is missing)')
}
