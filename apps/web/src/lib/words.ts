// Every word of this folder that a person reads, besides the sentences for errors, so that another language is another
// file.
export const words = {
  fileRefused: "The server refused the file.",
  connectionLost: "The connection was lost. Try again.",
  cancelled: "Cancelled.",
};
