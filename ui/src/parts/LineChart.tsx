import { ChartLine as ChartLineSign, Rows3 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import UPlot from "uplot";
import { IconButton } from "./Button";
import { count, shortCount, timeOfDay } from "./format";
import { partWords } from "./words";
import "./linechart.css";

export interface ChartLine {
  label: string;
  /** The name of a colour token without its dashes: c1, c4. */
  colour: "c1" | "c2" | "c3" | "c4" | "c5" | "c6";
  /** One value for each of `times`; null leaves a gap. */
  values: readonly (number | null)[];
  dashed?: boolean;
  filled?: boolean;
}

/**
 * Values over time. `sentence` is what it says to someone who cannot see it, and the same figures can
 * be read as a table.
 */
export function LineChart({
  sentence,
  times,
  lines,
  height = 220,
}: {
  sentence: string;
  /** Seconds since 1970. */
  times: readonly number[];
  lines: readonly ChartLine[];
  height?: number;
}) {
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="chart">
      <div className="chart-head">
        <ul className="chart-legend">
          {lines.map((line) => (
            <li key={line.label} className="row g3 sm t2">
              <span
                className="chart-key"
                data-dashed={line.dashed}
                style={{ color: `var(--${line.colour})` }}
              />
              {line.label}
            </li>
          ))}
        </ul>
        <IconButton
          size="s"
          icon={asTable ? ChartLineSign : Rows3}
          label={asTable ? partWords.showChart : partWords.showTable}
          onPress={() => setAsTable(!asTable)}
        />
      </div>
      {asTable ? (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <div className="chart-table" style={{ height }} tabIndex={0} role="group" aria-label={sentence}>
          <table aria-label={sentence}>
            <thead>
              <tr>
                <th scope="col">{partWords.time}</th>
                {lines.map((line) => (
                  <th key={line.label} scope="col">
                    {line.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, at) => (
                <tr key={time}>
                  <th scope="row" className="num">
                    {timeOfDay(time * 1000)}
                  </th>
                  {lines.map((line) => {
                    const value = line.values[at];
                    return (
                      <td key={line.label} className="num">
                        {value === null || value === undefined ? "" : count(value)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Plot sentence={sentence} times={times} lines={lines} height={height} />
      )}
    </div>
  );
}

function Plot({
  sentence,
  times,
  lines,
  height,
}: {
  sentence: string;
  times: readonly number[];
  lines: readonly ChartLine[];
  height: number;
}) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const theme = useThemeName();
  // The plot is made again when its make-up changes; new values alone are handed to the one there is.
  const shape = JSON.stringify(
    lines.map(({ label, colour, dashed, filled }) => [label, colour, dashed, filled]),
  );

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const made = new UPlot(optionsFor(element, lines, height), dataOf(times, lines), element);
    plot.current = made;
    const watch = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height });
    });
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- values are followed by the effect below
  }, [shape, height, theme]);

  useEffect(() => {
    plot.current?.setData(dataOf(times, lines));
  }, [times, lines]);

  return <div ref={box} className="chart-plot" role="img" aria-label={sentence} style={{ height }} />;
}

function dataOf(times: readonly number[], lines: readonly ChartLine[]): UPlot.AlignedData {
  return [[...times], ...lines.map((line) => [...line.values])];
}

function optionsFor(element: HTMLElement, lines: readonly ChartLine[], height: number): UPlot.Options {
  const css = getComputedStyle(element);
  const token = (name: string) => css.getPropertyValue(`--${name}`).trim();
  const font = `11px ${token("font-ui")}`;
  const axis = { stroke: token("tx-3"), font, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    padding: [8, 24, 0, 0],
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 70,
        values: (_plot, at) => at.map((time) => timeOfDay(time * 1000)),
      },
      {
        ...axis,
        grid: { stroke: token("line"), width: 1 },
        size: 44,
        values: (_plot, at) => at.map((value) => shortCount(value)),
      },
    ],
    series: [
      {},
      ...lines.map((line) => {
        const colour = token(line.colour);
        return {
          label: line.label,
          stroke: colour,
          width: 1.75,
          points: { show: false },
          ...(line.dashed === true && { dash: [4, 4] }),
          ...(line.filled === true && { fill: `color-mix(in srgb, ${colour} 16%, transparent)` }),
        };
      }),
    ],
  };
}

/** Follows the theme on <html>: a canvas does not hear of changed variables by itself. */
function useThemeName(): string {
  const read = () => document.documentElement.dataset["theme"] ?? "";
  const [theme, setTheme] = useState(read);
  useEffect(() => {
    const watch = new MutationObserver(() => setTheme(read()));
    watch.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => watch.disconnect();
  }, []);
  return theme;
}
