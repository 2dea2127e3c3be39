/**
 * The slope of points on double logarithmic paper, by least squares: −1 means that twice as much takes half the speed.
 *
 *   slope = Σ (x − x̄)(y − ȳ) / Σ (x − x̄)²      with x, y the logarithms
 */
export function slope(points) {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
  const mean = (axis) => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length;
  const [mx, my] = [mean(0), mean(1)];
  const sum = (term) => logs.reduce((total, [x, y]) => total + term(x - mx, y - my), 0);
  return sum((x, y) => x * y) / sum((x) => x * x);
}
