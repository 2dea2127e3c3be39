/** The engine's thread: the only place of the page that touches tensors. */
import { createEngine, engineHandlers, type Port, serve } from "inkling";
import { doors } from "./doors.ts";

const page: Port = {
  postMessage: (message, transfer) => self.postMessage(message, { transfer }),
  addEventListener: (type, listener) => self.addEventListener(type, listener),
};
serve(page, engineHandlers(createEngine(), doors));
