/**
 * Draws a Vega-Lite specification as an SVG that scales with the page and takes the page's colours. No DOM, no browser:
 * Vega writes text. Knows nothing of runs.
 */
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { html, type Markup, trusted } from "./html.ts";

type Layered = Extract<TopLevelSpec, { layer: unknown }>;
/** Layers over common encodings; what is the same for every plot is added here. */
export type PlotSpec = Pick<Layered, "encoding" | "layer" | "resolve">;
export type Layer = Layered["layer"][number];
export type Position = NonNullable<NonNullable<Extract<Layer, { mark: unknown }>["encoding"]>["x"]>;

export type Plot = {
  /** Of this plot alone on the page. */
  readonly id: string;
  readonly title: string;
  /** What a reader who cannot see the plot should know. */
  readonly description: string;
  readonly spec: PlotSpec;
  /** Of the plotting area, without axes. */
  readonly height: number;
  readonly topMargin?: number;
  readonly leftMargin?: number;
  readonly bottomMargin?: number;
};

/** Width of every plot in its own units: a phone of 360 pixels shows them nearly one to one. */
const WIDTH = 340;
/** Keeps the last axis label inside. */
const RIGHT_MARGIN = 14;
const TOP_MARGIN = 8;
/** Letters of 11 units stay above 9 pixels on the narrowest phones. */
const FONT_SIZE = 11;

/** Colours are variables of the page's stylesheet, so that the same SVG serves light, dark and paper. */
export const COLOURS = {
  paper: "var(--paper)",
  ink: "var(--ink)",
  muted: "var(--muted)",
  line: "var(--line)",
  accent: "var(--accent)",
} as const;

const FONT = "var(--sans)";

const AXIS = {
  labelColor: COLOURS.muted,
  titleColor: COLOURS.muted,
  labelFontSize: FONT_SIZE,
  titleFontSize: FONT_SIZE,
  titleFontWeight: "normal",
  gridColor: COLOURS.line,
  domain: false,
  ticks: false,
  labelPadding: 5,
  titlePadding: 7,
} as const;

export async function drawPlot(plot: Plot): Promise<Markup> {
  const left = plot.leftMargin ?? 4;
  const { spec } = compile({
    ...plot.spec,
    width: WIDTH - left - RIGHT_MARGIN,
    height: plot.height,
    padding: { left, right: RIGHT_MARGIN, top: plot.topMargin ?? TOP_MARGIN, bottom: plot.bottomMargin ?? 22 },
    autosize: "none",
    background: "transparent",
    config: {
      aria: false,
      font: FONT,
      view: { stroke: null },
      axis: AXIS,
      text: { font: FONT, fontSize: FONT_SIZE, color: COLOURS.ink },
    },
  });
  const view = new View(parse(spec), { renderer: "none" });
  const svg = await view.toSVG();
  view.finalize();
  return named(svg, plot);
}

/** Puts our own opening tag in place of Vega's: no fixed size, a title and a description. */
function named(svg: string, { id, title, description }: Plot): Markup {
  const viewBox = /viewBox="([\d. ]+)"/.exec(svg)?.[1];
  const opening = svg.indexOf(">");
  if (viewBox === undefined) throw new Error(`Expected the plot \`${id}\` to have a viewBox, got none.`);
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}" role="img" aria-labelledby="${id}-title ${id}-description"><title id="${id}-title">${title}</title><desc id="${id}-description">${description}</desc>${trusted(svg.slice(opening + 1))}`;
}
