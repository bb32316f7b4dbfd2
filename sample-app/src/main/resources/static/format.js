const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric' });

export const number = (value) => decimals.format(value);

/** An ISO-8601 duration such as PT1M2.5S. */
export function duration(iso) {
  const [, hours = 0, minutes = 0, seconds = 0] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(iso) ?? [];
  const all = hours * 3600 + minutes * 60 + Number(seconds);
  if (all < 60) {
    return `${all.toFixed(1)} s`;
  }
  const two = (part) => String(Math.floor(part)).padStart(2, '0');
  return `${Math.floor(all / 3600)}:${two((all / 60) % 60)}:${two(all % 60)}`;
}

/** The time of day where the reader is, or the date if it was not today. */
export function moment(instant) {
  const date = new Date(instant);
  return date.toDateString() === new Date().toDateString() ? time.format(date) : day.format(date);
}
