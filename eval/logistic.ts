/**
 * Logistic regression with a ridge penalty, by Newton's method (iteratively reweighted least squares; Hastie,
 * Tibshirani, Friedman, The Elements of Statistical Learning, 2nd ed., 4.4.1 and 4.4.4). Pure; for a handful of
 * features and some hundred examples.
 */
export type Example = { readonly features: readonly number[]; readonly label: 0 | 1; readonly weight: number };

/** Log-odds of label 1 are `bias + Σ weights[i] × features[i]`, in the features' own units. */
export type LogisticModel = { readonly bias: number; readonly weights: readonly number[] };

const ITERATIONS = 30;
/** Penalty on standardised weights; the bias is free. */
const RIDGE = 1;

/** @throws Error when there is no example. */
export function fitLogistic(examples: readonly Example[]): LogisticModel {
  const [first] = examples;
  if (first === undefined) throw new Error("Expected at least one example to fit, got none.");
  const scales = first.features.map((_, column) => scaleOf(examples.map(({ features }) => features[column] ?? 0)));
  const rows = examples.map(({ features }) => [1, ...features.map((value, i) => standardise(value, scales[i]))]);
  let beta = rows[0]?.map(() => 0) ?? [];
  for (let round = 0; round < ITERATIONS; round += 1) beta = newtonStep(rows, examples, beta);
  const weights = beta.slice(1).map((value, i) => value / (scales[i]?.deviation ?? 1));
  const shift = weights.reduce((sum, weight, i) => sum + weight * (scales[i]?.mean ?? 0), 0);
  return { bias: (beta[0] ?? 0) - shift, weights };
}

/** Log-odds of label 1. */
export function logOdds(model: LogisticModel, features: readonly number[]): number {
  return features.reduce((sum, value, i) => sum + value * (model.weights[i] ?? 0), model.bias);
}

type Scale = { readonly mean: number; readonly deviation: number };

function scaleOf(values: readonly number[]): Scale {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

function standardise(value: number, scale: Scale | undefined): number {
  return scale === undefined ? value : (value - scale.mean) / scale.deviation;
}

function newtonStep(rows: readonly (readonly number[])[], examples: readonly Example[], beta: readonly number[]) {
  const size = beta.length;
  const gradient = beta.map((value, i) => (i === 0 ? 0 : RIDGE * value));
  const hessian = beta.map((_, i) => beta.map((__, j) => (i === j && i > 0 ? RIDGE : i === j ? 1e-9 : 0)));
  rows.forEach((row, index) => {
    const { label, weight } = examples[index] as Example;
    const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * (beta[i] ?? 0), 0)));
    for (let i = 0; i < size; i += 1) {
      gradient[i] = (gradient[i] ?? 0) + weight * (p - label) * (row[i] ?? 0);
      const line = hessian[i] as number[];
      for (let j = 0; j < size; j += 1) line[j] = (line[j] ?? 0) + weight * p * (1 - p) * (row[i] ?? 0) * (row[j] ?? 0);
    }
  });
  const step = solve(hessian, gradient);
  return beta.map((value, i) => value - (step[i] ?? 0));
}

/** Gaussian elimination with partial pivoting; `matrix` is square and positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const pivot = rows
      .slice(column)
      .reduce((best, row) => (magnitude(row, column) > magnitude(best, column) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows.slice(column + 1)) {
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let j = column; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const solution = right.map(() => 0);
  for (let i = size - 1; i >= 0; i -= 1) {
    const row = rows[i] as number[];
    const known = solution.reduce((sum, value, j) => (j > i ? sum + value * (row[j] ?? 0) : sum), 0);
    solution[i] = ((row[size] ?? 0) - known) / (row[i] ?? 1);
  }
  return solution;
}

function magnitude(row: readonly number[], column: number): number {
  return Math.abs(row[column] ?? 0);
}
