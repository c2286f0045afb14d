// What each exit code means. The tree is unchanged, or as it was before, with every one but 0.

export const exitCodes: readonly { code: number; about: string }[] = [
  { code: 0, about: "done, or nothing to do" },
  { code: 1, about: "a fault of the generator or of the machine" },
  { code: 2, about: "bad input, or a missing value" },
  { code: 3, about: "a conflict: something exists, or was edited since it was written" },
  { code: 4, about: "a file whose shape cannot be edited; the lines to paste are printed" },
  { code: 5, about: "a check failed afterwards; everything was rolled back" },
  { code: 6, about: "--check found something to write" },
  { code: 7, about: "another run has the lock, or a file has changes that are not committed" },
  { code: 130, about: "cancelled" },
];
