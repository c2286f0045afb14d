// Every word of this feature that a person reads, so that another language is another file.
export const words = {
  title: "Notes",
  subtitle: "Only you see these. They are live in every window you open.",
  create: "New note",
  createSubmit: "Add note",
  notCreated: "The note was not saved.",
  edit: "Edit note",
  save: "Save",
  cancel: "Cancel",
  notChanged: "The note was not changed.",
  remove: "Remove this note?",
  removeText: (name: string) => `“${name}” will be gone for good.`,
  removeSubmit: "Remove",
  notRemoved: "The note was not removed.",
  loading: "Loading notes",
  empty: "No notes yet",
  emptyText: "Add the first one above. It appears here, and in every other window you have open.",
  fields: {
    title: "Title",
    body: "Body",
  },
};
