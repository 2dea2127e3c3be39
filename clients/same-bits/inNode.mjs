/** Runs in the Node to be proved: options of an engine as JSON in the first argument, outcomes as JSON on stdout. */
import { outcomes } from "./outcomes.mjs";

process.stdout.write(JSON.stringify(await outcomes(JSON.parse(process.argv[2]))));
