/**
 * The English words beside Vietnamese ones: the same keys, and `…_one` beside each `…_other`, which Vietnamese does not
 * need.
 */
export type EnglishOf<Words> = {
  [Key in keyof Words]: Words[Key] extends string ? string : EnglishOf<Words[Key]>
} & {
  [Key in keyof Words as Key extends `${infer Base}_other` ? `${Base}_one` : never]?: string
}
