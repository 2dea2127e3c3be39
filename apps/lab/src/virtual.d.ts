/** What the build makes: build/code.ts and build/questions.ts. */
declare module "virtual:code" {
  export const code: import("./code/operations.ts").Code;
}
declare module "virtual:questions" {
  export const questions: readonly (readonly import("inkling").Message[])[];
}
