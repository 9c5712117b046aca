/** Never returns; given code that code under test calls. */
export function spin(): never {
  for (;;);
}
