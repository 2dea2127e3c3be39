/** The newest words stay in sight, unless the reader has gone up to read. */

/** How far below the window's edge, in pixels, the end may be and still count as being read. */
const NEAR = 200;

export function keepInSight(end: HTMLElement | undefined): void {
  if (end && end.getBoundingClientRect().top < innerHeight + NEAR) end.scrollIntoView({ block: "nearest" });
}
