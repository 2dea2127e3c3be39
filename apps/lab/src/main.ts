/** The page begins here. */
import { mount } from "svelte";
import App from "./App.svelte";
import "./style.css";

const target = document.querySelector("#lab");
if (target) mount(App, { target });

// So that the page opens without a network from the next time on; where it may not be kept, it does without.
if (import.meta.env.PROD && "serviceWorker" in navigator)
  navigator.serviceWorker.register(new URL("sw.js", document.baseURI)).catch(() => {});
