/** The page of one file begins here; and so does its engine's thread, which runs the same script. */
import { mount } from "svelte";
import { serveThread } from "./engine.ts";
import { readGiven } from "./given.ts";
import Page from "./Page.svelte";
import "../style.css";

if (typeof document === "undefined") serveThread();
else openPage(document);

function openPage(page: Document): void {
  const script = page.currentScript?.textContent ?? "";
  const target = page.getElementById("page");
  if (!target) return;
  target.textContent = "";
  mount(Page, { target, props: { given: readGiven(page), script } });
}
