/**
 * Silence, a buzz of vowels too loud for the limiter and a hiss, 200 ms each, as base64 of the Opus packets that libopus
 * makes of them (voice, 32 kbit/s, as speech is stored; a test makes them again): Opus has ways of its own for each. An
 * encoder on the cluster would cost 40 MB for compiling code that nothing else there needs.
 */
export const REHEARSAL_PACKETS: readonly string[] = [
  'eAvkwSIjYffaSoaBUw0QABSGvQ4AlIAAAAA9lNP3JAA=',
  'eAfJdfOAXPUtOrN+8PsIugET26QAAWAAAAAASFOJmgEA',
  'eAfJecEkXPUtOrOFvxSna7gAZfKwAABoAAAAADQkHapnAA==',
  'eAfJfY7IXPUtOrOFvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eAfJciXbjvU6Bq+FvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eAfJdfOAXPUtOrOFvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eAfJecEkXPUtOrOFvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eAfJfY7IXPUtOrOFvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eAfJciXbjvU6Bq+FvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eAfJdfOAXPUtOrOFvxSna7gAZfKwAABgAAAAAEvnQKpnAA==',
  'eLn7GANDu/p9zXXOxIZ1dIgwNJ987uvpr7p8ZD8yyscRjNf2+YwJ2oLEUGo1SKWYV+JN2jHQ8gOmry7Ubg==',
  'eLs+4WHbXXZ6wzX1sjEC8TvB4EO+ZPfzGG1MQSVbR+FCVXo9tkj5a4ACw3IMvny8p2NgCpv6O9JFbg==',
  'eLpv3wU3sx9MCS175cb8sYvLRnJk9C+tyoqHOngvLshW/v0hhKQA59hlu9SGfwkFA8xmfNoh53k51UM=',
  'eLrHlC8fb/13mDbkaRff7RAkQP0uuIq/hDoAFKPxCtUJY8XZs4D4qalR2pmKbtUNTLo=',
  'eLtiFkKYMdwRZOyG2UafDx5xgb8urg+EPEP0VcbctI75OsVQgqz/6yvpEgfDsMLGAMsiF7o=',
  'eLtzyCpEG7ha1tl5bpOl86ByLY9LmDQWB2kmyON+aDqfhfFeWeTf2Xmrex3L1rk=',
  'eLs+4WHbXXZ2Bp4o9AI7fRu+0AlGpAGaYiz9cDd3Lm0/dQ2AHz5C7MSL3qpv6LA=',
  'eLpv3wU3sx9MhchlBN/TitiOvkVB8mePwsA++/okOKnDbr63it/q79PbGfNEgpDP7ztEDq8nQw==',
  'eLrHlC8fb/14s31q8e9TNNwmnZnP5sQWu3jSa2yLjSkYvhNF4JVux2pAfEAco3cxamKhug==',
  'eLtiFkKYMdwReAJaZ3qmQu1U7LH6yUE0ZEpI/Es8wd3pc6nSRbe0wjTo2h2GJA+/+sr6QsYAyyIXug==',
  'eLwNEPOMVhvLhbMAf1/b45c9udJRx72EqF4Ac8rkbUEQ1AnXxQg5WltMHDrzvjb/v+AQ3ZnuWMtzvE3mVGukM0Lc0hqPYcykqwZRPN0xAJGws71sL2A986FKb922Gg==',
  'eJfFMKX4XQKFB6ItEQ7RoojDmwEkHa3uvr1IYVMG/wElhxhItghHqq0H2ozuM1wI60CQ6Afcs61muoHDrU16vqmR2j2r/0s/+8nUr2i0/FIv',
  'eJfFMWymNdpYKUw/FoTRlcxs2uZWxs083WbEA+bWabIwDXocNjcuQcwJXAdosq91BnTAuQ04dDGnrKcB5DdpOQx4aPvygwnGrYrLTFHsSYJtgpMu',
  'eJfFNfoaECfJWcjEMeUgE9sEaqY2TFm4jMVZMACMZkSIKkKY58c2rXbjiaUgkPV6QsSrX8ib6Vbx7yTGn6TbC7cQmEKCAKtfmPYJ9Byu',
  'eJfFL+2UU8MGiyxOqq9K+U7yxqDwdtGwkQicUI4PKjp6VPWdccyKb9BbjkaZRphS6+uuDFPlqnQZnuXRNwfeFqUV+kPGWlU2dv6nvZwu',
  'eJfFMKwXxlKnWDJcBYbnyJJMQmeL4GRZo2bwS76KqHTRkb7YorHh6oqrz4vHwvuySH/RhLjjokycIP/v0jQsQXPIzO5M+d2C1x4TKy7CBy8=',
  'eJfFMWsHlfHcOcRfdRtGOAU5W49ZkcneHRez1kgFTPs4SiS6nkVdYl1G5nYuNh3duxCpN1I4nbU24t7ZTwd7Cv9KQjJNN+4NydF6cItpUpbrJg==',
  'eJfFMhkyh/DWHpRDAKKeXhoEHEe7r06Nbvyx+flAntJXlI/2Afbw5EMqmlbQ31eX4mwMCZsw8uodR03FNaeX89kdSxWgn33YH6so9q7p4Iem',
  'eJfFL+6WqocJBvz8DuzfLdSxYQIBi4hquM/I8kJ5laiozTC4Fbu9UWy5xV9yCWJVQOKcOXv0/GiTFC+o0vC+qJfHJAiVJUIAUtmNJVWEZjY=',
  'eJfFGlwkA9SWjo2ox6mobtqfvZmlhAqBFLGSe8qYuTG+ln+rj4DXJPxRfMF315B5NCH96bJ7yM/Cc/YCsT+Yft16WBAHYkPGv/NiRUib1Ziupw==',
]
