/** What to ask Inkling first: something it knows, something in two hops, something it can't know, a sum, and itself. */
export const inklingsQuestions: readonly string[] = [
  "Who is the baker?",
  "What colour is Ada's boat?",
  "What is the capital of France?",
  "What is 27 + 15?",
  "How do you work?",
];
