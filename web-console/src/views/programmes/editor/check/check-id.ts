/** Where on the page the check stands: the bar below leads there. */
export const CHECK_ID = 'kiem-tra'
