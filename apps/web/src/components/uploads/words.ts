// Every word of uploads that a person reads, so that another language is another file.
export const words = {
  list: "Uploads",
  waiting: "Waiting",
  sending: (share: number) => `${Math.round(share * 100)} %`,
  cancelOf: (name: string) => `Cancel ${name}`,
  dismiss: (name: string) => `Dismiss ${name}`,
  retry: (name: string) => `Try ${name} again`,
};
