import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { diskFull } from "../../ipc/fake/data/run";
import { blob, longText, missing, none, text } from "../../ipc/fake/data/values";
import { Sql } from "./Sql";
import { Trouble } from "./Trouble";
import { Value, visible } from "./Value";

test("NULL, an empty text and no value at all look different", () => {
  const shown = [none, text(""), missing, text("NULL")].map((value) => {
    const { container, unmount } = render(<Value of={value} />);
    const html = container.innerHTML;
    unmount();
    return html;
  });
  expect(new Set(shown).size).toBe(4);
});

test("a value that is cut says so", () => {
  render(<Value of={longText("Your refund was", 312)} />);
  expect(screen.getByText(/Your refund was…/)).toBeDefined();
  render(<Value of={blob("3c58", 6_144)} />);
  expect(screen.getByText(/x'3c58'…/)).toBeDefined();
});

test("line ends and unseen characters are made visible", () => {
  expect(visible("a\r\nb\nc\td\u0000e\u007f")).toBe("a⏎b⏎c⇥d␀e␡");
});

test("coloured SQL is the SQL, letter for letter", () => {
  const statements = [
    "CREATE TABLE \"a \"\"b\" (\n  id INTEGER PRIMARY KEY, -- the key\n  t TEXT DEFAULT 'it''s'\n) STRICT;",
    "SELECT [x y], `z` /* über */ FROM t WHERE a<>1.5e-3 AND b = x'00ff' OR c GLOB '*?[a-z]'",
    "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET n = NEW.id; END",
    "",
  ];
  for (const statement of statements) {
    const { container, unmount } = render(<Sql text={statement} />);
    expect(container.textContent).toBe(statement);
    unmount();
  }
});

test("a button stands only beside what the screen can do", async () => {
  const resume = vi.fn();
  render(<Trouble problem={diskFull} ways={{ resume: { label: "Check and resume", onPress: resume } }} />);
  expect(screen.queryByRole("button", { name: /Roll back/ })).toBeNull();
  expect(screen.getByText(/Roll back to before the run/)).toBeDefined();
  await userEvent.click(screen.getByRole("button", { name: "Check and resume" }));
  expect(resume).toHaveBeenCalledOnce();
});

test("what can be read again says so, though the core had no advice", () => {
  render(
    <Trouble
      problem={{ ...diskFull, next: [] }}
      ways={{ read_again: { label: "Read again", onPress: vi.fn() } }}
    />,
  );
  expect(screen.getByRole("button", { name: "Read again" })).toBeDefined();
});

test("where the core's advice can be followed, the same button does not stand there twice", () => {
  const again = { label: "Prove again", onPress: vi.fn() };
  const next = [{ text: "Prove again once nothing writes to it.", action: "prove" }];
  render(<Trouble problem={{ ...diskFull, next }} ways={{ prove: again, read_again: again }} />);
  expect(screen.getAllByRole("button", { name: "Prove again" })).toHaveLength(1);
});
