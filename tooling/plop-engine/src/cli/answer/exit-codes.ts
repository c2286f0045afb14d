// What each exit code means. With every code but 0 the files are unchanged, or rolled back.

export const exitCodes: readonly { code: number; about: string }[] = [
  { code: 0, about: "done, or nothing to do" },
  { code: 1, about: "a bug in the generator, or a failure of the machine" },
  { code: 2, about: "bad input, or a missing value" },
  { code: 3, about: "a conflict: something already exists, or was edited after it was generated" },
  { code: 4, about: "a file that cannot be edited; the lines to paste are printed" },
  { code: 5, about: "a check of the generated code failed; the run was rolled back" },
  { code: 6, about: "--check found something to write" },
  { code: 7, about: "another run is in progress, or a file has uncommitted changes" },
  { code: 130, about: "cancelled" },
];
