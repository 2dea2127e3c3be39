/** The page begins here. */
import { mount } from "svelte";
import App from "./App.svelte";
import "./style.css";

const target = document.querySelector("#lab");
if (target) mount(App, { target });
