import { expect, test } from "vitest";
import { failing, report } from "../../ipc/fake/data/rehearsal";
import { acceptedFindings, decisions, findingsOf, openFindings } from "./order";

test("what would fail stands first, then what touches most", () => {
  expect(openFindings(failing.findings).map((finding) => finding.title)).toEqual([
    "messages is there already",
    "288 messages have no time",
    "26 attachments have no message",
    "3 users share an e-mail with another",
    "WITHOUT ROWID is kept",
  ]);
});

test("a decision is open and more than good to know", () => {
  expect(decisions(report.findings)).toHaveLength(3);
  expect(acceptedFindings(report.findings).map((finding) => finding.id)).toEqual(["round:messages.cost"]);
});

test("findings belong to a dataset by source and name, never by name alone", () => {
  expect(findingsOf(report.findings, "chat.messages")).toHaveLength(2);
  expect(findingsOf(report.findings, "chat.messages", "cost")).toHaveLength(1);
  expect(findingsOf(report.findings, "other.messages")).toEqual([]);
});
