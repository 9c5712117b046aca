const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A date of the course for people, by the clock of the place where the course is given:
 * `Thursday, December 1, 2022, 11:59 pm (UTC-05:00)`; at midnight sharp the day alone.
 *
 * @param iso ISO 8601 with its offset from UTC.
 * @throws RangeError for anything else.
 */
export function formatDate(iso: string): string {
  const { day, hour, minute, offset } = partsOf(iso);
  if (hour === 0 && minute === 0) return day;
  const clock = `${hour % 12 || 12}:${String(minute).padStart(2, "0")} ${hour < 12 ? "am" : "pm"}`;
  return `${day}, ${clock} (UTC${offset === "Z" ? "" : offset})`;
}

/** The same time of day some days later, in the same offset. */
export function daysLater(iso: string, days: number): string {
  const { offset } = partsOf(iso);
  const local = new Date(`${iso.slice(0, 19)}Z`);
  local.setUTCDate(local.getUTCDate() + days);
  return `${local.toISOString().slice(0, 19)}${offset}`;
}

function partsOf(iso: string): { day: string; hour: number; minute: number; offset: string } {
  const parts = ISO.exec(iso);
  const date = new Date(iso);
  if (parts === null || Number.isNaN(date.getTime())) {
    throw new RangeError(
      `a date of the course is ISO 8601 with its offset, as 2022-12-01T23:59:00-05:00, and not ${iso}`,
    );
  }
  const [, year, month, dayOfMonth, hour, minute, offset = "Z"] = parts;
  // As if it were UTC, so that neither the weekday nor the hour depends on where the handout is built.
  const day = new Date(Date.UTC(Number(year), Number(month) - 1, Number(dayOfMonth)));
  return {
    day: day.toLocaleDateString("en-US", { dateStyle: "full", timeZone: "UTC" }),
    hour: Number(hour),
    minute: Number(minute),
    offset,
  };
}
