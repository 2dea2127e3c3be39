/** The village of Quill: its table, the conversations made from it, and the exam. */
export { type Dialogue, dialogue } from "./conversation/dialogue.ts";
export { type DialogueOptions, dialogues } from "./conversation/dialogues.ts";
export { type LessonOptions, lessons } from "./conversation/lessons.ts";
export type { Check } from "./conversation/turn.ts";
export { type BlindConversation, type BlindExam, conversationItems, readBlindExam } from "./exam/blind.ts";
export { Contamination, type ContaminationReport } from "./exam/contamination.ts";
export { type Item, type ItemOptions, items, standardExam } from "./exam/items.ts";
export { judge, type Verdict } from "./exam/judge.ts";
export { Retrieval } from "./exam/retrieval.ts";
export { type Split, splits } from "./language/phrases.ts";
export { checkWorld } from "./world/check.ts";
export { factCount, type Subject, subjects } from "./world/subjects.ts";
